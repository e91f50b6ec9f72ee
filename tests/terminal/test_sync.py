"""A shared workspace in real terminals: what one checks in the other sees without a key, and a conflict is settled."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal

Open = Callable[..., Terminal]

HOUSE = """\
Objective: Win back customers who left us for speed
- KR 1: Reduce median delivery time from 6 days to 3 days by Dec 31. Owner: Ana. Source: Carrier feed.
- KR 2: Increase repeat purchase rate from 18% to 28% by Dec 31. Owner: Ana. Source: Shop warehouse.
"""
NOW = "2026-11-17T10:20:00+01:00"
TEXTS = ("--confidence", "4", "--next", "Ask the carriers")


class Desk:
    """One of Ana's two machines, both on one shared directory."""

    def __init__(self, home: Path) -> None:
        self.environ = {
            "OKRTUI_HOME": str(home), "OKRTUI_NOW": NOW, "LOGNAME": "ana", "USER": "ana", "LC_ALL": "C.UTF-8",
        }  # fmt: skip

    def types(self, *words: str) -> None:
        """Run a command to its end; what it saved is sent by `sync` alone."""
        environ = {**os.environ, **self.environ, "OKRTUI_NO_SENDING": "1"}
        told = subprocess.run(
            [sys.executable, "-m", "okrtui", *words], env=environ, capture_output=True, text=True, check=False
        )
        assert told.returncode == 0, told.stderr


@pytest.fixture
def desks(tmp_path: Path) -> tuple[Desk, Desk]:
    laptop, tower = Desk(tmp_path / "laptop"), Desk(tmp_path / "tower")
    (tmp_path / "okrs.md").write_text(HOUSE, encoding="utf-8")
    store = str(tmp_path / "store")
    laptop.types("init", "Acme", "--store", store, "--as", "ana")
    laptop.types("cycle", "new", "Q4", "--kind", "quarter", "--start", "2026-10-01", "--end", "2026-12-31")
    laptop.types("import", str(tmp_path / "okrs.md"), "--cycle", "Q4", "--owner", "Ana=ana")
    laptop.types("cycle", "publish", "Q4")
    laptop.types("sync")
    tower.types("join", store)
    return laptop, tower


def test_a_check_in_elsewhere_is_seen_without_a_key(desks: tuple[Desk, Desk], terminal: Open) -> None:
    laptop, tower = desks
    screen = terminal(columns=120, **tower.environ)
    screen.start()
    screen.sees("synced")
    screen.sees("Reduce median")
    laptop.types("checkin", "delivery", "--actual", "5", "--insight", "Two carriers are slow", *TEXTS)
    laptop.types("sync")
    screen.sees("DONE THIS WEEK")
    screen.press("q")
    screen.sees("ended with 0")


def test_a_conflict_is_settled_with_one_key_and_sent(desks: tuple[Desk, Desk], terminal: Open) -> None:
    laptop, tower = desks
    laptop.types("checkin", "delivery", "--actual", "5", "--insight", "Two carriers are slow", *TEXTS)
    tower.types("checkin", "delivery", "--actual", "4", "--insight", "Only one of them is", *TEXTS)
    laptop.types("sync")
    screen = terminal(columns=120, **tower.environ)
    screen.start()
    screen.sees("1 conflict")
    screen.press("x")
    screen.sees("Two carriers are slow")
    screen.sees("Only one of them is")
    screen.press("1")
    screen.sees("Nothing stands in conflict")
    screen.sees("synced")
    laptop.types("sync")
    laptop.types("conflict", "list")
    other = terminal(columns=120, **laptop.environ)
    other.start()
    other.sees("synced")
    screen.press("q")
    screen.sees("ended with 0")
