"""One thing as the interchange format writes it, read from a folded table by the catalogue of kinds.

`--json` uses these items, so that what a command prints and what an export holds have the same names and the
same numbers.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from okrtui.okr.kinds import KINDS, Field
from okrtui.views.json_text import Number

_TRUTHS = ("flag",)


def item(c: sqlite3.Connection, kind: str, id_: str) -> dict[str, Any]:
    """One thing by its id; an empty item where there is none."""
    return next(iter(items(c, kind, [id_])), {})


def items(c: sqlite3.Connection, kind: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Things by their ids, in that order, without the fields that are not given.

    Args:
        c: a connection to the replica.
        kind: one of the catalogue's.
        ids: the ids; unknown ones are left out.
    """
    fields = [field for field in KINDS[kind].fields if field.is_exported]
    columns = ", ".join(["id", *(f'"{field.name}"' for field in fields)])
    found = {}
    for at in range(0, len(ids), 500):
        some = ids[at : at + 500]
        marks = ", ".join("?" for _ in some)
        for row in c.execute(f"SELECT {columns} FROM {kind} WHERE id IN ({marks})", some):
            found[row[0]] = _item(row[0], fields, row[1:])
    return [found[id_] for id_ in ids if id_ in found]


def _item(id_: str, fields: Iterable[Field], values: Sequence[Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": id_}
    for field, value in zip(fields, values, strict=True):
        if value is None or (field.type in _TRUTHS and not value):
            continue
        shown[field.name] = _value(field.type, value)
    return shown


def _value(type_: str, value: Any) -> Any:
    if type_ == "quantity":
        return Number(value)
    if type_ in _TRUTHS:
        return bool(value)
    if type_ in ("bands", "thresholds", "limits", "range", "milestones"):
        return _numbers(json.loads(value))
    if isinstance(value, str) and value[:1] in ("[", "{") and type_ not in ("line", "text"):
        return json.loads(value)
    return value


def _numbers(value: Any, key: str = "") -> Any:
    """A structure of figures with its quantities marked as numbers; names stay texts."""
    if isinstance(value, dict):
        return {name: _numbers(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_numbers(each) for each in value]
    return Number(value) if isinstance(value, str) and key != "name" else value
