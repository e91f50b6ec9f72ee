"""From starting `okrtui` to its first complete screen in a real terminal, and the memory that it takes by then."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bench.figures import Figure, Samples, median
from bench.places import CHECKOUT, COMMAND, PYTHON
from bench.pty_process import PtyProcess
from bench.subject_status import USUAL
from bench.workspaces import Shape, environment_of, workspace

SIZE = (120, 40)
ROUNDS = 11
SETTLED_AFTER = 4.0
OURS = ("Raise the share", "? keys")
FLOOR = ("row 19",)
HUNDRED = Shape("mine-100", mine=100, others=20, weeks=2, weeks_of_others=1)
AMONG_MANY = Shape("among-10000", mine=100, others=9_900, weeks=2, weeks_of_others=1)
MANY = Shape("mine-10000", mine=10_000, others=20, weeks=2, weeks_of_others=1)

_Start = Callable[[], tuple[float, float]]


def figures(is_full: bool) -> list[Figure]:
    """The figures of this subject."""
    floor = _start(
        [str(PYTHON), str(CHECKOUT / "bench" / "minimal_app.py")], environment_of(workspace(USUAL)), FLOOR
    )
    ours = _started(USUAL)
    times, peaks = _take({"floor": floor, "ours": ours})
    settled = _settled()
    return [
        Figure(
            "first_screen",
            "okrtui, from start to first complete screen",
            median(times["ours"]),
            median(times["floor"]),
            "Textual app, table of 20 rows",
            goal=1.4,
            samples=times,
        ),
        Figure(
            "first_screen",
            "peak memory at that moment",
            median(peaks["ours"]),
            median(peaks["floor"]),
            "Textual app, table of 20 rows",
            "MiB",
            goal=1.5,
            note=f"settled, with all that a save needs: {settled:.0f} MiB",
            samples=peaks,
        ),
        *_with_many(),
    ]


def _with_many() -> list[Figure]:
    named = {
        "others": "first screen among 10,000 KRs, 100 of them mine",
        "mine": "first screen with 10,000 KRs of mine",
    }
    times, _ = _take({"floor": _started(HUNDRED), "others": _started(AMONG_MANY), "mine": _started(MANY)})
    return [
        Figure(
            "first_screen",
            what,
            median(times[name]),
            median(times["floor"]),
            "the same with 100",
            goal=1.3,
            samples=times,
        )
        for name, what in named.items()
    ]


def _started(shape: Shape) -> _Start:
    return _start([str(COMMAND)], environment_of(workspace(shape)), OURS)


def _start(command: Sequence[str], environment: dict[str, str], needles: Sequence[str]) -> _Start:
    def run() -> tuple[float, float]:
        with PtyProcess(command, environment, *SIZE) as process:
            screen = process.drawn(needles)
        return screen.milliseconds, screen.peak

    return run


def _take(starts: dict[str, _Start]) -> tuple[Samples, Samples]:
    times: Samples = {name: [] for name in starts}
    peaks: Samples = {name: [] for name in starts}
    for number in range(ROUNDS + 1):
        for name, start in starts.items():
            taken, peak = start()
            if number:
                times[name].append(taken)
                peaks[name].append(peak)
    return times, peaks


def _settled() -> float:
    with PtyProcess([str(COMMAND)], environment_of(workspace(USUAL)), *SIZE) as process:
        process.drawn(OURS)
        process.idle(SETTLED_AFTER)
        return process.peak()
