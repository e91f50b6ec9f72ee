"""Whose turn an open escalation is, what they are to do, and until when (Playbook, Escalation path and SLAs).

Hours run from the first revision's time; business days are Monday to Friday in the workspace's zone (domain,
Escalations). A streak goes from the champion to the objective's owner to the sponsor, a blocker from the objective's
owner to the program lead to the sponsor.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from okrtui.okr.escalations import Answer
from okrtui.okr.weeks import Calendar, today_in

RESPONSE = timedelta(hours=48)
AMBER_RESPONSE = timedelta(days=7)
HUDDLE = timedelta(hours=48)
ACKNOWLEDGE = timedelta(hours=24)
BLOCKER_WEEK = timedelta(days=7)
SPONSOR_HUDDLE = timedelta(hours=72)
SPONSOR = timedelta(hours=24)
FIX_BUSINESS_DAYS = 5

KR_OWNER, OBJECTIVE_OWNER, CHAMPION = "kr_owner", "objective_owner", "champion"
LEAD, STEWARD, SPONSOR_ROLE = "program_lead", "data_steward", "sponsor"


class Turn(NamedTuple):
    """The step that an open escalation waits for.

    Attributes:
        holder: whose turn it is: "kr_owner", "objective_owner", "champion", "program_lead", "data_steward", "sponsor".
        todo: what they are to do, in a few words.
        due: until when, aware.
        step: the answer's `step` that ends this turn.
    """

    holder: str
    todo: str
    due: datetime
    step: str


def turn(kind: str, opened: datetime, answers: Sequence[Answer], now: datetime, calendar: Calendar) -> Turn:
    """Whose turn it is.

    Args:
        kind: the escalation's.
        opened: when its clock began, aware.
        answers: the steps taken so far, the oldest first.
        now: an aware instant.
        calendar: the workspace's week, for its zone.
    """
    if kind == "red_response":
        return Turn(KR_OWNER, "root cause, revised bet, help request", opened + RESPONSE, "answered")
    if kind == "amber_response":
        return Turn(KR_OWNER, "adjusted bet, next checkpoint", opened + AMBER_RESPONSE, "answered")
    asked = _time_of("asked", answers)
    if asked is not None and kind in ("red_streak", "blocker"):
        return Turn(SPONSOR_ROLE, "decide on the help asked for", asked + SPONSOR, "answered")
    if kind == "red_streak":
        return _of_streak(opened, answers, now)
    if kind == "data_issue":
        return _of_data_issue(opened, answers, calendar)
    return _of_blocker(opened, now)


def business_days_after(moment: datetime, days: int, calendar: Calendar) -> datetime:
    """The same time of day so many business days later; what begins on a weekend counts from its Monday."""
    local = today_in(moment, calendar)
    while local.weekday() > 4:
        local += timedelta(days=1)
    passed = local
    left = days
    while left:
        passed += timedelta(days=1)
        left -= passed.weekday() < 5
    return moment + (passed - today_in(moment, calendar))


def _of_streak(opened: datetime, answers: Sequence[Answer], now: datetime) -> Turn:
    due = opened + HUDDLE
    if _time_of("huddle", answers) is None and now < due:
        return Turn(CHAMPION, "convene the 48-hour huddle", due, "huddle")
    return Turn(OBJECTIVE_OWNER, "decide: change the bet or ask for help", due, "answered")


def _of_data_issue(opened: datetime, answers: Sequence[Answer], calendar: Calendar) -> Turn:
    if _time_of("acknowledged", answers) is None:
        return Turn(STEWARD, "acknowledge the data issue", opened + ACKNOWLEDGE, "acknowledged")
    return Turn(
        STEWARD, "workaround or fix", business_days_after(opened, FIX_BUSINESS_DAYS, calendar), "answered"
    )


def _of_blocker(opened: datetime, now: datetime) -> Turn:
    if now < opened + BLOCKER_WEEK:
        return Turn(OBJECTIVE_OWNER, "resolve the blocker", opened + BLOCKER_WEEK, "answered")
    return Turn(LEAD, "call a sponsor huddle", opened + BLOCKER_WEEK + SPONSOR_HUDDLE, "asked")


def _time_of(step: str, answers: Sequence[Answer]) -> datetime | None:
    """When this step was last taken."""
    return next((datetime.fromisoformat(one.at) for one in reversed(answers) if one.step == step), None)
