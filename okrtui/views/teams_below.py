"""A team with all teams below it, and statements that ask for the objectives of some teams alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

_BELOW = """
WITH RECURSIVE below(id) AS (SELECT ?1 UNION SELECT t.id FROM team t JOIN below b ON t.parent = b.id)
SELECT id FROM below
"""


def teams_below(c: sqlite3.Connection, team: str) -> list[str]:
    """The ids of a team and of those below it at any depth; teams above one another are each told once."""
    return [row[0] for row in c.execute(_BELOW, (team,))]


_OF_TEAMS = " AND o.team IN (SELECT value FROM json_each(:teams))"


def asked(sql: str, teams: Collection[str] | None, ending: str = "") -> str:
    """A statement that ends with a condition, for the objectives `o` of these teams alone; None for all.

    Args:
        sql: the statement up to its conditions.
        teams: ids of teams, bound by `values_of`.
        ending: what follows the conditions.
    """
    return f"{sql}{'' if teams is None else _OF_TEAMS}{ending}"


def values_of(teams: Collection[str] | None, **more: str) -> dict[str, str]:
    """The values of such a statement: the teams, and those that it names besides."""
    from okrtui.views.json_text import to_json

    return {**more, **({} if teams is None else {"teams": to_json(sorted(teams))})}
