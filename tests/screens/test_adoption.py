"""The adoption page: charts with their goals, team by team, over more weeks, and never a person's name."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from okrtui.actions.demo import make_demo
from okrtui.okr.adoption import WeekSignals, bands
from okrtui.okr.text import cell_width
from okrtui.screens.adoption import chart_data
from okrtui.screens.adoption_lines import colours, months
from okrtui.views.adoption import Adoption, MonthSignals
from okrtui.widgets.chart import Chart
from okrtui.widgets.drawn_lines import DrawnLines
from tests.screens.conftest import Acme
from tests.screens.screen import Screen, running

NOW = "2026-11-26T14:00:00+00:00"


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in {"OKRTUI_HOME": str(tmp_path), "LOGNAME": "robin", "OKRTUI_NOW": NOW}.items():
        monkeypatch.setenv(name, value)
    return make_demo(str(tmp_path), datetime(2026, 11, 26, 14, tzinfo=UTC), "robin")


def told(screen: Screen) -> str:
    return "\n".join([screen.shown, *(each.plain for each in screen.app.screen.query(DrawnLines))])


async def test_it_tells_the_signals_with_their_goals(demo: str) -> None:
    async with running(demo) as screen:
        await screen.press("percent_sign")
        assert "Adoption · all teams" in screen.drawn
        assert "95 % last week, goal 90 · 7 weeks in a row" in screen.drawn
        await screen.until(lambda: bool(screen.app.screen.query(Chart)))
        assert "90┤" in screen.app.screen.query_one(Chart).render().plain
        text = told(screen)
        for expected in (
            "W47  RRR", "GOAL 2 A MONTH", "Oct  ██████│", "from trigger to decision  57 h, of 7",
            "14 of 18   teams 5", "For steering, not for pay or appraisal.",
        ):  # fmt: skip
            assert expected in text
        assert not [name for name in ("Robin", "Leonie", "Tomasz", "Ines") if name in text]


async def test_teams_and_spans_are_a_key_away(demo: str) -> None:
    async with running(demo) as screen:
        await screen.press("percent_sign", "right_square_bracket")
        assert "Adoption · Fleet" in screen.drawn
        await screen.press("left_square_bracket", "left_square_bracket")
        assert "Adoption · Wendelrad" in screen.drawn
        await screen.press("w")
        assert "Adoption · Wendelrad" in screen.drawn


async def test_a_goal_that_was_missed_is_what_the_header_says(acme: Acme) -> None:
    acme.at("2026-11-17T09:00:00+00:00")
    async with running(acme.path) as screen:
        await screen.press("percent_sign")
        assert "100 % last week, goal 90" in screen.drawn
    acme.at("2026-11-24T11:00:00+00:00")
    async with running(acme.path) as screen:
        await screen.press("percent_sign")
        assert "0 % last week, goal 90" in screen.drawn
        assert "in a row" not in screen.drawn


def found(weeks: list[WeekSignals], of_months: list[MonthSignals]) -> Adoption:
    return Adoption("", weeks, 0, [], None, 0, of_months, [])


@pytest.mark.parametrize("width", [20, 40, 77, 120, 197])
@pytest.mark.parametrize(
    "rag",
    [
        {},
        {"red": 1},
        {"red": 1, "amber": 999, "green": 1, "stretch": 1, "": 1},
        {"red": 3, "amber": 6, "green": 7, "stretch": 4},
        {"": 4},
    ],
)
def test_a_bar_of_colours_is_as_long_as_any_and_leaves_no_band_out(width: int, rag: dict[str, int]) -> None:
    weeks = [
        WeekSignals("2026-W46", 20, 20, bands() | {"green": 20}),
        WeekSignals("2026-W47", 20, 20, bands() | rag),
    ]
    _, other, line = colours(found(weeks, []), width)
    assert cell_width(line.plain) == cell_width(other.plain)
    bar = line.plain[5:].split("  ")[0]
    for name, letter in (("red", "R"), ("amber", "A"), ("green", "G"), ("stretch", "S")):
        assert (letter in bar) == bool(rag.get(name))


@pytest.mark.parametrize(
    ("count", "drawn"), [(0, "│"), (1, "███   │"), (2, "██████│"), (5, "██████│█████████")]
)
def test_the_goal_stands_across_the_bars_of_all_months(count: int, drawn: str) -> None:
    _, line = months(found([], [MonthSignals("2026-11", count, 0)]), 80)
    assert drawn.strip() in line.plain
    assert line.plain.index("│") == 5 + 6


def test_the_running_week_is_no_fall_in_the_chart() -> None:
    weeks = [
        WeekSignals("2026-W46", 10, 9, bands()),
        WeekSignals("2026-W47", 10, 4, bands()),
        WeekSignals("2026-W48", 10, 1, bands(), True),
    ]
    data = chart_data(weeks)
    assert [point.figure for point in data.actuals] == ["90", "40"]
    assert (data.levels, data.span) == (("90",), (30, 106))
