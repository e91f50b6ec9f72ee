"""Folding after the answer: this process's replicas follow the log in the background, several pushes at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable

from okrtui.okr.errors import NotFound, OutOfReach

PAUSE_SECONDS = 0.5
"""How long pushes are gathered; folding one by one costs more than folding many."""


class Folder:
    """A thread that folds what was pushed.

    Args:
        catch_up: folds one workspace up to its head.
    """

    def __init__(self, catch_up: Callable[[str], object]) -> None:
        self._catch_up = catch_up
        self._changed = threading.Condition()
        self._waiting: set[str] = set()
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def note(self, ws: str) -> None:
        """Something was appended to this workspace."""
        with self._changed:
            self._waiting.add(ws)
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
                if self._changed.wait_for(lambda: self._is_closed, PAUSE_SECONDS):
                    return
                several, self._waiting = self._waiting, set()
            for ws in several:
                try:
                    self._catch_up(ws)
                except (NotFound, OutOfReach):
                    continue  # whoever reads the replica next catches it up, or learns what is wrong
