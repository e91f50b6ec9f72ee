"""Who has an account in a workspace, as its log says now.

An account that was taken away ends its devices' access at once, without anybody revoking them one by one. What was
read is told again for as long as no entry on a member has come in, so that no request waits for folding.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import NamedTuple

from okrtui.okr.errors import NotFound
from okrtui.server.database import Database
from okrtui.server.paging import bodies_between, read_heads
from okrtui.views.connect import connect
from okrtui.views.people import members

OF_MEMBER = b'"k":"member"'
"""Stands in every entry on a member, and hardly in any other."""

MOST_LOOKED_AT = 2_000
"""Entries; where more came in, the people are read anew without looking."""

_BELIEVED = 2.0
"""Seconds for which an answer may be told again where another server took in what changed it."""

_ROOT = "SELECT au FROM entry WHERE id = (SELECT value FROM meta WHERE name = 'ws')"


class Person(NamedTuple):
    """A member with an account."""

    handle: str
    roles: frozenset[str]


class _Known(NamedTuple):
    """What was read when the log reached to `head` at least, and when it was last found to hold."""

    at: float
    head: int
    by_handle: dict[str, Person]

    @property
    def is_old(self) -> bool:
        return time.monotonic() - self.at > _BELIEVED


class People:
    """The people of every workspace, read from this process's replicas.

    Args:
        replica_of: gives the path of a workspace's replica, caught up with its log.
        database: where the logs lie.
    """

    def __init__(self, replica_of: Callable[[str], str], database: Database) -> None:
        self._replica_of = replica_of
        self._database = database
        self._known: dict[str, _Known] = {}
        self._turns: dict[str, threading.Lock] = {}

    def person(self, ws: str, handle: str) -> Person | None:
        """The member of that handle; None where they have no account in the workspace.

        Its creator has one before the entry that says so has come in.
        """
        known = self._known.get(ws)
        if known is None or known.is_old:
            with self._turns.setdefault(ws, threading.Lock()):
                known = self._known.get(ws)
                if known is None or known.is_old:
                    known = self._known[ws] = self._look(ws, known)
        return known.by_handle.get(handle)

    def is_root(self, ws: str, handle: str) -> bool:
        """Whether this handle created the workspace."""
        with closing(connect(self._replica_of(ws))) as replica:
            return bool(replica.execute(_ROOT).fetchone() == (handle,))

    def forget(self, ws: str) -> None:
        """Read anew at the next question, for the log has grown."""
        self._known.pop(ws, None)

    def is_free(self, ws: str, handle: str, dev: str) -> bool:
        """Whether nobody but this handle wrote with that replica id."""
        with closing(connect(self._replica_of(ws))) as replica:
            sql = "SELECT 1 FROM entry WHERE dev = ? AND au <> ? LIMIT 1"
            return replica.execute(sql, (dev, handle)).fetchone() is None

    def _look(self, ws: str, known: _Known | None) -> _Known:
        """What holds now; raises OutOfReach where the log can't be read."""
        now = time.monotonic()
        head, has_news = self._news(ws, known.head if known else 0)
        if known is not None and not has_news:
            return known._replace(at=now, head=head)
        return _Known(now, head, self._read(ws))

    def _news(self, ws: str, after: int) -> tuple[int, bool]:
        """The log's head, and whether an entry on a member may have come in since it reached to `after`."""
        with self._database.reading() as connection:
            head = read_heads(connection, [ws]).get(ws, 0)
            if not after <= head <= after + MOST_LOOKED_AT:
                return head, True
            bodies = bodies_between(connection, ws, after, head)
        return head, len(bodies) != head - after or any(OF_MEMBER in body for body in bodies)

    def _read(self, ws: str) -> dict[str, Person]:
        try:
            path = self._replica_of(ws)
        except NotFound:
            return {}
        with closing(connect(path)) as replica:
            found = members(replica)
            root = replica.execute(_ROOT).fetchone()
        people = {one.handle: Person(one.handle, frozenset(one.roles or ())) for one in found if one.account}
        if root and root[0] not in {one.handle for one in found}:
            people[root[0]] = Person(root[0], frozenset())
        return people
