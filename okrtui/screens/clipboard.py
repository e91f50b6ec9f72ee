"""The terminal's clipboard: OSC 52, and under tmux, which drops that by default, tmux's own buffer.

No terminal confirms that it took the text, so pages show the text as well.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

SECONDS_FOR_TMUX = 2.0


def send(app: App[int], text: str) -> str:
    """Send a text to the terminal's clipboard without waiting for it; gives the words that say so."""
    tmux = shutil.which("tmux") if os.environ.get("TMUX") else None
    if tmux is None:
        app.copy_to_clipboard(text)
    else:
        threading.Thread(target=_load_buffer, args=(tmux, text), daemon=True).start()
    return "sent to the terminal's clipboard"


def _load_buffer(tmux: str, text: str) -> None:
    """Give tmux the text; `-w` makes it pass the text on to the terminal around it."""
    try:
        subprocess.run(
            [tmux, "load-buffer", "-w", "-"],
            input=text.encode(),
            timeout=SECONDS_FOR_TMUX,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return
