"""Pace compares a score with the time that has passed, exactly at its edges."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.pace import expected_at, has_pace, pace

START = date(2026, 10, 1)
TEN_DAYS = date(2026, 10, 10)


@pytest.mark.parametrize(
    ("numerator", "denominator", "word", "signed"),
    [
        (5, 10, "on pace", "+0.00"),
        (6, 10, "on pace", "+0.10"),
        (6001, 10000, "ahead", "+0.10"),
        (4, 10, "on pace", "-0.10"),
        (3999, 10000, "behind", "-0.10"),
        (28, 100, "behind", "-0.22"),
        (58, 100, "on pace", "+0.08"),
        (4999, 10000, "on pace", "+0.00"),
        (495, 1000, "on pace", "-0.01"),
        (1, 1, "ahead", "+0.50"),
        (0, 1, "behind", "-0.50"),
    ],
)
def test_halfway_through_the_time_box(numerator: int, denominator: int, word: str, signed: str) -> None:
    assert pace(numerator, denominator, START, TEN_DAYS, date(2026, 10, 5)) == (word, signed)


@pytest.mark.parametrize(
    ("day", "elapsed"),
    [
        (date(2026, 9, 30), (0, 10)),
        (date(2026, 9, 1), (0, 10)),
        (date(2026, 10, 1), (1, 10)),
        (date(2026, 10, 5), (5, 10)),
        (date(2026, 10, 10), (10, 10)),
        (date(2027, 1, 1), (10, 10)),
    ],
)
def test_both_ends_count_and_time_outside_the_box_is_clamped(day: date, elapsed: tuple[int, int]) -> None:
    assert expected_at(START, TEN_DAYS, day) == elapsed


def test_a_due_date_before_the_start_has_passed_or_not() -> None:
    due = START - timedelta(days=5)
    assert expected_at(START, due, due) == (1, 1)
    assert expected_at(START, due, due - timedelta(days=1)) == (0, 1)


@pytest.mark.parametrize(
    ("method", "expected"),
    [("linear", True), ("percent", True), ("milestones", True), ("ladder", False), ("range", False)],
)
def test_only_methods_that_grow_have_a_pace(method: str, expected: bool) -> None:
    assert has_pace(method) is expected


@given(st.integers(0, 1000), st.integers(0, 400), st.integers(-30, 430))
def test_the_word_follows_the_exact_difference(thousandths: int, length: int, passed: int) -> None:
    due, today = START + timedelta(days=length), START + timedelta(days=passed)
    word, signed = pace(thousandths, 1000, START, due, today)
    elapsed, total = expected_at(START, due, today)
    difference = Fraction(thousandths, 1000) - Fraction(elapsed, total)
    edge = Fraction(1, 10)
    assert word == ("ahead" if difference > edge else "behind" if difference < -edge else "on pace")
    assert abs(Fraction(signed) - difference) <= Fraction(1, 200)
    assert signed[0] in "+-"
    assert signed != "-0.00"
