"""The server's clock, and the words on one that differs from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from okrtui.sync.answers import Unavailable
from okrtui.sync.server_client import ServerClient

FAR_AHEAD = timedelta(minutes=10)
"""A server takes what its own clock is behind of by less."""

_SMALL = timedelta(minutes=1)


def server_time(client: ServerClient) -> datetime:
    """The server's clock; raises OutOfReach where it tells none."""
    try:
        time = datetime.fromisoformat(client.hello().time)
    except ValueError as error:
        raise Unavailable(f"{client.host} gave no time of its own: it is tried again") from error
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def clock_line(ours: datetime, server: datetime) -> str:
    """What to tell after changes got the server's time: by how much this machine's clock is off."""
    ahead = ours - server
    if abs(ahead) < _SMALL:
        return "your changes were sent with the server's time, for they were written with a wrong clock"
    way = "ahead of" if ahead > timedelta() else "behind"
    return (
        f"this machine's clock is {duration(abs(ahead))} {way} the server's: set it right; your changes were sent"
        " with the server's time"
    )


def duration(span: timedelta) -> str:
    """A span in its largest unit: "3 minutes", "2 hours", "10 years"."""
    seconds = span.total_seconds()
    for name, length in (("year", 365 * 86400), ("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= 0.95 * length:
            count = round(seconds / length)
            return f"{count} {name}{'' if count == 1 else 's'}"
    return f"{round(seconds)} seconds"
