"""Secrets of channels: webhook addresses, passwords, tokens. They come from a file that nobody else can read or from
the environment, and are never shown.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping

from okrtui.okr.errors import BadInput, OutOfReach, Refused

LONGEST = 4096
_FROM_ENVIRONMENT, _FROM_FILE = "env:", "file:"


class Secret:
    """A text that shows itself as stars, so that no log, error or listing tells it."""

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        self._text = text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return "***" if self._text else ""

    def reveal(self) -> str:
        """The text itself, for the one who sends it."""
        return self._text


def secret_of(written: str, what: str, environ: Mapping[str, str]) -> Secret:
    """The secret that a setting names: `env:NAME`, `file:PATH`, or the text itself.

    Args:
        written: as it stands in the file of channels.
        what: the channel and the setting, for messages.
        environ: the environment.

    Raises:
        BadInput: the variable is not set, or it is no line of text.
        Refused: others can read the file.
        OutOfReach: it can't be read.
    """
    text = written
    if written.startswith(_FROM_ENVIRONMENT):
        name = written.removeprefix(_FROM_ENVIRONMENT)
        text = environ.get(name, "")
        if not text:
            raise BadInput(f"{what}: the environment holds no {name}")
    elif written.startswith(_FROM_FILE):
        text = read_private(os.path.expanduser(written.removeprefix(_FROM_FILE)), environ)
    text = text.strip()
    if not text or len(text) > LONGEST or not text.isprintable():
        raise BadInput(f"{what}: it is empty, too long, or no line of text")
    return Secret(text)


def read_private(path: str, environ: Mapping[str, str]) -> str:
    """The text of a file that only its owner can read.

    What systemd hands to a unit as a credential counts as such: its folder is closed to others.

    Raises:
        Refused: others can read it, or it is somebody else's.
        OutOfReach: it can't be read.
        BadInput: it is no UTF-8 text.
    """
    try:
        with open(path, encoding="utf-8") as file:
            _check_private(path, os.fstat(file.fileno()), environ)
            return file.read()
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8 text: save it as UTF-8") from error
    except OSError as error:
        raise OutOfReach(f"{path} can't be read: {error.strerror}") from error


def _check_private(path: str, found: os.stat_result, environ: Mapping[str, str]) -> None:
    credentials = environ.get("CREDENTIALS_DIRECTORY", "")
    if credentials and os.path.dirname(os.path.abspath(path)) == os.path.abspath(credentials):
        return
    if not stat.S_ISREG(found.st_mode):
        raise Refused(f"{path} is no ordinary file: secrets are read from a file of your own")
    if found.st_mode & 0o077:
        raise Refused(f"others can read {path}, and it holds secrets: close it with chmod 600 {path}")
    if found.st_uid not in (os.getuid(), 0):
        raise Refused(f"{path} is somebody else's: secrets are read from a file of your own")
