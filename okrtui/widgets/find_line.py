"""The line in which one types what to find; the list behind it shrinks with each letter."""

from __future__ import annotations

from textual import on
from textual.widgets import Input

from okrtui.okr.text import clean_line
from okrtui.screens.actions_table import bindings_for
from okrtui.widgets.finding import FindChanged, FindLeft, holds_all

__all__ = ["FindChanged", "FindLeft", "FindLine", "holds_all"]


class FindLine(Input):
    """Hidden until it is opened; Enter keeps the filter, Escape or ctrl+g drops it."""

    BINDINGS = bindings_for("find")
    DEFAULT_CSS = """
    FindLine { display: none; height: 1; border: none; padding: 0 1; background: $surface; }
    FindLine:focus { border: none; }
    FindLine.-open { display: block; }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(placeholder="find: type words of a title, objective or owner", compact=True, id=id)

    def open(self) -> None:
        """Show the line and type in it."""
        self.add_class("-open")
        self.focus()

    def action_drop_filter(self) -> None:
        self.value = ""
        self._leave()

    @on(Input.Changed)
    def tell_what_to_find(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(FindChanged(clean_line(self.value)))

    @on(Input.Submitted)
    def keep_filter(self, event: Input.Submitted) -> None:
        event.stop()
        self._leave()

    def _leave(self) -> None:
        self.set_class(bool(self.value), "-open")
        self.post_message(FindLeft())
