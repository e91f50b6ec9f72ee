"""The bar with its two ends, `18 ──●── 28 %`: the signature of the program, the same on every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from okrtui.okr.bar import bar, bar_ends
from okrtui.okr.text import cell_width, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrtui.okr.figures import Figures

LEAST_UNIT = 5
"""With fewer cells for a space, the cut unit and its ellipsis, a unit tells nothing."""
_MARKERS = "●◄►"
_ASCII_MARKERS = "o<>"


def rag_style(rag: str | None) -> str:
    """The style of a band's colour, by its name; of none where there is no band."""
    return f".rag-{rag or 'none'}"


def ends_of(figures: Figures, unit: str) -> tuple[str, str]:
    """The texts left and right of a bar; the unit stands once, at the right."""
    left, right = bar_ends(figures)
    return left, f"{right} {unit}".strip() if right else ""


def end_in(end: str, width: int, ellipsis: str = "…") -> str:
    """An end in at most `width` cells: its unit is cut, or goes where little of it would be left."""
    figure, _, unit = end.partition(" ")
    if cell_width(end) > width and unit and width - cell_width(figure) < LEAST_UNIT:
        return cut(figure, width, ellipsis)
    return cut(end, width, ellipsis)


def bar_line(
    figures: Figures,
    actual: str | None,
    done: Sequence[str] | None,
    rag: str | None,
    width: int,
    *,
    ascii_only: bool = False,
    is_faded: bool = False,
) -> Content:
    """The bar alone in exactly `width` cells, its marker in the colour of the band."""
    text = bar(figures, actual, done, width, ascii_only)
    line_style = ".faint" if is_faded else ".muted"
    if figures.method == "milestones":
        return Content.assemble((text, ".faint" if is_faded else rag_style(rag)))
    markers = _ASCII_MARKERS if ascii_only else _MARKERS
    at = next((place for place, sign in enumerate(text) if sign in markers), -1)
    if at < 0 or actual is None:
        return Content.assemble((text, line_style))
    marker_style = ".faint" if is_faded else rag_style(rag)
    return Content.assemble((text[:at], line_style), (text[at], marker_style), (text[at + 1 :], line_style))


def bar_between(
    figures: Figures,
    unit: str,
    actual: str | None,
    done: Sequence[str] | None,
    rag: str | None,
    widths: tuple[int, int, int],
    *,
    ascii_only: bool = False,
    is_faded: bool = False,
) -> Content:
    """The bar between its ends, whose columns are (left end, bar, right end) cells wide and a space apart."""
    left_width, bar_width, right_width = widths
    left, right = ends_of(figures, unit)
    ellipsis = "." if ascii_only else "…"
    left, right = end_in(left, left_width, ellipsis), end_in(right, right_width, ellipsis)
    style = ".faint" if is_faded else ".muted"
    return Content.assemble(
        " " * (left_width - cell_width(left)),
        (left, style),
        " ",
        bar_line(figures, actual, done, rag, bar_width, ascii_only=ascii_only, is_faded=is_faded),
        " ",
        (right, style),
        " " * (right_width - cell_width(right)),
    )
