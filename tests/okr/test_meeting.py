"""The check-in meeting as a value: its week, its order, its points and its clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.meeting import (
    AGENDA,
    Running,
    at_next_point,
    at_place,
    begin,
    clock,
    from_text,
    in_order,
    is_forgotten,
    meeting_week,
    severity,
    to_text,
    with_promise,
)
from okrtui.okr.weeks import Calendar

MONDAYS = Calendar("UTC", "monday", "10:00")
START = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "reported", "week"),
    [
        ("2026-11-23T10:30", {"2026-W47"}, "2026-W47"),
        ("2026-11-23T09:30", {"2026-W46"}, "2026-W47"),
        ("2026-11-24T16:00", {"2026-W47", "2026-W46"}, "2026-W47"),
        ("2026-11-25T10:30", {"2026-W47"}, "2026-W48"),
        ("2026-11-23T10:30", {"2026-W47", "2026-W48"}, "2026-W48"),
        ("2026-11-23T10:30", {"2026-W46"}, "2026-W48"),
        ("2026-11-19T15:00", set(), "2026-W47"),
    ],
    ids=[
        "right after the deadline the week that ended",
        "before it the running one",
        "the next day still",
        "two days later the running one",
        "once somebody has reported for it, the running one",
        "where nobody reported for the week that ended, the running one",
        "a team without any check-in has the running one",
    ],
)
def test_a_meeting_is_about_the_week_that_has_been_reported(now: str, reported: set[str], week: str) -> None:
    assert meeting_week(datetime.fromisoformat(f"{now}+00:00"), MONDAYS, reported) == week


def test_what_goes_worst_comes_first() -> None:
    standings = {
        "red, and far behind": ("red", 0, "-0.40"),
        "red": ("red", 0, "-0.10"),
        "amber, long stale": ("amber", 3, "0.2"),
        "amber, ahead": ("amber", 0, "0.2"),
        "never reported": (None, 0, None),
        "green, stale": ("green", 1, None),
        "green": ("green", 0, "0.0"),
        "stretch": ("stretch", 5, "-0.9"),
    }
    assert sorted(standings, key=lambda name: severity(*standings[name])) == list(standings)


def held(count: int = 4) -> Running:
    return begin("2026-W47", [f"kr{n}" for n in range(count)], "worst", ["ana"], START)


@pytest.mark.parametrize(
    ("count", "later", "place", "share"),
    [(4, 0, 0, 450), (4, 600, 1, 400), (4, 600, 3, 1200), (4, 1800, 2, 0), (1, 0, 0, 1800), (0, 0, 0, 1800)],
)
def test_each_key_result_gets_its_share_of_the_time_that_is_left(
    count: int, later: int, place: int, share: int
) -> None:
    assert at_place(held(count), place, START + timedelta(seconds=later)).share == share


@pytest.mark.parametrize(("later", "left", "of_step"), [(0, 1800, 450), (451, 1349, -1), (1860, -60, -1410)])
def test_the_clocks_run_below_zero_and_stop_nothing(later: int, left: int, of_step: int) -> None:
    assert clock(held(), START + timedelta(seconds=later)) == (left, of_step)


def test_the_five_points_lead_from_one_key_result_to_the_next_and_to_the_end() -> None:
    meeting = held(2)
    seen = [(meeting.key_result, meeting.point)]
    while meeting.key_result:
        meeting = at_next_point(meeting, START)
        seen.append((meeting.key_result, meeting.point))
    points = range(len(AGENDA))
    assert seen == [*(("kr0", n) for n in points), *(("kr1", n) for n in points), ("", 0)]
    assert at_next_point(meeting, START) == meeting


@pytest.mark.parametrize(("place", "there"), [(-3, 0), (2, 2), (9, 4)])
def test_there_is_no_place_before_the_first_nor_after_the_end(place: int, there: int) -> None:
    assert at_place(held(), place, START).place == there


def test_another_order_leaves_the_key_result_on_the_screen() -> None:
    meeting = in_order(at_place(held(), 1, START), ["kr3", "kr2", "kr1", "kr0"], "tree")
    assert (meeting.key_result, meeting.place, meeting.order) == ("kr1", 2, "tree")


def test_what_became_of_a_promise_can_be_taken_back() -> None:
    meeting = with_promise(with_promise(held(), "kr1", True), "kr2", False)
    assert meeting.promises == {"kr1": True, "kr2": False}
    assert with_promise(meeting, "kr1", None).promises == {"kr2": False}


def test_a_meeting_that_nobody_ended_is_known_as_forgotten() -> None:
    assert not is_forgotten(held(), START + timedelta(hours=2))
    assert is_forgotten(held(), START + timedelta(hours=13))


@given(st.integers(0, 9), st.dictionaries(st.text(), st.booleans()), st.lists(st.text()))
def test_a_kept_meeting_is_taken_up_as_it_was(
    place: int, promises: dict[str, bool], attendees: list[str]
) -> None:
    meeting = at_place(held(), place, START)._replace(promises=promises, attendees=tuple(attendees))
    assert from_text(to_text(meeting)) == meeting


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "{}", '{"week": "x"}', '{"week": "x", "began": "y"}']
)
def test_what_is_no_kept_meeting_is_none(text: str) -> None:
    assert from_text(text) is None
