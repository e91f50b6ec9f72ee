"""A step in a check-in meeting, from its key to drawn, against a Down key on *My week*."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from bench.figures import Figure, Samples, median
from bench.organisations import organisation, team_called
from bench.places import COMMAND, SCRATCH
from bench.pty_process import PtyProcess
from bench.subject_keys import DOWN, FEW
from bench.subject_team import FIFTY
from bench.workspaces import ME, environment_of, workspace

SIZE = (120, 40)
WEEK, MEETING = ("? keys",), ("KR MOVEMENT",)
STEP, POINT = b"n", b" "
KEYS = 24
PAUSE = 0.1
SETTLED = 1.5
BETWEEN = 0.8
"""Seconds between two keys: nobody speaks about a key result for less."""


def figures(is_full: bool) -> list[Figure]:
    """The figures of this subject."""
    environment = _begun_meeting()
    meet = ["meet", team_called(1)]
    samples: Samples = {
        "floor": _pressed([], environment_of(workspace(FEW)), WEEK, DOWN),
        "ours": _pressed(meet, environment, MEETING, STEP),
    }
    points: Samples = {"floor": samples["floor"], "ours": _pressed(meet, environment, MEETING, POINT)}
    return [
        _figure("a step to the next KR of a meeting, 80 of 4,000 KRs", samples),
        _figure("a step to the next agenda point", points),
    ]


def _begun_meeting() -> dict[str, str]:
    """The environment of somebody who holds a meeting, in a home of its own, for each step is written down."""
    home = SCRATCH / "meeting"
    if not home.exists():
        shutil.copytree(organisation(FIFTY), home)
    environment = environment_of(Path(home))
    begin = [str(COMMAND), "meet", team_called(1), "--attend", ME, "--json"]
    subprocess.run(begin, env=environment, stdout=subprocess.DEVNULL, check=True)
    return environment


def _pressed(
    arguments: list[str], environment: dict[str, str], needles: tuple[str, ...], key: bytes
) -> list[float]:
    """Milliseconds from each key to its last byte."""
    times = []
    command, alone = [str(COMMAND), *arguments], environment | {"OKRTUI_NO_WARM_UP": "1"}
    with PtyProcess(command, alone, *SIZE) as process:
        process.drawn(needles, pause=SETTLED)
        for _ in range(KEYS):
            process.idle(BETWEEN)
            process.press(key)
            times.append(process.drawn(pause=PAUSE).milliseconds)
    return times


def _figure(what: str, samples: Samples) -> Figure:
    ours, theirs = median(samples["ours"]), median(samples["floor"])
    floor = "a Down key on My week, 500 KRs"
    return Figure("meeting", what, ours, theirs, floor, goal=2.0, samples=samples)
