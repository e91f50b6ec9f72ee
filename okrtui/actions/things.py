"""Reading what an action is about, inside its transaction."""

from __future__ import annotations

import sqlite3
from typing import Any, NamedTuple

from okrtui.okr.errors import NotFound
from okrtui.okr.kinds import KINDS
from okrtui.store.rows import query
from okrtui.store.shapes import values_of


def thing(connection: sqlite3.Connection, kind: str, entity: str) -> dict[str, Any]:
    """The fields in effect of one thing; every field of its kind is there, None where it has no value.

    Raises:
        NotFound: there is none with this id.
    """
    rows = query(connection, f"SELECT * FROM {KINDS[kind].name} WHERE id = ?", (entity,))
    if not rows:
        raise NotFound(f"there is no such {kind.replace('_', ' ')}")
    blank: dict[str, Any] = dict.fromkeys(KINDS[kind].by_name)
    return blank | values_of(kind, rows[0])


class Setting(NamedTuple):
    """A KR with its objective and cycle, and how far governance has got with it."""

    key_result: dict[str, Any]
    objective: dict[str, Any]
    cycle: dict[str, Any]
    cycle_id: str
    is_in_force: bool

    @property
    def phase(self) -> str:
        """The cycle's phase."""
        return phase_of(self.cycle)


def setting_of(connection: sqlite3.Connection, key_result: str) -> Setting:
    """The KR in its setting.

    Raises:
        NotFound: there is no such KR.
    """
    values = thing(connection, "key_result", key_result)
    objective = thing(connection, "objective", values["objective"] or "")
    cycle = thing(connection, "cycle", objective["cycle"] or "")
    fact = connection.execute(
        "SELECT is_in_force FROM key_result_fact WHERE key_result = ?", (key_result,)
    ).fetchone()
    return Setting(values, objective, cycle, objective["cycle"], bool(fact and fact[0]))


def phase_of(cycle: dict[str, Any]) -> str:
    """The cycle's phase; a draft where nothing was said."""
    return str(cycle.get("phase") or "draft")


def champions_of(connection: sqlite3.Connection, team: str | None) -> list[str]:
    """The champion of the objective's team, as a list of member ids."""
    row = connection.execute("SELECT champion FROM team WHERE id = ?", (team,)).fetchone()
    return [row[0]] if row and row[0] else []


def code(connection: sqlite3.Connection, entity: str) -> str:
    """The short code that people see for a KR or an objective."""
    length = connection.execute("SELECT value FROM folded WHERE name = 'code_length'").fetchone()
    for table, column in (("key_result_fact", "key_result"), ("objective_fact", "objective")):
        row = connection.execute(f"SELECT code FROM {table} WHERE {column} = ?", (entity,)).fetchone()
        if row:
            return str(row[0])[: int(length[0]) if length else 4]
    return entity


def is_in_force(connection: sqlite3.Connection, objective: str) -> bool:
    """Whether any KR of the objective has been published."""
    row = connection.execute(
        "SELECT 1 FROM key_result_fact WHERE objective = ? AND is_in_force = 1 LIMIT 1", (objective,)
    ).fetchone()
    return row is not None


def key_results_of(connection: sqlite3.Connection, objective: str) -> list[str]:
    """The ids of the objective's KRs that are not archived."""
    rows = connection.execute(
        "SELECT id FROM key_result WHERE objective = ? AND COALESCE(archived, 0) = 0 ORDER BY id",
        (objective,),
    )
    return [row[0] for row in rows]
