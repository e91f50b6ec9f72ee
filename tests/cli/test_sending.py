"""What a command saves in a shared workspace is sent at once, by a process that nobody waits for."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from okrtui import settings
from okrtui.cli.sending import NEVER
from okrtui.home import replica_path
from tests.builders import rows
from tests.cli.conftest import Call

PATIENCE = 60.0


@pytest.fixture
def shared(okrtui: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The replica of a workspace on a shared directory, of which everything was sent."""
    assert okrtui("init", "Acme", "--store", str(tmp_path / "store")).code == 0
    assert okrtui("sync").code == 0
    monkeypatch.delenv(NEVER)
    path = replica_path("acme")
    assert waiting(path) == 0
    return path


def waiting(path: str) -> int:
    return len(rows(path, "SELECT id FROM outbox"))


def test_a_command_sends_what_it_saved(okrtui: Call, shared: str) -> None:
    assert okrtui("team", "add", "Company").code == 0
    end = time.monotonic() + PATIENCE
    while waiting(shared) and time.monotonic() < end:
        time.sleep(0.1)
    assert waiting(shared) == 0


def test_whoever_wants_to_send_later_can_have_it_so(okrtui: Call, shared: str) -> None:
    settings.set("send_at_once", "no")
    assert okrtui("team", "add", "Company").code == 0
    time.sleep(1.0)
    assert waiting(shared) == 1
