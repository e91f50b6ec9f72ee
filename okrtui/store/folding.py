"""The state of one folding: what it reads from, and what its steps have found to need working out again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from okrtui.store.authority import NOBODY, Authority
from okrtui.store.counted import Conflicts, Counted
from okrtui.store.entry import Entry, stored_entry
from okrtui.store.rows import chunks, delete_rows, insert_rows, replace_rows

if TYPE_CHECKING:
    from okrtui.store.yardstick import Yardstick


class Folding:
    """One folding of what a transaction touched.

    Attributes:
        facts: what folding keeps about the whole workspace, by name.
        authority: whose entries count, and for what.
        workspace: id of the workspace entity.
        dirty_changes: proposals that must be judged again.
        dirty_key_results: KRs whose row must be folded again (and then their facts).
        dirty_objectives: objectives whose row must be folded again (and then their score).
        dirty_facts: KRs whose facts must be worked out again.
        dirty_scores: objectives whose score must be worked out again.
        dirty_raised: escalations raised by hand that must be worked out again.
        dirty_decisions: decisions whose state must be worked out again.
        pending: for each KR folded now, plain edits of agreed values, which have no effect.
        link_stamps: for each KR folded now, the stamp of its contribution links.
        are_codes_dirty: whether a KR or objective came in, so that short codes may have become too short.
        are_links_dirty: whether a contribution link came or went.
        yardstick: the workspace's, once somebody asked.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.facts: dict[str, str] = dict(
            self.connection.execute("SELECT name, value FROM folded").fetchall()
        )
        self.authority = NOBODY
        self.workspace = self.facts.get("workspace", "")
        self.dirty_changes: set[str] = set()
        self.dirty_key_results: set[str] = set()
        self.dirty_objectives: set[str] = set()
        self.dirty_facts: set[str] = set()
        self.dirty_scores: set[str] = set()
        self.dirty_raised: set[str] = set()
        self.dirty_decisions: set[str] = set()
        self.pending: dict[str, dict[str, Any] | None] = {}
        self.link_stamps: dict[str, str] = {}
        self.are_codes_dirty = False
        self.are_links_dirty = False
        self.yardstick: Yardstick | None = None

    def set_fact(self, name: str, value: str) -> None:
        """Keep a fact about the whole workspace; an empty text forgets it."""
        if self.facts.get(name, "") == value:
            return
        self.facts[name] = value
        if value:
            replace_rows(self.connection, "folded", [{"name": name, "value": value}])
        else:
            delete_rows(self.connection, "folded", "name", [name])

    def recall_authority(self) -> Authority | None:
        """The authority that was worked out last, taken up for this folding; None where there is none yet."""
        kept = self.facts.get("authority")
        if kept is None:
            return None
        self.authority = msgspec.json.decode(kept, type=Authority)
        return self.authority

    def counted(self, kind: str, entities: Iterable[str]) -> Iterator[tuple[str, Counted]]:
        """Each of these entities with its entries of this kind that count."""
        for some in chunks(sorted(entities)):
            by_entity: dict[str, list[Entry]] = {entity: [] for entity in some}
            marks = ",".join("?" * len(some))
            sql = f"SELECT e, body, sha FROM entry WHERE k = ? AND e IN ({marks})"
            for entity, body, sha in self.connection.execute(sql, (kind, *some)).fetchall():
                by_entity[entity].append(stored_entry(body, sha))
            for entity, entries in by_entity.items():
                yield entity, Counted(entries, self.authority, self.workspace)

    def effective_changes(self, target: str, entities: Sequence[str]) -> dict[str, list[Entry]]:
        """The proposals that took effect on these KRs or objectives, by what they changed.

        Args:
            target: "key_result" or "objective".
            entities: their ids.
        """
        marks = ",".join("?" * len(entities))
        sql = f"SELECT change, {target}, proposal FROM change_fact WHERE {target} IN ({marks}) AND is_effective = 1"
        about = {change: (of, sha) for change, of, sha in self.connection.execute(sql, entities)}
        found: dict[str, list[Entry]] = {}
        for change, counted in self.counted("change", about):
            of, sha = about[change]
            found.setdefault(of, []).extend(entry for entry in counted.entries if entry.sha == sha)
        return found

    def ids(self, sql: str, *values: str | None) -> list[str]:
        """The first column of a query's rows, without NULLs."""
        return [row[0] for row in self.connection.execute(sql, values).fetchall() if row[0] is not None]

    def note_conflicts(self, kind: str, conflicts: Mapping[str, Conflicts]) -> None:
        """Keep which fields of which entities have several heads with other words; forget the settled ones."""
        for some in chunks(sorted(conflicts)):
            marks = ",".join("?" * len(some))
            self.connection.execute(
                f"DELETE FROM conflict WHERE kind = ? AND entity IN ({marks})", (kind, *some)
            )
        rows = [
            {
                "kind": kind,
                "entity": entity,
                "field": field,
                "entries": encode(sorted(one.id for one in several)),
            }
            for entity, fields in conflicts.items()
            for field, several in fields.items()
        ]
        insert_rows(self.connection, "conflict", rows)


def encode(value: object) -> str:
    """A value as compact JSON text with sorted keys."""
    return msgspec.json.encode(value, order="sorted").decode()
