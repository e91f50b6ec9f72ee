"""What a measurement found: our figure, the floor's of the same run, their ratio and what we promise."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from typing import NamedTuple

Samples = dict[str, list[float]]


class Figure(NamedTuple):
    """One line of the table.

    Attributes:
        subject: the module that measured it.
        what: what was done.
        ours: our median, in `unit`.
        floor: the median of what it is compared with; None where there is nothing to compare.
        floor_name: what that is.
        unit: "ms", "MiB", "bytes" or "%".
        goal: the promised ratio, or None; `limit` the promised figure itself, in `unit`.
        note: what a reader needs beside it.
        details: what is told beneath the table.
        samples: all single figures, by name.
    """

    subject: str
    what: str
    ours: float
    floor: float | None = None
    floor_name: str = ""
    unit: str = "ms"
    goal: float | None = None
    limit: float | None = None
    note: str = ""
    details: str = ""
    samples: Mapping[str, list[float]] = {}

    @property
    def ratio(self) -> float | None:
        """Ours over the floor."""
        return self.ours / self.floor if self.floor else None

    @property
    def is_reached(self) -> bool | None:
        """Whether the promise is kept; None where there is none."""
        if self.goal is not None and self.ratio is not None:
            return self.ratio <= self.goal
        return None if self.limit is None else self.ours <= self.limit


def interleaved(measures: Mapping[str, Callable[[], float]], rounds: int, warm_up: int = 1) -> Samples:
    """Take each measure in turn, round after round, so that whatever else the machine does meets all alike.

    Args:
        measures: functions that do the work once and give their figure.
        rounds: how often.
        warm_up: rounds before, which don't count.
    """
    for _ in range(warm_up):
        for measure in measures.values():
            measure()
    samples: Samples = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            samples[name].append(measure())
    return samples


def median(samples: list[float]) -> float:
    """The middle one."""
    return statistics.median(samples)
