"""What a server rejected: it can be written again or set aside, and nothing of it is lost before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from okrtui.actions.comments import add_comment
from okrtui.actions.refusals import set_aside, write_again
from okrtui.okr.errors import NotFound
from okrtui.store.outbox import Rejection, refuse, waiting
from okrtui.store.replica import Replica
from okrtui.views.sync_state import refused
from tests.builders import Published, a_check_in, a_workspace, at, rows

IN_W47 = "2026-11-17T08:00:00+00:00"


@pytest.fixture
def published(home: Path) -> Published:
    made = Published(a_workspace(home))
    at(IN_W47)
    return made


def rejected(published: Published) -> str:
    """The id of what was written last, after a server has rejected it."""
    with Replica.open(published.session.path).connected() as connection:
        entry = waiting(connection)[-1].id
        refuse(connection, [Rejection(entry, "forbidden", "ask a program lead")], IN_W47)
    return entry


def test_a_rejected_check_in_comes_back_as_a_draft(published: Published) -> None:
    a_check_in(
        published.session, published.key_result, "21", evidence=["https://a.example", "https://b.example"]
    )
    done = write_again(published.session, rejected(published))
    assert done.details == {"key_result": published.key_result, "week": "2026-W47"}
    (draft,) = rows(published.session, "SELECT * FROM draft")
    typed = json.loads(draft["body"])
    assert (draft["key_result"], draft["week"]) == (published.key_result, "2026-W47")
    assert (typed["actual"], typed["confidence"], typed["insight"]) == (
        "21",
        "3",
        "Only small accounts react",
    )
    assert typed["evidence"] == "https://a.example https://b.example"
    assert rows(published.session, "SELECT * FROM refused") == []


def test_anything_else_is_written_as_it_was(published: Published) -> None:
    add_comment(published.session, "Well done", key_result=published.key_result)
    entry = rejected(published)
    assert rows(published.session, "SELECT text FROM comment") == []
    write_again(published.session, entry)
    assert rows(published.session, "SELECT text FROM comment") == [{"text": "Well done"}]
    with Replica.open(published.session.path).connected() as connection:
        assert waiting(connection)[-1].id != entry, "what was edited or tried again is a new entry"


def test_what_was_set_aside_is_off_the_list(published: Published) -> None:
    a_check_in(published.session, published.key_result, "21")
    entry = rejected(published)
    with published.session.reading() as c:
        (row,) = refused(c)
    assert (row.id, row.kind, row.code, row.text) == (entry, "check_in", "forbidden", "ask a program lead")
    assert row.what == "2026-W47 · Only small accounts react · Offer the incentive"
    set_aside(published.session, entry)
    with pytest.raises(NotFound, match="refused list"):
        set_aside(published.session, entry)
