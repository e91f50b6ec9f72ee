"""The teams right below a team, each with the figures of its own week."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from okrtui.okr.text import clean_line
from okrtui.views.team_week import team_week


class SubTeam(NamedTuple):
    """A team below, with its week in figures: see `TeamWeek`."""

    id: str
    name: str
    owed: int
    complete: int
    completion: int | None
    rag: dict[str, int]
    stale: int


def sub_teams(c: sqlite3.Connection, team: str | None, now: datetime, week: str | None) -> list[SubTeam]:
    """The teams below this one, by name; their key results are not counted in its own figures.

    Args:
        c: a connection to the replica.
        team: the team above; None has none below.
        now: an aware instant.
        week: an earlier week; None for the running one.
    """
    rows = c.execute(
        "SELECT id, name FROM team WHERE parent = ? AND id <> parent ORDER BY name, id", (team,)
    ).fetchall()
    return [_sub_team(c, id_, clean_line(name or ""), now, week) for id_, name in rows]


def _sub_team(c: sqlite3.Connection, id_: str, name: str, now: datetime, week: str | None) -> SubTeam:
    found = team_week(c, id_, now, week, with_escalations=False)
    return SubTeam(id_, name, found.owed, found.complete, found.completion, found.rag, len(found.stale))
