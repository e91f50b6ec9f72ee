"""The inbox, and escalations answered from it, from the card and from My week."""

from __future__ import annotations

from typing import Any

from okrtui.actions.changes import propose
from okrtui.actions.decisions import decide
from okrtui.actions.escalations import raise_escalation
from okrtui.screens.form_dialog import FormDialog
from okrtui.views.escalations import escalations
from tests.screens.conftest import TITLES, Acme
from tests.screens.screen import Screen, running

SOON = "2026-11-11T11:00:00+00:00"
"""Two days after the deadline of W45: the streak's huddle is due in 22 hours."""


def open_kinds(acme: Acme) -> list[str]:
    from okrtui import home

    with acme.session.reading() as c:
        return sorted(one.kind for one in escalations(c, home.now()))


async def fill(screen: Screen, **texts: str) -> None:
    """Type texts into a form's fields."""
    form = screen.app.screen
    assert isinstance(form, FormDialog)
    for name, text in texts.items():
        form.query_one(f"#field-{name}").focus()
        await screen.press(*(("space" if letter == " " else letter) for letter in text))


async def go(screen: Screen) -> None:
    screen.app.screen.query_one("#go").focus()
    await screen.press("enter")


async def test_my_week_says_what_has_been_red_for_two_weeks_and_whose_turn_it_is(acme: Acme) -> None:
    acme.at(SOON)
    async with running(acme.path) as screen:
        assert "huddle within 22 h" in screen.drawn.splitlines()[0]
        while TITLES[0] not in screen.drawn.splitlines()[18]:
            await screen.press("down")
        assert "red for 2 weeks: huddle within 22 h (champion)" in screen.drawn


async def test_the_key_in_my_week_leads_to_the_key_results_escalations(acme: Acme) -> None:
    acme.at(SOON)
    async with running(acme.path) as screen:
        while TITLES[0] not in screen.drawn.splitlines()[18]:
            await screen.press("down")
        await screen.press("exclamation_mark")
        assert "Escalations" in screen.shown
        assert "red response, W45–W46" in screen.shown
        assert "amber" not in screen.shown


async def test_everything_that_waits_stands_in_the_inbox_and_goes_when_it_is_settled(acme: Acme) -> None:
    propose(acme.session, acme.key_results[0], {"target": "30"}, "a new market")
    decide(acme.session, "Hire one", evidence="the queue", owner=acme.session.member.id, due="2026-12-01")
    async with running(acme.path) as screen:
        await screen.press("I")
        for told in ("TO ANSWER", "TO CHECK IN", "TO APPROVE", "TO SEE TO", "Hire one", "7 wait · 3 overdue"):
            assert told in screen.shown, told
        await screen.press("enter")
        assert "Answer the red response" in screen.drawn
        await fill(screen, root_cause="SMB only", revised_bet="mail enterprise")
        await go(screen)
        assert screen.message.startswith("Answered: red response")
        assert "6 wait · 2 overdue" in screen.shown
        assert "red_response" not in open_kinds(acme)


async def test_a_text_that_is_missing_is_asked_for_in_the_form(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_inbox()) as screen:
        await screen.press("enter")
        await fill(screen, root_cause="SMB only")
        await go(screen)
        assert "the revised bet is missing" in screen.drawn
        assert screen.app.focused is screen.app.screen.query_one("#field-revised_bet")
        await screen.press("escape")
        assert "red_response" in open_kinds(acme)


async def test_a_streak_travels_from_the_huddle_to_the_sponsor_by_keys(acme: Acme) -> None:
    acme.at(SOON)
    async with running(acme.path, lambda app: app.open_inbox()) as screen:
        await screen.press("down")
        assert "red for 2 weeks: huddle" in screen.shown
        await screen.press("H")
        await fill(screen, text="pricing is the cause")
        await go(screen)
        assert "decide: change the bet" in screen.shown
        await screen.press("H")
        assert "held already" in screen.message
        await screen.press("Q")
        await fill(screen, help_request="a price test")
        await go(screen)
        assert "decide on the help" in screen.shown
        await screen.press("exclamation_mark")
        assert "Decide, as the sponsor" in screen.drawn
        assert "a price test" in screen.drawn
        await fill(screen, text="run it in one country")
        await go(screen)
        assert "red_streak" not in open_kinds(acme)


async def test_the_card_tells_its_escalations_and_answers_the_one_that_is_open(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_card(acme.key_results[1])) as screen:
        assert "ESCALATED" in screen.shown
        assert "amber response, W46" in screen.shown
        await screen.press("exclamation_mark")
        await fill(screen, revised_bet="shorter forms", next_checkpoint="1 December")
        await go(screen)
        assert "ESCALATED" not in screen.shown
        await screen.press("exclamation_mark")
        assert "nothing is escalated about it" in screen.message
        await screen.press("u")
        assert "ESCALATED" in screen.shown


async def test_of_several_the_card_opens_the_list(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_card(acme.key_results[0])) as screen:
        await screen.press("exclamation_mark")
        assert f"Escalations · {TITLES[0]}" in screen.shown
        await screen.press("enter")
        assert isinstance(screen.app.screen, FormDialog)


async def test_a_blocker_is_raised_from_the_card_and_stands_in_the_inbox(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_card(acme.key_results[1])) as screen:
        await screen.press("B")
        await fill(screen, text="no event export")
        await go(screen)
        assert screen.message.startswith("Raised: no event export")
        assert "blocker" in screen.shown
        await screen.press("I")
        assert "blocker: resolve it" in screen.shown


async def test_enter_opens_the_sitting_the_proposal_and_the_action(acme: Acme) -> None:
    propose(acme.session, acme.key_results[0], {"target": "30"}, "a new market")
    decide(acme.session, "Hire one", evidence="the queue", owner=acme.session.member.id, due="2026-12-01")
    async with running(acme.path, lambda app: app.open_inbox()) as screen:
        await screen.press("G", "enter")
        assert "Its action is done?" in screen.drawn
        await screen.press("escape", "up", "enter")
        assert "Decide on" in screen.drawn
        assert "target: 28 → 30" in screen.drawn
        await screen.press("escape", "up", "enter")
        assert "Check in" in screen.shown


async def test_an_empty_inbox_says_so_and_hostile_words_stay_words(acme: Acme) -> None:
    raise_escalation(
        acme.session, "blocker", "[bold]no[/] \x1b[31mexport", objective=acme.objective
    )  # fmt: skip
    async with running(acme.path, lambda app: app.open_inbox()) as screen:
        await screen.press("G")
        while "[bold]no[/] [31mexport" not in screen.drawn:
            await screen.press("up")
    acme.at("2027-03-01T09:00:00+00:00")
    with acme.session.writing("closed") as journal:
        (cycle,) = journal.connection.execute("SELECT id FROM cycle").fetchone()
        journal.add("cycle", cycle, {"phase": "review"})
        journal.add("cycle", cycle, {"phase": "closed"})
    async with running(acme.path, lambda app: app.open_inbox()) as screen:
        assert "Nothing waits for you." in screen.drawn
        await screen.press("enter", "a", "Q", "p")
        assert screen.message == "nothing waits"


async def test_the_inbox_fits_the_smallest_terminal(acme: Acme, monkeypatch: Any) -> None:
    async with running(acme.path, lambda app: app.open_inbox(), size=(60, 16)) as screen:
        assert all(len(line) <= 60 for line in screen.drawn.splitlines())
        assert "overdue 5 d" in screen.drawn
