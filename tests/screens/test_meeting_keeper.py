"""Keeping a running meeting: nothing that was read earlier comes back, and nothing that failed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from okrtui.actions.meeting_state import change_meeting
from okrtui.okr.errors import OutOfReach
from okrtui.okr.meeting import Running, at_place, begin, with_promise
from okrtui.screens.meeting_keeper import MeetingKeeper
from tests.screens.conftest import Acme

NOW = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
TEAM = "growth"
BEGUN = begin("2026-W47", ["a", "b", "c"], "worst", ["nora"], NOW)


def to_place(place: int) -> Callable[[Running], Running]:
    return lambda meeting: at_place(meeting, place, NOW)


@pytest.fixture
def keeper(acme: Acme) -> MeetingKeeper:
    change_meeting(acme.path, TEAM, lambda kept: BEGUN)
    keeper = MeetingKeeper(acme.path, TEAM, lambda error: pytest.fail(str(error)))
    keeper.take(BEGUN, 0)
    return keeper


def kept(acme: Acme) -> Running | None:
    return change_meeting(acme.path, TEAM, lambda kept: kept)


def test_what_was_read_before_a_step_does_not_take_it_back(keeper: MeetingKeeper) -> None:
    version = keeper.version
    keeper.change(to_place(1))
    keeper.take(BEGUN, version)
    assert keeper.running is not None
    assert keeper.running.place == 1


def test_what_was_read_while_a_step_was_written_does_not_take_it_back(keeper: MeetingKeeper) -> None:
    keeper.change(to_place(1))
    version = keeper.version
    keeper.write()
    keeper.take(BEGUN, version)
    assert keeper.running is not None
    assert keeper.running.place == 1


def test_steps_are_applied_to_what_another_terminal_wrote(keeper: MeetingKeeper, acme: Acme) -> None:
    change_meeting(acme.path, TEAM, lambda kept: kept and with_promise(kept, "a", True))
    keeper.change(to_place(2))
    keeper.write()
    found = kept(acme)
    assert found is not None
    assert (found.place, found.promises) == (2, {"a": True})


def test_a_meeting_that_was_ended_elsewhere_does_not_come_back(keeper: MeetingKeeper, acme: Acme) -> None:
    change_meeting(acme.path, TEAM, lambda kept: None)
    keeper.change(to_place(1))
    keeper.write()
    assert kept(acme) is None


def test_what_could_not_be_written_is_written_with_the_next_step(acme: Acme, tmp_path: Path) -> None:
    change_meeting(acme.path, TEAM, lambda kept: BEGUN)
    failed: list[Exception] = []
    keeper = MeetingKeeper(acme.path, TEAM, failed.append)
    keeper.take(BEGUN, 0)
    keeper.change(to_place(1))
    away = tmp_path / "away.okr"
    Path(acme.path).rename(away)
    keeper.write()
    assert [type(one) for one in failed] == [OutOfReach]
    away.rename(acme.path)
    keeper.change(lambda meeting: with_promise(meeting, "b", False))
    keeper.write()
    found = kept(acme)
    assert found is not None
    assert (found.place, found.promises) == (1, {"b": False})
