"""Comments on objectives and KRs."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrtui.actions.comments import add_comment
from okrtui.actions.cycles import close_cycle, review_cycle
from okrtui.okr.errors import BadInput, NotFound, Refused
from tests.builders import Published, a_member, a_published_cycle, a_workspace, row, rows


@pytest.fixture
def published(home: Path) -> Published:
    return a_published_cycle(a_workspace(home))


def test_a_comment_keeps_its_lines_its_author_and_its_kind(published: Published) -> None:
    made = add_comment(
        published.session, "Well\x1b done\n\nall", key_result=published.key_result, kind="win"
    ).id
    of = row(published.session, "comment", made)
    assert (of["text"], of["kind"], of["author"]) == ("Well done\n\nall", "win", published.session.member.id)
    assert of["at"] == "2026-10-01T12:00:00+00:00"


def test_a_comment_that_can_not_be_is_refused(published: Published) -> None:
    session, objective = published.session, published.objective
    for given in ({}, {"objective": objective, "key_result": published.key_result}):
        with pytest.raises(BadInput, match="one objective or one KR"):
            add_comment(session, "x", **given)
    for text, kind in ((" ", "note"), ("x", "shout"), ("x" * 10_001, "note")):
        with pytest.raises(BadInput):
            add_comment(session, text, objective=objective, kind=kind)
    for given in ({"objective": "none"}, {"key_result": "none"}):
        with pytest.raises(NotFound):
            add_comment(session, "x", **given)
    assert rows(session, "SELECT * FROM comment") == []


def test_comments_go_on_in_review_and_end_with_the_cycle(published: Published) -> None:
    review_cycle(published.session, published.cycle)
    add_comment(published.session, "A good quarter", objective=published.objective, kind="reflection")
    close_cycle(published.session, published.cycle)
    with pytest.raises(Refused, match="closed"):
        add_comment(published.session, "Too late", key_result=published.key_result)


def test_a_viewer_does_not_comment(published: Published) -> None:
    viewer = a_member(published.session, "vi", "viewer")
    with pytest.raises(Refused, match="viewer"):
        add_comment(viewer, "x", objective=published.objective)
