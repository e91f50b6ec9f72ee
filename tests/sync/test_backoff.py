"""Waits between tries: longer each time, capped, spread out, and never shorter than the other side asked."""

from __future__ import annotations

from random import Random

import pytest

from okrtui.sync.backoff import FIRST_SECONDS, LONGEST_SECONDS, Backoff


def test_waits_are_spread_over_a_span_that_doubles_up_to_its_longest() -> None:
    backoff = Backoff(chance=lambda: 1.0)
    waits = [backoff.failed() for _ in range(12)]
    assert waits[:4] == [FIRST_SECONDS * 2**number for number in range(4)]
    assert waits[-1] == LONGEST_SECONDS


def test_no_two_clients_come_back_in_step() -> None:
    random = Random(1)
    waits = []
    for _ in range(200):
        backoff = Backoff(chance=random.random)
        waits.append([backoff.failed() for _ in range(6)][-1])
    span = FIRST_SECONDS * 2**5
    shares = [sum(low <= wait / span < low + 0.25 for wait in waits) for low in (0, 0.25, 0.5, 0.75)]
    assert min(shares) > 25
    assert max(waits) <= span


def test_a_success_begins_anew() -> None:
    backoff = Backoff(chance=lambda: 1.0)
    for _ in range(9):
        backoff.failed()
    backoff.succeeded()
    assert backoff.failures == 0
    assert backoff.failed() == FIRST_SECONDS


@pytest.mark.parametrize(("asked", "least", "most"), [(20.0, 20, 21), (1e9, 300, 301), (-5.0, 0, 1)])
def test_what_the_server_asked_for_is_waited_for_within_reason(
    asked: float, least: float, most: float
) -> None:
    assert least <= Backoff(chance=lambda: 0.5).failed(asked) <= most


def test_a_thousand_failures_overflow_nothing() -> None:
    backoff = Backoff()
    assert max(backoff.failed() for _ in range(1000)) <= LONGEST_SECONDS
