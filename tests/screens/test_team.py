"""A team's page: its week, its people, other teams and earlier weeks."""

from __future__ import annotations

import pytest

from okrtui.actions.check_ins import check_in
from okrtui.actions.people import add_member, add_team
from okrtui.screens.card import KeyResultCardPage
from okrtui.screens.objective import ObjectivePage
from okrtui.screens.sitting import SittingPage
from okrtui.screens.team import TeamPage
from okrtui.widgets.line_list import LineList
from tests.screens.conftest import TITLES, Acme
from tests.screens.screen import Screen, running


class Crew:
    """Acme's objective in the team "Crew" below "Company"; the second key result is Ben's."""

    def __init__(self, acme: Acme) -> None:
        self.acme, session = acme, acme.session
        self.company = add_team(session, "Company").id
        self.team = add_team(session, "Crew", parent=self.company).id
        self.ben = add_member(session, "ben", "Ben Ode").id
        with session.writing("arranged a test") as journal:
            journal.add("objective", acme.objective, {"team": self.team})

    def give_to_ben(self) -> None:
        """The second key result changes hands before it is agreed upon: written as an approved change would."""
        from okrtui.actions.changes import approve, propose

        change = propose(self.acme.session, self.acme.key_results[1], {"owner": self.ben}, "he leads it now")
        approve(self.acme.session, change.id)

    def check_in(self, place: int, actual: str, **given: object) -> None:
        texts = {"confidence": 4, "insight": "It moves", "next_action": "Go on"}
        check_in(self.acme.session, self.acme.key_results[place], actual=actual, **{**texts, **given})  # type: ignore[arg-type]


@pytest.fixture
def crew(acme: Acme) -> Crew:
    return Crew(acme)


def header(screen: Screen) -> str:
    return screen.drawn.splitlines()[0]


async def test_t_opens_ones_own_team_and_the_first_line_tells_its_week(crew: Crew) -> None:
    crew.check_in(0, "24")
    async with running(crew.acme.path, size=(120, 40)) as screen:
        await screen.press("t")
        assert isinstance(screen.app.screen, TeamPage)
        assert "Crew · W47 · 1 of 2 checked in (50 %, goal 90) · A 2" in header(screen)
        assert screen.app.screen.team == crew.team


async def test_people_who_have_not_checked_in_stand_first(crew: Crew) -> None:
    crew.give_to_ben()
    crew.check_in(0, "24")
    async with running(crew.acme.path, lambda app: app.open_team()) as screen:
        drawn = screen.shown
    assert drawn.index("Ben Ode  not checked in") < drawn.index("Nora Lind  checked in")
    assert f"·  {TITLES[1][:12]}" in drawn
    assert f"✓▲ {TITLES[0][:12]}" in drawn


async def test_what_turned_and_what_help_is_asked_for_stand_above(crew: Crew) -> None:
    crew.check_in(0, "18", help_needed="An export", confidence=2)
    async with running(crew.acme.path, lambda app: app.open_team(), size=(120, 40)) as screen:
        drawn = screen.drawn
    assert "▼ turned red" not in drawn  # the week before was red, too
    assert "! help asked for" in drawn
    assert "3 escalations, the first overdue by" in drawn.splitlines()[0]
    assert "WAITS FOR AN ANSWER" in drawn


async def test_lines_are_grouped_and_sorted(crew: Crew) -> None:
    crew.give_to_ben()
    async with running(crew.acme.path, lambda app: app.open_team()) as screen:
        assert "Ben Ode" in screen.shown
        await screen.press("v")
        assert "Delight customers so that they return  0 of 2 checked in" in screen.shown
        assert screen.message == "Grouped by objective"
        await screen.press("v")
        assert screen.message == "Not grouped"
        await screen.press("S")
        assert screen.message == "Sorted by lowest score"
        first = screen.shown.index(TITLES[0][:12]), screen.shown.index(TITLES[1][:12])
        assert first[0] < first[1]


