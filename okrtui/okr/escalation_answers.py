"""What each step on an escalation has to say, and who may take it (Playbook, RAG triggers and Escalation path;
domain, Escalations; Roles and rights).
"""

from __future__ import annotations

from typing import NamedTuple

from okrtui.okr.errors import BadInput
from okrtui.okr.escalation_steps import (
    ACKNOWLEDGED,
    AMBER_RESPONSE,
    ANSWERED,
    ASKED,
    BLOCKER,
    CHAMPION,
    DATA_ISSUE,
    HOLDERS,
    HUDDLE,
    KR_OWNER,
    LEAD,
    NAMES,
    OBJECTIVE_OWNER,
    RED_RESPONSE,
    RED_STREAK,
    SPONSOR,
    STEWARD,
)

COLLABORATOR, RAISER = "collaborator", "raiser"
WHO = {**HOLDERS, COLLABORATOR: "collaborators", RAISER: "whoever raised it"}
"""Those who may take a step, for people."""

STEPS = {ACKNOWLEDGED: "acknowledge", HUDDLE: "huddle", ASKED: "ask", ANSWERED: "answer"}
"""The steps as people order them."""


class Said(NamedTuple):
    """A field of a step.

    Attributes:
        name: of the answer's field.
        label: for people.
        is_needed: whether the step can't be taken without it.
    """

    name: str
    label: str
    is_needed: bool = True


_NOTE = (Said("text", "Note", is_needed=False),)
_HELP = (Said("help_request", "Help request"), Said("help_from", "From team", is_needed=False))
_ANSWER = {
    RED_RESPONSE: (
        Said("root_cause", "Root cause"),
        Said("revised_bet", "Revised bet"),
        Said("help_request", "Help request", is_needed=False),
        Said("help_from", "From team", is_needed=False),
    ),
    AMBER_RESPONSE: (
        Said("revised_bet", "Adjusted bet or Micro-OKR"),
        Said("next_checkpoint", "Next checkpoint"),
    ),
    RED_STREAK: (Said("revised_bet", "Changed bet"), *_NOTE),
    DATA_ISSUE: (Said("workaround", "Workaround or fix"),),
    BLOCKER: (Said("text", "How it was resolved"),),
}
_DECISION = (Said("text", "Decision"),)

_ON_BEHALF = (KR_OWNER, COLLABORATOR, OBJECTIVE_OWNER, CHAMPION, LEAD)
_MAY = {
    (RED_RESPONSE, ANSWERED): _ON_BEHALF,
    (AMBER_RESPONSE, ANSWERED): _ON_BEHALF,
    (RED_STREAK, HUDDLE): (CHAMPION, LEAD),
    (RED_STREAK, ASKED): (OBJECTIVE_OWNER,),
    (RED_STREAK, ANSWERED): (OBJECTIVE_OWNER,),
    (BLOCKER, ASKED): (OBJECTIVE_OWNER, CHAMPION, LEAD),
    (BLOCKER, ANSWERED): (*_ON_BEHALF, RAISER),
    (DATA_ISSUE, ACKNOWLEDGED): (STEWARD, LEAD),
    (DATA_ISSUE, ANSWERED): (STEWARD, LEAD),
}


def said_in(kind: str, step: str, is_asked: bool) -> tuple[Said, ...]:
    """The fields of a step.

    Args:
        kind: the escalation's.
        step: "acknowledged", "huddle", "asked" or "answered".
        is_asked: whether the sponsor was asked, so that the answer is the sponsor's decision.

    Raises:
        BadInput: an escalation of this kind has no such step.
    """
    if step == ACKNOWLEDGED:
        return _NOTE
    if (kind, step) not in _MAY:
        possible = dict.fromkeys([ACKNOWLEDGED, *(one for of, one in _MAY if of == kind)])
        named = ", ".join(STEPS[one] for one in possible)
        shown = STEPS.get(step, step[:20])
        raise BadInput(f"“{NAMES[kind]}” has no step {shown!r}: it takes {named}", field="step")
    if step == HUDDLE:
        return _NOTE
    if step == ASKED:
        return _HELP
    return _DECISION if is_asked else _ANSWER[kind]


def may_take(kind: str, step: str, is_asked: bool, holder: str) -> tuple[str, ...]:
    """The roles that may take a step; whoever stands in for one may, too.

    Args:
        kind: the escalation's.
        step: "acknowledged", "huddle", "asked" or "answered".
        is_asked: whether the sponsor was asked: the decision is theirs from then on.
        holder: whose turn it is, who may say that they took note of it.
    """
    if step == ANSWERED and is_asked:
        return (SPONSOR,)
    return _MAY.get((kind, step), (holder,))
