"""Writing a text in the person's own editor: the terminal is handed over and taken back; a failure keeps the text."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from typing import TYPE_CHECKING

from okrtui.okr.errors import OutOfReach
from okrtui.okr.text import clean_text

if TYPE_CHECKING:
    from textual.app import App

FALLBACK = "vi"


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
    """The text as the editor left it.

    Raises:
        OutOfReach: the editor can't be run or ended with an error; the text stands as it was.
    """
    command = editor_command()
    handle, path = tempfile.mkstemp(prefix="okrtui-", suffix=".txt")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        with app.suspend():
            code = subprocess.run([*command, path], check=False).returncode
        if code:
            raise OutOfReach(f"{os.path.basename(command[0])} ended with {code}: the text stands as it was")
        with open(path, encoding="utf-8", errors="replace") as file:
            return clean_text(file.read())
    except OSError as error:
        raise OutOfReach(f"the editor {command[0]} can't be run: set $VISUAL or $EDITOR") from error
    finally:
        os.unlink(path)
