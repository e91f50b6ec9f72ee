"""What check-ins a KR owes, and whether it is due, overdue, stale, late or missed.

Serves the domain rules, §3: a KR owes one check-in for each week whose middle lies in its time box while it
is in force and neither postponed nor archived. The prompt's status line comes this way: a standing is worked
out without a loop over weeks.
"""

from __future__ import annotations

from collections import namedtuple

from okrtui.okr.instants import date, datetime, timedelta
from okrtui.okr.weeks import add_weeks, deadline_of, middle_of, week_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from okrtui.okr.weeks import Calendar

TimeBox = namedtuple("TimeBox", "start end in_force postponed archived")
"""Local dates: the cycle's start; the due date, else the cycle's end; since when in force, or None; the
postponement as (since, until or None), `until` being owed again, or None; and whether it is archived."""

Standing = namedtuple("Standing", "week owes is_due is_overdue stale_weeks")
"""The running week, whether it is owed, due and overdue as booleans, and the count of stale weeks."""

_DAY = timedelta(days=1)


def owes(box: TimeBox, week: str, calendar: Calendar) -> bool:
    """Whether the KR owes a check-in for this week (the domain rules, §3)."""
    return _owes_on(box, middle_of(week, calendar))


def owed_weeks(box: TimeBox, calendar: Calendar, until_week: str) -> list[str]:
    """All weeks that the KR owes up to this one, itself included, oldest first."""
    week, middle = until_week, middle_of(until_week, calendar)
    weeks = []
    while middle >= box.start:
        if _owes_on(box, middle):
            weeks.append(week)
        week, middle = add_weeks(week, -1), middle - 7 * _DAY
    return weeks[::-1]


def missed_weeks(box: TimeBox, reported: Collection[str], now: datetime, calendar: Calendar) -> list[str]:
    """Owed weeks without a check-in that are older than the one that can still be made late, oldest first."""
    until = add_weeks(week_of(now, calendar), -2)
    return [week for week in owed_weeks(box, calendar, until) if week not in reported]


def standing(
    box: TimeBox,
    reported: Collection[str],
    last_week: str | None,
    now: datetime,
    calendar: Calendar,
    running: str | None = None,
) -> Standing:
    """How a KR stands at an aware instant.

    `reported` holds the weeks that have a check-in, of which only the running one and the one before matter;
    `last_week` is the week of the last check-in, None where there is none; `running` is the week of `now`,
    where the caller has it already for many KRs.
    """
    week = running or week_of(now, calendar)
    previous = add_weeks(week, -1)
    middle = middle_of(week, calendar)
    last_ended = middle - 7 * _DAY
    owes_now = _owes_on(box, middle)
    since = box.start if last_week is None else middle_of(last_week, calendar) + _DAY
    return Standing(
        week,
        owes_now,
        owes_now and week not in reported,
        _owes_on(box, last_ended) and previous not in reported,
        _owed_between(box, since, last_ended),
    )


def timeliness(week: str, first_at: datetime | None, calendar: Calendar) -> str:
    """The word "on_time" or "late" by the instant of the first revision, "reported" where that is unknown."""
    if first_at is None:
        return "reported"
    return "on_time" if first_at < deadline_of(week, calendar) else "late"


def _owes_on(box: TimeBox, middle: date) -> bool:
    return _owed_between(box, middle, middle) == 1


def _owed_between(box: TimeBox, first: date, last: date) -> int:
    """How many owed weeks have their middle in [first, last], where `last` is itself the middle of a week."""
    if box.archived or box.in_force is None:
        return 0
    first, end = max(first, box.start, box.in_force), min(last, box.end)
    owed = _count(first, end, last)
    if box.postponed is not None:
        since, until = box.postponed
        resumed = end if until is None else until - _DAY
        owed -= _count(max(first, since), min(end, resumed), last)
    return owed


def _count(first: date, last: date, middle: date) -> int:
    """How many days of [first, last] lie whole weeks before `middle`, which is not before `last`."""
    if first > last:
        return 0
    return (middle - first).days // 7 - ((middle - last).days - 1) // 7
