"""The teams right below a team, each with the figures of its own week."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from okrtui.views.team_figures import TeamFigures, team_figures
from okrtui.views.team_week import team_week


class SubTeam(NamedTuple):
    """A team below, with its week in figures."""

    id: str
    figures: TeamFigures


def sub_teams(c: sqlite3.Connection, team: str | None, now: datetime, week: str | None) -> list[SubTeam]:
    """The teams below this one, by name; their key results are not counted in its own figures.

    Args:
        c: a connection to the replica.
        team: the team above; None has none below.
        now: an aware instant.
        week: an earlier week; None for the running one.
    """
    ids = c.execute(
        "SELECT id FROM team WHERE parent = ? AND id <> parent ORDER BY name, id", (team,)
    ).fetchall()
    return [SubTeam(id_, _figures(c, id_, now, week)) for (id_,) in ids]


def _figures(c: sqlite3.Connection, team: str, now: datetime, week: str | None) -> TeamFigures:
    if week is None:
        return team_figures(c, team, now)
    return team_week(c, team, now, week, with_escalations=False).figures
