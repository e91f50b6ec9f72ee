"""An objective's score is the weighted mean of what counts, and says what does not."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.rollup import Part, mean_of, reported_text, roll_up

CASES = json.loads((Path(__file__).parent.parent / "scoring_cases.json").read_text(encoding="utf-8"))[
    "objectives"
]


def a_part(exact: str | None, weight: str | None = "1", **states: bool) -> Part:
    return Part("kr", None if exact is None else Fraction(exact), weight, **states)


def part_of(name: str, case: dict[str, Any]) -> Part:
    exact = None if case["score"] is None else Fraction(case["score"])
    return Part(name, exact, case["weight"], case.get("postponed", False), case.get("archived", False))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['reported']} {case['score']}")
def test_the_published_cases_come_out(case: dict[str, Any]) -> None:
    result = roll_up([part_of(f"kr{n}", each) for n, each in enumerate(case["krs"])])
    assert result.rounded == case["score"]
    assert f"{result.reported}/{result.counted}" == case["reported"]
    assert result.is_draft == case.get("draft", False)


def test_agreed_weights_three_to_one_pull_the_mean() -> None:
    assert roll_up([a_part("0.2", "3"), a_part("0.6", "1")]).rounded == "0.30"


def test_scores_are_rounded_once_at_the_end() -> None:
    assert roll_up([a_part("1/3"), a_part("2/3"), a_part("1/3")]).exact == Fraction(4, 9)


def test_one_missing_weight_makes_all_equal_and_the_score_a_draft() -> None:
    result = roll_up([Part("a", Fraction(1), "3"), Part("b", Fraction(0), None)])
    assert (result.rounded, result.is_draft) == ("0.50", True)
    assert result.weights == (("a", "1"), ("b", "1"))


def test_a_draft_cycle_makes_all_weights_equal() -> None:
    result = roll_up([Part("a", Fraction(1), "3"), Part("b", Fraction(0), "1")], is_draft_cycle=True)
    assert (result.rounded, result.is_draft) == ("0.50", True)


def test_the_weights_that_were_used_are_named() -> None:
    result = roll_up(
        [Part("a", Fraction(1), "2.5"), Part("b", None, "1"), Part("c", Fraction(1), "9", is_postponed=True)]
    )
    assert result.weights == (("a", "2.5"), ("b", "1"))


def test_a_missing_weight_of_what_is_left_out_makes_no_draft() -> None:
    assert not roll_up([a_part("0.5"), a_part("0.5", None, is_archived=True)]).is_draft


def test_a_score_of_zero_is_a_report() -> None:
    result = roll_up([a_part("0"), a_part(None)])
    assert (result.rounded, result.reported) == ("0.00", 1)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ([a_part("0.9"), a_part(None), a_part("0.1", is_postponed=True)], "1/2 reported · 1 postponed"),
        ([a_part("0.9")], "1/1 reported"),
        (
            [a_part(None), a_part("1", is_archived=True), a_part("1", is_postponed=True, is_archived=True)],
            "0/1 reported · 2 archived",
        ),
        ([], "0/0 reported"),
    ],
)
def test_a_roll_up_says_who_has_reported_and_what_is_left_out(parts: list[Part], text: str) -> None:
    assert reported_text(roll_up(parts)) == text


def test_contributors_have_a_plain_mean_of_those_that_have_a_score() -> None:
    assert mean_of([Fraction(1, 2), None, Fraction(3, 4)]) == Fraction(5, 8)
    assert mean_of([None, None]) is None
    assert mean_of([]) is None


SHARES = st.none() | st.integers(0, 100).map(lambda n: Fraction(n, 100))
WEIGHTS = st.none() | st.integers(1, 10**6).map(str)
PARTS = st.lists(st.builds(Part, st.text(), SHARES, WEIGHTS, st.booleans(), st.booleans()), max_size=8)


@given(PARTS)
def test_an_objectives_score_lies_within_the_scores_that_count(parts: list[Part]) -> None:
    result = roll_up(parts)
    counted = [part.exact or Fraction(0) for part in parts if not (part.is_postponed or part.is_archived)]
    assert len(counted) + result.postponed + result.archived == len(parts)
    if result.exact is None:
        assert result.reported == 0
    else:
        assert min(counted) <= result.exact <= max(counted)
