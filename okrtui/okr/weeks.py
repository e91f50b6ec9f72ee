"""The check-in week: which one runs, when it ends and how it is called.

A week is the seven days that end at the workspace's deadline in local wall time, named by the ISO week in
which its middle lies (the domain rules, §3). The prompt's status line comes this way, so it imports next to
nothing.
"""

from __future__ import annotations

from collections import namedtuple

from okrtui.okr.errors import BadInput
from okrtui.okr.instants import UTC, date, datetime, timedelta
from okrtui.okr.zones import zone_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrtui.okr.instants import tzinfo

Calendar = namedtuple("Calendar", "zone weekday time")
"""IANA zone name, deadline's weekday in English lower case, its local time "HH:MM"."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DEFAULT_WEEKDAY = "monday"
DEFAULT_TIME = "10:00"

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEK = timedelta(days=7)
_DEADLINE_TO_MIDDLE = timedelta(days=3, hours=12)
_LONGEST_ZONE = 64
_FIRST_YEAR, _LAST_YEAR = 1900, 9990
_DAYS_KNOWN_BY_NAME = 6
_MOST_KNOWN = 1024
_mondays: dict[str, date] = {}
_middles: dict[tuple[str, Calendar], date] = {}
"""Weeks worked out before: many key results ask for the same few (no functools in a prompt)."""


def calendar_of(timezone: str, deadline: Mapping[str, str]) -> Calendar:
    """The calendar of a workspace with this zone name and {"weekday", "time"}, else Monday 10:00."""
    return Calendar(
        timezone, deadline.get("weekday") or DEFAULT_WEEKDAY, deadline.get("time") or DEFAULT_TIME
    )


def check_calendar(calendar: Calendar) -> None:
    """Raise BadInput, with its field, for a zone, weekday or time that nobody can keep a deadline by."""
    _zone(calendar.zone)
    _weekday(calendar.weekday)
    _time_of_day(calendar.time)


def week_of(instant: datetime, calendar: Calendar) -> str:
    """The check-in week running at an aware instant, as "2026-W47"; a deadline opens the next."""
    today = today_in(instant, calendar)
    monday = today - timedelta(days=today.weekday())
    while instant >= _deadline(monday, calendar):
        monday += _WEEK
    while instant < _deadline(monday - _WEEK, calendar):
        monday -= _WEEK
    return _week_holding(monday)


def deadline_of(week: str, calendar: Calendar) -> datetime:
    """The UTC instant at which a week ends.

    A local time that daylight saving skips moves forward; of one that occurs twice it is the first.
    """
    return _deadline(_monday(week), calendar)


def opens_at(week: str, calendar: Calendar) -> datetime:
    """The UTC instant at which a week begins: the deadline of the one before."""
    return _deadline(_monday(week) - _WEEK, calendar)


def middle_of(week: str, calendar: Calendar) -> date:
    """The local date of the week's middle, 3 days and 12 hours of wall time before its deadline."""
    middle = _middles.get((week, calendar))
    if middle is None:
        middle = (_local_deadline(_monday(week), calendar) - _DEADLINE_TO_MIDDLE).date()
        if len(_middles) >= _MOST_KNOWN:
            _middles.clear()
        _middles[week, calendar] = middle
    return middle


def add_weeks(week: str, n: int) -> str:
    """The week n weeks later, or earlier where n is negative."""
    return _week_holding(_monday(week) + n * _WEEK)


def is_week(text: str) -> bool:
    """Whether this names a week as the log keeps it, like "2026-W47"."""
    return _known_monday(text) is not None


def weeks_apart(a: str, b: str) -> int:
    """How many weeks b lies after a; negative where it lies before."""
    return (_monday(b) - _monday(a)).days // 7


def parse_week(typed: str, running: str) -> str:
    """The week that a person typed as "2026-W47", "W47" or "47".

    Without a year it is the nearest such week in the running week's year or the one before, so that "52" in
    January is last year's. Raises BadInput where it is no week, as W53 in a year of 52.
    """
    year, dash, number = typed.strip().upper().rpartition("-")
    number = number.removeprefix("W").zfill(2)
    this_year = int(running[:4])
    years = [year] if dash else [str(this_year), str(this_year - 1)]
    weeks = [week for week in (f"{year}-W{number}" for year in years) if _monday_or_none(week)]
    if not weeks:
        raise _no_week(typed)
    return min(weeks, key=lambda week: abs(weeks_apart(week, running)))


