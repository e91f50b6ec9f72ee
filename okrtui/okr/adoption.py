"""Signals of adoption: whether the weekly rhythm holds, triggers are answered and decisions follow (Playbook,
Adoption signals; domain, Adoption signals).

They tell of teams and of the program, never of one person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from okrtui.okr.completion import GOAL, completion, is_reached
from okrtui.okr.escalation_clocks import turn
from okrtui.okr.rag import RAGS
from okrtui.okr.weeks import Calendar

COMPLETION_GOAL = GOAL
"""Complete check-ins of those owed in a week, in percent."""
DECISIONS_GOAL = 2
"""Shifts of resources and priority decisions about KRs, a month."""
IMPROVED_GOAL = 2
"""KRs above their baseline by the end of the first cycle."""

IN_TIME, LATE, RECOVERED, OPEN = "in_time", "late", "recovered", "open"


class WeekSignals(NamedTuple):
    """One check-in week.

    Attributes:
        week: such as "2026-W47".
        owed: check-ins that were owed; `complete`: how many of those are there and complete.
        rag: how many KRs stood in each band at its end, "" for those without a figure.
        is_running: whether it has not ended.
    """

    week: str
    owed: int
    complete: int
    rag: dict[str, int]
    is_running: bool = False

    @property
    def percent(self) -> int | None:
        """The share that is complete, rounded half up; never the goal before it is reached. None: nothing owed."""
        return completion(self.owed, self.complete)

    @property
    def is_reached(self) -> bool:
        """Whether the goal was reached."""
        return is_reached(self.owed, self.complete)


class Responses(NamedTuple):
    """How one kind of trigger was answered.

    Attributes:
        kind: of the escalations.
        opened: how many there were.
        in_time: how many had their first answer until it was due.
        late: how many had none until then.
        recovered: how many a better colour closed before an answer was due.
        waiting: how many are still within their time.
        hours: from opening to first answer, the median in whole hours; None where nothing was answered.
    """

    kind: str
    opened: int
    in_time: int
    late: int
    recovered: int
    waiting: int
    hours: int | None

    @property
    def percent(self) -> int | None:
        """The share in time of those that had to be answered, rounded down; None where there are none."""
        judged = self.in_time + self.late
        return 100 * self.in_time // judged if judged else None


class Trigger(NamedTuple):
    """An escalation with its times; `answered` and `closed` are None where that has not happened."""

    kind: str
    opened: datetime
    answered: datetime | None
    closed: datetime | None


def weeks_in_a_row(weeks: Sequence[WeekSignals]) -> int:
    """How many weeks up to the last reached the goal; the running one counts once it does and breaks nothing."""
    count = 0
    for one in reversed(weeks):
        if one.is_reached:
            count += 1
        elif one.owed and not one.is_running:
            break
    return count


def responses(triggers: Iterable[Trigger], now: datetime, calendar: Calendar) -> list[Responses]:
    """How the triggers of each kind were answered, against the clocks of escalation, by kind.

    Args:
        triggers: the escalations.
        now: an aware instant.
        calendar: the workspace's week, for its zone.
    """
    by_kind: dict[str, list[tuple[str, timedelta | None]]] = {}
    for one in triggers:
        due = turn(one.kind, one.opened, (), one.opened, calendar).due
        took = one.answered - one.opened if one.answered else None
        by_kind.setdefault(one.kind, []).append((_judged(one, due, now), took))
    return [_summed(kind, by_kind[kind]) for kind in sorted(by_kind)]


def _judged(one: Trigger, due: datetime, now: datetime) -> str:
    if one.answered and one.answered <= due:
        return IN_TIME
    if one.answered is None and one.closed and one.closed <= due:
        return RECOVERED
    return OPEN if one.answered is None and now < due else LATE


def _summed(kind: str, judged: Sequence[tuple[str, timedelta | None]]) -> Responses:
    words = [word for word, _ in judged]
    return Responses(
        kind,
        opened=len(judged),
        in_time=words.count(IN_TIME),
        late=words.count(LATE),
        recovered=words.count(RECOVERED),
        waiting=words.count(OPEN),
        hours=median_hours([took for _, took in judged if took is not None]),
    )


def median_hours(times: Collection[timedelta]) -> int | None:
    """The median in whole hours, rounded half up; of an even number, the mean of the two in the middle."""
    if not times:
        return None
    ordered = sorted(times)
    middle = len(ordered) // 2
    twice = ordered[middle] * 2 if len(ordered) % 2 else ordered[middle - 1] + ordered[middle]
    return (twice + timedelta(hours=1)) // timedelta(hours=2)


def bands() -> dict[str, int]:
    """No KR in any band."""
    return dict.fromkeys((*RAGS, ""), 0)
