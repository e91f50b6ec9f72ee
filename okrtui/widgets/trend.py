"""The trend of a key result in a few cells, as folding drew it."""

from __future__ import annotations

from textual.content import Content

_ASCII = str.maketrans("▁▂▃▄▅▆▇█", "__..--==")


def trend_content(text: str, style: str = ".rag-none", *, ascii_only: bool = False) -> Content:
    """A trend's text as content; where only ASCII can be shown, in signs that stand about as high."""
    return Content.assemble((text.translate(_ASCII) if ascii_only else text, style))
