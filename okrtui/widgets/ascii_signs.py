"""The program's own signs in plain ASCII, one for one, for terminals whose letters are not Unicode."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

_SIGNS = str.maketrans(
    {
        "→": ">", "↑": "^", "✓": "=", "·": "-", "…": ".", "“": '"', "”": '"', "’": "'", "—": "-", "–": "-", "−": "-",
        "≤": "<", "×": "x", "■": "#", "□": ".", "▁": "_", "▂": "_", "▃": "-", "▄": "-", "▅": "=", "▆": "=",
        "▇": "#", "█": "#", "─": "-", "│": "|", "▌": ">", "▐": "|", "▎": "|", "▊": "|", "╭": "+", "╮": "+", "╰": "+",
        "╯": "+", "▔": "-", "▕": "|", "▏": "|", "▍": "|", "▋": "|", "▉": "#", "━": "-",
        "╸": "-", "╺": "-", "▶": ">", "▼": "v", "▲": "^",
        "←": "<", "↓": "v", "○": "o", "▸": "+", "▾": "-",
    }
)  # fmt: skip


def in_ascii(content: Content) -> Content:
    """The same content, cell by cell, with the program's own signs in ASCII; words of people stay."""
    text = content.plain.translate(_SIGNS)
    return content if text == content.plain else Content(text, list(content.spans))


class AsciiSigns(LineFilter):
    """The same for every line that is drawn, whichever widget draws it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The line's segments with our signs in ASCII."""
        return [
            segment if segment.text.isascii() else Segment(segment.text.translate(_SIGNS), *segment[1:])
            for segment in segments
        ]
