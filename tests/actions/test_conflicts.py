"""Conflicts: both versions are shown, one of them is chosen, and every replica shows that one."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrtui.actions.changes import approve, propose
from okrtui.actions.check_ins import check_in
from okrtui.actions.conflicts import settle
from okrtui.actions.objectives import edit_objective
from okrtui.actions.people import add_member
from okrtui.actions.session import Done, Session
from okrtui.actions.undoing import undo
from okrtui.okr.errors import NotFound, Refused
from okrtui.views.conflicts import WHOLE, Conflict, conflicts
from tests.builders import Published, a_member, a_workspace, at, row, rows
from tests.copies import another_home, meet

IN_W47 = "2026-11-17T08:00:00+00:00"


def standing(session: Session) -> list[Conflict]:
    with session.reading() as c:
        return conflicts(c)


@pytest.fixture
def published(home: Path) -> Published:
    made = Published(a_workspace(home))
    at(IN_W47)
    return made


def choose(session: Session, conflict: Conflict, place: int) -> Done:
    """Settle a conflict by its version at this place."""
    version = conflict.versions[place]
    return settle(session, conflict.kind, conflict.entity, conflict.field, version.entry)


@pytest.fixture
def twins(published: Published, tmp_path: Path) -> tuple[Session, Session]:
    """Ana's laptop and her other one, both offline, have checked in for W47."""
    laptop = published.session
    other = another_home(laptop, tmp_path, "ana")
    for session, actual, insight in ((laptop, "21", "Only small shops react"), (other, "24", "All react")):
        check_in(
            session,
            published.key_result,
            actual=actual,
            confidence=3,
            insight=insight,
            next_action="Ask them",
        )
    meet(laptop, other)
    return laptop, other


def test_two_devices_that_checked_in_apart_show_both_versions(twins: tuple[Session, Session]) -> None:
    for session in twins:
        (conflict,) = standing(session)
        assert (conflict.kind, conflict.field, conflict.what) == ("check_in", WHOLE, "check-in of W47")
        assert [dict(one.values)["insight"] for one in conflict.versions] == [
            "All react",
            "Only small shops react",
        ]
        assert [one.is_shown for one in conflict.versions] == [True, False]
        assert conflict.versions[0].by == "Ana"
        assert {name for name, _ in conflict.versions[0].values} == {"actual", "insight"}


def test_what_is_chosen_stands_on_every_replica(twins: tuple[Session, Session]) -> None:
    laptop, other = twins
    (conflict,) = standing(laptop)
    choose(laptop, conflict, 1)
    meet(laptop, other)
    for session in twins:
        assert standing(session) == []
        assert rows(session, "SELECT actual, insight FROM check_in WHERE is_shown = 1") == [
            {"actual": "21", "insight": "Only small shops react"}
        ]


def test_a_settled_conflict_can_be_opened_again_by_undo(twins: tuple[Session, Session]) -> None:
    laptop, _ = twins
    (conflict,) = standing(laptop)
    choose(laptop, conflict, 1)
    undo(laptop)
    shown = rows(laptop, "SELECT insight FROM check_in WHERE is_shown = 1")
    assert shown == [{"insight": "All react"}]


def test_it_is_settled_once(twins: tuple[Session, Session]) -> None:
    laptop, _ = twins
    (conflict,) = standing(laptop)
    key = (conflict.kind, conflict.entity, conflict.field)
    with pytest.raises(NotFound, match="no such version"):
        settle(laptop, *key, "another")
    settle(laptop, *key, conflict.versions[0].entry)
    with pytest.raises(NotFound, match="settled already"):
        settle(laptop, *key, conflict.versions[0].entry)


def test_a_title_that_two_people_changed_is_settled_by_either(published: Published, tmp_path: Path) -> None:
    ana = published.session
    a_member(ana, "bea")
    bea = another_home(ana, tmp_path, "bea")
    edit_objective(ana, published.objective, why="It pays")
    edit_objective(bea, published.objective, why="It is kind")
    meet(ana, bea)
    (conflict,) = standing(bea)
    assert (conflict.about[1], conflict.what, conflict.is_agreed) == (
        "Delight first-time customers so that they return",
        "why",
        False,
    )
    kept = next(one for one in conflict.versions if one.by == "Ana")
    assert kept.values == (("why", "It pays"),)
    settle(bea, conflict.kind, conflict.entity, conflict.field, kept.entry)
    meet(ana, bea)
    assert standing(ana) == standing(bea) == []
    assert rows(ana, "SELECT why FROM objective") == [{"why": "It pays"}]


def test_who_settles_another_ones_check_in_is_named_as_its_typist(twins: tuple[Session, Session]) -> None:
    laptop, _ = twins
    cleo = add_member(laptop, "cleo", roles=["program_lead"], account=True).id
    (conflict,) = standing(laptop)
    choose(Session.at(laptop.path, "cleo"), conflict, 1)
    shown = "SELECT author, on_behalf FROM check_in WHERE is_shown = 1"
    assert rows(laptop, shown) == [{"author": laptop.member.id, "on_behalf": cleo}]
    (about,) = rows(laptop, "SELECT key_result FROM check_in WHERE is_shown = 1")
    check_in(laptop, about["key_result"], actual="22")
    assert rows(laptop, shown) == [{"author": laptop.member.id, "on_behalf": None}]


def test_a_viewer_settles_nothing(twins: tuple[Session, Session]) -> None:
    laptop, _ = twins
    add_member(laptop, "vic", roles=["viewer"], account=True)
    (conflict,) = standing(laptop)
    with pytest.raises(Refused):
        choose(Session.at(laptop.path, "vic"), conflict, 0)


def test_two_approved_changes_are_settled_by_a_further_one(published: Published, tmp_path: Path) -> None:
    ana = published.session
    a_member(ana, "sam", "sponsor", "program_lead")
    elsewhere = another_home(ana, tmp_path, "ana")
    for here, target in ((ana, "30"), (elsewhere, "26")):
        change = propose(here, published.key_result, {"target": target}, "A new market").id
        approve(Session.at(here.path, "sam"), change)
    meet(ana, elsewhere)
    (conflict,) = standing(ana)
    assert (conflict.what, conflict.is_agreed) == ("target", True)
    assert sorted(one.values[0][1] for one in conflict.versions) == ["26", "30"]
    change = choose(ana, conflict, 1).id
    assert len(standing(ana)) == 1, "a proposal settles nothing before it is approved"
    approve(Session.at(ana.path, "sam"), change)
    meet(ana, elsewhere)
    assert standing(ana) == standing(elsewhere) == []
    wanted = conflict.versions[1].values[0][1]
    for session in (ana, elsewhere):
        assert row(session, "key_result", published.key_result)["target"] == wanted


def test_people_in_a_version_are_named(published: Published, tmp_path: Path) -> None:
    ana = published.session
    bea = a_member(ana, "bea", "program_lead")
    bea = another_home(bea, tmp_path, "bea")
    for session, actual in ((ana, "21"), (bea, "24")):
        texts = {"confidence": 3, "insight": "All react", "next_action": "Ask them"}
        check_in(session, published.key_result, actual=actual, **texts)
    meet(ana, bea)
    told = [dict(one.values).get("on behalf") for conflict in standing(ana) for one in conflict.versions]
    assert "Bea" in told, told
