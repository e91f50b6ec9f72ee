"""Importing years of check-ins from a CSV file: how long it takes, how much memory, and whether one sees it move."""

from __future__ import annotations

import csv
import os
import pty
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from bench.figures import Figure
from bench.places import COMMAND, SCRATCH
from bench.workspaces import INSIGHT, NEXT, RUNNING, YEARS, Shape, environment_of, replica_in, workspace
from okrtui.okr.weeks import add_weeks

EMPTY = Shape("without-check-ins", mine=20, others=980, weeks=0, weeks_of_others=0, cycle=YEARS)
WEEKS, WEEKS_IN_FULL = 10, 100
MOST_MEMORY = 1024.0
_HEADER = ("key_result", "week", "author", "actual", "confidence", "insight", "next_action")


class Imported(NamedTuple):
    """Milliseconds, the peak of memory in MiB, and what stood on the terminal."""

    milliseconds: float
    peak: float
    text: str


def figures(is_full: bool) -> list[Figure]:
    """The figures of this subject."""
    home = SCRATCH / "importing"
    shutil.copytree(workspace(EMPTY), home)
    file = SCRATCH / "check-ins.csv"
    count = _write(file, replica_in(home), WEEKS_IN_FULL if is_full else WEEKS)
    done = _import(home, file)
    with closing(sqlite3.connect(replica_in(home))) as connection:
        (there,) = connection.execute("SELECT COUNT(*) FROM check_in").fetchone()
    if there != count:
        raise RuntimeError(f"{there} of {count} check-ins came in: {done.text[-300:]}")
    bar = "a bar moves meanwhile" if "%" in done.text and "#" in done.text else "nothing moves meanwhile"
    speed = f"{count / done.milliseconds * 1000:,.0f} a second, {bar}"
    what = f"{count:,} check-ins from CSV"
    return [
        Figure("importing", f"importing {what}", done.milliseconds, note=speed),
        Figure("importing", f"peak memory of importing {what}", done.peak, unit="MiB", limit=MOST_MEMORY),
    ]


def _write(file: Path, replica: Path, weeks: int) -> int:
    """Write a table of weekly check-ins of each KR, by its owner; how many."""
    with closing(sqlite3.connect(replica)) as connection:
        sql = "SELECT k.title, m.handle FROM key_result k JOIN member m ON m.id = k.owner ORDER BY k.id"
        key_results = connection.execute(sql).fetchall()
    with file.open("w", encoding="utf-8", newline="") as opened:
        table = csv.writer(opened)
        table.writerow(_HEADER)
        for number, (title, handle) in enumerate(key_results):
            for back in range(weeks, 0, -1):
                mixed = number + back
                figure = f"{18 + mixed % 11}.{back % 10}"
                texts = (INSIGHT[mixed % len(INSIGHT)], NEXT[mixed % len(NEXT)])
                table.writerow((title, add_weeks(RUNNING, -back), handle, figure, 1 + mixed % 5, *texts))
    return len(key_results) * weeks


def _import(home: Path, file: Path) -> Imported:
    """Run the import in a pseudo-terminal.

    Raises:
        RuntimeError: it ended with another exit code than 0.
    """
    master, slave = pty.openpty()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [str(COMMAND), "import", str(file)],
        env=environment_of(home),
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    text = _read_all(master)
    _, status, usage = os.wait4(process.pid, 0)
    taken = (time.perf_counter() - begun) * 1000
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the import ended with {process.returncode}: {text[-300:]}")
    return Imported(taken, usage.ru_maxrss / 1024, text)


def _read_all(master: int) -> str:
    """What a terminal shows until whoever writes to it has ended."""
    parts = []
    with open(master, "rb", buffering=0) as terminal:
        try:
            while part := terminal.read(1 << 16):
                parts.append(part)
        except OSError:  # Linux tells the end of a terminal so
            pass
    return b"".join(parts).decode("utf-8", "replace")
