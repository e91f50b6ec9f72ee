"""The line at the top of a page: where one is, what needs doing, and the state of the data."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from okrtui.okr.text import cell_width, clean_line, cut


class HeaderLine(Widget):
    """Three texts on one line; where there is no room the middle one goes before the right one."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._texts = ("", "", "")
        self._sync = ("", "")

    def show(self, left: str, middle: str = "", right: str = "") -> None:
        """Show these texts; an unchanged line is not drawn again."""
        texts = (clean_line(left), clean_line(middle), clean_line(right))
        if texts != self._texts:
            self._texts = texts
            self.refresh()

    def show_sync(self, words: str, signs: str) -> None:
        """Show how the exchange with others stands, at the right: in words, or in signs where there is less room."""
        told = (clean_line(words), clean_line(signs))
        if told != self._sync:
            self._sync = told
            self.refresh()

    def render(self) -> Content:
        width = max(self.size.width - 2, 1)
        left, middle, right = self._texts
        words, signs = self._sync
        rest = width - cell_width(left)
        for text in (_joined(right, words), _joined(right, signs), words, signs, ""):
            right = text
            if cell_width(middle) + cell_width(right) + 4 <= rest:
                break
        if cell_width(middle) + 2 > rest:
            left = cut(left, max(width - cell_width(middle) - 2, 0))
        room = width - cell_width(left) - cell_width(middle) - cell_width(right)
        before = room if not right else max(room // 2, 0)
        after = max(room - before, 0)
        return Content.assemble(
            " ",
            (left, ".strong"),
            " " * max(before, 0),
            (middle, ".needed"),
            " " * after,
            (right, ".muted"),
            " ",
        )


def _joined(*texts: str) -> str:
    return " · ".join(filter(None, texts))
