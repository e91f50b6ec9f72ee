"""The first run: two names, one choice, nothing written before it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input

from okrtui import home as place
from okrtui.screens.first_run import FirstRunPage, running_quarter
from okrtui.screens.my_week import MyWeekPage
from tests.screens.screen import running


@pytest.mark.parametrize(
    ("day", "name", "start", "end"),
    [
        ("2026-01-01", "Q1 2026", "2026-01-01", "2026-03-31"),
        ("2026-06-30", "Q2 2026", "2026-04-01", "2026-06-30"),
        ("2026-11-17", "Q4 2026", "2026-10-01", "2026-12-31"),
        ("2027-12-31", "Q4 2027", "2027-10-01", "2027-12-31"),
    ],
)
def test_the_running_quarter_is_the_calendars(day: str, name: str, start: str, end: str) -> None:
    quarter = running_quarter(date.fromisoformat(day))
    assert quarter == (name, date.fromisoformat(start), date.fromisoformat(end))


async def test_names_are_filled_in_and_nothing_is_written_yet(home: Path) -> None:
    async with running(None) as screen:
        page = screen.app.screen
        assert isinstance(page, FirstRunPage)
        assert page.query_one("#name", Input).value == "ana"
        assert "Q4 2026, 1 Oct – 31 Dec" in screen.shown
    assert place.workspace_names() == []


async def test_enter_makes_a_workspace_with_the_running_quarter(home: Path) -> None:
    async with running(None) as screen:
        await screen.press("enter")
        assert isinstance(screen.app.screen, MyWeekPage)
        assert screen.app.path is not None
    assert len(place.workspace_names()) == 1


async def test_a_workspace_without_a_name_is_asked_for_it(home: Path) -> None:
    async with running(None) as screen:
        screen.app.screen.query_one("#workspace", Input).value = " "
        await screen.press("enter")
        assert isinstance(screen.app.screen, FirstRunPage)
        assert screen.message == "give the workspace a name"
        assert screen.app.focused is screen.app.screen.query_one("#workspace")


async def test_pages_that_need_a_workspace_say_so(home: Path) -> None:
    async with running(None) as screen:
        await screen.press("o")
        assert screen.message == "first choose what to begin with"


async def test_the_page_says_how_to_begin_and_how_to_reach_the_names(home: Path) -> None:
    async with running(None) as screen:
        assert "enter begins, tab goes to the names" in screen.shown
        await screen.press("tab")
        assert screen.app.focused is screen.app.screen.query_one("#name")
