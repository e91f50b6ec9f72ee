"""Reviews that were held, with their minutes."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from okrtui.okr.errors import Ambiguous, NotFound
from okrtui.okr.text import clean_line, clean_text
from okrtui.views.people import member_names
from okrtui.views.structures import read_list
from okrtui.views.where import where


class ReviewRow(NamedTuple):
    """One review; names "" where nobody is named, `at` UTC time as text, `notes` the minutes in Markdown."""

    id: str
    kind: str
    team: str | None
    team_name: str
    cycle_name: str
    week: str
    at: str
    by_name: str
    attendees: tuple[str, ...]
    notes: str
    learnings: tuple[str, ...]
    improvements: tuple[str, ...]
    decisions: tuple[str, ...]


_SELECT = (
    "SELECT r.id, r.kind, r.team, t.name, y.name, r.week, r.at, r.by, r.attendees, r.notes, r.learnings,"
    " r.improvements, r.decisions FROM review r LEFT JOIN team t ON t.id = r.team LEFT JOIN cycle y ON y.id = r.cycle"
)
_SHORTEST = 4


def reviews(c: sqlite3.Connection, *, kind: str | None = None, team: str | None = None) -> list[ReviewRow]:
    """The reviews that fit every filter given, the newest first.

    Args:
        c: a connection to the replica.
        kind: "weekly", "monthly", "mid" or "end"; None does not filter.
        team: a team's id; None does not filter.
    """
    condition, values = where({"r.kind": kind and [kind], "r.team": team and [team]})
    rows = c.execute(f"{_SELECT}{condition} ORDER BY COALESCE(r.at, '') DESC, r.id DESC", values).fetchall()
    names = member_names(c)
    return [
        ReviewRow(
            id=row[0],
            kind=row[1] or "weekly",
            team=row[2],
            team_name=clean_line(row[3] or ""),
            cycle_name=clean_line(row[4] or ""),
            week=row[5] or "",
            at=row[6] or "",
            by_name=names.get(row[7] or "", ""),
            attendees=tuple(names[one] for one in read_list(row[8]) if one in names),
            notes=clean_text(row[9] or ""),
            learnings=tuple(clean_line(str(one)) for one in read_list(row[10])),
            improvements=tuple(clean_line(str(one)) for one in read_list(row[11])),
            decisions=tuple(str(one) for one in read_list(row[12])),
        )
        for row in rows
    ]


def find_review(c: sqlite3.Connection, ref: str) -> ReviewRow:
    """The review of that id, or of the end of it; "last" is the newest.

    Raises:
        NotFound: there is none.
        Ambiguous: several ids end so.
    """
    typed, rows = clean_line(ref).casefold(), reviews(c)
    if typed == "last" and rows:
        return rows[0]
    found = [one for one in rows if len(typed) >= _SHORTEST and one.id.endswith(typed)]
    if not found:
        raise NotFound(f"there is no review {typed[:40]!r}: okrtui review list shows which there are")
    if len(found) > 1:
        told = [f"{one.id[-_SHORTEST - 2 :]}  {one.kind} {one.team_name}" for one in found]
        raise Ambiguous(f"{typed[:40]!r} could be {len(found)} reviews: use more of the id", told)
    return found[0]
