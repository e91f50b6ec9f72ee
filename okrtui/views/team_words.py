"""What a team's week says in words: the line that tells the week, and what it lists beneath.

On the path of `okrtui status`; the team's page says the same.
"""

from __future__ import annotations

from okrtui.okr.completion import GOAL
from okrtui.okr.rag import RAGS, rag_letter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from okrtui.okr.escalation_clocks import Turn
    from okrtui.views.escalations import EscalationLine
    from okrtui.views.team_escalations import Clocks
    from okrtui.views.team_figures import TeamFigures
    from okrtui.views.team_week import PersonWeek, TeamLine, TeamWeek

_HOUR, _DAY = 3600, 86400
_HOURS_UP_TO = 72
"""Up to so many hours a clock is told in hours, beyond that in days."""


def team_head(week: TeamFigures, clocks: Clocks, now: datetime) -> str:
    """The line that tells the week, "Growth · W47 · 11 of 14 checked in (79 %, goal 90) · R 3 A 4 · 2 stale".

    Args:
        week: the team's week in figures.
        clocks: of the open escalations.
        now: an aware instant.
    """
    rag = " ".join(f"{rag_letter(each)} {week.rag[each]}" for each in RAGS if week.rag[each])
    stale = f"{week.stale} stale" if week.stale else ""
    place = (week.name, week.week.partition("-")[2])
    parts = (*place, completion_told(week), rag, stale, clocks_told(clocks, now))
    return " · ".join(part for part in parts if part)


def team_line(week: TeamFigures, clocks: Clocks, now: datetime) -> str:
    """One short line for a prompt: "Growth 11/14 79 % · 3 red · 1 huddle due in 22 h"."""
    owed = f"{week.complete}/{week.owed} {week.completion} %" if week.owed else "nothing owed"
    red = f"{week.rag['red']} red" if week.rag["red"] else ""
    return " · ".join(filter(None, [f"{week.name} {owed}", red, clocks_told(clocks, now)]))


def completion_told(week: TeamFigures) -> str:
    """How many of the owed check-ins are there, complete, against the goal."""
    if not week.count:
        return "no key results in force"
    if week.completion is None:
        return "no check-in is owed"
    return f"{week.complete} of {week.owed} checked in ({week.completion} %, goal {GOAL})"


def person_told(person: PersonWeek) -> str:
    """How a person's week stands, such as "2 of 5 checked in · waiting for 3 weeks"."""
    if not person.owed:
        return "nothing owed"
    if person.is_done:
        return "all checked in" if person.owed > 1 else "checked in"
    told = f"{person.complete} of {person.owed} checked in" if person.complete else "not checked in"
    return f"{told} · {weeks_told(person.waits)} behind" if person.waits else told


def weeks_told(count: int) -> str:
    """Such as "1 week" or "3 weeks"."""
    return f"{count} week{'' if count == 1 else 's'}"


def clocks_told(clocks: Clocks, now: datetime) -> str:
    """How many escalations wait and when the next is due, such as "1 huddle due in 22 h"."""
    if clocks.due is None:
        return ""
    left = due_told(clocks.due - now)
    if clocks.huddles:
        return f"{clocks.huddles} huddle{'' if clocks.huddles == 1 else 's'} {left}"
    return f"1 escalation {left}" if clocks.count == 1 else f"{clocks.count} escalations, the first {left}"


def clocks_counted(clocks: Clocks) -> str:
    """How many wait in the fewest words, such as "12 waiting, 3 overdue"."""
    if not clocks.count:
        return ""
    return f"{clocks.count} waiting{f', {clocks.overdue} overdue' if clocks.overdue else ''}"


def open_turn(one: EscalationLine) -> Turn:
    """Whose turn an open escalation is, what is to be done, and until when."""
    assert one.turn is not None, "only an open one waits for somebody"
    return one.turn


def due_told(left: timedelta) -> str:
    """A clock in words: "due in 22 h", "due in 5 d", "overdue by 3 h"."""
    seconds = abs(int(left.total_seconds()))
    hours = seconds // _HOUR
    if seconds < _HOUR:
        told = f"{max(seconds // 60, 1)} min"
    else:
        told = f"{hours} h" if hours <= _HOURS_UP_TO else f"{seconds // _DAY} d"
    return f"due in {told}" if left.total_seconds() >= 0 else f"overdue by {told}"


def notes_of(week: TeamWeek) -> list[tuple[str, list[TeamLine]]]:
    """What the meeting should look at, each with its key results; what is empty is left out."""
    told = [
        ("turned red", week.turned_red),
        ("recovered", week.recovered),
        ("confidence falling", week.falling),
        ("stale", week.stale),
        ("help asked for", week.help_asked),
    ]
    return [(name, found) for name, found in told if found]
