"""The words and figures of a meeting's screen: its clocks, its digits, and charts that are drawn ahead."""

from __future__ import annotations

from datetime import date

import pytest
from textual.app import App, ComposeResult
from textual_plotext import PlotextPlot

from okrtui.okr.meeting import Clock
from okrtui.screens.meeting_text import clock_text
from okrtui.widgets.big_digits import big_digits
from okrtui.widgets.chart import Chart, ChartData, Point

EMPTY = ChartData(date(2026, 10, 1), date(2026, 12, 31), ())


@pytest.mark.parametrize(
    ("left", "of_step", "told"),
    [
        (1800, 180, "3:00 for this KR · 30 min left"),
        (1799, 125, "2:05 for this KR · 29 min left"),
        (59, 0, "0:00 for this KR · 0 min left"),
        (600, -75, "1:15 over · 10 min left"),
        (0, -20, "time is up"),
        (-1, -20, "1 min over"),
        (-180, -900, "3 min over"),
    ],
)
def test_the_clocks_are_told_in_calm_words(left: int, of_step: int, told: str) -> None:
    assert clock_text(Clock(left, of_step)) == told


@pytest.mark.parametrize(
    ("left", "of_step", "told"),
    [(1800, 180, "3:00 · 30 min"), (600, -75, "-1:15 · 10 min"), (-61, 0, "2 min over")],
)
def test_where_room_is_short_the_clocks_are_brief(left: int, of_step: int, told: str) -> None:
    assert clock_text(Clock(left, of_step), is_brief=True) == told


@pytest.mark.parametrize("figure", ["0123456789", "-2.5", "2/3", "1234567", "-", "12,5", ""])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_big_digits_are_three_lines_of_one_width(figure: str, ascii_only: bool) -> None:
    lines = big_digits(figure, ascii_only=ascii_only)
    assert len({len(line) for line in lines}) == 1
    assert not ascii_only or all(line.isascii() for line in lines)


def test_every_digit_looks_like_no_other() -> None:
    for ascii_only in (False, True):
        assert len({big_digits(digit, ascii_only=ascii_only) for digit in "0123456789-"}) == 11


class Charts(App[None]):
    """One chart."""

    def compose(self) -> ComposeResult:
        yield Chart(EMPTY)


async def test_a_chart_that_was_drawn_ahead_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    render = PlotextPlot.render

    def counted(chart: PlotextPlot) -> object:
        drawn.append(1)
        return render(chart)

    monkeypatch.setattr(PlotextPlot, "render", counted)
    ahead = EMPTY._replace(actuals=(Point(date(2026, 10, 8), "18"), Point(date(2026, 11, 12), "24.5")))
    app = Charts()
    async with app.run_test(size=(60, 16)) as pilot:
        await pilot.pause()
        chart = app.query_one(Chart)
        chart.prepare(ahead)
        before = len(drawn)
        chart.show(ahead)
        await pilot.pause()
        assert len(drawn) == before
        assert "24.5" in chart.render().plain
        chart.show(EMPTY)
        await pilot.pause()
        assert "24.5" not in chart.render().plain
