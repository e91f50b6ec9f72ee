"""Days and ages in the few characters that a line has for them: "31 Dec", "2 h ago"."""

from __future__ import annotations

from datetime import date, datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def show_day(day: date | str | None, this_year: int | None = None) -> str:
    """A day as "31 Dec", with its year where that isn't `this_year`; "" where there is none.

    A text is an ISO date; what is none is given back as it is.
    """
    if not day:
        return ""
    if isinstance(day, str):
        typed = day
        try:
            day = date.fromisoformat(typed[:10])
        except ValueError:
            return typed
    shown = f"{day.day} {_MONTHS[day.month - 1]}"
    return shown if this_year in (None, day.year) else f"{shown} {day.year}"


def show_age(at: datetime | str | None, now: datetime) -> str:
    """How long ago an aware instant was, as "5 min ago", "2 h ago", "3 d ago", and from
    three weeks on as its day; "" where it is unknown.
    """
    if not at:
        return ""
    if isinstance(at, str):
        try:
            at = datetime.fromisoformat(at)
        except ValueError:
            return ""
    seconds = int((now - at).total_seconds())
    if seconds < _MINUTE:
        return "just now"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min ago"
    if seconds < _DAY:
        return f"{seconds // _HOUR} h ago"
    if seconds < 21 * _DAY:
        return f"{seconds // _DAY} d ago"
    return show_day(at.date(), now.year)
