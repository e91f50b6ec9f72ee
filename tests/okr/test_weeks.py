from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.errors import BadInput
from okrtui.okr.weeks import (
    WEEKDAYS,
    Calendar,
    add_weeks,
    calendar_of,
    check_calendar,
    deadline_of,
    middle_of,
    opens_at,
    parse_week,
    show_deadline,
    today_in,
    week_of,
    weeks_apart,
)

BERLIN = calendar_of("Europe/Berlin", {"weekday": "monday", "time": "10:00"})
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe")

calendars = st.builds(
    Calendar,
    st.sampled_from(ZONES),
    st.sampled_from(WEEKDAYS),
    st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.integers(0, 59)),
)
weeks = st.dates(date(1980, 1, 7), date(2080, 12, 1)).map(
    lambda day: "{}-W{:02d}".format(*day.isocalendar()[:2])
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_workspace_that_names_no_deadline_keeps_monday_at_ten() -> None:
    assert calendar_of("UTC", {}) == Calendar("UTC", "monday", "10:00")


@pytest.mark.parametrize(
    ("instant", "week"),
    [
        ("2026-11-16T08:59:59", "2026-W46"),
        ("2026-11-16T09:00:00", "2026-W47"),
        ("2026-11-19T12:00:00", "2026-W47"),
        ("2026-11-22T23:30:00", "2026-W47"),
        ("2026-11-23T08:59:00", "2026-W47"),
        ("2026-11-23T09:00:00", "2026-W48"),
    ],
)
def test_an_update_on_monday_before_ten_is_last_weeks(instant: str, week: str) -> None:
    assert week_of(utc(instant), BERLIN) == week


@pytest.mark.parametrize(
    ("zone", "weekday", "time", "week", "ends"),
    [
        ("Europe/Berlin", "monday", "10:00", "2026-W47", "2026-11-23T09:00"),
        ("America/New_York", "monday", "10:00", "2026-W47", "2026-11-23T15:00"),
        ("Asia/Kolkata", "monday", "10:00", "2026-W47", "2026-11-23T04:30"),
        ("Pacific/Apia", "monday", "10:00", "2026-W47", "2026-11-22T21:00"),
        ("Australia/Lord_Howe", "monday", "10:00", "2026-W47", "2026-11-22T23:00"),
        ("UTC", "friday", "17:00", "2026-W47", "2026-11-20T17:00"),
        ("UTC", "thursday", "12:00", "2026-W47", "2026-11-19T12:00"),
        ("UTC", "thursday", "11:59", "2026-W47", "2026-11-26T11:59"),
        ("UTC", "sunday", "23:59", "2026-W47", "2026-11-22T23:59"),
        ("UTC", "monday", "10:00", "2026-W53", "2027-01-04T10:00"),
        ("UTC", "monday", "10:00", "2020-W53", "2021-01-04T10:00"),
        ("UTC", "friday", "17:00", "2026-W53", "2027-01-01T17:00"),
    ],
)
def test_a_week_ends_at_the_deadline_whose_middle_names_it(
    zone: str, weekday: str, time: str, week: str, ends: str
) -> None:
    calendar = Calendar(zone, weekday, time)
    assert deadline_of(week, calendar) == utc(ends)
    assert week_of(utc(ends) - timedelta(seconds=1), calendar) == week


@pytest.mark.parametrize(
    ("zone", "weekday", "time", "week", "ends"),
    [
        ("Europe/Berlin", "sunday", "02:30", "2026-W13", "2026-03-29T01:30"),
        ("America/New_York", "sunday", "02:30", "2026-W10", "2026-03-08T07:30"),
        ("Australia/Lord_Howe", "sunday", "02:15", "2026-W40", "2026-10-03T15:45"),
        ("Pacific/Apia", "friday", "17:00", "2011-W52", "2011-12-31T03:00"),
    ],
)
def test_a_deadline_that_daylight_saving_skips_moves_forward(
    zone: str, weekday: str, time: str, week: str, ends: str
) -> None:
    assert deadline_of(week, Calendar(zone, weekday, time)) == utc(ends)


@pytest.mark.parametrize(
    ("zone", "time", "week", "ends"),
    [
        ("Europe/Berlin", "02:30", "2026-W43", "2026-10-25T00:30"),
        ("America/New_York", "01:30", "2026-W44", "2026-11-01T05:30"),
        ("Australia/Lord_Howe", "01:45", "2026-W14", "2026-04-04T14:45"),
    ],
)
def test_of_a_deadline_that_occurs_twice_the_first_counts(zone: str, time: str, week: str, ends: str) -> None:
    assert deadline_of(week, Calendar(zone, "sunday", time)) == utc(ends)


def test_a_week_across_daylight_saving_keeps_its_wall_time() -> None:
    assert opens_at("2026-W43", BERLIN) == utc("2026-10-19T08:00")
    assert deadline_of("2026-W43", BERLIN) == utc("2026-10-26T09:00")


@given(weeks, calendars)
def test_a_week_runs_until_just_before_its_deadline_and_the_next_from_it(
    week: str, calendar: Calendar
) -> None:
    ends = deadline_of(week, calendar)
    assert week_of(ends, calendar) == add_weeks(week, 1)
    assert week_of(ends - timedelta(microseconds=1), calendar) == week


@given(weeks, calendars)
def test_consecutive_weeks_tile_time(week: str, calendar: Calendar) -> None:
    following = add_weeks(week, 1)
    assert opens_at(week, calendar) < deadline_of(week, calendar) == opens_at(following, calendar)
    assert middle_of(following, calendar) - middle_of(week, calendar) == timedelta(days=7)


@given(weeks, calendars)
def test_the_middle_of_a_week_lies_in_the_iso_week_of_its_name(week: str, calendar: Calendar) -> None:
    year, number, _ = middle_of(week, calendar).isocalendar()
    assert week == f"{year}-W{number:02d}"


@given(weeks, st.integers(-600, 600))
def test_adding_weeks_and_counting_them_are_inverse(week: str, n: int) -> None:
    assert weeks_apart(week, add_weeks(week, n)) == n


@pytest.mark.parametrize(
    ("week", "n", "later"),
    [
        ("2026-W52", 1, "2026-W53"),
        ("2026-W53", 1, "2027-W01"),
        ("2025-W52", 1, "2026-W01"),
        ("2021-W01", -1, "2020-W53"),
    ],
)
def test_weeks_are_added_across_the_end_of_a_year(week: str, n: int, later: str) -> None:
    assert add_weeks(week, n) == later


@pytest.mark.parametrize(
    ("typed", "running", "week"),
    [
        ("2026-W47", "2026-W47", "2026-W47"),
        (" 2026-w05 ", "2026-W47", "2026-W05"),
        ("W45", "2026-W47", "2026-W45"),
        ("5", "2026-W07", "2026-W05"),
        ("52", "2026-W02", "2025-W52"),
        ("W53", "2027-W01", "2026-W53"),
        ("48", "2026-W47", "2026-W48"),
    ],
)
def test_a_week_is_typed_with_or_without_its_year(typed: str, running: str, week: str) -> None:
    assert parse_week(typed, running) == week


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "W",
        "0",
        "54",
        "W53",
        "2025-W53",
        "2026-W00",
        "26-W47",
        "2026-47-1",
        "last",
        "-1",
        "\N{FULLWIDTH DIGIT TWO}",
        "0000-W01",
        "W4\x1b[2J",
    ],
)
def test_what_is_no_week_is_refused_in_one_printable_line(typed: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_week(typed, "2025-W20")
    assert refusal.value.field == "week"
    assert str(refusal.value).isprintable()


@pytest.mark.parametrize(
    ("zone", "weekday", "time", "field"),
    [
        ("Europe/Atlantis", "monday", "10:00", "timezone"),
        ("", "monday", "10:00", "timezone"),
        ("Europe", "monday", "10:00", "timezone"),
        ("../../etc/passwd", "monday", "10:00", "timezone"),
        ("/etc/localtime", "monday", "10:00", "timezone"),
        ("Europe/../UTC", "monday", "10:00", "timezone"),
        ("Europe/Berlin\0", "monday", "10:00", "timezone"),
        ("\x1b]0;x\x07", "monday", "10:00", "timezone"),
        ("A" * 5000, "monday", "10:00", "timezone"),
        ("UTC", "mon", "10:00", "weekday"),
        ("UTC", "Monday", "10:00", "weekday"),
        ("UTC", "monday", "24:00", "time"),
        ("UTC", "monday", "10:60", "time"),
        ("UTC", "monday", "9:00", "time"),
        ("UTC", "monday", "10.00", "time"),
        ("UTC", "monday", "1²:00", "time"),
    ],
)
def test_a_calendar_that_nobody_can_keep_is_refused(zone: str, weekday: str, time: str, field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        check_calendar(Calendar(zone, weekday, time))
    assert refusal.value.field == field
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 200


@given(calendars)
def test_every_real_calendar_is_taken(calendar: Calendar) -> None:
    check_calendar(calendar)


def test_today_is_the_workspaces_and_not_the_machines() -> None:
    instant = utc("2026-11-21T23:30")
    assert today_in(instant, BERLIN) == date(2026, 11, 22)
    assert today_in(instant, Calendar("America/New_York", "monday", "10:00")) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2026-11-23T08:00", "Mon 10:00"),
        ("2026-11-17T08:00", "Mon 10:00"),
        ("2026-11-16T10:00", "Mon 23 Nov 10:00"),
        ("2026-11-29T10:00", "Mon 10:00"),
        ("2026-12-01T10:00", "Mon 23 Nov 10:00"),
    ],
)
def test_a_deadline_has_its_date_when_more_than_six_days_away(now: str, shown: str) -> None:
    assert show_deadline(utc("2026-11-23T09:00"), utc(now), BERLIN) == shown


def test_the_week_and_what_it_owes_import_nothing_heavy() -> None:
    program = """
import __future__, sys, collections, datetime, zoneinfo
zoneinfo.ZoneInfo("Europe/Berlin")
before = set(sys.modules)
from okrtui.okr import hygiene, weeks
calendar = weeks.calendar_of("Europe/Berlin", {})
day = datetime.date(2026, 10, 1)
now = datetime.datetime(2026, 11, 21, tzinfo=datetime.timezone.utc)
hygiene.standing(hygiene.TimeBox(day, day, day, None, False), (), None, now, calendar)
print(*sorted(set(sys.modules) - before))
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-S", "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    imported = set(done.stdout.split())
    assert "okrtui.okr.hygiene" in imported
    assert not {name for name in imported if not name.startswith("okrtui")}
