"""Whose turn an open escalation is, what they are to do, and until when (Playbook, Escalation path and SLAs).

Hours run from the first revision's time; business days are Monday to Friday in the workspace's zone (domain,
Escalations). A streak goes from the champion to the objective's owner to the sponsor, a blocker from the objective's
owner to the program lead to the sponsor. On the path of `okrtui status`.
"""

from __future__ import annotations

from collections import namedtuple

from okrtui.okr.escalation_steps import (
    ACKNOWLEDGED,
    AMBER_RESPONSE,
    ANSWERED,
    ASKED,
    BLOCKER,
    CHAMPION,
    DATA_ISSUE,
    HUDDLE,
    KR_OWNER,
    LEAD,
    OBJECTIVE_OWNER,
    RED_RESPONSE,
    RED_STREAK,
    SPONSOR,
    STEWARD,
)
from okrtui.okr.instants import UTC, datetime, timedelta
from okrtui.okr.zones import zone_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrtui.okr.escalation_steps import Answer
    from okrtui.okr.weeks import Calendar

RESPONSE_HOURS, HUDDLE_HOURS, ACKNOWLEDGE_HOURS, SPONSOR_HOURS, SPONSOR_HUDDLE_HOURS = 48, 48, 24, 24, 72
AMBER_DAYS, BLOCKER_DAYS, FIX_BUSINESS_DAYS = 7, 7, 5
_SATURDAY = 5
_FIRST_YEAR, _LAST_YEAR = "1900", "9990"


class Turn(namedtuple("Turn", "holder todo due step")):
    """The step that an open escalation waits for.

    Attributes:
        holder: whose turn it is: "kr_owner", "objective_owner", "champion", "program_lead", "data_steward", "sponsor".
        todo: what they are to do, in a few words.
        due: until when, aware.
        step: the answer's `step` that ends this turn.
    """

    __slots__ = ()

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
    if kind == RED_RESPONSE:
        due = opened + timedelta(hours=RESPONSE_HOURS)
        return Turn(KR_OWNER, "answer with root cause, revised bet, help request", due, ANSWERED)
    if kind == AMBER_RESPONSE:
        due = opened + timedelta(days=AMBER_DAYS)
        return Turn(KR_OWNER, "answer with adjusted bet, next checkpoint", due, ANSWERED)
    if kind == DATA_ISSUE:
        return _of_data_issue(opened, answers, calendar)
    asked = _last_time_of(ASKED, answers, opened)
    if asked is not None:
        due = asked + timedelta(hours=SPONSOR_HOURS)
        return Turn(SPONSOR, "decide on the help asked for", due, ANSWERED)
    return _of_streak(opened, answers, now) if kind == RED_STREAK else _of_blocker(opened, now)


def moment_of(text: str, otherwise: datetime) -> datetime:
    """A time of the log as an instant; another one where it is unknown, or so far off that no clock runs from it."""
    if not text or not _FIRST_YEAR <= text[:4] <= _LAST_YEAR:
        return otherwise
    return datetime.fromisoformat(text)


def is_for_the_review(kind: str, opened: datetime, now: datetime) -> bool:
    """Whether it stands on the monthly review's agenda: a blocker that is unresolved after a week."""
    return kind == BLOCKER and now >= opened + timedelta(days=BLOCKER_DAYS)


def business_days_after(moment: datetime, days: int, calendar: Calendar) -> datetime:
    """The same wall time so many business days later; what begins on a weekend counts from its end.

    Args:
        moment: an aware instant.
        days: one or more.
        calendar: the workspace's week, for its zone.
    """
    zone = zone_of(calendar.zone)
    local = moment.astimezone(zone)
    wall = local.replace(tzinfo=None)
    if wall.weekday() >= _SATURDAY:
        wall = datetime(wall.year, wall.month, wall.day) + timedelta(days=7 - wall.weekday())
    left = days
    while left:
        wall += timedelta(days=1)
        left -= wall.weekday() < _SATURDAY
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _of_streak(opened: datetime, answers: Sequence[Answer], now: datetime) -> Turn:
    """The champion's, until the huddle was held or its time is over; then the objective's owner decides."""
    due = opened + timedelta(hours=HUDDLE_HOURS)
    if _last_time_of(HUDDLE, answers, opened) is None and now < due:
        return Turn(CHAMPION, "huddle", due, HUDDLE)
    return Turn(OBJECTIVE_OWNER, "decide: change the bet or ask for help", due, ANSWERED)


def _of_data_issue(opened: datetime, answers: Sequence[Answer], calendar: Calendar) -> Turn:
    if _last_time_of(ACKNOWLEDGED, answers, opened) is None:
        due = opened + timedelta(hours=ACKNOWLEDGE_HOURS)
        return Turn(STEWARD, "acknowledge it", due, ACKNOWLEDGED)
    due = business_days_after(opened, FIX_BUSINESS_DAYS, calendar)
    return Turn(STEWARD, "find a workaround or fix", due, ANSWERED)


def _of_blocker(opened: datetime, now: datetime) -> Turn:
    due = opened + timedelta(days=BLOCKER_DAYS)
    if now < due:
        return Turn(OBJECTIVE_OWNER, "resolve it", due, ANSWERED)
    due += timedelta(hours=SPONSOR_HUDDLE_HOURS)
    return Turn(LEAD, "call a sponsor huddle", due, ASKED)


def _last_time_of(step: str, answers: Sequence[Answer], opened: datetime) -> datetime | None:
    """When this step was last taken; where that is unknown, when the escalation opened."""
    return next((moment_of(one.at, opened) for one in reversed(answers) if one.step == step), None)
