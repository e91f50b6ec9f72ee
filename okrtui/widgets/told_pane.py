"""What is selected in a list, told in full beside or below it; it isn't there where there is nothing to tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.containers import VerticalScroll
from textual.widget import Widget

from okrtui.widgets.hanging_text import Hanging, HangingText


class ToldPane(VerticalScroll, can_focus=False):
    """Labelled texts that scroll; each one that is shown is shown from its beginning."""

    def compose(self) -> Iterable[Widget]:
        yield HangingText()

    def show(self, rows: Sequence[Hanging]) -> None:
        """Tell this; nothing hides the pane."""
        self.display = bool(rows)
        self.query_one(HangingText).show(rows)
        self.scroll_home(animate=False)
