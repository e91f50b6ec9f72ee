"""The decision log on the screen: sections, finding, recording one, the sponsor's word, and what came of it."""

from __future__ import annotations

import pytest
from textual.widgets import Input, TextArea

from okrtui.actions.decisions import decide
from okrtui.actions.people import edit_member
from okrtui.screens.card import KeyResultCardPage
from okrtui.screens.decisions import DecisionsPage
from okrtui.screens.form_dialog import FormDialog
from tests.builders import a_member, rows
from tests.screens.conftest import TITLES, Acme
from tests.screens.screen import Screen, running


def record(acme: Acme, text: str, by: str = "nora", **given: object) -> str:
    session = acme.session if by == "nora" else a_member(acme.session, by, "member")
    needed = {"evidence": "Score 0.21", "owner": acme.session.member.id, "due": "2026-12-01"}
    return decide(session, text, **{**needed, **given}).id  # type: ignore[arg-type]


async def fill(screen: Screen, **texts: str) -> None:
    """Type into the form's fields and carry it out."""
    form = screen.app.screen
    assert isinstance(form, FormDialog)
    for name, text in texts.items():
        field = form.query_one(f"#field-{name}")
        if isinstance(field, TextArea):
            field.text = text
        else:
            assert isinstance(field, Input)
            field.value = text
    await screen.press("ctrl+s")


async def test_decisions_stand_in_sections_by_what_is_to_do(acme: Acme) -> None:
    record(acme, "Stop the ads", due="2026-11-18")
    record(acme, "Move two people", by="bea", kind="resource_shift", key_results=[acme.key_results[0]])
    acme.at("2026-11-20T09:00:00+00:00")
    async with running(acme.path) as screen:
        await screen.press("D")
        drawn = screen.drawn
        assert drawn.index("WAITS FOR THE SPONSOR") < drawn.index("Move two people") < drawn.index("TO DO")
        assert drawn.index("TO DO") < drawn.index("Stop the ads")
        assert "1 waits for the sponsor · 1 overdue" in drawn
        assert "to be decided" in drawn
        await screen.press("down")
        assert "due 18 Nov, overdue" in screen.shown


async def test_an_empty_log_says_how_it_begins(acme: Acme) -> None:
    async with running(acme.path) as screen:
        await screen.press("D")
        assert "n records the first" in screen.drawn
        await screen.press("a")
        assert "no decision is selected" in screen.message


async def test_a_decision_is_recorded_and_what_is_missing_is_said_in_the_form(acme: Acme) -> None:
    async with running(acme.path) as screen:
        await screen.press("D", "n")
        await fill(screen, decision="Stop the [b]ads[/b]")
        assert isinstance(screen.app.screen, FormDialog)
        assert "needs evidence" in screen.shown
        await fill(screen, evidence="610 € a shop", due="2026-12-10")
        assert isinstance(screen.app.screen, DecisionsPage)
        assert "Decided: Stop the [b]ads[/b]" in screen.message
        assert "Stop the [b]ads[/b]" in screen.drawn
    (row,) = rows(acme.path, "SELECT decision, evidence, owner, due, kind FROM decision")
    assert row == {
        "decision": "Stop the [b]ads[/b]", "evidence": "610 € a shop", "owner": acme.session.member.id,
        "due": "2026-12-10", "kind": "other",
    }  # fmt: skip


async def test_from_a_card_the_log_is_that_key_results_and_so_is_a_new_decision(acme: Acme) -> None:
    record(acme, "About the other", key_results=[acme.key_results[1]])
    async with running(acme.path, lambda app: app.open_card(acme.key_results[0])) as screen:
        await screen.press("D")
        assert TITLES[0] in screen.drawn
        assert "About the other" not in screen.drawn
        await screen.press("n")
        await fill(screen, decision="Ask the ten who left", evidence="e")
        assert "Ask the ten who left" in screen.drawn
        await screen.press("enter")
        assert isinstance(screen.app.screen, KeyResultCardPage)
    (row,) = rows(acme.path, "SELECT key_results FROM decision WHERE evidence = 'e'")
    assert row["key_results"] == f'["{acme.key_results[0]}"]'


async def test_a_card_tells_what_was_decided_about_its_key_result(acme: Acme) -> None:
    first, second = acme.key_results
    record(acme, "Stop the [b]ads[/b]", key_results=[first], due="2026-11-18")
    record(acme, "Move two people", by="bea", kind="resource_shift", key_results=[first])
    acme.at("2026-11-20T09:00:00+00:00")
    async with running(acme.path, lambda app: app.open_card(first)) as screen:
        shown = screen.shown
        assert "Stop the [b]ads[/b]  Nora Lind, due 18 Nov, overdue" in shown
        assert "Move two people  waits for the sponsor" in shown
    async with running(acme.path, lambda app: app.open_card(second)) as screen:
        assert "DECISIONS" not in screen.shown


async def test_from_an_objectives_page_it_is_of_all_its_key_results(acme: Acme) -> None:
    record(acme, "About the second", key_results=[acme.key_results[1]])
    record(acme, "About nothing")
    async with running(acme.path, lambda app: app.open_objective(acme.objective)) as screen:
        await screen.press("D")
        assert "About the second" in screen.drawn
        assert "About nothing" not in screen.drawn


async def test_the_sponsor_approves_declines_and_closes_from_the_log(acme: Acme) -> None:
    record(acme, "Move two people", by="bea", kind="resource_shift")
    async with running(acme.path) as screen:
        await screen.press("D", "f")
        assert "it waits for the sponsor first" in screen.message
        await screen.press("d")
        await screen.press("ctrl+s")
        assert "say why" in screen.shown
        await screen.press("escape", "a")
        await fill(screen, text="The day shift has room")
        assert "approved by Nora Lind, 17 Nov: The day shift has room" in screen.shown
        await screen.press("a")
        assert "it waits for nobody's word" in screen.message
        await screen.press("f")
        await fill(screen, text="34 orders cleared")
        assert "17 Nov: 34 orders cleared" in screen.shown
        assert "DONE" in screen.drawn


async def test_who_is_no_sponsor_is_told_so_in_the_form(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    record(acme, "Move two people", by="bea", kind="resource_shift")
    a_member(acme.session, "ines", "sponsor")
    edit_member(acme.session, acme.session.member.id, roles=["member"])
    monkeypatch.setenv("OKRTUI_AS", "bea")
    async with running(acme.path) as screen:
        await screen.press("D", "a", "ctrl+s")
        assert "decided by the sponsor" in screen.shown


async def test_the_log_is_found_by_words_and_narrowed_to_a_kind(acme: Acme) -> None:
    record(acme, "Stop the ads", kind="priority")
    record(acme, "Move two people", kind="resource_shift", key_results=[acme.key_results[0]])
    async with running(acme.path) as screen:
        await screen.press("D", "v")
        assert "resources only" in screen.drawn
        assert "Stop the ads" not in screen.drawn
        await screen.press("v", "v")
        assert "No decision fits" in screen.drawn
        await screen.press("v", "v", "slash", *"repeat", "enter")
        assert "Move two people" in screen.drawn
        assert "Stop the ads" not in screen.drawn
