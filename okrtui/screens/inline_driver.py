"""A form under the prompt, on the terminal itself: Textual's inline mode, made to write little and to step aside.

Textual's own driver writes to stderr, which people send elsewhere, can't hand the terminal to an editor, and draws
every line again for each key; here only lines that changed are drawn, for people are on slow links.
"""

from __future__ import annotations

import sys
from typing import Any

from rich.console import Console, ConsoleOptions, RenderResult
from rich.control import Control
from textual._compositor import CompositorUpdate
from textual.drivers.linux_inline_driver import LinuxInlineDriver
from textual.geometry import Offset
from textual.strip import Strip

ASK_WHERE = "\x1b[6n"
"""Asks the terminal where the cursor is, from which Textual tells what the mouse points at."""


class InlineDriver(LinuxInlineDriver):
    """Draws under the prompt; suspends for an editor and for ctrl+z."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if sys.__stdout__ is not None:
            self._file = sys.__stdout__

    @property
    def can_suspend(self) -> bool:
        """It can: what it drew is taken away before, and drawn again after."""
        return True

    def suspend_application_mode(self) -> None:
        """Take the form away and give the terminal back as it was."""
        at = self._app._previous_cursor_position
        self.write(Control.move(-at.x, -at.y).segment.text)
        self._app._previous_cursor_position = Offset(0, 0)
        super().suspend_application_mode()


class ChangedLines(CompositorUpdate):
    """The lines that are not as they were drawn last, from the cursor's line downwards.

    Args:
        lines: all lines that are to be seen.
        drawn: those that are seen now; brought up to date when these are drawn. Where their number differs, all
            are drawn again.
        clears: whether what is beneath is taken away.
    """

    def __init__(self, lines: list[Strip], drawn: list[Strip], clears: bool) -> None:
        self._lines = lines
        self._drawn = drawn
        self._clears = clears

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Give the lines as Rich prints them; Textual asks for it only outside a terminal."""
        for line in self._lines:
            yield from line

    def render_segments(self, console: Console) -> str:
        """The characters that bring the terminal up to date, the cursor back where it was."""
        lines, drawn = self._lines, self._drawn
        is_whole = self._clears or len(lines) != len(drawn)
        changed = [at for at in range(len(lines)) if is_whole or lines[at] != drawn[at]]
        drawn[:] = lines
        if not changed:
            return ""
        last = changed[-1]
        shown = ["" if at not in changed else lines[at].render(console) for at in range(last + 1)]
        text = "\n".join(shown)
        if self._clears:
            text += "\n\x1b[J"
            last += 1
        text += f"\x1b[{last}A\r" if last else "\r"
        return text + ASK_WHERE if is_whole else text
