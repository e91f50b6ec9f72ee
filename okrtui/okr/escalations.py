"""Escalations: what a red or amber week, a call for help or bad data asks of whom, and until when.

They are worked out from what is stored, so that every replica shows the same ones: each is named by its kind, its KR
and the week that opened it (Playbook, RAG triggers; Escalation path and SLAs; domain, Escalations). A week without a
check-in neither opens nor closes any and does not break a streak. A week in the first share of the KR's time box has
no colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

RED, AMBER = "red", "amber"
_BETTER = {RED: ("amber", "green", "stretch"), AMBER: ("green", "stretch")}


class Week(NamedTuple):
    """One reported week of a KR.

    Attributes:
        week: such as "2026-W47".
        rag: its colour; None where it counts as none, in the grace or without a score; "" where no figure was
            reported, so that it says nothing about colours.
        at: the first revision's time, RFC 3339 in UTC; "" where that is unknown.
        help_from: the team that is asked for help, "" where none is.
    """

    week: str
    rag: str | None
    at: str
    help_from: str = ""


class Answer(NamedTuple):
    """A step that somebody took: which, and when (RFC 3339 in UTC)."""

    step: str
    at: str


class Opening(NamedTuple):
    """An escalation that a KR's weeks opened.

    Attributes:
        kind: "red_response", "amber_response", "red_streak" or "blocker".
        week: the week that opened it.
        last_week: the last week of the streak that it stands for.
        at: when its clock began: the first revision's time of `week`, "" where that is unknown.
        help_from: the team that was asked in that week, "" where none was.
        closed_week: the week whose better colour closed it, "" while none did.
        closed_at: when that week was first reported.
    """

    kind: str
    week: str
    last_week: str
    at: str
    help_from: str
    closed_week: str = ""
    closed_at: str = ""


Answers = dict[tuple[str, str], Sequence[Answer]]
"""The answers to a KR's escalations by kind and opening week, the oldest first."""


def openings(weeks: Sequence[Week], answers: Answers) -> list[Opening]:
    """What a KR's reported weeks opened and, by a better colour, closed again; in the order of opening.

    Args:
        weeks: the reported weeks, the oldest first, each once.
        answers: the steps taken so far; an answered call for help that is made again opens anew.
    """
    coloured = [week for week in weeks if week.rag != ""]
    found: list[Opening] = []
    for kind, colour in (("red_response", RED), ("amber_response", AMBER)):
        found += _closed_by_colour(_first_weeks(coloured, colour, kind), coloured, colour)
    found += _closed_by_colour(_streaks(coloured), coloured, RED)
    found += _blockers(weeks, answers)
    return sorted(found, key=lambda one: (one.week, one.kind))


def closing(opening: Opening, answers: Iterable[Answer]) -> tuple[str, str]:
    """What closed an escalation, and when: ("answer" | "colour", time), or ("", "") while nothing did.

    Where both did, what came first counts.
    """
    answered = next((one.at for one in answers if one.step == "answered"), "")
    ends = [("answer", answered)] if answered else []
    if opening.closed_week:
        ends.append(("colour", opening.closed_at))
    return min(ends, key=lambda end: end[1], default=("", ""))


def _opened(kind: str, week: Week, last_week: str) -> Opening:
    return Opening(kind, week.week, last_week, week.at, week.help_from)


def _first_weeks(weeks: Sequence[Week], colour: str, kind: str) -> list[Opening]:
    """One for each week of this colour after a reported week of another."""
    found: list[Opening] = []
    before = None
    for week in weeks:
        if week.rag == colour and before != colour:
            found.append(_opened(kind, week, week.week))
        elif week.rag == colour and found:
            found[-1] = found[-1]._replace(last_week=week.week)
        before = week.rag
    return found


def _streaks(weeks: Sequence[Week]) -> list[Opening]:
    """One for each run of two red weeks or more, opened by the second."""
    found: list[Opening] = []
    run = 0
    for week in weeks:
        run = run + 1 if week.rag == RED else 0
        if run == 2:
            found.append(_opened("red_streak", week, week.week))
        elif run > 2:
            found[-1] = found[-1]._replace(last_week=week.week)
    return found


def _closed_by_colour(opened: list[Opening], weeks: Sequence[Week], colour: str) -> list[Opening]:
    closed = []
    for one in opened:
        better = next((w for w in weeks if w.week > one.week and w.rag in _BETTER[colour]), None)
        closed.append(one._replace(closed_week=better.week, closed_at=better.at) if better else one)
    return closed


def _blockers(weeks: Sequence[Week], answers: Answers) -> list[Opening]:
    """One for each run of weeks that ask the same team for help; a call after an answer is a new one."""
    found: list[Opening] = []
    before = ""
    for week in weeks:
        if week.help_from:
            is_same = bool(found) and week.help_from == before
            if is_same and not _is_answered_before(week.at, answers.get(("blocker", found[-1].week), ())):
                found[-1] = found[-1]._replace(last_week=week.week)
            else:
                found.append(_opened("blocker", week, week.week))
        before = week.help_from
    return found


def _is_answered_before(at: str, answers: Sequence[Answer]) -> bool:
    return any(one.step == "answered" and one.at <= at for one in answers)
