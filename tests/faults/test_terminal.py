"""Whatever happens to the terminal while one types: it is given back as it was, and the draft is kept."""

from __future__ import annotations

import fcntl
import os
import pty
import shutil
import signal
import sqlite3
import struct
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import random
from typing import Any, TextIO

import pytest
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from okrtui.screens.app import OkrtuiApp
from okrtui.screens.draft_keeper import PAUSE
from okrtui.screens.terminal import Output
from tests.cli.test_terminal import Terminal
from tests.screens.conftest import Acme, acme, built_acme
from tests.screens.terminal_run import TerminalRun
from tests.sweep import sweep_size

__all__ = ["acme", "built_acme"]

AT_THE_END = b"\x1b[?1049l\x1b[?25h\x1b[?1004l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"
"""The other screen left, the cursor shown, no reports of focus or mouse."""


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


def test_what_is_typed_while_the_terminal_is_too_small_is_kept(acme: Acme) -> None:
    run = typing(acme)
    run.press("\t4")
    run.read_until("[4]")
    for lines, columns in ((1, 1), (15, 200), (24, 59), (1, 1)):
        resize(run, lines, columns)
        run.read_for(0.5)
        run.press(f"at {lines}x{columns};")
    resize(run, 24, 80)
    run.read_until("at 1x1;at 15x200;at 24x59;at 1x1;")
    run.press("\x11")
    run.wait()
    assert run.code == 0
    assert acme.count("SELECT count(*) FROM draft WHERE body LIKE '%at 1x1;at 15x200;at 24x59;at 1x1;%'") == 1


def words_kept(acme: Acme) -> int:
    """How many of the words that are typed one after the other stand in the draft."""
    with acme.session.reading() as connection:
        kept = connection.execute("SELECT body FROM draft").fetchall()
    return sum(str(body).count(";") for (body,) in kept)


def test_who_types_without_a_pause_and_is_killed_has_all_but_the_last_moment(acme: Acme) -> None:
    """Whatever the machine is busy with, drafts come while keys do, and what was taken in a moment ago is kept."""
    run = typing(acme)
    run.press("\t4")
    run.read_until("[4]")
    typed, kept = 0, [0]
    end = time.monotonic() + 60
    while len(kept) < 4:
        assert time.monotonic() < end, f"{typed} words were typed, and drafts came with {kept}"
        run.press(f"word{typed};")
        typed += 1
        run.read_for(PAUSE / 10)
        if words_kept(acme) > kept[-1]:
            kept.append(words_kept(acme))
    run.press("last;")
    while words_kept(acme) <= typed:
        assert time.monotonic() < end
        run.read_for(0.05)
    run.send(signal.SIGKILL)
    os.waitpid(run._pid, 0)
    os.close(run._fd)
    assert words_kept(acme) == typed + 1


def test_a_closed_terminal_keeps_the_draft(acme: Acme) -> None:
    run = typing(acme)
    os.close(run._fd)
    _, status = os.waitpid(run._pid, 0)
    assert os.waitstatus_to_exitcode(status) in (129, -1)
    assert drafts(acme) == 1


def in_the_editor(acme: Acme, editor: str) -> TerminalRun:
    """A terminal in which "typed before" stands in the insight, and an editor was asked for."""
    run = typing(acme, VISUAL=editor)
    run.press("\t4")
    run.read_until("[4]")
    run.press("typed before")
    run.read_until("typed before")
    run.press("\x05")
    return run


def fresh_mode() -> list[Any]:
    """The mode of a terminal that no program has changed."""
    leader, follower = pty.openpty()
    try:
        return termios.tcgetattr(follower)
    finally:
        os.close(leader)
        os.close(follower)


