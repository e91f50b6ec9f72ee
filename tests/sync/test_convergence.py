"""Whoever writes what, wherever and whenever, and in whatever order it arrives: in the end all show the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from okrtui.store import counted, fold_governed, journal
from okrtui.store.clock import next_clock
from okrtui.store.entry import read_entry
from okrtui.store.registers import Write
from tests.sweep import sweep_size
from tests.sync.people_at_work import CLOCKS_OFF, SITES, PeopleAtWork

RUNS = sweep_size(6, 60, 1500)
STEPS = sweep_size(20, 40, 60)
TestPeopleAtWork = PeopleAtWork.TestCase
TestPeopleAtWork.settings = settings(
    max_examples=RUNS, stateful_step_count=STEPS, suppress_health_check=list(HealthCheck)
)

SEARCHED = 40
"""How many runs a planted fault may survive."""


def a_run(seed: int) -> None:
    """One run of the same machine, its steps drawn by a seed."""
    random = Random(seed)
    people = PeopleAtWork()
    people.begin(clocks=tuple(random.choice(CLOCKS_OFF) for _ in SITES))
    steps = (people.write, people.write, people.write, people.meet, people.meet, people.take, people.send)
    try:
        for _ in range(20):
            step, at = random.choice(steps), random.randrange(len(SITES))
            step(at=at) if step == people.meet else step(at=at, chance=random.randrange(2**16))
    finally:
        people.teardown()


def last_arrived_wins(patch: pytest.MonkeyPatch) -> None:
    def by_arrival(writes: list[Write], void: Any) -> list[Write]:
        return list(writes)[::-1]

    patch.setattr(counted, "in_order", list)
    patch.setattr(counted, "heads", by_arrival)


def governed_fields_are_written_directly(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(fold_governed, "_overlay", lambda *_: None)


def first_decision_to_arrive_wins(patch: pytest.MonkeyPatch) -> None:
    judge = fold_governed._judge

    def first_arrived(folding: Any, change: str, of: Any) -> Any:
        fact, proposal = judge(folding, change, of)
        stored = folding.connection.execute(
            "SELECT body FROM entry WHERE k = 'approval' ORDER BY rowid"
        ).fetchall()
        entries = [read_entry(body) for (body,) in stored]
        verdicts = [one.d["verdict"] for one in entries if one.d.get("change") == change]
        if fact["state"] == "proposed":
            return fact, proposal
        return {**fact, "state": verdicts[0], "is_effective": int(verdicts[0] == "approved")}, proposal

    patch.setattr(fold_governed, "_judge", first_arrived)


def clock_is_not_raised_over_the_base(patch: pytest.MonkeyPatch) -> None:
    def own_clock_alone(now: datetime, own: str, *_: str) -> str:
        return next_clock(now, own)

    patch.setattr(journal, "next_clock", own_clock_alone)


@pytest.mark.parametrize(
    "plant",
    [
        last_arrived_wins,
        governed_fields_are_written_directly,
        first_decision_to_arrive_wins,
        clock_is_not_raised_over_the_base,
    ],
)
def test_a_planted_fault_is_found_out(
    plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    assert any(finds_a_fault(seed) for seed in range(SEARCHED))


def finds_a_fault(seed: int) -> bool:
    try:
        a_run(seed)
    except AssertionError:
        return True
    return False


def test_the_same_runs_find_nothing_without_one() -> None:
    for seed in range(sweep_size(2, 10, SEARCHED)):
        a_run(seed)
