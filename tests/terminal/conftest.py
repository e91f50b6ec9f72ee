"""Terminals that end with their test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal, require_tmux


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Opens terminals: `terminal(columns=80, rows=24, TERM="…")`."""
    require_tmux()
    opened: list[Terminal] = []

    def open_one(**how: object) -> Terminal:
        folder = tmp_path / f"terminal{len(opened)}"
        folder.mkdir()
        one = Terminal(folder, **how)  # type: ignore[arg-type]
        opened.append(one)
        return one

    yield open_one
    for one in opened:
        one.close()
