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


class Hanging(NamedTuple):
    """A label and the text that wraps beside it; both may be styled, an empty pair is an empty line."""

    label: Content = Content("")
    text: Content = Content("")


class HangingText(Widget):
    """A block of labelled texts, drawn for the width that there is."""

    DEFAULT_CSS = "HangingText { height: auto; width: 1fr; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._rows: Sequence[Hanging] = ()
        self._drawn: tuple[int, list[Content]] = (-1, [])

    def show(self, rows: Sequence[Hanging]) -> None:
        """Show these rows."""
        self._rows = rows
        self._drawn = (-1, [])
        self.refresh(layout=True)

    @property
    def plain(self) -> str:
        """All that is shown, without styles."""
        return "\n".join(f"{row.label.plain}{row.text.plain}" for row in self._rows)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        if self._drawn[0] != width:
            lines = [line for row in self._rows for line in lines_of(row, width)]
            is_ascii = getattr(self.app, "is_ascii", False)
            self._drawn = (width, [in_ascii(line) for line in lines] if is_ascii else lines)
        return self._drawn[1]


def lines_of(row: Hanging, width: int) -> list[Content]:
    """The lines of one row in `width` cells."""
    label, room = row.label, width - row.label.cell_length
    if not row.text:
        return label.wrap(max(width, 1)) if label.cell_length > width else [label]
    if room < LEAST_TEXT:
        return [
            *label.wrap(max(width, 1)),
            *(Content("  ") + line for line in row.text.wrap(max(width - 2, 1))),
        ]
    first, *others = row.text.wrap(room) or [Content("")]
    indent = Content(" " * label.cell_length)
    return [label + first, *(indent + line for line in others)]
