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
    from okrtui.actions import import_files

    if path != STDIN:
        return import_files.read_text(path)
    data = sys.stdin.buffer.read(import_files.LARGEST_FILE + 1)
    if len(data) > import_files.LARGEST_FILE:
        raise BadInput(f"stdin is larger than {import_files.LARGEST_FILE // 1024**2} MB; split it")
    return import_files.text_of(data, "stdin").removeprefix("\ufeff")
