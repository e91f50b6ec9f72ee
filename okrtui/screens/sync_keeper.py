"""Keeping a shared workspace in step while a screen is open: one thread runs rounds, one listens for others' changes.

No key ever waits for either. A round follows each save at once, others' changes as soon as they are heard of, and a
failure after a growing pause; what they import is loaded in their threads.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from okrtui import home
from okrtui.okr.errors import OkrtuiError
from okrtui.screens.terminal import log_fault

if TYPE_CHECKING:
    from okrtui.sync.remote import Remote
    from okrtui.sync.rounds import Outcome

AFTER_A_SAVE = 0.3
"""Seconds in which a second save joins the first one's round."""
AT_LEAST_EVERY = 300.0
LISTEN_SECONDS = 25.0
DIRECTORY_PAUSE = 5.0
"""Seconds at most until a shared directory that went is looked for again, which costs one stat."""


class SyncKeeper:
    """The two threads of one replica.

    Args:
        path: the replica.
        tell: called from a thread after every round, with how it went.
        progress: called from a thread while much is being taken in: so much of so much.
    """

    def __init__(
        self, path: str, tell: Callable[[Outcome], object], progress: Callable[[int, int], None]
    ) -> None:
        self._path = path
        self._tell = tell
        self._progress = progress
        self._awake = threading.Event()
        self._asked = threading.Event()
        self._stopped = threading.Event()
        self._is_well = threading.Event()
        self._has_heard = True

    def start(self) -> None:
        """Begin with a round, where the workspace is a shared one."""
        threading.Thread(target=self._begin, name="okrtui-sync", daemon=True).start()

    def stop(self) -> None:
        """End both threads at their next step."""
        self._stopped.set()
        self._asked.set()
        self._awake.set()
        self._is_well.set()

    def wake(self) -> None:
        """Something was saved here, or may have been: send it."""
        self._awake.set()

    def sync_now(self) -> None:
        """Run a round whether or not anything is known to wait."""
        self._has_heard = True
        self._asked.set()
        self._awake.set()

    def _begin(self) -> None:
        remote = _remote(self._path)
        if remote is None or self._stopped.is_set():
            return
        threading.Thread(target=self._listen, args=(remote,), name="okrtui-listen", daemon=True).start()
        self._keep_up(remote)

    def _keep_up(self, remote: Remote) -> None:
        from okrtui.sync.backoff import Backoff
        from okrtui.sync.remote import STORE
        from okrtui.sync.rounds import run_round

        backoff, pause = Backoff(longest=DIRECTORY_PAUSE) if remote.kind == STORE else Backoff(), 0.0
        while not self._stopped.is_set():
            if self._has_heard or _waits(self._path):
                self._has_heard = False
                try:
                    outcome = run_round(self._path, home.now, progress=self._progress)
                except OkrtuiError as error:
                    outcome = _failed(str(error))
                except Exception as error:  # noqa: BLE001 - a fault of ours, logged; the next round may go well
                    outcome = _failed(log_fault(error))
                if outcome.problem:
                    self._is_well.clear()
                    self._has_heard, pause = True, backoff.failed(outcome.retry_after)
                else:
                    self._is_well.set()
                    backoff.succeeded()
                self._tell(outcome)
            self._sleep(pause if backoff.failures else 0.0)

    def _sleep(self, pause: float) -> None:
        """Until something is to be sent or taken in; after a failure until its pause is over, or somebody asks."""
        if pause:
            self._asked.wait(pause)
        elif not self._awake.wait(AT_LEAST_EVERY):
            self._has_heard = True
        else:
            self._stopped.wait(AFTER_A_SAVE)
        self._awake.clear()
        self._asked.clear()

    def _listen(self, remote: Remote) -> None:
        from okrtui.sync.listening import listener_for

        listen = listener_for(self._path, remote)
        while self._is_well.wait() and not self._stopped.is_set():
            if listen(LISTEN_SECONDS, self._stopped):
                self._has_heard = True
                self._awake.set()
                self._stopped.wait(2 * AFTER_A_SAVE)


def _remote(path: str) -> Remote | None:
    """The replica's other side; what reading it needs is imported only where there is one."""
    if not _holds(path, "SELECT 1 FROM meta WHERE name = 'remote'"):
        return None
    from okrtui.sync.remote import remote_of
    from okrtui.views.connect import connect

    with closing(connect(path)) as connection:
        return remote_of(connection)


def _waits(path: str) -> bool:
    """Whether own changes wait to be sent."""
    return _holds(path, "SELECT 1 FROM outbox LIMIT 1")


def _holds(path: str, sql: str) -> bool:
    """Whether a query finds anything in the replica; nothing where it can't be read now."""
    from okrtui.views.connect import connect

    try:
        with closing(connect(path)) as connection:
            return connection.execute(sql).fetchone() is not None
    except (OkrtuiError, sqlite3.Error):
        return False


def _failed(problem: str) -> Outcome:
    from okrtui.sync.rounds import Outcome

    return Outcome(0, 0, 0, 0, problem)
