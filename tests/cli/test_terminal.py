"""What a person at a terminal gets beyond a pipe: questions, colours, and a clean end on ctrl+c."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import PARTNERS, REPEAT, TEXTS, Call, check_in, revisions

PATIENCE = 30.0


PROGRAM = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from okrtui.main import main
sys.exit(main(sys.argv[1:]))
"""
"""A shell that runs the tests in the background has its children ignore ctrl+c; a terminal's child does not."""


class Terminal:
    """The program on a pseudo-terminal of 100 columns."""

    def __init__(self, *words: str, **env: str) -> None:
        self.shown = ""
        self._leader, follower = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *words],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "NO_COLOR": "", **env},
            start_new_session=True,
        )
        os.close(follower)

    def until(self, words: str) -> None:
        """Read until the words are shown."""
        end = time.monotonic() + PATIENCE
        while words not in self.shown:
            assert time.monotonic() < end, f"{words!r} never came: {self.shown}"
            if not self._read():
                raise AssertionError(f"ended before {words!r} came: {self.shown}")

    def type(self, text: str) -> None:
        """Type a line."""
        os.write(self._leader, text.encode() + b"\n")

    def interrupt(self, key: str) -> None:
        """Press ctrl+c (which a terminal that controls the process makes a signal) or ctrl+d."""
        if key == "\x03":
            self._wait_until_it_waits()
            self.process.send_signal(signal.SIGINT)
        else:
            os.write(self._leader, key.encode())

    def _wait_until_it_waits(self) -> None:
        """Wait until the process sleeps, which after a question it does only where it reads the answer.

        Python notes a signal that comes after the question and before that reading only with the next key.
        """
        end = time.monotonic() + PATIENCE
        while not _sleeps(self.process.pid):
            assert time.monotonic() < end, f"it never waited: {self.shown}"
            time.sleep(0.01)

    def end(self) -> int:
        """Read to the end; the exit code."""
        while self._read():
            pass
        os.close(self._leader)
        return self.process.wait(PATIENCE)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._leader], [], [], PATIENCE)
        try:
            data = os.read(self._leader, 65536) if ready else b""
        except OSError:  # Linux: the other end is closed
            data = b""
        self.shown += data.decode("utf-8", "replace")
        return bool(data)


def _sleeps(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():  # not Linux: the longest that a process needs from its question to its reading
        time.sleep(1)
        return True
    return stat.read_text().rpartition(")")[2].split()[0] == "S"


@pytest.fixture
def improbable(acme: Call) -> tuple[str, ...]:
    """The words of a check-in that asks whether it is right, after three ordinary weeks."""
    for week, actual in (("W43", "19"), ("W44", "20"), ("W45", "21")):
        assert check_in(acme, actual, "--week", week).code == 0
    return ("checkin", REPEAT, "--actual", "2100", "--confidence", "4", *TEXTS)


@pytest.mark.parametrize(("answer", "code", "kept"), [("y", 0, 4), ("n", 4, 3), ("", 4, 3)])
def test_an_improbable_figure_is_asked_about_and_kept_only_after_a_yes(
    acme: Call, improbable: tuple[str, ...], answer: str, code: int, kept: int
) -> None:
    terminal = Terminal(*improbable)
    terminal.until("[y/N]")
    terminal.type(answer)
    assert terminal.end() == code
    assert len(revisions(acme)) == kept


def test_ctrl_c_at_a_question_ends_with_130_and_saves_nothing(acme: Call) -> None:
    terminal = Terminal("checkin", REPEAT, "--plain")
    terminal.until("Actual")
    terminal.type("24")
    terminal.until("Confidence")
    terminal.interrupt("\x03")
    assert terminal.end() == 130, terminal.shown[-500:]
    assert "Traceback" not in terminal.shown
    assert revisions(acme) == []


@pytest.mark.parametrize("end", ["\x03", "\x04"])
def test_what_was_answered_line_by_line_is_kept_and_offered_again(acme: Call, end: str) -> None:
    terminal = Terminal("checkin", REPEAT, "--plain")
    for question, answer in (("Actual", "24"), ("Confidence", "4"), ("Insight", "It moves")):
        terminal.until(question)
        terminal.type(answer)
    terminal.until("Next action")
    terminal.interrupt(end)
    assert terminal.end() == 130
    assert "The draft is kept" in terminal.shown
    assert revisions(acme) == []

    again = Terminal("checkin", REPEAT, "--plain")
    for question, answer in (
        ("draft: 24, Enter keeps it", ""),
        ("draft: 4, Enter keeps it", "5"),
        ("draft: It moves, Enter keeps it", ""),
        ("Next action", "Go on"),
        ("Help needed", ""),
        ("Evidence", ""),
    ):
        again.until(question)
        again.type(answer)
    assert again.end() == 0, again.shown
    (saved,) = revisions(acme)
    assert (saved["actual"], saved["confidence"], saved["insight"]) == (24, 5, "It moves")
    assert "\x1b" not in terminal.shown + again.shown


def test_milestones_ticked_line_by_line_are_kept(acme: Call) -> None:
    terminal = Terminal("checkin", PARTNERS, "--plain")
    terminal.until("Which are done")
    terminal.type("2")
    terminal.until("Confidence")
    terminal.interrupt("\x03")
    assert terminal.end() == 130
    again = Terminal("checkin", PARTNERS, "--plain")
    again.until("draft: 2, Enter keeps it")
    again.type("")
    again.until("Confidence")
    again.interrupt("\x04")
    assert again.end() == 130


def test_an_interruption_before_the_first_answer_keeps_nothing(acme: Call) -> None:
    terminal = Terminal("checkin", REPEAT, "--plain")
    terminal.until("Actual")
    terminal.interrupt("\x04")
    assert terminal.end() == 130
    assert "Not saved." in terminal.shown
    assert "draft" not in terminal.shown


def test_a_wrong_answer_is_asked_again_at_a_terminal(acme: Call) -> None:
    terminal = Terminal("checkin", REPEAT, "--plain")
    for question, answer in (
        ("Actual", "lots"),
        ("is not a quantity", "24"),
        ("Confidence", "6"),
        ("is not a confidence", "4"),
        ("Insight", "It moves"),
        ("Next action", "Go on"),
        ("Help needed", ""),
        ("Evidence", ""),
    ):
        terminal.until(question)
        terminal.type(answer)
    assert terminal.end() == 0, terminal.shown
    assert revisions(acme)[0]["actual"] == 24


def test_colours_are_for_terminals_without_no_color(acme: Call) -> None:
    check_in(acme, "24")
    coloured = Terminal("show", REPEAT)
    assert coloured.end() == 0
    assert "\x1b[" in coloured.shown
    plain = Terminal("show", REPEAT, NO_COLOR="1")
    assert plain.end() == 0
    assert "\x1b" not in plain.shown


def test_a_copy_is_sent_to_the_terminals_clipboard(acme: Call) -> None:
    check_in(acme, "24")
    terminal = Terminal("update", REPEAT, "--copy", TMUX="")
    assert terminal.end() == 0
    assert "\x1b]52;c;" in terminal.shown
    assert "clipboard" in terminal.shown


def test_no_line_is_wider_than_the_terminal(acme: Call) -> None:
    acme("objective", "add", "Win " + "very " * 40 + "loyal customers")
    terminal = Terminal("list", "objectives", NO_COLOR="1")
    assert terminal.end() == 0
    assert max(len(line) for line in terminal.shown.splitlines()) <= 100
    assert "…" in terminal.shown
