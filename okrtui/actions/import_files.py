"""Reading the files of an import: what can't be read is one clear line, and the format is told from the content."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from typing import NamedTuple

from okrtui.actions.csv_map import ColumnMap
from okrtui.actions.csv_table import kind_of_table
from okrtui.actions.incoming import Document, quoted
from okrtui.actions.interchange_read import looks_like_document, read_document
from okrtui.okr.errors import BadInput

LARGEST_FILE = 200 * 1024 * 1024
_TABLES = (".csv", ".tsv")
_MARKDOWN = (".md", ".markdown")
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")


class Source(NamedTuple):
    """One file: its name for messages, its format ("json", "csv" or "house"), its text, and its document."""

    name: str
    format: str
    text: str
    document: Document | None = None


def read_sources(paths: Sequence[str], column_map: ColumnMap | None = None) -> list[Source]:
    """The files of an import.

    Args:
        paths: where they lie.
        column_map: what was stated about tables; files that are no documents and no Markdown are tables then.

    Raises:
        BadInput: one can't be read, is no UTF-8 text, or is a document with mistakes.
    """
    if not paths:
        raise BadInput("name the file that is to be imported: okrtui import FILE")
    return [source_of(os.path.basename(path) or path, read_text(path), column_map) for path in paths]


def source_of(name: str, text: str, column_map: ColumnMap | None = None) -> Source:
    """A file's text with its format; BadInput for a document with mistakes."""
    if looks_like_document(text):
        return Source(name, "json", text, read_document(text, name))
    is_named_so = name.lower().endswith(_TABLES)
    is_stated = column_map is not None and not name.lower().endswith(_MARKDOWN)
    is_table = is_named_so or is_stated or kind_of_table(text) is not None
    return Source(name, "csv" if is_table else "house", text)


def read_text(path: str) -> str:
    """A file's text.

    Raises:
        BadInput: it can't be read, is too large, or is no UTF-8 text.
    """
    shown = quoted(path)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise BadInput(f"{shown} is no file; name one that holds JSON, CSV or OKRs in the house format")
        if os.path.getsize(path) > LARGEST_FILE:
            raise BadInput(f"{shown} is larger than {LARGEST_FILE // 1024**2} MB; split it")
        with open(path, "rb") as file:
            content = file.read()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"{shown} can't be read: {reason}") from error
    return text_of(content, shown)


def text_of(content: bytes, shown: str) -> str:
    """The text in a file's bytes.

    Args:
        content: the bytes.
        shown: the file's name, as messages have it.

    Raises:
        BadInput: it is empty, or no UTF-8 text.
    """
    if content.startswith(_OTHER_ENCODINGS):
        raise BadInput(f"{shown} is UTF-16; save it as UTF-8")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput(f"{shown}: line {line} is no UTF-8; save the file as UTF-8") from error
    if "\0" in text:
        raise BadInput(f"{shown} is no text; name a file that holds JSON, CSV or OKRs in the house format")
    if not text.strip("\ufeff \t\r\n"):
        raise BadInput(f"{shown} is empty; nothing was imported")
    return text
