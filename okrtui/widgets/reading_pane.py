"""A part of a page that is read by scrolling, with the same keys as a list."""

from __future__ import annotations

from textual.binding import Binding
from textual.containers import VerticalScroll

from okrtui.screens.actions_table import actions_of

_LEFT_OUT = ("open_line",)


class ReadingPane(VerticalScroll, can_focus=True):
    """Scrolls by lines, half pages and pages; nothing in it is selected."""

    DEFAULT_CSS = "ReadingPane { height: 1fr; scrollbar-size: 1 1; background: $background; }"
    BINDINGS = [
        Binding(",".join(action.keys), action.id, action.name, show=False, id=action.id)
        for action in actions_of("list")
        if action.id not in _LEFT_OUT
    ]

    def action_line_up(self) -> None:
        self.scroll_relative(y=-1, animate=False)

    def action_line_down(self) -> None:
        self.scroll_relative(y=1, animate=False)

    def action_first_line(self) -> None:
        self.scroll_to(y=0, animate=False)

    def action_last_line(self) -> None:
        self.scroll_to(y=self.max_scroll_y, animate=False)

    def action_half_page_up(self) -> None:
        self.scroll_relative(y=-(self.size.height // 2), animate=False)

    def action_half_page_down(self) -> None:
        self.scroll_relative(y=self.size.height // 2, animate=False)

    def action_whole_page_up(self) -> None:
        self.scroll_relative(y=1 - self.size.height, animate=False)

    def action_whole_page_down(self) -> None:
        self.scroll_relative(y=self.size.height - 1, animate=False)
