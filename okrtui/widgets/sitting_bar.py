"""The bar across the sitting, following what one types, with the due date at its right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from okrtui.okr.text import cell_width
from okrtui.screens.days import show_day
from okrtui.widgets.bar_line import bar_between, ends_of

if TYPE_CHECKING:
    from okrtui.views.lines import KeyResultLine


class SittingBar(Widget):
    """Baseline, bar, target and due date of one key result."""

    DEFAULT_CSS = "SittingBar { height: 1; width: 100%; }"

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[KeyResultLine, str | None, list[str] | None, str | None, bool] | None = None

    def show(
        self, line: KeyResultLine, actual: str | None, done: list[str] | None, rag: str | None, is_ascii: bool
    ) -> None:
        """Show a key result with this figure, its own or one being typed; the same again draws nothing."""
        shown = (line, actual, done, rag, is_ascii)
        if shown != self._shown:
            self._shown = shown
            self.refresh()

    def render(self) -> Content:
        if self._shown is None:
            return Content("")
        line, actual, done, rag, is_ascii = self._shown
        left, right = ends_of(line.figures, line.unit)
        due = f"by {show_day(line.due)}" if line.due else ""
        ends = (cell_width(left), cell_width(right))
        room = self.size.width - sum(ends) - cell_width(due) - 4
        widths = (ends[0], max(room, 4), ends[1])
        shown = bar_between(line.figures, line.unit, actual, done, rag, widths, ascii_only=is_ascii)
        if not left:
            shown = shown[1:]
        return Content.assemble(shown, "  ", (due, ".muted"))
