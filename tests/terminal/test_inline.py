"""`okrtui checkin KR` in a real terminal: the form under the prompt, which leaves one line behind."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.conftest import code_of_a_due_one
from tests.terminal.terminal import Terminal

Open = Callable[..., Terminal]
EDITOR = "#!/bin/sh\nprintf 'Written in the editor' > \"$1\"\n"


def rows(demo: Path, sql: str) -> list[tuple[str]]:
    connection = sqlite3.connect(next(demo.rglob("*.okr")))
    found = connection.execute(sql).fetchall()
    connection.close()
    return found


def start(terminal: Open, demo: Path, *more: str, **how: object) -> Terminal:
    one = terminal(OKRTUI_HOME=str(demo), **how)
    one.start("checkin", code_of_a_due_one(demo), *more)
    one.sees("Insight")
    return one


def fill(one: Terminal, text: str) -> None:
    one.press("=", "Tab", "4")
    one.write(text)
    one.press("Tab")
    one.write("Go on")


@pytest.mark.parametrize(("columns", "rows_"), [(80, 24), (60, 16), (200, 60)])
def test_a_save_ends_the_form_and_leaves_one_line(
    terminal: Open, demo: Path, columns: int, rows_: int
) -> None:
    one = start(terminal, demo, columns=columns, rows=rows_)
    assert len(one.screen().splitlines()) <= 20
    fill(one, "Inline it is")
    one.press("C-s")
    screen = one.sees("ended with 0")
    assert screen.splitlines()[0].startswith("Saved W")
    assert len(screen.splitlines()) == 2
    assert rows(demo, "SELECT next_action FROM check_in WHERE insight = 'Inline it is'") == [("Go on",)]


@pytest.mark.parametrize("key", ["Escape", "C-g", "C-c", "C-q"])
def test_leaving_keeps_the_draft_and_says_so(terminal: Open, demo: Path, key: str) -> None:
    one = start(terminal, demo)
    fill(one, "half a thought")
    one.sees("half a thought")
    one.press(key)
    screen = one.sees("ended with 130")
    assert "the draft is kept" in screen
    assert "Insight" not in screen
    assert any("half a thought" in body for (body,) in rows(demo, "SELECT body FROM draft"))


def test_a_terminated_form_keeps_the_draft_and_restores_the_terminal(terminal: Open, demo: Path) -> None:
    one = start(terminal, demo)
    fill(one, "half a thought")
    one.sees("half a thought")
    one.kill("TERM")
    one.sees("ended with 143")
    assert any("half a thought" in body for (body,) in rows(demo, "SELECT body FROM draft"))


def test_a_form_whose_terminal_goes_away_keeps_the_draft_and_ends(terminal: Open, demo: Path) -> None:
    one = start(terminal, demo)
    fill(one, "half a thought")
    one.sees("half a thought")
    pane = one._tmux("list-panes", "-F", "#{pane_pid}").strip()
    (pid,) = subprocess.run(["pgrep", "-P", pane], capture_output=True, text=True, check=True).stdout.split()
    one._tmux("kill-session")
    one.start("--version")
    end = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < end, "it never ended"
        time.sleep(0.1)
    assert any("half a thought" in body for (body,) in rows(demo, "SELECT body FROM draft"))


def test_the_week_that_was_asked_for_is_the_forms(terminal: Open, demo: Path) -> None:
    one = start(terminal, demo, "--week", "W44")
    assert "W44, late" in one.screen()
    fill(one, "A week of the past")
    one.press("C-s")
    one.sees("ended with 0")
    assert rows(demo, "SELECT week FROM check_in WHERE insight LIKE '%A week of the past'") == [("2026-W44",)]


def test_an_editor_takes_the_terminal_and_gives_it_back(terminal: Open, demo: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text(EDITOR)
    editor.chmod(0o755)
    one = start(terminal, demo, VISUAL=str(editor))
    one.press("=", "Tab", "4", "C-e")
    one.sees("Written in the editor")
    assert one.sees("Evidence").count("Evidence") == 1


def test_a_form_that_fills_a_smaller_terminal_is_drawn_whole_from_its_top(terminal: Open, demo: Path) -> None:
    one = start(terminal, demo)
    one._tmux("resize-window", "-x", "80", "-y", "17")
    one.press("=", "Tab", "4")
    one.sees("[4]")
    screen = one.sees("Confidence")
    assert screen.startswith(" Check in")
    assert screen.count("Confidence") == 1


def test_a_key_costs_few_bytes(terminal: Open, demo: Path, tmp_path: Path) -> None:
    one = start(terminal, demo)
    one.press("=", "Tab", "4")
    one.write("a")
    one.sees("Insight      a")
    shown = tmp_path / "shown"
    one._tmux("pipe-pane", f"cat > {shown}")
    one.write("bcdefghij")
    one.sees("Insight      abcdefghij")
    assert shown.stat().st_size <= 9 * 1_024


@pytest.mark.parametrize("streams", ["</dev/null", ">out", "| cat"])
def test_no_form_opens_where_there_is_no_terminal(terminal: Open, demo: Path, streams: str) -> None:
    one = terminal(OKRTUI_HOME=str(demo))
    code = code_of_a_due_one(demo)
    pipe = f"{sys.executable} -m okrtui checkin {code} {streams}"
    one._tmux(
        "new-session",
        "-d",
        "-x",
        "80",
        "-y",
        "24",
        "sh",
        "-c",
        f"cd {demo}; {pipe}; echo ended with $?; exec sleep 600",
    )
    screen = one.sees("ended with")
    assert "missing: actual, confidence, insight, next action" in screen.replace("\n", " ")
    assert ("ended with 2" in screen) or streams == "| cat"
