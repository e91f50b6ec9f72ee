"""Scores come out as published, exact on what people typed."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from okrtui.okr.figures import Figures, check_figures, figures_of
from okrtui.okr.rag import rag_of
from okrtui.okr.scoring import fraction_of, round_half_away, score

CASES = json.loads((Path(__file__).parent.parent / "scoring_cases.json").read_text(encoding="utf-8"))[
    "key_results"
]

THOUSANDTHS = st.integers(-(10**9), 10**9)
ACTUALS = THOUSANDTHS


def quantity(thousandths: int) -> str:
    """A whole number of thousandths as the text that someone would type."""
    sign, (whole, rest) = "-" if thousandths < 0 else "", divmod(abs(thousandths), 1000)
    return f"{sign}{whole}.{rest:03d}"


@st.composite
def ladders(draw: st.DrawFn) -> Figures:
    bounds = sorted(draw(st.lists(THOUSANDTHS, min_size=2, max_size=6, unique=True)))
    size = len(bounds)
    scores = sorted(
        draw(st.lists(st.integers(0, 100), min_size=size, max_size=size, unique=True)), reverse=True
    )
    if draw(st.booleans()):
        bounds.reverse()
    bands = zip(bounds, scores, strict=True)
    return Figures("ladder", bands=tuple((quantity(bound), quantity(each * 10)) for bound, each in bands))


@st.composite
def lines(draw: st.DrawFn) -> Figures:
    baseline, target = draw(st.lists(THOUSANDTHS, min_size=2, max_size=2, unique=True))
    return Figures(draw(st.sampled_from(["linear", "percent"])), quantity(baseline), quantity(target))


@st.composite
def ranges(draw: st.DrawFn) -> Figures:
    floor, low, high, ceiling = sorted(draw(st.lists(THOUSANDTHS, min_size=4, max_size=4, unique=True)))
    lower = {"floor": quantity(floor), "low": quantity(low)}
    upper = {"high": quantity(high), "ceiling": quantity(ceiling)}
    return Figures("range", limits=draw(st.sampled_from([lower, upper, lower | upper])))


def case_name(case: dict[str, Any]) -> str:
    return str(
        case.get("note") or f"{case['method']} at {case.get('actual', 'milestones')} is {case['score']}"
    )


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_the_published_cases_come_out(case: dict[str, Any]) -> None:
    row = dict(case)
    done = None
    if "milestones" in case:
        row["milestones"] = [{"name": name, "weight": weight} for name, weight, _ in case["milestones"]]
        done = [name for name, _, is_done in case["milestones"] if is_done]
    figures = figures_of(row)
    check_figures(figures)
    result = score(figures, case.get("actual"), done)
    assert result is not None
    assert (result.rounded, result.attainment) == (case["score"], case.get("attainment"))
    assert rag_of(result.rounded) == case["rag"]


@pytest.mark.parametrize(
    "figures",
    [
        Figures("linear", "18", "28"),
        Figures("percent"),
        Figures("ladder", bands=(("4", "1.0"), ("6", "0.7"))),
        Figures("range", limits={"floor": "80", "low": "95"}),
        Figures("milestones", milestones=(("beta", "1"),)),
    ],
)
def test_without_a_figure_there_is_no_score(figures: Figures) -> None:
    assert score(figures, None, None) is None


def test_a_report_of_no_milestone_done_scores_zero() -> None:
    result = score(Figures("milestones", milestones=(("beta", "1"),)), None, [])
    assert result is not None
    assert result.rounded == "0.00"


def test_a_milestone_that_no_longer_exists_or_is_named_twice_counts_once_at_most() -> None:
    figures = Figures("milestones", milestones=(("beta", "1"), ("ga", "3")))
    result = score(figures, None, ["beta", "beta", "alpha"])
    assert result is not None
    assert result.exact == Fraction(1, 4)


@pytest.mark.parametrize(
    "figures",
    [
        Figures("linear", "18"),
        Figures("ladder"),
        Figures("range", limits={"low": "95"}),
        Figures("milestones"),
        Figures("linear", "5", "5.0"),
        Figures(""),
    ],
)
def test_incomplete_figures_have_no_score(figures: Figures) -> None:
    assert score(figures, "5", ["beta"]) is None


@pytest.mark.parametrize(
    ("actual", "rounded"),
    [
        ("79", "0.00"),
        ("80", "0.00"),
        ("87.5", "0.50"),
        ("95", "1.00"),
        ("99", "1.00"),
        ("104.5", "0.50"),
        ("110", "0.00"),
    ],
)
def test_a_range_is_whole_inside_and_falls_to_nothing_at_its_outer_limits(actual: str, rounded: str) -> None:
    result = score(
        Figures("range", limits={"floor": "80", "low": "95", "high": "99", "ceiling": "110"}), actual
    )
    assert result is not None
    assert result.rounded == rounded


def test_a_range_of_one_point_scores_that_point() -> None:
    figures = Figures("range", limits={"floor": "1", "low": "2", "high": "2", "ceiling": "3"})
    results = [score(figures, actual) for actual in ("1.5", "2", "2.5")]
    assert [result and result.rounded for result in results] == ["0.50", "1.00", "0.50"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.305", "0.31"),
        ("-0.305", "-0.31"),
        ("0.995", "1.00"),
        ("-0.004", "0.00"),
        ("0.6", "0.60"),
        ("2.25", "2.25"),
    ],
)
def test_numbers_round_half_away_from_zero(value: str, text: str) -> None:
    assert round_half_away(Fraction(value)) == text


@given(st.one_of(lines(), ladders(), ranges()), ACTUALS)
def test_a_score_lies_between_0_and_1_and_rounds_to_what_it_is(figures: Figures, actual: int) -> None:
    check_figures(figures)
    result = score(figures, quantity(actual))
    assert result is not None
    assert 0 <= result.exact <= 1
    assert abs(Fraction(result.rounded) - result.exact) <= Fraction(1, 200)
    assert (result.attainment is not None) == (figures.method in ("linear", "percent"))


@given(st.one_of(lines(), ladders()), ACTUALS, ACTUALS)
def test_a_figure_nearer_the_target_never_scores_less(figures: Figures, one: int, other: int) -> None:
    lower, higher = sorted((one, other))
    if figures.method == "ladder":
        goes_up = fraction_of(figures.bands[0][0]) > fraction_of(figures.bands[-1][0])
    else:
        goes_up = fraction_of(figures.target) > fraction_of(figures.baseline)
    worse, better = (lower, higher) if goes_up else (higher, lower)
    before, after = score(figures, quantity(worse)), score(figures, quantity(better))
    assert before is not None
    assert after is not None
    assert before.exact <= after.exact


@given(ranges(), ACTUALS, ACTUALS)
def test_a_figure_nearer_the_corridor_never_scores_less(figures: Figures, one: int, other: int) -> None:
    low = fraction_of(figures.limits.get("low") or quantity(-(10**9)))
    high = fraction_of(figures.limits.get("high") or quantity(10**9))

    def outside(actual: int) -> Fraction:
        return max(low - fraction_of(quantity(actual)), fraction_of(quantity(actual)) - high, Fraction(0))

    same_side = (one < low * 1000) == (other < low * 1000)
    assume(same_side)
    nearer, further = sorted((one, other), key=outside)
    better, worse = score(figures, quantity(nearer)), score(figures, quantity(further))
    assert better is not None
    assert worse is not None
    assert better.exact >= worse.exact


@given(
    st.lists(st.integers(1, 10**6), min_size=1, max_size=8),
    st.sets(st.integers(0, 7)),
    st.integers(0, 7),
)
def test_one_more_milestone_done_never_scores_less(weights: list[int], done: set[int], more: int) -> None:
    figures = Figures(
        "milestones", milestones=tuple((f"m{n}", quantity(each)) for n, each in enumerate(weights))
    )
    before = score(figures, None, [f"m{n}" for n in done])
    after = score(figures, None, [f"m{n}" for n in done | {more}])
    assert before is not None
    assert after is not None
    assert 0 <= before.exact <= after.exact <= 1


@given(
    THOUSANDTHS, st.integers(1, 10**6), st.booleans(), st.sampled_from([305, 605, 905]), st.integers(-1, 1)
)
def test_decimals_as_typed_never_change_a_band(
    baseline: int, step: int, goes_up: bool, edge: int, beside: int
) -> None:
    """On the edge and a thousandth beside it, against whole numbers scaled up."""
    width = step * 1000
    moved = step * edge + beside
    sign = 1 if goes_up else -1
    result = score(
        Figures("linear", quantity(baseline), quantity(baseline + sign * width)),
        quantity(baseline + sign * moved),
    )
    hundredths = (200 * moved + width) // (2 * width)
    assert result is not None
    assert result.rounded == f"{hundredths // 100}.{hundredths % 100:02d}"
    expected = next(
        (rag for rag, top in (("red", 30), ("amber", 60), ("green", 90)) if hundredths <= top), "stretch"
    )
    assert rag_of(result.rounded) == expected
