"""The tree's branches: folded, read when they are wanted, found, and what is missing in them."""

from __future__ import annotations

import pytest

from okrtui.actions.people import add_team
from okrtui.screens.alignment import AlignmentPage
from okrtui.screens.card import KeyResultCardPage
from okrtui.views import tree_branch
from tests.screens.conftest import TITLES, Acme
from tests.screens.screen import running


@pytest.fixture
def crew(acme: Acme) -> str:
    """Acme's objective belongs to "Crew" below "Company"."""
    company = add_team(acme.session, "Company").id
    team = add_team(acme.session, "Crew", parent=company).id
    with acme.session.writing("arranged a test") as journal:
        journal.add("objective", acme.objective, {"team": team})
    return team


def add_objectives(acme: Acme, team: str, count: int) -> None:
    with acme.session.writing("arranged a test") as journal:
        (cycle,) = journal.connection.execute("SELECT id FROM cycle").fetchone()
        for number in range(count):
            fields = {"cycle": cycle, "title": f"Objective {number:03d}", "team": team}
            journal.add("objective", journal.new_id(), fields, base=())


async def test_a_team_folds_and_unfolds(acme: Acme, crew: str) -> None:
    async with running(acme.path, lambda app: app.open_tree()) as screen:
        assert "2/2 report · 0/1 contribute" in screen.shown
        await screen.press("down", "enter")
        assert "▸ Crew" in screen.shown
        assert "Delight customers" not in screen.shown
        await screen.press("f")
        assert "▾ Crew" in screen.shown
        assert "Delight customers" in screen.shown


async def test_key_results_fold_away_below_their_objectives(acme: Acme, crew: str) -> None:
    async with running(acme.path, lambda app: app.open_tree()) as screen:
        await screen.press("Z")
        assert "Delight customers so that they return ▸" in screen.shown
        assert TITLES[0][:15] not in screen.shown
        await screen.press("Z")
        assert TITLES[0][:15] in screen.shown


async def test_more_of_a_branch_is_read_when_it_is_opened(
    acme: Acme, crew: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree_branch, "MOST", 2)
    monkeypatch.setattr(tree_branch.grown, "__defaults__", (2,))
    add_objectives(acme, crew, 3)
    async with running(acme.path, lambda app: app.open_tree()) as screen:
        assert "… more than these 2 objectives" in screen.shown
        assert "Objective 002" not in screen.shown
        await screen.press("G", "enter")
        assert "Objective 002" in screen.shown
        assert "… more" not in screen.shown


async def test_words_are_found_in_what_was_not_read(
    acme: Acme, crew: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree_branch, "MOST", 1)
    add_objectives(acme, crew, 5)
    async with running(acme.path, lambda app: app.open_tree()) as screen:
        await screen.press("slash", *"004")
        assert "Objective 004" in screen.shown
        assert "Objective 003" not in screen.shown
        await screen.press("escape")
        assert "Objective 004" not in screen.shown


async def test_what_moves_what_stands_below_the_tree(acme: Acme, crew: str) -> None:
    above, below = acme.key_results
    with acme.session.writing("arranged a test") as journal:
        journal.add("key_result", below, {"contributes_to": [{"key_result": above, "how": "they stay"}]})
    async with running(acme.path, lambda app: app.open_tree(), size=(120, 40)) as screen:
        await screen.press("G")
        assert ": they stay" in screen.drawn
        await screen.press("up")
        assert "moved by" in screen.drawn
        assert "1 KR, mean" in screen.drawn


async def test_a_lists_what_contributes_to_nothing(acme: Acme, crew: str) -> None:
    with acme.session.writing("arranged a test") as journal:
        (cycle,) = journal.connection.execute("SELECT id FROM cycle").fetchone()
        (company,) = journal.connection.execute("SELECT id FROM team WHERE name = 'Company'").fetchone()
        objective, key_result = journal.new_id(), journal.new_id()
        journal.add("objective", objective, {"cycle": cycle, "title": "Grow", "team": company}, base=())
        journal.add("key_result", key_result, {"objective": objective, "title": "Net retention"}, base=())
    async with running(acme.path, lambda app: app.open_tree(), size=(120, 40)) as screen:
        await screen.press("a")
        assert isinstance(screen.app.screen, AlignmentPage)
        assert "2 contribute to nothing · 1 moved by nobody · 0 overlap" in screen.shown
        assert screen.shown.index("CONTRIBUTE TO NOTHING") < screen.shown.index("MOVED BY NOBODY")
        await screen.press("slash", *"retention", "enter")
        assert TITLES[0] not in screen.shown
        await screen.press("enter")
        assert isinstance(screen.app.screen, KeyResultCardPage)


async def test_where_all_hangs_together_it_says_so(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_alignment()) as screen:
        assert "Everything hangs together." in screen.shown
