"""The score of an objective, and the mean of a key result's contributors (domain rules, Scores).

An objective's score is the weighted mean of the exact scores of its key results, rounded once at the end. It
says how many have reported and what is left out, and it is a draft until weights are agreed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from okrtui.okr.scoring import fraction_of, round_half_away


class Part(NamedTuple):
    """One key result of an objective: its exact score (None while unreported) and its agreed weight."""

    key_result: str
    exact: Fraction | None
    weight: str | None = None
    is_postponed: bool = False
    is_archived: bool = False


class Rollup(NamedTuple):
    """An objective's score and where it came from.

    `reported` of `counted` key results have a score; `postponed` and `archived` are left out; `weights` pairs
    each counted key result with the weight that was used.
    """

    exact: Fraction | None
    rounded: str | None
    reported: int
    counted: int
    is_draft: bool
    postponed: int
    archived: int
    weights: tuple[tuple[str, str], ...]


def roll_up(parts: Sequence[Part], is_draft_cycle: bool = False) -> Rollup:
    """Score an objective by its key results.

    A key result without a check-in counts 0; while none has reported there is no score. Where a weight is
    missing, or the cycle is a draft, all weigh 1 and the result is a draft.
    """
    counted = [part for part in parts if not (part.is_postponed or part.is_archived)]
    is_draft = is_draft_cycle or not all(_has_weight(part) for part in counted)
    weights = tuple((part.key_result, "1" if is_draft else part.weight or "1") for part in counted)
    exact = None
    if any(part.exact is not None for part in counted):
        shares = [fraction_of(weight) for _, weight in weights]
        scores = [part.exact or Fraction(0) for part in counted]
        weighted = sum((share * each for share, each in zip(shares, scores, strict=True)), Fraction(0))
        exact = weighted / sum(shares, Fraction(0))
    return Rollup(
        exact=exact,
        rounded=None if exact is None else round_half_away(exact),
        reported=sum(part.exact is not None for part in counted),
        counted=len(counted),
        is_draft=is_draft,
        postponed=sum(part.is_postponed and not part.is_archived for part in parts),
        archived=sum(part.is_archived for part in parts),
        weights=weights,
    )


def reported_text(rollup: Rollup) -> str:
    """How many have reported and what is left out: "1/2 reported · 1 postponed"."""
    left_out = [(rollup.postponed, "postponed"), (rollup.archived, "archived")]
    texts = [f"{rollup.reported}/{rollup.counted} reported"]
    return " · ".join(texts + [f"{count} {what}" for count, what in left_out if count])


def mean_of(scores: Iterable[Fraction | None]) -> Fraction | None:
    """The plain mean of the scores that there are, for a key result's contributors; None for none."""
    known = [score for score in scores if score is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def _has_weight(part: Part) -> bool:
    return part.weight is not None and fraction_of(part.weight) > 0