async def test_words_find_key_results_people_and_teams(crew: Crew) -> None:
    crew.give_to_ben()
    async with running(crew.acme.path, lambda app: app.open_team()) as screen:
        await screen.press("slash", *"ode")
        assert "Ben Ode" in screen.drawn
        assert "Nora Lind" not in screen.drawn
        await screen.press(*"xx")
        assert "Nothing holds “odexx”" in screen.drawn
        await screen.press("escape", "G")
        assert "Nora Lind" in screen.drawn


async def test_earlier_weeks_are_a_key_away(crew: Crew) -> None:
    crew.check_in(0, "24")
    async with running(crew.acme.path, lambda app: app.open_team(), size=(120, 40)) as screen:
        await screen.press("w")
        assert "Crew · W46 · 2 of 2 checked in (100 %, goal 90)" in header(screen)
        assert "an earlier week" in header(screen)
        await screen.press("w")
        assert "W45" in header(screen)
        await screen.press("W", "W")
        assert "W47 · 1 of 2" in header(screen)
        await screen.press("W")
        assert screen.message == "this is the week that runs"


async def test_weeks_pressed_faster_than_they_are_read_all_count(crew: Crew) -> None:
    async with running(crew.acme.path, lambda app: app.open_team(), size=(120, 40)) as screen:
        page = screen.app.screen
        assert isinstance(page, TeamPage)
        assert page._data is not None
        page._show_first(page._data)
        page.action_week_before()
        page.action_week_before()
        await screen.settle()
        assert "Crew · W45" in header(screen)


async def test_other_teams_are_a_bracket_or_a_list_away(crew: Crew) -> None:
    async with running(crew.acme.path, lambda app: app.open_team()) as screen:
        await screen.press("right_square_bracket")
        assert "Company · W47" in header(screen)
        assert "Crew" in screen.shown
        assert "0 of 2 checked in" in screen.shown
        await screen.press("enter")
        assert "Crew · W47" in header(screen)
        await screen.press("T", "down", "enter")
        assert "Company · W47" in header(screen)
        await screen.press("left_square_bracket")
        assert "Crew · W47" in header(screen)


async def test_a_line_opens_its_card_its_objective_and_its_check_in(crew: Crew) -> None:
    async with running(crew.acme.path, lambda app: app.open_team()) as screen:
        for key, page in (("enter", KeyResultCardPage), ("O", ObjectivePage), ("c", SittingPage)):
            await screen.press(key)
            assert isinstance(screen.app.screen, page)
            await screen.press("ctrl+g")
            assert isinstance(screen.app.screen, TeamPage)


async def test_a_check_in_made_meanwhile_is_seen(crew: Crew) -> None:
    async with running(crew.acme.path, lambda app: app.open_team(), size=(120, 40)) as screen:
        crew.check_in(0, "24")
        screen.app.workspace_changed()  # type: ignore[attr-defined]
        await screen.settle()
        assert "1 of 2 checked in" in header(screen)


async def test_without_a_team_of_ones_own_the_page_is_that_of_no_team(acme: Acme) -> None:
    async with running(acme.path, lambda app: app.open_team(), size=(120, 40)) as screen:
        assert "Acme · W47 · 0 of 2 checked in" in header(screen)
        await screen.press("right_square_bracket")
        assert "Data team · W47 · no key results in force" in header(screen)
        assert "n  write an objective" in screen.shown


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40), (200, 60)], ids=str)
async def test_it_fits(crew: Crew, size: tuple[int, int]) -> None:
    crew.check_in(0, "18", help_needed="An export of all events", confidence=2)
    async with running(crew.acme.path, lambda app: app.open_team(), size=size) as screen:
        drawn = screen.drawn
        lines = screen.app.screen.query_one(LineList)
        assert lines.size.height >= 3
    assert "checked in" in drawn
    assert all(len(line) <= size[0] for line in drawn.splitlines())


async def test_team_names_are_text_and_no_markup(crew: Crew) -> None:
    with crew.acme.session.writing("arranged a test") as journal:
        journal.add("team", crew.team, {"name": "[red]Crew[/red]\x1b[31m"})
    async with running(crew.acme.path, lambda app: app.open_team(), size=(120, 40)) as screen:
        assert "[red]Crew[/red]" in header(screen)
        assert "\x1b" not in screen.drawn
