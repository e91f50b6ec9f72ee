"""The bar of one key result across the whole width of its card, with its current figure before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from okrtui.okr.text import cell_width
from okrtui.widgets.bar_line import bar_between, ends_of

if TYPE_CHECKING:
    from okrtui.views.lines import KeyResultLine


class BarAcross(Widget):
    """The bar of one key result across the whole width, with its current figure beside it."""

    DEFAULT_CSS = "BarAcross { height: 1; width: 1fr; }"

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._line: KeyResultLine | None = None

    def show(self, line: KeyResultLine) -> None:
        self._line = line
        self.refresh()

    def render(self) -> Content:
        if self._line is None:
            return Content("")
        line = self._line
        left, right = (cell_width(end) for end in ends_of(line.figures, line.unit))
        figure = f"{line.actual} {line.unit}".rstrip() if line.actual is not None else ""
        room = self.size.width - left - right - cell_width(figure) - 4
        is_ascii = getattr(self.app, "is_ascii", False)
        bar = bar_between(
            line.figures,
            line.unit,
            line.actual,
            line.done,
            line.rag,
            (left, max(room, 1), right),
            ascii_only=is_ascii,
            is_faded=bool(line.stale_weeks),
        )
        if not left:
            bar = bar[1:]
        return Content.assemble((figure, ".strong"), "  " if figure else "", bar)
