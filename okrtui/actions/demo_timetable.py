"""When things happen in the demo: the quarter is laid so that now is in its week 8, whatever the day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from okrtui.actions.demo_story.people import HABITS
from okrtui.actions.demo_story.shapes import Moment, Report
from okrtui.actions.workspaces import DEFAULT_DEADLINE
from okrtui.okr.weeks import add_weeks, calendar_of, opens_at, week_of

ZONE = "Europe/Berlin"
WEEKS = 13
RUNNING = 8
_CALENDAR = calendar_of(ZONE, DEFAULT_DEADLINE)
_LATE = (8, "11:20")
_BETWEEN_REPORTS = timedelta(minutes=7)
_MOST_A_WEEK = 16
_THIS_WEEK = (Moment(RUNNING, 2, "09:10"), Moment(RUNNING, 0, "11:05"))
"""When the running week's check-ins began: the first of these that is over; else they lie between its start and now."""


class Timetable:
    """The days and moments of a quarter in whose week 8 `now` lies.

    Attributes:
        now: the aware moment.
        start: the quarter's first day, a Monday.
        founded: when the workspace was made, some days before.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._first = add_weeks(week_of(now, _CALENDAR), 1 - RUNNING)
        self.start = date.fromisocalendar(int(self._first[:4]), int(self._first[6:]), 1)
        self.founded = self.at(Moment(-1, 2, "14:00"))

    def week(self, number: int) -> str:
        """The check-in week of that number, the quarter's first being 1."""
        return add_weeks(self._first, number - 1)

    def last_day(self, number: int) -> str:
        """The Sunday of that week, as text."""
        return (self.start + timedelta(days=7 * number - 1)).isoformat()

    def first_day(self, number: int) -> str:
        """The Monday of that week, as text."""
        return (self.start + timedelta(days=7 * (number - 1))).isoformat()

    def at(self, when: Moment) -> datetime:
        """The moment in UTC; weekday 7 is the Monday after."""
        day = self.start + timedelta(days=7 * (when.week - 1) + when.weekday)
        return datetime.combine(day, time.fromisoformat(when.time), ZoneInfo(ZONE)).astimezone(UTC)

    def reported(self, report: Report, author: str, place: int) -> datetime:
        """When somebody makes a check-in.

        Args:
            report: the check-in.
            author: key of whoever types it.
            place: how many others that person checks in before, in one go; in the running week, how many anybody does.
        """
        if report.week == RUNNING:
            return self._reported_this_week(place)
        weekday, local = _LATE if report.is_late else HABITS[author]
        return self.at(Moment(report.week, weekday, local)) + place * _BETWEEN_REPORTS

    def _reported_this_week(self, place: int) -> datetime:
        for begin in map(self.at, _THIS_WEEK):
            if begin + _MOST_A_WEEK * _BETWEEN_REPORTS <= self.now:
                return begin + place * _BETWEEN_REPORTS
        opened = opens_at(self.week(RUNNING), _CALENDAR)
        return opened + (self.now - opened) * (place + 1) / _MOST_A_WEEK

    def fiscal_year(self) -> str:
        """The name of the company's year, which began two quarters before this one, such as "26/27"."""
        began = self.start - timedelta(weeks=2 * WEEKS)
        return f"{began.year % 100:02d}/{(began.year + 1) % 100:02d}"
