"""Time zones by name: those of `zoneinfo`, or the C library's where a prompt can't wait for `zoneinfo`.

Both read the same files of the system. The C library's are taken only where their own name is a file in the usual
place and nobody pointed elsewhere; they answer as `zoneinfo` does for a time without a fold.
"""

from __future__ import annotations

import os
import time

from okrtui.okr.instants import datetime, timedelta, tzinfo

FILES = "/usr/share/zoneinfo"
_ELSEWHERE = ("PYTHONTZPATH", "TZDIR")
_DAY = 86_400
_DAY_ONE = 719_163
"""1 January 1970, as days are counted from the year 1."""
_zones: dict[str, tzinfo] = {}
_is_quick = False


def be_quick() -> None:
    """Take the C library's zones from here on: for a process that shows one workspace and ends."""
    global _is_quick
    _is_quick = hasattr(time, "tzset") and not any(os.environ.get(name) for name in _ELSEWHERE)


def zone_of(name: str) -> tzinfo:
    """The zone of an IANA name that consists of nothing but a zone's letters.

    Raises:
        KeyError, ValueError, OSError: there is none of that name.
    """
    zone = _zones.get(name)
    if zone is None:
        if _is_quick and os.path.isfile(f"{FILES}/{name}"):
            zone = SystemZone(name)
        else:
            from zoneinfo import ZoneInfo

            zone = ZoneInfo(name)
        _zones[name] = zone
    return zone


class SystemZone(tzinfo):
    """A zone as the C library knows it. There is one at a time: making another changes what the first answers."""

    def __init__(self, name: str) -> None:
        self._name = name
        os.environ["TZ"] = name
        time.tzset()

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """How far a wall time lies ahead of UTC; a skipped time and one that occurs twice have the offset before."""
        if moment is None:
            return None
        wall = _seconds(moment)
        before, after = _offset(wall - _DAY), _offset(wall + _DAY)
        if before == after or _offset(wall - before) == before or _offset(wall - after) != after:
            return timedelta(seconds=before)
        return timedelta(seconds=after)

    def fromutc(self, moment: datetime) -> datetime:
        """The wall time at an instant that is given in UTC with this zone."""
        return moment + timedelta(seconds=_offset(_seconds(moment)))

    def dst(self, moment: datetime | None) -> timedelta | None:
        """Not told: nobody asks whether it is summer."""
        return None

    def tzname(self, moment: datetime | None) -> str:
        """The zone's own name."""
        return self._name


def _seconds(moment: datetime) -> int:
    """The seconds from 1970 to a moment, read as if it were UTC."""
    days = moment.toordinal() - _DAY_ONE
    return days * _DAY + moment.hour * 3600 + moment.minute * 60 + moment.second


def _offset(seconds: int) -> int:
    """How many seconds the local time is ahead of UTC at an instant."""
    return time.localtime(seconds).tm_gmtoff
