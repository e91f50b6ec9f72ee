"""Escalations: what a red or amber week or a call for help asks of whom, worked out from a KR's reported weeks.

They are worked out from what is stored, so that every replica shows the same ones: each is named by its kind, its KR
and the week that opened it (Playbook, RAG triggers; Escalation path and SLAs; domain, Escalations). A week without a
check-in neither opens nor closes any and does not break a streak. A week in the first share of the KR's time box has
no colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from okrtui.okr.escalation_steps import AMBER_RESPONSE, ANSWERED, BLOCKER, RED_RESPONSE, RED_STREAK, Answer

RED, AMBER = "red", "amber"
COLOUR, ANSWER = "colour", "answer"
_BETTER = {RED: ("amber", "green", "stretch"), AMBER: ("green", "stretch")}
_STREAK = 2


class Week(NamedTuple):
    """One reported week of a KR.

    Attributes:
        week: such as "2026-W47".
        rag: its colour; None where it counts as none, in the grace or without a score; "" where no figure was
            reported, so that it says nothing about colours.
        at: the first revision's time, RFC 3339 in UTC; "" where that is unknown.
        help_from: the other team that is asked for help, "" where none is.
    """

    week: str
    rag: str | None
    at: str
    help_from: str = ""


class Opening(NamedTuple):
    """An escalation that a KR's weeks opened.

    Attributes:
        kind: "red_response", "amber_response", "red_streak" or "blocker".
        weeks: those that it stands for, the one that opened it first.
        at: when its clock began: the first revision's time of that week, "" where that is unknown.
        help_from: the team that was asked in that week, "" where none was.
        closed_week: the week whose better colour closed it, "" while none did.
        closed_at: when that week was first reported.
    """

    kind: str
    weeks: tuple[str, ...]
    at: str
    help_from: str
    closed_week: str = ""
    closed_at: str = ""

    @property
    def week(self) -> str:
        """The week that opened it."""
        return self.weeks[0]

    @property
    def last_week(self) -> str:
        """The last week that it stands for."""
        return self.weeks[-1]


Answers = Mapping[tuple[str, str], Sequence[Answer]]
"""The answers to a KR's escalations by kind and the week that they name, the oldest first."""


def openings(weeks: Sequence[Week], answers: Answers) -> list[Opening]:
    """What a KR's reported weeks opened and, by a better colour, closed again; in the order of opening.

    Args:
        weeks: the reported weeks, the oldest first, each once.
        answers: the steps taken so far; an answered call for help that is made again opens anew.
    """
    coloured = [week for week in weeks if week.rag != ""]
    runs = {colour: _runs(coloured, colour) for colour in (RED, AMBER)}
    found = [
        *(_closed_by_colour(RED_RESPONSE, run, later, RED) for run, later in runs[RED]),
        *(_closed_by_colour(AMBER_RESPONSE, run, later, AMBER) for run, later in runs[AMBER]),
        *(
            _closed_by_colour(RED_STREAK, run[_STREAK - 1 :], later, RED)
            for run, later in runs[RED]
            if len(run) >= _STREAK
        ),
        *(_opened(BLOCKER, run) for run in _calls(weeks, answers)),
    ]
    return sorted(found, key=lambda one: (one.week, one.kind))


def closing(opening: Opening, answers: Iterable[Answer]) -> tuple[str, str]:
    """What closed an escalation, and when: ("answer" | "colour", time), or ("", "") while nothing did.

    Where both did, what came first counts.
    """
    answered = next((one.at for one in answers if one.step == ANSWERED), None)
    if answered is not None and not (opening.closed_week and opening.closed_at < answered):
        return ANSWER, answered
    return (COLOUR, opening.closed_at) if opening.closed_week else ("", "")


def _opened(kind: str, run: Sequence[Week]) -> Opening:
    return Opening(kind, tuple(one.week for one in run), run[0].at, run[0].help_from)


def _runs(weeks: Sequence[Week], colour: str) -> list[tuple[Sequence[Week], Sequence[Week]]]:
    """The runs of weeks of one colour, without another colour between them, each with the weeks after it."""
    runs: list[tuple[Sequence[Week], Sequence[Week]]] = []
    start = None
    for place, week in enumerate(weeks):
        if week.rag == colour:
            start = place if start is None else start
        elif start is not None:
            runs.append((weeks[start:place], weeks[place:]))
            start = None
    if start is not None:
        runs.append((weeks[start:], ()))
    return runs


def _closed_by_colour(kind: str, run: Sequence[Week], later: Sequence[Week], colour: str) -> Opening:
    opened = _opened(kind, run)
    better = next((one for one in later if one.rag in _BETTER[colour]), None)
    if better is None:
        return opened
    return opened._replace(closed_week=better.week, closed_at=better.at)


def _calls(weeks: Sequence[Week], answers: Answers) -> list[list[Week]]:
    """The weeks that ask a team for help, together until it is answered: a call after an answer is a new one."""
    calls: list[list[Week]] = []
    latest: dict[str, list[Week]] = {}
    for week in weeks:
        if not week.help_from:
            continue
        call = latest.get(week.help_from)
        if call is None or _is_answered_before(week.at, call, answers):
            call = latest[week.help_from] = []
            calls.append(call)
        call.append(week)
    return calls


def _is_answered_before(at: str, call: Sequence[Week], answers: Answers) -> bool:
    """Whether a call was answered before this time; one of unknown time came before any answer."""
    given = (one for week in call for one in answers.get((BLOCKER, week.week), ()))
    return any(one.step == ANSWERED and one.at <= at for one in given)
