"""Conflicts on the screen: both texts beside each other, one key lets one stand, undo brings it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrtui.actions.check_ins import check_in
from okrtui.screens.card import KeyResultCardPage
from tests.builders import rows
from tests.copies import another_home, meet
from tests.screens.conftest import Acme
from tests.screens.screen import running


@pytest.fixture
def torn(acme: Acme, tmp_path: Path) -> Acme:
    """Nora checked in on two machines that had not met."""
    laptop, other = acme.session, another_home(acme.session, tmp_path, "nora")
    for session, actual, insight in (
        (laptop, "23", "Only small shops react"),
        (other, "24", "[b]All[/b] react"),
    ):
        check_in(
            session, acme.key_results[0], actual=actual, confidence=3, insight=insight, next_action="Ask them"
        )
    meet(laptop, other)
    return acme


async def test_both_texts_stand_side_by_side(torn: Acme) -> None:
    async with running(torn.path, lambda app: app.open_conflicts(), size=(100, 24)) as screen:
        (line,) = [one for one in screen.drawn.splitlines() if "Only small shops react" in one]
    assert "[b]All[/b] react" in line


async def test_one_key_lets_a_version_stand_and_undo_brings_the_conflict_back(torn: Acme) -> None:
    def insight() -> str:
        (row,) = rows(torn.path, "SELECT insight FROM check_in WHERE is_shown = 1 AND week = '2026-W47'")
        return str(row["insight"])

    async with running(torn.path, lambda app: app.open_conflicts()) as screen:
        assert "1 to settle" in screen.shown
        await screen.press("2")
        assert "Nothing stands in conflict" in screen.shown
        assert insight() == "Only small shops react"
        await screen.press("u")
        assert insight() == "[b]All[/b] react"


async def test_a_version_that_is_not_there_is_not_chosen(torn: Acme) -> None:
    async with running(torn.path, lambda app: app.open_conflicts()) as screen:
        await screen.press("3")
        assert "there are 2 versions" in screen.message
        assert "1 to settle" in screen.shown


async def test_enter_opens_the_key_result_in_question(torn: Acme) -> None:
    async with running(torn.path, lambda app: app.open_conflicts()) as screen:
        await screen.press("enter")
        assert isinstance(screen.app.screen, KeyResultCardPage)


async def test_three_versions_are_counted_and_can_all_be_kept(acme: Acme, tmp_path: Path) -> None:
    homes = [acme.session, *(another_home(acme.session, tmp_path, "nora") for _ in range(2))]
    for session, actual in zip(homes, ("23", "24", "25"), strict=True):
        check_in(
            session,
            acme.key_results[0],
            actual=actual,
            confidence=3,
            insight=f"At {actual}",
            next_action="Ask",
        )
    meet(*homes)
    async with running(acme.path, lambda app: app.open_conflicts(), size=(80, 24)) as screen:
        lines = screen.drawn.splitlines()
        assert "1 keep 1   2 keep 2   3 keep 3" in lines[-1]
        assert "? keys" in lines[-1]
        (heads,) = [line for line in lines if "1  Nora" in line]
        assert "2  Nora" in heads
        assert "3  Nora" in heads
        assert [line for line in lines if "At 23" in line and "At 24" in line and "At 25" in line]
        await screen.press("enter")
        await screen.until(lambda: "3 versions: r shows them" in screen.shown)


async def test_where_nothing_stands_in_conflict_nothing_is_offered_to_keep(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_conflicts()) as screen:
        assert "Nothing stands in conflict" in screen.shown
        assert "keep" not in screen.drawn


async def test_the_header_of_every_page_tells_of_conflicts(torn: Acme) -> None:
    async with running(torn.path) as screen:
        await screen.until(lambda: "1 conflict" in screen.shown)
        await screen.press("x")
        await screen.press("1")
        await screen.until(lambda: "1 conflict" not in screen.shown)
