"""Scales of others' figures, such as a confidence of 0–10 for ours of 1–5: stated exactly, worked out exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from okrtui.okr.errors import BadInput
from okrtui.okr.quantities import DECIMALS, billionths


class Scale(NamedTuple):
    """Two ends of theirs and the two of ours that they mean, as quantities; between them it is a straight line."""

    low: str
    high: str
    our_low: str
    our_high: str


def scale_from(value: Any, name: str) -> Scale:
    """A scale as a map states it: {"from": [0, 10], "to": [1, 5]}.

    Raises:
        BadInput: it has another form, or both ends of theirs are the same.
    """
    ends = [_ends(value.get(side)) for side in ("from", "to")] if isinstance(value, dict) else [None, None]
    theirs, ours = ends
    if theirs is None or ours is None or set(value) != {"from", "to"}:
        raise BadInput(
            f"scales.{name} needs from = [low, high] and to = [low, high], such as [0, 10] and [1, 5]"
        )
    if billionths(theirs[0]) == billionths(theirs[1]):
        raise BadInput(f"scales.{name}: from needs two different ends")
    return Scale(*theirs, *ours)


def scaled(figure: str, scale: Scale, places: int = DECIMALS) -> str:
    """A figure of theirs on our scale: exact, rounded once, half away from zero, to so many decimals.

    Raises:
        BadInput: it lies outside the ends that were stated.
    """
    low, high, our_low, our_high = (Fraction(billionths(end)) for end in scale)
    value = Fraction(billionths(figure))
    if not min(low, high) <= value <= max(low, high):
        raise BadInput(
            f"{figure} lies outside the scale from {scale.low} to {scale.high} that the map states"
        )
    ours = (our_low + (value - low) * (our_high - our_low) / (high - low)) / 10**DECIMALS
    return _rounded(ours, places)


def _rounded(value: Fraction, places: int) -> str:
    """A value as a quantity without trailing zeros, rounded half away from zero; there is no negative zero."""
    unit = 10**places
    digits = (2 * abs(value.numerator) * unit + value.denominator) // (2 * value.denominator)
    whole, rest = divmod(digits, unit)
    decimals = f"{rest:0{places}d}".rstrip("0") if places else ""
    sign = "-" if value < 0 and digits else ""
    return f"{sign}{whole}.{decimals}".rstrip(".")


def _ends(value: Any) -> tuple[str, str] | None:
    """Two numbers of a TOML file as quantities."""
    if not isinstance(value, list) or len(value) != 2:
        return None
    texts = [str(one) for one in value]
    try:
        for text in texts:
            billionths(text)
    except BadInput:
        return None
    return texts[0], texts[1]
