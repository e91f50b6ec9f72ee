"""Writing objectives in the house format: findings as one types, drafts when saved, nothing lost on leaving."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from okrtui.actions.cycles import new_cycle
from okrtui.screens.objective import ObjectivePage
from okrtui.screens.writing import PAUSE, WritingPage
from tests.screens.conftest import Acme
from tests.screens.screen import Screen, running

GOOD = """Objective: Win back customers who left

KR 1: Increase reactivated accounts from 2% to 9% by 15 Dec. Owner: Nora Lind. Source: CRM.
KR 2: Reduce days without an answer from 9 days to 2 days by 15 Dec. Owner: Kim Roe. Source: Helpdesk.

Initiatives (bets):
- Call the twenty largest
"""
BAD = """Objective: Launch 3 projects

KR 1: Hold 6 workshops
"""


@pytest.fixture(autouse=True)
def _a_cycle_to_write_in(acme: Acme) -> None:
    acme.at("2026-11-17T09:00:00+00:00")


async def write(screen: Screen, text: str) -> None:
    screen.app.screen.query_one(TextArea).load_text(text)
    pilot: Pilot[int] = screen._pilot
    await pilot.pause(PAUSE * 1.5)
    await screen.settle()


async def test_findings_follow_what_is_typed_with_their_remedies(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_writing()) as screen:
        assert "the outcome in one sentence" in screen.shown
        await write(screen, BAD)
        for code in ("O-DIGITS", "O-PROJECT", "K-MEASURE", "K-OWNER", "K-SOURCE", "K-ACTIVITY"):
            assert code in screen.shown
        await write(screen, GOOD)
        assert "Passes the quality gate" in screen.shown
        assert "1 objective, 2 KRs" in screen.shown


async def test_an_unreadable_line_is_named_by_its_number(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_writing()) as screen:
        await write(screen, GOOD.replace("by 15 Dec. Owner: Kim", "by 45 Dec. Owner: Kim"))
        assert "line 4: “45 Dec” is no day" in screen.shown
        await screen.press("ctrl+s")
        assert isinstance(screen.app.screen, WritingPage)
        assert "line 4 can't be read" in screen.message


async def test_saving_makes_drafts_in_the_chosen_cycle_and_opens_them(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_writing()) as screen:
        await write(screen, GOOD)
        await screen.press("ctrl+s")
        assert isinstance(screen.app.screen, ObjectivePage)
        assert "Win back customers who left" in screen.shown
        assert "draft" in screen.shown
    assert acme.count("SELECT count(*) FROM key_result WHERE title LIKE '%reactivated accounts%'") == 1
    assert acme.count("SELECT count(*) FROM member WHERE name = 'Kim Roe' AND COALESCE(account, 0) = 0") == 1
    assert acme.count("SELECT count(*) FROM initiative") == 1


async def test_text_that_was_left_is_there_again(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_writing()) as screen:
        await write(screen, BAD)
        await screen.press("ctrl+g")
        assert not isinstance(screen.app.screen, WritingPage)
        screen.app.open_writing()
        await screen.settle()
        assert screen.app.screen.query_one(TextArea).text == BAD


async def test_what_was_saved_is_not_offered_again(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_writing()) as screen:
        await write(screen, GOOD)
        await screen.press("ctrl+s")
        screen.app.open_writing()
        await screen.settle()
        assert "reactivated" not in screen.app.screen.query_one(TextArea).text


async def test_a_draft_is_edited_in_the_same_words(acme: Acme) -> None:
    cycle = new_cycle(acme.session, "Q1 2027", "quarter", "2027-01-01", "2027-03-31").id
    from okrtui.actions.key_results import add_key_result
    from okrtui.actions.objectives import add_objective

    objective = add_objective(acme.session, cycle, "Shorten the way from idea to customer").id
    key_result = add_key_result(
        acme.session, objective, "Reduce lead time", baseline="21", target="7", unit="days", due="2027-03-31"
    ).id
    async with running(acme.path, lambda app: app.open_writing(objective)) as screen:
        text = screen.app.screen.query_one(TextArea).text
        assert "from 21 days to 7 days" in text
        await write(screen, text.replace("to 7 days", "to 5 days"))
        await screen.press("ctrl+s")
        assert not isinstance(screen.app.screen, WritingPage)
    with acme.session.reading() as connection:
        target = connection.execute("SELECT target FROM key_result WHERE id = ?", (key_result,)).fetchone()[0]
    assert target == "5"


async def test_a_long_objective_is_opened_at_its_beginning(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_writing(acme.objective), size=(60, 16)) as screen:
        area = screen.app.screen.query_one(TextArea)
        assert area.cursor_location[0] == 0
        assert area.scroll_offset.y == 0


async def test_an_agreed_figure_is_refused_and_the_text_stays(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_writing(acme.objective)) as screen:
        text = screen.app.screen.query_one(TextArea).text
        await write(screen, text.replace("28", "26"))
        await screen.press("ctrl+s")
        assert isinstance(screen.app.screen, WritingPage)
        assert "agreed at publication" in screen.message
        assert "26" in screen.app.screen.query_one(TextArea).text


async def test_ctrl_n_begins_the_next_key_result(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_writing()) as screen:
        await write(screen, GOOD.partition("\n\nInitiatives")[0])
        await screen.press("ctrl+n")
        assert screen.app.screen.query_one(TextArea).text.endswith("KR 3: ")


async def test_letters_typed_on_the_cycle_open_no_page(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_writing()) as screen:
        await write(screen, GOOD)
        await screen.press("shift+tab", "o", "comma", "q")
        assert isinstance(screen.app.screen, WritingPage)
        assert screen.app.is_running
