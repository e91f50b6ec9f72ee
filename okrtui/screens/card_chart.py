"""What a key result's chart draws, by method: the line to the target, a ladder's bounds, a range's limits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from okrtui.okr.figures import LIMITS, limit
from okrtui.widgets.chart import ChartData, Point

if TYPE_CHECKING:
    from okrtui.okr.figures import Figures
    from okrtui.views.card import KeyResultCard


def chart_data(card: KeyResultCard) -> ChartData:
    """The chart of a card; its days run from the cycle's start to the due date, or to a later last figure."""
    points = tuple(Point(day, figure) for day, figure in card.chart)
    days = [point.day for point in points] + [day for day, _ in card.expected]
    days += [date.fromisoformat(text) for text in (card.line.cycle_start, card.line.due) if text]
    return ChartData(
        start=min(days),
        end=max(days),
        actuals=points,
        expected=tuple(Point(day, figure) for day, figure in card.expected),
        levels=_levels(card.line.figures),
    )


def _levels(figures: Figures) -> tuple[str, ...]:
    if figures.method == "range":
        return tuple(value for name in LIMITS if (value := limit(figures, name)))
    if figures.method == "ladder":
        return tuple(bound for bound, _ in figures.bands)
    return ()
