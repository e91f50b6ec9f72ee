"""A Down key on *My week*: how long until it is drawn and how many bytes that takes, among few KRs and many."""

from __future__ import annotations

from typing import NamedTuple

from bench.figures import Figure, median
from bench.places import COMMAND, SCRATCH
from bench.pty_process import PtyProcess
from bench.subject_first_screen import HUNDRED, MANY, OURS
from bench.workspaces import Shape, environment_of, workspace

FEW = Shape("mine-500", mine=500, others=20, weeks=2, weeks_of_others=1)
DOWN = b"\x1b[B"
KEYS = 90
PAUSE = 0.06
SETTLED = 1.5
"""Seconds without output after which whoever has thousands of KRs has all of them."""
LARGEST_SHARE = 20
IDLE_SECONDS = 4.0


class Presses(NamedTuple):
    """Milliseconds and bytes of each Down key, then bytes and processor time (ms) while nothing was pressed."""

    times: list[float]
    sizes: list[float]
    idle: tuple[int, float]

    @property
    def at_the_edge(self) -> list[float]:
        """The times of those keys that drew the most: where the list had to scroll."""
        limit = sorted(self.sizes)[-max(len(self.sizes) // LARGEST_SHARE, 1)]
        return [time for time, size in zip(self.times, self.sizes, strict=True) if size >= limit]


def figures(is_full: bool) -> list[Figure]:
    """The figures of this subject."""
    hundred, many = (_press(environment_of(workspace(shape)), 120, 40, KEYS) for shape in (HUNDRED, MANY))
    usual = environment_of(workspace(FEW))
    few, narrow, slow = (
        _press(environment, *size, FEW.mine)
        for environment, size in ((usual, (120, 40)), (usual, (80, 24)), (_slow(FEW), (80, 24)))
    )
    return [
        _times("a Down key in view, 500 KRs", few.times, hundred.times),
        _times("a Down key in view, 10,000 KRs", many.times, hundred.times),
        _times("a Down key at the edge, 10,000 KRs", many.at_the_edge, hundred.at_the_edge),
        _sizes("bytes a Down key, all of 500 KRs, 120×40", few, 3000, "truecolour"),
        _sizes("bytes a Down key, 10,000 KRs, 120×40", many, 3000, "truecolour, the first 90"),
        _sizes("bytes a Down key, all of 500 KRs, 80×24", narrow, None, "truecolour"),
        _sizes("bytes a Down key, all of 500 KRs, 80×24, slow", slow, 1000, "sixteen colours"),
        _idle(few),
    ]


def _slow(shape: Shape) -> dict[str, str]:
    """The environment of somebody with `slow = true` in the same workspace."""
    home, shared = SCRATCH / "slow", workspace(shape)
    (home / "config").mkdir(parents=True, exist_ok=True)
    (home / "config" / "okrtui.toml").write_text("slow = true\n")
    if not (home / "data").is_symlink():
        (home / "data").symlink_to(shared / "data")
    return environment_of(shared) | {"OKRTUI_HOME": str(home)}


def _press(environment: dict[str, str], columns: int, lines: int, keys: int) -> Presses:
    times, sizes = [], []
    command, alone = [str(COMMAND)], environment | {"OKRTUI_NO_WARM_UP": "1"}
    with PtyProcess(command, alone, columns, lines) as process:
        process.drawn(OURS, pause=SETTLED)
        for _ in range(keys - 1):
            process.press(DOWN)
            drawn = process.drawn(pause=PAUSE)
            times.append(drawn.milliseconds)
            sizes.append(float(drawn.size))
        late, _ = process.idle(SETTLED)
        sizes[-1] += late
        idle = process.idle(IDLE_SECONDS)
    return Presses(times, sizes, idle)


def _times(what: str, ours: list[float], floor: list[float]) -> Figure:
    samples = {"ours": ours, "floor": floor}
    return Figure("keys", what, median(ours), median(floor), "the same among 100", goal=1.3, samples=samples)


def _sizes(what: str, presses: Presses, limit: float | None, about: str) -> Figure:
    mean = sum(presses.sizes) / len(presses.sizes)
    note = f"median {median(presses.sizes):.0f}, most {max(presses.sizes):.0f}, {about}"
    return Figure("keys", what, mean, unit="bytes", limit=limit, note=note, samples={"ours": presses.sizes})


def _idle(presses: Presses) -> Figure:
    size, cpu = presses.idle
    note = f"and {cpu:.0f} ms of processor in {IDLE_SECONDS:.0f} s"
    return Figure("keys", "written while idle", float(size), unit="bytes", limit=0, note=note)
