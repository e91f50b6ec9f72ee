from __future__ import annotations

from itertools import permutations

import pytest

from okrtui.okr.errors import BadInput, Refused
from okrtui.okr.governance import (
    PHASES,
    RACI,
    ROLES,
    Person,
    check_edit,
    check_micro,
    check_phase_step,
    check_proposal,
    furthest,
    may_administer,
    may_approve,
    may_check_in,
    may_grant,
    may_manage_members,
    may_plan,
    may_propose,
    may_publish,
    may_waive,
    who_may_do_what,
)

GOVERNED = {"title", "target", "method", "weight", "owner"}


def a_person(*roles: str, member: str = "me", alone: bool = False, root: bool = False) -> Person:
    return Person(member, frozenset(roles), is_only_account=alone, is_root=root)


ALONE = a_person(alone=True)
VIEWER = a_person("viewer")


@pytest.mark.parametrize("now", PHASES)
@pytest.mark.parametrize("to", PHASES)
def test_a_cycle_goes_one_phase_forward_and_never_back(now: str, to: str) -> None:
    if (now, to) in {("draft", "active"), ("active", "review"), ("review", "closed")}:
        check_phase_step(now, to)
        return
    with pytest.raises(Refused):
        check_phase_step(now, to)


def test_what_is_no_phase_is_bad_input() -> None:
    with pytest.raises(BadInput):
        check_phase_step("draft", "done")


def test_the_furthest_phase_wins_in_any_order() -> None:
    assert {furthest(order) for order in permutations(("review", "draft", "active"))} == {"review"}
    assert furthest([]) == "draft"


@pytest.mark.parametrize(
    ("changed", "phase", "is_in_force"),
    [
        ({"target"}, "draft", True),
        ({"method"}, "draft", False),
        ({"target", "method"}, "active", False),
        ({"refresh"}, "active", True),
        ({"refresh"}, "review", True),
    ],
)
def test_a_draft_and_what_defines_nothing_is_edited_freely(
    changed: set[str], phase: str, is_in_force: bool
) -> None:
    check_edit(changed, GOVERNED, phase, is_in_force)


