"""What a workspace holds already, as far as an import has to know it: ids, names and values, read in bulk."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from typing import Any

from okrtui.actions.csv_matching import Key, Standing
from okrtui.okr.kinds import KINDS
from okrtui.store.rows import chunks, query
from okrtui.store.shapes import values_of


class Known:
    """A workspace as it stands; an empty one where there is none yet.

    Attributes:
        workspace_id: id of the workspace entity, "" where there is none.
        workspace_name: its name.
    """

    def __init__(self, connection: sqlite3.Connection | None) -> None:
        self._connection = connection
        self._ids: dict[str, frozenset[str]] = {}
        self.workspace_id = ""
        self.workspace_name = ""
        if connection is not None:
            self.workspace_id, self.workspace_name = connection.execute(
                "SELECT id, COALESCE(name, '') FROM workspace"
                " WHERE id = (SELECT value FROM folded WHERE name = 'workspace')"
            ).fetchone()

    def ids(self, kind: str) -> frozenset[str]:
        """The ids of all things of a kind (of check-ins, their revisions)."""
        if kind not in self._ids:
            rows = self._query(f'SELECT id FROM "{kind}"')
            self._ids[kind] = frozenset(row["id"] for row in rows)
        return self._ids[kind]

    def values(self, kind: str, ids: Collection[str]) -> dict[str, dict[str, Any]]:
        """The fields of these things, by id; unknown ids are left out."""
        return self._values(kind, "id", sorted(self.ids(kind) & set(ids)))

    def all(self, kind: str) -> dict[str, dict[str, Any]]:
        """The fields of everything of a kind, by id."""
        return self.values(kind, self.ids(kind))

    def shown_check_ins(self, identities: Collection[str]) -> dict[str, tuple[str, dict[str, Any]]]:
        """The revision that counts of these check-ins, as (id, fields), by identity."""
        found: dict[str, tuple[str, dict[str, Any]]] = {}
        for some in chunks(sorted(identities)):
            marks = ",".join("?" * len(some))
            sql = f"SELECT * FROM check_in WHERE is_shown = 1 AND identity IN ({marks})"
            for row in self._query(sql, some):
                found[row["identity"]] = (row["id"], values_of("check_in", row))
        return found

    def standing_check_ins(self) -> dict[Key, list[Standing]]:
        """The check-ins whose revisions count, by KR, week and author, in the order of their times."""
        found: dict[Key, list[Standing]] = {}
        sql = (
            "SELECT id, identity, at, key_result, week, author FROM check_in"
            " WHERE is_shown = 1 AND COALESCE(retracted, 0) = 0 ORDER BY COALESCE(at, ''), id"
        )
        for row in self._query(sql):
            key = (row["key_result"], row["week"], row["author"])
            found.setdefault(key, []).append(Standing(row["id"], row["identity"], row["at"]))
        return found

    def identities(self, revisions: Collection[str]) -> dict[str, str]:
        """The check-ins of which these are revisions, by the revision's id."""
        found: dict[str, str] = {}
        for some in chunks(sorted(self.ids("check_in") & set(revisions))):
            marks = ",".join("?" * len(some))
            for row in self._query(f"SELECT id, identity FROM check_in WHERE id IN ({marks})", some):
                found[row["id"]] = row["identity"]
        return found

    def in_force(self) -> frozenset[str]:
        """The ids of the KRs that have been published."""
        rows = self._query("SELECT key_result FROM key_result_fact WHERE is_in_force = 1")
        return frozenset(row["key_result"] for row in rows)

    def contribution_links(self) -> dict[str, set[str]]:
        """From each KR to those above that it moves."""
        links: dict[str, set[str]] = {}
        for row in self._query("SELECT key_result, above FROM contribution WHERE is_in_effect = 1"):
            links.setdefault(row["key_result"], set()).add(row["above"])
        return links

    def _values(self, kind: str, column: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for some in chunks(keys):
            marks = ",".join("?" * len(some))
            for row in self._query(f'SELECT * FROM "{KINDS[kind].name}" WHERE {column} IN ({marks})', some):
                found[row["id"]] = values_of(kind, row)
        return found

    def _query(self, sql: str, values: Sequence[str] = ()) -> list[dict[str, Any]]:
        return [] if self._connection is None else query(self._connection, sql, values)