def today_in(instant: datetime, calendar: Calendar) -> date:
    """The local date at an aware instant in the workspace's zone."""
    return instant.astimezone(_zone(calendar.zone)).date()


def show_deadline(instant: datetime, now: datetime, calendar: Calendar) -> str:
    """A deadline for people in local time: "Mon 10:00", or "Mon 23 Nov 10:00" more than 6 days from today."""
    local = instant.astimezone(_zone(calendar.zone))
    day = WEEKDAYS[local.weekday()][:3].capitalize()
    if abs((local.date() - today_in(now, calendar)).days) > _DAYS_KNOWN_BY_NAME:
        day = f"{day} {local.day} {_MONTHS[local.month - 1]}"
    return f"{day} {local.hour:02d}:{local.minute:02d}"


def _deadline(monday: date, calendar: Calendar) -> datetime:
    # What is reckoned in wall time has fold=0, by which zoneinfo moves a skipped time forward and takes the
    # first of two.
    return _local_deadline(monday, calendar).astimezone(UTC)


def _local_deadline(monday: date, calendar: Calendar) -> datetime:
    """The local end of the week whose middle lies in the ISO week of this Monday, reckoned in wall time."""
    hour, minute = _time_of_day(calendar.time)
    day = monday + timedelta(days=_weekday(calendar.weekday))
    in_this_week = datetime(day.year, day.month, day.day, hour, minute, tzinfo=_zone(calendar.zone))
    middle_is_too = (in_this_week - _DEADLINE_TO_MIDDLE).date() >= monday
    return in_this_week if middle_is_too else in_this_week + _WEEK


def _week_holding(day: date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def _monday(week: str) -> date:
    monday = _known_monday(week)
    if monday is None:
        raise _no_week(week)
    return monday


def _known_monday(week: str) -> date | None:
    """The Monday of a week, read once; None where this is no week."""
    monday = _mondays.get(week)
    if monday is None and (monday := _monday_or_none(week)) is not None:
        if len(_mondays) >= _MOST_KNOWN:
            _mondays.clear()
        _mondays[week] = monday
    return monday


def _monday_or_none(week: str) -> date | None:
    year, separator, number = week[:4], week[4:6], week[6:]
    looks_right = len(week) == len("2026-W47") and separator == "-W" and week.isascii()
    if not looks_right or not (year + number).isdigit() or not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return None
    try:
        return date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        return None


def _no_week(typed: str) -> BadInput:
    return BadInput(f"{typed[:20]!r} is not a week: give it like 2026-W47, W47 or 47", field="week")


def _zone(name: str) -> tzinfo:
    # The name reaches the file system: only what zone names consist of gets that far.
    letters = name.replace("/", "").replace("_", "").replace("-", "").replace("+", "")
    if len(name) <= _LONGEST_ZONE and letters.isalnum() and name.isascii() and name[0].isalpha():
        try:
            return zone_of(name)
        except (KeyError, ValueError, OSError):
            pass
    shown = name[:_LONGEST_ZONE]
    raise BadInput(
        f"{shown!r} is not a known time zone: give one such as Europe/Berlin or UTC", field="timezone"
    )


def _weekday(name: str) -> int:
    if name not in WEEKDAYS:
        raise BadInput(f"{name[:20]!r} is not a weekday: give one of {', '.join(WEEKDAYS)}", field="weekday")
    return WEEKDAYS.index(name)


def _time_of_day(text: str) -> tuple[int, int]:
    hour, minute = text[:2], text[3:]
    looks_right = len(text) == 5 and text[2] == ":" and text.isascii() and (hour + minute).isdigit()
    if not looks_right or int(hour) > 23 or int(minute) > 59:
        raise BadInput(f"{text[:20]!r} is not a time of day: give it like 10:00", field="time")
    return int(hour), int(minute)
