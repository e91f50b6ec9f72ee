"""The head of a meeting's screen: one key result's title, its figure in big digits, its signals, and its bar across
the whole width.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from okrtui.okr.text import cell_width, cut
from okrtui.widgets.bar_line import bar_between, ends_of
from okrtui.widgets.big_digits import big_digits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrtui.views.lines import KeyResultLine

GAP = 4
LONGEST_FIGURE = 9
"""A longer figure stands in plain digits: it would leave no room beside it."""
AIRY = 30
"""From so many lines of the terminal on, empty lines set the figure apart."""


class MeetingHead(Widget):
    """Title, figure, signals and bar of one key result."""

    DEFAULT_CSS = "MeetingHead { height: auto; width: 100%; }"

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._line: KeyResultLine | None = None
        self._signals: Sequence[Content] = ()

    def show(self, line: KeyResultLine, signals: Sequence[Content]) -> None:
        """Show a key result, with at most three lines of signals beside its figure."""
        if line != self._line or list(signals) != list(self._signals):
            self._line, self._signals = line, signals
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 9 if self._is_airy else 6

    @property
    def _is_airy(self) -> bool:
        return self.app.size.height >= AIRY

    def render(self) -> Content:
        if self._line is None:
            return Content("")
        line, width = self._line, max(self.size.width, 1)
        air = [Content("")] if self._is_airy else []
        rows = [
            Content.styled(cut(line.objective_title, width), ".muted"),
            Content.styled(cut(line.title, width), ".strong"),
            *air,
            *self._figure(line, width),
            *air,
            self._bar(line, width),
            *air,
        ]
        return Content("\n").join(rows)

    def _figure(self, line: KeyResultLine, width: int) -> list[Content]:
        """Three lines: the figure large, its unit at its foot, the signals beside both."""
        figure, unit = figure_of(line)
        is_ascii = bool(getattr(self.app, "is_ascii", False))
        digits = (
            big_digits(figure, ascii_only=is_ascii) if len(figure) <= LONGEST_FIGURE else ("", "", figure)
        )
        left = max(cell_width(each) for each in digits)
        style = ".faint" if line.stale_weeks else ".strong"
        unit = cut(unit, max(width // 4, 1))
        beside = left + 1 + cell_width(unit) + GAP
        rows = []
        for place, digit in enumerate(digits):
            foot = unit if place == len(digits) - 1 else ""
            lead = Content.assemble((digit.ljust(left), style), " ", (foot, ".muted"))
            signals = self._signals[place] if place < len(self._signals) else Content("")
            room = max(width - beside, 0)
            signals = signals.truncate(room, ellipsis=True) if signals.cell_length > room else signals
            rows.append(lead + Content(" " * (beside - lead.cell_length)) + signals)
        return rows

    def _bar(self, line: KeyResultLine, width: int) -> Content:
        left, right = ends_of(line.figures, line.unit)
        ends = (cell_width(left), cell_width(right))
        shown = bar_between(
            line.figures,
            line.unit,
            line.actual,
            line.done,
            line.rag,
            (ends[0], max(width - sum(ends) - 2, 4), ends[1]),
            ascii_only=bool(getattr(self.app, "is_ascii", False)),
            is_faded=bool(line.stale_weeks),
        )
        return shown if left else shown[1:]


def figure_of(line: KeyResultLine) -> tuple[str, str]:
    """The figure and what it counts: "24" and "%", "2/3" and "milestones", a dash where nothing was reported."""
    if line.figures.method == "milestones":
        total = len(line.figures.milestones)
        known = {name for name, _ in line.figures.milestones}
        return (f"{len(known & set(line.done))}/{total}" if line.done is not None else "-"), "milestones"
    return (line.actual, line.unit) if line.actual is not None else ("-", line.unit)
