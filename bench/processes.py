"""Running a whole process and timing it, from its start to its end as the shell sees it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence

_TO_NOTHING = [
    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
]


def running(
    command: Sequence[str], environment: dict[str, str], processor: list[float] | None = None
) -> Callable[[], float]:
    """A measure of one run: milliseconds until the process has ended; those of the processor go into the list.

    Raises:
        RuntimeError: when it is called and the process ends with an exit code other than 0.
    """

    def run() -> float:
        begun = time.perf_counter()
        process = os.posix_spawn(command[0], list(command), environment, file_actions=_TO_NOTHING)
        _, status, used = os.wait4(process, 0)
        taken = (time.perf_counter() - begun) * 1000
        if processor is not None:
            processor.append((used.ru_utime + used.ru_stime) * 1000)
        if status:
            raise RuntimeError(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
        return taken

    return run
