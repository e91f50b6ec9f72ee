"""Pace: how far a key result is ahead of or behind the time that has passed (domain rules, Scores).

It is a signal beside the RAG, for linear, percent and milestones in an active cycle, and never changes it: an
absolute band reads red early in every cycle, and pace says whether that means something.
"""

from __future__ import annotations

from okrtui.okr.quantities import round_ratio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date


def has_pace(method: str) -> bool:
    """Whether progress by this method is expected to grow with time."""
    return method in ("linear", "percent", "milestones")


def expected_at(start: date, due: date, day: date) -> tuple[int, int]:
    """The share of the time box that has passed at the end of a day, as days passed and days in all, clamped.

    Args:
        start: the cycle's first day.
        due: the key result's due date, or the cycle's end where it has none.
        day: today, in the workspace's zone.
    """
    total = (due - start).days + 1
    if total <= 0:
        return (1, 1) if day >= due else (0, 1)
    return min(max((day - start).days + 1, 0), total), total


def pace(numerator: int, denominator: int, start: date, due: date, today: date) -> tuple[str, str]:
    """Compare an exact score with the elapsed share of its time box.

    Args:
        numerator: of the exact score.
        denominator: of the exact score, above 0.
        start: the cycle's first day.
        due: the key result's due date, or the cycle's end where it has none.
        today: in the workspace's zone.

    Returns:
        "ahead", "on pace" or "behind", and the signed difference rounded to two decimals, such as "-0.22".
        The edges of ±0.10 are on pace, by the exact difference.
    """
    elapsed, total = expected_at(start, due, today)
    difference = numerator * total - elapsed * denominator
    whole = denominator * total
    word = "ahead" if 10 * difference > whole else "behind" if 10 * difference < -whole else "on pace"
    signed = round_ratio(difference, whole)
    return word, signed if signed.startswith("-") else f"+{signed}"
