"""Help and the palette: the keys of the page beneath, from the one registry."""

from __future__ import annotations

from textual.widgets import Input, Static

from okrtui.screens.help import HelpPage
from okrtui.screens.my_week import MyWeekPage
from okrtui.screens.palette import ActionCommands
from okrtui.screens.revisions import RevisionsPage
from okrtui.widgets.line_list import LineList
from tests.screens.conftest import Acme
from tests.screens.screen import running


def names(screen: object) -> list[str]:
    return [action.name for action in screen.app.screen.query_one(LineList).rows]  # type: ignore[attr-defined]


async def test_the_question_mark_lists_what_is_valid_here(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_card(acme.key_results[0])) as screen:
        await screen.press("question_mark")
        assert isinstance(screen.app.screen, HelpPage)
        listed = names(screen)
        assert "revisions" in listed
        assert "as last week" not in listed


async def test_help_is_searched_by_key_and_by_words(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_card(acme.key_results[0])) as screen:
        await screen.press("question_mark")
        screen.app.screen.query_one(Input).value = "f1"
        await screen.settle()
        assert names(screen) == ["keys"]
        screen.app.screen.query_one(Input).value = "versions"
        await screen.settle()
        assert names(screen) == ["revisions"]


async def test_all_that_the_selected_key_does_can_be_read_where_the_list_is_narrow(acme: Acme) -> None:
    async with running(acme.path, size=(60, 16)) as screen:
        await screen.press("question_mark", "down", "down")
        about = str(screen.app.screen.query_one("#help-about", Static).content)
        assert about == "Show only the lines that hold the words you type"
        await screen.press("escape", "comma")
        assert "One of auto, dark, light" in screen.shown


async def test_enter_runs_the_action_on_the_page_beneath(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_card(acme.key_results[0])) as screen:
        await screen.press("question_mark", *"versions", "enter")
        assert isinstance(screen.app.screen, RevisionsPage)


async def test_a_key_of_ones_own_is_the_one_that_help_shows(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_card(acme.key_results[0])) as screen:
        screen.app.own_keys = {"revisions": "f9"}
        await screen.press("question_mark", *"versions")
        assert "f9" in screen.shown


async def test_what_makes_no_sense_now_says_why(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_card(acme.key_results[0])) as screen:
        await screen.press("question_mark", *"decide")
        assert "not now: no proposal is open" in screen.shown


async def test_the_palette_offers_the_registry_and_leaves_out_what_is_not_possible(acme: Acme) -> None:
    async with running(acme.path) as screen:
        assert isinstance(screen.app.screen, MyWeekPage)
        commands = ActionCommands(screen.app.screen)
        offered = [hit.text or "" async for hit in commands.discover()]
        assert any(text.startswith("check in") for text in offered)
        assert not any(text.startswith("half page") for text in offered)
        found = [hit.text or "" async for hit in commands.search("import")]
        assert any(text.startswith("import") for text in found)
