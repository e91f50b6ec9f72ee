"""Keeping half-typed check-ins: half a second after a key and at once on leaving, so that nothing is lost.

A draft that is on its way to disk while its check-in is saved would come back from the dead; a lock and the order in
which both take it prevent that.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

PAUSE = 0.5


class DraftKeeper:
    """The draft of the check-in that is being typed.

    Args:
        path: the replica.
        failed: called with the error where a draft can't be kept; from the writing thread.
    """

    def __init__(self, path: str, failed: Callable[[Exception], object]) -> None:
        self._path = path
        self._failed = failed
        self._lock = threading.Lock()
        self._wanted: tuple[str, str, dict[str, Any]] | None = None

    def note(self, key_result: str, week: str, fields: dict[str, Any]) -> None:
        """What is to be kept now; it takes the place of what was noted before."""
        self._wanted = (key_result, week, fields)

    def write(self) -> None:
        """Write what was noted, if anything was since; called from a thread, or on leaving."""
        with self._lock:
            wanted, self._wanted = self._wanted, None
            if wanted is None:
                return
            from okrtui.actions.drafts import save_draft

            try:
                save_draft(self._path, *wanted)
            except Exception as error:  # noqa: BLE001 - told by the page; typing goes on
                if self._wanted is None:
                    self._wanted = wanted  # for the next try, on leaving at the latest
                self._failed(error)

    @contextmanager
    def saving(self) -> Iterator[None]:
        """While the check-in itself is saved: what was noted is dropped if that succeeds, and kept if not."""
        with self._lock:
            wanted, self._wanted = self._wanted, None
            try:
                yield
            except BaseException:
                self._wanted = wanted
                raise
