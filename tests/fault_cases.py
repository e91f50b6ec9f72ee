"""Faults that tests bring about, counted over a whole run and told in one line at its end, also under xdist.

What a test counts travels with its reports, so that the process that prints the summary hears of it from all others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

_NAME = "fault cases"


class FaultCases:
    """What one test counts.

    Attributes:
        counts: for each fault, how often it was brought about and how much was lost.
    """

    def __init__(self) -> None:
        self.counts: dict[str, tuple[int, int]] = {}

    def add(self, fault: str, cases: int = 1, lost: int = 0) -> None:
        """So many faults of this kind happened, and so much that was acknowledged got lost by them."""
        before, lost_before = self.counts.get(fault, (0, 0))
        self.counts[fault] = (before + cases, lost_before + lost)


@pytest.fixture
def fault_cases(request: pytest.FixtureRequest) -> Iterator[FaultCases]:
    """Where a test counts the faults that it brings about."""
    counted = FaultCases()
    yield counted
    properties = request.node.user_properties
    properties += [(_NAME, [fault, *counts]) for fault, counts in counted.counts.items()]


def told(reports: dict[str, list[pytest.TestReport]]) -> str:
    """The counts of a run in one line, "" where nothing was counted.

    Args:
        reports: the run's reports by their outcome.
    """
    cases: Counter[str] = Counter()
    losses, counting = 0, set()
    for report in (one for several in reports.values() for one in several):
        for name, found in getattr(report, "user_properties", ()):
            if name == _NAME and report.when == "teardown":
                fault, count, lost = found
                cases[fault] += count
                losses += lost
                counting.add(report.nodeid)
    if not cases:
        return ""
    failed = {one.nodeid for outcome in ("failed", "error") for one in reports.get(outcome, ())} & counting
    line = f"{cases.total():,} faults, {losses} losses"
    line += f", {len(failed)} of the tests that count them failed" if failed else ""
    return f"{line}: " + ", ".join(f"{count:,} × {fault}" for fault, count in cases.most_common())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the line."""
    if line := told(terminalreporter.stats):
        terminalreporter.write_line(line)
