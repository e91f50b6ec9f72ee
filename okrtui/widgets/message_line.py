"""The one line in which the program says what it just did or what went wrong; success never pops up."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from okrtui.okr.text import clean_line, cut


class MessageLine(Widget):
    """One quiet line above the footer."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.text = ""
        self._is_warning = False

    def say(self, text: str) -> None:
        """Show what was done."""
        self._show(text, False)

    def warn(self, text: str) -> None:
        """Show what went wrong, marked by a word and not by colour alone."""
        self._show(text, True)

    def _show(self, text: str, is_warning: bool) -> None:
        text = clean_line(text)
        if (text, is_warning) != (self.text, self._is_warning):
            self.text = text
            self._is_warning = is_warning
            self.refresh()

    def render(self) -> Content:
        room = max(self.size.width - 4, 0)
        if self._is_warning:
            return Content.assemble(" ", ("! ", ".needed"), (cut(self.text, room), ".needed"))
        return Content.assemble(" ", (cut(self.text, room), ".good"))
