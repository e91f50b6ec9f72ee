"""What people would run otherwise, beside ours: Taskwarrior in the shell, posting and harlequin in the terminal.

Taskwarrior is measured where the machine has it (`apt-get install taskwarrior`); the other two are installed from
PyPI with bytecode, each into an environment of its own. What can't be had is left out of the table.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from bench.figures import Figure, interleaved, median
from bench.places import CACHE, COMMAND, SCRATCH
from bench.processes import running
from bench.pty_process import PtyProcess
from bench.subject_first_screen import OURS, SIZE
from bench.subject_status import USUAL
from bench.workspaces import environment_of, workspace

ROUNDS = 20
SCREENS = 7
TASKS = 500
PAUSE = 0.5
SHOWN = {"posting": ("Collection",), "harlequin": ("Data Catalog",)}
"""What each program's first screen holds when it is there."""
PINS = {"posting": ("tree-sitter<0.26",)}
"""With tree-sitter 0.26 posting 2.11.1 ends with a segmentation fault before it shows anything."""
OPTIONS = {"harlequin": ("--locale", "C")}


def figures(is_full: bool) -> list[Figure]:
    """The figures of this subject; none has a goal."""
    return [*_taskwarrior(), *(figure for name in SHOWN for figure in _screen(name))]


def _taskwarrior() -> list[Figure]:
    task = shutil.which("task")
    if task is None:
        return []
    environment = environment_of(workspace(USUAL))
    theirs = environment | {"HOME": str(SCRATCH)}
    settings = (
        f"data.location={SCRATCH / 'tasks'}",
        "confirmation=off",
        "verbose=nothing",
        "news.version=9.9.9",
    )
    (SCRATCH / ".taskrc").write_text("\n".join(settings) + "\n")
    tasks = [{"description": f"Raise the share of repeat orders in branch {each}"} for each in range(TASKS)]
    subprocess.run(
        [task, "import", "-"], input=json.dumps(tasks), text=True, env=theirs, check=True, capture_output=True
    )
    samples = interleaved(
        {
            "floor": running([task, "list"], theirs),
            "ours": running([str(COMMAND), "status"], environment),
        },
        ROUNDS,
    )
    return [_beside("okrtui status, 20 of 500 KRs", f"Taskwarrior's task list, {TASKS} tasks", samples)]


def _screen(name: str) -> list[Figure]:
    command = _installed(name)
    if command is None:
        return []
    environment = environment_of(workspace(USUAL)) | {"HOME": str(SCRATCH)}

    def start(program: Path, options: tuple[str, ...], needles: tuple[str, ...]) -> float:
        with PtyProcess([str(program), *options], environment, *SIZE) as process:
            return process.drawn(needles, pause=PAUSE).milliseconds

    measures = {
        "floor": lambda: start(command, OPTIONS.get(name, ()), SHOWN[name]),
        "ours": lambda: start(COMMAND, (), OURS),
    }
    try:
        samples = interleaved(measures, SCREENS)
    except OSError as error:
        print(f"bench: {name} ended before its first screen ({error})", file=sys.stderr)
        return []
    return [_beside("okrtui, from start to first screen", f"{name}'s", samples)]


def _installed(name: str) -> Path | None:
    """The program's command in an environment of its own; None where it can't be installed."""
    folder = CACHE / "others" / name
    command = folder / "bin" / name
    if not command.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "--quiet", "install", "--compile", name]
        pip += PINS.get(name, ())
        if subprocess.run(pip, check=False, capture_output=True).returncode:
            return None
    return command if command.exists() else None


def _beside(what: str, floor_name: str, samples: dict[str, list[float]]) -> Figure:
    ours, floor = median(samples["ours"]), median(samples["floor"])
    return Figure("others", what, ours, floor, floor_name, samples=samples)
