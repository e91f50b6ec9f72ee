"""Writing the log: one transaction's entries by one person, stamped, sent to the outbox and folded."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from okrtui.okr.kinds import KINDS, VERSION
from okrtui.store.clock import new_id, next_clock
from okrtui.store.counted import Counted
from okrtui.store.entry import ENVELOPE, Entry, entry_row, write_entry
from okrtui.store.fold import Touched, fold
from okrtui.store.folding import Folding
from okrtui.store.rows import insert_rows, replace_rows


class Journal:
    """The entries of one transaction.

    Attributes:
        connection: the transaction.
        author: the handle of whoever acts.
        ws: id of the workspace's first entry; empty until there is one.
        undoes: the number of the save that this transaction takes back, if it does.
        redoes: the number of the undo that this transaction takes back, if it does.
        what: what the person did, where the transaction itself found out.
    """

    def __init__(self, connection: sqlite3.Connection, author: str, now: Callable[[], datetime]) -> None:
        self.connection = connection
        self.author = author
        self._now = now
        meta: dict[str, str] = dict(self.connection.execute("SELECT name, value FROM meta").fetchall())
        self.ws = meta.get("ws", "")
        self.dev = meta["dev"]
        self._first_n = int(meta["n"])
        self._n = self._first_n
        self._hlc = meta["hlc"]
        self._ids = 2 * self._first_n  # an entry takes at most two: its own, and its entity's
        self._touched: Touched = {}
        self._waiting: list[Entry] = []
        self.undoes: int | None = None
        self.redoes: int | None = None
        self.what = ""

    def now(self) -> datetime:
        """The moment that this transaction's entries carry."""
        return self._now()

    def new_id(self) -> str:
        """An id for a new thing or entry."""
        self._ids += 1
        return new_id(self._now(), self._ids)

    def add(
        self,
        kind: str,
        entity: str,
        fields: Mapping[str, Any],
        base: Iterable[str] | None = None,
        entry_id: str = "",
    ) -> Entry:
        """Write one entry.

        Args:
            kind: the entity's kind.
            entity: its id.
            fields: the fields that it sets (all of them for a record).
            base: ids of the entries whose values it replaces; by default the heads of these fields.
            entry_id: the entry's own id; by default a new one.

        Raises:
            BadInput: it is too long, or a text is no Unicode.
        """
        if base is None:
            self._flush()
            base = self.heads(kind, entity, fields)
        base = sorted(base)
        seen = self._clocks(base)
        if kind == "member" and not {"roles", "account"}.isdisjoint(fields):
            fields = {"fence": self.fence(), **fields}
            seen += self._clocks_of_rights(entity)
        self._hlc = next_clock(self._now(), self._hlc, *seen)
        self._n += 1
        entry_id = entry_id or self.new_id()
        self.ws = self.ws or entry_id
        entry = write_entry(
            {
                "v": ENVELOPE,
                "id": entry_id,
                "ws": self.ws,
                "au": self.author,
                "dev": self.dev,
                "n": self._n,
                "hlc": self._hlc,
                "base": base,
                "k": kind,
                "kv": VERSION,
                "e": entity,
                "d": dict(fields),
            }
        )
        self._waiting.append(entry)
        self._touched.setdefault(kind, set()).add(entity)
        return entry

    def heads(self, kind: str, entity: str, fields: Iterable[str]) -> list[str]:
        """The ids of the entries that hold the standing values of these fields (of the whole, for a record)."""
        counted = self._counted(kind, entity)
        if KINDS[kind].is_record:
            return [write.id for write in counted.revisions()]
        return sorted({write.id for field in fields for write in counted.heads_of(field)})

    def shown(self, kind: str, entity: str, field: str) -> Any:
        """The value that this replica's log shows for a field, agreements apart."""
        heads = self._counted(kind, entity).heads_of(field)
        return heads[0].value if heads else None

    def effective_changes(self, target: str, entity: str) -> list[Entry]:
        """The proposals that took effect on a KR or objective ("key_result" or "objective", and its id)."""
        self._flush()
        return self._folding().effective_changes(target, [entity]).get(entity, [])

    def fence(self) -> dict[str, int]:
        """The last counter seen of every replica, for fencing an account that is given or taken."""
        self._flush()
        return dict(self.connection.execute("SELECT dev, MAX(n) FROM entry GROUP BY dev").fetchall())

    def fold(self) -> None:
        """Fold what was written so far, so that it can be read within the transaction."""
        self._flush()
        touched, self._touched = self._touched, {}
        if touched:
            fold(self.connection, touched)

    def close(self, what: str) -> None:
        """Fold everything and note the save, for undo."""
        self.fold()
        if self._n > self._first_n:
            note = {
                "what": self.what or what,
                "at": self._now().isoformat(),
                "first_n": self._first_n + 1,
                "last_n": self._n,
            }
            row = {**note, "undoes": self.undoes, "redoes": self.redoes, "is_undone": 0}
            insert_rows(self.connection, "saved", [row])

    def _clocks(self, base: list[str]) -> list[str]:
        """The clocks of what an entry replaces: it comes after them, however wrong this machine's clock is."""
        if not base:
            return []
        self._flush()
        marks = ",".join("?" * len(base))
        return [
            hlc for (hlc,) in self.connection.execute(f"SELECT hlc FROM entry WHERE id IN ({marks})", base)
        ]

    def _clocks_of_rights(self, member: str) -> list[str]:
        """The clocks of what was said of a member and of the author: rights are worked out in the order of stamps, so
        what rests on a role has to come after what gave it, however far behind this machine's clock is.
        """
        rows = self.connection.execute(
            "SELECT hlc FROM entry WHERE k = 'member' AND e IN (SELECT ? UNION SELECT id FROM member WHERE handle = ?)",
            (member, self.author),
        )
        return [hlc for (hlc,) in rows]

    def _counted(self, kind: str, entity: str) -> Counted:
        self._flush()
        return next(self._folding().counted(kind, [entity]))[1]

    def _folding(self) -> Folding:
        folding = Folding(self.connection)
        folding.recall_authority()
        return folding

    def _flush(self) -> None:
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        insert_rows(self.connection, "entry", [entry_row(entry) for entry in waiting])
        insert_rows(
            self.connection,
            "outbox",
            [{"id": entry.id, "state": "waiting", "code": None, "tries": 0} for entry in waiting],
        )
        replace_rows(
            self.connection,
            "meta",
            [
                {"name": name, "value": value}
                for name, value in (("n", str(self._n)), ("hlc", self._hlc), ("ws", self.ws))
            ],
        )
