"""JSON as `--json` and the interchange format write it: two-space indent, numbers exactly as they were typed.

`json` is imported only when a text is made, for the prompt's status never needs it.
"""

from __future__ import annotations


class Number(str):
    """A quantity that stands in JSON as a number literal, trailing zeros and all."""

    __slots__ = ()


def to_json(value: object) -> str:
    """A value as JSON, without a newline at its end.

    It is made of dicts, lists, texts, Numbers, whole numbers, booleans and None. Non-ASCII characters stay as
    they are. Raises TypeError for anything else.
    """
    return _written(value, "")


def _written(value: object, indent: str) -> str:
    deeper = indent + "  "
    if isinstance(value, dict):
        items = [f"{deeper}{_quoted(str(key))}: {_written(each, deeper)}" for key, each in value.items()]
        return _enclosed("{", items, "}", indent)
    if isinstance(value, (list, tuple)):
        return _enclosed("[", [deeper + _written(each, deeper) for each in value], "]", indent)
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def _enclosed(opens: str, items: list[str], closes: str, indent: str) -> str:
    lines = ",\n".join(items)
    return f"{opens}\n{lines}\n{indent}{closes}" if items else opens + closes


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)
