"""Cycles go forward only, through the quality gate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from okrtui.actions.cycles import close_cycle, gate, new_cycle, publish_cycle, review_cycle
from okrtui.actions.gate import Waiver
from okrtui.actions.initiatives import add_initiative
from okrtui.actions.key_results import archive_key_result, edit_key_result
from okrtui.actions.objectives import add_objective, archive_objective, edit_objective, publish_objective
from okrtui.actions.people import add_team
from okrtui.actions.session import Session
from okrtui.okr.errors import BadInput, NotFound, Refused
from tests.builders import (
    RATE,
    TIME,
    Published,
    a_cycle,
    a_key_result,
    a_member,
    a_published_cycle,
    a_workspace,
    an_objective,
    fact,
    folded_tables,
    row,
    rows,
)


@pytest.fixture
def session(home: Path) -> Session:
    return a_workspace(home)


class Draft:
    """A draft cycle with one objective and two KRs that pass the gate."""

    def __init__(self, session: Session, title: str = "Delight first-time customers", **given: Any) -> None:
        self.cycle = a_cycle(session)
        self.objective = an_objective(session, self.cycle, title, **given)
        self.key_results = [
            a_key_result(session, self.objective, RATE),
            a_key_result(session, self.objective, TIME, indicator="lagging"),
        ]


def phase(session: Session, cycle: str) -> str:
    return str(row(session, "cycle", cycle)["phase"])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (("", "quarter", "2026-10-01", "2026-12-31"), "name"),
        (("Q", "season", "2026-10-01", "2026-12-31"), "kind"),
        (("Q", "quarter", "2026-13-01", "2026-12-31"), "start"),
        (("Q", "quarter", "", "2026-12-31"), "start"),
        (("Q", "quarter", "2026-10-01", "2026-09-30"), "end"),
        (("Q", "micro", "2026-10-01", "2026-10-28"), "parent_key_result"),
        (("Q", "micro", "2026-10-01", "2026-10-29"), "end"),
    ],
)
def test_a_cycle_that_can_not_be_is_refused(
    session: Session, given: tuple[str, str, str, str], field: str
) -> None:
    with pytest.raises(BadInput) as raised:
        new_cycle(session, *given)
    assert raised.value.field == field
    assert rows(session, "SELECT * FROM cycle") == []


def test_two_cycles_never_share_a_name(session: Session) -> None:
    a_cycle(session)
    with pytest.raises(BadInput, match="already"):
        a_cycle(session)


def test_publishing_writes_the_agreement_of_every_key_result_and_puts_it_in_force(session: Session) -> None:
    draft = Draft(session)
    done = publish_cycle(session, draft.cycle)
    assert (phase(session, draft.cycle), done.details["key_results"]) == ("active", 2)
    for key_result in draft.key_results:
        of = fact(session, key_result)
        assert (of["is_in_force"], of["in_force_at"]) == (1, "2026-10-01T12:00:00+00:00")
    (agreement,) = rows(session, "SELECT * FROM agreement WHERE key_result = ?", draft.key_results[0])
    assert '"target":"28"' in agreement["values"]
    assert '"source":{"name":"Shop dashboard"}' in agreement["values"]
    assert agreement["by"] == session.member.id


def test_a_cycle_goes_forward_only(session: Session) -> None:
    made = a_published_cycle(session)
    for refused in (lambda: publish_cycle(session, made.cycle), lambda: close_cycle(session, made.cycle)):
        with pytest.raises(Refused):
            refused()
    review_cycle(session, made.cycle)
    with pytest.raises(Refused):
        review_cycle(session, made.cycle)
    close_cycle(session, made.cycle)
    for step in (publish_cycle, review_cycle, close_cycle):
        with pytest.raises(Refused, match="for good"):
            step(session, made.cycle)
    assert phase(session, made.cycle) == "closed"


def test_a_draft_is_neither_reviewed_nor_closed(session: Session) -> None:
    cycle = a_cycle(session)
    for step in (review_cycle, close_cycle):
        with pytest.raises(Refused):
            step(session, cycle)


def test_a_cycle_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        publish_cycle(session, "none")


def test_a_cycle_without_objectives_is_not_published(session: Session) -> None:
    with pytest.raises(Refused, match="no objectives"):
        publish_cycle(session, a_cycle(session))


def test_open_findings_block_publication_and_are_all_named(session: Session) -> None:
    draft = Draft(session, "Launch version 2 of the shop")
    edit_key_result(session, draft.key_results[0], source={}, baseline="")
    with pytest.raises(Refused) as raised:
        publish_cycle(session, draft.cycle)
    for code in ("O-PROJECT", "O-DIGITS", "K-SOURCE", "K-MEASURE"):
        assert code in str(raised.value)
    assert phase(session, draft.cycle) == "draft"
    assert {one for judged in gate(session, draft.cycle) for one in (f.code for f in judged.open)} >= {
        "O-PROJECT"
    }


def test_a_waiver_with_a_reason_lets_a_finding_pass_and_stands_on_record(session: Session) -> None:
    draft = Draft(session, "Delight 3 kinds of customers")
    publish_cycle(session, draft.cycle, [Waiver(draft.objective, None, "O-DIGITS", "that is their name")])
    (waiver,) = rows(session, "SELECT * FROM waiver")
    assert (waiver["code"], waiver["reason"]) == ("O-DIGITS", "that is their name")
    assert (waiver["by"], waiver["consented_by"]) == (session.member.id, session.member.id)


@pytest.mark.parametrize(
    ("code", "given"),
    [("K-MEASURE", {"target": ""}), ("K-OWNER", {"owner": ""}), ("K-SOURCE", {"source": {}})],
)
def test_what_can_not_be_waived_is_not_waived(session: Session, code: str, given: dict[str, Any]) -> None:
    draft = Draft(session)
    edit_key_result(session, draft.key_results[0], **given)
    with pytest.raises(Refused, match="can't be waived"):
        publish_cycle(session, draft.cycle, [Waiver(draft.objective, draft.key_results[0], code, "because")])
    assert rows(session, "SELECT * FROM waiver") == []


def test_what_was_not_found_is_not_waived(session: Session) -> None:
    draft = Draft(session)
    with pytest.raises(Refused, match="no finding O-PROJECT"):
        publish_cycle(session, draft.cycle, [Waiver(draft.objective, None, "O-PROJECT", "because")])


def test_a_waiver_from_elsewhere_of_what_can_not_be_waived_lets_nothing_pass(session: Session) -> None:
    draft = Draft(session)
    edit_key_result(session, draft.key_results[0], source={})
    with session.writing("by hand") as journal:
        record = {
            "objective": draft.objective,
            "key_result": draft.key_results[0],
            "code": "K-SOURCE",
            "reason": "so",
        }
        journal.add("waiver", journal.new_id(), {**record, "consented_by": session.member.id})
    with pytest.raises(Refused, match="K-SOURCE"):
        publish_cycle(session, draft.cycle)


def test_an_archived_objective_is_not_published(session: Session) -> None:
    made = a_published_cycle(session)
    late = an_objective(session, made.cycle, "Win the mid market")
    archive_objective(session, late)
    with pytest.raises(Refused, match="archived"):
        publish_objective(session, late)


def test_a_waiver_needs_a_reason(session: Session) -> None:
    draft = Draft(session, "Delight 3 kinds of customers")
    with pytest.raises(Refused, match="reason"):
        publish_cycle(session, draft.cycle, [Waiver(draft.objective, None, "O-DIGITS", " ")])


def test_a_waiver_needs_a_champion_and_the_owners_consent(session: Session) -> None:
    draft = Draft(session, "Delight 3 kinds of customers")
    owner, champion = a_member(session, "olga", "member"), a_member(session, "carl", "champion")
    edit_objective(session, draft.objective, owner=owner.member.id)
    waiver = [Waiver(draft.objective, None, "O-DIGITS", "that is their name")]
    with pytest.raises(Refused, match="by a champion"):
        publish_cycle(owner, draft.cycle, waiver)
    with pytest.raises(Refused, match="consent"):
        publish_cycle(champion, draft.cycle, waiver)
    assert phase(session, draft.cycle) == "draft"


def test_what_passes_is_published_alone_where_asked_and_the_rest_stays_a_draft(session: Session) -> None:
    draft = Draft(session)
    bad = an_objective(session, draft.cycle, "Launch the project")
    key_results = [a_key_result(session, bad), a_key_result(session, bad, TIME)]
    with pytest.raises(Refused, match="O-PROJECT"):
        publish_cycle(session, draft.cycle)
    done = publish_cycle(session, draft.cycle, only_passing=True)
    assert (done.details["key_results"], done.details["left"]) == (2, 1)
    assert [fact(session, one)["is_in_force"] for one in key_results] == [0, 0]
    edit_objective(session, bad, title="Win the mid market")
    publish_objective(session, bad)
    assert [fact(session, one)["is_in_force"] for one in key_results] == [1, 1]


def test_nothing_is_published_where_nothing_passes(session: Session) -> None:
    draft = Draft(session, "Launch the project")
    with pytest.raises(Refused, match="O-PROJECT"):
        publish_cycle(session, draft.cycle, only_passing=True)
    assert phase(session, draft.cycle) == "draft"


def test_an_initiative_among_the_key_results_is_found(session: Session) -> None:
    draft = Draft(session)
    add_initiative(session, RATE, draft.key_results)
    with pytest.raises(Refused, match="S-INITIATIVE"):
        publish_cycle(session, draft.cycle)


def test_who_publishes_depends_on_the_team_and_the_kind(session: Session) -> None:
    company = add_team(session, "Acme").id
    team = add_team(session, "Shop", parent=company).id
    owner = a_member(session, "olga", "member")
    sponsor = a_member(session, "sam", "sponsor")
    draft = Draft(session, owner=owner.member.id, team=team)
    with pytest.raises(Refused, match="its owner"):
        publish_cycle(sponsor, draft.cycle)
    publish_cycle(owner, draft.cycle)
    annual = a_cycle(session, "2027", "annual", ("2027-01-01", "2027-12-31"))
    objective = an_objective(session, annual, "Win the mid market", owner=owner.member.id, team=company)
    for title in (RATE, TIME):
        a_key_result(session, objective, title, due="2027-12-31")
    with pytest.raises(Refused, match="the sponsor"):
        publish_cycle(owner, annual)
    publish_cycle(sponsor, annual)
    with pytest.raises(Refused, match="sponsor or a program lead"):
        review_cycle(owner, annual)


def test_a_viewer_makes_and_publishes_nothing(session: Session) -> None:
    draft = Draft(session)
    viewer = a_member(session, "vi", "viewer")
    with pytest.raises(Refused):
        new_cycle(viewer, "Q1", "quarter", "2027-01-01", "2027-03-31")
    before = folded_tables(session.path)
    for step in (publish_cycle, review_cycle, close_cycle):
        with pytest.raises(Refused):
            step(viewer, draft.cycle)
    assert folded_tables(session.path) == before


def test_a_micro_cycle_has_one_objective_and_one_or_two_key_results(session: Session) -> None:
    parent = a_published_cycle(session).key_result
    micro = a_cycle(session, "Sprint", "micro", ("2026-11-02", "2026-11-29"), parent_key_result=parent)
    objective = an_objective(session, micro, "Win the first ten shops")
    with pytest.raises(Refused, match="one or two KRs"):
        publish_cycle(session, micro)
    for letter in "abc":
        a_key_result(session, objective, f"Raise rate {letter}", due="2026-11-29", indicator="leading")
    with pytest.raises(Refused, match="one or two KRs"):
        publish_cycle(session, micro)
    (last,) = rows(session, "SELECT id FROM key_result WHERE title = 'Raise rate c'")
    archive_key_result(session, last["id"])
    other = add_objective(session, micro, "Win again").id
    with pytest.raises(Refused, match="exactly one objective"):
        publish_cycle(session, micro)
    edit_objective(session, other, why="none")

    archive_objective(session, other)
    publish_cycle(session, micro)
    assert phase(session, micro) == "active"


def test_only_a_micro_cycle_has_a_parent(session: Session) -> None:
    parent = a_published_cycle(session).key_result
    with pytest.raises(BadInput, match="only a micro cycle"):
        new_cycle(session, "Q1", "quarter", "2027-01-01", "2027-03-31", parent)


def test_a_closed_cycle_is_read_only(session: Session) -> None:
    made: Published = a_published_cycle(session)
    review_cycle(session, made.cycle)
    close_cycle(session, made.cycle)
    deeds = (
        lambda: an_objective(session, made.cycle, "Win"),
        lambda: a_key_result(session, made.objective),
        lambda: edit_objective(session, made.objective, why="x"),
        lambda: edit_key_result(session, made.key_result, refresh="daily"),
        lambda: archive_key_result(session, made.key_result, "over"),
    )
    before = folded_tables(session.path)
    for deed in deeds:
        with pytest.raises(Refused):
            deed()
    assert folded_tables(session.path) == before
