"""What waits for a member: answers, check-ins, approvals, decisions, actions."""

from __future__ import annotations

from okrtui.actions.changes import propose
from okrtui.actions.decisions import decide
from okrtui.actions.people import add_member, edit_member
from okrtui.actions.session import Session
from okrtui.views.inbox import Waiting, inbox
from tests.views.growth import Growth

W46, W47 = "2026-11-10T09:00:00+00:00", "2026-11-17T09:00:00+00:00"


def waiting(growth: Growth, handle: str = "ana") -> list[Waiting]:
    with growth.reading() as c:
        return inbox(c, growth.member(handle), growth.now)


def told(growth: Growth, handle: str = "ana") -> list[tuple[str, str]]:
    return [(one.kind, one.todo) for one in waiting(growth, handle)]


def test_nothing_waits_in_an_empty_workspace(growth: Growth) -> None:
    assert waiting(growth) == []


def test_everything_waits_for_whoever_is_alone_in_the_order_of_its_kind(growth: Growth) -> None:
    red, other = growth.a_key_result("Repeat"), growth.a_key_result("Expand")
    growth.check_in(red, W46, actual="19")
    growth.check_in(red, W47, actual="20")
    propose(growth.session, other, {"target": "30"}, "a new market")
    decide(growth.session, "Two people to onboarding", evidence="funnel", owner=growth.ana, due="2026-11-20")
    assert told(growth) == [
        ("escalation", "red response: answer with root cause, revised bet, help request"),
        ("escalation", "red for 2 weeks: huddle"),
        ("check_in", "check in for W47, last week's is missing"),
        ("change", "edit, proposed by Ana"),
        ("action", "see to it"),
    ]
    late, huddle, check_in, change, action = waiting(growth)
    assert (late.is_overdue, huddle.is_overdue) == (True, False)
    assert (late.key_result, check_in.key_result, change.key_result) == (red, other, other)
    assert action.due is not None
    assert action.due.isoformat() == "2026-11-21T00:00:00+00:00"


def test_what_is_settled_is_gone(growth: Growth) -> None:
    growth.check_in(growth.a_key_result(), W46, actual="19")
    growth.at(W47)
    assert {one.kind for one in waiting(growth)} == {"escalation", "check_in"}
    (line,) = [one for one in waiting(growth) if one.kind == "check_in"]
    growth.check_in(str(line.key_result), W47, actual="27")
    assert waiting(growth) == []


def test_each_sees_what_is_theirs(growth: Growth) -> None:
    for handle, roles in (("bo", ["program_lead"]), ("flo", ["sponsor"]), ("ed", [])):
        add_member(growth.session, handle, handle.title(), roles=roles, account=True)
    edit_member(growth.session, growth.ana, roles=["member"])
    ed = growth.member("ed").id
    red = growth.a_key_result("Repeat", owner=ed)
    growth.check_in(red, W46, actual="19")
    growth.check_in(red, W47, actual="20")
    session = Session.at(growth.path, "ed")
    propose(session, red, {"target": "30"}, "a new market")
    decide(
        session, "Two people", evidence="funnel", owner=growth.ana, due="2026-11-30", kind="resource_shift"
    )
    assert [kind for kind, _ in told(growth, "ed")] == ["escalation"]
    assert told(growth, "bo") == [("escalation", "red for 2 weeks: huddle")]
    assert [kind for kind, _ in told(growth, "flo")] == ["change", "decision"]
    assert told(growth, "ana") == []
    decide(growth.session, "One person", evidence="funnel", owner=ed, due="2026-12-01")
    assert [kind for kind, _ in told(growth, "ed")] == ["escalation", "action"]


def test_a_proposal_is_not_its_authors_to_approve(growth: Growth) -> None:
    add_member(growth.session, "flo", "Flo", roles=["sponsor"], account=True)
    growth.at(W46)
    key_result = growth.a_key_result(owner=growth.member("flo").id)
    propose(Session.at(growth.path, "flo"), key_result, {"target": "30"}, "a new market")
    assert "change" not in [kind for kind, _ in told(growth, "flo")]


def test_those_who_are_only_to_know_are_told_whose_turn_it_is(growth: Growth) -> None:
    add_member(growth.session, "flo", "Flo", roles=["sponsor"], account=True)
    team = growth.add("team", name="Data")
    key_result = growth.a_key_result()
    growth.check_in(key_result, W46, actual="19", help_needed="an export", help_from=team)
    notices = [one.todo for one in waiting(growth, "flo") if one.kind == "notice"]
    assert notices == ["red response: Ana to answer with root cause, revised bet, help request"]
