"""Folding after the answer: this process's replicas follow the log in the background, several pushes at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from okrtui.okr.errors import NotFound, OutOfReach

QUIET_SECONDS = 0.3
LONGEST_SECONDS = 2.0
"""Folding waits for a moment without pushes, but not for long: many entries at once cost less than one by one."""


class Folder:
    """A thread that folds what was pushed.

    Args:
        catch_up: folds one workspace up to its head.
    """

    def __init__(self, catch_up: Callable[[str], object]) -> None:
        self._catch_up = catch_up
        self._changed = threading.Condition()
        self._waiting: set[str] = set()
        self._notes = 0
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def note(self, ws: str) -> None:
        """Something was appended to this workspace."""
        with self._changed:
            self._waiting.add(ws)
            self._notes += 1
            if self._thread is None and not self._is_closed:
                self._thread = threading.Thread(target=self._run, name="folding", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def close(self) -> None:
        """Stop after the folding that is under way; the rest is folded at the next start."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_closed or bool(self._waiting))
                self._wait_for_quiet()
                if self._is_closed:
                    return
                several, self._waiting = self._waiting, set()
            for ws in several:
                try:
                    self._catch_up(ws)
                except (NotFound, OutOfReach):
                    continue  # whoever reads the replica next catches it up, or learns what is wrong

    def _wait_for_quiet(self) -> None:
        end = time.monotonic() + LONGEST_SECONDS
        notes = -1
        while notes != self._notes and not self._is_closed and (left := end - time.monotonic()) > 0:
            notes = self._notes
            self._changed.wait_for(lambda: self._is_closed, min(QUIET_SECONDS, left))
