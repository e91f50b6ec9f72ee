"""Whatever happens to the terminal while one types: it is given back as it was, and the draft is kept."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import sqlite3
import struct
import termios
import time
from contextlib import closing
from pathlib import Path
from random import random

from okrtui.screens.draft_keeper import PAUSE
from tests.cli.test_terminal import Terminal
from tests.screens.conftest import Acme, acme
from tests.screens.terminal_run import TerminalRun
from tests.sweep import sweep_size

__all__ = ["acme"]


def typing(acme: Acme, **environ: str) -> TerminalRun:
    """A terminal in which a figure is typed."""
    run = TerminalRun(acme.path, **environ)
    run.read_until("DUE")
    run.press("c")
    run.read_until("as last week")
    run.press("24")
    run.read_until("AMBER")
    return run


def drafts(acme: Acme) -> int:
    return acme.count("SELECT count(*) FROM draft WHERE body LIKE '%\"24\"%'")


def resize(run: TerminalRun, lines: int, columns: int) -> None:
    fcntl.ioctl(run._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


def test_a_terminal_of_one_cell_keeps_what_is_typed_and_comes_back(acme: Acme) -> None:
    run = typing(acme)
    resize(run, 1, 1)
    run.read_for(1.0)
    assert drafts(acme) == 1
    resize(run, 24, 80)
    run.read_until("Check in")
    run.press("\x11")
    run.wait()
    assert run.code == 0


def test_who_types_without_a_pause_and_is_killed_has_all_but_the_last_moment(acme: Acme) -> None:
    run = typing(acme)
    run.press("\t4")
    run.read_until("[4]")
    typed: list[tuple[str, float]] = []
    for number in range(80):
        typed.append((f"word{number};", time.monotonic()))
        run.press(typed[-1][0])
        run.read_for(0.07)
    killed_at = time.monotonic()
    run.send(signal.SIGKILL)
    os.waitpid(run._pid, 0)
    os.close(run._fd)
    with acme.session.reading() as connection:
        ((body,),) = connection.execute("SELECT body FROM draft").fetchall()
    late = PAUSE + 2.0  # the pause, and what two busy cores with other tests take to draw and to write
    assert [word for word, at in typed if killed_at - at > late and word not in body] == []


def test_a_closed_terminal_keeps_the_draft(acme: Acme) -> None:
    run = typing(acme)
    os.close(run._fd)
    _, status = os.waitpid(run._pid, 0)
    assert os.waitstatus_to_exitcode(status) in (129, -1)
    assert drafts(acme) == 1


def test_an_editor_that_is_missing_is_named_and_the_text_stands(acme: Acme) -> None:
    run = typing(acme, VISUAL="/nowhere/an-editor")
    run.press("\t4")
    run.read_until("[4]")
    run.press("typed before")
    run.read_until("typed before")
    run.press("\x05")
    run.read_until("can't be run")
    run.press("\x11")
    run.wait()
    assert run.code == 0
    assert acme.count("SELECT count(*) FROM draft WHERE body LIKE '%typed before%'") == 1


def test_a_busy_replica_is_told_in_the_message_line_and_the_text_stands(acme: Acme) -> None:
    run = typing(acme)
    run.read_for(PAUSE + 1.0)
    with closing(sqlite3.connect(acme.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        run.press("5")
        run.read_until("busy, another program")
    run.press("\x11")
    run.wait()
    assert run.code == 0
    assert acme.count("SELECT count(*) FROM draft WHERE body LIKE '%\"245\"%'") == 1


def test_a_demo_ended_while_it_starts_leaves_the_terminal_and_the_disk_as_they_were(tmp_path: Path) -> None:
    for _ in range(sweep_size(2, 6, 40)):
        terminal = Terminal("demo", TMPDIR=str(tmp_path), OKRTUI_NOW="")
        terminal.until("making most of a quarter")
        time.sleep(random() * 4)
        terminal.process.send_signal(signal.SIGTERM)
        code = terminal.end()
        assert code in (143, -signal.SIGTERM), terminal.shown[-500:]
        assert "Traceback" not in terminal.shown
        assert terminal.shown.count("\x1b[?1049h") == terminal.shown.count("\x1b[?1049l")
        assert code == -signal.SIGTERM or list(tmp_path.iterdir()) == []
        for folder in tmp_path.iterdir():
            shutil.rmtree(folder)
