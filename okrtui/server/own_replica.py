"""The replica that this process keeps of each workspace: caught up along the log, thrown away and made anew at will.

It is the same file, folded by the same code, as everyone's. Whether an entry may be written is asked of it; what the
log holds beyond what was folded is counted on top, so that a push need not wait for folding: it is judged beside it.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from okrtui import home
from okrtui.okr.errors import OutOfReach
from okrtui.server.database import Database
from okrtui.server.paging import Counter, Page, bodies_between, read_page
from okrtui.server.pushes import FarBehind
from okrtui.store.copies import quick_check, reading
from okrtui.store.entry import read_entry
from okrtui.store.locks import takes_lock
from okrtui.store.placing import discard
from okrtui.store.replica import Replica, out_of_reach
from okrtui.store.rights import Rights
from okrtui.sync.receive import take_in

FOLDED_AT_ONCE = 2_000
"""Entries that are folded in one transaction."""

MOST_UNFOLDED = 20_000
"""Entries that may be counted on top of what was folded; beyond that folding comes first."""

BUSY_SECONDS = 10
"""How long one who reads waits for a commit of what was folded, which takes milliseconds."""

_LOG = "log"
_CURSOR = "SELECT epoch, seq FROM cursor WHERE remote = 'log'"


class _Basis(NamedTuple):
    """How far a replica was folded."""

    epoch: str
    seq: int


_NOTHING = _Basis("", 0)


class OwnReplica:
    """This process's replica of one workspace.

    Attributes:
        path: its file.
        folding: held while it is folded; never waited for by whoever holds `lock`.
        lock: held by whoever appends from this process, on what was folded so far.
    """

    def __init__(self, database: Database, path: str, ws: str, now: Callable[[], datetime]) -> None:
        self.path = path
        self.folding = threading.RLock()
        self.lock = threading.RLock()
        self._database = database
        self._ws = ws
        self._now = now
        self._followed: sqlite3.Connection | None = None
        self._judged: sqlite3.Connection | None = None
        self._is_suspect = True
        self._rights: Rights | None = None
        self._basis = _NOTHING
        self._counted = 0

    def catch_up(self) -> int:
        """Fold what the log holds by now beyond what was folded; gives the seq that the replica stands at.

        Raises:
            NotFound: there is no such workspace.
            OutOfReach: the log can't be read, or the replica not be written.
        """
        target: int | None = None
        with self.folding, self.checked_when_broken():
            while True:
                basis = _basis_of(self._opened())
                with self._database.reading() as connection:
                    page = read_page(connection, self._ws, basis.seq, FOLDED_AT_ONCE)
                target = page.head if target is None else min(target, page.head)
                if page.epoch != basis.epoch:
                    self._begin_anew(page.epoch)
                elif basis.seq < target:
                    self._fold(page)
                else:
                    self._let_judge()
                    return basis.seq

    def begin(self) -> None:
        """Make ready for a log that is only being made."""
        with self.folding, self.checked_when_broken():
            if _basis_of(self._opened()) != _NOTHING:
                self._begin_anew("")
            self._let_judge()

    @contextmanager
    def rights(self, connection: Connection, counter: Counter) -> Iterator[Rights]:
        """Who may write what, as everything up to the head says; whoever asks holds `lock` and the counter.

        Whatever of the caller's own is accepted is to be counted in it, and `keep` or `forget` called at the end.

        Raises:
            FarBehind: so much is not folded, or not into this file, that `catch_up` comes first.
        """
        if self._judged is None:
            raise FarBehind
        self._judged.execute("BEGIN")  # all is looked up as of one moment, while folding goes on beside it
        try:
            yield self._rights_at(self._judged, connection, counter)
        finally:
            self._judged.execute("COMMIT")

    def _rights_at(self, raw: sqlite3.Connection, connection: Connection, counter: Counter) -> Rights:
        basis = _basis_of(raw)
        is_of_log = basis.epoch == counter.epoch or (basis == _NOTHING and not counter.head)
        if not is_of_log or counter.head - basis.seq > MOST_UNFOLDED:
            raise FarBehind
        if self._rights is None or basis != self._basis:
            self._rights, self._basis, self._counted = Rights(raw), basis, basis.seq
        while self._counted < counter.head:
            bodies = bodies_between(connection, self._ws, self._counted, counter.head)
            for body in bodies:
                self._rights.count(read_entry(body))
            self._counted += len(bodies)
        return self._rights

    @contextmanager
    def checked_when_broken(self) -> Iterator[None]:
        """Where the file can't be used in this block, it is looked into before its next use, and made anew if need be.

        Raises:
            OutOfReach: it can't be used.
        """
        try:
            yield
        except sqlite3.Error as error:
            self._suspect()
            raise out_of_reach(self.path, error) from error
        except OutOfReach:
            self._suspect()
            raise

    def keep(self, head: int) -> None:
        """What was counted is in the log, which reaches to `head` now."""
        self._counted = head

    def forget(self) -> None:
        """What was counted did not come into the log."""
        self._rights = None

    def close(self) -> None:
        """Close the file."""
        with self.folding, self.lock:
            self._suspect()
            if self._followed is not None:
                self._followed.close()
                self._followed = None

    def _suspect(self) -> None:
        """Nobody judges by the file until it was looked into."""
        with self.lock:
            self._is_suspect = True
            self._rights = None
            if self._judged is not None:
                self._judged.close()
                self._judged = None

    def _opened(self) -> sqlite3.Connection:
        """The connection of whoever folds; the file is made where it is missing or broken."""
        if self._followed is None or self._is_suspect:
            if _is_sound(self.path):
                self._follow()
            else:
                self._begin_anew("")
        assert self._followed is not None
        return self._followed

    def _follow(self) -> None:
        if self._followed is not None:
            self._followed.close()
        self._followed = _reading_only(self.path)
        self._is_suspect = False

    def _let_judge(self) -> None:
        """Pushes may be judged by the file."""
        with self.lock:
            if self._judged is None:
                self._judged = _reading_only(self.path)

    def _begin_anew(self, epoch: str) -> None:
        """An empty replica for a log of this epoch, in place of whatever is there."""
        self._suspect()
        discard(self.path)
        with Replica.create(self.path, self._now()).connected() as connection:
            _set_cursor(connection, epoch, 0)
        self._follow()

    def _fold(self, page: Page) -> None:
        with Replica.open(self.path).connected() as connection:
            take_in(connection, page.bodies)
            _set_cursor(connection, page.epoch, page.after + len(page.bodies))


class OwnReplicas:
    """This process's replicas, in a folder that no other process uses."""

    def __init__(self, database: Database, data_dir: str, now: Callable[[], datetime]) -> None:
        self._database = database
        self._data_dir = data_dir
        self._now = now
        self._lock = threading.Lock()
        self._folder = ""
        self._handle: int | None = None
        self._several: dict[str, OwnReplica] = {}

    def of(self, ws: str) -> OwnReplica:
        """The replica of a workspace, as it is."""
        with self._lock:
            if not self._folder:
                self._folder = self._claim_folder()
            if ws not in self._several:
                path = os.path.join(self._folder, f"{ws}{home.REPLICA_SUFFIX}")
                self._several[ws] = OwnReplica(self._database, path, ws, self._now)
            return self._several[ws]

    def close(self) -> None:
        """Close all files and give the folder free."""
        with self._lock:
            for one in self._several.values():
                one.close()
            self._several.clear()
            if self._handle is not None:
                os.close(self._handle)
            self._handle, self._folder = None, ""

    def _claim_folder(self) -> str:
        """The first of `replicas`, `replicas-2`, … that no running process has claimed."""
        number = 1
        while True:
            folder = os.path.join(self._data_dir, "replicas" if number == 1 else f"replicas-{number}")
            if not os.path.isdir(folder):
                home.make_private_dir(folder)
            handle = os.open(os.path.join(folder, "lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            if takes_lock(handle):
                self._handle = handle
                return folder
            os.close(handle)
            number += 1


def _reading_only(path: str) -> sqlite3.Connection:
    """A connection that any thread may use which holds the lock for it."""
    raw = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    raw.execute("PRAGMA query_only = ON")
    return raw


def _basis_of(raw: sqlite3.Connection) -> _Basis:
    row = raw.execute(_CURSOR).fetchone()
    return _Basis(*row) if row else _NOTHING


def _set_cursor(connection: sqlite3.Connection, epoch: str, seq: int) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO cursor (remote, epoch, seq) VALUES (?, ?, ?)", (_LOG, epoch, seq)
    )


def _is_sound(path: str) -> bool:
    """Whether the file is a replica that can be gone on with."""
    if not os.path.exists(path):
        return False
    try:
        Replica.open(path)
        with closing(reading(path)) as raw:
            return not quick_check(raw)
    except (OutOfReach, sqlite3.Error):
        return False
