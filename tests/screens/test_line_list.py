from __future__ import annotations

from typing import Any

from textual.app import App, ComposeResult
from textual.content import Content

from okrtui.widgets.line_list import LineList, LineOpened


class _Lines(App[None]):
    drawn = 0
    opened: Any = None

    def compose(self) -> ComposeResult:
        yield LineList(
            self._draw, is_selectable=lambda row: not str(row).startswith("#"), key_of=lambda row: row
        )

    def _draw(self, row: Any, width: int, selected: bool) -> Content:
        self.drawn += 1
        return Content(str(row))

    def on_line_opened(self, event: LineOpened) -> None:
        self.opened = event.row

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {"selected-line": "#222222"}


async def test_headings_are_passed_over() -> None:
    app = _Lines()
    async with app.run_test() as pilot:
        lines = app.query_one(LineList)
        lines.focus()
        lines.show(["#due", "a", "#later", "b"])
        assert lines.selected_row == "a"
        await pilot.press("j")
        assert lines.selected_row == "b"
        await pilot.press("k", "enter")
        await pilot.pause()
        assert app.opened == "a"


async def test_ten_thousand_lines_draw_only_what_is_in_view() -> None:
    app = _Lines()
    async with app.run_test(size=(80, 24)) as pilot:
        lines = app.query_one(LineList)
        lines.focus()
        lines.show([f"row {n}" for n in range(10_000)])
        await pilot.pause()
        app.drawn = 0
        await pilot.press("G")
        await pilot.pause()
        assert lines.selected_row == "row 9999"
        assert app.drawn < 200
        await pilot.press("g")
        assert lines.selected_row == "row 0"
        assert lines.scroll_offset.y == 0


async def test_at_the_edge_the_list_scrolls_by_half_a_page() -> None:
    app = _Lines()
    async with app.run_test(size=(80, 20)) as pilot:
        lines = app.query_one(LineList)
        lines.focus()
        lines.show([f"row {n}" for n in range(100)])
        await pilot.press(*["down"] * 20)
        await pilot.pause()
        assert lines.scroll_offset.y == 10


async def test_the_selection_stays_on_its_row_when_rows_are_read_again() -> None:
    app = _Lines()
    async with app.run_test():
        lines = app.query_one(LineList)
        lines.show(["a", "b", "c"])
        lines.select("c")
        lines.show(["new", "a", "b", "c"])
        assert lines.selected_row == "c"


async def test_the_first_click_selects_and_the_second_opens() -> None:
    app = _Lines()
    async with app.run_test() as pilot:
        lines = app.query_one(LineList)
        lines.show(["a", "b"])
        await pilot.click(LineList, offset=(5, 1))
        await pilot.pause()
        assert lines.selected_row == "b"
        assert app.opened is None
        await pilot.click(LineList, offset=(5, 1))
        await pilot.pause()
        assert app.opened == "b"


async def test_on_a_slow_line_it_scrolls_by_a_whole_page() -> None:
    app = _Lines()
    app.is_slow = True  # type: ignore[attr-defined]
    async with app.run_test(size=(80, 20)) as pilot:
        lines = app.query_one(LineList)
        lines.focus()
        lines.show([f"row {n}" for n in range(100)])
        await pilot.press(*["j"] * 20)
        await pilot.pause()
        assert lines.selected_row == "row 20"
        assert lines.scroll_offset.y == 19
        await pilot.press(*["k"] * 2)
        await pilot.pause()
        assert lines.selected_row == "row 18"
        assert lines.scroll_offset.y == 0
