"""Choosing one of several words: what a column means, which form dates have. Typing is not needed, Enter takes one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from textual import on
from textual.content import Content
from textual.widget import Widget

from okrtui.okr.text import clean_line, cut, fit
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.page import Page
from okrtui.widgets.line_list import LineList, LineOpened

NAME_WIDTH = 20


class Choice(NamedTuple):
    """One thing that can be chosen: its value, its name, and what it means."""

    value: str
    name: str
    about: str = ""


class ImportChoicePage(Page):
    """A list of choices; `chosen` is called with the value of the one that was taken."""

    SCOPE = "choice"
    LISTS = True
    BINDINGS = bindings_for("choice")

    def __init__(
        self,
        heading: str,
        choices: Sequence[Choice],
        now: str,
        chosen: Callable[[str], None],
        about: str = "",
    ) -> None:
        super().__init__()
        self._heading = heading
        self._choices = choices
        self._now = now
        self._chosen = chosen
        self._about = about

    def compose_body(self) -> Iterable[Widget]:
        mark = ">" if self.okrtui.is_ascii else "▌"
        yield LineList(self._draw, key_of=lambda choice: choice.value, mark=mark, id="choices")

    def on_mount(self) -> None:
        self.set_header(clean_line(self._heading))
        self.say(clean_line(self._about))
        choices = self.query_one("#choices", LineList)
        choices.show(self._choices, select=self._now)
        choices.focus()

    @on(LineOpened)
    def take_opened(self, event: LineOpened) -> None:
        event.stop()
        self._take(event.row)

    def action_open(self) -> None:
        row = self.query_one("#choices", LineList).selected_row
        if row is not None:
            self._take(row)

    def _take(self, choice: Choice) -> None:
        self.okrtui.go_back()
        self._chosen(choice.value)

    def _draw(self, choice: Choice, width: int, is_selected: bool) -> Content:
        is_now = choice.value == self._now
        room = max(width - NAME_WIDTH - 1, 0)
        name = fit(clean_line(choice.name), NAME_WIDTH)
        return Content.assemble(
            (name, ".key" if is_now else ".strong" if is_selected else ""),
            " ",
            (cut(choice.about, room), ".muted"),
        )
