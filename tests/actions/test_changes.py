"""What defines a KR in force changes by a proposal that a sponsor approves, and by nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from okrtui.actions.changes import approve, decline, propose
from okrtui.actions.cycles import review_cycle
from okrtui.actions.key_results import (
    archive_key_result,
    edit_key_result,
    postpone_key_result,
    resume_key_result,
)
from okrtui.actions.objectives import archive_objective
from okrtui.actions.people import add_member, edit_member
from okrtui.actions.session import Session
from okrtui.okr.errors import BadInput, NotFound, Refused
from okrtui.store.replica import Replica
from tests.builders import (
    Published,
    a_check_in,
    a_key_result,
    a_member,
    a_published_cycle,
    a_workspace,
    at,
    fact,
    folded_tables,
    row,
    rows,
)


@pytest.fixture
def published(home: Path) -> Published:
    made = a_published_cycle(a_workspace(home), count=3)
    at("2026-11-17T12:00:00+00:00")
    return made


def a_proposal(published: Published, by: Session | None = None, **changes: Any) -> str:
    return propose(
        by or published.session, published.key_result, changes or {"target": "30"}, "a higher bar"
    ).id


def target(published: Published) -> Any:
    return row(published.session, "key_result", published.key_result)["target"]


def state(published: Published, change: str) -> tuple[str, int]:
    found = row(published.session, "change_fact", change, "change")
    return found["state"], found["is_effective"]


def test_an_approved_proposal_takes_effect_and_leaves_the_record(published: Published) -> None:
    a_check_in(published.session, published.key_result, "24")
    change = a_proposal(published)
    assert (target(published), state(published, change)) == ("28", ("proposed", 0))
    approve(published.session, change, "agreed in the weekly")
    assert (target(published), state(published, change)) == ("30", ("approved", 1))
    found = row(published.session, "change_fact", change, "change")
    assert (found["decided_by"], found["reason"]) == (published.session.member.id, "agreed in the weekly")
    assert row(published.session, "change", change)["was"] == '{"target":"28"}'
    assert fact(published.session, published.key_result)["score"] == "0.50"


def test_a_declined_proposal_has_no_effect_and_stays_readable(published: Published) -> None:
    change = a_proposal(published)
    decline(published.session, change)
    assert (target(published), state(published, change)) == ("28", ("declined", 0))


def test_a_proposal_is_decided_once(published: Published) -> None:
    change = a_proposal(published)
    decline(published.session, change)
    for decide in (approve, decline):
        with pytest.raises(Refused, match="declined already"):
            decide(published.session, change)
    with pytest.raises(NotFound):
        approve(published.session, "none")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({}, BadInput),
        ({"target": "28"}, BadInput),
        ({"target": "18"}, BadInput),
        ({"colour": "red"}, BadInput),
        ({"method": "percent"}, Refused),
        ({"refresh": "daily"}, Refused),
        ({"weight": "0"}, BadInput),
    ],
)
def test_a_proposal_that_can_not_be_is_refused(
    published: Published, changes: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        propose(published.session, published.key_result, changes, "why not")
    assert rows(published.session, "SELECT * FROM change") == []


def test_a_proposal_needs_a_reason(published: Published) -> None:
    with pytest.raises(BadInput, match="reason"):
        propose(published.session, published.key_result, {"target": "30"}, " ")


def test_a_draft_is_edited_and_takes_no_proposals(published: Published) -> None:
    draft = a_key_result(published.session, published.objective, "Raise margin")
    with pytest.raises(Refused, match="draft"):
        propose(published.session, draft, {"target": "30"}, "why not")


def test_a_cycle_in_review_takes_no_change_requests(published: Published) -> None:
    change = a_proposal(published)
    review_cycle(published.session, published.cycle)
    with pytest.raises(Refused):
        a_proposal(published, target="31")
    with pytest.raises(Refused):
        approve(published.session, change)
    decline(published.session, change)
    assert target(published) == "28"


def test_a_governed_edit_is_refused_and_names_the_proposal(published: Published) -> None:
    for given in (
        {"target": "30"},
        {"title": "Raise"},
        {"due": "2026-12-24"},
        {"weight": "2"},
        {"source": {"name": "Other"}},
    ):
        with pytest.raises(Refused, match="change propose"):
            edit_key_result(published.session, published.key_result, **given)
    edit_key_result(published.session, published.key_result, refresh="daily", indicator="lagging")
    link = {"name": "Shop dashboard", "url": "https://new.example"}
    edit_key_result(published.session, published.key_result, source=link)
    assert "https://new.example" in row(published.session, "key_result", published.key_result)["source"]


def test_the_method_never_changes_in_an_active_cycle(published: Published) -> None:
    with pytest.raises(Refused, match="method"):
        edit_key_result(published.session, published.key_result, method="percent")


def test_owners_and_program_leads_propose_and_sponsors_decide(published: Published) -> None:
    lead, sponsor = (
        a_member(published.session, "leo", "program_lead"),
        a_member(published.session, "sam", "sponsor"),
    )
    other = a_member(published.session, "bo", "member")
    with pytest.raises(Refused, match="proposed by"):
        a_proposal(published, other)
    with pytest.raises(Refused, match="proposed by"):
        a_proposal(published, sponsor)
    change = a_proposal(published, lead)
    for nobody in (lead, other):
        with pytest.raises(Refused, match="decided by the sponsor"):
            approve(nobody, change)
    approve(sponsor, change)
    assert target(published) == "30"


def test_nobody_decides_on_their_own_proposal_once_others_have_an_account(published: Published) -> None:
    a_member(published.session, "sam", "sponsor")
    change = a_proposal(published)
    with pytest.raises(Refused, match="nobody decides on their own"):
        approve(published.session, change)


def decide_by_hand(session: Session, change: str, verdict: str, **given: Any) -> None:
    """A decision as another program might write it, without asking for rights."""
    with session.writing("by hand") as journal:
        record = {"change": change, "verdict": verdict, "by": session.member.id, **given}
        journal.add("approval", journal.new_id(), record, base=journal.heads("change", change, ()))


def test_what_one_approved_while_alone_stays_approved_when_others_join(published: Published) -> None:
    change = a_proposal(published)
    approve(published.session, change)
    a_member(published.session, "sam", "sponsor")
    assert (target(published), state(published, change)) == ("30", ("approved", 1))


def test_an_approval_of_ones_own_after_others_joined_does_not_count(published: Published) -> None:
    a_member(published.session, "sam", "sponsor")
    change = a_proposal(published)
    decide_by_hand(published.session, change, "approved")
    assert (target(published), state(published, change)) == ("28", ("proposed", 0))


def test_a_rejection_always_wins(published: Published) -> None:
    sam, sue = a_member(published.session, "sam", "sponsor"), a_member(published.session, "sue", "sponsor")
    change = a_proposal(published)
    approve(sam, change)
    assert target(published) == "30"
    decide_by_hand(sue, change, "declined")
    assert (target(published), state(published, change)) == ("28", ("declined", 0))


def test_a_decision_by_who_is_no_sponsor_does_not_count(published: Published) -> None:
    leo = a_member(published.session, "leo", "program_lead")
    change = a_proposal(published)
    decide_by_hand(leo, change, "approved")
    assert state(published, change) == ("proposed", 0)
    decide_by_hand(leo, change, "declined")
    assert state(published, change) == ("proposed", 0)


def test_what_a_sponsor_approved_stays_approved_when_the_sponsor_leaves(published: Published) -> None:
    sam = a_member(published.session, "sam", "sponsor")
    change = a_proposal(published)
    approve(sam, change)
    edit_member(published.session, sam.member.id, roles=["member"])
    assert state(published, change) == ("approved", 1)
    edit_member(published.session, sam.member.id, account=False)
    assert (target(published), state(published, change)) == ("30", ("approved", 1))


def test_a_former_sponsor_decides_no_more(published: Published) -> None:
    sam = a_member(published.session, "sam", "sponsor")
    change = a_proposal(published)
    edit_member(published.session, sam.member.id, roles=["member"])
    decide_by_hand(sam, change, "approved")
    assert state(published, change) == ("proposed", 0)


def test_nobody_slips_other_values_under_an_approved_proposal(published: Published) -> None:
    bo = a_member(published.session, "bo", "member")
    sam = a_member(published.session, "sam", "sponsor")
    change = a_proposal(published)
    approve(sam, change)
    with bo.writing("by hand") as journal:
        record = {
            "key_result": published.key_result,
            "action": "edit",
            "changes": {"target": "99"},
            "by": bo.member.id,
        }
        journal.add("change", change, record)
    assert target(published) == "30"


def test_nobody_turns_a_rejection_into_something_else(published: Published) -> None:
    sam, sue = a_member(published.session, "sam", "sponsor"), a_member(published.session, "sue", "sponsor")
    change = a_proposal(published)
    decide_by_hand(sue, change, "declined")
    (approval,) = rows(published.session, "SELECT id FROM approval")
    with sam.writing("by hand") as journal:
        journal.add(
            "approval", approval["id"], {"change": "another", "verdict": "approved", "by": sam.member.id}
        )
    decide_by_hand(sam, change, "approved")
    assert state(published, change) == ("declined", 0)


def test_nobody_agrees_a_key_result_anew_by_a_plain_entry_unseen(published: Published) -> None:
    agreement = fact(published.session, published.key_result)["agreement"]
    before = row(published.session, "agreement", agreement)
    with published.session.writing("by hand") as journal:
        record = {"cycle": before["cycle"], "key_result": before["key_result"], "values": {"target": "99"}}
        journal.add("agreement", agreement, record)
    fields = {
        one["field"]
        for one in rows(published.session, "SELECT field FROM conflict WHERE kind = 'key_result'")
    }
    assert "target" in fields


def test_two_changes_that_did_not_see_each_other_stand_in_conflict_until_a_third(
    published: Published,
) -> None:
    first, second = a_proposal(published, target="30"), a_proposal(published, target="32")
    approve(published.session, first)
    approve(published.session, second)
    conflicts = rows(published.session, "SELECT field FROM conflict WHERE kind = 'key_result'")
    assert conflicts == [{"field": "target"}]
    approve(published.session, a_proposal(published, target="31"))
    assert (target(published), rows(published.session, "SELECT * FROM conflict")) == ("31", [])


def test_a_change_that_saw_the_one_before_follows_it_without_conflict(published: Published) -> None:
    for bar in ("30", "32", "34"):
        approve(published.session, a_proposal(published, target=bar))
    assert (target(published), rows(published.session, "SELECT * FROM conflict")) == ("34", [])


def test_a_plain_edit_of_an_agreed_value_has_no_effect_and_stands_as_pending(published: Published) -> None:
    for clock in ("2026-11-18T12:00:00+00:00", "2020-01-01T12:00:00+00:00"):
        at(clock)
        with published.session.writing("by hand") as journal:
            journal.add("key_result", published.key_result, {"target": "99"}, base=())
    assert target(published) == "28"
    assert fact(published.session, published.key_result)["pending"] == '{"target":"99"}'
    approve(published.session, a_proposal(published, target="99"))
    assert fact(published.session, published.key_result)["pending"] is None


def test_figures_that_no_longer_fit_are_not_approved(published: Published) -> None:
    first, second = a_proposal(published, target="30"), a_proposal(published, baseline="30")
    approve(published.session, first)
    with pytest.raises(BadInput):
        approve(published.session, second)


def test_adding_a_key_result_to_a_published_objective_makes_the_proposal(published: Published) -> None:
    key_result = a_key_result(published.session, published.objective, "Raise margin", reason="it was missing")
    (change,) = rows(published.session, "SELECT * FROM change")
    assert (change["action"], change["key_result"], change["reason"]) == ("add", key_result, "it was missing")
    assert fact(published.session, key_result)["is_in_force"] == 0
    approve(published.session, change["id"])
    assert fact(published.session, key_result)["is_in_force"] == 1
    a_check_in(published.session, key_result, "20")


def test_archiving_postponing_and_resuming_in_force_wait_for_approval(published: Published) -> None:
    session, key_result = published.session, published.key_result
    with pytest.raises(BadInput, match="reason"):
        archive_key_result(session, key_result)
    change = postpone_key_result(session, key_result, "not before spring", "2027-03-01").details["change"]
    assert row(session, "key_result", key_result)["postponed"] is None
    approve(session, change)
    assert '"until":"2027-03-01"' in row(session, "key_result", key_result)["postponed"]
    assert row(session, "objective_fact", published.objective, "objective")["postponed"] == 1
    approve(session, resume_key_result(session, key_result).details["change"])
    assert row(session, "key_result", key_result)["postponed"] is None
    approve(session, archive_key_result(session, key_result, "no longer ours").details["change"])
    assert row(session, "key_result", key_result)["archived"] == 1
    with pytest.raises(Refused, match="archived"):
        a_check_in(session, key_result)
    assert rows(session, "SELECT * FROM conflict") == []


def test_an_objective_in_force_is_archived_by_an_approved_proposal(published: Published) -> None:
    change = archive_objective(published.session, published.objective, "we sold it").details["change"]
    with published.session.writing("by hand") as journal:
        journal.add("objective", published.objective, {"archived": True})
    assert row(published.session, "objective", published.objective)["archived"] is None
    approve(published.session, change)
    assert row(published.session, "objective", published.objective)["archived"] == 1


def test_a_member_without_an_account_takes_nothing_from_who_is_alone(published: Published) -> None:
    add_member(published.session, "growth-pm", roles=["member"])
    change = a_proposal(published)
    approve(published.session, change)
    assert target(published) == "30"


def test_who_is_alone_again_decides_on_their_own(published: Published) -> None:
    sam = a_member(published.session, "sam", "sponsor")
    edit_member(published.session, sam.member.id, account=False)
    change = a_proposal(published)
    approve(published.session, change)
    assert state(published, change) == ("approved", 1)


def test_governance_folds_alike_anew(published: Published) -> None:
    sam = a_member(published.session, "sam", "sponsor")
    approve(sam, a_proposal(published))
    decline(sam, a_proposal(published, target="40"))
    edit_member(published.session, sam.member.id, account=False)
    shown = folded_tables(published.session.path)
    Replica.open(published.session.path).fold_anew()
    assert folded_tables(published.session.path) == shown
