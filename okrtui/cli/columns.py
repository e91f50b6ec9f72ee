"""Aligned columns and labelled lines for people: calm text without boxes, cut by terminal cells.

Every cell holds text of people at some point, so every cell is cleaned here before it is measured.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from typing import NamedTuple

from okrtui.okr.text import cell_width, clean_line, cut, fit

GAP = "  "
NARROWEST = 12


class Column(NamedTuple):
    """One column of a table.

    Attributes:
        head: its heading; "" for none.
        is_right: numbers stand right-aligned.
        is_flexible: gives way where the line is too long.
        paint: colours the finished cell.
    """

    head: str
    is_right: bool = False
    is_flexible: bool = False
    paint: Callable[[str], str] | None = None


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int | None = None) -> list[str]:
    """The rows as aligned lines, a heading first where any column has one.

    Args:
        columns: what stands in each place of a row.
        rows: texts, one a column.
        width: the cells a line may take; None cuts nothing.
    """
    cleaned = [[_cleaned(cell) for cell in row] for row in rows]
    widths = [
        max([cell_width(column.head), *(cell_width(row[at]) for row in cleaned)])
        for at, column in enumerate(columns)
    ]
    _narrow(widths, columns, width)
    lines = []
    if any(column.head for column in columns):
        lines.append(_line(columns, [column.head for column in columns], widths, is_head=True))
    lines.extend(_line(columns, row, widths) for row in cleaned)
    return lines


def labelled(pairs: Sequence[tuple[str, str]], width: int | None = None) -> list[str]:
    """Lines of `label  text`, the texts aligned and wrapped; pairs without a text are left out."""
    shown = [(label, _cleaned(text)) for label, text in pairs if text]
    indent = max((cell_width(label) for label, _ in shown), default=0)
    lines = []
    for label, text in shown:
        room = max((width or 10_000) - indent - len(GAP), 2 * NARROWEST)
        first, *rest = textwrap.wrap(text, room, break_on_hyphens=False, break_long_words=False) or [""]
        lines.append(f"{fit(label, indent)}{GAP}{first}")
        lines.extend(" " * indent + GAP + line for line in rest)
    return lines


def _cleaned(cell: str) -> str:
    """A cell as one clean line; the indentation that a tree gives it is kept."""
    return " " * (len(cell) - len(cell.lstrip(" "))) + clean_line(cell)


def _narrow(widths: list[int], columns: Sequence[Column], width: int | None) -> None:
    """Take what is too long from the flexible columns, the widest first."""
    if width is None:
        return
    excess = sum(widths) + len(GAP) * (len(widths) - 1) - width
    flexible = [at for at, column in enumerate(columns) if column.is_flexible]
    while excess > 0 and flexible:
        widest = max(flexible, key=lambda at: widths[at])
        if widths[widest] <= NARROWEST:
            return
        widths[widest] -= 1
        excess -= 1


def _line(
    columns: Sequence[Column], cells: Sequence[str], widths: Sequence[int], *, is_head: bool = False
) -> str:
    shown: list[str] = []
    for column, cell, width in zip(columns, cells, widths, strict=True):
        text = " " * max(width - cell_width(cell), 0) + cell if column.is_right else cell
        fitted = cut(text, width) if len(shown) == len(columns) - 1 else fit(text, width)
        shown.append(column.paint(fitted) if column.paint and cell and not is_head else fitted)
    return GAP.join(shown).rstrip()
