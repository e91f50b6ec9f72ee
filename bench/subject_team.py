"""A team's week at the prompt and on its page in an organisation of 50 teams, and the tree of 10,000 objectives."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable

from bench.figures import Figure, Samples, interleaved, median
from bench.organisations import Organisation, organisation, team_called
from bench.places import COMMAND
from bench.processes import running
from bench.pty_process import PtyProcess
from bench.subject_first_screen import SETTLED_AFTER
from bench.subject_status import USUAL
from bench.workspaces import environment_of, workspace

FIFTY = Organisation("fifty-teams", teams=50, people=10, objectives=2, key_results=4, weeks=13)
ALONE = Organisation("one-team", teams=1, people=10, objectives=2, key_results=4, weeks=13)
WOOD = Organisation("objectives-100", teams=5, people=10, objectives=2, key_results=2, weeks=0)
FOREST = Organisation("objectives-10000", teams=50, people=10, objectives=20, key_results=2, weeks=0)
SIZE = (120, 40)
ROUNDS = 25
OPENINGS = 9
HOME = ("? keys",)
TEAM = ("checked in (", "week before")
TREE = ("Delight the customers", "fold")


def figures(is_full: bool) -> list[Figure]:
    """The figures of this subject."""
    return [*_status(), *_page(), _tree()]


def _status() -> list[Figure]:
    team = ["status", "--team", team_called(1)]
    mine, ours = environment_of(workspace(USUAL)), environment_of(organisation(FIFTY))
    first = interleaved({"floor": _first_row(["status"], mine), "ours": _first_row(team, ours)}, ROUNDS)
    line = interleaved(
        {
            "floor": running([str(COMMAND), "status", "--line"], mine),
            "ours": running([str(COMMAND), *team, "--line"], ours),
        },
        ROUNDS,
    )
    whole = interleaved(
        {"floor": running([str(COMMAND), "status"], mine), "ours": running([str(COMMAND), *team], ours)},
        ROUNDS,
    )
    floor = "okrtui status, 20 of 500 KRs"
    return [
        _figure("okrtui status --team to its first row, 80 of 4,000 KRs", first, floor, goal=1.2),
        _figure("okrtui status --team --line, the whole process", line, "okrtui status --line", goal=1.2),
        _figure("okrtui status --team, the whole process, all 80 rows", whole, floor),
    ]


def _first_row(arguments: list[str], environment: dict[str, str]) -> Callable[[], float]:
    """Measures milliseconds from the start of the command to its first row of output."""

    def run() -> float:
        begun = time.perf_counter()
        with subprocess.Popen([str(COMMAND), *arguments], env=environment, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            taken = (time.perf_counter() - begun) * 1000
            process.stdout.read()
        return taken

    return run


def _page() -> list[Figure]:
    samples: Samples = {"start": [], "alone": [], "ours": []}
    for _ in range(OPENINGS):
        samples["start"].append(_opened(environment_of(workspace(USUAL)), "", ()))
        samples["alone"].append(_opened(environment_of(organisation(ALONE)), "t", TEAM))
        samples["ours"].append(_opened(environment_of(organisation(FIFTY)), "t", TEAM))
    return [
        _figure(
            "the team's page, from its key to complete, 80 of 4,000 KRs",
            {"ours": samples["ours"], "floor": samples["start"]},
            "okrtui to its first screen, 500 KRs",
            goal=1.2,
        ),
        _figure(
            "the same",
            {"ours": samples["ours"], "floor": samples["alone"]},
            "the same in a workspace of that team alone",
        ),
    ]


def _tree() -> Figure:
    samples: Samples = {"ours": [], "floor": []}
    for _ in range(OPENINGS):
        samples["floor"].append(_opened(environment_of(organisation(WOOD)), "o", TREE))
        samples["ours"].append(_opened(environment_of(organisation(FOREST)), "o", TREE))
    return _figure("the tree of 10,000 objectives, from its key to drawn", samples, "that of 100", goal=2.0)


def _opened(environment: dict[str, str], key: str, needles: tuple[str, ...]) -> float:
    """Milliseconds from the start to the first screen, or from a key on it to a page that holds the needles."""
    with PtyProcess([str(COMMAND)], environment | {"OKRTUI_NO_WARM_UP": "1"}, *SIZE) as process:
        first = process.drawn(HOME)
        if not key:
            return first.milliseconds
        process.idle(SETTLED_AFTER / 4)
        process.press(key.encode())
        return process.drawn(needles).milliseconds


def _figure(what: str, samples: Samples, floor: str, goal: float | None = None) -> Figure:
    ours, theirs = median(samples["ours"]), median(samples["floor"])
    return Figure("team", what, ours, theirs, floor, goal=goal, samples=samples)
