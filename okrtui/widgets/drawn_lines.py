"""A block of lines that are drawn for the width that there is; it knows its own height."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from okrtui.widgets.ascii_signs import in_ascii

DrawLines = Callable[[int], Sequence[Content]]


def _nothing(_: int) -> Sequence[Content]:
    return ()


class DrawnLines(Widget):
    """Lines that a callback draws for a number of cells; one that is longer all the same is cut."""

    DEFAULT_CSS = "DrawnLines { height: auto; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw: DrawLines = _nothing
        self._drawn: tuple[int, list[Content]] = (-1, [])

    def show(self, draw: DrawLines) -> None:
        """Draw other lines in the same place."""
        self._draw = draw
        self._drawn = (-1, [])
        self.refresh(layout=True)

    @property
    def plain(self) -> str:
        """All that is shown, without styles."""
        return "\n".join(line.plain for line in self._lines(max(self.size.width, 1)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        if self._drawn[0] != width:
            lines = [line.truncate(width, ellipsis=True) for line in self._draw(width)]
            is_ascii = getattr(self.app, "is_ascii", False)
            self._drawn = (width, [in_ascii(line) for line in lines] if is_ascii else lines)
        return self._drawn[1]
