"""Signals of adoption: shares, weeks in a row, response times against the clocks, medians."""

from __future__ import annotations

import statistics
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.adoption import Trigger, WeekSignals, bands, median_hours, responses, weeks_in_a_row
from okrtui.okr.weeks import calendar_of

CALENDAR = calendar_of("UTC", {})
OPENED = datetime(2026, 11, 16, 9, tzinfo=UTC)


def week(owed: int, complete: int, is_running: bool = False) -> WeekSignals:
    return WeekSignals("2026-W47", owed, complete, bands(), is_running)


@pytest.mark.parametrize(
    ("owed", "complete", "percent", "is_reached"),
    [
        (0, 0, None, False),
        (14, 11, 79, False),
        (10, 9, 90, True),
        (1000, 899, 89, False),
        (1000, 896, 89, False),
        (200, 181, 91, True),
        (7, 7, 100, True),
        (7, 0, 0, False),
    ],
)
def test_a_weeks_share_is_rounded_but_never_up_to_the_goal(
    owed: int, complete: int, percent: int | None, is_reached: bool
) -> None:
    assert (week(owed, complete).percent, week(owed, complete).is_reached) == (percent, is_reached)


@given(st.integers(1, 5000), st.integers(0, 5000))
def test_the_share_that_is_shown_and_the_goal_never_contradict_each_other(owed: int, complete: int) -> None:
    one = week(owed, min(complete, owed))
    assert one.percent is not None
    assert (one.percent >= 90) == one.is_reached


@pytest.mark.parametrize(
    ("weeks", "count"),
    [
        ([], 0),
        ([week(10, 9)], 1),
        ([week(10, 8), week(10, 9), week(10, 10)], 2),
        ([week(10, 9), week(10, 8)], 0),
        ([week(10, 9), week(10, 2, is_running=True)], 1),
        ([week(10, 9), week(10, 9, is_running=True)], 2),
        ([week(10, 9), week(0, 0), week(10, 9)], 2),
        ([week(10, 8), week(10, 0, is_running=True)], 0),
    ],
)
def test_weeks_in_a_row_end_at_the_last_one_that_missed_the_goal(
    weeks: list[WeekSignals], count: int
) -> None:
    assert weeks_in_a_row(weeks) == count


@pytest.mark.parametrize(
    ("kind", "answered", "closed", "now", "counted"),
    [
        ("red_response", 48, None, 100, "in_time"),
        ("red_response", 49, 49, 100, "late"),
        ("red_response", None, None, 47, "waiting"),
        ("red_response", None, None, 48, "late"),
        ("red_response", None, 40, 100, "recovered"),
        ("red_response", None, 60, 100, "late"),
        ("amber_response", 7 * 24, None, 200, "in_time"),
        ("amber_response", 7 * 24 + 1, None, 200, "late"),
        ("red_streak", 48, None, 100, "in_time"),
        ("data_issue", 24, None, 100, "in_time"),
        ("data_issue", 25, None, 100, "late"),
        ("blocker", 7 * 24, None, 200, "in_time"),
        ("blocker", None, None, 7 * 24 - 1, "waiting"),
    ],
)
def test_a_trigger_is_judged_by_the_clock_of_its_first_step(
    kind: str, answered: int | None, closed: int | None, now: int, counted: str
) -> None:
    moments = [None if hours is None else OPENED + timedelta(hours=hours) for hours in (answered, closed)]
    (found,) = responses([Trigger(kind, OPENED, *moments)], OPENED + timedelta(hours=now), CALENDAR)
    assert {name: getattr(found, name) for name in ("in_time", "late", "recovered", "waiting")} == {
        name: int(name == counted) for name in ("in_time", "late", "recovered", "waiting")
    }
    assert found.hours == answered


def test_responses_are_told_by_kind_with_their_median_and_share() -> None:
    hours = (10, 20, 90, None)
    triggers = [
        Trigger("red_response", OPENED, None if one is None else OPENED + timedelta(hours=one), None)
        for one in hours
    ]
    triggers.append(Trigger("blocker", OPENED, None, None))
    blocker, red = responses(triggers, OPENED + timedelta(hours=100), CALENDAR)
    assert (red.opened, red.in_time, red.late, red.hours, red.percent) == (4, 2, 2, 20, 50)
    assert (blocker.opened, blocker.waiting, blocker.hours, blocker.percent) == (1, 1, None, None)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=20))
def test_the_median_is_the_one_of_statistics_in_whole_hours(minutes: list[int]) -> None:
    found = median_hours([timedelta(minutes=one) for one in minutes])
    assert found == int(statistics.median(minutes) / 60 + 0.5)
