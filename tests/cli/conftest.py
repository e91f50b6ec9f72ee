"""The program called as a person calls it, in a home of its own with a cycle that runs."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from okrtui.main import main

REPEAT = "Increase repeat purchase rate"
ONBOARDING = "Reduce median onboarding time"
PARTNERS = "Win partners in two regions"
OBJECTIVE = "Delight first-time customers so that they return"
SOURCE = ("--source", "Shop dashboard", "--source-url", "https://shop.example/repeat", "--refresh", "weekly")
TEXTS = ("--insight", "Only small accounts react", "--next", "Offer the incentive to the first 500")


class Outcome(NamedTuple):
    """How a call ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """What stdout holds, as JSON with numbers as they are written."""
        return json.loads(self.out, parse_float=str)


Call = Callable[..., Outcome]


@pytest.fixture
def okrtui(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call the program in a fresh home: `okrtui("show", "k7f3", now="…", typed="…")`."""

    def call(*words: str, now: str | None = None, typed: str | None = None) -> Outcome:
        with monkeypatch.context() as patch:
            patch.setenv("OKRTUI_NOW", now or os.environ["OKRTUI_NOW"])
            for name in ("OKRTUI_WORKSPACE", "OKRTUI_AS"):
                patch.setenv(name, "")
            if typed is not None:
                patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
            capsys.readouterr()
            code = main(words)
            out, err = capsys.readouterr()
        return Outcome(code, out, err)

    return call


@pytest.fixture(scope="session")
def built_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the workspace Acme and an active cycle of three KRs, made once."""
    folder = tmp_path_factory.mktemp("built") / "home"
    words = [
        ("init", "Acme", "--as", "ana", "--timezone", "Europe/Berlin"),
        ("cycle", "new", "2026 Q4", "--kind", "quarter"),
        ("objective", "add", OBJECTIVE),
        (
            *("kr", "add", OBJECTIVE, "--title", REPEAT, "--baseline", "18", "--target", "28", "--unit", "%"),
            *("--due", "2026-12-31", "--lagging", *SOURCE),
        ),
        (
            "kr",
            "add",
            OBJECTIVE,
            "--title",
            ONBOARDING,
            "--method",
            "ladder",
            "--unit",
            "days",
            "--band",
            "4=1.0",
            "--band",
            "6=0.7",
            "--band",
            "8=0.3",
            "--due",
            "2026-12-31",
            "--leading",
            *SOURCE,
        ),
        (
            "kr",
            "add",
            OBJECTIVE,
            "--title",
            PARTNERS,
            "--method",
            "milestones",
            "--milestone",
            "North signed=2",
            "--milestone",
            "South signed",
            "--due",
            "2026-12-31",
            "--leading",
            *SOURCE,
        ),
        ("cycle", "publish", "2026 Q4"),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OKRTUI_HOME", str(folder))
        patch.setenv("LOGNAME", "ana")
        patch.setenv("OKRTUI_NOW", "2026-10-01T09:00:00+02:00")
        for call in words:
            assert main(call) == 0, call
    return folder


@pytest.fixture
def acme(built_home: Path, home: Path, okrtui: Call) -> Call:
    """Call the program in a copy of that home, on Tuesday of W47."""
    shutil.copytree(built_home, home, dirs_exist_ok=True)
    return okrtui


def check_in(acme: Call, actual: str, *more: str, now: str | None = None, ref: str = REPEAT) -> Outcome:
    """A complete check-in."""
    return acme("checkin", ref, "--actual", actual, "--confidence", "4", *TEXTS, *more, now=now)


def revisions(acme: Call, ref: str = REPEAT) -> list[dict[str, Any]]:
    """Every stored version of a KR's check-ins, newest first."""
    found = acme("show", ref, "--versions", "--json").document
    assert isinstance(found, list)
    return found
