"""What the bench tells: ratios, whether promises are kept, and a table that says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module

import msgspec
import pytest

from bench.figures import Figure, interleaved
from bench.run import SUBJECTS
from bench.table import document, markdown


@pytest.mark.parametrize(
    ("figure", "is_reached"),
    [
        (Figure("s", "at the goal", 3.0, 1.0, goal=3.0), True),
        (Figure("s", "over the goal", 3.01, 1.0, goal=3.0), False),
        (Figure("s", "at the limit", 3000.0, limit=3000.0), True),
        (Figure("s", "over the limit", 3001.0, limit=3000.0), False),
        (Figure("s", "nothing at all", 0.0, limit=0.0), True),
        (Figure("s", "promised to nobody", 9.0, 1.0), None),
    ],
    ids=lambda value: value.what if isinstance(value, Figure) else "",
)
def test_a_promise_is_kept_up_to_its_figure_and_no_further(figure: Figure, is_reached: bool | None) -> None:
    assert figure.is_reached is is_reached


def test_measures_take_turns_after_a_round_that_does_not_count() -> None:
    calls: list[str] = []

    def measure(name: str) -> Callable[[], float]:
        def take() -> float:
            calls.append(name)
            return float(len(calls))

        return take

    samples = interleaved({"ours": measure("ours"), "floor": measure("floor")}, rounds=2)
    assert calls == ["ours", "floor"] * 3
    assert samples == {"ours": [3.0, 5.0], "floor": [4.0, 6.0]}


def test_the_table_and_the_document_tell_what_is_over() -> None:
    over = Figure("saving", "saving", 12.0, 3.0, "bare sqlite3", goal=3.0, samples={"ours": [12.0]})
    assert "| saving | 12.0 ms | 3.0 ms | 4.00 | ≤ 3 | over | bare sqlite3 |  |" in markdown([over])
    told = msgspec.json.decode(document([over], datetime(2026, 11, 22, tzinfo=UTC)))
    assert told["figures"][0]["ratio"] == 4.0
    assert told["figures"][0]["is_reached"] is False
    assert told["figures"][0]["samples"] == {"ours": [12.0]}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_that_can_be_asked_for_is_there(subject: str) -> None:
    assert callable(import_module(f"bench.subject_{subject}").figures)
