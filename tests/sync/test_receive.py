"""Taking in what others wrote: each entry once, and no claim on a key called a duplicate."""

from __future__ import annotations

from datetime import datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from okrtui import home as places
from okrtui.actions.check_ins import check_in
from okrtui.actions.session import Session
from okrtui.store.clock import clock_text, milliseconds
from okrtui.store.entry import Entry, write_entry
from okrtui.store.replica import Replica
from okrtui.sync.receive import Received, receive
from tests.builders import (
    a_check_in,
    a_member,
    a_published_cycle,
    a_workspace,
    at,
    bodies,
    fact,
    folded_tables,
    row,
    rows,
)


@pytest.fixture
def session(home: Path) -> Session:
    """Ana's workspace, in which others have accounts, too."""
    session = a_workspace(home)
    for handle in ("bo", "cy"):
        a_member(session, handle)
    return session


def an_empty_replica(home: Path, name: str = "copy") -> Replica:
    return Replica.create(str(home / f"{name}.okr"), places.now())


def a_comment(session: Session, text: str, n: int = 1, **given: Any) -> Entry:
    (ws,) = rows(session, "SELECT value FROM meta WHERE name = 'ws'")
    envelope = {
        "v": 1, "id": f"bo-{n}", "ws": ws["value"], "au": "bo", "dev": "bo", "n": n, "hlc": f"0199c1a2b3c4-{n:04x}",
        "base": [], "k": "comment", "kv": 1, "e": f"c{n}", "d": {"text": text, "kind": "note"},
    }  # fmt: skip
    return write_entry({**envelope, **given})


def test_a_whole_workspace_arrives_in_an_empty_replica(session: Session, home: Path) -> None:
    published = a_published_cycle(session)
    at("2026-11-17T12:00:00+00:00")
    a_check_in(session, published.key_result)
    copy = an_empty_replica(home)
    assert receive(copy, reversed(bodies(session.path))) == Received(len(bodies(session.path)), 0, 0, 0)
    assert folded_tables(copy.path) == folded_tables(session.path)
    there = Session.at(copy.path, "ana")
    check_in(there, published.key_result, insight="Seen on the other machine")
    assert receive(session._replica, bodies(copy.path)).new == 1
    assert folded_tables(session.path) == folded_tables(copy.path)
    assert rows(session, "SELECT * FROM conflict") == []
    assert fact(session, published.key_result)["insight"] == "Seen on the other machine"


def test_whoever_saw_a_value_replaces_it_with_a_clock_a_decade_behind(session: Session, home: Path) -> None:
    published = a_published_cycle(session)
    at("2036-11-17T12:00:00+00:00")
    with session.writing("from the future") as journal:
        journal.add("objective", published.objective, {"why": "future"})
    copy = an_empty_replica(home)
    receive(copy, bodies(session.path))
    at("2026-11-17T12:00:00+00:00")
    with Session.at(copy.path, "ana").writing("now") as journal:
        journal.add("objective", published.objective, {"why": "now"})
    receive(session._replica, bodies(copy.path))
    assert row(session, "objective", published.objective)["why"] == "now"
    assert rows(session, "SELECT * FROM conflict") == []


def test_what_is_known_counts_once(session: Session) -> None:
    entry = a_comment(session, "hello")
    assert receive(session._replica, [entry.body, entry.body]) == Received(1, 1, 0, 0)
    assert receive(session._replica, [entry.body]) == Received(0, 1, 0, 0)
    assert len(rows(session, "SELECT * FROM comment")) == 1


@pytest.mark.parametrize("body", [b"", b"nonsense", b"{}", b"x" * 70_000])
def test_what_can_not_be_read_is_counted_and_left_out(session: Session, body: bytes) -> None:
    assert receive(session._replica, [body, a_comment(session, "hello").body]) == Received(1, 0, 0, 1)


def test_an_entry_of_another_workspace_is_left_out(session: Session) -> None:
    assert receive(session._replica, [a_comment(session, "x", ws="another").body]) == Received(0, 0, 0, 1)


