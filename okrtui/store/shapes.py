"""Whether an entry's fields have the shapes that the catalogue gives them, and how they stand in the tables.

Entries come from other people's programs too: one whose fields are of another shape is kept and never folded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from okrtui.okr.fields import STRUCTURES, Field
from okrtui.okr.kinds import KINDS, VERSION
from okrtui.okr.quantities import is_quantity
from okrtui.okr.weeks import is_week
from okrtui.store.entry import ENVELOPE, Entry


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_quantity(value: object) -> bool:
    return isinstance(value, str) and is_quantity(value)


def _is_date(value: object) -> bool:
    if not isinstance(value, str) or len(value) != 10:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return value[4] == "-" == value[7]


def _is_week(value: object) -> bool:
    return isinstance(value, str) and is_week(value)


def _is_time(value: object) -> bool:
    if not isinstance(value, str) or len(value) != 25 or not value.endswith("+00:00"):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return value[4] == "-" == value[7] and value[10] == "T"


def _is_list_of(value: object, of: Callable[[object], bool]) -> bool:
    return isinstance(value, list) and all(of(item) for item in value)


def _is_object(value: object, /, **of: Callable[[object], bool]) -> bool:
    return isinstance(value, dict) and all(
        key in of and (item is None or of[key](item)) for key, item in value.items()
    )


def _is_bands(value: object) -> bool:
    return _is_list_of(value, lambda band: _is_list_of(band, _is_quantity) and len(band) == 2)  # type: ignore[arg-type]


_AGREED = {**KINDS["objective"].by_name, **KINDS["key_result"].by_name}


def _is_values(value: object) -> bool:
    return isinstance(value, dict) and all(
        key in _AGREED and fits(_AGREED[key], item) for key, item in value.items()
    )


_SHAPES: dict[str, Callable[[object], bool]] = {
    "line": _is_text,
    "text": _is_text,
    "ref": _is_text,
    "time": _is_time,
    "quantity": _is_quantity,
    "date": _is_date,
    "week": _is_week,
    "flag": _is_flag,
    "number": _is_number,
    "lines": lambda value: _is_list_of(value, _is_text),
    "refs": lambda value: _is_list_of(value, _is_text),
    "deadline": lambda value: _is_object(value, weekday=_is_text, time=_is_text),
    "thresholds": lambda value: _is_object(value, red=_is_quantity, amber=_is_quantity, green=_is_quantity),
    "bands": _is_bands,
    "milestones": lambda value: _is_list_of(
        value, lambda one: _is_object(one, name=_is_text, weight=_is_quantity)
    ),
    "limits": lambda value: _is_object(
        value, floor=_is_quantity, low=_is_quantity, high=_is_quantity, ceiling=_is_quantity
    ),
    "source": lambda value: _is_object(value, name=_is_text, url=_is_text),
    "links": lambda value: _is_list_of(value, lambda one: _is_object(one, key_result=_is_text, how=_is_text)),
    "postponed": lambda value: _is_object(value, since=_is_date, until=_is_date, reason=_is_text),
    "values": _is_values,
    "fence": lambda value: isinstance(value, dict) and all(_is_number(n) for n in value.values()),
    "scores": lambda value: _is_list_of(
        value, lambda one: _is_object(one, key_result=_is_text, score=_is_quantity, learning=_is_text)
    ),
    "readings": lambda value: _is_list_of(
        value, lambda one: _is_object(one, week=_is_week, at=_is_text, value=_is_quantity)
    ),
    "range": lambda value: _is_object(value, min=_is_quantity, max=_is_quantity),
    "promises": lambda value: _is_list_of(
        value, lambda one: _is_object(one, key_result=_is_text, is_kept=_is_flag, text=_is_text)
    ),
}


def fits(field: Field, value: object) -> bool:
    """Whether the value has the field's shape; null clears any field."""
    if value is None:
        return True
    if field.type == "choice":
        return value in field.choices
    return _SHAPES[field.type](value)


def is_known(entry: Entry) -> bool:
    """Whether this program knows the entry's envelope, kind and version (an unknown one waits for an upgrade)."""
    return entry.v == ENVELOPE and entry.k in KINDS and entry.kv <= VERSION


def _shape_of(field: Field) -> Callable[[object], bool]:
    return field.choices.__contains__ if field.type == "choice" else _SHAPES[field.type]


_SHAPES_OF = {name: {field.name: _shape_of(field) for field in kind.fields} for name, kind in KINDS.items()}


def is_well_formed(entry: Entry) -> bool:
    """Whether every field of a known entry is one of its kind's and has its shape."""
    shapes = _SHAPES_OF[entry.k]
    for name, value in entry.d.items():
        shape = shapes.get(name)
        if shape is _is_text and type(value) is str:
            continue
        if shape is None or not (value is None or shape(value)):
            return False
    return True


_EMPTY: dict[str, dict[str, Any]] = {name: dict.fromkeys(kind.by_name) for name, kind in KINDS.items()}
_PLAIN = {
    name: frozenset(
        field.name for field in kind.fields if field.type not in STRUCTURES and field.type != "flag"
    )
    for name, kind in KINDS.items()
}
"""The fields of each kind whose values their columns hold as they are."""


def to_column(field: Field, value: Any) -> Any:
    """A field's value as its table column holds it: structures as JSON text, flags as 0 or 1."""
    if value is None:
        return None
    if field.type in STRUCTURES:
        return msgspec.json.encode(value, order="sorted").decode()
    return int(value) if field.type == "flag" else value


def from_column(field: Field, value: Any) -> Any:
    """The value of a table column as an entry holds it: the inverse of `to_column`."""
    if value is None:
        return None
    if field.type in STRUCTURES:
        return msgspec.json.decode(value)
    return bool(value) if field.type == "flag" else value


def row_of(kind: str, entity: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the kind's table."""
    row = {"id": entity, **_EMPTY[kind]}
    plain, fields = _PLAIN[kind], KINDS[kind].by_name
    for name, value in values.items():
        row[name] = value if name in plain else to_column(fields[name], value)
    return row


def values_of(kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a row of the kind's table, as an entry holds them; what is missing is left out."""
    return {
        field.name: from_column(field, value)
        for field in KINDS[kind].fields
        if (value := row[field.name]) is not None
    }
