"""The values of the interchange format: how each type of the catalogue stands in JSON, and back.

Quantities are JSON numbers exactly as typed; inside they are texts, and nothing is rounded on the way.
Reading cleans every text and names what does not fit by its path in the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from okrtui.actions.incoming import Problems, quoted
from okrtui.okr.errors import BadInput
from okrtui.okr.fields import Field
from okrtui.okr.kinds import KINDS
from okrtui.okr.quantities import is_quantity, parse_quantity
from okrtui.okr.text import clean_line, clean_text
from okrtui.okr.written import Unread
from okrtui.store.shapes import fits
from okrtui.views.json_text import Number

LONGEST_LINE = 2_000
LONGEST_TEXT = 10_000
_MOST_DIGITS = 40
_VALUE_FIELDS = {**KINDS["objective"].by_name, **KINDS["key_result"].by_name}
_PARTS: dict[str, dict[str, str]] = {
    "deadline": {"weekday": "line", "time": "line"},
    "thresholds": dict.fromkeys(("red", "amber", "green"), "quantity"),
    "limits": dict.fromkeys(("floor", "low", "high", "ceiling"), "quantity"),
    "range": dict.fromkeys(("min", "max"), "quantity"),
    "source": {"name": "line", "url": "line"},
    "postponed": {"since": "date", "until": "date", "reason": "text"},
    "milestones": {"name": "line", "weight": "quantity"},
    "links": {"key_result": "ref", "how": "line"},
    "scores": {"key_result": "ref", "score": "quantity", "learning": "text"},
    "readings": {"week": "week", "at": "time", "value": "quantity"},
    "promises": {"key_result": "ref", "is_kept": "flag", "text": "text"},
}
_READ_WHOLE = frozenset({"line", "ref", "text", "quantity", "number", "flag", "time", "lines", "refs"})
"""Types of which reading leaves nothing unchecked."""

_LISTS_OF_OBJECTS = {"milestones", "links", "scores", "readings", "promises"}
_EXPECTED = {
    "quantity": "a number, written without quotes",
    "number": "a whole number",
    "flag": "true or false",
    "date": "a date such as 2026-12-31",
    "week": "a week such as 2026-W47",
    "time": "a time with offset such as 2026-11-21T09:00:00+01:00",
    "lines": "a list of texts",
    "refs": "a list of ids",
    "bands": "a list of [bound, score] pairs of numbers",
}


class NotFinite(str):
    """NaN or an infinity that stood in a document."""

    __slots__ = ()


class Reader(NamedTuple):
    """Where what can't be read is noted: problems forbid the import, unread fields are only left out."""

    problems: Problems
    unread: list[Unread]


def write_value(field: Field, value: Any) -> Any:
    """A field's value as it stands in a document, quantities marked as numbers."""
    if value is None:
        return None
    if field.type == "quantity":
        return Number(value)
    if field.type == "bands":
        return [[Number(bound), Number(score)] for bound, score in value]
    if field.type == "values":
        return {
            name: write_value(_VALUE_FIELDS[name], value[name]) for name in _VALUE_FIELDS if name in value
        }
    parts = _PARTS.get(field.type)
    if parts is None:
        return value
    if field.type in _LISTS_OF_OBJECTS:
        return [_write_parts(parts, each) for each in value]
    return _write_parts(parts, value)


def _write_parts(parts: dict[str, str], value: dict[str, Any]) -> dict[str, Any]:
    given = {name: value[name] for name in parts if value.get(name) is not None}
    return {name: Number(each) if parts[name] == "quantity" else each for name, each in given.items()}


def read_value(field: Field, value: Any, where: str, reader: Reader) -> Any:
    """A value of a document as a log entry holds it; None, with a problem noted, where it can't be read."""
    if field.type == "values":
        return _read_values(value, where, reader)
    read = _read(field.type, value, where, reader)
    if read is None or field.type in _READ_WHOLE or fits(field, read):
        return read
    if field.type == "choice":
        expected = f"one of {', '.join(field.choices)}"
        reader.problems.add(where, f"{quoted(value)} can't stand here; write {expected}")
        return None
    return _misfit(field.type, value, where, reader)


def _read(type_: str, value: Any, where: str, reader: Reader) -> Any:
    """A value of one type, its texts cleaned; None, with a problem noted, where it has another shape."""
    if value is None:
        return None
    if isinstance(value, NotFinite):
        reader.problems.add(where, f"{value} is not a finite number")
        return None
    if type_ in ("lines", "refs"):
        return _read_texts(type_, value, where, reader)
    if type_ == "bands":
        return _read_bands(value, where, reader)
    if type_ in _LISTS_OF_OBJECTS:
        if not isinstance(value, list):
            return _misfit(type_, value, where, reader)
        return [_read_parts(type_, one, f"{where}[{n}]", reader) for n, one in enumerate(value)]
    if type_ in _PARTS:
        return _read_parts(type_, value, where, reader) or None
    return _SCALARS[type_](value, where, reader)


def _read_parts(type_: str, value: Any, where: str, reader: Reader) -> dict[str, Any]:
    parts = _PARTS[type_]
    if not isinstance(value, dict):
        _misfit(type_, value, where, reader, f"an object with {', '.join(parts)}")
        return {}
    for name in value.keys() - parts.keys():
        reader.unread.append(Unread(0, f"{where}.{clean_line(name)}", "unknown field"))
    read = {name: _read(parts[name], value.get(name), f"{where}.{name}", reader) for name in parts}
    return {name: one for name, one in read.items() if one is not None}


