"""The program's own signs in plain ASCII, one for one, for terminals whose letters are not Unicode."""

from __future__ import annotations

from textual.content import Content

_SIGNS = str.maketrans(
    {
        "→": ">", "↑": "^", "·": "-", "…": ".", "“": '"', "”": '"', "’": "'", "—": "-", "–": "-", "−": "-",
        "≤": "<", "×": "x", "■": "#", "□": ".", "▁": "_", "▂": "_", "▃": "-", "▄": "-", "▅": "=", "▆": "=",
        "▇": "#", "█": "#",
    }
)  # fmt: skip


def in_ascii(content: Content) -> Content:
    """The same content, cell by cell, with the program's own signs in ASCII; words of people stay."""
    text = content.plain.translate(_SIGNS)
    return content if text == content.plain else Content(text, list(content.spans))
