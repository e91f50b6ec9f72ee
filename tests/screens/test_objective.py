"""An objective's page: where its score comes from, its key results, and publishing through the gate."""

from __future__ import annotations

import pytest
from textual.widgets import Input, TextArea

from okrtui.actions.decisions import decide
from okrtui.actions.initiatives import add_initiative
from okrtui.actions.key_results import add_key_result, edit_key_result
from okrtui.actions.objectives import add_objective
from okrtui.screens.app import OkrtuiApp
from okrtui.screens.card import KeyResultCardPage
from okrtui.screens.form_dialog import FormDialog
from okrtui.screens.objective import ObjectivePage
from tests.screens.conftest import TITLES, Acme
from tests.screens.screen import running


def a_draft(acme: Acme, *, source: str = "CRM") -> str:
    """An objective of the active cycle that is not published, with two key results."""
    with acme.session.reading() as connection:
        cycle = connection.execute("SELECT id FROM cycle").fetchone()[0]
    objective = add_objective(acme.session, cycle, "Win back customers who left").id
    for title, indicator in (
        ("Increase reactivated accounts", "lagging"),
        ("Raise replies to offers", "leading"),
    ):
        add_key_result(
            acme.session, objective, title, method="linear", baseline="2", target="9", unit="%", due="2026-12-31",
            source={"name": source} if source else None, refresh="weekly", indicator=indicator,
        )  # fmt: skip
    return objective


async def test_the_score_says_where_it_comes_from(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_objective(acme.objective)) as screen:
        shown = screen.shown
    assert "2/2 reported" in shown
    assert "published 1 Oct by Nora Lind" in shown
    for title in TITLES:
        assert title[:15] in shown
    assert "Enterprise is flat" in shown


async def test_bets_stand_beneath_the_key_result_that_they_should_move(acme: Acme) -> None:
    add_initiative(acme.session, "Guided checklist", [acme.key_results[1]], state="running")
    async with running(acme.path, lambda app: app.open_objective(acme.objective)) as screen:
        after = screen.shown.partition("Reduce median")[2]
    assert "bet  Guided checklist (running)" in after


async def test_enter_opens_the_selected_key_result(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_objective(acme.objective)) as screen:
        await screen.press("j", "enter")
        page = screen.app.screen
        assert isinstance(page, KeyResultCardPage)
        assert page.key_result in acme.key_results
        await screen.press("escape")
        assert isinstance(screen.app.screen, ObjectivePage)


async def test_a_comment_is_written_and_shown(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_objective(acme.objective)) as screen:
        await screen.press("m")
        screen.app.screen.query_one("#field-text", TextArea).text = "[i]Legal[/i] has seen it"
        await screen.press("ctrl+s")
        assert "[i]Legal[/i] has seen it" in screen.shown


async def test_what_passes_the_gate_is_published(acme: Acme) -> None:
    objective = a_draft(acme)
    async with running(acme.path, lambda app: app.open_objective(objective)) as screen:
        assert "draft" in screen.shown
        await screen.press("P")
        assert "Nothing stands in the way" in screen.shown or "K-" in screen.shown
        await screen.press("ctrl+s")
        assert isinstance(screen.app.screen, ObjectivePage)
        await screen.press("P")
        assert screen.message == "it is published already"


async def test_publishing_names_what_nobody_can_waive(acme: Acme) -> None:
    objective = a_draft(acme, source="")
    async with running(acme.path, lambda app: app.open_objective(objective)) as screen:
        await screen.press("P")
        assert "K-SOURCE  KR 1: no source of truth" in screen.shown
        await screen.press("ctrl+s")
        assert isinstance(screen.app.screen, FormDialog)
        assert "K-SOURCE" in str(screen.app.screen.query_one("#dialog-trouble").content)  # type: ignore[attr-defined]


