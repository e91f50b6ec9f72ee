"""What waits for the other side: it goes at that side's word alone, and what is rejected leaves the tables."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from okrtui.store.checkup import look_at_log
from okrtui.store.entry import read_entry
from okrtui.store.outbox import Rejection, clear, own_replicas, put_back, refuse, renumber, waiting
from okrtui.store.rebuild import rebuild
from okrtui.store.replica import Replica
from okrtui.sync.receive import receive
from tests.builders import Published, a_check_in, a_workspace, at, bodies, folded_tables, rows

IN_W47 = "2026-11-17T08:00:00+00:00"
NOW = datetime(2026, 11, 17, 8, tzinfo=UTC)


@pytest.fixture
def published(home: Path) -> Published:
    made = Published(a_workspace(home))
    at(IN_W47)
    return made


def taken_by_the_other_side(path: str) -> None:
    with Replica.open(path).connected() as connection:
        clear(connection, [entry.id for entry in waiting(connection)])


def folded_anew(path: str) -> dict[str, list[tuple[object, ...]]]:
    Replica.open(path).fold_anew()
    return folded_tables(path)


def test_what_was_written_waits_in_the_order_in_which_it_was_written(published: Published) -> None:
    with Replica.open(published.session.path).connected() as connection:
        entries = waiting(connection)
        assert [entry.n for entry in entries] == list(range(1, len(entries) + 1))
        assert [entry.n for entry in waiting(connection, 2)] == [1, 2]
        clear(connection, [entries[0].id])
        assert [entry.n for entry in waiting(connection)] == list(range(2, len(entries) + 1))
        assert put_back(connection) == len(entries)
        assert waiting(connection) == entries


def test_entries_of_others_never_wait(published: Published, tmp_path: Path) -> None:
    other = Replica.create(str(tmp_path / "other.okr"), NOW)
    receive(other, bodies(published.session.path))
    with other.connected() as connection:
        assert put_back(connection) == 0


def test_a_rejected_check_in_leaves_the_tables_and_is_kept(published: Published) -> None:
    path = published.session.path
    taken_by_the_other_side(path)
    before = folded_tables(path)
    a_check_in(published.session, published.key_result, "21")
    with Replica.open(path).connected() as connection:
        (entry,) = waiting(connection)
        refuse(connection, [Rejection(entry.id, "forbidden", "you may not check in on this KR")], IN_W47)
        assert waiting(connection) == []
    assert folded_tables(path) == before == folded_anew(path)
    (kept,) = rows(path, "SELECT code, text, n, body FROM refused")
    assert (kept["code"], kept["n"], kept["body"]) == ("forbidden", entry.n, entry.body)


def test_the_counter_goes_on_past_what_was_rejected(published: Published) -> None:
    path = published.session.path
    a_check_in(published.session, published.key_result, "21")
    replica = Replica.open(path)
    with replica.connected() as connection:
        rejected = waiting(connection)[-1]
        refuse(connection, [Rejection(rejected.id, "forbidden", "no")], IN_W47)
    a_check_in(published.session, published.key_result, "22")
    with replica.connected() as connection:
        assert waiting(connection)[-1].n == rejected.n + 1
        assert look_at_log(connection).missing == []
    rebuild(path, NOW)
    assert len(rows(path, "SELECT * FROM refused")) == 1


def test_a_clock_that_was_ahead_is_restamped_without_losing_a_word(published: Published) -> None:
    session, path = published.session, published.session.path
    taken_by_the_other_side(path)
    at("2026-11-18T08:00:00+00:00")
    a_check_in(session, published.key_result, "21")
    a_check_in(session, published.key_result, "22")
    with Replica.open(path).connected() as connection:
        ahead = waiting(connection)
        assert renumber(connection, ahead, NOW, new_dev=False) == 2
        again = waiting(connection)
    assert [one.id for one in again] == [one.id for one in ahead]
    assert [one.d for one in again] == [one.d for one in ahead]
    assert [one.n for one in again] == [ahead[-1].n + 1, ahead[-1].n + 2]
    assert again[0].hlc < again[1].hlc < ahead[0].hlc
    assert again[0].hlc.startswith(f"{int(NOW.timestamp() * 1000):012x}")
    assert folded_tables(path) == folded_anew(path)
    assert rows(path, "SELECT actual FROM check_in WHERE is_shown = 1") == [{"actual": "22"}]


def test_a_copied_home_counts_anew_under_an_id_of_its_own(published: Published) -> None:
    path = published.session.path
    taken_by_the_other_side(path)
    a_check_in(published.session, published.key_result, "21")
    with Replica.open(path).connected() as connection:
        (before,) = own_replicas(connection)
        entries = waiting(connection)
        renumber(connection, entries, NOW, new_dev=True)
        (again,) = waiting(connection)
        assert again.n == 1
        assert again.dev != before
        assert own_replicas(connection) == {before, again.dev}
        assert (again.id, again.d, again.base) == (entries[0].id, entries[0].d, entries[0].base)
    assert folded_tables(path) == folded_anew(path)
    a_check_in(published.session, published.key_result, "22")
    assert [read_entry(body).n for body in bodies(path)][-1] == 2
    with Replica.open(path).connected() as connection:
        everything = len(bodies(path))
        assert put_back(connection) == everything, "what the former id wrote is its author's own, too"
