"""Opening a KR's card: three years of weekly check-ins against a quarter's."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

from bench.figures import Figure, interleaved, median
from bench.places import COMMAND
from bench.pty_process import PtyProcess
from bench.subject_first_screen import OURS, SIZE
from bench.workspaces import YEARS, Shape, environment_of, replica_in, workspace
from okrtui import home
from okrtui.screens.card import RECENT_WEEKS
from okrtui.views.card import key_result_card
from okrtui.views.connect import connect

THREE_YEARS = Shape("three-years", mine=1, others=20, weeks=156, cycle=YEARS)
A_QUARTER = Shape("a-quarter", mine=1, others=20, weeks=13, cycle=YEARS)
ROUNDS = 40
SCREENS = 9
ENTER = b"\r"
DRAWN = ("┤",)
"""The chart's axis, which comes last: the thread stands by then."""


def figures(is_full: bool) -> list[Figure]:
    """The figures of this subject."""
    os.environ |= environment_of(workspace(THREE_YEARS))
    views = interleaved({"floor": _viewing(A_QUARTER), "ours": _viewing(THREE_YEARS)}, ROUNDS)
    screens = interleaved({"floor": _opening(A_QUARTER), "ours": _opening(THREE_YEARS)}, SCREENS)
    named = (
        ("reading a KR card of three years", views),
        ("the key that opens it, to the drawn card", screens),
    )
    return [
        Figure(
            "card",
            what,
            median(samples["ours"]),
            median(samples["floor"]),
            "a quarter's",
            goal=1.5,
            samples=samples,
        )
        for what, samples in named
    ]


def _viewing(shape: Shape) -> Callable[[], float]:
    path = str(replica_in(workspace(shape)))
    with closing(connect(path)) as connection:
        key_result = _mine(connection)

    def view() -> float:
        begun = time.perf_counter()
        with closing(connect(path)) as connection:
            key_result_card(connection, key_result, home.now(), RECENT_WEEKS)
        return (time.perf_counter() - begun) * 1000

    return view


def _opening(shape: Shape) -> Callable[[], float]:
    environment = environment_of(workspace(shape)) | {"OKRTUI_NO_WARM_UP": "1"}

    def open_it() -> float:
        with PtyProcess([str(COMMAND)], environment, *SIZE) as process:
            process.drawn(OURS)
            process.press(ENTER)
            return process.drawn(DRAWN).milliseconds

    return open_it


def _mine(connection: sqlite3.Connection) -> str:
    sql = "SELECT key_result FROM key_result_fact ORDER BY weeks_reported DESC, key_result LIMIT 1"
    return str(connection.execute(sql).fetchone()[0])
