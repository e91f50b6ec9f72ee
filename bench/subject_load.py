"""Hundreds of clients that sync every half minute, at one server on two cores: latency, errors, the server's memory.

Two minutes on SQLite; as long again on PostgreSQL where everything is measured.
"""

from __future__ import annotations

import os

from bench.figures import Figure
from bench.load_server import EVERY, Asked, Measured, measure
from bench.server_process import databases

CLIENTS, SECONDS, CORES = 500, 120.0, 2


def figures(is_full: bool) -> list[Figure]:
    """The figures of this subject."""
    os.environ.pop("OKRTUI_NOW", None)
    found = []
    with databases() as several:
        for name, url in several[: None if is_full else 1]:
            found += _figures(name, measure(Asked(CLIENTS, SECONDS, "" if name == "SQLite" else url, CORES)))
    return found


def _figures(name: str, measured: Measured) -> list[Figure]:
    what = f"{CLIENTS} clients, a round every {EVERY:.0f} s, {name}"
    requests = [one * 1000 for several in measured.seconds.values() for one in several]
    errors = sum(measured.errors.values())
    told = ", ".join(f"{kind} {len(several)}" for kind, several in measured.seconds.items())
    return [
        Figure(
            "load",
            f"{what}: p99 of a request",
            measured.percentile(0.99) * 1000,
            note=f"{told} in {SECONDS:.0f} s; half within {measured.percentile(0.5) * 1000:.0f} ms",
            samples={"requests": requests},
        ),
        Figure(
            "load", f"{what}: errors", errors, unit="errors", limit=0, note=str(dict(measured.errors) or "")
        ),
        Figure(
            "load",
            f"{what}: the server's memory",
            max(measured.memory) / 2**20,
            unit="MiB",
            note=f"{measured.memory[0] / 2**20:.0f} MiB at the start",
        ),
    ]
