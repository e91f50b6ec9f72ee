"""The chart of a key result: its actuals week by week against the straight line from baseline to target.

Importing this module imports plotext; a screen does so when its first chart opens. Figures become floats here
for drawing alone (Playbook, KR card).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rich.text import Text
from textual.color import Color, ColorParseError
from textual.geometry import Size
from textual_plotext import PlotextPlot

MONO = "mono"
"""The theme that has the terminal's own two colours alone."""
_TO_ASCII = str.maketrans("─│┌┐└┘├┤┬┴┼•·", "-|++++++++*o.")
_CELLS_PER_TICK = 9
_MOST_DRAWN = 4


class Point(NamedTuple):
    """One figure on one day; the figure is a quantity as typed."""

    day: date
    figure: str


class ChartData(NamedTuple):
    """What is drawn: the reported figures, the line that would reach the target, and levels across (limits).

    `start` and `end` bound the days on the axis even where nothing was reported, `span` the figures, where given.
    """

    start: date
    end: date
    actuals: tuple[Point, ...]
    expected: tuple[Point, ...] = ()
    levels: tuple[str, ...] = ()
    span: tuple[int, int] | None = None


class Chart(PlotextPlot):
    """A chart that takes its colours from the theme, and plain ASCII where the terminal needs it."""

    def __init__(self, data: ChartData, *, ascii_only: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._data = data
        self._ascii_only = ascii_only
        self._drawn: dict[tuple[ChartData, Size, str], Text] = {}
        self.theme = "clear"

    def show(self, data: ChartData) -> None:
        """Draw other data in the same place."""
        self._data = data
        self.refresh()

    def prepare(self, data: ChartData) -> None:
        """Draw ahead what will be shown next in the same place, for that takes as long as all else on a page."""
        if self.size.area:
            self._text_of(data)

    def render(self) -> Text:
        return self._text_of(self._data)

    def _text_of(self, data: ChartData) -> Text:
        key = (data, self.size, self.app.theme)
        if key not in self._drawn:
            while len(self._drawn) >= _MOST_DRAWN:
                del self._drawn[next(iter(self._drawn))]
            self._draw(data)
            drawn = super().render()
            assert isinstance(drawn, Text)
            if self._ascii_only:
                drawn = Text(drawn.plain.translate(_TO_ASCII), spans=list(drawn.spans))
            self._drawn[key] = drawn
        return self._drawn[key]

    def _draw(self, data: ChartData) -> None:
        plot = self.plt
        plot.clear_figure()
        plot.xaxes(True, False)
        plot.yaxes(True, False)
        dots, line = ("o", ".") if self._ascii_only else ("•", "braille")
        quiet = self._colour("foreground", "gray", dimmed=0.55)
        for level in data.levels:
            plot.plot(_days((data.start, data.end)), [float(level)] * 2, marker=line, color=quiet)
        if data.expected:
            plot.plot(*_series(data.expected), marker=line, color=quiet)
        if data.actuals:
            colour = self._colour("primary", "blue+")
            plot.plot(*_series(data.actuals), marker=line, color=colour)
            plot.scatter(*_series(data.actuals), marker=dots, color=colour)
        if data.span:
            plot.ylim(*data.span)
        plot.xlim(data.start.toordinal(), data.end.toordinal())
        days = _tick_days(data.start, data.end, max(2, self.size.width // _CELLS_PER_TICK))
        plot.xticks(_days(days), [f"W{day.isocalendar().week:02}" for day in days])
        figures = _tick_figures(data)
        plot.yticks([float(figure) for figure in figures], figures)

    def _colour(self, variable: str, named: str, dimmed: float = 0) -> tuple[int, int, int] | str:
        """A colour of the theme as plotext takes it; a name where the terminal's own colours are used."""
        if self.app.theme == MONO:
            return "default"
        variables = self.app.theme_variables
        try:
            colour = Color.parse(variables[variable])
            ground = Color.parse(variables["background"])
        except (KeyError, ColorParseError):
            return named
        if colour.ansi is not None:
            return named
        return colour.blend(ground, dimmed).rgb


def _days(days: Sequence[date]) -> list[float]:
    return [float(day.toordinal()) for day in days]


def _series(points: Sequence[Point]) -> tuple[list[float], list[float]]:
    return _days([point.day for point in points]), [float(point.figure) for point in points]


def _tick_days(start: date, end: date, count: int) -> list[date]:
    """At most `count` days, whole weeks apart, from the first."""
    weeks = max(1, (end - start).days // 7)
    step = -(-weeks // max(1, count - 1))
    return [start + timedelta(weeks=week) for week in range(0, weeks + 1, step)]


def _tick_figures(data: ChartData) -> list[str]:
    """The figures worth naming on the axis: where it began, where it should end, the last, and the levels."""
    ends = [data.expected[0].figure, data.expected[-1].figure] if data.expected else []
    last = [data.actuals[-1].figure] if data.actuals else []
    named: list[str] = []
    shown = [float(point.figure) for point in (*data.actuals, *data.expected)]
    shown += [float(level) for level in data.levels]
    shown += [float(edge) for edge in data.span or ()]
    room = (max(shown) - min(shown)) / 6 if shown else 0
    foot = [str(data.span[0])] if data.span else []
    for figure in [*ends, *data.levels, *last, *foot]:
        if all(abs(float(figure) - float(other)) > room for other in named):
            named.append(figure)
    return named