@pytest.mark.parametrize(
    ("changed", "phase", "is_in_force", "why"),
    [
        ({"target"}, "active", True, "target was agreed at publication.*change propose"),
        ({"refresh", "weight", "owner"}, "active", True, "owner, weight was agreed"),
        ({"method", "target"}, "active", True, "method can't change in an active cycle"),
        ({"target"}, "review", True, "in review"),
        ({"refresh"}, "closed", True, "read-only"),
        ({"refresh"}, "closed", False, "read-only"),
    ],
)
def test_what_defines_a_kr_in_force_is_not_edited(
    changed: set[str], phase: str, is_in_force: bool, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        check_edit(changed, GOVERNED, phase, is_in_force)


def test_an_active_cycle_takes_change_requests() -> None:
    check_proposal({"target", "owner"}, GOVERNED, "active")


@pytest.mark.parametrize(
    ("changed", "phase", "why"),
    [
        ({"target"}, "draft", "edit directly"),
        ({"target"}, "review", "no change requests"),
        ({"target"}, "closed", "no change requests"),
        ({"method"}, "active", "method can't change"),
        ({"refresh", "target"}, "active", "refresh needs no change request"),
    ],
)
def test_a_change_request_out_of_place_is_refused(changed: set[str], phase: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        check_proposal(changed, GOVERNED, phase)


@pytest.mark.parametrize(
    ("person", "how"),
    [
        (a_person("member", member="owner"), "own"),
        (a_person("member", member="helper"), "own"),
        (a_person("member", member="lead of objective"), "on_behalf"),
        (a_person("champion", member="champion here"), "on_behalf"),
        (a_person("champion", member="champion elsewhere"), None),
        (a_person("program_lead"), "on_behalf"),
        (a_person("sponsor"), None),
        (a_person("member"), None),
        (a_person("viewer", member="owner"), None),
        (a_person("viewer", "member", member="helper"), None),
        (a_person("viewer", "data_steward", member="owner"), "own"),
        (ALONE, "on_behalf"),
        (a_person(member="owner", alone=True), "own"),
    ],
)
def test_who_may_check_in_and_how(person: Person, how: str | None) -> None:
    assert may_check_in(person, "owner", ["helper"], "lead of objective", ["champion here"]) == how


@pytest.mark.parametrize(
    ("person", "cycle_kind", "is_company_team", "may"),
    [
        (a_person("sponsor"), "annual", False, True),
        (a_person("sponsor"), "quarter", True, True),
        (a_person("sponsor"), "quarter", False, False),
        (a_person("program_lead"), "annual", True, False),
        (a_person("member", member="owner"), "quarter", False, True),
        (a_person("member", member="owner"), "quarter", True, False),
        (a_person("member", member="owner"), "annual", False, False),
        (a_person("viewer", member="owner"), "quarter", False, False),
        (ALONE, "annual", True, True),
        (ALONE, "quarter", False, True),
    ],
)
def test_the_sponsor_publishes_the_companys_and_the_owner_a_teams(
    person: Person, cycle_kind: str, is_company_team: bool, may: bool
) -> None:
    assert may_publish(person, cycle_kind, is_company_team, "owner") is may


def test_the_program_lead_and_the_owner_propose() -> None:
    assert may_propose(a_person("program_lead"), "owner")
    assert may_propose(a_person("member", member="owner"), "owner")
    assert not may_propose(a_person("champion"), "owner")
    assert not may_propose(a_person("viewer", member="owner"), "owner")


def test_the_sponsor_approves_what_someone_else_proposed() -> None:
    assert may_approve(a_person("sponsor"), "someone else")
    assert not may_approve(a_person("sponsor"), "me")
    assert not may_approve(a_person("program_lead"), "someone else")


def test_who_is_alone_approves_their_own_proposal() -> None:
    assert may_approve(ALONE, "me")


@pytest.mark.parametrize("role", ROLES)
def test_settings_and_members_are_the_roots_and_the_program_leads(role: str) -> None:
    assert may_administer(a_person(role)) is (role == "program_lead")
    assert may_manage_members(a_person(role)) is (role == "program_lead")
    assert may_administer(a_person(role, root=True))
    assert may_manage_members(a_person(role, root=True))


@pytest.mark.parametrize("role", ROLES)
def test_only_the_root_or_a_sponsor_makes_a_sponsor(role: str) -> None:
    assert may_grant(a_person(root=True), role)
    assert may_grant(a_person("program_lead"), role) is (role != "sponsor")
    assert may_grant(a_person("sponsor"), role) is (role == "sponsor")
    assert not may_grant(a_person("member"), role)


def test_a_role_that_is_none_is_bad_input() -> None:
    with pytest.raises(BadInput):
        may_grant(ALONE, "king")


def test_champions_waive_and_all_but_viewers_plan() -> None:
    assert may_waive(a_person("champion"))
    assert not may_waive(a_person("program_lead"))
    assert may_plan(a_person("member"), "owner")
    assert may_plan(a_person(), "owner")
    assert not may_plan(VIEWER, "me")


def test_a_viewer_may_do_nothing() -> None:
    assert may_check_in(VIEWER, "me", ["me"], "me", ["me"]) is None
    assert not may_publish(VIEWER, "quarter", False, "me")
    assert not may_propose(VIEWER, "me")
    assert not may_approve(VIEWER, "other")
    assert not may_waive(VIEWER)
    assert not may_administer(VIEWER)


def test_the_only_person_with_an_account_holds_all_roles() -> None:
    assert may_waive(ALONE)
    assert may_administer(ALONE)
    assert may_grant(ALONE, "sponsor")
    assert may_propose(ALONE, "someone named in a file")
    assert may_plan(a_person("viewer", alone=True), "owner")


@pytest.mark.parametrize(
    ("days", "objectives", "key_results", "has_parent", "found"),
    [
        (28, 1, 1, True, []),
        (28, 1, 2, True, []),
        (29, 1, 2, True, ["four weeks"]),
        (14, 2, 2, True, ["one objective"]),
        (14, 1, 3, True, ["one or two KRs"]),
        (14, 1, 0, True, ["one or two KRs"]),
        (14, 1, 1, False, ["parent KR"]),
        (35, 0, 3, False, ["four weeks", "one objective", "one or two KRs", "parent KR"]),
    ],
)
def test_a_micro_cycle_is_short_and_small_and_has_a_parent(
    days: int, objectives: int, key_results: int, has_parent: bool, found: list[str]
) -> None:
    violations = check_micro(days, objectives, key_results, has_parent)
    assert len(violations) == len(found)
    assert all(words in violation for words, violation in zip(found, violations, strict=True))


def test_the_table_of_rights_has_a_heading_and_seven_activities() -> None:
    rows = who_may_do_what()
    assert rows[0] == ("activity", "responsible", "accountable", "consulted", "informed")
    assert tuple(rows[1:]) == RACI
    assert len({row.activity for row in RACI}) == 7
