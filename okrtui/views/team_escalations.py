"""The open escalations of a team, in full and as clocks alone.

A prompt's first row needs no more than how many wait and until when, so neither people nor texts are read for it. On
the path of `okrtui status`.
"""

from __future__ import annotations

from collections import namedtuple

from okrtui.okr.escalation_clocks import moment_of, turn
from okrtui.okr.escalation_steps import HUDDLE, Answer
from okrtui.okr.weeks import deadline_of, today_in
from okrtui.views.structures import read_list, read_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from okrtui.okr.escalation_clocks import Turn
    from okrtui.okr.instants import datetime
    from okrtui.okr.weeks import Calendar
    from okrtui.views.escalations import EscalationLine

_OF_TEAM = "o.team = ?1"
_OF_NO_TEAM = "o.team IS NULL AND ?1 IS NULL"
_OPEN = (
    "SELECT EXISTS (SELECT 1 FROM objective o JOIN key_result_fact f ON f.objective = o.id"
    " JOIN escalation_fact e ON e.key_result = f.key_result WHERE {team} AND +e.closed_by IS NULL)"
)
_BY_HAND = "SELECT EXISTS (SELECT 1 FROM metric) OR EXISTS (SELECT 1 FROM escalation)"
"""What readings open, and what people raise, may be about no key result: it is told by those who read all of it."""

_CLOCKS = (
    "SELECT e.kind, e.opened_at, e.week, e.answers, k.postponed FROM objective o JOIN cycle y ON y.id = o.cycle"
    " JOIN key_result k ON k.objective = o.id JOIN escalation_fact e ON e.key_result = k.id"
    " WHERE {team} AND +e.closed_by IS NULL AND y.phase IN ('active', 'review')"
    " AND COALESCE(k.archived, 0) = 0 AND COALESCE(o.archived, 0) = 0"
)


class Clocks(namedtuple("Clocks", "count overdue huddles due")):
    """The clocks that run.

    Attributes:
        count: how many escalations wait.
        overdue: how many of them for too long.
        huddles: how many of them wait for a huddle to be convened.
        due: when the first of those huddles is due, else the first of all; None where nothing waits.
    """

    __slots__ = ()

    count: int
    overdue: int
    huddles: int
    due: datetime | None


def clocks_of(turns: Iterable[Turn | None], now: datetime) -> Clocks:
    """The clocks of these turns; None stands for an escalation that waits for nobody."""
    waiting = [one for one in turns if one is not None]
    huddles = [one.due for one in waiting if one.step == HUDDLE]
    due = min(huddles or [one.due for one in waiting], default=None)
    return Clocks(len(waiting), sum(now >= one.due for one in waiting), len(huddles), due)


def team_clocks(c: sqlite3.Connection, team: str | None, now: datetime, of: Calendar) -> Clocks:
    """The clocks of a team's open escalations, as `open_escalations` would tell them.

    Args:
        c: a connection to the replica.
        team: the team's id; None for the objectives of no team.
        now: an aware instant.
        of: the workspace's calendar.
    """
    if c.execute(_BY_HAND).fetchone()[0]:
        return clocks_of((one.turn for one in open_escalations(c, team, now)), now)
    today = today_in(now, of).isoformat()
    rows = c.execute(_CLOCKS.format(team=_OF_NO_TEAM if team is None else _OF_TEAM), (team,))
    return clocks_of(
        (
            turn(kind, moment_of(opened or "", deadline_of(week, of)), _answers(answers), now, of)
            for kind, opened, week, answers, postponed in rows
            if not _holds(postponed, today)
        ),
        now,
    )


def open_escalations(c: sqlite3.Connection, team: str | None, now: datetime) -> list[EscalationLine]:
    """The open escalations of a team's key results; what reads them is imported only where there are any."""
    is_any = c.execute(_OPEN.format(team=_OF_NO_TEAM if team is None else _OF_TEAM), (team,)).fetchone()[0]
    if not is_any and not c.execute(_BY_HAND).fetchone()[0]:
        return []
    from okrtui.views.escalations import escalations

    if team is None:
        return [one for one in escalations(c, now) if one.team is None and one.objective]
    return escalations(c, now, teams=[team])


def _answers(text: str | None) -> list[Answer]:
    found = [one for one in read_list(text) if isinstance(one, dict)] if text != "[]" else []
    return [Answer(str(one.get("step") or ""), str(one.get("at") or "")) for one in found]


def _holds(postponed: str | None, today: str) -> bool:
    """Whether a postponement holds today: what is postponed waits for nobody."""
    pause = read_object(postponed)
    since, until = pause.get("since") or "", pause.get("until") or ""
    return bool(since) and since <= today and (not until or today < until)
