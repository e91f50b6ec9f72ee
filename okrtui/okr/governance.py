"""Phases, what may change in them, and who may do what.

Serves the domain rules, §4 and §7: a cycle goes forward only, what defines a KR in force changes by an
approved proposal alone, and every role has its rights. The only person with an account holds all roles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from okrtui.okr.errors import BadInput, Refused

PHASES = ("draft", "active", "review", "closed")
PHASE_ORDER = {phase: place for place, phase in enumerate(PHASES)}

ROLES = (
    "sponsor",
    "leadership",
    "program_lead",
    "champion",
    "data_steward",
    "initiative_lead",
    "people_manager",
    "member",
    "viewer",
)

MICRO_DAYS = 28
MICRO_OBJECTIVES = 1
MICRO_KEY_RESULTS = 2


class Person(NamedTuple):
    """Who asks: member id, roles, whether nobody else has an account, whether they made the workspace."""

    member: str
    roles: frozenset[str]
    is_only_account: bool = False
    is_root: bool = False


class Activity(NamedTuple):
    """A row of the RACI table: who does it, who answers for it, who is asked and who is told."""

    activity: str
    responsible: str
    accountable: str
    consulted: str
    informed: str


RACI = (
    Activity("charter approval", "program lead", "sponsor", "leadership", "champions"),
    Activity("company OKR drafting", "program lead", "sponsor", "leadership", "champions"),
    Activity("team OKR quality gate", "champions", "objective owner", "program lead", "KR owners"),
    Activity("weekly updates", "KR owners", "objective owner", "champions", "program lead"),
    Activity("data integrity", "data stewards", "program lead", "KR owners", "objective owners"),
    Activity("mid-cycle KR change", "program lead", "sponsor", "objective owner", "champions"),
    Activity("resource reallocation", "objective owner", "sponsor", "program lead", "champions"),
)


def who_may_do_what() -> list[tuple[str, str, str, str, str]]:
    """The RACI table for showing: a row of headings, then one row an activity."""
    return [Activity._fields, *RACI]


def furthest(phases: Iterable[str]) -> str:
    """The latest of several phases, as of replicas that did not see each other; of none, a draft."""
    return max(phases, key=PHASE_ORDER.__getitem__, default=PHASES[0])


def check_phase_step(now: str, to: str) -> None:
    """Raise Refused unless `to` is the phase right after `now`; BadInput where it is no phase at all."""
    if to not in PHASE_ORDER:
        raise BadInput(f"{to[:20]!r} is not a phase: give one of {', '.join(PHASES)}", field="phase")
    if PHASE_ORDER[to] == PHASE_ORDER[now] + 1:
        return
    if now == PHASES[-1]:
        raise Refused("the cycle is closed for good: carry on in a new one")
    following = PHASES[PHASE_ORDER[now] + 1]
    problem = f"is already {_in_words(to)}" if now == to else f"can't go from {now} to {to}"
    raise Refused(f"the cycle {problem}: its next phase is {following}")


def check_edit(changed: Collection[str], governed: Collection[str], phase: str, is_in_force: bool) -> None:
    """Raise Refused where these fields may not be edited directly (domain rules, §4).

    Args:
        changed: names of the fields to be changed.
        governed: names of the fields that define the thing.
        phase: of the cycle.
        is_in_force: whether the KR or objective has been published.
    """
    if phase == "closed":
        raise Refused("the cycle is closed and read-only: carry it over into another cycle to change it")
    touched = sorted(set(changed) & set(governed))
    if not touched or not is_in_force or phase == "draft":
        return
    if phase == "review":
        raise Refused(
            f"{_listed(touched)} can't change while the cycle is in review: change it in the next draft"
        )
    _keep_method(changed)
    raise Refused(f"{_listed(touched)} was agreed at publication: propose it with `okrtui change propose`")


def check_proposal(changed: Collection[str], governed: Collection[str], phase: str) -> None:
    """Raise Refused where a change request has no place (domain rules, §4); arguments as of `check_edit`."""
    if phase == "draft":
        raise Refused("the cycle is a draft: edit directly, nothing is agreed yet")
    if phase != "active":
        raise Refused(f"the cycle is {_in_words(phase)}: it takes no change requests any more")
    _keep_method(changed)
    free = sorted(set(changed) - set(governed))
    if free:
        raise Refused(f"{_listed(free)} needs no change request: edit it directly")


def may_check_in(
    person: Person,
    kr_owner: str,
    collaborators: Collection[str],
    objective_owner: str,
    champions: Collection[str],
) -> str | None:
    """How a person may check in on a KR: "own", "on_behalf" or None.

    Owner, collaborators and objective owner are member ids, as are `champions`, those of the KR's team.
    """
    if _is_viewer(person):
        return None
    if person.member == kr_owner or person.member in collaborators:
        return "own"
    is_near = person.member == objective_owner or person.member in champions
    return "on_behalf" if is_near or _has(person, "program_lead") else None


def may_publish(person: Person, cycle_kind: str, is_company_team: bool, objective_owner: str) -> bool:
    """Annual and company objectives the sponsor, a team's its owner (domain rules, §4)."""
    if cycle_kind == "annual" or is_company_team:
        return _has(person, "sponsor")
    return _is_owner(person, objective_owner)


