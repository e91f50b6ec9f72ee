"""Members, roles, accounts and teams: who manages them, and what a fence leaves standing."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrtui.actions.comments import add_comment
from okrtui.actions.people import add_member, add_team, edit_member, edit_team
from okrtui.actions.session import Session
from okrtui.okr.errors import BadInput, NotFound, Refused
from tests.builders import Published, a_member, a_published_cycle, a_workspace, row, rows


@pytest.fixture
def session(home: Path) -> Session:
    return a_workspace(home)


def test_a_member_without_an_account_can_not_act(session: Session) -> None:
    add_member(session, "Growth PM", "Growth PM")
    (member,) = rows(session, "SELECT * FROM member WHERE handle = 'growth-pm'")
    assert member["account"] is None
    with pytest.raises(Refused):
        Session.at(session.path, "growth-pm")


def test_a_handle_is_taken_once(session: Session) -> None:
    add_member(session, "bo")
    with pytest.raises(BadInput, match="already: okrtui member edit bo changes them"):
        add_member(session, "BO")
    with pytest.raises(BadInput, match="already: okrtui member edit bo --account"):
        add_member(session, "bo", account=True)


def test_roles_are_known_words(session: Session) -> None:
    with pytest.raises(BadInput, match="not a role"):
        add_member(session, "bo", roles=["king"])


def test_a_member_is_changed_and_what_is_not_given_stays(session: Session) -> None:
    member = add_member(session, "bo", "Bo", "bo@a.example", ["champion"]).id
    edit_member(session, member, name="Bo B.", account=True)
    of = row(session, "member", member)
    assert (of["name"], of["email"], of["roles"], of["account"]) == (
        "Bo B.",
        "bo@a.example",
        '["champion"]',
        1,
    )


def test_everyone_changes_their_own_name_and_nothing_else(session: Session) -> None:
    bo = a_member(session, "bo", "member")
    edit_member(bo, bo.member.id, name="Robert")
    assert row(session, "member", bo.member.id)["name"] == "Robert"
    for deed in (
        lambda: edit_member(bo, bo.member.id, roles=["sponsor"]),
        lambda: edit_member(bo, session.member.id, name="Anna"),
        lambda: add_member(bo, "cy"),
    ):
        with pytest.raises(Refused):
            deed()


def test_a_program_lead_manages_members_but_names_no_sponsor(session: Session) -> None:
    lead = a_member(session, "leo", "program_lead")
    add_member(lead, "cy", roles=["champion"], account=True)
    with pytest.raises(Refused, match="sponsor"):
        add_member(lead, "di", roles=["sponsor"])


def test_the_last_account_stays(session: Session) -> None:
    with pytest.raises(Refused, match="only one"):
        edit_member(session, session.member.id, account=False)


def test_who_is_not_there_is_not_changed(session: Session) -> None:
    with pytest.raises(NotFound):
        edit_member(session, "none", name="x")


def test_who_lost_the_account_acts_no_more_and_what_they_wrote_before_stays(session: Session) -> None:
    published: Published = a_published_cycle(session)
    bo = a_member(session, "bo", "member")
    before = add_comment(bo, "Well done", objective=published.objective).id
    edit_member(session, bo.member.id, account=False)
    with pytest.raises(Refused):
        Session.at(session.path, "bo")
    void = add_comment_by_hand(bo, published.objective)
    assert [one["id"] for one in rows(session, "SELECT id FROM comment")] == [before]
    assert rows(session, "SELECT e FROM entry WHERE e = ?", void) == [{"e": void}]


def test_who_comes_back_is_heard_again_and_what_lay_between_stays_void(session: Session) -> None:
    published: Published = a_published_cycle(session)
    bo = a_member(session, "bo", "member")
    edit_member(session, bo.member.id, account=False)
    add_comment_by_hand(bo, published.objective)
    edit_member(session, bo.member.id, account=True)
    after = add_comment(Session.at(session.path, "bo"), "Back again", objective=published.objective).id
    assert [one["id"] for one in rows(session, "SELECT id FROM comment")] == [after]


def add_comment_by_hand(session: Session, objective: str) -> str:
    with session.writing("by hand") as journal:
        comment = journal.new_id()
        journal.add(
            "comment", comment, {"objective": objective, "text": "still here", "kind": "note"}, base=()
        )
    return comment


def test_roles_that_somebody_gives_without_the_right_do_not_count(session: Session) -> None:
    bo = a_member(session, "bo", "member")
    with bo.writing("by hand") as journal:
        journal.add("member", bo.member.id, {"roles": ["sponsor", "program_lead"]})
    assert row(session, "member", bo.member.id)["roles"] == '["member"]'
    with pytest.raises(Refused):
        add_member(bo, "cy")


def test_a_team_stands_below_another_and_never_below_itself(session: Session) -> None:
    company = add_team(session, "Acme").id
    shop = add_team(session, "Shop", parent=company, champion=session.member.id, function="sales").id
    assert (row(session, "team", shop)["parent"], row(session, "team", shop)["function"]) == (
        company,
        "sales",
    )
    for above in (shop, company):
        with pytest.raises(BadInput, match="below itself"):
            edit_team(session, company, parent=above)
    with pytest.raises(NotFound):
        add_team(session, "Web", parent="none")


def test_a_teams_name_is_given_and_taken_once(session: Session) -> None:
    shop = add_team(session, "Shop").id
    for name in ("", "SHOP"):
        with pytest.raises(BadInput):
            add_team(session, name)
    edit_team(session, shop, name="Shop", function="sales")
    with pytest.raises(BadInput):
        edit_team(session, shop, name="")


def test_a_viewer_makes_and_changes_no_team(session: Session) -> None:
    shop = add_team(session, "Shop").id
    viewer = a_member(session, "vi", "viewer")
    for deed in (lambda: add_team(viewer, "Web"), lambda: edit_team(viewer, shop, name="Web")):
        with pytest.raises(Refused, match="viewer"):
            deed()


def test_somebody_who_manages_members_is_always_left(home: Path) -> None:
    ana = a_workspace(home)
    bea = a_member(ana, "bea", "program_lead")
    a_member(ana, "cy")
    edit_member(bea, ana.member.id, account=False)
    with pytest.raises(Refused, match="nobody else manages members"):
        edit_member(bea, bea.member.id, account=False)
    with pytest.raises(Refused, match="nobody else manages members"):
        edit_member(bea, bea.member.id, roles=["member"])
    (cy,) = rows(bea, "SELECT id FROM member WHERE handle = 'cy'")
    edit_member(bea, cy["id"], roles=["program_lead"])
    edit_member(bea, bea.member.id, roles=["member"])
