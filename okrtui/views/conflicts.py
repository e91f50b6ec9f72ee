"""What stands in conflict: texts, check-ins and agreed values that were written without seeing each other.

Every version is shown; nothing is dropped until somebody settles it (the log and its exchange, §2).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from okrtui.okr.fields import Field
from okrtui.okr.kinds import KINDS
from okrtui.okr.text import clean_line, clean_text
from okrtui.views.lines import code_length, shown_code
from okrtui.views.people import member_names, name_of, teams
from okrtui.views.structures import read_list
from okrtui.views.values import show_value

WHOLE = "*"
"""The field of a conflict between whole revisions, as of a check-in."""

LAST_SECOND = 253_402_300_799
"""Of the year 9999: a clock may say later, no date can."""

_NOT_SHOWN = frozenset(("at", "replaces", "repeats", "confirmed", "key_result", "week", "author"))


class Version(NamedTuple):
    """One of the versions.

    Attributes:
        entry: the id by which it is chosen.
        by: name of who wrote it.
        at: when, RFC 3339 in UTC, by the writer's clock.
        values: (field, value) of what differs, as texts.
        is_shown: whether it is the one that lists and scores use now.
    """

    entry: str
    by: str
    at: str
    values: tuple[tuple[str, str], ...]
    is_shown: bool


class Conflict(NamedTuple):
    """Versions of one field, or of one check-in.

    Attributes:
        kind: of the thing: "check_in", "objective", "key_result", …
        entity: its id (a check-in's identity).
        field: the field, or "*" for the whole.
        about: (code, title) of the KR or objective that it belongs to.
        what: in words: "check-in of W47", "title".
        key_result: id of the KR to open, "" where it belongs to none.
        is_agreed: whether the field was agreed at publication, so that settling it is a proposal.
        versions: the shown one first.
    """

    kind: str
    entity: str
    field: str
    about: tuple[str, str]
    what: str
    key_result: str
    is_agreed: bool
    versions: tuple[Version, ...]


def conflicts(c: sqlite3.Connection) -> list[Conflict]:
    """All conflicts of the workspace, by what they are about."""
    rows = c.execute("SELECT kind, entity, field, entries FROM conflict ORDER BY kind, entity, field")
    found = [_conflict(c, *row) for row in rows.fetchall()]
    return sorted(found, key=lambda one: (one.about[1].casefold(), one.what))


def conflict_count(c: sqlite3.Connection) -> int:
    """How many there are."""
    return int(c.execute("SELECT COUNT(*) FROM conflict").fetchone()[0])


def _conflict(c: sqlite3.Connection, kind: str, entity: str, field: str, entries: str) -> Conflict:
    written = _written(c, read_list(entries))
    about, key_result = _about(c, kind, entity, written)
    agreed = c.execute(
        "SELECT 1 FROM key_result_fact WHERE key_result = ? AND agreement IS NOT NULL",
        (entity if kind == "key_result" else "",),
    )
    of_kind = KINDS[kind].by_name.get(field)
    names = {**{team.id: team.name for team in teams(c)}, **member_names(c)}
    versions = [
        _version(one, field, _differing(written), names, place == 0) for place, one in enumerate(written)
    ]
    return Conflict(
        kind=kind,
        entity=entity,
        field=field,
        about=about,
        what=_what(kind, field, written),
        key_result=key_result,
        is_agreed=bool(of_kind and of_kind.is_governed and agreed.fetchone()),
        versions=tuple(versions),
    )


def _written(c: sqlite3.Connection, entries: Sequence[str]) -> list[dict[str, Any]]:
    """The entries' documents with their authors' names, the greatest stamp first."""
    marks = ", ".join("?" * len(entries))
    rows = c.execute(
        "SELECT e.body, m.name, e.au FROM entry e LEFT JOIN member m ON m.handle = e.au"
        f" WHERE e.id IN ({marks}) ORDER BY e.hlc DESC, e.au DESC, e.dev DESC, e.n DESC",
        list(entries),
    )
    return [
        {**json.loads(body, parse_float=str), "by": name_of(name, au)} for body, name, au in rows.fetchall()
    ]


def _about(
    c: sqlite3.Connection, kind: str, entity: str, written: Sequence[dict[str, Any]]
) -> tuple[tuple[str, str], str]:
    """The (code, title) of the KR or objective that it belongs to, and the KR's id."""
    fields = written[0]["d"] if written else {}
    key_result = entity if kind == "key_result" else str(fields.get("key_result") or "")
    objective = entity if kind == "objective" else str(fields.get("objective") or "")
    for table, facts, id_ in (
        ("key_result", "key_result_fact", key_result),
        ("objective", "objective_fact", objective),
    ):
        row = c.execute(
            f"SELECT f.code, t.title FROM {table} t JOIN {facts} f ON f.{table} = t.id WHERE t.id = ?", (id_,)
        ).fetchone()
        if row:
            return (shown_code(row[0], code_length(c)), clean_line(row[1] or "")), key_result
    name = next((one for one in ("title", "name") if one in KINDS[kind].by_name), None)
    row = c.execute(f'SELECT "{name}" FROM "{kind}" WHERE id = ?', (entity,)).fetchone() if name else None
    return ("", clean_line(row[0]) if row and row[0] else kind.replace("_", " ")), key_result


def _what(kind: str, field: str, written: Sequence[dict[str, Any]]) -> str:
    if field != WHOLE:
        return field.replace("_", " ")
    week = str(written[0]["d"].get("week") or "") if written else ""
    return f"check-in of {clean_line(week[5:])}" if kind == "check_in" else kind.replace("_", " ")


def _differing(written: Sequence[dict[str, Any]]) -> list[str]:
    """The fields in which whole revisions differ, in the catalogue's order."""
    fields = [field.name for field in KINDS[written[0]["k"]].fields] if written else []
    return [
        name
        for name in fields
        if name not in _NOT_SHOWN and any(one["d"].get(name) != written[0]["d"].get(name) for one in written)
    ]


def _version(
    entry: dict[str, Any], field: str, differing: Sequence[str], names: dict[str, str], is_shown: bool
) -> Version:
    values = _values_in(entry, field)
    of_kind = KINDS["key_result" if entry["k"] in ("agreement", "change") else entry["k"]].by_name
    shown = [
        (name.replace("_", " "), _text(of_kind.get(name), values.get(name), names))
        for name in (differing if field == WHOLE else [field])
    ]
    return Version(str(entry["id"]), entry["by"], moment_of(entry["hlc"]), tuple(shown), is_shown)


def moment_of(clock: str) -> str:
    """The moment that an entry's clock tells, RFC 3339 in UTC."""
    return datetime.fromtimestamp(min(int(clock[:12], 16) // 1000, LAST_SECOND), UTC).isoformat()


def _values_in(entry: dict[str, Any], field: str) -> dict[str, Any]:
    """The fields that an entry sets; an agreement's and a change's stand one level deeper."""
    fields: dict[str, Any] = entry["d"]
    deeper = fields.get("values" if entry["k"] == "agreement" else "changes")
    return deeper if field not in fields and isinstance(deeper, dict) else fields


def _text(field: Field | None, value: Any, names: dict[str, str]) -> str:
    if isinstance(value, str):
        return names.get(value, clean_line(value)) if field and field.to else clean_text(value)
    return show_value(field.name if field else "", value, names)
