"""The terminal's clipboard: OSC 52, and under tmux, which drops that by default, tmux's own buffer.

No terminal confirms that it took the text, so pages show the text as well. The command line hands its texts to tmux
from here too, so this module needs no Textual.
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
    if os.environ.get("TMUX") and shutil.which("tmux"):
        threading.Thread(target=give_to_tmux, args=(text,), daemon=True).start()
    else:
        app.copy_to_clipboard(text)
    return "sent to the terminal's clipboard"


def give_to_tmux(text: str) -> bool:
    """Give tmux the text, which passes it on (`-w`) to the terminal around it; whether tmux took it."""
    try:
        given = subprocess.run(
            ["tmux", "load-buffer", "-w", "-"],
            input=text.encode(),
            timeout=SECONDS_FOR_TMUX,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return given.returncode == 0