def may_waive(person: Person) -> bool:
    """Whether they may waive a finding of the quality gate: a champion."""
    return _has(person, "champion")


def may_plan(person: Person, objective_owner: str = "") -> bool:
    """Whether they may draft and edit objectives and KRs: everyone but viewers, whoever owns them."""
    return not _is_viewer(person)


def may_propose(person: Person, kr_owner: str) -> bool:
    """Whether they may ask for a change of what defines a KR: the program lead or its owner."""
    return _has(person, "program_lead") or _is_owner(person, kr_owner)


def may_approve(person: Person, proposer: str) -> bool:
    """Whether they may decide a change request: the sponsor, but nobody their own unless they are alone."""
    return _has(person, "sponsor") and (person.is_only_account or person.member != proposer)


def may_decide_resources(person: Person) -> bool:
    """Whether they may decide on a shift of resources, and on what waits as a proposal: the sponsor."""
    return _has(person, "sponsor")


def may_review(person: Person, near: Collection[str]) -> bool:
    """Whether they may keep what a review brought.

    Args:
        person: who asks.
        near: ids of the team's champion and manager, and of the owners of the cycle's objectives.
    """
    holders = ("sponsor", "leadership", "program_lead", "champion")
    if person.is_root or any(_has(person, role) for role in holders):
        return True
    return person.member in near and not _is_viewer(person)


def may_administer(person: Person) -> bool:
    """Whether they may change the workspace's settings: who made it, or the program lead."""
    return person.is_root or _has(person, "program_lead")


def may_manage_members(person: Person) -> bool:
    """Whether they may add, change and remove members: who made the workspace, or the program lead."""
    return may_administer(person)


def may_grant(person: Person, role: str) -> bool:
    """Whether they may give or take this role: a sponsor's, only who made the workspace or a sponsor."""
    if role not in ROLES:
        raise BadInput(f"{role[:30]!r} is not a role: give one of {', '.join(ROLES)}", field="roles")
    return person.is_root or _has(person, "sponsor" if role == "sponsor" else "program_lead")


def check_micro(cycle_days: int, objectives: int, key_results: int, has_parent: bool) -> list[str]:
    """What breaks the Micro-OKR rule, a sentence each; `cycle_days` counts both ends (domain rules, §4)."""
    violations = []
    if cycle_days > MICRO_DAYS:
        violations.append(f"A micro cycle lasts at most four weeks, not {cycle_days} days: end it earlier.")
    if objectives != MICRO_OBJECTIVES:
        violations.append(f"A micro cycle has exactly one objective, not {objectives}.")
    if not 1 <= key_results <= MICRO_KEY_RESULTS:
        violations.append(f"A Micro-OKR has one or two KRs, not {key_results}.")
    if not has_parent:
        violations.append("A Micro-OKR needs the KR that it is to help: name its parent KR.")
    return violations


def _has(person: Person, role: str) -> bool:
    return person.is_only_account or (role in person.roles and not _is_viewer(person))


def _is_owner(person: Person, owner: str) -> bool:
    return person.is_only_account or (person.member == owner and not _is_viewer(person))


def _is_viewer(person: Person) -> bool:
    """A viewer is who has that role and none that does more than a member's."""
    is_plain = person.roles <= {"viewer", "member"}
    return "viewer" in person.roles and is_plain and not person.is_only_account and not person.is_root


def _keep_method(changed: Collection[str]) -> None:
    if "method" in changed:
        raise Refused("the scoring method can't change in an active cycle: plan it for the next one")


def _in_words(phase: str) -> str:
    return {"draft": "a draft", "review": "in review"}.get(phase, phase)


def _listed(fields: list[str]) -> str:
    return ", ".join(field.replace("_", " ") for field in fields)
