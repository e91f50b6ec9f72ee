"""Pages whose list shrinks to the lines that hold the words one types."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on

from okrtui.screens.page import Page
from okrtui.widgets.finding import FindChanged, FindLeft


class FindsLines(Page):
    """A page with a line to find; the field is made when it is first asked for, for nobody waits for it before."""

    LIST: ClassVar[str]
    """The id of the list."""

    show_found: Callable[[], None]
    """Shows the lines that hold `_words`."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ""

    @on(FindChanged)
    def find_lines(self, event: FindChanged) -> None:
        if event.words != self._words:
            self._words = event.words
            self.show_found()

    @on(FindLeft)
    def back_to_the_list(self) -> None:
        self.query_one(f"#{self.LIST}").focus()

    async def action_find(self) -> None:
        from okrtui.widgets.find_line import FindLine

        if not self.query("#find"):
            await self.query_one("#body").mount(FindLine(id="find"))
        self.query_one("#find", FindLine).open()
