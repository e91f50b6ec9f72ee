"""The terminal's clipboard from the command line: OSC 52, or tmux's own buffer where OSC 52 would be dropped."""

from __future__ import annotations

import base64
import os
import sys

from okrtui.okr.errors import OutOfReach
from okrtui.screens.clipboard import give_to_tmux

MOST_BYTES = 74_994
"""What terminals take at least in one OSC 52 sequence."""


def copy(text: str) -> str:
    """Send a text to the clipboard of the terminal and say where it went; whether it arrived can't be known.

    Raises:
        OutOfReach: no terminal is there, or tmux didn't take it.
    """
    data = text.encode("utf-8")
    if len(data) > MOST_BYTES:
        raise OutOfReach("the text is too long for a terminal's clipboard")
    if os.environ.get("TMUX"):
        if not give_to_tmux(text):
            raise OutOfReach("tmux did not take the text: copy it from the screen")
        return "sent to tmux's buffer and the terminal's clipboard"
    stream = next((each for each in (sys.stderr, sys.stdout) if each.isatty()), None)
    if stream is None:
        raise OutOfReach("there is no terminal whose clipboard could be reached: leave --copy out")
    stream.write(f"\x1b]52;c;{base64.b64encode(data).decode('ascii')}\x07")
    stream.flush()
    return "sent to the terminal's clipboard"
