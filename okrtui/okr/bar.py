"""The bar, the signature of the program: where the current figure stands between two ends, in one row.

It reads from left (where it began, or the worst) to right (where it should be) for every method, also for key
results that go down: a line with a marker, ticks at a ladder's bands, a range's corridor, a box for each
milestone.
"""

from __future__ import annotations

from collections import namedtuple

from okrtui.okr.figures import ladder_direction, limit, line_of, missing_figures
from okrtui.okr.quantities import billionths

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrtui.okr.figures import Figures

_Glyphs = namedtuple(
    "_Glyphs",
    ("line", "marker", "before", "past", "tick", "corridor", "opens", "closes", "done", "open", "unknown"),
)
_UNICODE = _Glyphs("─", "●", "◄", "►", "┼", "═", "╞", "╡", "■", "□", "╌")
_ASCII = _Glyphs("-", "o", "<", ">", "+", "=", "[", "]", "#", ".", " ")


def bar(
    figures: Figures, actual: str | None, done: Sequence[str] | None, width: int, ascii_only: bool = False
) -> str:
    """Draw a key result's current figure in exactly `width` cells.

    Args:
        figures: the method and what it measures against.
        actual: the current figure, None where there is none: the bar is then without a marker.
        done: the names of the milestones that are done, for that method.
        width: in cells, each character one; 0 or less gives an empty text.
        ascii_only: where the terminal shows no other characters.

    Returns:
        The bar. A figure outside its ends stands at that end as an arrow; incomplete figures give a dotted
        line.
    """
    glyphs = _ASCII if ascii_only else _UNICODE
    if width <= 0:
        return ""
    if missing_figures(figures):
        return str(glyphs.unknown) * width
    if figures.method == "milestones":
        return _boxes(figures, done or (), width, glyphs)
    start, end = _span(figures)
    cells = [glyphs.line] * width
    if figures.method == "ladder":
        for bound, _ in figures.bands:
            cells[_cell(billionths(bound), start, end, width)] = glyphs.tick
    elif figures.method == "range":
        _draw_corridor(cells, figures, start, end, glyphs)
    if actual is not None:
        _draw_marker(cells, _within_open_side(figures, billionths(actual), start, end), start, end, glyphs)
    return "".join(cells)


def bar_ends(figures: Figures) -> tuple[str, str]:
    """The labels left and right of the bar, without the unit.

    Baseline and target for linear and percent; a ladder's worst and best bound, or the baseline and target
    beside it where they lie further out; a range's floor and ceiling, and with one side open the two limits
    of the other, in order. Both are empty for milestones and for incomplete figures.
    """
    if missing_figures(figures) or figures.method == "milestones":
        return "", ""
    if figures.method in ("linear", "percent"):
        baseline, target = line_of(figures)
        return baseline or "", target or ""
    if figures.method == "range":
        given = [value for name in ("floor", "low", "high", "ceiling") if (value := limit(figures, name))]
        return given[0], given[-1]
    return _ladder_ends(figures)


def _ladder_ends(figures: Figures) -> tuple[str, str]:
    """The worst and best of a ladder's bounds, baseline and target; one value alone is the right end."""
    marks = [bound for bound, _ in figures.bands]
    marks += [value for value in (figures.baseline, figures.target) if value is not None]
    marks.sort(key=billionths, reverse=ladder_direction(figures) == "down")
    worst, best = marks[0], marks[-1]
    return ("" if billionths(worst) == billionths(best) else worst), best


def _span(figures: Figures) -> tuple[int, int]:
    """The values of the bar's first and last cell, in billionths; an open range shows some of its good."""
    left, right = bar_ends(figures)
    end = billionths(right)
    if not left:  # one band alone: its bound is the last cell, and all that is worse lies before the first
        return end + (1 if ladder_direction(figures) == "down" else -1), end
    start = billionths(left)
    if figures.method == "range":
        if not limit(figures, "high"):
            end += (end - start) // 2
        elif not limit(figures, "low"):
            start -= (end - start) // 2
    return start, end


def _cell(value: int, start: int, end: int, width: int) -> int:
    """The cell of a value: the nearest one, the ends for what lies outside."""
    if start == end:
        return width - 1
    if end < start:
        value, start, end = -value, -start, -end
    inside = min(max(value, start), end) - start
    return (2 * inside * (width - 1) + (end - start)) // (2 * (end - start))


def _draw_corridor(cells: list[str], figures: Figures, start: int, end: int, glyphs: _Glyphs) -> None:
    """Draw what lies within the limits; an open side has no end piece."""
    low, high = limit(figures, "low"), limit(figures, "high")
    first = _cell(billionths(low), start, end, len(cells)) if low else 0
    last = _cell(billionths(high), start, end, len(cells)) if high else len(cells) - 1
    for cell in range(first, last + 1):
        cells[cell] = glyphs.corridor
    if low:
        cells[first] = glyphs.opens
    if high:
        cells[last] = glyphs.closes


def _within_open_side(figures: Figures, value: int, start: int, end: int) -> int:
    """The figure, kept on the bar where it lies beyond a range's open side: nothing is wrong there."""
    if figures.method != "range":
        return value
    value = value if limit(figures, "low") else max(value, start)
    return value if limit(figures, "high") else min(value, end)


def _draw_marker(cells: list[str], value: int, start: int, end: int, glyphs: _Glyphs) -> None:
    """Mark the figure; beyond an end it is an arrow at that end."""
    outwards = -1 if end < start else 1
    if (value - start) * outwards < 0:
        cells[0] = glyphs.before
    elif (value - end) * outwards > 0:
        cells[-1] = glyphs.past
    else:
        cells[_cell(value, start, end, len(cells))] = glyphs.marker


def _boxes(figures: Figures, done: Sequence[str], width: int, glyphs: _Glyphs) -> str:
    """A box for each milestone, spaced where there is room; with too little, the share of weight."""
    boxes = [glyphs.done if name in done else glyphs.open for name, _ in figures.milestones]
    if len(boxes) <= width:
        gap = " " if 2 * len(boxes) - 1 <= width else ""
        return gap.join(boxes).ljust(width)
    weights = [billionths(weight) for _, weight in figures.milestones]
    reached = sum(
        weight for (name, _), weight in zip(figures.milestones, weights, strict=True) if name in done
    )
    filled = width * reached // max(sum(weights), 1)
    return str(glyphs.done * filled + glyphs.open * (width - filled))
