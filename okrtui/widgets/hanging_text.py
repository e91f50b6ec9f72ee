"""Labels at the left and texts that wrap beside them: facts, threads, findings.

It knows its own height, so that it can stand in a page that scrolls as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from okrtui.widgets.ascii_signs import in_ascii

LEAST_TEXT = 16
"""Where fewer cells than this are left beside the label, the text goes below it."""
ASIDE_GAP = 2


class Hanging(NamedTuple):
    """A label and the text that wraps beside it; both may be styled, an empty pair is an empty line.

    `aside` stands at the right end of the text's last line; where there is no room for it, of the next row's if that
    continues this one (its label begins with a space), else on a line of its own.
    """

    label: Content = Content("")
    text: Content = Content("")
    aside: Content = Content("")


class HangingText(Widget):
    """A block of labelled texts, drawn for the width that there is."""

    DEFAULT_CSS = "HangingText { height: auto; width: 1fr; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._rows: Sequence[Hanging] = ()
        self._drawn: tuple[int, list[Content]] = (-1, [])

    def show(self, rows: Sequence[Hanging]) -> None:
        """Show these rows; where they take as many lines as before, the page needn't be laid out for them."""
        width, before = self._drawn
        self._rows = rows
        self._drawn = (-1, [])
        self.refresh(layout=width < 0 or len(self._lines(width)) != len(before))

    @property
    def plain(self) -> str:
        """All that is shown, without styles."""
        return "\n".join(
            f"{row.label.plain}{row.text.plain}  {row.aside.plain}".rstrip() for row in self._rows
        )

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        if self._drawn[0] != width:
            lines = [line for row in _asides_carried(self._rows, width) for line in lines_of(row, width)]
            is_ascii = getattr(self.app, "is_ascii", False)
            self._drawn = (width, [in_ascii(line) for line in lines] if is_ascii else lines)
        return self._drawn[1]


def lines_of(row: Hanging, width: int) -> list[Content]:
    """The lines of one row in `width` cells."""
    label, room = row.label, width - row.label.cell_length
    if not row.text:
        return label.wrap(max(width, 1)) if label.cell_length > width else [label]
    if room < LEAST_TEXT:
        text = row.text + Content("  ") + row.aside if row.aside else row.text
        return [*label.wrap(max(width, 1)), *(Content("  ") + line for line in text.wrap(max(width - 2, 1)))]
    first, *others = _with_aside(row.text.wrap(room) or [Content("")], row.aside, room)
    indent = Content(" " * label.cell_length)
    return [label + first, *(indent + line for line in others)]


def _asides_carried(rows: Sequence[Hanging], width: int) -> list[Hanging]:
    """The rows with each aside that has no room handed on to the row that continues its own."""
    carried = list(rows)
    for place, (row, following) in enumerate(zip(carried, rows[1:], strict=False)):
        is_continued = following.label.plain.startswith(" ") and not following.aside
        if row.aside and is_continued and not _fits(row, width) and _fits(following, width, row.aside):
            carried[place] = row._replace(aside=Content(""))
            carried[place + 1] = following._replace(aside=row.aside)
    return carried


def _fits(row: Hanging, width: int, aside: Content | None = None) -> bool:
    """Whether an aside, the row's own or another, has room on the text's last line."""
    room = width - row.label.cell_length
    last = (row.text.wrap(room) or [Content("")])[-1] if room >= LEAST_TEXT else row.text
    return last.cell_length + (aside or row.aside).cell_length + ASIDE_GAP <= room


def _with_aside(lines: list[Content], aside: Content, room: int) -> list[Content]:
    """The lines with what stands beside them at the right, two cells away at least."""
    if not aside:
        return lines
    free = room - lines[-1].cell_length - aside.cell_length
    if free >= ASIDE_GAP:
        return [*lines[:-1], lines[-1] + Content(" " * free) + aside]
    return [*lines, *(Content(" " * max(room - each.cell_length, 0)) + each for each in aside.wrap(room))]
