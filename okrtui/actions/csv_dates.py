"""Dates, times and weeks of a table: ISO, or in the form that was stated.

A date without a time means the start of that day in the workspace's zone, so that an update dated on the day of the
deadline is the ending week's (domain, The week: an update written on Monday morning is last week's).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from okrtui.okr.errors import BadInput
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import Calendar, week_of

KNOWN_FORMATS = (
    *("%d.%m.%Y", "%d.%m.%y", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y"),
    *("%Y/%m/%d", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%m/%d/%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y"),
    *("%B %d, %Y",),
)
"""Forms that are proposed where they are the only ones that fit."""

_LONGEST_DAY = 10
_WEEK = re.compile(
    r"(\d{4})[-/ ]?(?:W|KW|CW) ?(\d{1,2})|(?:W|KW|CW) ?(\d{1,2})[-/ ]{1,3}(\d{4})", re.ASCII | re.IGNORECASE
)


def day(cell: str, date_format: str) -> str | None:
    """A cell's date, ISO or in the form that was stated; None where it is empty.

    Raises:
        BadInput: it is no such date.
    """
    typed = clean_line(cell)
    return _read(typed, date_format)[0].date().isoformat() if typed else None


def moment(cell: str, date_format: str, calendar: Calendar, time_of_day: str = "") -> tuple[str, str] | None:
    """A cell's date or time as (check-in week, time in UTC); None where it is empty.

    Args:
        cell: a date, or a date and time with or without an offset; without one it is local.
        date_format: as `strptime` has it; "" for ISO.
        calendar: the workspace's.
        time_of_day: "HH:MM" that a date alone means, "" for the start of the day.

    Raises:
        BadInput: it is no such date.
    """
    typed = clean_line(cell)
    if not typed:
        return None
    read, is_day = _read(typed, date_format)
    if is_day and time_of_day:
        read = datetime.combine(read.date(), time.fromisoformat(time_of_day.zfill(5)))
    if read.tzinfo is None:
        read = read.replace(tzinfo=ZoneInfo(calendar.zone))
    try:
        instant = read.astimezone(UTC).replace(microsecond=0)
    except OverflowError as error:
        raise BadInput(f"“{typed[:40]}” is too far away") from error
    return week_of(instant, calendar), instant.isoformat()


def week(cell: str, date_format: str) -> str | None:
    """A cell's week: "2026-W47", or a date in that ISO week; None where it is empty.

    Raises:
        BadInput: it is neither.
    """
    typed = clean_line(cell)
    if not typed:
        return None
    named = _WEEK.fullmatch(typed)
    if named is None and not _fits(typed, date_format):
        raise BadInput(f"“{typed[:40]}” is no week; write year and week, such as 2026-W47, or a day of it")
    if named is None:
        year, number, _ = _read(typed, date_format)[0].date().isocalendar()
        return f"{year}-W{number:02d}"
    return _checked_week(int(named[1] or named[4]), int(named[2] or named[3]), typed)


def _checked_week(year: int, number: int, typed: str) -> str:
    """The week of an ISO year; BadInput where that year has none of this number."""
    try:
        date.fromisocalendar(year, number, 1)
    except ValueError as error:
        raise BadInput(f"“{typed[:40]}” is no week of {year}; write it such as 2026-W47") from error
    return f"{year}-W{number:02d}"


def formats_that_fit(cells: Iterable[str]) -> list[str]:
    """The known forms in which all of these dates can be read; "" first where they are ISO."""
    typed = [text for cell in cells if (text := clean_line(cell))]
    return [form for form in ("", *KNOWN_FORMATS) if typed and all(_fits(text, form) for text in typed)]


def _fits(typed: str, date_format: str) -> bool:
    try:
        _read(typed, date_format)
    except BadInput:
        return False
    return True


def _read(typed: str, date_format: str) -> tuple[datetime, bool]:
    """The date or time, and whether it is a date alone."""
    try:
        if date_format:
            has_time = "%H" in date_format or "%I" in date_format
            return datetime.strptime(typed, date_format), not has_time  # noqa: DTZ007 - it may have no zone
        if len(typed) <= _LONGEST_DAY:
            return datetime.combine(date.fromisoformat(typed), time()), True
        return datetime.fromisoformat(typed.removesuffix(" UTC")), False
    except ValueError as error:
        raise BadInput(f"“{typed[:40]}” is no date; {_remedy(typed, date_format)}") from error


def _remedy(typed: str, date_format: str) -> str:
    if date_format:
        return f"write it in the form {date_format}"
    fitting = [form for form in KNOWN_FORMATS if _fits(typed, form)]
    if not fitting:
        return "write it such as 2026-12-31, or state --date-format"
    return f"write it such as 2026-12-31, or state --date-format {' or '.join(fitting[:2])}"
