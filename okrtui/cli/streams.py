"""Where words go: data to stdout, words to stderr, colour only where a person looks.

Whatever the terminal can't show is written plainly instead of failing. Serves the rules of
the command line; text of people is cleaned by those who put it into a line.
"""

from __future__ import annotations

import os
import shutil
import sys
from typing import Any

import click

_PLAIN = str.maketrans(
    {"→": "->", "…": "...", "·": "-", "—": "--", "–": "-", "−": "-", "“": '"', "”": '"', "≤": "<=", "≥": ">="}
)
_RAG_COLOURS = {
    "red": (208, "yellow"),
    "amber": (221, "yellow"),
    "green": (75, "blue"),
    "stretch": (75, "blue"),
}
"""On a blue and orange axis, that most colour-blind people can tell: with 256 colours, with 16."""

_LOUD = ("red", "stretch")


def tell(text: str = "") -> None:
    """Write one line (or lines) of data to stdout."""
    click.echo(_encodable(text, sys.stdout), color=has_colours())


def say(text: str) -> None:
    """Write words for the person to stderr."""
    click.echo(_encodable(text, sys.stderr), err=True, color=False)


def tell_json(value: Any) -> None:
    """Write a value as JSON to stdout, quantities as the numbers that were typed."""
    from okrtui.views.json_text import to_json

    sys.stdout.flush()
    text = to_json(value)
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def is_conversation() -> bool:
    """Whether somebody can be asked: both stdin and stdout are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def has_colours() -> bool:
    """Whether stdout is a terminal and `NO_COLOR` isn't set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int | None:
    """The cells that a line may take: the terminal's, or None in a pipe, where nothing is cut."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def paint_rag(text: str) -> str:
    """The text in the colour of the first RAG word in it; the word itself always stands there too."""
    has_256 = "256" in os.environ.get("TERM", "") or bool(os.environ.get("COLORTERM"))
    for rag, (fine, plain) in _RAG_COLOURS.items():
        if rag.upper() in text:
            return click.style(text, fg=fine if has_256 else plain, bold=rag in _LOUD)
    return text


def paint_head(text: str) -> str:
    """The text as a heading: bold on a terminal."""
    return click.style(text, bold=True)


def paint_dim(text: str) -> str:
    """The text as context: dim on a terminal."""
    return click.style(text, dim=True)


def _encodable(text: str, stream: Any) -> str:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode(encoding, "replace").decode(encoding)
    return text
