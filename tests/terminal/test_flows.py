"""Each main flow once in a real terminal, as a person would go through it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from okrtui.actions.demo import make_demo
from tests.terminal.terminal import Terminal

Open = Callable[..., Terminal]

NOW = "2026-11-17T10:20:00+01:00"

HOUSE = """\
Objective: Win back customers who left us for speed
- KR 1: Reduce median delivery time from 6 days to 3 days by Dec 31. Owner: Ben. Source: Carrier feed.
- KR 2: Increase repeat purchase rate from 18% to 28% by Dec 31. Owner: Ana. Source: Shop warehouse.
Initiatives (bets): pick-up points
"""


def test_the_demo_opens_on_my_week_and_quits(terminal: Open) -> None:
    one = terminal()
    one.start("demo")
    screen = one.sees("DUE")
    assert "check in" in screen
    one.press("q")
    one.sees("ended with 0")


def test_a_sitting_saves_a_check_in_and_moves_on(terminal: Open, tmp_path: Path) -> None:
    one = terminal()
    one.start("demo", "--directory", str(tmp_path / "demo"))
    one.sees("DUE")
    one.press("c")
    one.sees("1 of ")
    one.press("=", "Tab", "4")
    one.write("The second mailing moved it")
    one.press("Tab")
    one.write("Send it to everyone")
    one.press("C-s")
    one.sees("2 of ")
    one.sees("Saved W")
    one.press("Escape")
    one.sees("DONE THIS WEEK")
    replica = next((tmp_path / "demo").rglob("*.okr"))
    found = sqlite3.connect(replica).execute(
        "SELECT next_action FROM check_in WHERE insight LIKE 'The second mail%'"
    )
    assert found.fetchall() == [("Send it to everyone",)]


def test_a_first_run_leads_to_a_workspace(terminal: Open) -> None:
    one = terminal()
    one.start()
    one.sees("name")
    one.sees("demo")


def test_a_terminated_program_leaves_the_terminal_as_it_was_and_keeps_the_draft(
    terminal: Open, tmp_path: Path
) -> None:
    one = terminal()
    one.start("demo", "--directory", str(tmp_path / "demo"))
    one.sees("DUE")
    one.press("c")
    one.sees("1 of ")
    one.press("=", "Tab", "3")
    one.write("half a thought")
    one.sees("half a thought")
    one.kill("TERM")
    one.sees("ended with 143")
    replica = next((tmp_path / "demo").rglob("*.okr"))
    bodies = [body for (body,) in sqlite3.connect(replica).execute("SELECT body FROM draft")]
    assert any("half a thought" in body for body in bodies)


def test_an_old_terminal_shows_the_status_in_plain_characters(terminal: Open, tmp_path: Path) -> None:
    make_demo(str(tmp_path / "demo"), datetime.fromisoformat(NOW), viewer="ana")
    one = terminal(TERM="vt100", LC_ALL="C", LANG="C", OKRTUI_HOME=str(tmp_path / "demo"), OKRTUI_NOW=NOW)
    one.start("status")
    screen = one.sees("ended with 0")
    assert "Month-three renewals" in screen
    assert screen.isascii()


@pytest.mark.skipif(shutil.which("screen") is None, reason="no GNU screen on this machine")
def test_in_gnu_screen_the_colours_are_those_that_were_meant(
    terminal: Open, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    sessions = {"SCREENDIR": str(tmp_path / "screens")}
    (tmp_path / "screens").mkdir(mode=0o700)
    one = terminal(TERM="xterm-256color", COLORTERM="truecolor", **sessions)
    leave = ["screen", "-X", "quit"]
    request.addfinalizer(lambda: subprocess.run(leave, env={**os.environ, **sessions}, check=False))
    demo = ("demo", "--directory", str(tmp_path / "demo"))
    one.start(*demo, inside=("screen", "-c", "/dev/null", "-T", "screen-256color"))
    one.sees("DUE")
    red = one.styled().partition("0.16 R")[0][-60:]
    assert "38;5;209" in red or "91m" in red
    one.press("q")
    one.sees("ended with 0")


def test_a_file_is_previewed_before_it_is_imported(terminal: Open, tmp_path: Path) -> None:
    (tmp_path / "okrs.md").write_text(HOUSE, encoding="utf-8")
    one = terminal(columns=100, rows=30, OKRTUI_NOW="2026-11-17T10:00:00+01:00")
    one.start("init", "Acme")
    one.sees("ended with 0")
    two = terminal(
        columns=100,
        rows=30,
        OKRTUI_NOW="2026-11-17T10:00:00+01:00",
        OKRTUI_HOME=str(tmp_path / "terminal0" / "home"),
    )
    two.start()
    two.sees("check in")
    two.press("i")
    two.sees("mport")
    two.write(str(tmp_path / "okrs.md"))
    two.press("Enter")
    two.sees("Reduce median delivery time")


def test_from_the_teams_week_to_what_is_missing_in_the_tree(terminal: Open, tmp_path: Path) -> None:
    make_demo(str(tmp_path / "demo"), datetime.fromisoformat(NOW), viewer="ana")
    one = terminal(columns=120, rows=40, OKRTUI_HOME=str(tmp_path / "demo"), OKRTUI_NOW=NOW)
    one.start()
    one.sees("DUE")
    one.press("t")
    assert "of 9 checked in" in one.sees("Growth · W47").splitlines()[0]
    one.press("w")
    one.sees("Growth · W46")
    one.press("W", "v")
    one.sees("Grouped by objective")
    one.press("]")
    one.sees("Fleet · W47")
    one.press("o")
    one.sees("2/2 contribute")
    one.press("a")
    assert "CONTRIBUTE TO NOTHING" in one.sees("contribute to nothing ·")
    one.press("q")
    one.sees("ended with 0")


def test_a_teams_week_at_the_prompt(terminal: Open, tmp_path: Path) -> None:
    make_demo(str(tmp_path / "demo"), datetime.fromisoformat(NOW), viewer="ana")
    one = terminal(columns=100, rows=50, OKRTUI_HOME=str(tmp_path / "demo"), OKRTUI_NOW=NOW)
    one.start("status", "--team", "growth")
    screen = one.sees("ended with 0")
    assert "Growth · W47 · 4 of 9 checked in (44 %, goal 90)" in screen
    assert "Amir Haddad · not checked in" in screen
