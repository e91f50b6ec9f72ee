"""What a team's week says in words: the line that tells the week, and what it lists beneath.

On the path of `okrtui status`; the team's page says the same.
"""

from __future__ import annotations

from okrtui.okr.rag import RAGS, rag_letter
from okrtui.views.team_week import GOAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from okrtui.views.escalations import EscalationLine
    from okrtui.views.team_week import PersonWeek, TeamLine, TeamWeek

_HOUR, _DAY = 3600, 86400
_HOURS_UP_TO = 72
"""Up to so many hours a clock is told in hours, beyond that in days."""


def team_told(week: TeamWeek, now: datetime) -> list[str]:
    """The parts of the line that tells the week: how many checked in, the bands, what is stale, the next clock."""
    rag = " ".join(f"{rag_letter(each)} {week.rag[each]}" for each in RAGS if week.rag[each])
    stale = f"{len(week.stale)} stale" if week.stale else ""
    parts = [completion_told(week), rag, stale, escalations_told(week.escalations, now)]
    return [part for part in parts if part]


def team_head(week: TeamWeek, now: datetime) -> str:
    """The line that tells the week, "Growth · W47 · 11 of 14 checked in (79 %, goal 90) · R 3 A 4 · 2 stale"."""
    return " · ".join([week.name, week.week.partition("-")[2], *team_told(week, now)])


def completion_told(week: TeamWeek) -> str:
    """How many of the owed check-ins are there, complete, against the goal."""
    if not week.lines:
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


def escalations_told(escalations: Sequence[EscalationLine], now: datetime) -> str:
    """How many wait and when the next is due, such as "1 huddle due in 22 h"."""
    if not escalations:
        return ""
    first = min(escalations, key=lambda one: one.turn.due)
    huddles = [one for one in escalations if one.turn.step == "huddle"]
    if huddles:
        first = min(huddles, key=lambda one: one.turn.due)
        return f"{len(huddles)} huddle{'' if len(huddles) == 1 else 's'} {due_told(first.turn.due - now)}"
    several = "1 escalation" if len(escalations) == 1 else f"{len(escalations)} escalations, the first"
    return f"{several} {due_told(first.turn.due - now)}"


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
