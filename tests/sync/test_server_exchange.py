"""Exchanging with a shared server: everybody's replica ends up the same, and only a verdict clears the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.actions.comments import add_comment
from okrtui.actions.session import Session
from tests.builders import Published, a_member, a_published_cycle, a_workspace, at, folded_tables
from tests.sync.model_server import Model, serving
from tests.sync.sharing import founded, joined, log_of, synced, waiting

NOON = "2026-11-17T12:00:00+00:00"


@pytest.fixture
def model() -> Iterator[Model]:
    with serving() as model:
        yield model


@pytest.fixture
def published(home: Path) -> Published:
    session = a_workspace(home)
    a_member(session, "bo", "champion")
    published = a_published_cycle(session)
    at(NOON)
    return published


@pytest.fixture
def ana(published: Published, model: Model) -> str:
    """Ana's replica, which founded the workspace on the server."""
    path = founded(published.session, model.place, model.invite("ana", founding=True))
    synced(path)
    return path


@pytest.fixture
def bo(ana: str, model: Model, tmp_path: Path) -> str:
    """Bo's replica in a home of his own, with everything in it."""
    path = joined(tmp_path / "bo", "acme", model.place, model.invite("bo"))
    synced(path)
    return path


def write(path: str, handle: str, key_result: str, text: str) -> str:
    return add_comment(Session.at(path, handle), text, key_result=key_result).id


def test_a_founder_hands_over_everything_and_another_one_takes_it_in(ana: str, bo: str, model: Model) -> None:
    assert waiting(ana) == waiting(bo) == []
    assert {entry.sha for entry in model.log} == log_of(ana) == log_of(bo)
    assert folded_tables(ana) == folded_tables(bo)


def test_what_each_writes_reaches_the_other(ana: str, bo: str, published: Published) -> None:
    write(bo, "bo", published.key_results[1], "From Bo")
    write(ana, "ana", published.key_result, "From Ana")
    first, second, third = synced(bo, ana, bo)
    assert (first.sent, second.sent, third.received) == (1, 1, 1)
    assert second.received == 1
    assert folded_tables(ana) == folded_tables(bo)


def test_a_round_with_one_change_is_one_request(ana: str, model: Model, published: Published) -> None:
    write(ana, "ana", published.key_result, "From Ana")
    model.requests.clear()
    synced(ana)
    assert [one.partition("/")[0] for one in model.requests] == ["POST "]


def test_a_round_with_nothing_new_is_one_request(ana: str, model: Model) -> None:
    model.requests.clear()
    synced(ana)
    assert [one.partition("/")[0] for one in model.requests] == ["GET "]
