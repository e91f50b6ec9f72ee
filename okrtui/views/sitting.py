"""The sitting: what stands beside the form while one checks in, and which key result comes next (domain rules, §3)."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from okrtui.views.lines import KeyResultLine
from okrtui.views.people import TeamRow
from okrtui.views.workspace import MemberRow


class Reported(NamedTuple):
    """A check-in as it stands: `done` is None where no milestones were reported, `help_from` a team's id."""

    id: str
    week: str
    author: str | None
    actual: str | None
    done: list[str] | None
    confidence: int | None
    insight: str
    next_action: str
    help_needed: str
    help_from: str | None
    evidence: list[str]
    learning: str
    status: str | None
    repeats: list[str]
    at: str | None


class Sitting(NamedTuple):
    """What the form for one key result and week needs.

    Attributes:
        week: the week to check in for; `is_late` where its deadline has passed.
        deadline: aware UTC instant at which the week ends.
        last: the latest check-in of an earlier week, or None.
        this: the week's check-in that a save would revise, or None.
        milestones: (name, weight) in order.
        draft: what was half typed, {field: value}, or None.
        teams: whom help can be asked from.
        valid_range: the metric's lowest and highest valid quantity, or None.
        history: actuals of the weeks reported before this one, oldest first, one a week.
        initiatives: (id, title) of the bets that should move it.
    """

    line: KeyResultLine
    week: str
    is_late: bool
    deadline: datetime
    last: Reported | None
    this: Reported | None
    milestones: tuple[tuple[str, str], ...]
    draft: dict[str, object] | None
    teams: list[TeamRow]
    valid_range: tuple[str | None, str | None] | None
    history: list[str]
    initiatives: list[tuple[str, str]]


def due_queue(c: sqlite3.Connection, member: MemberRow, now: datetime) -> list[str]:
    """The ids of the member's key results to be checked in, in the order of My week; overdue ones first."""
    raise NotImplementedError


def sitting(c: sqlite3.Connection, key_result_id: str, week: str | None, now: datetime) -> Sitting:
    """What the form needs; without a week it is the one that is due, else the running one.

    Raises NotFound where there is no such key result.
    """
    raise NotImplementedError