def mode_left_by(run: TerminalRun) -> list[Any]:
    """The mode of the terminal once the program has ended."""
    end = time.monotonic() + 20
    while os.waitid(os.P_PID, run._pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
        assert time.monotonic() < end
        time.sleep(0.05)
    return termios.tcgetattr(run._fd)


def an_editor(tmp_path: Path, script: str) -> str:
    editor = tmp_path / "editor"
    editor.write_text(script)
    editor.chmod(0o755)
    return str(editor)


def insights(acme: Acme, text: str) -> int:
    return acme.count(f'SELECT count(*) FROM draft WHERE body LIKE \'%"insight": "{text}"%\'')


EDITORS = {
    "that is missing": ("", "can't be run"),
    "that is killed while the terminal is its own": (
        "#!/bin/sh\nstty raw -echo\nprintf '\\033[?1049h\\033[?25l'\nkill -9 $$\n",
        "ended with -9",
    ),
    "that removes the file": ('#!/bin/sh\nrm "$1"\n', "left no text"),
    "that ends with an error": ("#!/bin/sh\nexit 3\n", "ended with 3"),
    "whose interpreter is missing": ("#!/nowhere/sh\n", "can't be run"),
    "that leaves what is no text": ('#!/bin/sh\nhead -c 200000 /dev/zero > "$1"\n', "left no text"),
}
TRIED = sweep_size(3, 6, 6)


@pytest.mark.parametrize(("script", "told"), list(EDITORS.values())[:TRIED], ids=list(EDITORS)[:TRIED])
def test_after_an_editor_the_terminal_is_ours_again_and_the_text_stands(
    acme: Acme, tmp_path: Path, script: str, told: str
) -> None:
    run = in_the_editor(acme, an_editor(tmp_path, script) if script else "/nowhere/an-editor")
    run.read_until(told)
    run.press(" and after")
    run.read_until("typed before and after")
    run.press("\x11")
    shown, mode = run.read_until("\x1b[?1049l"), mode_left_by(run)
    shown += run.wait()
    assert run.code == 0
    assert b"Traceback" not in shown
    assert shown.endswith(AT_THE_END)
    assert mode == fresh_mode()
    assert insights(acme, "typed before and after") == 1


@pytest.mark.parametrize("key", ["\x03", "\x1c"], ids=["ctrl+c", "ctrl+backslash"])
def test_a_key_that_ends_programs_ends_the_editor_alone(acme: Acme, tmp_path: Path, key: str) -> None:
    run = in_the_editor(acme, an_editor(tmp_path, "#!/bin/sh\necho edit''ing\nexec sleep 60\n"))
    run.read_until("editing")
    run.press(key)
    run.read_until("the text stands as it was")
    run.press(" and after")
    run.read_until("typed before and after")
    run.press("\x11")
    run.wait()
    assert run.code == 0
    assert insights(acme, "typed before and after") == 1


def test_who_is_ended_while_the_editor_is_open_keeps_what_was_written_in_it(
    acme: Acme, tmp_path: Path
) -> None:
    script = "#!/bin/sh\necho edit''ing\nread line\necho written > \"$1\"\n"
    run = in_the_editor(acme, an_editor(tmp_path, script))
    run.read_until("editing")
    run.send(signal.SIGTERM)
    run.read_for(0.5)
    run.press("\r")
    run.wait()
    assert run.code == 128 + signal.SIGTERM
    assert insights(acme, "written") == 1


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


def test_who_is_ended_while_the_first_page_opens_is_told_by_the_exit_code(acme: Acme) -> None:
    run = TerminalRun(acme.path)
    run.read_until("\x1b[?1049h")
    run.send(signal.SIGTERM)
    shown = run.wait()
    assert run.code == 128 + signal.SIGTERM
    assert b"Traceback" not in shown
    assert AT_THE_END in shown


@pytest.fixture
def gone() -> Iterator[TextIO]:
    """A terminal that was closed, as a file to write to."""
    leader, follower = pty.openpty()
    os.close(leader)
    with open(follower, "w", encoding="utf-8") as file:
        yield file


def test_a_terminal_that_is_gone_keeps_no_program_waiting(gone: TextIO) -> None:
    writer = WriterThread(Output(gone))
    writer.start()

    def draw() -> None:
        for _ in range(3 * MAX_QUEUED_WRITES):
            writer.write("a screen")
        writer.stop()

    drawing = threading.Thread(target=draw, daemon=True)
    drawing.start()
    drawing.join(20)
    assert not drawing.is_alive()


def test_what_such_a_terminal_did_not_take_is_no_error_at_the_end_either(gone: TextIO) -> None:
    output = Output(gone)
    output.write("a screen that fills no buffer")
    output.flush()
    gone.close()


async def test_the_screens_write_to_such_a_terminal(acme: Acme) -> None:
    driver: Any = OkrtuiApp(acme.path)._build_driver(headless=False, inline=False, mouse=True, size=None)
    assert isinstance(driver._file, Output)
