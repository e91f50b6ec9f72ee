"""The adoption page: how the weekly rhythm, the answers to triggers and the decisions develop (domain, Adoption
signals).

Sums are made by the database or from what folding keeps of each KR; no check-in is read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from okrtui.okr.adoption import (
    Responses,
    Trigger,
    WeekSignals,
    bands,
    median_hours,
    responses,
    weeks_in_a_row,
)
from okrtui.okr.hygiene import TimeBox, owes
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import Calendar, add_weeks, middle_of, opens_at, today_in, week_of
from okrtui.views.adoption_cycles import CycleSignals, cycle_signals
from okrtui.views.key_result_line import time_box
from okrtui.views.structures import read_object
from okrtui.views.teams_below import asked, teams_below, values_of
from okrtui.views.workspace import calendar, workspace

WEEKS = 13
MOST_WEEKS = 104

_COLOURS = {"r": "red", "a": "amber", "g": "green", "s": "stretch"}
_WEEK, _MARK = len("2026-W47"), len("2026-W47A4+ ")


class MonthSignals(NamedTuple):
    """One month: its decided shifts of resources and priority decisions that name a KR."""

    month: str
    resource_shifts: int
    priorities: int

    @property
    def decisions(self) -> int:
        """Both together."""
        return self.resource_shifts + self.priorities


class Adoption(NamedTuple):
    """The signals.

    Attributes:
        team: name of the team that they are about, with those below it; "" for all.
        weeks: the weeks asked for in which anything was owed or stood, the oldest first.
        in_a_row: weeks up to now that reached the goal.
        responses: how each kind of trigger that opened in these weeks was answered.
        decision_hours: from opening to decision, of streaks and blockers; the median in whole hours, None for none.
        decided: of how many that is.
        months: the months of these weeks, the oldest first.
        cycles: the cycles by their start.
    """

    team: str
    weeks: list[WeekSignals]
    in_a_row: int
    responses: list[Responses]
    decision_hours: int | None
    decided: int
    months: list[MonthSignals]
    cycles: list[CycleSignals]

    @property
    def last_whole_week(self) -> WeekSignals | None:
        """The last week that has ended and in which something was owed."""
        return next((one for one in reversed(self.weeks) if one.owed and not one.is_running), None)


def adoption(
    c: sqlite3.Connection, now: datetime, *, team: str | None = None, weeks: int = WEEKS
) -> Adoption:
    """The signals of the last weeks, the running one included.

    Args:
        c: a connection to the replica.
        now: an aware instant.
        team: a team's id: only what belongs to it or to teams below it.
        weeks: how many weeks, 1 to `MOST_WEEKS`.
    """
    of = calendar(workspace(c))
    running = week_of(now, of)
    names = [add_weeks(running, place) for place in range(1 - min(max(weeks, 1), MOST_WEEKS), 1)]
    teams = None if team is None else teams_below(c, team)
    since = opens_at(names[0], of)
    signals = _weeks(c, names, of, teams)
    triggers, decided = _triggers(c, since, now, teams)
    name = c.execute("SELECT name FROM team WHERE id = ?", (team,)).fetchone() if team else None
    return Adoption(
        team=clean_line(name[0] or "") if name else "",
        weeks=signals,
        in_a_row=weeks_in_a_row(signals),
        responses=responses(triggers, now, of),
        decision_hours=median_hours(decided),
        decided=len(decided),
        months=_months(c, middle_of(signals[0].week, of), today_in(now, of), teams),
        cycles=cycle_signals(c, teams),
    )


_KEY_RESULTS = """
SELECT f.box_start, f.box_end, f.is_in_force, f.in_force_at, k.postponed,
       COALESCE(k.archived, 0) OR COALESCE(o.archived, 0), f.history
FROM key_result_fact f JOIN key_result k ON k.id = f.key_result LEFT JOIN objective o ON o.id = f.objective
WHERE f.is_in_force = 1
"""


def _weeks(
    c: sqlite3.Connection, names: Sequence[str], of: Calendar, teams: Collection[str] | None
) -> list[WeekSignals]:
    """Completion and colours of each week, from the line that folding keeps of every KR's reported weeks."""
    owed = dict.fromkeys(names, 0)
    complete = dict.fromkeys(names, 0)
    colours = {week: bands() for week in names}
    weeks_of: dict[tuple[Any, ...], frozenset[str]] = {}
    for *stored, history in c.execute(asked(_KEY_RESULTS, teams), values_of(teams)):
        key = tuple(stored)
        mine = weeks_of.get(key)
        if mine is None:
            mine = weeks_of[key] = _owed_of(_box(stored, of), names, of)
        if mine:
            _count(history or "", names, mine, owed, complete, colours)
    found = [WeekSignals(week, owed[week], complete[week], colours[week]) for week in names]
    found[-1] = found[-1]._replace(is_running=True)
    first = next((place for place, one in enumerate(found) if one.owed), len(found) - 1)
    return found[first:]


