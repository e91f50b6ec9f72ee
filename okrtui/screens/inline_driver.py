"""A form under the prompt, on the terminal itself: Textual's inline mode, made to write little and to step aside.

Textual's own driver writes to stderr, which people send elsewhere, can't hand the terminal to an editor, and draws
every line again for each key; here only lines that changed are drawn, for people are on slow links.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from codecs import getincrementaldecoder
from collections.abc import Iterable
from typing import Any, TextIO

from rich.console import Console, ConsoleOptions, RenderResult
from rich.control import Control
from rich.segment import Segment
from textual._compositor import CompositorUpdate
from textual._xterm_parser import XTermParser
from textual.drivers.linux_inline_driver import LinuxInlineDriver
from textual.events import CursorPosition
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from okrtui.screens.pen import cells_of, in_their_places, takes_one_cell
from okrtui.screens.terminal import into_the_void

POLL = 0.1
"""Seconds after which a lone escape is taken for the key."""

ASK_WHERE = "\x1b[6n"
"""Asks the terminal where the cursor is, from which Textual tells what the mouse points at."""


CLEAR_BELOW = "\x1b[J"
NO_WRAP, WRAP = "\x1b[?7l", "\x1b[?7h"
"""What a terminal takes for wider than its line must not go on on the next."""


class InlineDriver(LinuxInlineDriver):
    """Draws under the prompt; suspends for an editor and for ctrl+z."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._terminal: TextIO = sys.__stdout__ or sys.stdout

    @property
    def can_suspend(self) -> bool:
        """It can: what it drew is taken away before, and drawn again after."""
        return True

    def write(self, data: str) -> None:
        """Write to the terminal; once it has gone, into the void."""
        try:
            self._terminal.write(data)
        except OSError:
            into_the_void(self._terminal)

    def flush(self) -> None:
        """Let what was written be seen."""
        try:
            self._terminal.flush()
        except OSError:
            into_the_void(self._terminal)

    def run_input_thread(self) -> None:
        """Hand on what is typed; where the terminal has gone, hang up instead of reading nothing for ever."""
        parser = XTermParser(self._debug)
        decoder = getincrementaldecoder("utf-8")("replace")
        while not self.exit_event.is_set():
            if select.select([self.fileno], [], [], POLL)[0]:
                typed = self._read()
                if not typed:
                    os.kill(os.getpid(), signal.SIGHUP)
                    return
                self._hand_on(parser.feed(decoder.decode(typed)))
            self._hand_on(parser.tick())

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4_096)
        except OSError:
            return b""

    def _hand_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            if isinstance(message, CursorPosition):
                self.cursor_origin = (message.x, message.y)
            else:
                self.process_message(message)

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
        shown = ["" if at not in changed else _in_places(lines[at]).render(console) for at in range(last + 1)]
        text = "\n".join(shown)
        text += f"\x1b[{last}A\r" if last else "\r"
        text = f"{CLEAR_BELOW if self._clears else ''}{NO_WRAP}{text}{WRAP}"
        return text + ASK_WHERE if is_whole else text


def _in_places(line: Strip) -> Strip:
    """The line with what follows an emoji in its own cell, however wide the terminal takes the emoji."""
    if all(segment.text.isascii() or all(map(takes_one_cell, segment.text)) for segment in line):
        return line
    x, placed = 0, []
    for segment in line:
        placed.append(Segment(in_their_places(cells_of(segment.text)[1], x), segment.style))
        x += segment.cell_length
    return Strip(placed, x)
