"""Reviews: what a meeting leaves behind, its minutes, who was there, what was decided and learned (Playbook,
Cadence; domain, Things).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from okrtui.actions.session import Done, Session
from okrtui.actions.things import thing
from okrtui.actions.typed import typed_fields
from okrtui.okr.errors import BadInput, Refused
from okrtui.okr.governance import may_review
from okrtui.okr.weeks import today_in, week_of
from okrtui.views.workspace import calendar, workspace

_RUNNING = """
SELECT id FROM cycle WHERE phase IN ('active', 'review') AND COALESCE(kind, '') IS NOT 'micro'
ORDER BY NOT (start <= :today AND :today <= end), julianday(end) - julianday(start), id LIMIT 1
"""
_WORDS = {
    "weekly": "weekly check-in",
    "monthly": "monthly review",
    "mid": "mid-cycle review",
    "end": "review",
}


def save_review(
    session: Session,
    kind: str,
    *,
    team: str | None = None,
    cycle: str | None = None,
    week: str | None = None,
    attendees: Sequence[str] = (),
    notes: str = "",
    learnings: Sequence[str] = (),
    improvements: Sequence[str] = (),
    decisions: Sequence[str] = (),
    promises: Sequence[Mapping[str, Any]] = (),
) -> Done:
    """Keep what a review brought.

    Args:
        session: who holds it.
        kind: "weekly", "monthly", "mid" or "end".
        team: id of the team that met; None where all did.
        cycle: id of the cycle; by default the shortest that runs, micro cycles apart.
        week: the check-in week that it was about; by default the running one.
        attendees: ids of members.
        notes: the minutes, Markdown.
        learnings: a line each.
        improvements: a line each.
        decisions: ids of the decisions that it made.
        promises: {"key_result", "is_kept", "text"} of last week's next actions.

    Raises:
        BadInput: it holds nothing, or a value can't be used.
        NotFound: somebody or something that it names is not there.
        Refused: the person may not hold reviews here.
    """
    with session.writing(f"saved a {_WORDS.get(kind, 'review')}") as journal:
        of = calendar(workspace(journal.connection))
        today = today_in(session.now(), of).isoformat()
        cycle = cycle or _running_cycle(journal.connection, today)
        near = _keepers(journal.connection, team) | _owners(journal.connection, cycle)
        if not may_review(session.person(journal), near):
            raise Refused(
                "reviews are held by a champion, a program lead, the sponsor or an objective's owner; ask one"
            )
        given: dict[str, Any] = {"kind": kind, "notes": notes, "week": week or week_of(session.now(), of)}
        lists: dict[str, Sequence[Any]] = {
            "attendees": list(dict.fromkeys(attendees)),
            "learnings": learnings,
            "improvements": improvements,
            "decisions": list(dict.fromkeys(decisions)),
        }
        given |= {name: list(one) for name, one in lists.items() if one} | {"team": team, "cycle": cycle}
        fields = typed_fields("review", given)
        if not (fields["notes"] or decisions or learnings or promises):
            raise BadInput("a review needs notes, a decision or a learning", field="notes")
        _check_named(journal.connection, fields)
        record = {name: value for name, value in fields.items() if value is not None}
        if promises:
            record["promises"] = [dict(one) for one in promises]
        record |= {"by": session.member.id, "at": session.stamp()}
        review = journal.new_id()
        journal.add("review", review, record, base=())
    return Done(f"Saved the {_WORDS[kind]} of {today}", review)


def _running_cycle(connection: sqlite3.Connection, today: str) -> str | None:
    row = connection.execute(_RUNNING, {"today": today}).fetchone()
    return row[0] if row else None


def _keepers(connection: sqlite3.Connection, team: str | None) -> set[str]:
    rows = connection.execute("SELECT champion, manager FROM team WHERE id = ?", (team,))
    return {one for row in rows for one in row if one}


def _owners(connection: sqlite3.Connection, cycle: str | None) -> set[str]:
    rows = connection.execute("SELECT owner FROM objective WHERE cycle = ? AND owner IS NOT NULL", (cycle,))
    return {row[0] for row in rows}


def _check_named(connection: sqlite3.Connection, fields: Mapping[str, Any]) -> None:
    for name, kind in (("attendees", "member"), ("decisions", "decision")):
        for one in fields.get(name) or ():
            thing(connection, kind, one)
    for name in ("team", "cycle"):
        if fields[name]:
            thing(connection, name, fields[name])
