"""Files that a person names: read as UTF-8 or refused in one line that says what is wrong."""

from __future__ import annotations

import sys

from okrtui.okr.errors import BadInput
from okrtui.okr.text import clean_line

MOST_BYTES = 64 * 2**20


def read_text(path: str) -> str:
    """The text of a file, or of stdin for "-".

    Raises:
        BadInput: it isn't there, can't be read, is too large or no UTF-8.
    """
    shown = clean_line(path)
    try:
        if path == "-":
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{shown} can't be read: {error.strerror or error}") from error
    if len(data) > MOST_BYTES:
        raise BadInput(f"{shown} is larger than {MOST_BYTES // 2**20} MiB: split it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadInput(f"{shown} is not UTF-8 (line {line}): save it with the encoding UTF-8") from error
