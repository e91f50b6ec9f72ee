"""What an incremental sync costs as a workspace grows: a change sent, and a change taken in, among ever more entries.

All sizes take turns; the floor of each is the same among 10,000 entries. The team stays the same, its history grows.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from bench.figures import Figure, Samples, interleaved, median
from bench.places import SCRATCH
from bench.server_process import filled, serving, taking_part
from bench.subject_store import FULL as STORE_FULL
from bench.subject_store import joined
from bench.teams import Team, authors_of, team_home, team_store
from bench.workspaces import ME, environment_of, replica_in
from okrtui import home
from okrtui.actions.comments import add_comment
from okrtui.actions.session import Session
from okrtui.sync.rounds import run_round

SMALL = Team("team-200x50", authors=200, key_results=5, weeks=10)
LARGE = STORE_FULL
HUGE = Team("team-200x5000", authors=200, key_results=20, weeks=250)
ROUNDS = 30

_Measures = dict[str, Callable[[], float]]


class _Pair(NamedTuple):
    """Two replicas of the creator that share one workspace, and a key result in it."""

    writer: Path
    reader: Path
    about: str


def figures(is_full: bool) -> list[Figure]:
    """The figures of this subject."""
    teams = [SMALL, LARGE, *([HUGE] if is_full else [])]
    os.environ |= environment_of(team_home(teams[0]))
    processor: Samples = {}
    measures: _Measures = {}
    with ExitStack() as stack:
        for team in teams:
            for kind, pair in (("server", _at_server(team, stack)), ("directory", _at_store(team))):
                measures |= _measures(f"{team.entries:,}", kind, pair, processor)
        samples = interleaved(measures, ROUNDS, warm_up=3)
    return [
        _figure(what, kind, f"{team.entries:,}", samples, processor)
        for kind in ("server", "directory")
        for what in ("sent", "taken in")
        for team in teams[1:]
    ]


def _at_server(team: Team, stack: ExitStack) -> _Pair:
    """Both at a server whose log holds all of the team's entries."""
    replica = replica_in(team_home(team))
    config = filled("", SCRATCH / f"server-{team.name}", replica)
    served = stack.enter_context(serving(config))
    paths = [
        taking_part(config, served.url, replica, SCRATCH / f"{team.name}-{name}.okr")
        for name in ("writer", "reader")
    ]
    _await_check(paths[0])
    return _Pair(paths[0], paths[1], authors_of(team)[0].key_results[0])


def _await_check(path: Path) -> None:
    """Wait until the server has looked its replica over, as it does once after a start."""
    for _ in range(20):
        if not run_round(str(path), home.now).problem:
            return
        time.sleep(1)


def _at_store(team: Team) -> _Pair:
    """Both at a shared directory of their own, joined by one and copied for the other."""
    place = SCRATCH / f"store-{team.name}"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(team_store(team), place, copy_function=_copied_with_owner)
    for folder in [place, *(one for one in place.rglob("*") if one.is_dir())]:
        _give(team_store(team) / folder.relative_to(place), folder)
    return _Pair(joined(place), joined(place), authors_of(team)[0].key_results[0])


def _copied_with_owner(source: str, target: str) -> str:
    shutil.copy2(source, target)
    _give(Path(source), Path(target))
    return target


def _give(like: Path, path: Path) -> None:
    there = like.stat()
    if os.geteuid() == 0:
        os.chown(path, there.st_uid, there.st_gid)
    path.chmod(there.st_mode & 0o7777)


def _measures(size: str, kind: str, pair: _Pair, processor: Samples) -> _Measures:
    session = Session.at(str(pair.writer), ME)

    def sent() -> float:
        add_comment(session, "The shift leads saw it", key_result=pair.about)
        return _timed(pair.writer, 1, 0, processor.setdefault(f"sent {kind} {size}", []))

    def taken_in() -> float:
        return _timed(pair.reader, 0, 1, processor.setdefault(f"taken in {kind} {size}", []))

    return {f"sent {kind} {size}": sent, f"taken in {kind} {size}": taken_in}


def _timed(path: Path, sent: int, received: int, processor: list[float]) -> float:
    begun, used = time.perf_counter(), time.process_time()
    done = run_round(str(path), home.now)
    taken = (time.perf_counter() - begun) * 1000
    processor.append((time.process_time() - used) * 1000)
    assert (done.problem, done.sent, done.received) == ("", sent, received), done
    return taken


def _figure(what: str, kind: str, size: str, samples: Samples, processor: Samples) -> Figure:
    ours, floor = (f"{what} {kind} {each}" for each in (size, f"{SMALL.entries:,}"))
    used = [median(processor[name]) for name in (ours, floor)]
    return Figure(
        "growth",
        f"a change {what}, {kind}, {size} entries",
        median(samples[ours]),
        median(samples[floor]),
        f"the same among {SMALL.entries:,}",
        goal=1.5,
        note=f"in processor time {used[0]:.1f} of {used[1]:.1f} ms",
        samples={"ours": samples[ours], "floor": samples[floor]},
    )
