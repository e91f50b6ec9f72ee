"""The things of a replica as they stand once entries count that were accepted and are not folded yet.

It knows as much as rights ask for: owners, teams, roles, accounts, and what is in force. What defines a KR in force
moves here, too, by its agreement and by approved changes alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from okrtui.okr.kinds import KINDS, governed_fields
from okrtui.store.authority import NOBODY, Authority
from okrtui.store.entry import Entry, read_entry
from okrtui.store.granting import work_out
from okrtui.store.rows import chunks, query
from okrtui.store.shapes import is_known, is_well_formed, values_of

_GOVERNED = frozenset(governed_fields("key_result"))

Values = dict[str, Any]


class Reported(NamedTuple):
    """What a check-in says of itself: of which KR, by whom, typed by whom."""

    key_result: str | None
    author: str | None
    on_behalf: str | None


class Overlay:
    """Folded tables with accepted entries laid over them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._raw = connection
        self._facts: dict[str, str] = dict(connection.execute("SELECT name, value FROM folded").fetchall())
        self._values: dict[tuple[str, str], Values | None] = {}
        self._check_ins: dict[str, list[Reported]] = {}
        self._in_force: set[str] = set()
        self._members: list[Entry] | None = None
        self._authority: Authority | None = None
        self._foreseen: tuple[str, Authority] | None = None
        self.root = self._facts.get("root", "")

    def values(self, kind: str, entity: str | None) -> Values | None:
        """The fields of a thing that have a value; None where there is no such thing."""
        if not entity:
            return None
        key = (kind, entity)
        if key not in self._values:
            self.read_values(kind, [entity])
        return self._values[key]

    def read_values(self, kind: str, entities: Iterable[str]) -> None:
        """Look up at once these things of a kind."""
        for some in chunks([one for one in entities if (kind, one) not in self._values]):
            self._values.update(((kind, one), None) for one in some)
            marks = ",".join("?" * len(some))
            for row in query(self._raw, f'SELECT * FROM "{KINDS[kind].name}" WHERE id IN ({marks})', some):
                self._values[kind, row["id"]] = values_of(kind, row)

    def check_ins(self, identity: str) -> list[Reported]:
        """What stands under the identity of a check-in."""
        if identity not in self._check_ins:
            self.read_check_ins([identity])
        return self._check_ins[identity]

    def read_check_ins(self, identities: Iterable[str]) -> None:
        """Look up at once what stands under these identities."""
        for some in chunks([one for one in identities if one not in self._check_ins]):
            self._check_ins.update((one, []) for one in some)
            marks = ",".join("?" * len(some))
            sql = f"SELECT identity, key_result, author, on_behalf FROM check_in WHERE identity IN ({marks})"
            for identity, *said in self._raw.execute(sql, some).fetchall():
                self._check_ins[identity].append(Reported(*said))

    def authority(self) -> Authority:
        """Whose entries count, and for what."""
        if self._authority is None:
            if self._members is not None:
                self._authority = work_out(self.root, self._members)
            else:
                kept = self._facts.get("authority")
                self._authority = msgspec.json.decode(kept, type=Authority) if kept else NOBODY
        return self._authority

    def authority_after(self, entry: Entry) -> Authority:
        """The same once a further member entry is in the log."""
        if self._foreseen is None or self._foreseen[0] != entry.sha:
            self._foreseen = (entry.sha, work_out(self.root, [*self._member_entries(), entry]))
        return self._foreseen[1]

    def members_of(self, handle: str) -> dict[str, Values]:
        """The member things of a handle, by id."""
        rows = self._raw.execute("SELECT id FROM member WHERE handle = ?", (handle,)).fetchall()
        ids = {one for (one,) in rows} | {one for kind, one in self._values if kind == "member"}
        found = {one: self.values("member", one) for one in sorted(ids)}
        return {one: values for one, values in found.items() if values and values.get("handle") == handle}

    def owns_objective_in(self, cycle: str, members: frozenset[str]) -> bool:
        """Whether one of these members owns an objective in the cycle."""
        rows = self._raw.execute("SELECT id FROM objective WHERE cycle = ?", (cycle,)).fetchall()
        ids = {one for (one,) in rows} | {one for kind, one in self._values if kind == "objective"}
        known = [self.values("objective", one) for one in ids]
        return any(one and one.get("cycle") == cycle and one.get("owner") in members for one in known)

    def count(self, entry: Entry) -> None:
        """Let an accepted entry, known and well-formed, count for those after it."""
        if entry.k == "check_in":
            said = entry.d.get
            self.check_ins(entry.e).append(Reported(said("key_result"), said("author"), said("on_behalf")))
            return
        if entry.k == "workspace" and not self.root:
            self._found(entry)
        elif entry.k == "member":
            self._count_member(entry)
        elif entry.k == "agreement":
            self._agree(entry.d.get("key_result") or "", entry.d.get("values") or {})
        elif entry.k == "approval" and entry.d.get("verdict") == "approved":
            change = self.values("change", entry.d.get("change")) or {}
            self._lay("key_result", change.get("key_result") or "", change.get("changes") or {})
        self._lay(entry.k, entry.e, self._free(entry))

    def _found(self, entry: Entry) -> None:
        self.root = entry.au
        self._members, self._authority = [], None

    def _count_member(self, entry: Entry) -> None:
        self._member_entries().append(entry)
        is_foreseen = self._foreseen is not None and self._foreseen[0] == entry.sha
        self._authority = self._foreseen[1] if self._foreseen is not None and is_foreseen else None

    def _member_entries(self) -> list[Entry]:
        if self._members is None:
            bodies = self._raw.execute("SELECT body FROM entry WHERE k = 'member'").fetchall()
            several = [read_entry(body) for (body,) in bodies]
            self._members = [one for one in several if is_known(one) and is_well_formed(one)]
        return self._members

    def _agree(self, key_result: str, values: Values) -> None:
        if not self._is_in_force(key_result):
            self._lay("key_result", key_result, values)
            self._in_force.add(key_result)

    def _is_in_force(self, key_result: str) -> bool:
        sql = "SELECT 1 FROM agreement WHERE key_result = ? LIMIT 1"
        return key_result in self._in_force or self._raw.execute(sql, (key_result,)).fetchone() is not None

    def _free(self, entry: Entry) -> Values:
        """What an entry's own fields change at once: of a KR in force, nothing that defines it."""
        if entry.k != "key_result" or not self._is_in_force(entry.e):
            return entry.d
        return {name: value for name, value in entry.d.items() if name not in _GOVERNED}

    def _lay(self, kind: str, entity: str, fields: Values) -> None:
        before = {} if KINDS[kind].is_record else self.values(kind, entity) or {}
        after = before | fields
        self._values[kind, entity] = {name: value for name, value in after.items() if value is not None}
