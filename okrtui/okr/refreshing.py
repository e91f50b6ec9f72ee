"""When a metric's data was not refreshed in time: its frequency against its last reading (domain, Escalations).

Each period of the frequency owes one reading by its end, as each week owes a check-in: a metric is late from the end
of the first whole period without any. Days are business days, for many pipelines rest on weekends.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from okrtui.okr.text import clean_line
from okrtui.okr.weeks import Calendar, add_weeks, deadline_of, today_in, week_of
from okrtui.okr.zones import zone_of

_WORDS = {
    "hourly": "hour",
    "hour": "hour",
    "daily": "day",
    "day": "day",
    "nightly": "day",
    "weekly": "week",
    "week": "week",
    "biweekly": "fortnight",
    "fortnightly": "fortnight",
    "fortnight": "fortnight",
    "monthly": "month",
    "month": "month",
    "quarterly": "quarter",
    "quarter": "quarter",
}
_MONTHS = {"month": 1, "quarter": 3}
_WEEKS = {"week": 1, "fortnight": 2}
_SATURDAY = 5


def period_of(refresh: str) -> str:
    """The period that a refresh frequency names: "hour", "day", "week", "fortnight", "month" or "quarter".

    Args:
        refresh: as typed, such as "daily" or "every week".

    Returns:
        The period of the first word that names one, "" where none does.
    """
    words = "".join(one if one.isalpha() else " " for one in clean_line(refresh).lower().replace("bi-", "bi"))
    return next((_WORDS[word] for word in words.split() if word in _WORDS), "")


def late_from(refresh: str, last: datetime, calendar: Calendar) -> datetime | None:
    """When a metric becomes late whose last reading is of this time; None where its frequency is not known.

    Args:
        refresh: its refresh frequency.
        last: an aware instant.
        calendar: the workspace's week and zone.
    """
    period = period_of(refresh)
    if period in _WEEKS:
        return deadline_of(add_weeks(week_of(last, calendar), _WEEKS[period]), calendar)
    if period == "hour":
        return last.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    day = today_in(last, calendar)
    if period == "day":
        return _midnight(_next_business_day(day) + timedelta(days=1), calendar)
    if period in _MONTHS:
        return _midnight(_after_next_months(day, _MONTHS[period]), calendar)
    return None


def _next_business_day(day: date) -> date:
    day += timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day


def _after_next_months(day: date, months: int) -> date:
    """The first day after the whole period of so many months that follows this day's."""
    first = (day.month - 1) // months * months + 2 * months
    return date(day.year + first // 12, first % 12 + 1, 1)


def _midnight(day: date, calendar: Calendar) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone_of(calendar.zone)).astimezone(UTC)
