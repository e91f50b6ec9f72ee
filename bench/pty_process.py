"""A program in a real pseudo-terminal: what it draws, when, how many bytes, and what memory it holds by then."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

_ESCAPES = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[P_^][^\x1b]*\x1b\\|\x1b."
)


class Drawn(NamedTuple):
    """What came until the output paused.

    Attributes:
        milliseconds: from the start, or from the key, to the last byte before the pause.
        size: bytes that came.
        peak: the process's greatest resident memory at that byte, in MiB.
        text: what was written, without escape sequences.
    """

    milliseconds: float
    size: int
    peak: float
    text: str


class PtyProcess:
    """One program in one terminal of fixed size; a context manager that ends it."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], columns: int, lines: int) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, os.ttyname(slave), os.O_RDWR, 0),
            (os.POSIX_SPAWN_DUP2, 0, 1),
            (os.POSIX_SPAWN_DUP2, 0, 2),
        ]
        self._begun = time.perf_counter()
        self.process = os.posix_spawn(
            command[0], list(command), environment, file_actions=actions, setsid=True
        )
        os.close(slave)

    def __enter__(self) -> PtyProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self._master)

    def press(self, key: bytes) -> None:
        """Send a key; time counts from here."""
        self._begun = time.perf_counter()
        os.write(self._master, key)

    def drawn(self, needles: Sequence[str] = (), pause: float = 0.15, timeout: float = 20.0) -> Drawn:
        """Read until every needle was written and nothing came for `pause` seconds.

        Raises:
            TimeoutError: that never happened.
        """
        raw, last, peak = b"", self._begun, 0.0
        until = self._begun + timeout
        while True:
            ready, _, _ = select.select([self._master], [], [], pause)
            now = time.perf_counter()
            if ready:
                raw += os.read(self._master, 1 << 20)
                last, peak = now, self.peak()
                continue
            text = _ESCAPES.sub(b"", raw).decode("utf-8", "replace")
            if raw and all(needle in text for needle in needles):
                return Drawn((last - self._begun) * 1000, len(raw), peak, text)
            if now > until:
                raise TimeoutError(f"{needles} not drawn in {timeout} s; what came ends with {text[-300:]!r}")

    def idle(self, seconds: float) -> tuple[int, float]:
        """Let it be for a while: the bytes that it wrote, and the processor time it used, in milliseconds."""
        before, until, size = self._cpu(), time.perf_counter() + seconds, 0
        while (left := until - time.perf_counter()) > 0:
            ready, _, _ = select.select([self._master], [], [], left)
            if ready:
                size += len(os.read(self._master, 1 << 20))
        return size, self._cpu() - before

    def peak(self) -> float:
        """The greatest resident memory so far, in MiB."""
        for line in Path(f"/proc/{self.process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def _cpu(self) -> float:
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")
