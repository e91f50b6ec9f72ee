"""Files that a person names, and stdin where they write "-": UTF-8, or one line that says what is wrong."""

from __future__ import annotations

import sys

from okrtui.okr.errors import BadInput

STDIN = "-"


def read_text(path: str) -> str:
    """The text of a file, or of stdin for "-".

    Raises:
        BadInput: it isn't there, can't be read, is too large or no UTF-8.
    """
    if path != STDIN:
        from okrtui.actions.import_files import read_text as text_of

        return text_of(path)
    data = sys.stdin.buffer.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInput(f"stdin: line {line} is no UTF-8; pass UTF-8") from error
