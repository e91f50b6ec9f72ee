"""A running app in a test: opening pages, waiting for its workers, and reading what stands on the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.pilot import Pilot
from textual.widgets import Static

from okrtui.screens.app import OkrtuiApp
from okrtui.widgets.hanging_text import HangingText
from okrtui.widgets.header_line import HeaderLine
from okrtui.widgets.line_list import LineList
from okrtui.widgets.message_line import MessageLine
from tests.screens.settling import settled

SIZE = (80, 24)
PATIENCE = 1500
"""Looks, 20 ms apart, before what was waited for counts as not coming."""


class Screen:
    """What a person does at the terminal and sees there."""

    def __init__(self, app: OkrtuiApp, pilot: Pilot[int]) -> None:
        self.app = app
        self._pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys and wait until nothing is under way."""
        for key in keys:
            await self._pilot.press(key)
        await self.settle()

    async def settle(self) -> None:
        """Wait for workers and for what they post."""
        await settled(self._pilot)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for what threads of their own bring about."""
        for _ in range(PATIENCE):
            if is_so():
                return
            await self._pilot.pause(0.02)
        raise AssertionError(f"it did not come about:\n{self.drawn}")

    @property
    def drawn(self) -> str:
        """The screen's lines as they stand there."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def message(self) -> str:
        """The message line."""
        return self.app.screen.query_one(MessageLine).text

    @property
    def shown(self) -> str:
        """Everything the page draws, without styles."""
        page = self.app.screen
        parts = [" ".join([*header._texts, header._sync[0]]) for header in page.query(HeaderLine)]
        parts += [str(each.content) for each in page.query(Static)]
        parts += [each.plain for each in page.query(HangingText)]
        for lines in page.query(LineList):
            width = lines.size.width - 3
            parts += [lines._render_row(row, width, False).plain for row in lines.rows]
        return "\n".join(parts)


@asynccontextmanager
async def running(
    path: str | None, opens: Callable[[OkrtuiApp], object] | None = None, size: tuple[int, int] = SIZE
) -> AsyncIterator[Screen]:
    """The app on a replica, with a page opened on top of *My week*."""
    app = OkrtuiApp(path)
    async with app.run_test(size=size) as pilot:
        screen = Screen(app, pilot)
        await screen.settle()
        if opens:
            opens(app)
            await screen.settle()
        yield screen
