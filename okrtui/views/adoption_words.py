"""The signals of adoption in words, as the command line and the page say them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from okrtui.okr.adoption import Responses
from okrtui.okr.escalation_clocks import (
    ACKNOWLEDGE_HOURS,
    AMBER_DAYS,
    BLOCKER_DAYS,
    HUDDLE_HOURS,
    RESPONSE_HOURS,
)
from okrtui.okr.escalation_steps import AMBER_RESPONSE, BLOCKER, DATA_ISSUE, RED_RESPONSE, RED_STREAK

_WITHIN = {
    RED_RESPONSE: f"{RESPONSE_HOURS} h",
    AMBER_RESPONSE: f"{AMBER_DAYS} days",
    RED_STREAK: f"{HUDDLE_HOURS} h",
    DATA_ISSUE: f"{ACKNOWLEDGE_HOURS} h",
    BLOCKER: f"{BLOCKER_DAYS} days",
}
_LEVELS = (
    ("company", "company", "company"),
    ("team", "team", "teams"),
    ("none", "without a team", "without a team"),
)
_DAYS_FROM_HOURS = 72


def within(kind: str) -> str:
    """Until when a trigger of this kind is to have its first answer."""
    return _WITHIN.get(kind, "")


def took(hours: int | None) -> str:
    """A time in hours, from three days on in days; — where there is none."""
    if hours is None:
        return "—"
    return f"{hours} h" if hours < _DAYS_FROM_HOURS else f"{(hours + 12) // 24} days"


def in_time(one: Responses) -> str:
    """The share in time: "9 of 12 (75 %)", — where nothing had to be answered yet."""
    judged = one.in_time + one.late
    return f"{one.in_time} of {judged} ({one.percent} %)" if judged else "—"


def in_a_row(weeks: int) -> str:
    """Weeks that reached the goal, one after the other."""
    if not weeks:
        return "not reached last week"
    return "reached last week" if weeks == 1 else f"reached {weeks} weeks in a row"


def month_name(month: str) -> str:
    """A month such as "2026-11" as "Nov 2026"."""
    return f"{date.fromisoformat(f'{month}-01'):%b %Y}"


def levels(objectives: Mapping[str, int]) -> str:
    """How many objectives stand at each level: "company 2 · teams 5"."""
    parts = []
    for level, one, several in _LEVELS:
        if count := objectives.get(level, 0):
            parts.append(f"{one if count == 1 else several} {count}")
    return " · ".join(parts) or "none"