async def test_a_waivable_finding_passes_with_a_reason(acme: Acme) -> None:
    with acme.session.reading() as connection:
        cycle = connection.execute("SELECT id FROM cycle").fetchone()[0]
    objective = add_objective(acme.session, cycle, "Launch the project phoenix").id
    for title in ("Increase reactivated accounts", "Raise replies to offers"):
        add_key_result(
            acme.session, objective, title, method="linear", baseline="2", target="9", due="2026-12-31",
            source={"name": "CRM"}, refresh="weekly",
        )  # fmt: skip
    async with running(acme.path, lambda app: app.open_objective(objective)) as screen:
        await screen.press("P")
        for field in screen.app.screen.query(Input):
            field.value = "the board wants it so"
        await screen.press("ctrl+s")
        assert isinstance(screen.app.screen, ObjectivePage)
    assert acme.count("SELECT count(*) FROM waiver") >= 1


async def test_postponing_an_objective_makes_proposals_and_keeps_its_reason(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_objective(acme.objective)) as screen:
        await screen.press("z")
        screen.app.screen.query_one("#field-reason", TextArea).text = "the data team is on leave"
        await screen.press("ctrl+s")
        assert "the data team is on leave" in screen.shown


@pytest.mark.parametrize("size", [(60, 16), (120, 40), (200, 60)])
async def test_the_page_stands_at_every_size(acme: Acme, size: tuple[int, int]) -> None:
    async with running(acme.path, lambda app: app.open_objective(acme.objective), size) as screen:
        assert "KEY RESULTS" in screen.shown


async def test_the_decision_log_stands_beside_the_key_results(acme: Acme) -> None:
    decide(
        acme.session, "Shift one engineer to onboarding", evidence="Half of them leave in week one",
        kind="priority", owner=acme.session.member.id, key_results=[acme.key_results[1]], due="2026-11-30",
    )  # fmt: skip
    for size in ((120, 40), (80, 40)):
        async with running(acme.path, lambda app: app.open_objective(acme.objective), size=size) as screen:
            drawn = screen.drawn
        beside = next(line for line in drawn.splitlines() if "DECISIONS" in line)
        assert ("KEY RESULTS" in beside) is (size[0] >= 120)
        assert "Shift one engineer" in drawn
        assert "Half of them leave" in drawn


async def test_key_results_that_move_it_stand_beneath_as_drivers(acme: Acme) -> None:
    above, below = acme.key_results
    links = [{"key_result": above, "how": "they stay longer"}]
    edit_key_result(acme.session, below, contributes_to=links)
    async with running(acme.path, lambda app: app.open_objective(acme.objective), size=(120, 40)) as screen:
        shown = screen.shown
    line = next(line for line in shown.splitlines() if "they stay longer" in line)
    assert line.strip().startswith("leading  0.40 A")


async def test_what_is_not_governed_is_edited_in_place(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_objective(acme.objective), size=(100, 40)) as screen:
        await screen.press("E")
        form = screen.app.screen
        assert isinstance(form, FormDialog)
        assert "Agreed at publication and not changed here" in screen.drawn
        form.query_one("#field-theme", Input).value = "Loyalty"
        await screen.press("ctrl+s")
        assert isinstance(screen.app.screen, ObjectivePage)
        assert "Loyalty" in screen.shown
    assert acme.count("SELECT COUNT(*) FROM objective WHERE theme = 'Loyalty'") == 1


async def test_a_key_results_link_and_kind_are_edited_on_its_card(acme: Acme) -> None:
    def opens(app: OkrtuiApp) -> None:
        app.open_card(acme.key_results[0])

    async with running(acme.path, opens, size=(100, 40)) as screen:
        await screen.press("E")
        form = screen.app.screen
        assert isinstance(form, FormDialog)
        assert "Agreed at publication and not changed here" in screen.drawn
        form.query_one("#field-link", Input).value = "https://shop.example/new"
        form.query_one("#field-refresh", Input).value = "daily"
        await screen.press("ctrl+s")
        assert isinstance(screen.app.screen, KeyResultCardPage), screen.drawn
    changed = "SELECT COUNT(*) FROM key_result WHERE refresh = 'daily' AND source LIKE '%shop.example/new%'"
    assert acme.count(changed) == 1
    assert acme.count("SELECT COUNT(*) FROM change") == 0
