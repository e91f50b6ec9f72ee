"""Tables are a pure function of the set of entries: in any order, batches of any size, however often."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrtui import home
from okrtui.okr.kinds import governed_fields
from okrtui.store import counted, fold_governed
from okrtui.store.entry import Entry, in_order, read_entry
from okrtui.store.registers import Write
from okrtui.store.replica import Replica
from okrtui.sync.receive import receive
from tests.builders import folded_tables, rows
from tests.store.histories import History
from tests.sweep import sweep_size

SEEDS = st.integers(0, 2**32)
SEARCH = settings(max_examples=sweep_size(6, 60, 1500))


class Deliveries:
    """Fresh replicas, and entries delivered to them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._empty = folder / "empty.okr"
        self._count = 0
        Replica.create(str(self._empty), home.now())

    def all_at_once(self, entries: list[Entry]) -> Replica:
        replica = self._fresh()
        receive(replica, [entry.body for entry in entries])
        replica.fold_anew()
        return replica

    def in_batches(self, entries: list[Entry], random: Random) -> Replica:
        """In any order, some more than once, a few at a time."""
        waiting = [entry.body for entry in entries] + [entry.body for entry in random.choices(entries, k=5)]
        random.shuffle(waiting)
        replica = self._fresh()
        while waiting:
            size = random.choice([1, 2, 5, 20])
            receive(replica, waiting[:size])
            waiting = waiting[size:]
        return replica

    def _fresh(self) -> Replica:
        path = self._folder / f"r{self._count % 4}.okr"
        self._count += 1
        shutil.copy(self._empty, path)
        return Replica.open(str(path))


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> Deliveries:
    return Deliveries(tmp_path_factory.mktemp("replicas"))


def differing(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {
        name: (
            sorted(set(one[name]) - set(other[name]), key=repr),
            sorted(set(other[name]) - set(one[name]), key=repr),
        )
        for name in one
        if one[name] != other[name]
    }


def check_same_tables(deliveries: Deliveries, seed: int) -> None:
    random = Random(seed)
    entries = History(random).entries
    anew = folded_tables(deliveries.all_at_once(entries).path)
    replica = deliveries.in_batches(entries, random)
    step_by_step = folded_tables(replica.path)
    assert differing(step_by_step, anew) == {}
    replica.fold_anew()
    assert differing(folded_tables(replica.path), anew) == {}


def check_agreed_values_hold(deliveries: Deliveries, seed: int) -> None:
    """What defines a KR in force comes from its agreement or from a change that somebody approved."""
    random = Random(seed)
    replica = deliveries.in_batches(History(random).entries, random)
    log = [read_entry(row["body"]) for row in rows(replica.path, "SELECT body FROM entry")]
    for fact in rows(replica.path, "SELECT * FROM key_result_fact WHERE is_in_force = 1"):
        (shown,) = rows(replica.path, "SELECT * FROM key_result WHERE id = ?", fact["key_result"])
        approved = {
            one.d["change"] for one in log if one.k == "approval" and one.d.get("verdict") == "approved"
        }
        allowed = [
            one.d.get("values", {}) for one in log if one.k == "agreement" and one.e == fact["agreement"]
        ]
        allowed += [
            one.d.get("changes", {})
            for one in log
            if one.k == "change" and one.e in approved and one.d.get("key_result") == shown["id"]
        ]
        for field in {"title", "target", "baseline", "due", "weight", "method"} & set(
            governed_fields("key_result")
        ):
            assert shown[field] in {values.get(field) for values in allowed}, (seed, shown["id"], field)
        (agreed,) = rows(replica.path, "SELECT * FROM agreement WHERE id = ?", fact["agreement"])
        assert agreed["key_result"] == shown["id"]


@SEARCH
@given(seed=SEEDS)
def test_tables_are_the_same_in_whatever_order_and_batches_entries_arrive(
    deliveries: Deliveries, seed: int
) -> None:
    check_same_tables(deliveries, seed)


@SEARCH
@given(seed=SEEDS)
def test_what_defines_a_key_result_in_force_comes_from_agreement_and_changes(
    deliveries: Deliveries, seed: int
) -> None:
    check_agreed_values_hold(deliveries, seed)


@SEARCH
@given(seed=SEEDS)
def test_nothing_that_a_person_wrote_is_lost(deliveries: Deliveries, seed: int) -> None:
    random = Random(seed)
    entries = History(random).entries
    replica = deliveries.in_batches(entries, random)
    kept = {row["sha"] for row in rows(replica.path, "SELECT sha FROM entry UNION SELECT sha FROM oddity")}
    assert kept == {entry.sha for entry in entries}


@SEARCH
@given(seed=SEEDS)
def test_the_same_claim_on_a_key_counts_in_every_order(deliveries: Deliveries, seed: int) -> None:
    random = Random(seed)
    entries = History(random).entries
    tables = ("SELECT sha FROM entry ORDER BY sha", "SELECT sha, code FROM oddity ORDER BY sha")
    one = deliveries.in_batches(entries, random)
    first = [rows(one.path, sql) for sql in tables]
    other = deliveries.in_batches(entries, random)
    assert [rows(other.path, sql) for sql in tables] == first


def heads_by_arrival(writes: list[Write], void: Any) -> list[Write]:
    return list(writes)[::-1]


def test_a_fold_that_prefers_the_last_arrived_is_found_out(
    deliveries: Deliveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counted, "in_order", list)
    monkeypatch.setattr(counted, "heads", heads_by_arrival)
    assert_found_out(deliveries, check_same_tables)


def test_a_fold_in_which_the_first_decision_to_arrive_wins_is_found_out(
    deliveries: Deliveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = fold_governed._judge

    def first_arrived(folding: Any, change: str, of: Any) -> Any:
        fact, proposal = judge(folding, change, of)
        stored = folding.connection.execute(
            "SELECT body FROM entry WHERE k = 'approval' ORDER BY rowid"
        ).fetchall()
        verdicts = [
            one.d["verdict"]
            for one in map(read_entry, (body for (body,) in stored))
            if one.d.get("change") == change
        ]
        if fact["state"] == "proposed":
            return fact, proposal
        return {**fact, "state": verdicts[0], "is_effective": int(verdicts[0] == "approved")}, proposal

    monkeypatch.setattr(fold_governed, "_judge", first_arrived)
    assert_found_out(deliveries, check_same_tables)


def test_a_fold_that_lets_agreed_values_be_edited_is_found_out(
    deliveries: Deliveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fold_governed, "_overlay", lambda *_: None)
    assert_found_out(deliveries, check_agreed_values_hold)


def assert_found_out(deliveries: Deliveries, check: Any, histories: int = 60) -> None:
    def search() -> None:
        for seed in range(histories):
            check(deliveries, seed)

    with pytest.raises(AssertionError):
        search()


def test_the_order_of_stamps_is_total() -> None:
    entries = History(Random(1)).entries
    assert len({entry.stamp for entry in in_order(entries)}) == len({entry.stamp for entry in entries})