def _box(stored: Sequence[Any], of: Calendar) -> TimeBox:
    start, end, in_force, in_force_at, postponed, is_archived = stored
    return time_box(start, end, bool(in_force), in_force_at, read_object(postponed), bool(is_archived), of)


def _owed_of(box: TimeBox, names: Sequence[str], of: Calendar) -> frozenset[str]:
    return frozenset(week for week in names if owes(box, week, of))


def _count(
    history: str,
    names: Sequence[str],
    mine: frozenset[str],
    owed: dict[str, int],
    complete: dict[str, int],
    colours: dict[str, dict[str, int]],
) -> None:
    """Count one KR into the weeks that it owes; a colour stands until the next reported one."""
    marks = [history[at : at + _MARK - 1] for at in range(0, len(history), _MARK)]
    rag, place = "", 0
    for week in names:
        is_complete = False
        while place < len(marks) and marks[place][:_WEEK] <= week:
            mark = marks[place]
            rag = _COLOURS.get(mark[_WEEK].lower(), rag)
            is_complete = mark[:_WEEK] == week and mark[-1] == "+"
            place += 1
        if week in mine:
            owed[week] += 1
            complete[week] += is_complete
            colours[week][rag] += 1


_TRIGGERS = """
SELECT e.kind, e.opened_at, e.closed_at, e.closed_by,
       (SELECT MIN(json_extract(a.value, '$.at')) FROM json_each(e.answers) a),
       (SELECT MIN(s.decided_at) FROM decision d JOIN decision_fact s ON s.decision = d.id,
               json_each(COALESCE(d.key_results, '[]')) j
        WHERE e.kind IN ('red_streak', 'blocker') AND j.value = e.key_result AND s.state = 'decided'
              AND s.decided_at >= e.opened_at)
FROM escalation_fact e LEFT JOIN key_result_fact f ON f.key_result = e.key_result
     LEFT JOIN objective o ON o.id = f.objective
WHERE e.opened_at BETWEEN :since AND :until AND e.closed_by IS NOT 'withdrawn'
"""


def _triggers(
    c: sqlite3.Connection, since: datetime, until: datetime, teams: Collection[str] | None
) -> tuple[list[Trigger], list[timedelta]]:
    """What opened since, and how long streaks and blockers took to be decided: answered, or decided on in the log."""
    triggers, decided = [], []
    ends_at = until.astimezone(UTC).isoformat()
    values = values_of(teams, since=since.isoformat(), until=ends_at)
    for kind, opened_at, closed_at, closed_by, answered_at, decided_at in c.execute(
        asked(_TRIGGERS, teams, " ORDER BY e.opened_at, e.id"), values
    ):
        opened = datetime.fromisoformat(opened_at)
        answered = datetime.fromisoformat(answered_at) if answered_at else None
        closed = datetime.fromisoformat(closed_at) if closed_at else None
        triggers.append(Trigger(kind, opened, answered, closed))
        if kind in ("red_streak", "blocker"):
            ends = [one for one in (decided_at, closed_at if closed_by == "answer" else None) if one]
            if ends and (closed_by != "colour" or min(ends) <= closed_at):
                decided.append(datetime.fromisoformat(min(ends)) - opened)
    return triggers, decided


_DECISIONS = """
SELECT substr(d.date, 1, 7) AS month, SUM(d.kind = 'resource_shift'), SUM(d.kind = 'priority')
FROM decision d JOIN decision_fact s ON s.decision = d.id
WHERE s.state = 'decided' AND d.kind IN ('resource_shift', 'priority') AND d.date >= :since
  AND EXISTS (SELECT 1 FROM json_each(COALESCE(d.key_results, '[]')) j JOIN key_result k ON k.id = j.value
              LEFT JOIN objective o ON o.id = k.objective WHERE 1
"""


def _months(
    c: sqlite3.Connection, first: date, last: date, teams: Collection[str] | None
) -> list[MonthSignals]:
    since = first.replace(day=1)
    ending = ") GROUP BY month"
    rows = c.execute(asked(_DECISIONS, teams, ending), values_of(teams, since=since.isoformat()))
    found = {month: (shifts, priorities) for month, shifts, priorities in rows}
    months = []
    while since <= last:
        name = since.isoformat()[:7]
        months.append(MonthSignals(name, *found.get(name, (0, 0))))
        since = (since + timedelta(days=32)).replace(day=1)
    return months
