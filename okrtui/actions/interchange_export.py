"""Writing everything that a workspace holds as one document of our JSON, version 1.

Lists and keys follow the catalogue of kinds, things are sorted by id, and what has no value is left out, so
that two exports of one state are the same bytes. The data is its owners': everything goes out and comes back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from okrtui.actions.interchange_read import FORMAT, VERSION
from okrtui.actions.interchange_values import write_value
from okrtui.okr.fields import Field, Kind
from okrtui.okr.hygiene import timeliness
from okrtui.okr.kinds import KINDS
from okrtui.okr.rag import show_score
from okrtui.okr.weeks import Calendar
from okrtui.store.shapes import from_column
from okrtui.views.json_text import Number, to_json
from okrtui.views.lines import lines
from okrtui.views.workspace import calendar, workspace

NOTICE = "Scores are for steering, not for pay or appraisal."


def written_document(connection: sqlite3.Connection, now: datetime) -> str:
    """The whole workspace as a document, with a newline at its end.

    Args:
        connection: a read connection to the replica.
        now: an aware moment; a KR's staleness is told as of it.

    Raises:
        NotFound: the replica holds no workspace yet.
    """
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION, "notice": NOTICE}
    for kind in KINDS.values():
        items = written_items(connection, kind, now)
        if kind.name == "workspace":
            here = workspace(connection).id
            document[kind.plural] = next(item for item in items if item["id"] == here)
        elif items or (kind.name == "agreement" and _is_published(document)):
            document[kind.plural] = items
    return to_json(document) + "\n"


def written_items(
    connection: sqlite3.Connection, kind: Kind, now: datetime, after: str = "", limit: int | None = None
) -> list[dict[str, Any]]:
    """The things of one kind as the document holds them, by id.

    Args:
        connection: a read connection to the replica.
        kind: one of the catalogue's.
        now: an aware moment; a KR's staleness is told as of it.
        after: only what comes after this id.
        limit: at most about so many: things of one id stay together.

    Raises:
        NotFound: the replica holds no workspace yet.
    """
    row = workspace(connection)
    signals: dict[str, dict[str, Any]] = {}
    if kind.name == "objective":
        signals = _objective_signals(connection, row.scale)
    elif kind.name == "key_result":
        signals = _key_result_signals(connection, row.scale, now)
    timely = _Timeliness(calendar(row)) if kind.name == "check_in" else None
    items = []
    for id_, values, extra in _things(connection, kind, after, limit):
        item = {"id": id_, **_identity(kind, id_, extra), **values, **signals.get(id_, {})}
        if timely:
            item |= timely.of(values.get("week"), extra["first_at"])
        items.append(item)
    return items


def _is_published(document: dict[str, Any]) -> bool:
    """Whether a cycle is past its draft: then even an empty list of agreements says that KRs are drafts."""
    return any(cycle.get("phase", "draft") != "draft" for cycle in document.get("cycles", ()))


def _things(
    connection: sqlite3.Connection, kind: Kind, after: str, limit: int | None
) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """(id, given fields in their order, the columns that folding adds) of every thing of a kind, by id."""
    fields = [field for field in kind.fields if field.is_exported]
    added = ["identity", "first_at"] if kind.name == "check_in" else []
    columns = ", ".join(f'"{name}"' for name in ["id", *(field.name for field in fields), *added])
    last = ""
    if limit is not None:
        page = f'SELECT id FROM "{kind.name}" WHERE id > ? ORDER BY id LIMIT ?'
        last = connection.execute(f"SELECT MAX(id) FROM ({page})", (after, limit)).fetchone()[0] or after
    span, values = (" AND id <= ?", (after, last)) if limit is not None else ("", (after,))
    sql = f'SELECT {columns} FROM "{kind.name}" WHERE id > ?{span} ORDER BY id'
    for id_, *rest in connection.execute(sql, values):
        given = (
            (field.name, write_value(field, from_column(field, value)))
            for field, value in zip(fields, rest[: len(fields)], strict=True)
            if _is_given(field, value)
        )
        yield id_, dict(given), dict(zip(added, rest[len(fields) :], strict=True))


def _is_given(field: Field, column: Any) -> bool:
    """Whether a column holds something; milestones of which none is done are something, and so said."""
    if field.name == "milestones_done":
        return column is not None
    return column not in (None, "", "[]", "{}") and not (field.type == "flag" and not column)


def _identity(kind: Kind, id_: str, extra: dict[str, Any]) -> dict[str, str]:
    is_other = kind.name == "check_in" and extra["identity"] != id_
    return {"check_in": extra["identity"]} if is_other else {}


def _objective_signals(connection: sqlite3.Connection, scale: str) -> dict[str, dict[str, Any]]:
    rows = connection.execute("SELECT objective, score, reported, counted, is_draft FROM objective_fact")
    return {
        objective: {
            **({"score": Number(show_score(score, scale))} if score is not None else {}),
            "reported": f"{reported}/{counted}",
            **({"draft": True} if is_draft else {}),
        }
        for objective, score, reported, counted, is_draft in rows
    }


def _key_result_signals(
    connection: sqlite3.Connection, scale: str, now: datetime
) -> dict[str, dict[str, Any]]:
    signals: dict[str, dict[str, Any]] = {}
    for line in lines(connection, now, with_archived=True):
        shown = {
            "score": None if line.score is None else Number(show_score(line.score, scale)),
            "attainment": None if line.attainment is None else Number(show_score(line.attainment, scale)),
            "rag": line.rag,
            "stale_weeks": line.stale_weeks or None,
        }
        signals[line.id] = {name: value for name, value in shown.items() if value is not None}
    return signals


class _Timeliness:
    """Whether check-ins were made in time, worked out once for each week and moment."""

    def __init__(self, of: Calendar) -> None:
        self._calendar = of
        self._known: dict[tuple[str, str | None], str] = {}

    def of(self, week: str | None, first_at: str | None) -> dict[str, str]:
        """The field as it is written; nothing for a check-in of no week."""
        if week is None:
            return {}
        if (week, first_at) not in self._known:
            moment = datetime.fromisoformat(first_at) if first_at else None
            self._known[week, first_at] = timeliness(week, moment, self._calendar)
        return {"timeliness": self._known[week, first_at]}
