"""Terminals that end with their test."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
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


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo home, made once."""
    folder = tmp_path_factory.mktemp("made") / "demo"
    made = [sys.executable, "-m", "okrtui", "demo", "--print-path", "--directory", str(folder)]
    subprocess.run(made, check=True, capture_output=True, env={**os.environ, "LOGNAME": "ana"})
    return folder


@pytest.fixture
def demo(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "demo"))


def code_of_a_due_one(demo: Path) -> str:
    told = subprocess.run(
        [sys.executable, "-m", "okrtui", "--as", "ana", "status", "--json"],
        env={"OKRTUI_HOME": str(demo), "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=True,
    )
    return str(json.loads(told.stdout)["key_results"][0]["code"])
