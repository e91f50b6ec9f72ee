"""Streaks of red weeks: two in a row trigger the huddle (Playbook, Escalation path; domain, Escalations).

In the first share of a KR's time box (the RAG grace) a week counts as no colour: every linear KR starts red. A week
without a check-in neither breaks nor lengthens a streak.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from okrtui.okr.scoring import fraction_of
from okrtui.okr.weeks import Calendar, middle_of


def is_in_grace(week: str, box: tuple[date, date], grace: str, calendar: Calendar) -> bool:
    """Whether the week's middle lies in the first `grace` share of the time box (start and end included)."""
    start, end = box
    days = (end - start).days + 1
    return Fraction((middle_of(week, calendar) - start).days) < fraction_of(grace) * days


def red_weeks(
    reported: Iterable[tuple[str, str | None]], box: tuple[date, date], grace: str, calendar: Calendar
) -> int:
    """How many reported weeks up to the last one were red without another colour in between.

    Args:
        reported: (week, RAG) of the reported weeks, the newest first.
        box: the KR's time box.
        grace: the share of the box in which a week has no colour.
        calendar: the workspace's week.
    """
    count = 0
    for week, rag in reported:
        if rag != "red" or is_in_grace(week, box, grace, calendar):
            break
        count += 1
    return count
