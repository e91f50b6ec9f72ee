"""A real terminal for tests: okrtui in tmux, driven by keys and read as a person would."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

PATIENCE = 30.0
"""Seconds to wait for something to appear; only a failing test waits that long."""


class Terminal:
    """One tmux session on a server of its own, `columns` by `rows`."""

    def __init__(self, folder: Path, columns: int = 80, rows: int = 24, **environ: str) -> None:
        self._socket = str(folder / "tmux.sock")
        self._size = (str(columns), str(rows))
        self._environ = {
            "HOME": str(folder),
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "OKRTUI_HOME": str(folder / "home"),
            "LOGNAME": "ana",
            "PYTHONPATH": str(Path(__file__).parents[2]),
            **environ,
        }

    def start(self, *arguments: str, inside: tuple[str, ...] = ()) -> None:
        """Run okrtui with these arguments, by another program where `inside` is one; say how it ended and stay."""
        program = shlex.join([*inside, sys.executable, "-m", "okrtui", *arguments])
        columns, rows = self._size
        self._tmux(
            "new-session",
            "-d",
            "-x",
            columns,
            "-y",
            rows,
            "sh",
            "-c",
            f"{program}; echo ended with $?; exec sleep 600",
            *(";", "set-option", "-s", "exit-empty", "off"),  # else it may end while the next session starts
        )

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names."""
        self._tmux("send-keys", *keys)

    def write(self, text: str) -> None:
        """Type a text."""
        self._tmux("send-keys", "-l", text)

    def screen(self) -> str:
        """What stands on the screen, the empty lines at its end left out."""
        return self._tmux("capture-pane", "-p").rstrip()

    def styled(self) -> str:
        """What stands on the screen, with the sequences that colour it."""
        return self._tmux("capture-pane", "-e", "-p")

    def sees(self, text: str) -> str:
        """Wait until a text stands on the screen; the screen."""
        deadline = time.monotonic() + PATIENCE
        while text not in (screen := self.screen()):
            if time.monotonic() > deadline:
                pytest.fail(f"{text!r} did not appear on:\n{screen}")
            time.sleep(0.05)
        return screen

    def kill(self, signal: str) -> None:
        """Send a signal to okrtui itself."""
        pane = self._tmux("list-panes", "-F", "#{pane_pid}").strip()
        subprocess.run(["pkill", f"-{signal}", "-P", pane], check=True)

    def close(self) -> None:
        """End the session and its server."""
        self._tmux("kill-server")

    def _tmux(self, *arguments: str) -> str:
        command = ["tmux", "-S", self._socket, "-f", "/dev/null", *arguments]
        done = subprocess.run(command, env=self._environ, capture_output=True, text=True, check=True)
        return done.stdout


def require_tmux() -> None:
    """Skip where there is no tmux, but never in CI."""
    if shutil.which("tmux") is None:
        if os.environ.get("CI"):
            pytest.fail("the tests in a real terminal need tmux: install it")
        pytest.skip("no tmux on this machine")
