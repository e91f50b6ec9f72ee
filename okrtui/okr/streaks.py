"""Streaks of red weeks: two in a row trigger the huddle (Playbook, Escalation path; domain, Escalations).

In the first share of a KR's time box (the RAG grace) a week counts as no colour: every linear KR starts red. A week
without a check-in neither breaks nor lengthens a streak.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from okrtui.okr.escalations import RED, Week
from okrtui.okr.scoring import fraction_of


def first_day_of_colour(box: tuple[date, date], grace: str) -> date:
    """The first day of the time box (start and end included) whose week has a colour.

    Args:
        box: the KR's time box.
        grace: the share of the box in which a week has no colour; 0 turns it off.
    """
    start, end = box
    share: Fraction = fraction_of(grace) * ((end - start).days + 1)
    return start + timedelta(days=ceil(share)) if share > 0 else date.min


def red_weeks(weeks: Sequence[Week]) -> int:
    """How many reported weeks up to the last one were red without another colour in between."""
    count = 0
    for week in reversed(weeks):
        if week.rag == RED:
            count += 1
        elif week.rag != "":
            break
    return count
