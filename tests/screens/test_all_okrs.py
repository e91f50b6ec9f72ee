"""All OKRs: one page, two views, found by words and walked by cycles."""

from __future__ import annotations

from okrtui.actions.cycles import new_cycle
from okrtui.actions.key_results import add_key_result
from okrtui.actions.objectives import add_objective
from okrtui.screens.card import KeyResultCardPage
from okrtui.screens.objective import ObjectivePage
from okrtui.widgets.line_list import LineList
from tests.screens.conftest import TITLES, Acme
from tests.screens.screen import running


def next_quarter(acme: Acme) -> None:
    cycle = new_cycle(acme.session, "Q1 2027", "quarter", "2027-01-01", "2027-03-31").id
    objective = add_objective(acme.session, cycle, "Shorten the way from idea to customer").id
    add_key_result(acme.session, objective, "Reduce lead time", baseline="21", target="7", unit="days")


async def test_the_tree_shows_objectives_above_their_key_results(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_tree()) as screen:
        shown = screen.shown
    assert shown.index("Delight customers") < shown.index(TITLES[0][:15])
    assert "2/2" in shown


async def test_v_switches_to_the_list_and_back(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_tree()) as screen:
        await screen.press("v")
        assert "Delight customers" not in screen.shown
        assert "Q4 2026" in screen.shown
        await screen.press("v")
        assert "Delight customers" in screen.shown


async def test_drafts_are_marked(acme: Acme) -> None:
    next_quarter(acme)
    async with running(acme.path, lambda app: app.open_tree()) as screen:
        line = next(line for line in screen.shown.splitlines() if "Reduce lead time" in line)
    assert "draft" in line


async def test_finding_keeps_what_leads_to_a_hit(acme: Acme) -> None:
    next_quarter(acme)
    async with running(acme.path, lambda app: app.open_tree()) as screen:
        await screen.press("slash", *"median")
        shown = screen.shown
        assert "Reduce median" in shown
        assert "Delight customers" in shown
        assert "Increase repeat" not in shown
        await screen.press("escape")
        assert "Increase repeat" in screen.shown


async def test_what_nothing_holds_is_said(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_tree()) as screen:
        await screen.press("slash", *"xyzzy")
        assert "Nothing holds “xyzzy”" in screen.shown


async def test_cycles_are_walked_in_a_ring(acme: Acme) -> None:
    next_quarter(acme)
    async with running(acme.path, lambda app: app.open_tree()) as screen:
        assert "all open cycles" in screen.shown
        await screen.press("f6")
        assert "Q4 2026 (active)" in screen.shown
        assert "Reduce lead time" not in screen.shown
        await screen.press("f6")
        assert "Q1 2027 (draft)" in screen.shown
        await screen.press("f6")
        assert "all open cycles" in screen.shown


async def test_enter_opens_objectives_and_key_results(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_tree()) as screen:
        await screen.press("enter")
        assert isinstance(screen.app.screen, ObjectivePage)
        await screen.press("backspace", "down", "enter")
        assert isinstance(screen.app.screen, KeyResultCardPage)


async def test_an_empty_workspace_says_how_to_begin(acme: Acme) -> None:
    from okrtui.actions.objectives import archive_objective

    next_quarter(acme)
    with acme.session.reading() as connection:
        drafted = connection.execute("SELECT id FROM objective WHERE title LIKE 'Shorten%'").fetchone()[0]
    archive_objective(acme.session, drafted, "not now")
    async with running(acme.path, lambda app: app.open_tree()) as screen:
        await screen.press("f6", "f6")
        assert "No OKRs here yet" in screen.shown
        assert screen.app.screen.query_one(LineList).selected_row is None
