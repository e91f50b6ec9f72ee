"""Whole processes at a shared server: joining 10,000 entries, and sending one change; beside Taskwarrior and git.

What `okrtui sync` spends its time on is taken from within: importing, the exchange over HTTP, SQLite, and the rest.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

from bench.figures import Figure, Samples, interleaved, median
from bench.places import COMMAND, PYTHON, SCRATCH
from bench.processes import running
from bench.server_process import Served, filled, invited, serving, taking_part
from bench.subject_server import TEAM
from bench.taskserver import Taskserver, filled_client, task, taskserver
from bench.teams import authors_of, team_home
from bench.workspaces import ME, environment_of, replica_in
from okrtui.actions.comments import add_comment
from okrtui.actions.session import Session
from okrtui.views.connect import connect

JOINS, SYNCS = 5, 20
TASKS = 10_000
_number = count()


def figures(is_full: bool) -> list[Figure]:
    """The figures of this subject, on SQLite."""
    made = team_home(TEAM)
    os.environ |= environment_of(made)
    config = filled("", SCRATCH / "server-joining", replica_in(made))
    with serving(config) as served, taskserver() as other:
        return [_joining(served, other), *_syncing(served, other, replica_in(made))]


def _joining(served: Served, other: Taskserver | None) -> Figure:
    codes = iter(invited(served.config, served.ws, ME, JOINS + 1))
    environment = environment_of(SCRATCH)

    def ours() -> float:
        home = SCRATCH / f"joined-{next(_number)}"
        shutil.rmtree(home, ignore_errors=True)
        words = [str(COMMAND), "join", served.url, next(codes)]
        taken = running(words, environment | {"OKRTUI_HOME": str(home)}, processor["ours"])()
        held.append(_entries_in(home))
        shutil.rmtree(home)
        return taken

    held: list[int] = []
    processor: Samples = {"ours": [], "floor": []}
    measures: dict[str, Callable[[], float]] = {"ours": ours}
    if other is not None:
        filled_client(other, "first", TASKS)
        measures["floor"] = lambda: _pulled_tasks(other, processor["floor"])
    samples = interleaved(measures, JOINS)
    return Figure(
        "joining",
        f"okrtui join, {held[0]:,} entries, whole process",
        median(samples["ours"]),
        median(samples["floor"]) if other else None,
        f"task sync of {TASKS:,} tasks, whole process" if other else "",
        goal=1.0,
        note=_in_processor_time(processor),
        samples=samples,
    )


def _in_processor_time(processor: Samples) -> str:
    ours, floor = (median(several) if several else 0.0 for several in processor.values())
    return f"in processor time {ours:,.0f} ms" + (f" of {floor:,.0f} ms" if floor else "")


def _entries_in(home: Path) -> int:
    (path,) = (home / "data" / "workspaces").glob("*.okr")
    with closing(connect(str(path))) as connection:
        (found,) = connection.execute("SELECT COUNT(*) FROM entry").fetchone()
        return int(found)


def _pulled_tasks(server: Taskserver, processor: list[float]) -> float:
    environment = server.client("joining")
    taken = running([str(shutil.which("task")), "sync"], environment, processor)()
    assert int(task(environment, "count")) >= TASKS
    return taken


def _syncing(served: Served, other: Taskserver | None, replica: Path) -> list[Figure]:
    home = SCRATCH / "syncing"
    path = taking_part(served.config, served.url, replica, home / "data" / "workspaces" / "bench.okr")
    environment = environment_of(home)
    session = Session.at(str(path), ME)
    about = authors_of(TEAM)[0].key_results[0]

    def changed() -> None:
        add_comment(session, "The shift leads saw it", key_result=about)

    def ours() -> float:
        changed()
        return running([str(COMMAND), "sync"], environment, processor["ours"])()

    processor: Samples = {"ours": [], "floor": []}
    measures: dict[str, Callable[[], float]] = {
        "ours": ours,
        "python": running([str(PYTHON), "-c", "pass"], environment),
        "git": _git_round(SCRATCH / "git"),
    }
    if other is not None:
        measures["task"] = _task_round(other)
    samples = interleaved(measures, SYNCS)
    names = {"task": f"task sync of one, among {TASKS:,}", "git": "git push and git pull of one commit"}
    parts = f"{_in_processor_time(processor)}; {_parts(environment, changed)}"
    return [
        Figure(
            "joining",
            "okrtui sync with one change, whole process",
            median(samples["ours"]),
            median(samples[name]),
            names.get(name, "python -c pass"),
            note=parts if name == "python" else "",
            samples={"ours": samples["ours"], "floor": samples[name]},
        )
        for name in samples
        if name != "ours"
    ]


def _task_round(server: Taskserver) -> Callable[[], float]:
    environment = _synced_client(server)
    sync = running([str(shutil.which("task")), "sync"], environment)

    def measure() -> float:
        task(environment, "add", "Ask the three who left")
        return sync()

    return measure


def _synced_client(server: Taskserver) -> dict[str, str]:
    environment = server.client("syncing")
    task(environment, "sync")
    return environment


def _git_round(folder: Path) -> Callable[[], float]:
    """One commit pushed to a bare repository on this disk, and pulled into another clone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    for name, value in (("NAME", "Ana"), ("EMAIL", "ana@bench.example")):
        environment |= {f"GIT_AUTHOR_{name}": value, f"GIT_COMMITTER_{name}": value}
    git = str(shutil.which("git"))

    def run(*words: str) -> None:
        subprocess.run([git, *words], env=environment, cwd=folder, check=True, capture_output=True)

    run("init", "--bare", "-b", "main", "shared.git")
    for name in ("one", "two"):
        run("clone", "shared.git", name)
    run("-C", "one", "commit", "--allow-empty", "-m", "First")
    run("-C", "one", "push", "-u", "origin", "HEAD:main")
    run("-C", "two", "pull", "origin", "main")
    push = running([git, "-C", str(folder / "one"), "push", "-q", "origin", "HEAD:main"], environment)
    pull = running([git, "-C", str(folder / "two"), "pull", "-q", "--ff-only", "origin", "main"], environment)
    number = count()

    def measure() -> float:
        (folder / "one" / "line").write_text(f"{next(number)}\n")
        run("-C", "one", "add", "line")
        run("-C", "one", "commit", "-m", "Another")
        return push() + pull()

    return measure


def _parts(environment: dict[str, str], changed: Callable[[], None]) -> str:
    """What a sync's time is made of, in medians of a few runs."""
    several: list[dict[str, float]] = []
    for _ in range(7):
        changed()
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "bench.sync_in_parts"],
            env=environment | {"PYTHONPATH": os.pathsep.join(one for one in sys.path if one)},
            check=True,
            capture_output=True,
            text=True,
        )
        whole = (time.perf_counter() - begun) * 1000
        told = json.loads(done.stdout.splitlines()[-1])
        several.append({**told, "else": whole - sum(told.values())})
    return ", ".join(f"{name} {median([one[name] for one in several]):.0f} ms" for name in several[0])
