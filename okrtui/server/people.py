"""Who has an account in a workspace, as its log says now.

An account that was taken away ends its devices' access at once, without anybody revoking them one by one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from typing import NamedTuple

from okrtui.okr.errors import NotFound
from okrtui.views.connect import connect
from okrtui.views.people import members

_BELIEVED = 2.0
"""Seconds for which an answer may be told again where another server took in what changed it."""

_ROOT = "SELECT au FROM entry WHERE id = (SELECT value FROM meta WHERE name = 'ws')"


class Person(NamedTuple):
    """A member with an account."""

    handle: str
    roles: frozenset[str]


class _Known(NamedTuple):
    at: float
    by_handle: dict[str, Person]


class People:
    """The people of every workspace, read from this process's replicas."""

    def __init__(self, replica_of: Callable[[str], str]) -> None:
        self._replica_of = replica_of
        self._known: dict[str, _Known] = {}

    def person(self, ws: str, handle: str) -> Person | None:
        """The member of that handle; None where they have no account in the workspace.

        Its creator has one before the entry that says so has come in.
        """
        known = self._known.get(ws)
        if known is None or time.monotonic() - known.at > _BELIEVED:
            known = _Known(time.monotonic(), self._read(ws))
            self._known[ws] = known
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
