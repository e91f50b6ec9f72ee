"""Decisions in lines and as JSON: the log, and one of them in full."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from okrtui.cli.columns import Column, labelled, table
from okrtui.cli.figures_text import day, instant
from okrtui.cli.invocation import Invocation
from okrtui.cli.items import items
from okrtui.cli.streams import paint_dim, paint_head, say, tell, tell_json, width
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import today_in
from okrtui.views.decisions import DecisionLine, decision, decisions
from okrtui.views.workspace import calendar, workspace

KIND_WORDS = {"resource_shift": "resources", "priority": "priority", "scope": "scope", "other": "other"}
_WIDE = 110
"""From so many columns on the table has room for all that it can tell."""


def print_decisions(invocation: Invocation, filters: Mapping[str, Any], as_json: bool) -> None:
    """Print the decisions that fit every filter of the view, newest first."""
    with invocation.reading() as c:
        today = today_in(invocation.now(), calendar(workspace(c))).isoformat()
        rows = decisions(c, **filters)
        found = decision_items(c, rows) if as_json else []
    if as_json:
        tell_json(found)
        return
    if not rows:
        say("no decision fits: okrtui decide records one")
        return
    for line in decision_table(rows, today):
        tell(line)


def decision_table(rows: Sequence[DecisionLine], today: str) -> list[str]:
    """Decisions as aligned lines; on a narrow terminal without day, kind and what they are about."""
    room = width()
    is_narrow = room is not None and room < _WIDE
    columns = {
        "id": Column("id", paint=paint_dim),
        "decided": Column("decided"),
        "state": Column("state"),
        "kind": Column("kind"),
        "decision": Column("decision", is_flexible=True),
        "about": Column("about"),
        "owner": Column("owner", is_flexible=True),
        "due": Column("due"),
    }
    shown = [name for name in columns if not (is_narrow and name in ("decided", "kind", "about"))]
    cells = [_cells(row, today) for row in rows]
    return table([columns[name] for name in shown], [[one[name] for name in shown] for one in cells], room)


def _cells(row: DecisionLine, today: str) -> dict[str, str]:
    return {
        "id": row.id[-6:],
        "decided": day(row.date),
        "state": standing(row, today),
        "kind": KIND_WORDS.get(row.kind, row.kind),
        "decision": row.decision,
        "about": ", ".join(one.code for one in row.linked if one.code),
        "owner": row.owner_name,
        "due": day(row.due),
    }


def decision_lines(rows: Sequence[DecisionLine], today: str) -> list[str]:
    """Decisions about one thing, a line each: the day, the words, where it stands, who sees to it until when."""
    told = []
    for row in rows:
        parts = [standing(row, today), row.owner_name, f"due {day(row.due)}" if row.due else ""]
        told.append((day(row.date), f"{row.decision} ({', '.join(filter(None, parts))})"))
    return labelled(told, width())


def standing(row: DecisionLine, today: str) -> str:
    """Where a decision stands, in a word or two."""
    if row.state != "decided":
        return "waits" if row.state == "proposed" else row.state
    return "done" if row.is_done else "overdue" if row.is_overdue(today) else "to do"


def print_decision(invocation: Invocation, decision_id: str, as_json: bool) -> None:
    """Print one decision in full."""
    with invocation.reading() as c:
        here = workspace(c)
        row = decision(c, decision_id)
        found = decision_items(c, [row]) if as_json else []
    if as_json:
        tell_json(found[0])
        return
    today = today_in(invocation.now(), calendar(here)).isoformat()
    tell(paint_head(clean_line(row.decision)))
    tell()
    for line in labelled(_parts(row, today, here.timezone), width()):
        tell(line)


def _parts(row: DecisionLine, today: str, zone: str) -> list[tuple[str, str]]:
    ruled = f"{row.state} by {row.ruled_by}, {instant(row.ruled_at, zone)}" if row.ruled_at else ""
    done = f"{row.done_by}, {instant(row.done_at, zone)}: {row.outcome}" if row.is_done else ""
    return [
        ("Decided", day(row.date)),
        ("State", "waits for the sponsor" if row.state == "proposed" else standing(row, today)),
        ("Kind", row.kind.replace("_", " ")),
        ("Evidence", row.evidence),
        ("Owner", row.owner_name),
        ("Due", day(row.due)),
        ("Change", row.change),
        ("About", "; ".join(f"{one.code} {one.title}".strip() for one in row.linked)),
        ("Sponsor", f"{ruled}: {row.reason}" if ruled and row.reason else ruled),
        ("Done", done),
        ("Recorded", f"by {row.by}, {instant(row.at, zone)}"),
    ]


def decision_items(c: sqlite3.Connection, rows: Sequence[DecisionLine]) -> list[dict[str, Any]]:
    """Decisions as the interchange format writes them, with what is worked out about each."""
    written = items(c, "decision", [row.id for row in rows])
    found = []
    for item, row in zip(written, rows, strict=True):
        more: dict[str, Any] = {"state": row.state, "is_done": row.is_done}
        if row.ruled_at:
            more["ruled"] = _step(row.ruled_by, row.ruled_at, row.reason)
        if row.is_done:
            more["done"] = _step(row.done_by, row.done_at, row.outcome)
        found.append({**item, **more})
    return found


def _step(by: str, at: str, text: str) -> dict[str, str]:
    return {name: value for name, value in (("by", by), ("at", at), ("text", text)) if value}
