"""The weekly check-in meeting: its agenda, the order of its KRs, its clock (Playbook, 30-minute weekly check-in).

A meeting that runs is a plain value; each step gives the next one, so that it can be kept and taken up again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from okrtui.okr.weeks import Calendar, add_weeks, opens_at, week_of

AGENDA = ("KR movement", "confidence", "impediments", "next bets", "help needed")
"""The points of every KR, always in this order."""

KIND = "weekly"
"""The kind of review that it leaves behind."""

LENGTH = timedelta(minutes=30)
FORGOTTEN = timedelta(hours=12)
"""A meeting that began longer ago was not ended; whoever takes it up is told."""
LOOKS_BACK = timedelta(days=2)
"""So long after a deadline a team that has reported nothing since talks about the week that just ended."""

WORST, TREE = "worst", "tree"
ORDERS = (WORST, TREE)
"""What goes worst comes first, or objective by objective."""

_WORSE = ("red", "amber", None, "green", "stretch")
NOTHING: Mapping[str, bool] = MappingProxyType({})


class Running(NamedTuple):
    """A meeting that is being held.

    Attributes:
        week: the check-in week that it is about.
        began: RFC 3339 in UTC, as `step_at`, the time at which the KR on the screen came up.
        steps: ids of the KRs, in their order; `place` is the one on the screen, or their number at the end.
        point: the agenda point that is spoken about, by its place in `AGENDA`.
        share: seconds that the KR on the screen was given.
        attendees: ids of members.
        promises: KR id to whether last week's next action was done.
    """

    week: str
    began: str
    order: str = WORST
    steps: tuple[str, ...] = ()
    place: int = 0
    point: int = 0
    step_at: str = ""
    share: int = 0
    attendees: tuple[str, ...] = ()
    promises: Mapping[str, bool] = NOTHING

    @property
    def key_result(self) -> str:
        """The KR on the screen; empty at the end."""
        return self.steps[self.place] if self.place < len(self.steps) else ""


class Clock(NamedTuple):
    """Seconds left of the meeting and of the KR on the screen; below 0 where the time is over."""

    left: int
    left_of_step: int


def meeting_week(now: datetime, calendar: Calendar, reported: Collection[str]) -> str:
    """The week that a meeting held now is about: the running one, or the one that just ended.

    The deadline is before the team meets, so that on that day nobody has reported for the week that has just begun.

    Args:
        now: an aware instant.
        calendar: the workspace's.
        reported: the weeks for which the team has check-ins.
    """
    running = week_of(now, calendar)
    before = add_weeks(running, -1)
    is_early = now < opens_at(running, calendar) + LOOKS_BACK
    return before if is_early and running not in reported and before in reported else running


def severity(rag: str | None, stale_weeks: int, pace_by: str | None) -> tuple[int, int, Decimal]:
    """A sort key that puts what goes worst first: by RAG, then the longest stale, then the furthest behind."""
    return _WORSE.index(rag), -stale_weeks, Decimal(pace_by or "0")


def begin(week: str, steps: Sequence[str], order: str, attendees: Sequence[str], now: datetime) -> Running:
    """A meeting that begins now with its first KR."""
    began = _stamp(now)
    first = Running(week, began, order, tuple(steps), step_at=began, attendees=tuple(attendees))
    return first._replace(share=_share(first, now))


def at_place(meeting: Running, place: int, now: datetime) -> Running:
    """The meeting at another KR, with its first agenda point and a share of the time that is left."""
    there = meeting._replace(place=min(max(place, 0), len(meeting.steps)), point=0, step_at=_stamp(now))
    return there._replace(share=_share(there, now))


def at_next_point(meeting: Running, now: datetime) -> Running:
    """The meeting at the next agenda point, after the last one at the next KR."""
    if not meeting.key_result:
        return meeting
    if meeting.point + 1 < len(AGENDA):
        return meeting._replace(point=meeting.point + 1)
    return at_place(meeting, meeting.place + 1, now)


def in_order(meeting: Running, steps: Sequence[str], order: str) -> Running:
    """The meeting with its KRs in another order; the one on the screen stays there."""
    shown = meeting.key_result
    place = steps.index(shown) if shown in steps else min(meeting.place, len(steps))
    return meeting._replace(steps=tuple(steps), order=order, place=place)


def with_promise(meeting: Running, key_result: str, is_kept: bool | None) -> Running:
    """The meeting with what became of a KR's last next action; None takes the answer back."""
    promises = {one: kept for one, kept in meeting.promises.items() if one != key_result}
    if is_kept is not None:
        promises[key_result] = is_kept
    return meeting._replace(promises=promises)


def clock(meeting: Running, now: datetime) -> Clock:
    """What the clocks show at an aware instant."""
    left = _left(meeting, now)
    spent = now - datetime.fromisoformat(meeting.step_at or meeting.began)
    return Clock(left, meeting.share - int(spent.total_seconds()))


def is_forgotten(meeting: Running, now: datetime) -> bool:
    """Whether it began so long ago that somebody forgot to end it."""
    return now - datetime.fromisoformat(meeting.began) > FORGOTTEN


def to_text(meeting: Running) -> str:
    """The meeting as the text that is kept."""
    return json.dumps({**meeting._asdict(), "promises": dict(meeting.promises)}, ensure_ascii=False)


def from_text(text: str) -> Running | None:
    """The meeting in a kept text; None where it is none of ours."""
    try:
        kept: dict[str, Any] = json.loads(text)
        given = {name: _plain(kept[name]) for name in Running._fields if name in kept}
        meeting = Running(**given)
        datetime.fromisoformat(meeting.began)
    except (ValueError, TypeError, AttributeError):
        return None
    return meeting if _is_whole(meeting) else None


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _is_whole(meeting: Running) -> bool:
    """Whether everything in it is what it should be."""
    numbers = (meeting.place, meeting.point, meeting.share)
    lists: tuple[Any, ...] = (meeting.steps, meeting.attendees)
    return (
        all(isinstance(one, str) for one in (meeting.week, meeting.began, meeting.step_at))
        and meeting.order in ORDERS
        and all(isinstance(one, int) for one in numbers)
        and all(isinstance(one, tuple) and all(isinstance(id_, str) for id_ in one) for one in lists)
        and 0 <= meeting.place <= len(meeting.steps)
        and 0 <= meeting.point < len(AGENDA)
        and isinstance(meeting.promises, dict)
    )


def _share(meeting: Running, now: datetime) -> int:
    return max(_left(meeting, now), 0) // max(len(meeting.steps) - meeting.place, 1)


def _left(meeting: Running, now: datetime) -> int:
    return int((datetime.fromisoformat(meeting.began) + LENGTH - now).total_seconds())


def _stamp(now: datetime) -> str:
    return now.astimezone(UTC).replace(microsecond=0).isoformat()
