"""What a person sees of a check-in meeting: the demo's, at a fixed moment, compared with pictures seen before."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest

from okrtui.actions.polls import cast, open_poll
from okrtui.actions.session import Session
from okrtui.screens.app import OkrtuiApp
from okrtui.views.connect import connect
from okrtui.views.meeting import meeting
from okrtui.views.names import find_team
from tests.screens.test_snapshots import HUGE, LARGE, SMALL, Look, demo, look, pytestmark

__all__ = ["demo", "look", "pytestmark"]

EVERY_SIZE = pytest.mark.parametrize("size", [SMALL, LARGE, HUGE], ids=["80x24", "120x40", "200x60"])
BEGIN = "ctrl+s"


def meeting_of(name: str) -> Callable[[OkrtuiApp], None]:
    """Opens the meeting of a team."""

    def opens(app: OkrtuiApp) -> None:
        assert app.path is not None
        with closing(connect(app.path)) as connection:
            team = find_team(connection, name)
        app.open_meeting(team)

    return opens


def a_vote_in(name: str) -> Callable[[OkrtuiApp], None]:
    """Opens the meeting of a team once two others have voted on its first key result."""

    def opens(app: OkrtuiApp) -> None:
        assert app.path is not None
        presenter = Session.at(app.path, "ana")
        with presenter.reading() as c:
            first = meeting(c, find_team(c, name), presenter.now()).lines[0].id
        vote = open_poll(presenter, first).id
        cast(Session.at(app.path, "leonie"), vote, 1)
        cast(Session.at(app.path, "tomasz"), vote, 3)
        meeting_of(name)(app)

    return opens


@EVERY_SIZE
def test_a_key_result_stands_alone_on_the_meetings_screen(look: Look, size: tuple[int, int]) -> None:
    assert look(BEGIN, "n", "minus", "space", "space", opens=meeting_of("Growth"), size=size)


@EVERY_SIZE
def test_revealed_votes_show_the_spread(look: Look, size: tuple[int, int]) -> None:
    assert look(BEGIN, "space", "4", "v", opens=a_vote_in("Growth"), size=size)


@EVERY_SIZE
def test_the_minutes_are_read_before_they_are_saved(look: Look, size: tuple[int, int]) -> None:
    assert look(BEGIN, "plus", "n", "minus", "E", opens=meeting_of("Growth"), size=size)


def test_a_meeting_begins_with_who_is_here(look: Look) -> None:
    assert look("space", opens=meeting_of("Growth"))


def test_milestones_stand_in_the_charts_place(look: Look) -> None:
    assert look(BEGIN, opens=meeting_of("Fleet"), size=LARGE)


def test_a_decision_is_a_form_above_the_meeting(look: Look) -> None:
    assert look(BEGIN, "d", opens=meeting_of("Growth"), size=LARGE)


def test_an_open_vote_is_one_line_on_my_week_and_a_page_of_its_own(look: Look) -> None:
    assert look(BEGIN, "v", "escape", "v", opens=meeting_of("Growth"))


def test_my_week_tells_of_an_open_vote_in_one_line(look: Look) -> None:
    assert look(BEGIN, "v", "escape", opens=meeting_of("Growth"))


def test_the_meeting_is_drawn_in_ascii_alone(look: Look) -> None:
    assert look(BEGIN, "n", opens=meeting_of("Growth"), is_ascii=True)
