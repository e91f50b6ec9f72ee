"""Runs okrtui in a pseudo-terminal, for what only a real terminal shows: signals, bytes, suspending."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

from tests.screens.terminal_picture import TerminalPicture

ROOT = Path(__file__).parents[2]


class TerminalRun:
    """okrtui on a replica, in a terminal of 80×24; `before` is Python that runs first."""

    def __init__(self, path: str, *, before: str = "", **environ: str) -> None:
        code = f"{before}\nimport sys; from okrtui.screens.app import run; sys.exit(run({path!r}))"
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", **environ})
            os.chdir(ROOT)
            os.execv(sys.executable, [sys.executable, "-c", code])
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.code: int | None = None
        self._picture = TerminalPicture(80, 24)

    def read_until(self, text: str, seconds: float = 20.0) -> bytes:
        """Read until this text appears on the screen; fails where it does not."""
        seen = b""
        end = time.monotonic() + seconds
        while text.encode() not in seen and not (seen and text in self._picture.text):
            assert time.monotonic() < end, f"{text!r} did not appear in {seen[-2000:]!r}"
            seen += self.read_for(0.05)
        return seen

    def read_for(self, seconds: float) -> bytes:
        """What is written in this time."""
        seen = b""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self._fd], [], [], left)[0]:
                try:
                    read = os.read(self._fd, 65_536)
                except OSError:
                    break
                seen += read
                self._picture.feed(read)
        return seen

    def press(self, keys: str) -> None:
        """Press keys, as the terminal sends them."""
        os.write(self._fd, keys.encode())

    def send(self, number: signal.Signals) -> None:
        """Send the process a signal."""
        os.kill(self._pid, number)

    def wait(self) -> bytes:
        """Read to the end, and keep the exit code."""
        seen = b""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            seen += self.read_for(0.05)
            done, status = os.waitpid(self._pid, os.WNOHANG)
            if done:
                self.code = os.waitstatus_to_exitcode(status)
                os.close(self._fd)
                return seen
        os.kill(self._pid, signal.SIGKILL)
        raise AssertionError(f"okrtui did not end; it wrote {seen[-2000:]!r}")
