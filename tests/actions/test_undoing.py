"""Undo and redo: the last save is taken back by correcting entries, and nothing is erased."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from okrtui.actions.changes import approve, propose
from okrtui.actions.check_ins import retract
from okrtui.actions.comments import add_comment
from okrtui.actions.cycles import close_cycle, new_cycle, publish_cycle, review_cycle
from okrtui.actions.initiatives import add_initiative, edit_initiative
from okrtui.actions.key_results import edit_key_result
from okrtui.actions.objectives import edit_objective
from okrtui.actions.people import add_member, edit_member
from okrtui.actions.polls import open_poll
from okrtui.actions.session import Session
from okrtui.actions.undoing import redo, undo
from okrtui.okr.errors import Refused
from okrtui.store.replica import Replica
from tests.builders import (
    Published,
    a_check_in,
    a_cycle,
    a_key_result,
    a_member,
    a_published_cycle,
    a_workspace,
    an_objective,
    at,
    fact,
    folded_tables,
    row,
    rows,
)


@pytest.fixture
def session(home: Path) -> Session:
    return a_workspace(home)


@pytest.fixture
def published(session: Session) -> Published:
    made = a_published_cycle(session)
    at("2026-11-17T12:00:00+00:00")
    return made


def actual(published: Published) -> str | None:
    found = fact(published.session, published.key_result)["actual"]
    assert found is None or isinstance(found, str)
    return found


def log_length(session: Session) -> int:
    return len(rows(session, "SELECT id FROM entry"))


def test_a_new_check_in_is_undone_and_redone(published: Published) -> None:
    a_check_in(published.session, published.key_result, "20")
    before = log_length(published.session)
    assert "Undone" in undo(published.session).message
    assert actual(published) is None
    assert log_length(published.session) == before + 1
    assert "Redone" in redo(published.session).message
    assert actual(published) == "20"


def test_undo_goes_back_save_by_save_and_redo_forward_again(published: Published) -> None:
    for figure in ("20", "21", "22"):
        a_check_in(published.session, published.key_result, figure)
    seen = []
    for step in (undo, undo, undo, redo, redo, redo, undo, redo):
        step(published.session)
        seen.append(actual(published))
    assert seen == ["21", "20", None, "20", "21", "22", "21", "22"]


def test_nothing_is_left_to_redo_after_a_new_save(published: Published) -> None:
    a_check_in(published.session, published.key_result, "20")
    undo(published.session)
    a_check_in(published.session, published.key_results[1], "21")
    with pytest.raises(Refused, match="nothing to redo"):
        redo(published.session)


def test_nothing_is_redone_twice(published: Published) -> None:
    a_check_in(published.session, published.key_result, "20")
    undo(published.session)
    redo(published.session)
    with pytest.raises(Refused, match="nothing to redo"):
        redo(published.session)


def test_there_is_nothing_to_undo_or_redo_for_whoever_did_nothing(published: Published) -> None:
    leo = a_member(published.session, "leo", "program_lead")
    for step in (undo, redo):
        with pytest.raises(Refused, match="nothing to"):
            step(leo)


def test_a_retraction_is_undone(published: Published) -> None:
    a_check_in(published.session, published.key_result, "20")
    retract(published.session, published.key_result)
    undo(published.session)
    assert actual(published) == "20"


def test_a_check_in_that_was_revised_by_another_is_not_undone(published: Published) -> None:
    bo = a_member(published.session, "bo", "member")
    edit_key_result(published.session, published.key_result, collaborators=[bo.member.id])
    edit_key_result(published.session, published.key_result, collaborators=[])
    leo = a_member(published.session, "leo", "program_lead")
    a_check_in(leo, published.key_result, "20")
    a_check_in(published.session, published.key_result, "21")
    with pytest.raises(Refused, match="revised since"):
        undo(leo)
    assert actual(published) == "21"


def test_everyone_undoes_their_own_saves(published: Published) -> None:
    leo = a_member(published.session, "leo", "program_lead")
    a_check_in(published.session, published.key_result, "20")
    a_check_in(leo, published.key_results[1], "21")
    undo(published.session)
    assert actual(published) is None
    assert fact(published.session, published.key_results[1])["actual"] == "21"


def test_an_edit_gives_back_the_value_that_stood_before(session: Session) -> None:
    objective = an_objective(session, a_cycle(session))
    edit_objective(session, objective, why="because")
    edit_objective(session, objective, why="because of this", theme="growth")
    undo(session)
    assert (row(session, "objective", objective)["why"], row(session, "objective", objective)["theme"]) == (
        "because",
        None,
    )
    undo(session)
    assert row(session, "objective", objective)["why"] is None
    redo(session)
    redo(session)
    assert row(session, "objective", objective)["why"] == "because of this"


def test_an_edit_that_somebody_changed_since_is_not_undone(session: Session) -> None:
    objective = an_objective(session, a_cycle(session))
    leo = a_member(session, "leo", "program_lead")
    edit_objective(leo, objective, why="because")
    edit_objective(session, objective, why="because of that")
    with pytest.raises(Refused, match="changed since"):
        undo(leo)


def test_a_new_objective_and_a_new_key_result_are_archived_and_come_back(session: Session) -> None:
    objective = an_objective(session, a_cycle(session))
    key_result = a_key_result(session, objective)
    undo(session)
    assert row(session, "key_result", key_result)["archived"] == 1
    undo(session)
    assert row(session, "objective", objective)["archived"] == 1
    redo(session)
    redo(session)
    assert row(session, "key_result", key_result)["archived"] is None
    assert row(session, "objective", objective)["archived"] is None


def test_a_new_initiative_and_its_edit_are_undone(session: Session) -> None:
    key_result = a_key_result(session, an_objective(session, a_cycle(session)))
    initiative = add_initiative(session, "Pilot a concierge", [key_result]).id
    edit_initiative(session, initiative, state="running")
    undo(session)
    assert row(session, "initiative", initiative)["state"] is None
    undo(session)
    assert row(session, "initiative", initiative)["key_results"] == "[]"
    redo(session)
    assert row(session, "initiative", initiative)["key_results"] == f'["{key_result}"]'


def test_a_comment_is_emptied_and_comes_back(session: Session) -> None:
    objective = an_objective(session, a_cycle(session))
    comment = add_comment(session, "Well done", objective=objective).id
    undo(session)
    assert row(session, "comment", comment)["text"] is None
    redo(session)
    assert row(session, "comment", comment)["text"] == "Well done"


def a_publication(published: Published) -> None:
    review_cycle(published.session, published.cycle)


def a_proposal(published: Published) -> None:
    propose(published.session, published.key_result, {"target": "30"}, "a higher bar")


def an_approval(published: Published) -> None:
    approve(published.session, propose(published.session, published.key_result, {"target": "30"}, "more").id)


def a_new_member(published: Published) -> None:
    add_member(published.session, "bo")


def a_new_cycle(published: Published) -> None:
    new_cycle(published.session, "Q1 2027", "quarter", "2027-01-01", "2027-03-31")


def a_vote(published: Published) -> None:
    open_poll(published.session, published.key_result)


@pytest.mark.parametrize(
    ("deed", "instead"),
    [
        (a_vote, "okrtui vote"),
        (a_publication, "phases only go on"),
        (a_proposal, "make a proposal"),
        (an_approval, "make a proposal"),
        (a_new_member, "okrtui member"),
        (a_new_cycle, "a new cycle stays; archive the objectives"),
    ],
)
def test_what_binds_others_is_not_undone_and_what_to_do_instead_is_told(
    published: Published, deed: Callable[[Published], None], instead: str
) -> None:
    deed(published)
    before = folded_tables(published.session.path)
    with pytest.raises(Refused, match=f"binds others: .*{instead}"):
        undo(published.session)
    assert folded_tables(published.session.path) == before


def test_the_publication_of_a_cycle_is_not_undone(session: Session) -> None:
    a_published_cycle(session)
    with pytest.raises(Refused, match=r"binds others: .*; make a proposal"):
        undo(session)


def test_an_edit_of_what_was_agreed_since_is_not_undone(session: Session) -> None:
    cycle = a_cycle(session)
    objective = an_objective(session, cycle)
    key_result = a_key_result(session, objective)
    a_key_result(session, objective, "Shorten delivery time", indicator="lagging")
    bo = a_member(session, "bo", "member")
    edit_key_result(bo, key_result, target="30")
    publish_cycle(session, cycle)
    with pytest.raises(Refused, match="agreed at publication"):
        undo(bo)
    assert row(session, "key_result", key_result)["target"] == "30"


def test_nothing_is_undone_in_a_closed_cycle(published: Published) -> None:
    leo = a_member(published.session, "leo", "program_lead")
    a_check_in(leo, published.key_result, "20")
    review_cycle(published.session, published.cycle)
    close_cycle(published.session, published.cycle)
    with pytest.raises(Refused, match="closed"):
        undo(leo)
    assert actual(published) == "20"


def test_a_viewer_undoes_nothing(session: Session) -> None:
    objective = an_objective(session, a_cycle(session))
    bo = a_member(session, "bo", "member")
    edit_objective(bo, objective, why="because")
    edit_member(session, bo.member.id, roles=["viewer"])
    with pytest.raises(Refused, match="viewer"):
        undo(bo)


def test_what_was_undone_and_redone_folds_alike_anew(published: Published) -> None:
    a_check_in(published.session, published.key_result, "20")
    undo(published.session)
    redo(published.session)
    shown = folded_tables(published.session.path)
    Replica.open(published.session.path).fold_anew()
    assert folded_tables(published.session.path) == shown