CLAIMS: dict[str, list[dict[str, Any]]] = {
    "id_reuse": [{"text": "one"}, {"text": "two"}],
    "id_reuse elsewhere": [{"text": "one"}, {"text": "two", "n": 7, "id": "bo-1", "e": "c7"}],
    "dev_fork": [{"text": "one"}, {"text": "two", "id": "other", "e": "other"}],
    "chain": [
        {"text": "one"},
        {"text": "two", "id": "bo-2", "n": 1},
        {"text": "three", "n": 2},
        {"text": "four", "n": 3},
    ],
}


@pytest.mark.parametrize("name", list(CLAIMS))
def test_of_two_claims_on_one_key_the_same_counts_in_every_order_and_both_are_reported(
    session: Session, home: Path, name: str
) -> None:
    claims = [a_comment(session, **{"text": "", **claim}) for claim in CLAIMS[name]]
    outcomes = []
    for number, order in enumerate(permutations(claims)):
        replica = an_empty_replica(home, str(number))
        receive(replica, bodies(session.path))
        for one in order:
            receive(replica, [one.body])
        assert receive(replica, [one.body for one in claims]) == Received(0, len(claims), 0, 0)
        kept = rows(replica.path, "SELECT sha FROM entry WHERE au = 'bo' ORDER BY sha")
        odd = rows(replica.path, "SELECT sha, code FROM oddity ORDER BY sha")
        outcomes.append((kept, odd, folded_tables(replica.path)))
        assert {one["sha"] for one in (*kept, *odd)} == {one.sha for one in claims}
    assert all(outcome == outcomes[0] for outcome in outcomes)
    reported = {one["sha"] for one in outcomes[0][1]}
    assert {one.sha for one in claims[:2]} <= reported


def test_the_smaller_sha256_counts(session: Session) -> None:
    one, other = a_comment(session, "one"), a_comment(session, "two")
    receive(session._replica, [one.body, other.body])
    assert rows(session, "SELECT sha FROM entry WHERE au = 'bo'") == [{"sha": min(one.sha, other.sha)}]
    assert {row["code"] for row in rows(session, "SELECT code FROM oddity")} == {"id_reuse"}


def test_another_authors_entry_under_a_known_id_is_no_claim_on_it(session: Session) -> None:
    mine, copied = a_comment(session, "mine"), a_comment(session, "copied", au="cy", dev="cy", e="c9")
    assert receive(session._replica, [mine.body, copied.body]) == Received(2, 0, 0, 0)
    assert {one["text"] for one in rows(session, "SELECT text FROM comment")} == {"mine", "copied"}


def test_two_authors_check_ins_under_one_id_both_stand(session: Session) -> None:
    published = a_published_cycle(session)
    record = {"key_result": published.key_result, "week": "2026-W47", "actual": "20"}
    both = [
        a_comment(
            session, "", au=author, dev=author, k="check_in", e=f"{author}-w47", id="same", d=record
        ).body
        for author in ("bo", "cy")
    ]
    assert receive(session._replica, both).new == 2
    assert {one["identity"] for one in rows(session, "SELECT identity FROM check_in")} == {"bo-w47", "cy-w47"}


def test_nothing_is_kept_of_a_batch_that_breaks_off(session: Session) -> None:
    before = folded_tables(session.path)

    def broken() -> Any:
        yield a_comment(session, "hello").body
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        receive(session._replica, broken())
    assert folded_tables(session.path) == before
    assert rows(session, "SELECT * FROM entry WHERE au = 'bo'") == []


@pytest.mark.parametrize(("ahead", "is_followed"), [("2026-11-18T07:00", True), ("2026-11-19T07:00", False)])
def test_what_is_written_after_taking_in_comes_after_it_unless_that_is_days_ahead(
    session: Session, home: Path, ahead: str, is_followed: bool
) -> None:
    at("2026-11-17T08:00:00+00:00")
    hlc = clock_text(milliseconds(datetime.fromisoformat(f"{ahead}:00+00:00")), 0)
    receive(session._replica, [a_comment(session, "from a machine whose clock is ahead", hlc=hlc).body])
    with session.writing("a comment") as journal:
        entry = journal.add("comment", journal.new_id(), {"text": "an answer", "kind": "note"}, base=())
    assert (entry.hlc > hlc) is is_followed
