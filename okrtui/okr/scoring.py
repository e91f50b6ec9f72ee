"""The score of a key result: linear, percent, ladder, milestones and range (Playbook, Scoring model).

Arithmetic is exact on the figures that people typed, and a score is rounded once, half away from zero, to two
decimals, before its RAG band is looked up. A key result that nobody has reported on has no score, which is
not 0.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import NamedTuple

from okrtui.okr.figures import Figures, ladder_direction, limit, line_of, missing_figures
from okrtui.okr.quantities import BILLION, billionths, compare, round_ratio

_NONE, _ALL = Fraction(0), Fraction(1)


class Score(NamedTuple):
    """A key result's score.

    `exact` is in [0, 1]; `rounded` is it with two decimals; `attainment` is the unclamped value with two
    decimals, for linear and percent only.
    """

    exact: Fraction
    rounded: str
    attainment: str | None


def round_half_away(value: Fraction, places: int = 2) -> str:
    """A number as decimal text, rounded half away from zero: 0.305 is "0.31"; there is no "-0.00"."""
    return round_ratio(value.numerator, value.denominator, places)


def fraction_of(q: str) -> Fraction:
    """The exact value of a quantity.

    Raises:
        BadInput: where the text is not a quantity.
    """
    return Fraction(billionths(q), BILLION)


def score(figures: Figures, actual: str | None, done: Collection[str] | None = None) -> Score | None:
    """Score a current figure by its key result's method.

    Args:
        figures: the method and what it measures against.
        actual: the current figure; milestones don't look at it.
        done: the names of the milestones reported as done; an empty collection is a report that none is, and
            names that are no milestones count nothing.

    Returns:
        None while there is no figure to score or the method lacks figures.
    """
    reported = done if figures.method == "milestones" else actual
    if reported is None:
        return None
    if figures.method in ("linear", "percent"):
        return _score_line(figures, actual or "")
    if missing_figures(figures):
        return None
    if figures.method == "ladder":
        return _score_of(_score_ladder(figures, actual or ""))
    if figures.method == "milestones":
        return _score_of(_score_milestones(figures, done or ()))
    return _score_of(_score_range(figures, fraction_of(actual or "")))


def _score_of(value: Fraction) -> Score:
    exact = min(max(value, _NONE), _ALL)
    return Score(exact, round_half_away(exact), None)


def _score_line(figures: Figures, actual: str) -> Score | None:
    """The share of the way from baseline to target; None where either is missing or there is no way to go."""
    ends = line_of(figures)
    if ends[0] is None or ends[1] is None:
        return None
    baseline, target = billionths(ends[0]), billionths(ends[1])
    if baseline == target:
        return None
    gone, way = billionths(actual) - baseline, target - baseline
    if way < 0:
        gone, way = -gone, -way
    attainment = round_ratio(gone, way)
    if gone <= 0:
        return Score(_NONE, "0.00", attainment)
    if gone >= way:
        return Score(_ALL, "1.00", attainment)
    return Score(Fraction(gone, way), attainment, attainment)


def _score_ladder(figures: Figures, actual: str) -> Fraction:
    """The score of the first band that the actual matches, best first; 0 where it matches none."""
    worse = 1 if ladder_direction(figures) == "down" else -1
    for bound, band_score in figures.bands:
        if compare(actual, bound) != worse:
            return fraction_of(band_score)
    return Fraction(0)


def _score_milestones(figures: Figures, done: Collection[str]) -> Fraction:
    """Weight done over weight of all."""
    weights = {name: fraction_of(weight) for name, weight in figures.milestones}
    total = sum(weights.values(), Fraction(0))
    reached = sum((weight for name, weight in weights.items() if name in done), Fraction(0))
    return reached / total if total else Fraction(0)


def _score_range(figures: Figures, actual: Fraction) -> Fraction:
    """1 inside the limits, ends included; beyond, a straight line down to 0 at the outer limit."""
    for inner, outer, outwards in (("low", "floor", -1), ("high", "ceiling", 1)):
        near, far = limit(figures, inner), limit(figures, outer)
        if near is None or far is None:
            continue
        beyond = (actual - fraction_of(near)) * outwards
        if beyond > 0:
            room = (fraction_of(far) - fraction_of(near)) * outwards
            return 1 - beyond / room if beyond < room else Fraction(0)
    return Fraction(1)
