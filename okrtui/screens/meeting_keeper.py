"""Keeping a running meeting: every step is written down at once, off the UI, so that a dropped session resumes there.

What another terminal noted in the same meeting meanwhile stays: changes are applied to what is kept, not over it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import reduce

from okrtui.okr.meeting import Running

Change = Callable[[Running], Running]


class MeetingKeeper:
    """The state of one meeting.

    Args:
        path: the replica.
        team: the team's id.
        failed: called with the error where it can't be kept; from the writing thread.
    """

    def __init__(self, path: str, team: str, failed: Callable[[Exception], object]) -> None:
        self._path = path
        self._team = team
        self._failed = failed
        self._lock = threading.Lock()
        self._waiting: list[Change] = []
        self.running: Running | None = None
        self.version = 0
        """Counts changes and writes: what was read before the last of them is older than what is shown."""

    def take(self, kept: Running | None, version: int) -> None:
        """Take over what was read, unless it is older than what is shown; `version` is the one before reading."""
        if version == self.version and not self._waiting:
            self.running = kept

    def change(self, change: Change) -> None:
        """Change the meeting that is shown; `write` brings it to disk."""
        if self.running is not None:
            self.running = change(self.running)
            self._waiting.append(change)
            self.version += 1

    def write(self) -> None:
        """Write what was changed, in its order; called from a thread, or on leaving."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
            if not waiting:
                return
            from okrtui.actions.meeting_state import change_meeting

            try:
                change_meeting(self._path, self._team, lambda kept: self._applied(kept, waiting))
            except Exception as error:  # noqa: BLE001 - told by the page; the meeting goes on
                self._waiting = [*waiting, *self._waiting]
                self._failed(error)
            self.version += 1

    def _applied(self, kept: Running | None, waiting: list[Change]) -> Running | None:
        """What is to be kept: nothing, where the meeting was ended elsewhere."""
        return kept and reduce(lambda meeting, change: change(meeting), waiting, kept)
