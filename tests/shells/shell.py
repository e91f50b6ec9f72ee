"""A real interactive shell on a pseudo-terminal, typed into and read as a person would; skipped where it is missing."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import sys
import termios
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
STARTS = {
    "bash": ("bash", "--norc", "--noprofile", "-i"),
    "zsh": ("zsh", "-f", "-i"),
    "fish": ("fish", "--no-config", "-i"),
}


class Shell:
    """An interactive shell of 200 columns in an empty folder, with okrtui on its path."""

    def __init__(self, name: str, folder: Path, **environ: str) -> None:
        if shutil.which(name) is None:
            pytest.skip(f"no {name} on this machine")
        self.name, self.folder = name, folder / name
        self.folder.mkdir()
        programs = folder / "bin"
        programs.mkdir(exist_ok=True)
        program = programs / "okrtui"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m okrtui "$@"\n')
        program.chmod(0o755)
        elsewhere = [one for one in os.environ["PATH"].split(os.pathsep) if not Path(one, "okrtui").exists()]
        path = os.pathsep.join([str(programs), *elsewhere])
        home = str(self.folder)
        mine = {"PATH": path, "PYTHONPATH": str(ROOT), "TERM": "xterm", "LC_ALL": "C.UTF-8", "PS1": "$ "}
        mine |= {"HOME": home, "ZDOTDIR": home, **environ}
        self.shown = ""
        self._pid, self._leader = pty.fork()
        if self._pid == 0:
            os.environ.update(mine)
            os.chdir(self.folder)
            os.execvp(name, STARTS[name])
        fcntl.ioctl(self._leader, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 200, 0, 0))
        self.run("echo rea''dy", "ready")

    def write(self, keys: str) -> None:
        """Type without Enter."""
        os.write(self._leader, keys.encode())

    def run(self, line: str, expected: str) -> str:
        """Type a line and wait for what it prints; everything since the line."""
        self.shown = ""
        self.write(line + "\r")
        return self.until(expected)

    def until(self, words: str) -> str:
        """Read until the words are shown; what was shown."""
        end = time.monotonic() + PATIENCE
        while words not in self.shown:
            assert time.monotonic() < end, f"{words!r} never came in {self.name}: {self.shown!r}"
            if select.select([self._leader], [], [], 0.2)[0]:
                self.shown += os.read(self._leader, 65_536).decode("utf-8", "replace")
        return self.shown

    def until_quiet(self, seconds: float = 1.0) -> None:
        """Read until nothing more is written for a while."""
        while select.select([self._leader], [], [], seconds)[0]:
            self.shown += os.read(self._leader, 65_536).decode("utf-8", "replace")

    def close(self) -> None:
        """End the shell."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._leader)
