"""The monthly review on the screen: stepping through the agenda, noting, deciding, and the minutes at its end."""

from __future__ import annotations

import pytest
from textual.widgets import TextArea

from okrtui.actions.comments import add_comment
from okrtui.actions.decisions import decide
from okrtui.screens.form_dialog import FormDialog
from okrtui.screens.monthly import MonthlyReviewPage
from tests.builders import a_member, rows
from tests.screens.conftest import Acme
from tests.screens.screen import Screen, running
from tests.screens.test_decisions import fill


@pytest.fixture
def busy(acme: Acme) -> Acme:
    """A risk on one key result, and a shift of resources that waits."""
    bea = a_member(acme.session, "bea", "member")
    add_comment(acme.session, "Finance has 340 [b]letters[/b]", key_result=acme.key_results[0], kind="risk")
    decide(
        bea, "Move two people", evidence="Score 0.21", owner=bea.member.id, due="2026-12-01",
        kind="resource_shift", key_results=[acme.key_results[1]],
    )  # fmt: skip
    return acme


def on_agenda(screen: Screen) -> MonthlyReviewPage:
    page = screen.app.screen
    assert isinstance(page, MonthlyReviewPage)
    return page


async def test_the_agenda_is_stepped_through(busy: Acme) -> None:
    async with running(busy.path) as screen:
        await screen.press("R")
        assert "Acme · monthly review" in screen.drawn
        assert "1 of 5" in screen.drawn
        assert "OPEN FOR MORE THAN A WEEK" in screen.drawn
        await screen.press("end", "up")
        assert "4 of 5" in screen.drawn
        assert "Score 0.21" in screen.drawn
        await screen.press("down")
        assert "5 of 5" in screen.drawn
        assert "Finance has 340 [b]letters[/b]" in screen.drawn


async def test_an_empty_agenda_says_so(acme: Acme) -> None:
    (team,) = rows(acme.path, "SELECT id FROM team")
    async with running(acme.path, lambda app: app.open_monthly_review(team["id"])) as screen:
        assert "Data team · monthly review" in screen.drawn
        assert "Nothing stands on the agenda" in screen.drawn
        await screen.press("m")
        assert "nothing stands on the agenda" in screen.message


async def test_notes_decisions_and_who_is_here_are_kept_while_it_runs(busy: Acme) -> None:
    async with running(busy.path) as screen:
        await screen.press("R", "end", "m")
        await fill(screen, text="Ask finance today")
        assert "noted" in screen.drawn
        await screen.press("n")
        await fill(screen, decision="No letters until Friday", evidence="61 % against 77 %")
        assert "1 decided" in screen.drawn
        assert "DECIDED IN THIS REVIEW" in screen.shown
        await screen.press("w", "space", "down", "space", "ctrl+s")
        assert "2 here · 1 decided" in screen.drawn
    async with running(busy.path) as screen:
        await screen.press("R")
        assert "2 here · 1 decided" in screen.drawn
        await screen.press("end")
        assert "Ask finance today" in screen.shown
    (row,) = rows(busy.path, "SELECT key_results FROM decision WHERE decision = 'No letters until Friday'")
    assert row["key_results"] == f'["{busy.key_results[0]}"]'


async def test_at_its_end_the_minutes_become_a_review_and_the_next_agenda_begins_anew(busy: Acme) -> None:
    async with running(busy.path) as screen:
        await screen.press("R", "end", "m")
        await fill(screen, text="Ask finance today")
        await screen.press("n")
        await fill(screen, decision="No letters until Friday", evidence="e")
        await screen.press("ctrl+s")
        assert "on 1 points" in screen.shown
        await fill(screen, notes="We met", learnings="Ask first\n\nThen write")
        assert not isinstance(screen.app.screen, MonthlyReviewPage)
        assert "Saved the monthly review" in screen.message
        await screen.press("R")
        assert "decided" not in screen.drawn.splitlines()[0]
    (review,) = rows(busy.path, "SELECT * FROM review")
    assert review["kind"] == "monthly"
    assert review["learnings"] == '["Ask first","Then write"]'
    assert "- said: Ask finance today" in review["notes"]
    assert "**No letters until Friday**" in review["notes"]
    assert rows(busy.path, "SELECT 1 FROM meeting") == []


async def test_what_waits_is_ruled_on_from_the_agenda(busy: Acme) -> None:
    async with running(busy.path) as screen:
        await screen.press("R", "end", "a")
        assert "select a decision on the agenda" in screen.message
        await screen.press("up", "a")
        await fill(screen, text="The day shift has room")
        assert "Approved: Move two people" in screen.message
        assert "decided" in screen.drawn


async def test_the_end_can_be_called_off_and_its_notes_stay(busy: Acme) -> None:
    async with running(busy.path) as screen:
        await screen.press("R", "ctrl+s")
        form = screen.app.screen
        assert isinstance(form, FormDialog)
        form.query_one("#field-notes", TextArea).text = "Half a sentence"
        await screen.press("ctrl+g")
        assert on_agenda(screen)
        await screen.press("ctrl+s")
        again = screen.app.screen
        assert isinstance(again, FormDialog)
        assert again.query_one("#field-notes", TextArea).text == "Half a sentence"
        await screen.press("ctrl+g")
    assert rows(busy.path, "SELECT 1 FROM review") == []
