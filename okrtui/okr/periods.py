"""The check-in weeks that a digest is about: one of them, or those of a month."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from okrtui.okr.errors import BadInput
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import Calendar, add_weeks, deadline_of, middle_of, opens_at, week_of


class Period(NamedTuple):
    """The weeks that a digest is about.

    Attributes:
        name: "2026-W47", or "2026-11" for a month.
        weeks: those whose middle lies in it and that have begun, the oldest first.
        start, end: aware UTC instants at which the first begins and the last ends.
    """

    name: str
    weeks: list[str]
    start: datetime
    end: datetime


def week_period(week: str, of: Calendar) -> Period:
    """One check-in week."""
    return Period(week, [week], opens_at(week, of), deadline_of(week, of))


def month_period(month: str, now: datetime, of: Calendar) -> Period:
    """The check-in weeks of a month such as "2026-11", as far as they have begun.

    Raises:
        BadInput: it is no month, or none of its weeks has begun.
    """
    try:
        first = date.fromisoformat(f"{month}-01") if len(month) == len("2026-11") else None
    except ValueError:
        first = None
    if first is None:
        raise BadInput(f"{clean_line(month)[:20]!r} is no month: write it as 2026-11", field="month")
    year, number, _ = (first - timedelta(days=7)).isocalendar()
    week, running, weeks = f"{year:04d}-W{number:02d}", week_of(now, of), []
    while week <= running and (middle := middle_of(week, of)) < _next_month(first):
        if middle >= first:
            weeks.append(week)
        week = add_weeks(week, 1)
    if not weeks:
        raise BadInput(f"{month} is yet to come: no week of it has begun", field="month")
    return Period(month, weeks, opens_at(weeks[0], of), deadline_of(weeks[-1], of))


def _next_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)
