"""The OpenAPI document is true: schemathesis makes requests from it and holds every answer against it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from okrtui.server.app import api
from tests.builders import a_member, a_published_cycle, a_workspace, at
from tests.serving import Enrolled, Serving, meta, serving
from tests.sweep import sweep_size

CONFIG = Path(__file__).with_name("schemathesis.toml")
EXAMPLES = sweep_size(2, 25, 250)
PHASES = ("fuzzing", "examples,coverage,fuzzing,stateful")[sweep_size(0, 1, 1)]


class Told:
    """A server with a workspace, and its document narrowed to what there is.

    Attributes:
        server, device: the server, the creator's device.
        document: the OpenAPI document.
    """

    def __init__(self, server: Serving, device: Enrolled, known: dict[str, str]) -> None:
        self.server = server
        self.device = device
        self.document: dict[str, Any] = server.client().get("/openapi.json").json()
        for path in self.document["paths"].values():
            for operation in path.values():
                for parameter in operation.get("parameters", ()):
                    if parameter["name"] == "ws":
                        parameter["schema"] = {"type": "string", "enum": [known["ws"]]}
        asked = self.document["components"]["schemas"]["ActualAsked"]["properties"]
        asked["key_result"] = {"type": "string", "enum": [known["key_result"]]}


@pytest.fixture
def told(home: Path, tmp_path: Path) -> Iterator[Told]:
    session = a_workspace(home)
    a_member(session, "bob")
    key_result = a_published_cycle(session).key_result
    at("2026-11-17T09:00:00+00:00")
    with serving(tmp_path / "server", longest_wait=0.01) as server:
        known = {"ws": meta(session, "ws"), "key_result": key_result}
        yield Told(server, server.founded(session), known)


def test_every_answer_is_as_the_document_says(told: Told, tmp_path: Path) -> None:
    document = tmp_path / "openapi.json"
    document.write_text(json.dumps(told.document))
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run", str(document)]
    options = {
        "--url": told.server.url,
        "--header": f"Authorization: Bearer {told.device.token}",
        "--max-examples": str(EXAMPLES),
        "--phases": PHASES,
        "--request-timeout": "60",
    }
    flags = ["--continue-on-failure", "--generation-deterministic", "--no-color"]
    words = [word for option in options.items() for word in option]
    done = subprocess.run(
        [*command, *words, *flags], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=1800
    )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
    assert "failures in" not in done.stdout


def test_every_endpoint_tells_its_problems_in_one_form(told: Told) -> None:
    problem = {"$ref": "#/components/schemas/Problem"}
    for path, operations in told.document["paths"].items():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if status.startswith(("4", "5")) and status != "409":
                    assert answer["content"]["application/json"]["schema"] == problem, (path, status)


def test_what_needs_a_token_says_so(told: Told) -> None:
    open_to_all = {"/v1/enroll", "/healthz", "/readyz", "/metrics"}
    needed = [{"device token": []}]
    for path, operations in told.document["paths"].items():
        for operation in operations.values():
            security = operation.get("security")
            if path == "/v1/hello":
                assert security == [{}, *needed]
            else:
                assert security == (None if path in open_to_all else needed), path
    assert api(told.server.service).openapi()["info"]["title"] == "okrtui"
