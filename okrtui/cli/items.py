"""One thing as the interchange format writes it, read from a folded table by the catalogue of kinds.

`--json` uses these items, so that what a command prints and what an export holds have the same names and the
same numbers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from okrtui.okr.kinds import KINDS

AT_ONCE = 500


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
    from okrtui.actions.interchange_values import write_value  # what a list in words doesn't need
    from okrtui.store.shapes import from_column

    fields = [field for field in KINDS[kind].fields if field.is_exported]
    columns = ", ".join(["id", *(f'"{field.name}"' for field in fields)])
    found = {}
    for at in range(0, len(ids), AT_ONCE):
        some = ids[at : at + AT_ONCE]
        marks = ", ".join("?" for _ in some)
        for id_, *values in c.execute(f'SELECT {columns} FROM "{kind}" WHERE id IN ({marks})', some):
            given = {
                field.name: write_value(field, from_column(field, value))
                for field, value in zip(fields, values, strict=True)
                if value is not None and not (field.type == "flag" and not value)
            }
            found[id_] = {"id": id_, **given}
    return [found[id_] for id_ in ids if id_ in found]
