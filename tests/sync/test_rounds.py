"""What is noted of rounds: enough to tell when one last ended well and since when none does, and no write more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from okrtui.sync.rounds import NOTED_EVERY, run_round
from okrtui.views.connect import connect
from okrtui.views.sync_state import SyncState, sync_state
from tests.sync.people import Team, a_folder

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)


@pytest.fixture
def team(home: object) -> Iterator[Team]:
    with a_folder() as folder:
        yield Team(folder)


def state_after_a_round(team: Team, moment: datetime) -> SyncState:
    with team.ana.at_work():
        run_round(team.ana.path, lambda: moment)
        with closing(connect(team.ana.path)) as connection:
            return sync_state(connection)


def written(team: Team) -> bytes:
    with open(team.ana.path, "rb") as file:
        return file.read()


def test_a_quiet_round_writes_nothing_for_a_minute_and_then_when_it_was(team: Team) -> None:
    state_after_a_round(team, NOON)
    assert state_after_a_round(team, NOON + NOTED_EVERY).last_at == (NOON + NOTED_EVERY).isoformat()
    before = written(team)
    for seconds in (1, 30, 59):
        state_after_a_round(team, NOON + NOTED_EVERY + timedelta(seconds=seconds))
        assert written(team) == before
    last = NOON + 2 * NOTED_EVERY
    assert state_after_a_round(team, last).last_at == last.isoformat()


def test_a_clock_that_was_set_back_is_noted(team: Team) -> None:
    state_after_a_round(team, NOON)
    state_after_a_round(team, NOON + timedelta(days=300))
    assert state_after_a_round(team, NOON).last_at == NOON.isoformat()


def test_it_stays_known_since_when_rounds_fail(team: Team) -> None:
    well = state_after_a_round(team, NOON)
    team.store.rename(team.folder / "elsewhere")
    for minutes in (5, 6, 90):
        state = state_after_a_round(team, NOON + timedelta(minutes=minutes))
        assert state.problem_since == (NOON + timedelta(minutes=5)).isoformat()
        assert state.last_at == well.last_at
    (team.folder / "elsewhere").rename(team.store)
    state = state_after_a_round(team, NOON + timedelta(minutes=91))
    assert (state.problem, state.problem_since) == ("", None)
    assert state.last_at == (NOON + timedelta(minutes=91)).isoformat()
