"""A process killed at any instant of its work loses nothing that was acknowledged (Nothing lost)."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import time
from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from pathlib import Path
from random import Random
from typing import Any

import pytest

from okrtui import home as places
from okrtui.actions.session import Session
from okrtui.screens.draft_keeper import PAUSE
from okrtui.store.replica import Replica
from tests.builders import a_published_cycle, a_workspace, at, folded_tables, rows
from tests.fault_cases import FaultCases
from tests.faults import deeds
from tests.sweep import sweep_size

NOON = "2026-11-17T12:00:00+00:00"
KILLS = sweep_size(6, 60, 500)
LONGEST = 0.6
"""Seconds from the first acknowledgement to the kill, at most."""

WRITING = 0.25
"""Seconds that a busy machine may take to write a draft, beyond the pause."""

WORK = {
    "saves": "it saved",
    "imports": "it imported",
    "folds": "it folded",
    "makings": "it made workspaces",
    "drafts": "one typed",
}
ENVIRON = ("OKRTUI_HOME", "OKRTUI_NOW", "LOGNAME", "TZ")
Deed = Callable[..., None]


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Processes that begin with everything imported, so that the kill meets their work."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.deeds"])
    return context


def work(deed: Deed, arguments: tuple[Any, ...], environ: dict[str, str], told: str) -> None:
    """Do the deed in a process of its own, until it is killed."""
    os.environ.update(environ)
    with open(told, "w", encoding="utf-8", buffering=1) as file:
        deed(*arguments, lambda line: file.write(f"{line}\n"))


class Killer:
    """Runs deeds and kills them."""

    def __init__(self, processes: ForkServerContext, folder: Path, random: Random) -> None:
        self._processes = processes
        self._folder = folder
        self._random = random
        self._count = 0

    def acknowledged(self, deed: Deed, *arguments: Any, longest: float = LONGEST) -> list[str]:
        """What a process had acknowledged when it was killed with SIGKILL, at a random instant after the first.

        `longest` is how many seconds later that is at most.
        """
        self._count += 1
        told = self._folder / f"told-{self._count}"
        environ = {name: os.environ[name] for name in ENVIRON}
        process = self._processes.Process(target=work, args=(deed, arguments, environ, str(told)))
        process.start()
        end = time.monotonic() + 60
        while not (told.exists() and told.stat().st_size):
            assert process.is_alive(), "it ended by itself"
            assert time.monotonic() < end
            time.sleep(0.001)
        time.sleep(self._random.random() * longest)
        process.kill()
        process.join()
        assert process.exitcode == -9, "it ended by itself"
        return told.read_text(encoding="utf-8").split("\n")[:-1]


def assert_sound(path: str) -> None:
    """The file opens and is whole, the own counter has no gap, and the tables are what the log says."""
    assert rows(path, "PRAGMA quick_check") == [{"quick_check": "ok"}]
    own = "SELECT n FROM entry WHERE dev = (SELECT value FROM meta WHERE name = 'dev') ORDER BY n"
    counters = [one["n"] for one in rows(path, own)]
    assert counters == list(range(1, len(counters) + 1))
    shown = folded_tables(path)
    Replica.open(path).fold_anew()
    assert folded_tables(path) == shown


def a_copy(path: str, name: str) -> str:
    """The replica anew, for a round of its own."""
    copy = str(Path(path).with_name(f"{name}.okr"))
    shutil.copy(path, copy)
    return copy


def kept_after_saving(killer: Killer, path: str, key_result: str) -> int:
    told = killer.acknowledged(deeds.save, path, key_result)
    Session.at(path, "ana")
    assert set(told) <= {one["id"] for one in rows(path, "SELECT id FROM check_in")}
    assert_sound(path)
    return len(told)


def kept_after_importing(killer: Killer, path: str, folder: Path) -> int:
    folder.mkdir()
    told = killer.acknowledged(deeds.take_in, path, str(folder))
    Session.at(path, "ana")
    titles = {one["title"]: one["id"] for one in rows(path, "SELECT id, title FROM objective")}
    assert set(told) <= set(titles)
    for title, objective in titles.items():
        if title.startswith("Win back region"):
            found = rows(path, "SELECT id FROM key_result WHERE objective = ?", objective)
            assert len(found) == deeds.KEY_RESULTS_OF_A_FILE
    assert_sound(path)
    return len(told)


def kept_after_folding(killer: Killer, path: str, seed: int) -> int:
    Replica.create(path, places.now())
    told = killer.acknowledged(deeds.fold, path, seed)
    Replica.open(path)
    kept = {one["sha"] for one in rows(path, "SELECT sha FROM entry UNION SELECT sha FROM oddity")}
    assert set(told) <= kept
    assert_sound(path)
    return len(told)


def kept_after_making(killer: Killer, slug: str) -> int:
    told = killer.acknowledged(deeds.make, slug)
    there = [name for name in places.workspace_names() if name.startswith(f"{slug}-")]
    assert set(told) <= set(there)
    for name in there:
        path = places.replica_path(name)
        assert Session.at(path, "ana").member.handle == "ana"
        assert_sound(path)
        os.unlink(path)
    return len(told)


def kept_after_typing(killer: Killer, path: str, key_result: str) -> int:
    told = [line.split(" ") for line in killer.acknowledged(deeds.type_text, path, key_result, longest=1.5)]
    killed_at = float(told[-1][1])
    kept = rows(path, "SELECT body FROM draft WHERE key_result = ?", key_result)
    number = int(kept[0]["body"].rpartition(" ")[2].rstrip('"}')) if kept else -1
    lost = [one for one in told if int(one[0]) > number and killed_at - float(one[1]) > PAUSE + WRITING]
    assert lost == []
    assert_sound(path)
    return number + 1


def test_killed_at_any_instant_nothing_acknowledged_is_lost(
    home: Path,
    processes: ForkServerContext,
    tmp_path: Path,
    fault_cases: FaultCases,
    capsys: pytest.CaptureFixture[str],
) -> None:
    seed = int.from_bytes(os.urandom(4), "big")
    random = Random(seed)
    published = a_published_cycle(a_workspace(home))
    at(NOON)
    path, key_result = published.session.path, published.key_result
    killer = Killer(processes, tmp_path, random)
    rounds: dict[str, Callable[[int], int]] = {
        "saves": lambda n: kept_after_saving(killer, a_copy(path, f"s{n}"), key_result),
        "imports": lambda n: kept_after_importing(killer, a_copy(path, f"i{n}"), tmp_path / f"files{n}"),
        "folds": lambda n: kept_after_folding(killer, str(Path(path).with_name(f"f{n}.okr")), seed + n),
        "makings": lambda n: kept_after_making(killer, f"made{n}"),
        "drafts": lambda n: kept_after_typing(killer, a_copy(path, f"d{n}"), key_result),
    }
    kinds = [kind for kind in rounds for _ in range(2 if kind == "saves" else 1)]
    counts = {kind: [0, 0] for kind in rounds}
    for number in range(KILLS):
        kind = kinds[number % len(kinds)]
        try:
            counts[kind][1] += rounds[kind](number)
        except AssertionError as error:
            raise AssertionError(f"kill {number} ({kind}), seed {seed}: {error}") from error
        counts[kind][0] += 1
        fault_cases.add(f"killed while {WORK[kind]}")
    told = ", ".join(f"{kills} × {kind} ({deeds_} acknowledged)" for kind, (kills, deeds_) in counts.items())
    with capsys.disabled():
        print(f"\n{KILLS} kills: {told}; losses: 0")
