"""A check-in meeting in a real terminal: whatever ends the program, it resumes where it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.terminal.terminal import Terminal
from tests.terminal.test_sync import Desk, desks

__all__ = ["desks"]

Open = Callable[..., Terminal]

NOW = "2026-11-17T10:20:00+01:00"
ROOT = Path(__file__).parents[2]


def a_demo(folder: Path) -> Path:
    """The demo's home, at a fixed time."""
    with_home = {
        "OKRTUI_HOME": str(folder),
        "OKRTUI_NOW": NOW,
        "PYTHONPATH": str(ROOT),
        "PATH": os.environ["PATH"],
    }
    words = [sys.executable, "-m", "okrtui", "demo", "--print-path", "--directory", str(folder)]
    subprocess.run(words, check=True, capture_output=True, env={**with_home, "LOGNAME": "ana"})
    return folder


def told(folder: Path, *words: str) -> Any:
    """What a command prints as JSON, while the meeting's terminal is open or gone."""
    environ = {
        "OKRTUI_HOME": str(folder),
        "OKRTUI_NOW": NOW,
        "PYTHONPATH": str(ROOT),
        "PATH": os.environ["PATH"],
    }
    command = [sys.executable, "-m", "okrtui", *words, "--json"]
    done = subprocess.run(command, capture_output=True, check=True, env={**environ, "LOGNAME": "ana"})
    return json.loads(done.stdout)


def test_a_killed_meeting_resumes_where_it_was_and_ends_with_its_minutes(
    terminal: Open, tmp_path: Path
) -> None:
    home = a_demo(tmp_path / "demo")
    first = terminal(columns=100, rows=30, OKRTUI_HOME=str(home), OKRTUI_NOW=NOW)
    first.start("meet", "Growth")
    first.sees("Who is here?")
    first.press("C-s")
    first.sees("1 of 10")
    first.press("+")
    first.sees("PROMISED IN W46  done")
    first.press("n")
    first.sees("2 of 10")
    first.press("-")
    first.sees("PROMISED IN W46  not done")
    first.press("Space")
    first.sees("2 confidence")
    kept = wait_for(home, lambda running: running["agenda_point"] == "confidence")
    first.kill("KILL")
    first.sees("ended with 137")
    assert told(home, "meet", "Growth")["running"] == kept

    second = terminal(columns=100, rows=30, OKRTUI_HOME=str(home), OKRTUI_NOW=NOW)
    second.start("meet", "Growth")
    screen = second.sees("2 of 10")
    assert "2 confidence" in screen
    second.sees("PROMISED IN W46  not done")
    second.press("E")
    second.sees("not saved yet")
    second.press("C-s")
    second.sees("Saved the minutes of Growth, W47")
    second.press("q")
    second.sees("ended with 0")
    (minutes, *_) = told(home, "meet", "Growth", "--minutes")
    assert "1 of 2 promises kept" in minutes["text"]
    assert told(home, "meet", "Growth")["running"] is None


def test_a_vote_goes_from_one_terminal_to_the_other_and_back(terminal: Open, tmp_path: Path) -> None:
    """Two people on one replica: the presenter's screen follows what the other one votes."""
    home = a_demo(tmp_path / "demo")
    presenter = terminal(columns=120, rows=40, OKRTUI_HOME=str(home), OKRTUI_NOW=NOW)
    presenter.start("meet", "Growth")
    presenter.sees("Who is here?")
    presenter.press("C-s")
    presenter.sees("1 of 10")
    presenter.press("v")
    presenter.sees("hidden by courtesy")
    member = terminal(OKRTUI_HOME=str(home), OKRTUI_NOW=NOW, OKRTUI_AS="leonie")
    member.start()
    member.sees("asks: confidence in")
    member.press("v")
    member.sees("How sure are you")
    member.press("2")
    member.sees("you have voted")
    presenter.sees("1 voted: Leonie Brandt")
    presenter.press("4")
    presenter.sees("2 voted")
    assert "lowest" not in presenter.screen()
    presenter.press("v")
    presenter.sees("lowest: Leonie Brandt")
    member.sees("lowest: Leonie Brandt")
    presenter.press("3")
    presenter.sees("agreed on 3")


def wait_for(home: Path, is_so: Callable[[Any], bool]) -> Any:
    """The kept meeting, once the last key is in it."""
    for _ in range(20):
        running = told(home, "meet", "Growth")["running"]
        if is_so(running):
            return running
    raise AssertionError(f"it did not come about: {running}")


def test_a_vote_comes_over_a_shared_directory_while_the_meeting_is_on_the_screen(
    desks: tuple[Desk, Desk], terminal: Open
) -> None:
    laptop, tower = desks
    laptop.types("team", "add", "Growth")
    laptop.types("objective", "edit", "customers", "--team", "Growth")
    laptop.types("sync")
    presenter = terminal(columns=120, rows=40, **laptop.environ)
    presenter.start("meet", "Growth")
    presenter.sees("Who is here?")
    presenter.press("C-s")
    presenter.sees("1 of 2")
    presenter.press("v")
    presenter.sees("0 voted")
    presenter.sees("synced")
    tower.types("sync")
    tower.types("vote", "cast", "delivery", "2")
    tower.types("sync")
    presenter.sees("1 voted: ana")
    presenter.press("v")
    presenter.sees("1–5 saves what you agree on")
    presenter.press("q")
    presenter.sees("ended with 0")
