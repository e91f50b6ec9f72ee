"""What the demo's story is made of: people, teams, OKRs with their weekly reports, bets, remarks and proposals.

Weeks are counted from 1, the first of the quarter; people, KRs and bets are named by keys, which the telling turns
into ids.
"""

from __future__ import annotations

from typing import NamedTuple

SAME = "="
"""A figure that is reported again on purpose, or a next action that stands."""

BASE = "https://wendelrad.example"
"""Where the made-up company keeps what its evidence and sources link to; the domain is reserved for examples."""


class Person(NamedTuple):
    """A member; those without an account own KRs and are reported for by others."""

    key: str
    name: str
    roles: tuple[str, ...] = ()
    account: bool = False


class Team(NamedTuple):
    """A team; `parent` is a team's key, champion and manager are people's."""

    key: str
    name: str
    parent: str | None
    champion: str
    manager: str
    function: str


class Report(NamedTuple):
    """One week's check-in.

    Attributes:
        week: the week of the quarter.
        figure: the actual as typed, names of the milestones done, or `SAME`.
        confidence: 1 to 5.
        insight: one insight.
        next_action: one next action, or `SAME` where the last one stands.
        evidence: a path below `BASE`.
        help_needed: what help is needed, and `help_from`, the key of the team that it is needed from.
        learning: a pattern worth keeping.
        status: the owner's own word.
        bet: key of the initiative that the next action changes.
        by: who types it, where that is not the owner.
        is_late: typed after the deadline.
        mistyped: what was typed first, and corrected soon after.
    """

    week: int
    figure: str | tuple[str, ...]
    confidence: int
    insight: str
    next_action: str
    evidence: str = ""
    help_needed: str = ""
    help_from: str = ""
    learning: str = ""
    status: str = ""
    bet: str = ""
    by: str = ""
    is_late: bool = False
    mistyped: str = ""


class KeyResult(NamedTuple):
    """A KR with its weeks; figures as typed, `due_week` the week of the quarter whose Sunday it is due."""

    key: str
    title: str
    owner: str
    indicator: str
    source: str
    reports: tuple[Report, ...] = ()
    method: str = "linear"
    unit: str = ""
    baseline: str = ""
    target: str = ""
    direction: str = ""
    bands: tuple[tuple[str, str], ...] = ()
    milestones: tuple[tuple[str, str], ...] = ()
    limits: tuple[tuple[str, str], ...] = ()
    metric: str = ""
    definition: str = ""
    refresh: str = "weekly"
    weight: str = "1"
    due_week: int = 13
    contributes_to: tuple[tuple[str, str], ...] = ()
    collaborators: tuple[str, ...] = ()


class Objective(NamedTuple):
    """An objective with its KRs."""

    key: str
    title: str
    team: str
    owner: str
    why: str
    key_results: tuple[KeyResult, ...]
    theme: str = ""
    contributes_to: str = ""


class Moment(NamedTuple):
    """A moment of the story: week of the quarter, weekday from 0, local time."""

    week: int
    weekday: int
    time: str


class Bet(NamedTuple):
    """An initiative; `became` holds later states with what was learned."""

    key: str
    title: str
    lead: str
    key_results: tuple[str, ...]
    hypothesis: str
    start_criteria: str
    stop_criteria: str
    ticket: str
    when: Moment
    state: str = "running"
    became: tuple[tuple[Moment, str, str], ...] = ()


class Remark(NamedTuple):
    """A comment on a KR or an objective (by its key)."""

    when: Moment
    author: str
    about: str
    kind: str
    text: str


class Proposal(NamedTuple):
    """A change request; `verdict` is empty while it waits for the sponsor."""

    when: Moment
    by: str
    key_result: str
    changes: tuple[tuple[str, str], ...]
    reason: str
    action: str = "edit"
    decided: Moment | None = None
    decided_by: str = ""
    verdict: str = ""
    decision: str = ""


class Step(NamedTuple):
    """A word on a decision or an escalation: `texts` are fields of the answer."""

    when: Moment
    by: str
    step: str
    texts: tuple[tuple[str, str], ...] = ()


class Decided(NamedTuple):
    """A decision in the log.

    Attributes:
        key: the story's name for it.
        when: when it was recorded, and `by` whom.
        text: what was decided.
        evidence: what it rests on.
        owner: key of who sees to it.
        due: the week of the quarter by whose Sunday it is to be done.
        kind: "resource_shift", "priority", "scope" or "other".
        about: keys of the KRs, objectives and bets that it is about.
        change: what becomes of them.
        steps: the sponsor's word, and what came of its action.
    """

    key: str
    when: Moment
    by: str
    text: str
    evidence: str
    owner: str
    due: int
    kind: str
    about: tuple[str, ...]
    change: str = ""
    steps: tuple[Step, ...] = ()


class Held(NamedTuple):
    """A review that was held, with its minutes; `decisions` are keys of what it decided."""

    when: Moment
    by: str
    kind: str
    team: str
    attendees: tuple[str, ...]
    notes: str
    learnings: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()


class Raised(NamedTuple):
    """A blocker or a data issue that somebody raised by hand; `about` is the key of a KR or an objective."""

    when: Moment
    by: str
    kind: str
    about: str
    text: str
    help_from: str = ""
    steps: tuple[Step, ...] = ()


class Answered(NamedTuple):
    """The steps taken on what a KR's check-ins raised in a week of the quarter."""

    key_result: str
    kind: str
    week: int
    steps: tuple[Step, ...]
