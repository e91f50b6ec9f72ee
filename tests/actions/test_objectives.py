"""Objectives: drafted, edited, published late, archived, postponed with their KRs."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrtui.actions.changes import approve
from okrtui.actions.cycles import review_cycle
from okrtui.actions.objectives import (
    add_objective,
    archive_objective,
    edit_objective,
    postpone_objective,
    publish_objective,
    resume_objective,
)
from okrtui.actions.people import add_team
from okrtui.actions.session import Session
from okrtui.okr.errors import BadInput, NotFound, Refused
from tests.builders import (
    RATE,
    TIME,
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
    row,
    rows,
)


@pytest.fixture
def session(home: Path) -> Session:
    return a_workspace(home)


@pytest.fixture
def published(session: Session) -> Published:
    return a_published_cycle(session)


def test_an_objective_is_a_draft_of_whoever_writes_it(session: Session) -> None:
    done = add_objective(session, a_cycle(session), "  Win\x1b the\n mid market ", why="because\nof this")
    of = row(session, "objective", done.id)
    assert (of["title"], of["why"], of["owner"]) == (
        "Win the mid market",
        "because\nof this",
        session.member.id,
    )
    assert row(session, "objective_fact", done.id, "objective")["is_draft"] == 1


def test_an_objective_needs_a_title_and_a_cycle_that_is_planned(
    session: Session, published: Published
) -> None:
    with pytest.raises(BadInput, match="title"):
        add_objective(session, published.cycle, "\u200b")
    with pytest.raises(BadInput, match="title"):
        edit_objective(session, published.objective, title="")
    with pytest.raises(NotFound):
        add_objective(session, "none", "Win")
    review_cycle(session, published.cycle)
    with pytest.raises(Refused, match="in review"):
        add_objective(session, published.cycle, "Win")


def test_an_edit_changes_what_is_given(session: Session, published: Published) -> None:
    team = add_team(session, "Shop").id
    edit_objective(session, published.objective, title="Win the mid market", team=team, theme="growth")
    of = row(session, "objective", published.objective)
    assert (of["title"], of["team"], of["theme"], of["owner"]) == (
        "Win the mid market",
        team,
        "growth",
        session.member.id,
    )
    for given in ({"archived": True}, {"cycle": published.cycle}, {"colour": "red"}):
        with pytest.raises(BadInput):
            edit_objective(session, published.objective, **given)


def test_a_new_objective_of_an_active_cycle_is_published_later(
    session: Session, published: Published
) -> None:
    late = an_objective(session, published.cycle, "Win the mid market")
    with pytest.raises(Refused, match="S-KR-COUNT"):
        publish_objective(session, late)
    key_results = [a_key_result(session, late, title) for title in (RATE, TIME)]
    assert rows(session, "SELECT * FROM change") == []
    assert publish_objective(session, late).details["key_results"] == 2
    assert [fact(session, one)["is_in_force"] for one in key_results] == [1, 1]
    with pytest.raises(Refused, match="published already"):
        publish_objective(session, late)


def test_an_objective_of_a_draft_cycle_is_published_with_it(session: Session) -> None:
    with pytest.raises(Refused, match="cycle publish"):
        publish_objective(session, an_objective(session, a_cycle(session), "Win"))


def test_drafts_in_an_active_cycle_are_not_in_the_roll_up(session: Session, published: Published) -> None:
    at("2026-11-17T12:00:00+00:00")
    a_check_in(session, published.key_result, "28")
    a_key_result(session, published.objective, "Raise margin")
    of = row(session, "objective_fact", published.objective, "objective")
    assert (of["score"], of["reported"], of["counted"]) == ("0.50", 1, 2)


def test_a_draft_objective_is_archived_at_once(session: Session) -> None:
    objective = an_objective(session, a_cycle(session), "Win")
    archive_objective(session, objective)
    assert row(session, "objective", objective)["archived"] == 1


def test_a_draft_objective_is_postponed_with_its_key_results(session: Session) -> None:
    objective = an_objective(session, a_cycle(session), "Win")
    key_results = [a_key_result(session, objective, title) for title in (RATE, TIME)]
    postpone_objective(session, objective, "not before spring", "2026-12-01")
    assert all(row(session, "key_result", one)["postponed"] for one in key_results)
    with pytest.raises(Refused, match="no KR to postpone"):
        postpone_objective(session, objective, "again")
    resume_objective(session, objective)
    assert not any(row(session, "key_result", one)["postponed"] for one in key_results)
    with pytest.raises(Refused, match="no KR that is postponed"):
        resume_objective(session, objective)


def test_an_objective_in_force_gets_a_proposal_for_each_key_result(
    session: Session, published: Published
) -> None:
    postpone_objective(session, published.objective, "not before spring")
    changes = rows(session, "SELECT id, action FROM change")
    assert [one["action"] for one in changes] == ["postpone", "postpone"]
    assert not any(row(session, "key_result", one)["postponed"] for one in published.key_results)
    for one in changes:
        approve(session, one["id"])
    of = row(session, "objective_fact", published.objective, "objective")
    assert (of["postponed"], of["counted"], of["score"]) == (2, 0, None)


def test_a_viewer_changes_no_objective(session: Session, published: Published) -> None:
    viewer = a_member(session, "vi", "viewer")
    for deed in (
        lambda: add_objective(viewer, published.cycle, "Win"),
        lambda: edit_objective(viewer, published.objective, why="x"),
        lambda: archive_objective(viewer, published.objective, "x"),
        lambda: publish_objective(viewer, an_objective(session, published.cycle, "Win")),
    ):
        with pytest.raises(Refused):
            deed()
