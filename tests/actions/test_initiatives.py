"""Initiatives: bets beside the KRs, linked, never scored."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrtui.actions.initiatives import add_initiative, edit_initiative
from okrtui.actions.session import Session
from okrtui.okr.errors import BadInput, NotFound, Refused
from tests.builders import Published, a_member, a_published_cycle, a_workspace, fact, row, rows


@pytest.fixture
def published(home: Path) -> Published:
    return a_published_cycle(a_workspace(home))


@pytest.fixture
def session(published: Published) -> Session:
    return published.session


def test_an_initiative_names_the_key_results_that_it_should_move(
    session: Session, published: Published
) -> None:
    made = add_initiative(
        session,
        "Pilot a concierge",
        published.key_results,
        hypothesis="calls help",
        url="https://t.example/1",
        state="planned",
    ).id
    of = row(session, "initiative", made)
    assert of["key_results"] == f'["{published.key_results[0]}","{published.key_results[1]}"]'
    assert (of["title"], of["hypothesis"], of["state"]) == ("Pilot a concierge", "calls help", "planned")
    assert fact(session, published.key_result)["score"] is None


def test_an_initiative_is_changed_and_what_is_not_given_stays(session: Session, published: Published) -> None:
    made = add_initiative(session, "Pilot", [published.key_result], hypothesis="calls help").id
    edit_initiative(session, made, state="stopped", learning="they don't", hypothesis="")
    of = row(session, "initiative", made)
    assert (of["state"], of["learning"], of["hypothesis"], of["title"]) == (
        "stopped",
        "they don't",
        None,
        "Pilot",
    )
    assert edit_initiative(session, made, state="stopped").message == "Nothing changed"


def test_an_initiative_that_can_not_be_is_refused(session: Session, published: Published) -> None:
    with pytest.raises(BadInput, match="title"):
        add_initiative(session, "\u200b")
    with pytest.raises(BadInput, match="state"):
        add_initiative(session, "Pilot", state="flying")
    with pytest.raises(NotFound):
        add_initiative(session, "Pilot", ["none"])
    made = add_initiative(session, "Pilot", [published.key_result]).id
    with pytest.raises(BadInput, match="title"):
        edit_initiative(session, made, title="")
    with pytest.raises(NotFound):
        edit_initiative(session, made, key_results=["none"])
    with pytest.raises(NotFound):
        edit_initiative(session, "none", title="x")
    assert len(rows(session, "SELECT * FROM initiative")) == 1


def test_a_viewer_makes_and_changes_no_initiative(session: Session) -> None:
    made = add_initiative(session, "Pilot").id
    viewer = a_member(session, "vi", "viewer")
    for deed in (lambda: add_initiative(viewer, "x"), lambda: edit_initiative(viewer, made, title="x")):
        with pytest.raises(Refused, match="viewer"):
            deed()
