"""The trend of a KR as a line of text: one bar a week, a gap where nobody reported.

Drawn when folding, by the sparklines library, so that a prompt can show it without importing anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sparklines import sparklines

from okrtui.okr.weeks import weeks_apart

WEEKS = 13


def trend_of(scores: Sequence[tuple[str, Fraction | None]]) -> str:
    """The last 13 weeks up to the last reported one, as bars from 0 to 1; at least one week where there is any.

    Args:
        scores: (week, exact score) of the reported weeks, the oldest first.
    """
    if not scores:
        return ""
    last = scores[-1][0]
    by_age = {weeks_apart(week, last): one for week, one in scores}
    oldest = max(age for age in by_age if age < WEEKS)
    recent = [by_age.get(age) for age in range(oldest, -1, -1)]
    figures = [None if one is None else float(one) for one in recent]
    if all(figure is None for figure in figures):
        return ""
    return str(sparklines(figures, minimum=0, maximum=1)[0])
