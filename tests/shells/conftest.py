"""Shells that end with their test, and a workspace whose names are as hostile as names can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from okrtui.main import main
from tests.shells.shell import Shell

HOSTILE_TITLE = """Raise "$(touch owned)" `touch owned` 'x' $HOME !! a:b \\ * %F{red} from 1 to 9"""
HOSTILE_CYCLE = """Q9 "$(touch owned)" `touch owned` 'x' $HOME a:b=c@d \\ * %n"""


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Callable[[str], Shell]]:
    opened: list[Shell] = []

    def open_one(name: str) -> Shell:
        opened.append(Shell(name, tmp_path))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def workspace(home: Path) -> Path:
    """Acme, with an objective, an ordinary key result and a hostile one, in a cycle with a hostile name."""
    for words in (
        ("init", "Acme", "--timezone", "Europe/Berlin"),
        ("cycle", "new", HOSTILE_CYCLE, "--kind", "custom", "--start", "2026-10-01", "--end", "2026-12-31"),
        ("objective", "add", "Delight first-time customers"),
        (
            "kr",
            "add",
            "Delight",
            "--title",
            "Increase repeat purchase rate",
            "--baseline",
            "18",
            "--target",
            "28",
        ),
        ("kr", "add", "Delight", "--title", HOSTILE_TITLE, "--baseline", "1", "--target", "9"),
    ):
        assert main(words) == 0, words
    return home
