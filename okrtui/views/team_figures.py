"""A team's week in figures alone: how many have checked in, how they stand, how many are stale.

A prompt's line and the teams below a team need no more, so no key result's texts and figures are read for it. On the
path of `okrtui status`.
"""

from __future__ import annotations

from collections import namedtuple

from okrtui.okr.completion import completion
from okrtui.okr.history import read_history
from okrtui.okr.hygiene import standing
from okrtui.okr.rag import RAGS
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import today_in, week_of
from okrtui.views.key_result_line import is_postponed_on, time_box
from okrtui.views.structures import read_object
from okrtui.views.workspace import calendar, workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from okrtui.okr.instants import datetime
    from okrtui.views.workspace import WorkspaceRow

_SELECT = (
    "SELECT f.history, f.rag, f.last_week, f.in_force_at, COALESCE(f.box_start, y.start),"
    " COALESCE(f.box_end, k.due, y.end), k.postponed FROM objective o"
    " JOIN cycle y ON y.id = o.cycle JOIN key_result k ON k.objective = o.id"
    " JOIN key_result_fact f ON f.key_result = k.id"
    " WHERE o.team IS ? AND y.phase IN ('active', 'review') AND f.is_in_force = 1"
    " AND COALESCE(k.archived, 0) = 0 AND COALESCE(o.archived, 0) = 0"
)


class TeamFigures(namedtuple("TeamFigures", "name week count owed complete rag stale")):
    """A team's week in figures.

    Attributes:
        name: the team's, or the workspace's for the objectives of no team.
        week: such as "2026-W47".
        count: how many key results are in force.
        owed: how many check-ins the week asks for; `complete`: how many of them are there, complete.
        rag: how many stand in each band.
        stale: for how many owed weeks have ended since their last check-in.
    """

    __slots__ = ()

    name: str
    week: str
    count: int
    owed: int
    complete: int
    rag: dict[str, int]
    stale: int

    @property
    def completion(self) -> int | None:
        """The share that is complete, in percent; None where nothing is owed."""
        return completion(self.owed, self.complete)


def team_figures(
    c: sqlite3.Connection, team: str | None, now: datetime, of: WorkspaceRow | None = None
) -> TeamFigures:
    """The figures of a team's running week.

    Args:
        c: a connection to the replica.
        team: the team's id; None for the objectives of no team.
        now: an aware instant.
        of: the workspace's row, where the caller has it already.
    """
    row = of or workspace(c)
    week, today = week_of(now, calendar(row)), today_in(now, calendar(row))
    count = owed = complete = stale = 0
    rag = dict.fromkeys(RAGS, 0)
    for history, band, last_week, since, start, end, pause in c.execute(_SELECT, (team,)):
        box = time_box(start, end, True, since, read_object(pause), False, calendar(row))
        reported = [one for one in read_history(history[-_TWO_WEEKS:]) if one.week == week]
        stands = standing(box, (), last_week, now, calendar(row), week)
        count += 1
        owed += stands.owes
        complete += stands.owes and any(one.is_complete for one in reported)
        stale += bool(stands.stale_weeks)
        if band and not is_postponed_on(box, today):
            rag[band] += 1
    return TeamFigures(team_name(c, team) or row.name, week, count, owed, complete, rag, stale)


_TWO_WEEKS = 2 * len("2026-W47A4+") + 1
"""So much of a history holds its last two weeks."""


def team_name(c: sqlite3.Connection, team: str | None) -> str:
    """The name of a team, "" where there is none."""
    row = c.execute("SELECT name FROM team WHERE id = ?", (team,)).fetchone()
    return clean_line(row[0] or "") if row else ""
