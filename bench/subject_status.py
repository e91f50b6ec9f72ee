"""`okrtui status` in a prompt: the whole process against bare Python, and against a workspace 20 times as large."""

from __future__ import annotations

import subprocess

from bench.figures import Figure, interleaved, median
from bench.places import COMMAND, PYTHON
from bench.processes import running
from bench.workspaces import Shape, environment_of, workspace

USUAL = Shape("usual", mine=20, others=480)
LARGE = Shape("large", mine=20, others=9_980, weeks_of_others=1)
HUGE = Shape("huge", mine=20, others=99_980, weeks_of_others=1)
ROUNDS = 60
_FORBIDDEN = [
    "argparse",
    "click",
    "tomllib",
    "asyncio",
    "dataclasses",
    "typing",
    "pathlib",
    "platformdirs",
    "fractions",
    "rich",
    "textual",
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "httpx",
]


def figures(is_full: bool) -> list[Figure]:
    """The figures of this subject."""
    return [*_against_python(), _in_a_large_workspace(HUGE if is_full else LARGE)]


def _against_python() -> list[Figure]:
    environment = environment_of(workspace(USUAL))
    samples = interleaved(
        {
            "floor": running([str(PYTHON), "-c", "pass"], environment),
            "status": running([str(COMMAND), "status"], environment),
            "line": running([str(COMMAND), "status", "--line"], environment),
        },
        ROUNDS,
    )
    imported = _imported(environment)
    guilty = [name for name in _FORBIDDEN if name in imported]
    note = (
        f"{len(imported)} modules, {'of the forbidden ' + ', '.join(guilty) if guilty else 'none forbidden'}"
    )
    return [
        Figure(
            "status",
            what,
            median(samples[name]),
            median(samples["floor"]),
            "python -c pass",
            goal=3.0,
            note=note,
            details=f"imported: {' '.join(imported)}",
            samples=samples,
        )
        for name, what in (("status", "okrtui status"), ("line", "okrtui status --line"))
    ]


def _in_a_large_workspace(large: Shape) -> Figure:
    samples = interleaved(
        {
            "floor": running([str(COMMAND), "status"], environment_of(workspace(USUAL))),
            "ours": running([str(COMMAND), "status"], environment_of(workspace(large))),
        },
        ROUNDS,
    )
    total = large.mine + large.others
    return Figure(
        "status",
        f"okrtui status among {total:,} KRs, 20 mine",
        median(samples["ours"]),
        median(samples["floor"]),
        "the same among 500",
        goal=1.5,
        samples=samples,
    )


def _imported(environment: dict[str, str]) -> list[str]:
    tell = "import sys; print(*sys.modules, file=sys.stderr)"
    run = f"import sys; sys.argv[1:] = ['status', '--line']; from okrtui.main import main; main(); {tell}"
    before, after = (
        subprocess.run(
            [PYTHON, "-c", code], env=environment, capture_output=True, text=True, check=True
        ).stderr.split()
        for code in (tell, run)
    )
    return sorted(set(after) - set(before))
