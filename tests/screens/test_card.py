"""A key result's card: everything about it, its versions, and the forms that stand over it."""

from __future__ import annotations

import pytest
from textual.widgets import Input, TextArea

from okrtui.actions.check_ins import check_in
from okrtui.actions.key_results import edit_key_result
from okrtui.screens.card import KeyResultCardPage
from okrtui.screens.form_dialog import FormDialog
from okrtui.screens.revisions import RevisionsPage
from okrtui.widgets.chart import Chart
from okrtui.widgets.hanging_text import HangingText
from tests.screens.conftest import Acme
from tests.screens.screen import running

HOSTILE = "[bold red]Pay[/] \x1b[31mnow\x1b[0m \u202eevil"


async def test_the_card_shows_what_a_key_result_is_and_what_was_said(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_card(acme.key_results[0])) as screen:
        shown = screen.shown
    for expected in (
        "Increase repeat purchase rate", "Delight customers so that they return", "0.30 RED", "Dashboard · weekly",
        "linear 18 → 28 %", "lagging", "red ≤ 0.30", "Enterprise is flat", "Draft the incentive", "W46", "W45",
        "missed", "1 Oct by Nora Lind",
    ):  # fmt: skip
        assert expected in shown


async def test_the_chart_comes_with_the_card(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_card(acme.key_results[0])) as screen:
        chart = screen.app.screen.query_one(Chart)
        assert "28" in str(chart.render())


async def test_both_versions_of_a_corrected_check_in_can_be_read(acme: Acme) -> None:
    key_result = acme.key_results[0]
    check_in(acme.session, key_result, actual="22", confidence=4, insight="First words", next_action="Go on")
    check_in(acme.session, key_result, actual="23", confidence=4, insight="Better words", next_action="Go on")
    async with running(acme.path, lambda app: app.open_card(key_result)) as screen:
        assert "revised, was 22" in screen.shown
        await screen.press("r")
        assert isinstance(screen.app.screen, RevisionsPage)
        assert "First words" in screen.shown
        assert "Better words" in screen.shown
        await screen.press("backspace")
        assert isinstance(screen.app.screen, KeyResultCardPage)


async def test_text_of_people_is_never_markup_nor_an_escape_sequence(acme: Acme) -> None:
    check_in(
        acme.session, acme.key_results[0], actual="22", confidence=4, insight=HOSTILE, next_action=HOSTILE,
        confirmed=True,
    )  # fmt: skip
    async with running(acme.path, lambda app: app.open_card(acme.key_results[0])) as screen:
        shown = screen.shown
        assert "[bold red]Pay[/]" in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown


async def test_a_proposal_is_made_and_approved_on_the_card(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_card(acme.key_results[0])) as screen:
        await screen.press("C")
        dialog = screen.app.screen
        assert isinstance(dialog, FormDialog)
        dialog.query_one("#field-value", Input).value = "26"
        dialog.query_one("#field-reason", TextArea).text = "the incentive ends in November"
        await screen.press("ctrl+s")
        assert "target 28 → 26" in screen.shown
        await screen.press("a")
        screen.app.screen.query_one("#field-verdict").value = "approve"  # type: ignore[attr-defined]
        screen.app.screen.query_one("#field-reason", Input).value = "agreed in the review"
        await screen.press("ctrl+s")
        assert "linear 18 → 26 %" in screen.shown


async def test_a_refused_proposal_keeps_what_was_typed(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_card(acme.key_results[0])) as screen:
        await screen.press("C")
        screen.app.screen.query_one("#field-value", Input).value = "many"
        await screen.press("ctrl+s")
        assert isinstance(screen.app.screen, FormDialog)
        assert screen.app.screen.query_one("#field-value", Input).value == "many"
        assert "!" in str(screen.app.screen.query_one("#dialog-trouble").content)  # type: ignore[attr-defined]


async def test_archiving_meets_cancel_first(acme: Acme) -> None:
    before = acme.count('SELECT count(*) FROM "change"')
    async with running(acme.path, lambda app: app.open_card(acme.key_results[0])) as screen:
        await screen.press("A", "tab")
        assert screen.app.focused is not None
        assert screen.app.focused.id == "cancel"
        await screen.press("enter")
        assert isinstance(screen.app.screen, KeyResultCardPage)
    assert acme.count('SELECT count(*) FROM "change"') == before


async def test_a_comment_joins_the_thread(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_card(acme.key_results[0])) as screen:
        await screen.press("m")
        screen.app.screen.query_one("#field-text", TextArea).text = "Ask finance first"
        await screen.press("ctrl+s")
        assert "Ask finance first" in screen.shown


async def test_the_copied_update_is_shown_as_well(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_card(acme.key_results[0])) as screen:
        await screen.press("y")
        assert "Insight: Enterprise is flat" in screen.shown


async def test_a_key_that_makes_no_sense_now_says_why(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_card(acme.key_results[0])) as screen:
        await screen.press("a")
        assert screen.message == "no proposal is open"


async def test_what_is_not_governed_may_change_and_shows_at_once(acme: Acme) -> None:
    edit_key_result(acme.session, acme.key_results[0], refresh="daily")
    async with running(acme.path, lambda app: app.open_card(acme.key_results[0])) as screen:
        assert "Dashboard · daily" in screen.shown


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40), (200, 60)])
async def test_the_card_stands_at_every_size(acme: Acme, size: tuple[int, int]) -> None:
    async with running(acme.path, lambda app: app.open_card(acme.key_results[1]), size) as screen:
        assert "Reduce median onboarding time" in screen.shown


async def test_a_comment_that_was_left_unfinished_stands_there_again(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_card(acme.key_results[0])) as screen:
        await screen.press("m")
        screen.app.screen.query_one("#field-text", TextArea).text = "Half a thought"
        await screen.press("escape", "m")
        assert screen.app.screen.query_one("#field-text", TextArea).text == "Half a thought"
        await screen.press("ctrl+s", "m")
        assert screen.app.screen.query_one("#field-text", TextArea).text == ""


async def test_where_letters_are_ascii_the_cards_own_signs_are_too(acme: Acme) -> None:
    async with running(acme.path) as screen:
        screen.app.is_ascii = True
        screen.app.open_card(acme.key_results[0])
        await screen.settle()
        drawn = [str(each.render()) for each in screen.app.screen.query(HangingText)]
    assert all(text.isascii() for text in drawn)