def _read_values(value: Any, where: str, reader: Reader) -> dict[str, Any] | None:
    """Values of a KR's or objective's fields, where null says that the field is cleared."""
    if not isinstance(value, dict):
        return _misfit("values", value, where, reader, "an object of fields")  # type: ignore[no-any-return]
    for name in value.keys() - _VALUE_FIELDS.keys():
        reader.unread.append(Unread(0, f"{where}.{clean_line(name)}", "unknown field"))
    known = [name for name in _VALUE_FIELDS if name in value]
    return {name: read_value(_VALUE_FIELDS[name], value[name], f"{where}.{name}", reader) for name in known}


def _read_texts(type_: str, value: Any, where: str, reader: Reader) -> Any:
    if not isinstance(value, list) or not all(_is_text(one) for one in value):
        return _misfit(type_, value, where, reader)
    return [line for one in value if (line := clean_line(one))]


def _read_bands(value: Any, where: str, reader: Reader) -> Any:
    if not isinstance(value, list) or not all(isinstance(one, list) and len(one) == 2 for one in value):
        return _misfit("bands", value, where, reader)
    bands = [[_quantity(figure, f"{where}[{n}]", reader) for figure in band] for n, band in enumerate(value)]
    return None if any(None in band for band in bands) else bands


def _line(value: Any, where: str, reader: Reader) -> str | None:
    if not _is_text(value):
        return _misfit("line", value, where, reader, "a text in quotes")  # type: ignore[no-any-return]
    return _short_enough(clean_line(value), LONGEST_LINE, where, reader)


def _text(value: Any, where: str, reader: Reader) -> str | None:
    if not _is_text(value):
        return _misfit("text", value, where, reader, "a text in quotes")  # type: ignore[no-any-return]
    return _short_enough(clean_text(value), LONGEST_TEXT, where, reader)


def _short_enough(text: str, longest: int, where: str, reader: Reader) -> str | None:
    if len(text) > longest:
        reader.problems.add(where, f"this is too long: {len(text)} characters, {longest} are allowed")
    return text or None


def _quantity(value: Any, where: str, reader: Reader) -> str | None:
    if isinstance(value, NotFinite):
        reader.problems.add(where, f"{value} is not a finite number")
        return None
    if not isinstance(value, Number):
        return _misfit("quantity", value, where, reader)  # type: ignore[no-any-return]
    text = str(value)
    if is_quantity(text) and not text.startswith("-0"):
        return text
    try:
        return parse_quantity(_without_exponent(text))
    except (BadInput, InvalidOperation) as error:
        what = str(error) if isinstance(error, BadInput) else f"{quoted(text)} is not a quantity"
        reader.problems.add(where, what)
        return None


def _without_exponent(text: str) -> str:
    if "e" not in text.lower() or len(text) > _MOST_DIGITS:
        return text
    number = Decimal(text)
    return format(number, "f") if abs(number.adjusted()) <= _MOST_DIGITS else text


def _number(value: Any, where: str, reader: Reader) -> int | None:
    digits = str(value).removeprefix("-")
    if isinstance(value, Number) and digits.isdigit() and len(digits) <= _MOST_DIGITS:
        return int(value)
    return _misfit("number", value, where, reader)  # type: ignore[no-any-return]


def _flag(value: Any, where: str, reader: Reader) -> bool | None:
    if isinstance(value, bool):
        return value
    return _misfit("flag", value, where, reader)  # type: ignore[no-any-return]


def _time(value: Any, where: str, reader: Reader) -> str | None:
    """A time with an offset, kept in UTC and whole seconds."""
    try:
        moment = datetime.fromisoformat(value) if _is_text(value) else None
        if moment is not None and moment.tzinfo is not None:
            return moment.astimezone(UTC).replace(microsecond=0).isoformat()
    except (ValueError, OverflowError):
        pass
    return _misfit("time", value, where, reader)  # type: ignore[no-any-return]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not isinstance(value, (Number, NotFinite))


def _misfit(type_: str, value: Any, where: str, reader: Reader, expected: str = "") -> Any:
    expected = expected or _EXPECTED.get(type_, "a text in quotes")
    shown = quoted(value) if isinstance(value, (str, int)) else "this"
    reader.problems.add(where, f"{shown} can't stand here; write {expected}")
    return None


_SCALARS: dict[str, Callable[[Any, str, Reader], Any]] = {
    "line": _line,
    "ref": _line,
    "choice": _line,
    "date": _line,
    "week": _line,
    "text": _text,
    "time": _time,
    "quantity": _quantity,
    "number": _number,
    "flag": _flag,
}


def map_refs(field: Field, value: Any, to_id: Callable[[str, str], str]) -> Any:
    """A value with each id in it put through `to_id(kind, id)`."""
    if value is None:
        return None
    if field.type == "ref":
        return to_id(field.to, value)
    if field.type == "refs":
        return [to_id(field.to, one) for one in value]
    if field.type in ("links", "scores", "promises"):
        return [
            {**one, "key_result": to_id("key_result", one["key_result"])} if one.get("key_result") else one
            for one in value
        ]
    if field.type == "values":
        return {name: map_refs(_VALUE_FIELDS[name], one, to_id) for name, one in value.items()}
    return value


def refs_in(field: Field, value: Any) -> Iterable[tuple[str, str]]:
    """(kind, id) of every reference in a value."""
    found: list[tuple[str, str]] = []

    def note(kind: str, id_: str) -> str:
        found.append((kind, id_))
        return id_

    map_refs(field, value, note)
    return found
