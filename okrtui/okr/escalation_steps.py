"""The words of escalations: their kinds, the steps towards closing one, and who is turned to (domain, Escalations).

On the path of `okrtui status`, so the rows are plain named tuples.
"""

from __future__ import annotations

from collections import namedtuple

RED_RESPONSE, AMBER_RESPONSE, RED_STREAK = "red_response", "amber_response", "red_streak"
DATA_ISSUE, BLOCKER = "data_issue", "blocker"
ACKNOWLEDGED, HUDDLE, ASKED, ANSWERED = "acknowledged", "huddle", "asked", "answered"

KR_OWNER, OBJECTIVE_OWNER, CHAMPION = "kr_owner", "objective_owner", "champion"
LEAD, STEWARD, SPONSOR = "program_lead", "data_steward", "sponsor"

NAMES = {
    RED_RESPONSE: "red response",
    AMBER_RESPONSE: "amber response",
    RED_STREAK: "red for 2 weeks",
    DATA_ISSUE: "data issue",
    BLOCKER: "blocker",
}
"""The kinds for people."""

HOLDERS = {
    KR_OWNER: "KR owner",
    OBJECTIVE_OWNER: "objective owner",
    CHAMPION: "champion",
    LEAD: "program lead",
    STEWARD: "data steward",
    SPONSOR: "sponsor",
}
"""Those who are turned to, for people."""

STAND_INS = {
    KR_OWNER: (OBJECTIVE_OWNER, CHAMPION, LEAD, SPONSOR),
    OBJECTIVE_OWNER: (CHAMPION, LEAD, SPONSOR),
    CHAMPION: (LEAD, OBJECTIVE_OWNER, SPONSOR),
    LEAD: (SPONSOR, OBJECTIVE_OWNER),
    STEWARD: (LEAD, OBJECTIVE_OWNER, SPONSOR),
    SPONSOR: (LEAD, OBJECTIVE_OWNER),
}
"""Who stands in where nobody holds a role: where there is no champion, the program lead (domain, Escalations); and so
on for the others, so that nothing waits for nobody."""


class Answer(namedtuple("Answer", "step at")):
    """A step that somebody took: which, and when (RFC 3339 in UTC, "" where that is unknown)."""

    __slots__ = ()

    step: str
    at: str
