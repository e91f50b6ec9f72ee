"""The shared log as the server's other modules use it: push, page, wait, snapshot, and a replica to read from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from secrets import token_hex
from typing import NamedTuple

from sqlalchemy import Connection, select, text

from okrtui import home
from okrtui.okr.errors import BadInput, NotFound, Refused
from okrtui.server.bodies import MAX_ENTRIES
from okrtui.server.database import CONNECTIONS, Database
from okrtui.server.folding import Folder
from okrtui.server.heads import Heads, Listener
from okrtui.server.ingest import ingest
from okrtui.server.integrity import Progress, Verified, verify
from okrtui.server.known import Sender
from okrtui.server.migrating import check_schema
from okrtui.server.own_replica import OwnReplica, OwnReplicas
from okrtui.server.paging import PAGE_ENTRIES, Page, read_counter, read_heads, read_page
from okrtui.server.pushes import FarBehind, NotMade, OtherEpoch, Push, Taken, check_founding
from okrtui.server.schema import ENTRY, WORKSPACE
from okrtui.server.snapshot import Snapshot, Snapshots
from okrtui.server.stats import Stats, read_stats
from okrtui.server.verdicts import Verdict, read_candidates
from okrtui.store.uncollected import uncollected

_MAKE_WORKSPACE = text(
    "INSERT INTO workspace (ws, epoch, head, bytes, created_at) VALUES (:ws, :epoch, :head, :bytes, :created_at)"
    " ON CONFLICT DO NOTHING"
)


class Standing(NamedTuple):
    """How a workspace's log stands.

    Attributes:
        ws: id of the workspace's first entry.
        epoch: the log's.
        head: how many entries it has.
        bytes: the length of all of them.
        created_at: when the first came in, a UTC text.
    """

    ws: str
    epoch: str
    head: int
    bytes: int
    created_at: str


class ServerLog:
    """The log of all workspaces on one database, and this process's replicas of them.

    Args:
        database: the address of the database, or an open one.
        data_dir: the folder for replicas and snapshots; what lies there can be made anew.
        now: the clock.

    Raises:
        BadInput: the address can't be.
        Refused: the database's tables are behind.
        OutOfReach: the database can't be reached, or is a newer okrtui's.
    """

    def __init__(
        self, database: str | Database, data_dir: str, now: Callable[[], datetime] = home.now
    ) -> None:
        self.database = Database(database, CONNECTIONS) if isinstance(database, str) else database
        try:
            if self.database.is_sqlite:
                self.database.announce()
            check_schema(self.database)
        except BaseException:
            self.database.close()
            raise
        self._now = now
        self._replicas = OwnReplicas(self.database, data_dir, now)
        self._snapshots = Snapshots(self.database, data_dir)
        self._heads = Heads(self._read_heads)
        self._folder = Folder(self.replica)

    def close(self) -> None:
        """Stop the threads and close files and connections."""
        self._heads.close()
        self._folder.close()
        self._replicas.close()
        self.database.close()

    def push(
        self,
        ws: str,
        handle: str,
        devs: Collection[str],
        bodies: Sequence[bytes],
        *,
        is_operator: bool = False,
        founder: bool = False,
    ) -> list[Verdict]:
        """Append what may be appended, as `take` does; gives the verdicts alone."""
        return self.take(ws, handle, devs, bodies, is_operator=is_operator, founder=founder).verdicts

    def take(
        self,
        ws: str,
        handle: str,
        devs: Collection[str],
        bodies: Sequence[bytes],
        *,
        epoch: str | None = None,
        is_operator: bool = False,
        founder: bool = False,
    ) -> Taken:
        """Append what may be appended; the answer is given once it is committed.

        Args:
            ws: the workspace.
            handle: whom the token speaks for.
            devs: the replica ids that it may sign with.
            bodies: the entries' bytes, in the order in which they are to count.
            epoch: the log's as the sender knows it; None where any will do.
            is_operator: entries by anybody are filled in, whatever their clocks; a missing workspace is made.
            founder: the workspace is made where it is missing and the first entry makes it.

        Raises:
            BadInput: these are more entries than go at once.
            NotFound: there is no such workspace.
            OtherEpoch: the log is another one than the sender knows.
            Refused: a founder's workspace was made by another device.
            OutOfReach: the database or the replica is out of reach; nothing was appended.
        """
        if len(bodies) > MAX_ENTRIES and not is_operator:
            raise BadInput(f"{len(bodies)} entries: at most {MAX_ENTRIES} go at once")
        sender = Sender(handle, frozenset(devs), is_operator)
        candidates = read_candidates(bodies, ws)
        if is_operator or founder:
            is_new = self._head_of(ws) is None
            if is_new:
                check_founding(ws, candidates)
            elif founder and not is_operator:
                self._must_be_own(ws, sender)
            return self._append(Push(ws, candidates, sender, epoch, is_new))
        return self._append(Push(ws, candidates, sender, epoch, is_new=False))

    def page(self, ws: str, after: int, limit: int = PAGE_ENTRIES) -> Page:
        """The entries beyond `after`: at most `limit`, and 4 MiB.

        Raises:
            NotFound: there is no such workspace.
            OutOfReach: the database is out of reach.
        """
        with self.database.reading() as connection:
            return read_page(connection, ws, after, limit)

    def wait(self, ws: str, after: int, seconds: float) -> int:
        """The head once it is beyond `after`, or as it is after so many seconds; it keeps a thread meanwhile."""
        return self._heads.wait(ws, after, seconds)

    def listen(self, ws: str, listener: Listener) -> Callable[[], None]:
        """Have each new head told, on any thread, until the function that this gives is called."""
        return self._heads.listen(ws, listener)

    def is_known(self, ws: str) -> bool:
        """Whether there is such a workspace."""
        return self._head_of(ws) is not None

    def head(self, ws: str) -> int:
        """The seq of the last entry.

        Raises:
            NotFound: there is no such workspace.
        """
        head = self._head_of(ws)
        if head is None:
            raise NotFound("this server has no such workspace")
        return head

    def epoch(self, ws: str) -> str:
        """The log's epoch.

        Raises:
            NotFound: there is no such workspace.
        """
        with self.database.reading() as connection:
            return read_counter(connection, ws).epoch

    def snapshot(self, ws: str) -> Snapshot:
        """The whole log, or nearly: what came in since is pulled in pages.

        Raises:
            NotFound: there is no such workspace.
            OutOfReach: the database or the disk is out of reach.
        """
        return self._snapshots.of(ws)

    def replica(self, ws: str) -> str:
        """The path of this process's replica, caught up with the log; it is only to be read.

        Raises:
            NotFound: there is no such workspace.
            OutOfReach: the database or the replica is out of reach.
        """
        self.head(ws)
        own = self._replicas.of(ws)
        own.catch_up()
        return own.path

    def verify(self, ws: str, progress: Progress | None = None) -> Verified:
        """Read the whole log and compare it with its hashes, its counter, and the tables of this process's replica.

        Raises:
            NotFound: there is no such workspace.
            OutOfReach: the database or the disk is out of reach.
        """
        self.head(ws)
        return verify(self.database, self._replicas.of(ws), ws, progress)

    def stats(self, ws: str) -> Stats:
        """Who wrote how much of a workspace's log, and what was rejected.

        Raises:
            NotFound: there is no such workspace.
        """
        with self.database.reading() as connection:
            return read_stats(connection, ws)

    def workspaces(self) -> list[Standing]:
        """All workspaces, the oldest first."""
        columns = [WORKSPACE.c[name] for name in Standing._fields]
        with self.database.reading() as connection:
            rows = connection.execute(select(*columns).order_by(WORKSPACE.c.created_at, WORKSPACE.c.ws))
            return [Standing(*row) for row in rows]

    def _append(self, push: Push) -> Taken:
        own = self._replicas.of(push.ws)
        if push.is_new:
            own.begin()
        while True:
            try:
                before, taken = self._appended(push, own)
                break
            except FarBehind:
                own.catch_up()
        if taken.head > before:
            self._heads.note(push.ws, taken.head)
            self._folder.note(push.ws)
        return taken

    def _appended(self, push: Push, own: OwnReplica) -> tuple[int, Taken]:
        """The head before, and what became of the push; FarBehind where folding has to come first."""
        with own.lock, own.checked_when_broken(), uncollected():
            try:
                before, taken = self._transact(push, own)
            except NotMade as nothing:
                own.forget()
                return 0, Taken("", 0, nothing.verdicts)
            except BaseException:
                own.forget()
                raise
            own.keep(taken.head)
            return before, taken

    def _transact(self, push: Push, own: OwnReplica) -> tuple[int, Taken]:
        """One transaction under the counter; gives the head before it, too."""
        with self.database.writing() as connection:
            if push.is_new:
                self._make_workspace(connection, push.ws)
            counter = read_counter(connection, push.ws, lock=True)
            if push.epoch not in (None, counter.epoch):
                raise OtherEpoch(counter.epoch)
            if push.is_new and counter.head:
                raise Refused("this workspace was made a moment ago by another push: try again")
            with own.rights(connection, counter) as rights:
                outcome = ingest(connection, counter, push.candidates, push.sender, rights, self._now())
            if not outcome.head:
                raise NotMade(outcome.verdicts)
        return counter.head, Taken(counter.epoch, outcome.head, outcome.verdicts)

    def _make_workspace(self, connection: Connection, ws: str) -> None:
        row = {
            "ws": ws,
            "epoch": token_hex(16),
            "head": 0,
            "bytes": 0,
            "created_at": self._now().isoformat(timespec="seconds"),
        }
        connection.execute(_MAKE_WORKSPACE, row)

    def _must_be_own(self, ws: str, sender: Sender) -> None:
        """A founder may go on with a workspace whose first entry is its device's own."""
        statement = select(ENTRY.c.au, ENTRY.c.dev).where(ENTRY.c.ws == ws, ENTRY.c.seq == 1)
        with self.database.reading() as connection:
            first = connection.execute(statement).one_or_none()
        if first is None or first[0] != sender.handle or first[1] not in sender.devs:
            raise Refused("this workspace was made by another device: ask there for an invitation")

    def _head_of(self, ws: str) -> int | None:
        return self._read_heads([ws]).get(ws)

    def _read_heads(self, several: Iterable[str]) -> dict[str, int]:
        with self.database.reading() as connection:
            return read_heads(connection, several)
