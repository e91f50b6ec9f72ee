"""The trend of a key result in a few cells, drawn by Textual's own sparkline renderer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rich.console import Console
from rich.segment import Segment
from textual.content import Content
from textual.renderables.sparkline import Sparkline

from okrtui.okr.quantities import billionths

_ASCII = str.maketrans("▁▂▃▄▅▆▇█", "__..--==")
_CONSOLE = Console(color_system=None, force_terminal=False, width=200)


def trend_text(actuals: Sequence[str], width: int) -> str:
    """The course of these quantities, oldest first, in at most `width` cells; "" for fewer than two.

    A float decides only how high a block is drawn; no figure is shown from it.
    """
    if len(actuals) < 2 or width < 2:
        return ""
    heights = [float(billionths(actual)) for actual in actuals[-width:]]
    if all(before == after for before, after in pairwise(heights)):
        return "▁" * len(heights)
    segments = _CONSOLE.render(Sparkline(heights, width=len(heights)))
    return "".join(segment.text for segment in Segment.remove_color(segments)).strip("\n")


def trend_content(text: str, style: str = ".rag-none", *, ascii_only: bool = False) -> Content:
    """A trend's text as content; where only ASCII can be shown, in letters that stand as high."""
    return Content.assemble((text.translate(_ASCII) if ascii_only else text, style))
