"""Whose a key is, where entries of one author claim one id, or one place in a replica's count, with other bytes.

The smallest sha256 counts, and whatever it leaves room for; all claimants are kept as oddities. However many there
are, each is looked at a bounded number of times: somebody who floods a log with them slows nobody down for long.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from okrtui.store.entry import COLUMNS, Entry, columns_of, entry_row, read_entry
from okrtui.store.rows import chunks, insert_rows, replace_rows

_INSERT = f"INSERT INTO entry ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))}) ON CONFLICT DO NOTHING"

Key = tuple[str, ...] | tuple[str, str, int]
"""(author, id), or (author, replica, counter)."""


class _Aside(NamedTuple):
    """What was kept aside of one author: the sha256 of each claimant, and of the claimants of each key."""

    shas: set[str]
    by_key: dict[Key, set[str]]

    def add(self, entry: Entry) -> None:
        """One more claimant."""
        self.shas.add(entry.sha)
        for key in _keys(entry):
            self.by_key.setdefault(key, set()).add(entry.sha)


class Claims:
    """The keys of a replica's log, while entries are taken in; `settle` ends it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._odd_authors = {au for (au,) in self._connection.execute("SELECT DISTINCT au FROM oddity")}
        self._asides: dict[str, _Aside] = {}
        self._pending: dict[str, Entry] = {}

    def take(self, entry: Entry) -> str:
        """Store an entry where it claims no other's key: "new", "known", or "odd" for one that waits to be settled."""
        aside = self._aside_of(entry.au)
        if aside is not None:
            if entry.sha in aside.shas:
                return "known"
            if any(key in aside.by_key for key in _keys(entry)):
                return self._wait(entry)
        if self._connection.execute(_INSERT, columns_of(entry)).rowcount:
            return "new"
        if any(one.sha == entry.sha for one in self._holders(entry)):
            return "known"
        return self._wait(entry)

    def settle(self) -> set[tuple[str, str]]:
        """Decide whose the contested keys are; gives the kind and the entity of everything that this touched."""
        if not self._pending:
            return set()
        claimants = [one for _, one in sorted(self._contestants().items())]
        taken: set[Key] = set()
        kept: list[Entry] = []
        for one in claimants:
            if taken.isdisjoint(_keys(one)):
                taken.update(_keys(one))
                kept.append(one)
        self._connection.executemany(
            "DELETE FROM entry WHERE au = ? AND id = ? AND sha = ?",
            [(one.au, one.id, one.sha) for one in claimants],
        )
        insert_rows(self._connection, "entry", [entry_row(one) for one in kept])
        ids = Counter((one.au, one.id) for one in claimants)
        replace_rows(
            self._connection, "oddity", [_oddity_row(one, ids[one.au, one.id] > 1) for one in claimants]
        )
        self._pending.clear()
        return {(one.k, one.e) for one in claimants}

    def _wait(self, entry: Entry) -> str:
        self._pending[entry.sha] = entry
        self._odd_authors.add(entry.au)
        aside = self._aside_of(entry.au)
        assert aside is not None
        aside.add(entry)
        return "odd"

    def _contestants(self) -> dict[str, Entry]:
        """The entries that wait, and all that hold or claim a key of theirs, or of one of those, by sha256."""
        found: dict[str, Entry] = {}
        waiting = list(self._pending.values())
        while waiting:
            entry = waiting.pop()
            if entry.sha in found:
                continue
            found[entry.sha] = entry
            aside = self._aside_of(entry.au)
            rivals = {sha for key in _keys(entry) for sha in (aside.by_key.get(key, ()) if aside else ())}
            unread = [sha for sha in rivals if sha not in found and sha not in self._pending]
            waiting += [self._pending[sha] for sha in rivals if sha in self._pending and sha not in found]
            waiting += [*self._kept_aside(unread), *self._holders(entry)]
        return found

    def _holders(self, entry: Entry) -> list[Entry]:
        """The stored entries that hold a key of this one."""
        rows = self._connection.execute(
            "SELECT body FROM entry WHERE au = ?1 AND id = ?2 UNION"
            " SELECT body FROM entry WHERE au = ?1 AND dev = ?3 AND n = ?4",
            (entry.au, entry.id, entry.dev, entry.n),
        )
        return [read_entry(body) for (body,) in rows.fetchall()]

    def _kept_aside(self, shas: Iterable[str]) -> list[Entry]:
        found = []
        for some in chunks(sorted(shas)):
            marks = ", ".join("?" * len(some))
            rows = self._connection.execute(f"SELECT body FROM oddity WHERE sha IN ({marks})", some)
            found += [read_entry(body) for (body,) in rows.fetchall()]
        return found

    def _aside_of(self, author: str) -> _Aside | None:
        """What was kept aside of an author, read once; None where nothing was."""
        if author not in self._odd_authors:
            return None
        if author not in self._asides:
            self._asides[author] = aside = _Aside(set(), {})
            for (body,) in self._connection.execute("SELECT body FROM oddity WHERE au = ?", (author,)):
                aside.add(read_entry(body))
        return self._asides[author]


def _keys(entry: Entry) -> tuple[Key, Key]:
    return (entry.au, entry.id), (entry.au, entry.dev, entry.n)


def _oddity_row(one: Entry, is_id_reused: bool) -> dict[str, object]:
    code = "id_reuse" if is_id_reused else "dev_fork"
    return {"sha": one.sha, "code": code, "au": one.au, "id": one.id, "body": one.body}
