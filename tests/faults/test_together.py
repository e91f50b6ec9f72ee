"""Several programs on one replica: all see each other's changes, none fails, nobody waits for longer than a moment."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import cycle
from pathlib import Path

import pytest

from okrtui.store import replica
from okrtui.store.replica import Replica
from okrtui.store.schema import SCHEMA
from okrtui.views import connect as views
from tests.builders import Published, a_published_cycle, a_workspace, at, rows
from tests.faults.test_killed import assert_sound
from tests.screens.terminal_run import ROOT, TerminalRun
from tests.sweep import sweep_size

NOON = "2026-11-17T12:00:00+00:00"
SECONDS = sweep_size(4, 15, 60)
A_WORD = 0.2
"""Seconds that it takes to read a word."""

SEEN_WITHIN = 6.0
"""The watch looks once a second; two busy cores then take their time to read and draw."""


@pytest.fixture
def published(home: Path) -> Published:
    published = a_published_cycle(a_workspace(home), count=5)
    at(NOON)
    return published


class Cron:
    """Runs `okrtui checkin` and `okrtui status` in turn, as a crontab would, until it is told to stop."""

    def __init__(self, key_results: list[str]) -> None:
        self.failed: list[str] = []
        self.check_ins = 0
        self._words = self._lines(key_results)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work)

    @contextmanager
    def running(self) -> Iterator[None]:
        self._thread.start()
        try:
            yield
        finally:
            self._stopped.set()
            self._thread.join()

    def run(self, *words: str) -> None:
        command = [sys.executable, "-m", "okrtui", *words]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode or "busy" in done.stderr:
            self.failed.append(f"{words[0]}: {done.returncode} {done.stderr}")

    def check_in(self, key_result: str, actual: str) -> None:
        texts = ("--confidence", "3", "--insight", "It moves", "--next", "Go on", "--yes")
        self.run("checkin", key_result, "--actual", actual, *texts)

    @staticmethod
    def _lines(key_results: list[str]) -> Iterator[tuple[str, str]]:
        for number, key_result in enumerate(cycle(key_results)):
            yield key_result, f"{20 + number % 7}"

    def _work(self) -> None:
        while not self._stopped.is_set():
            self.check_in(*next(self._words))
            self.check_ins += 1
            self.run("status", "--line")


class Waits:
    """Asks for the writers' lock all the while and notes how long that took."""

    def __init__(self, path: str) -> None:
        self.seconds: list[float] = []
        self._path = path
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work)

    @contextmanager
    def running(self) -> Iterator[None]:
        self._thread.start()
        try:
            yield
        finally:
            self._stopped.set()
            self._thread.join()

    def _work(self) -> None:
        with closing(sqlite3.connect(self._path, isolation_level=None, timeout=30)) as connection:
            while not self._stopped.wait(0.02):
                begun = time.perf_counter()
                connection.execute("BEGIN IMMEDIATE")
                self.seconds.append(time.perf_counter() - begun)
                connection.execute("ROLLBACK")


def shows(run: TerminalRun, text: str) -> None:
    """The screen shows the text soon, without a key."""
    end = time.monotonic() + SEEN_WITHIN
    while text not in run._picture.text:
        assert time.monotonic() < end, f"{text!r} is not in\n{run._picture.text}"
        run.read_for(0.05)


def test_two_terminals_and_a_cron_job_see_each_other_and_nobody_waits(
    published: Published, capsys: pytest.CaptureFixture[str]
) -> None:
    path, (mine, *theirs) = published.session.path, published.key_results
    one, other = TerminalRun(path), TerminalRun(path)
    shown = one.read_until("DUE") + other.read_until("DUE")
    cron, waits = Cron(theirs[1:]), Waits(path)
    cron.check_in(mine, "23.25")
    assert cron.failed == []
    for run in (one, other):
        shows(run, "23.25")
    with waits.running(), cron.running():
        end = time.monotonic() + SECONDS
        other.press("c")
        shown += other.read_until("Check in")
        number = 0
        while time.monotonic() < end:
            other.press(f"{number % 10}")
            shown += other.read_for(0.1) + one.read_for(0.1)
            number += 1
    for keys, seen in (("\x15", ""), ("21.75", "21.75"), ("\t4", "[4]"), ("\x13", "2 of")):
        other.press(keys)
        shows(other, seen)
    shows(one, "21.75")
    for run in (one, other):
        run.press("\x11")
        shown += run.wait()
        assert run.code == 0
    assert cron.failed == []
    for word in (b"busy", b"locked", b"can't be"):
        assert word not in shown
    kept = {one["actual"] for one in rows(path, "SELECT actual FROM check_in")}
    assert {"23.25", "21.75"} <= kept
    assert rows(path, "SELECT COUNT(*) AS n FROM entry WHERE k = 'check_in'")[0]["n"] == cron.check_ins + 2
    assert_sound(path)
    ordered = sorted(waits.seconds)
    middle, most, worst = (ordered[int(len(ordered) * share)] for share in (0.5, 0.9, 0.999))
    with capsys.disabled():
        print(
            f"\n{cron.check_ins} commands saved beside two terminals; {len(ordered)} waits for the lock:"
            f" {middle * 1000:.1f} ms in the middle, {most * 1000:.0f} for nine of ten, {worst * 1000:.0f} at most"
        )
    assert most < A_WORD


def test_a_long_write_shuts_no_reader_out(published: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    path = published.session.path
    monkeypatch.setattr(views, "BUSY_SECONDS", 0.1)
    with Replica.open(path).connected() as connection:
        for number in range(2000):
            connection.execute(
                "INSERT INTO draft (key_result, week, body, saved_at) VALUES (?, '2026-W47', ?, '')",
                (f"k{number}", "x" * 4000),
            )
        with closing(views.connect(path)) as reading:
            assert reading.execute("SELECT COUNT(*) FROM draft").fetchone() == (0,)
    assert rows(path, "SELECT COUNT(*) AS n FROM draft") == [{"n": 2000}]


def test_who_opens_a_workspace_that_another_program_folds_anew_waits_and_folds_nothing_again(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, told = published.session.path, []
    monkeypatch.setattr("okrtui.store.connection.BUSY_MILLISECONDS", 50)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("UPDATE meta SET value = '0' WHERE name = 'schema'")
        other.execute("BEGIN IMMEDIATE")
        opening = threading.Thread(target=lambda: Replica.open(path, tell=told.append))
        monkeypatch.setattr(replica, "fold_anew", lambda connection: told.append("folded again"))
        opening.start()
        opening.join(1.0)
        assert opening.is_alive()
        other.execute("UPDATE meta SET value = ? WHERE name = 'schema'", (str(SCHEMA),))
        other.execute("COMMIT")
        opening.join(30)
    assert told == [
        "acme.okr was last used by an older okrtui: folding its log anew, which may take a moment …"
    ]
    assert rows(path, "SELECT COUNT(*) AS n FROM key_result")[0]["n"] == 5


def test_a_command_folds_what_an_older_program_folded_and_says_so(published: Published) -> None:
    path = published.session.path
    with closing(sqlite3.connect(path, isolation_level=None)) as older:
        older.execute("UPDATE meta SET value = '0' WHERE name = 'schema'")
        older.execute("DROP TABLE key_result_fact")
    command = [sys.executable, "-m", "okrtui", "comment", published.key_result, "Seen"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ})
    assert (done.returncode, done.stderr.count("older okrtui")) == (0, 1), done.stderr
    assert_sound(path)
