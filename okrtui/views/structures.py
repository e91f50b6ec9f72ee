"""Structures that the tables keep as JSON text, read without the `json` module.

The prompt's status comes this way, and `json` brings `re` and `enum` with it; the scanner that stands
behind it in CPython needs neither. Where an interpreter has none, `json` itself does the work.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class _Settings:
    """What the scanner asks of its decoder: plain Python values, numbers as the text that stands there."""

    strict = False
    object_hook = None
    object_pairs_hook = None
    parse_float = str
    parse_int = str
    parse_constant = str
    memo: dict[str, str] = {}  # noqa: RUF012 - the scanner reads it from the class


def read_list(text: str | None) -> list[Any]:
    """The list that stands in a column; empty where there is none or where it is no list."""
    value = _read(text)
    return value if isinstance(value, list) else []


def read_object(text: str | None) -> dict[str, Any]:
    """The object that stands in a column; empty where there is none or where it is no object."""
    value = _read(text)
    return value if isinstance(value, dict) else {}


def _read(text: str | None) -> object:
    if not text:
        return None
    try:
        from _json import make_scanner
    except ImportError:
        return _read_with_json(text)
    try:
        return make_scanner(_Settings)(text, 0)[0]  # type: ignore[arg-type]
    except (StopIteration, ValueError, RecursionError):
        return None


def _read_with_json(text: str) -> object:
    import json

    try:
        return json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return None
