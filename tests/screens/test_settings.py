"""Settings: a person's own and the workspace's, changed one by one and at once."""

from __future__ import annotations

from textual.widgets import Input

from okrtui import settings
from okrtui.screens.form_dialog import FormDialog
from okrtui.screens.settings_page import SettingsPage
from okrtui.widgets.line_list import LineList
from tests.screens.conftest import Acme
from tests.screens.screen import Screen, running


async def choose(screen: Screen, name: str, *, is_own: bool) -> None:
    screen.app.screen.query_one(LineList).select(f"{is_own} {name}")
    await screen.press("enter")


async def test_every_setting_of_the_table_has_its_line(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_settings()) as screen:
        shown = screen.shown
    for setting in settings.SETTINGS:
        assert setting.type == "keys" or setting.name in shown
    assert "monday 10:00" in shown


async def test_a_theme_is_written_and_holds_at_once(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_settings()) as screen:
        await choose(screen, "theme", is_own=True)
        screen.app.screen.query_one("#field-value").value = "light"  # type: ignore[attr-defined]
        await screen.press("ctrl+s")
        assert isinstance(screen.app.screen, SettingsPage)
        assert screen.app.theme == "light"
        assert "light" in screen.shown
    assert settings.get("theme") == "light"


async def test_a_slow_line_gets_sixteen_colours_and_whole_pages_at_once(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_settings()) as screen:
        await choose(screen, "slow", is_own=True)
        screen.app.screen.query_one("#field-value").value = "true"  # type: ignore[attr-defined]
        await screen.press("ctrl+s")
        assert (screen.app.theme, screen.app.is_slow) == ("ansi", True)


async def test_the_deadline_of_the_workspace_changes_for_everyone(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_settings()) as screen:
        await choose(screen, "deadline", is_own=False)
        screen.app.screen.query_one("#field-value", Input).value = "fri 17:00"
        await screen.press("ctrl+s")
        assert "friday 17:00" in screen.shown


async def test_thresholds_that_contradict_each_other_are_refused_in_the_form(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_settings()) as screen:
        await choose(screen, "rag.red", is_own=False)
        screen.app.screen.query_one("#field-value", Input).value = "0.95"
        await screen.press("ctrl+s")
        assert isinstance(screen.app.screen, FormDialog)
        await screen.press("escape")
        assert "0.30" in screen.shown
