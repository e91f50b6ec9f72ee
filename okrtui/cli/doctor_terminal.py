"""What `okrtui doctor` says of the terminal: its kind, colours, size, and whether copying reaches the clipboard."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

from okrtui.actions.doctor.finding import NOTE, WARNING, WELL, Finding
from okrtui.okr.text import clean_line

SMALLEST = (60, 16)


def terminal() -> list[Finding]:
    """How this terminal can be used."""
    if not sys.stdout.isatty():
        return [Finding(NOTE, "terminal", "this is not a terminal: only the plain commands work here")]
    return list(_findings())


def _findings() -> Iterator[Finding]:
    kind = clean_line(os.environ.get("TERM", ""))
    if kind in ("", "dumb"):
        what = f"TERM is {kind or 'not set'}: no screen can be shown"
        yield Finding(WARNING, "terminal", what, "use the plain commands, or set TERM as your terminal says")
    else:
        yield Finding(WELL, "terminal", f"{kind}, {_colours(kind)}")
    columns, lines = shutil.get_terminal_size()
    if columns < SMALLEST[0] or lines < SMALLEST[1]:
        what = f"{columns} columns and {lines} lines"
        yield Finding(
            WARNING, "size", what, f"make it larger: {SMALLEST[0]} columns and {SMALLEST[1]} lines at least"
        )
    else:
        yield Finding(WELL, "size", f"{columns} columns and {lines} lines")
    yield from _clipboard(kind)


def _colours(kind: str) -> str:
    if os.environ.get("NO_COLOR"):
        return "no colours (NO_COLOR)"
    if os.environ.get("COLORTERM", "") in ("truecolor", "24bit"):
        if "STY" in os.environ and not kind.startswith("tmux"):
            return "256 colours at most, for GNU screen (okrtui config set colours truecolor where yours has more)"
        return "24-bit colours"
    if "256color" in kind:
        return "256 colours (COLORTERM=truecolor where the terminal has more)"
    return "few colours" if kind in ("linux", "xterm", "screen", "tmux", "rxvt") else "colours unknown"


def _clipboard(kind: str) -> Iterator[Finding]:
    if os.environ.get("TMUX"):
        kept = _tmux_option()
        if kept == "off":
            yield Finding(
                WARNING,
                "clipboard",
                "tmux keeps what is copied to itself",
                "tmux set -s set-clipboard on (and the same line in tmux.conf)",
            )
        else:
            yield Finding(WELL, "clipboard", f"through tmux (set-clipboard {kept or 'unknown'})")
    elif kind.startswith("screen"):
        yield Finding(
            NOTE, "clipboard", "screen passes no clipboard on: texts are shown to be copied by hand"
        )
    else:
        yield Finding(WELL, "clipboard", "OSC 52, where the terminal takes it")


def _tmux_option() -> str:
    try:
        done = subprocess.run(
            ["tmux", "show-options", "-sv", "set-clipboard"],
            capture_output=True, text=True, timeout=2, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return clean_line(done.stdout)
