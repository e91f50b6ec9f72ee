"""How a card's page shares its room: the chart, the facts beside it as far as they fit, and the rest below.

Nothing between the chart and the thread stays empty: on a wide terminal the chart is as high as the facts, on a
narrow one the facts end where the chart does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.geometry import Size

from okrtui.widgets.hanging_text import Hanging, lines_of

SIDE_BY_SIDE, WIDE, TWO_HALVES = 80, 120, 180
"""From so many columns on: facts beside the chart, all of them, the thread beside both."""
MARGINS = 5
GAP = 3
LOW_CHART, CHART, HIGHEST_CHART = 7, 8, 16
LOW_TERMINAL = 24


class Room(NamedTuple):
    """The chart's size in cells, the facts beside it, and those below the thread."""

    chart_width: int
    chart_height: int
    beside: list[Hanging]
    below: list[Hanging]


def share_room(
    size: Size,
    first: Sequence[Hanging],
    more: Sequence[Hanging],
    milestones: Sequence[Hanging],
    *,
    has_chart: bool,
) -> Room:
    """Share a terminal of that size.

    Args:
        size: of the whole page.
        first: the facts to be read first.
        more: all others.
        milestones: the rows that stand in a chart's place, where the method has them.
        has_chart: whether there is a chart otherwise.
    """
    height = LOW_CHART if size.height < LOW_TERMINAL else CHART
    inner = (size.width // 2 if size.width >= TWO_HALVES else size.width) - MARGINS
    if size.width < SIDE_BY_SIDE:
        return Room(inner, height, list(first), list(more))
    chart_width = inner * (52 if milestones or size.width >= WIDE else 46) // 100
    has_left = has_chart or bool(milestones)
    facts_width = inner - chart_width - GAP if has_left else inner
    facts, rest = ([*first, *more], []) if size.width >= WIDE else (list(first), list(more))
    highest = HIGHEST_CHART if size.width >= WIDE else max(height, _height(milestones, chart_width))
    count = len(facts)
    while has_left and count and _height(facts[:count], facts_width) > highest:
        count -= 1
    chart_height = min(max(_height(facts[:count], facts_width), height), highest)
    return Room(chart_width, chart_height, facts[:count], [*facts[count:], *rest])


def _height(rows: Sequence[Hanging], width: int) -> int:
    return sum(len(lines_of(row, width)) for row in rows)
