"""What tests count of the faults that they bring about comes together in one line."""

from __future__ import annotations

import pytest

from tests.fault_cases import told


def report(
    name: str, outcome: str, *counts: tuple[str, int, int], when: str = "teardown"
) -> pytest.TestReport:
    properties = [("fault cases", list(one)) for one in counts]
    return pytest.TestReport(name, ("x", 1, "x"), {}, outcome, None, when, user_properties=properties)  # type: ignore[arg-type]


def test_what_several_tests_count_is_told_in_one_line() -> None:
    first = report("a", "passed", ("kill", 1000, 0), ("cut", 3, 1))
    second = report("b", "passed", ("cut", 200, 1))
    assert told({"": [first, second]}) == "1,203 faults, 2 losses: 1,000 × kill, 203 × cut"


def test_a_test_that_failed_while_it_counted_is_told() -> None:
    failed = report("a", "failed", when="call")
    reports = {"failed": [failed], "": [report("a", "passed", ("kill", 1, 0)), report("b", "passed")]}
    assert told(reports) == "1 faults, 0 losses, 1 of the tests that count them failed: 1 × kill"


def test_where_nothing_is_counted_nothing_is_told() -> None:
    assert told({"passed": [report("a", "passed")]}) == ""
