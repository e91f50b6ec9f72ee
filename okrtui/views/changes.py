"""The change requests, with what was and what becomes of each field (domain rules, Cycle and governance)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

from okrtui.okr.text import clean_line, clean_text
from okrtui.views.lines import code_length, shown_code
from okrtui.views.people import member_names, name_of
from okrtui.views.structures import read_object
from okrtui.views.values import show_changes
from okrtui.views.where import where


class ChangeRow(NamedTuple):
    """One change request.

    Attributes:
        about: ("key_result" or "objective", id, code, title) of what it changes.
        action: "edit", "add", "archive", "postpone" or "resume".
        changes: (field, was, becomes), as texts.
        state: "proposed", "approved" or "declined".
        by: id of the member who proposed it, `by_name` their name.
        decided: (at, by name, reason), None while it is open.
        is_effective: an approved one that holds.
    """

    id: str
    about: tuple[str, str, str, str]
    action: str
    changes: tuple[tuple[str, str, str], ...]
    reason: str
    by: str | None
    by_name: str
    at: str | None
    state: str
    decided: tuple[str, str, str] | None
    is_effective: bool


_CHANGES = (
    "SELECT r.id, r.key_result, r.objective, k.title, o.title, f.code, g.code, r.action, r.changes, r.was,"
    " r.reason, r.by, b.name, b.handle, r.at, s.state, s.decided_at, d.name, d.handle, s.reason, s.is_effective"
    ' FROM "change" r JOIN change_fact s ON s."change" = r.id'
    " LEFT JOIN key_result k ON k.id = r.key_result LEFT JOIN key_result_fact f ON f.key_result ="
    " r.key_result"
    " LEFT JOIN objective o ON o.id = r.objective LEFT JOIN objective_fact g ON g.objective = r.objective"
    " LEFT JOIN member b ON b.id = r.by LEFT JOIN member d ON d.id = s.decided_by"
)


def changes(
    c: sqlite3.Connection,
    *,
    key_result: str | None = None,
    objective: str | None = None,
    state: str | None = None,
    only: Sequence[str] | None = None,
) -> list[ChangeRow]:
    """The change requests that fit every filter given, newest first."""
    condition, values = where(
        {
            "r.key_result": None if key_result is None else [key_result],
            "r.objective": None if objective is None else [objective],
            "s.state": None if state is None else [state],
            "r.id": only,
        },
        [],
    )
    rows = c.execute(f"{_CHANGES}{condition} ORDER BY r.at DESC, r.id DESC", values).fetchall()
    if not rows:
        return []
    length, names = code_length(c), member_names(c)
    return [_change(row, length, names) for row in rows]


def _change(row: tuple[Any, ...], length: int, names: dict[str, str]) -> ChangeRow:
    id_, key_result, objective, kr_title, o_title, kr_code, o_code, action, new, was, reason, *rest = row
    by, by_name, by_handle, at, state, decided_at, name, handle, verdict, is_effective = rest
    is_key_result = key_result is not None
    return ChangeRow(
        id=id_,
        about=(
            "key_result" if is_key_result else "objective",
            (key_result if is_key_result else objective) or "",
            shown_code(kr_code if is_key_result else o_code, length),
            clean_line((kr_title if is_key_result else o_title) or ""),
        ),
        action=action or "edit",
        changes=show_changes(read_object(new), read_object(was), names),
        reason=clean_text(reason or ""),
        by=by,
        by_name=name_of(by_name, by_handle),
        at=at,
        state=state,
        decided=(decided_at or "", name_of(name, handle), clean_text(verdict or ""))
        if state != "proposed"
        else None,
        is_effective=bool(is_effective),
    )
