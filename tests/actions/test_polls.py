"""Votes on confidence: hidden until revealed together, one vote a person, and what was agreed on is saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrtui.actions.polls import agree, cast, drop, open_poll, reveal
from okrtui.actions.session import Session
from okrtui.actions.undoing import undo
from okrtui.okr.errors import BadInput, NotFound, Refused
from okrtui.views.polls import PollRow, agreed_on, open_polls, poll, poll_on, recent_polls
from okrtui.views.sitting import sitting
from tests.builders import Published, a_check_in, a_member, a_published_cycle, a_workspace, at, fact
from tests.copies import another_home, meet

NOON = "2026-11-17T12:00:00+00:00"
LATER = "2026-11-17T12:05:00+00:00"
NEXT_DAY = "2026-11-18T01:00:00+00:00"


@pytest.fixture
def team(home: Path) -> Published:
    published = a_published_cycle(a_workspace(home))
    at(NOON)
    return published


def seen(session: Session, id_: str) -> PollRow:
    with session.reading() as c:
        return poll(c, id_, session.now(), session.member.id)


def test_votes_are_hidden_until_whoever_opened_the_vote_reveals_them(team: Published) -> None:
    ana, ben = team.session, a_member(team.session, "ben")
    vote = open_poll(ana, team.key_result).id
    cast(ana, vote, 4)
    cast(ben, vote, "2")
    hidden = seen(ana, vote)
    assert (hidden.state, hidden.voted, hidden.own) == ("open", 2, 4)
    assert (hidden.ballots, hidden.lowest, hidden.highest) == ((), None, None)
    with pytest.raises(Refused, match="Ana opened this vote"):
        reveal(ben, vote)
    reveal(ana, vote)
    shown = seen(ben, vote)
    assert [(one.name, one.confidence) for one in shown.ballots] == [("Ben", 2), ("Ana", 4)]
    assert (shown.names_at(shown.lowest), shown.names_at(shown.highest)) == (["Ben"], ["Ana"])


def test_voting_again_replaces_ones_vote_on_whatever_device(team: Published, tmp_path: Path) -> None:
    ana = team.session
    a_member(ana, "ben")
    vote = open_poll(ana, team.key_result).id
    there, elsewhere = another_home(ana, tmp_path, "ben"), another_home(ana, tmp_path, "ben")
    cast(there, vote, 1)
    at(LATER)
    cast(elsewhere, vote, 5)
    meet(ana, there, elsewhere)
    reveal(ana, vote)
    assert [one.confidence for one in seen(ana, vote).ballots] == [5]


def test_two_who_were_apart_see_the_same_votes(team: Published, tmp_path: Path) -> None:
    ana = team.session
    a_member(ana, "ben")
    vote = open_poll(ana, team.key_result).id
    ben = another_home(ana, tmp_path, "ben")
    cast(ana, vote, 4)
    cast(ben, vote, 2)
    assert seen(ben, vote).voted == 1
    meet(ana, ben)
    assert (seen(ana, vote).voted, seen(ben, vote).voted) == (2, 2)
    reveal(ana, vote)
    meet(ana, ben)
    assert seen(ana, vote).ballots == seen(ben, vote).ballots


@pytest.mark.parametrize("confidence", ["0", "6", "2.5", "high", ""])
def test_only_one_to_five_is_a_vote(team: Published, confidence: str) -> None:
    vote = open_poll(team.session, team.key_result).id
    with pytest.raises(BadInput):
        cast(team.session, vote, confidence)
    assert seen(team.session, vote).voted == 0


@pytest.mark.parametrize("end", [reveal, drop])
def test_after_the_end_nobody_votes_any_more(team: Published, end: object) -> None:
    vote = open_poll(team.session, team.key_result).id
    end(team.session, vote)  # type: ignore[operator]
    with pytest.raises(Refused, match="a new one can be opened"):
        cast(team.session, vote, 3)


def test_a_dropped_vote_shows_nobodys_vote(team: Published) -> None:
    vote = open_poll(team.session, team.key_result).id
    cast(team.session, vote, 3)
    drop(team.session, vote)
    assert seen(team.session, vote).ballots == ()


def test_one_vote_at_a_time_on_a_key_result(team: Published) -> None:
    vote = open_poll(team.session, team.key_result).id
    with pytest.raises(Refused, match="open already, by Ana"):
        open_poll(team.session, team.key_result)
    reveal(team.session, vote)
    assert open_poll(team.session, team.key_result).id != vote


def test_a_vote_that_nobody_reveals_is_over_by_itself(team: Published) -> None:
    session = team.session
    vote = open_poll(session, team.key_result).id
    at(NEXT_DAY)
    with session.reading() as c:
        assert open_polls(c, session.now()) == []
        assert poll_on(c, team.key_result, session.now()) is None
        assert recent_polls(c, session.now()) == []
    assert seen(session, vote).state == "over"
    open_poll(session, team.key_result)


def test_what_is_agreed_on_revises_the_weeks_check_in(team: Published) -> None:
    session, key_result = team.session, team.key_result
    a_check_in(session, key_result, "24")
    vote = open_poll(session, key_result).id
    cast(session, vote, 5)
    reveal(session, vote)
    done = agree(session, vote, 2)
    assert done.details["saved_in_check_in"] is True
    facts = fact(session, key_result)
    assert (facts["confidence"], facts["actual"], facts["insight"]) == (2, "24", "Only small accounts react")


def test_without_a_check_in_the_agreed_value_is_named_in_the_form_and_never_filled_in(
    team: Published,
) -> None:
    session, key_result = team.session, team.key_result
    vote = open_poll(session, key_result).id
    reveal(session, vote)
    done = agree(session, vote, 4)
    assert (done.details["saved_in_check_in"], done.details["why_not"]) == (
        False,
        "there is no check-in of this week yet",
    )
    with session.reading() as c:
        assert agreed_on(c, key_result, "2026-W47") == 4
        shown = sitting(c, key_result, None, session.now())
    assert (shown.agreed, shown.this, shown.draft) == (4, None, None)


def test_agreeing_waits_for_what_the_votes_show(team: Published) -> None:
    vote = open_poll(team.session, team.key_result).id
    with pytest.raises(Refused, match="reveal the votes first"):
        agree(team.session, vote, 3)


def test_a_viewer_neither_votes_nor_opens_a_vote(team: Published) -> None:
    viewer = a_member(team.session, "vera", "viewer")
    vote = open_poll(team.session, team.key_result).id
    for act in (lambda: cast(viewer, vote, 3), lambda: open_poll(viewer, team.key_result)):
        with pytest.raises(Refused, match="a viewer reads"):
            act()


def test_what_is_not_there_cant_be_voted_on(team: Published) -> None:
    with pytest.raises(NotFound):
        open_poll(team.session, "none")
    with pytest.raises(NotFound):
        cast(team.session, "none", 3)


def test_a_vote_is_not_undone_but_cast_again(team: Published) -> None:
    vote = open_poll(team.session, team.key_result).id
    cast(team.session, vote, 3)
    with pytest.raises(Refused, match="a vote can't be undone"):
        undo(team.session)
