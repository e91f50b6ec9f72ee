"""A list of lines that draws what is in view and nothing else, so that ten thousand cost as little as ten.

Rows are any values; a callback draws one as one line. Rows that can't be selected are headings and gaps. At the
edge the list scrolls by half a page, on a slow line by a whole one, which keeps the bytes per key small.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from okrtui.screens.actions_table import bindings_for

MARGIN = 3
"""Cells before each line: a space, the mark of the selected one, a space."""

RenderRow = Callable[[Any, int, bool], Content]
"""Draws a row: the row, the cells there are for it, whether it is selected."""


class LineSelected(Message):
    """The selection moved to another row; `row` is None where nothing can be selected."""

    def __init__(self, line_list: LineList, row: Any) -> None:
        super().__init__()
        self.line_list = line_list
        self.row = row

    @property
    def control(self) -> LineList:
        """The list in which it happened."""
        return self.line_list


class LineOpened(Message):
    """A row was opened, by Enter or by a click on the selected one."""

    def __init__(self, line_list: LineList, row: Any) -> None:
        super().__init__()
        self.line_list = line_list
        self.row = row

    @property
    def control(self) -> LineList:
        """The list in which it happened."""
        return self.line_list


class LineList(ScrollView, can_focus=True):
    """A virtual list of one-line rows with one selected.

    Args:
        render_row: draws a row in the cells that are left of `MARGIN`; its styles may be the page's component
            classes (".muted", ".rag-red", …).
        is_selectable: tells rows from headings and gaps.
        key_of: what identifies a row, so that the selection stays on it when the rows are read again.
    """

    COMPONENT_CLASSES = {"line-list--selected"}
    DEFAULT_CSS = """
    LineList { height: 1fr; width: 100%; overflow-x: hidden; scrollbar-size-vertical: 1; }
    LineList > .line-list--selected { background: $selected-line; }
    """
    BINDINGS = bindings_for("list")

    def __init__(
        self,
        render_row: RenderRow,
        *,
        is_selectable: Callable[[Any], bool] = lambda row: row is not None,
        key_of: Callable[[Any], Hashable] = id,
        mark: str = "▌",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._render_row = render_row
        self._is_selectable = is_selectable
        self._key_of = key_of
        self._mark = mark
        self._rows: Sequence[Any] = ()
        self._selected = -1

    @property
    def rows(self) -> Sequence[Any]:
        """All rows, headings and gaps among them."""
        return self._rows

    @property
    def selected_row(self) -> Any:
        """The selected row, or None."""
        return self._rows[self._selected] if 0 <= self._selected < len(self._rows) else None

    def show(self, rows: Sequence[Any], select: Hashable | None = None) -> None:
        """Show these rows; the selection stays on the row with the same key, or goes to the one with `select`."""
        before = self.selected_row
        wanted = select if select is not None else self._key_of(before) if before is not None else None
        self._rows = rows
        at = self._index_of(wanted) if wanted is not None else -1
        if at < 0:
            at = self._next_selectable(min(max(self._selected, 0), max(len(rows) - 1, 0)), 1)
        self._selected = at
        self._fit()
        self._scroll_into_view()
        self.refresh()
        self.post_message(LineSelected(self, self.selected_row))

    def select(self, key: Hashable) -> bool:
        """Select the row with this key; False where there is none."""
        at = self._index_of(key)
        if at >= 0:
            self._go_to(at)
        return at >= 0

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        index = y + self.scroll_offset.y
        if not 0 <= index < len(self._rows):
            return Strip.blank(width, self.rich_style)
        is_selected = index == self._selected
        line = self._render_row(self._rows[index], max(width - MARGIN, 0), is_selected)
        mark = Content.assemble(" ", (self._mark if is_selected else " ", ".mark"), " ")
        style = self.get_visual_style("line-list--selected") if is_selected else self.visual_style
        strips = Visual.to_strips(self, mark + line, width, 1, style, pad=True, apply_selection=False)
        return strips[0] if strips else Strip.blank(width, self.rich_style)

    def on_resize(self) -> None:
        self._scroll_into_view()

    def on_click(self, event: events.Click) -> None:
        index = int(event.y) + self.scroll_offset.y
        if 0 <= index < len(self._rows) and self._is_selectable(self._rows[index]):
            if index == self._selected:
                self.action_open_line()
            else:
                self._go_to(index)

    def action_line_up(self) -> None:
        self._go_to(self._next_selectable(self._selected - 1, -1))
        if self._next_selectable(self._selected - 1, -1) == self._selected:
            self.scroll_to(y=0, animate=False)

    def action_line_down(self) -> None:
        self._go_to(self._next_selectable(self._selected + 1, 1))

    def action_first_line(self) -> None:
        self._go_to(self._next_selectable(0, 1))
        self.scroll_to(y=0, animate=False)

    def action_last_line(self) -> None:
        self._go_to(self._next_selectable(len(self._rows) - 1, -1))

    def action_half_page_up(self) -> None:
        self._jump(-max(self._height // 2, 1))

    def action_half_page_down(self) -> None:
        self._jump(max(self._height // 2, 1))

    def action_whole_page_up(self) -> None:
        self._jump(-max(self._height - 1, 1))

    def action_whole_page_down(self) -> None:
        self._jump(max(self._height - 1, 1))

    def action_open_line(self) -> None:
        if self.selected_row is not None:
            self.post_message(LineOpened(self, self.selected_row))

    @property
    def _height(self) -> int:
        return self.scrollable_content_region.height

    def _fit(self) -> None:
        self.virtual_size = Size(1, len(self._rows))

    def _index_of(self, key: Hashable) -> int:
        for index, row in enumerate(self._rows):
            if self._is_selectable(row) and self._key_of(row) == key:
                return index
        return -1

    def _jump(self, lines: int) -> None:
        target = min(max(self._selected + lines, 0), max(len(self._rows) - 1, 0))
        self._go_to(self._next_selectable(target, 1 if lines > 0 else -1))

    def _next_selectable(self, start: int, step: int) -> int:
        """The nearest selectable row from `start` in the direction of `step`, else in the other; -1: none."""
        for direction in (step, -step):
            index = start
            while 0 <= index < len(self._rows):
                if self._is_selectable(self._rows[index]):
                    return index
                index += direction
        return self._selected if 0 <= self._selected < len(self._rows) else -1

    def _go_to(self, index: int) -> None:
        if index < 0 or index == self._selected:
            return
        before = self._selected
        self._selected = index
        if not self._scroll_into_view():
            self.refresh_line(before)
            self.refresh_line(index)
        self.post_message(LineSelected(self, self.selected_row))

    def _scroll_into_view(self) -> bool:
        """Scroll so that the selected row is seen, by half a page at the edge; whether it had to."""
        height, top = self._height, self.scroll_offset.y
        step = max(height - 1, 1) if getattr(self.app, "is_slow", False) else height // 2
        if height <= 0 or self._selected < 0 or top <= self._selected < top + height:
            return False
        if top - step <= self._selected < top:
            wanted = min(top - step, self._selected)
        elif top + height <= self._selected < top + height + step:
            wanted = top + step
        else:
            wanted = self._selected - height // 2
        if self._next_selectable(0, 1) == self._selected:
            wanted = 0
        self.scroll_to(y=max(wanted, 0), animate=False)
        self.refresh()
        return True
