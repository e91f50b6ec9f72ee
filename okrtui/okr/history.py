"""A KR's reported weeks as one line of text, and what they say: turned red, recovered, losing confidence.

A week in the first share of the time box has a colour to show but none that counts (domain rules, §6), so that it
neither turned nor recovered. On the path of `okrtui status`.
"""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FALLING_WEEKS = 2
"""Confidence that fell in so many reported weeks, one after the other, is told."""

_LETTERS = {"red": "r", "amber": "a", "green": "g", "stretch": "s"}
_COLOURS = {letter: rag for rag, letter in _LETTERS.items()}
_WEEK = len("2026-W47")
_NONE = "."
_CONFIDENCES = range(1, 6)
"""Other numbers come from other programs and tell nothing."""


class Reported(namedtuple("Reported", "week rag counts confidence is_complete")):
    """One reported week.

    Attributes:
        week: such as "2026-W47".
        rag: the figure's colour, None where none was reported or it can't be scored.
        counts: whether the colour opens and closes anything: it doesn't in the grace.
        confidence: 1–5 or None.
        is_complete: actual, confidence, insight and next action are there.
    """

    __slots__ = ()

    week: str
    rag: str | None
    counts: bool
    confidence: int | None
    is_complete: bool


def history_text(weeks: Iterable[Reported]) -> str:
    """The weeks as text, such as "2026-W46r3+ 2026-W47A4-": a capital colour counts, "+" is complete."""
    return " ".join(map(_written, weeks))


def read_history(text: str, until: str = "") -> list[Reported]:
    """The weeks that stand in a history, the oldest first; with `until` none later than that week."""
    found = []
    for each in text.split():
        week, letter, confidence, sign = each[:_WEEK], each[_WEEK], each[_WEEK + 1], each[-1]
        if until and week > until:
            break
        rag = _COLOURS.get(letter.lower())
        number = int(confidence) if confidence != _NONE else None
        found.append(Reported(week, rag, letter.isupper(), number, sign == "+"))
    return found


def turned(weeks: Sequence[Reported], week: str) -> str:
    """What the colour did in this week against the coloured week before: "red", "recovered" or "".

    Args:
        weeks: the reported weeks up to this one or beyond, the oldest first.
        week: the week asked about; where it has no figure, nothing turned.
    """
    now = before = None
    for one in weeks:
        if one.week < week and one.rag:
            before = one
        elif one.week == week and one.rag:
            now = one
    if now is None or before is None or not (now.counts and before.counts):
        return ""
    if (now.rag == "red") == (before.rag == "red"):
        return ""
    return "red" if now.rag == "red" else "recovered"


def is_falling(weeks: Sequence[Reported]) -> bool:
    """Whether confidence fell in each of the last two reported weeks that tell it."""
    told = [one.confidence for one in weeks if one.confidence is not None][-FALLING_WEEKS - 1 :]
    return len(told) > FALLING_WEEKS and all(told[at] > told[at + 1] for at in range(FALLING_WEEKS))


def _written(one: Reported) -> str:
    letter = _LETTERS.get(one.rag or "", _NONE)
    confidence = str(one.confidence) if one.confidence in _CONFIDENCES else _NONE
    shown = letter.upper() if one.counts else letter
    return f"{one.week}{shown}{confidence}{'+' if one.is_complete else '-'}"
