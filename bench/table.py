"""The table of a run, for people, and the same as JSON, with every single figure."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bench.figures import Figure

_HEADS = ("what", "ours", "floor", "ratio", "goal", "", "compared with", "note")


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines of text, in columns."""
    rows = [_HEADS, *(_cells(one) for one in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    lines = [
        "  ".join(
            cell.rjust(width) if 0 < column < 5 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def markdown(figures: Sequence[Figure]) -> str:
    """The same as a Markdown table."""
    rows = [_HEADS, ("---",) * len(_HEADS), *(_cells(one) for one in figures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def document(figures: Sequence[Figure], begun: datetime) -> str:
    """All of a run as JSON: the machine, each figure with ratio and goal, and its samples."""
    listed: list[dict[str, Any]] = [
        {**one._asdict(), "ratio": one.ratio, "is_reached": one.is_reached} for one in figures
    ]
    return json.dumps(
        {**machine(), "begun": begun.isoformat(), "figures": listed}, indent=2, ensure_ascii=False
    )


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    return {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _cells(one: Figure) -> tuple[str, ...]:
    goal = f"≤ {one.goal:g}" if one.goal is not None else ""
    if one.limit is not None:
        goal = f"≤ {one.limit:g} {one.unit}"
    verdict = {True: "✓", False: "over", None: ""}[one.is_reached]
    ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
    floor = "" if one.floor is None else _shown(one.floor, one.unit)
    return (one.what, _shown(one.ours, one.unit), floor, ratio, goal, verdict, one.floor_name, one.note)


def _shown(value: float, unit: str) -> str:
    digits = 1 if value < 100 and unit != "bytes" else 0
    return f"{value:,.{digits}f} {unit}"
