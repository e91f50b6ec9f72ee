from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.hygiene import Standing, TimeBox, missed_weeks, owed_weeks, owes, standing, timeliness
from okrtui.okr.weeks import WEEKDAYS, Calendar, add_weeks, deadline_of, week_of

UTC_CALENDAR = Calendar("UTC", "monday", "10:00")
START, END = date(2026, 10, 1), date(2026, 12, 31)
IN_W47 = datetime(2026, 11, 18, 12, tzinfo=UTC)


def a_time_box(
    start: date = START,
    end: date = END,
    in_force: date | None = START,
    postponed: tuple[date, date | None] | None = None,
    archived: bool = False,
) -> TimeBox:
    return TimeBox(start, end, in_force, postponed, archived)


def a_standing(box: TimeBox, *reported: str, now: datetime = IN_W47) -> Standing:
    return standing(box, reported, max(reported, default=None), now, UTC_CALENDAR)


@pytest.mark.parametrize(
    ("box", "first", "last"),
    [
        # The default week's middle is its Thursday: 1 October 2026 is one, so is 31 December.
        (a_time_box(), "2026-W40", "2026-W53"),
        (a_time_box(start=date(2026, 10, 2)), "2026-W41", "2026-W53"),
        (a_time_box(end=date(2026, 12, 30)), "2026-W40", "2026-W52"),
        (a_time_box(in_force=date(2026, 10, 15)), "2026-W42", "2026-W53"),
        (a_time_box(in_force=date(2026, 10, 16)), "2026-W43", "2026-W53"),
    ],
)
def test_a_week_is_owed_whose_middle_lies_in_the_time_box(box: TimeBox, first: str, last: str) -> None:
    owed = owed_weeks(box, UTC_CALENDAR, "2027-W10")
    assert (owed[0], owed[-1]) == (first, last)
    assert owes(box, first, UTC_CALENDAR)
    assert not owes(box, add_weeks(first, -1), UTC_CALENDAR)
    assert owes(box, last, UTC_CALENDAR)
    assert not owes(box, add_weeks(last, 1), UTC_CALENDAR)


@pytest.mark.parametrize("box", [a_time_box(in_force=None), a_time_box(archived=True)])
def test_a_draft_and_an_archived_kr_owe_nothing(box: TimeBox) -> None:
    assert owed_weeks(box, UTC_CALENDAR, "2026-W53") == []
    assert a_standing(box) == Standing("2026-W47", False, False, False, 0)


def test_a_postponed_kr_owes_nothing_until_the_day_it_resumes() -> None:
    box = a_time_box(postponed=(date(2026, 10, 15), date(2026, 10, 29)))
    assert owed_weeks(box, UTC_CALENDAR, "2026-W45") == ["2026-W40", "2026-W41", "2026-W44", "2026-W45"]
    forever = a_time_box(postponed=(date(2026, 10, 15), None))
    assert owed_weeks(forever, UTC_CALENDAR, "2026-W45") == ["2026-W40", "2026-W41"]


def test_a_kr_is_due_while_the_running_week_has_no_check_in() -> None:
    assert a_standing(a_time_box(), "2026-W46").is_due
    assert not a_standing(a_time_box(), "2026-W46", "2026-W47").is_due


def test_a_kr_is_overdue_when_the_week_before_has_none() -> None:
    assert a_standing(a_time_box(), "2026-W45").is_overdue
    assert not a_standing(a_time_box(), "2026-W46").is_overdue
    assert a_standing(a_time_box(), "2026-W45", "2026-W47").is_overdue


def test_a_kr_that_has_just_begun_is_due_and_not_overdue() -> None:
    assert a_standing(a_time_box(in_force=date(2026, 11, 17))) == Standing("2026-W47", True, True, False, 0)


def test_after_its_last_week_a_kr_can_only_be_overdue() -> None:
    over = a_standing(a_time_box(end=date(2026, 11, 13)), "2026-W45")
    assert over == Standing("2026-W47", False, False, True, 1)


@pytest.mark.parametrize(
    ("last", "weeks"), [("2026-W47", 0), ("2026-W46", 0), ("2026-W45", 1), ("2026-W42", 4), (None, 7)]
)
def test_a_kr_is_stale_for_the_owed_weeks_ended_since_its_last_check_in(last: str | None, weeks: int) -> None:
    assert standing(a_time_box(), (), last, IN_W47, UTC_CALENDAR).stale_weeks == weeks


def test_a_standing_takes_the_running_week_from_who_has_it() -> None:
    known = standing(a_time_box(), ["2026-W46"], "2026-W46", IN_W47, UTC_CALENDAR, "2026-W47")
    assert known == a_standing(a_time_box(), "2026-W46")


def test_a_week_is_missed_once_it_is_no_longer_overdue() -> None:
    reported = ["2026-W40", "2026-W42", "2026-W44"]
    assert missed_weeks(a_time_box(), reported, IN_W47, UTC_CALENDAR) == ["2026-W41", "2026-W43", "2026-W45"]


@pytest.mark.parametrize(
    ("first_at", "word"),
    [
        (datetime(2026, 11, 18, tzinfo=UTC), "on_time"),
        (datetime(2026, 11, 23, 9, 59, tzinfo=UTC), "on_time"),
        (datetime(2026, 11, 23, 10, tzinfo=UTC), "late"),
        (datetime(2026, 12, 9, tzinfo=UTC), "late"),
        (None, "reported"),
    ],
)
def test_a_check_in_is_on_time_by_its_first_revision(first_at: datetime | None, word: str) -> None:
    assert timeliness("2026-W47", first_at, UTC_CALENDAR) == word


days = st.dates(date(2026, 6, 1), date(2027, 6, 1))
postponements = st.none() | st.tuples(days, st.integers(0, 120) | st.none()).map(
    lambda since: (since[0], None if since[1] is None else since[0] + timedelta(days=since[1]))
)
boxes = st.builds(TimeBox, days, days, st.none() | days, postponements, st.booleans())
calendars = st.builds(
    Calendar,
    st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Apia"]),
    st.sampled_from(WEEKDAYS),
    st.sampled_from(["00:00", "10:00", "11:59", "12:00", "23:59"]),
)
instants = st.integers(0, 500 * 86400).map(lambda s: datetime(2026, 5, 1, tzinfo=UTC) + timedelta(seconds=s))


@given(boxes, calendars, instants, st.none() | st.integers(0, 40))
def test_staleness_counted_is_staleness_walked(
    box: TimeBox, calendar: Calendar, now: datetime, age: int | None
) -> None:
    running = week_of(now, calendar)
    last = None if age is None else add_weeks(running, -age)
    ended = [week for week in owed_weeks(box, calendar, running) if deadline_of(week, calendar) <= now]
    assert standing(box, (), last, now, calendar).stale_weeks == sum(week > (last or "") for week in ended)


@given(boxes, calendars, instants)
def test_the_owed_weeks_are_those_that_are_owed(box: TimeBox, calendar: Calendar, now: datetime) -> None:
    running = week_of(now, calendar)
    walked = [
        week for week in (add_weeks(running, -n) for n in range(80, -1, -1)) if owes(box, week, calendar)
    ]
    assert owed_weeks(box, calendar, running) == walked
