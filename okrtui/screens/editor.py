"""Writing a text in the person's own editor: the terminal is handed over and taken back; a failure keeps the text."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import termios
from typing import TYPE_CHECKING

from okrtui.okr.errors import OutOfReach
from okrtui.okr.text import clean_text

if TYPE_CHECKING:
    from textual.app import App

FALLBACK = "vi"
LONGEST = 100_000
"""Letters that a field takes from an editor: more is a file that nobody meant."""


def editor_command() -> list[str]:
    """The editor that is set, else $VISUAL, else $EDITOR, else vi.

    Raises:
        OutOfReach: what is set is no command on this machine.
    """
    from okrtui import settings

    try:
        own = str(settings.get("editor"))
    except settings.SettingsError:
        own = ""
    typed = own or os.environ.get("VISUAL") or os.environ.get("EDITOR") or FALLBACK
    try:
        command = shlex.split(typed)
    except ValueError:
        command = []
    if not command or shutil.which(command[0]) is None:
        raise OutOfReach(f"the editor {typed!r} can't be run: set $VISUAL or $EDITOR to one that is here")
    return command


def edit_text(app: App[int], text: str) -> str:
    """The text as the editor left it; beside it in a folder of its own lies what editors keep of it meanwhile.

    Raises:
        OutOfReach: the editor can't be run, ended with an error or left no text; the text stands as it was.
    """
    command = editor_command()
    try:
        with tempfile.TemporaryDirectory(prefix="okrtui-") as folder:
            path = os.path.join(folder, "text.txt")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text + "\n")
            with app.suspend():
                code = _run([*command, path])
            if code:
                why = f"ended with {code}" if isinstance(code, int) else f"can't be run ({code.strerror})"
                raise OutOfReach(f"{os.path.basename(command[0])} {why}: the text stands as it was")
            return _left(path)
    except OSError as error:
        raise OutOfReach(f"the editor left no text ({error.strerror}): the text stands as it was") from error


def _run(command: list[str]) -> int | OSError:
    r"""Run the editor until it ends: its exit code, or why there is none.

    Ctrl+c and ctrl+\ are the editor's meanwhile. An editor that is killed leaves the terminal in its own mode.
    """
    terminal = sys.__stdin__.fileno() if sys.__stdin__ else 0
    mode = termios.tcgetattr(terminal)
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGQUIT)}
    try:
        return subprocess.run(command, check=False).returncode
    except OSError as error:
        return error
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        termios.tcsetattr(terminal, termios.TCSADRAIN, mode)


def _left(path: str) -> str:
    """The text in the file; OutOfReach where no field could hold it."""
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read(LONGEST + 1)
    if len(text) > LONGEST or "\0" in text:
        raise OutOfReach(
            f"the editor left no text, or more than {LONGEST:,} letters: the text stands as it was"
        )
    return clean_text(text)
