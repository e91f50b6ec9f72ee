"""Whose turn it is and until when: hours, business days, hand-over (Playbook, Escalation path and SLAs)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.escalation_clocks import business_days_after, is_for_the_review, moment_of, turn
from okrtui.okr.escalation_steps import Answer
from okrtui.okr.refreshing import late_from, period_of
from okrtui.okr.weeks import Calendar

BERLIN = Calendar("Europe/Berlin", "monday", "10:00")
OPENED = datetime(2026, 11, 17, 9, tzinfo=UTC)


def steps(*taken: str) -> list[Answer]:
    """Steps such as "asked 19T12" (a day of November and an hour)."""
    words = [one.split() for one in taken]
    return [Answer(step, f"2026-11-{at}:00:00+00:00") for step, at in words]


@pytest.mark.parametrize(
    ("kind", "taken", "hours_later", "holder", "step", "due"),
    [
        ("red_response", [], 1, "kr_owner", "answered", "2026-11-19T09:00"),
        ("amber_response", [], 1, "kr_owner", "answered", "2026-11-24T09:00"),
        ("red_streak", [], 1, "champion", "huddle", "2026-11-19T09:00"),
        ("red_streak", [], 47, "champion", "huddle", "2026-11-19T09:00"),
        ("red_streak", [], 48, "objective_owner", "answered", "2026-11-19T09:00"),
        ("red_streak", ["huddle 17T20"], 12, "objective_owner", "answered", "2026-11-19T09:00"),
        ("red_streak", ["huddle 17T20", "asked 18T09"], 25, "sponsor", "answered", "2026-11-19T09:00"),
        ("red_streak", ["asked 18T10"], 25, "sponsor", "answered", "2026-11-19T10:00"),
        ("data_issue", [], 1, "data_steward", "acknowledged", "2026-11-18T09:00"),
        ("data_issue", ["acknowledged 17T11"], 2, "data_steward", "answered", "2026-11-24T09:00"),
        ("blocker", [], 1, "objective_owner", "answered", "2026-11-24T09:00"),
        ("blocker", ["acknowledged 17T11"], 3, "objective_owner", "answered", "2026-11-24T09:00"),
        ("blocker", [], 7 * 24, "program_lead", "asked", "2026-11-27T09:00"),
        ("blocker", ["asked 25T09"], 8 * 24, "sponsor", "answered", "2026-11-26T09:00"),
    ],
)
def test_whose_turn_it_is(
    kind: str, taken: list[str], hours_later: int, holder: str, step: str, due: str
) -> None:
    found = turn(kind, OPENED, steps(*taken), OPENED + timedelta(hours=hours_later), BERLIN)
    assert (found.holder, found.step) == (holder, step)
    assert found.due == datetime.fromisoformat(f"{due}+00:00")
    assert found.todo


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        ("2026-11-16T09:00+01:00", "2026-11-23T09:00+01:00"),
        ("2026-11-20T17:30+01:00", "2026-11-27T17:30+01:00"),
        ("2026-11-21T12:00+01:00", "2026-11-30T00:00+01:00"),
        ("2026-11-22T23:59+01:00", "2026-11-30T00:00+01:00"),
        ("2026-11-23T00:30+01:00", "2026-11-30T00:30+01:00"),
        # The clocks are set back on 25 October: the same wall time, an hour more of running time.
        ("2026-10-22T17:00+02:00", "2026-10-29T17:00+01:00"),
        # Friday night in Berlin, Thursday noon in Honolulu: the workspace's zone decides.
        ("2026-11-19T23:30+00:00", "2026-11-27T00:30+01:00"),
    ],
)
def test_business_days_are_monday_to_friday_in_the_workspaces_zone(opened: str, due: str) -> None:
    found = business_days_after(datetime.fromisoformat(opened), 5, BERLIN)
    assert found == datetime.fromisoformat(due)


MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: OPENED + timedelta(minutes=minutes))


@given(MOMENTS, MOMENTS)
def test_what_begins_later_is_not_due_earlier(one: datetime, other: datetime) -> None:
    first, second = sorted((one, other))
    assert business_days_after(first, 5, BERLIN) <= business_days_after(second, 5, BERLIN)


@given(MOMENTS)
def test_five_business_days_take_a_week_or_little_more(moment: datetime) -> None:
    passed = business_days_after(moment, 5, BERLIN) - moment
    assert timedelta(days=7, hours=-1) <= passed <= timedelta(days=9, hours=1)


@pytest.mark.parametrize(
    ("kind", "days", "is_agenda"),
    [("blocker", 6, False), ("blocker", 7, True), ("blocker", 30, True), ("red_streak", 30, False)],
)
def test_a_blocker_that_is_unresolved_after_a_week_comes_before_the_review(
    kind: str, days: int, is_agenda: bool
) -> None:
    assert is_for_the_review(kind, OPENED, OPENED + timedelta(days=days)) is is_agenda


@pytest.mark.parametrize("text", ["", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00"])
def test_a_time_that_no_clock_can_run_from_is_not_used(text: str) -> None:
    assert moment_of(text, OPENED) == OPENED


@pytest.mark.parametrize(
    ("refresh", "period"),
    [
        ("daily", "day"),
        ("Weekly", "week"),
        ("every week", "week"),
        ("hourly, at night", "hour"),
        ("bi-weekly", "fortnight"),
        ("monthly", "month"),
        ("Quarterly (finance)", "quarter"),
        ("daily-06:00", "day"),
        ("now and then", ""),
        ("", ""),
        ("yearly", ""),
    ],
)
def test_a_frequency_names_a_period(refresh: str, period: str) -> None:
    assert period_of(refresh) == period


@pytest.mark.parametrize(
    ("refresh", "last", "late"),
    [
        ("hourly", "2026-11-17T09:50+01:00", "2026-11-17T11:00+01:00"),
        ("daily", "2026-11-16T06:00+01:00", "2026-11-18T00:00+01:00"),
        ("daily", "2026-11-19T06:00+01:00", "2026-11-21T00:00+01:00"),
        ("daily", "2026-11-20T06:00+01:00", "2026-11-24T00:00+01:00"),
        ("daily", "2026-11-22T06:00+01:00", "2026-11-24T00:00+01:00"),
        ("weekly", "2026-11-16T09:59+01:00", "2026-11-23T10:00+01:00"),
        ("weekly", "2026-11-16T10:00+01:00", "2026-11-30T10:00+01:00"),
        ("fortnightly", "2026-11-16T10:00+01:00", "2026-12-07T10:00+01:00"),
        ("monthly", "2026-11-02T10:00+01:00", "2027-01-01T00:00+01:00"),
        ("monthly", "2026-12-31T10:00+01:00", "2027-02-01T00:00+01:00"),
        ("quarterly", "2026-11-02T10:00+01:00", "2027-04-01T00:00+02:00"),
    ],
)
def test_a_metric_is_late_after_the_first_whole_period_without_a_reading(
    refresh: str, last: str, late: str
) -> None:
    assert late_from(refresh, datetime.fromisoformat(last), BERLIN) == datetime.fromisoformat(late)


def test_a_metric_of_unknown_frequency_is_never_late() -> None:
    assert late_from("now and then", OPENED, BERLIN) is None
