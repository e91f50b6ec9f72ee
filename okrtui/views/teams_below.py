"""A team with all teams below it."""

from __future__ import annotations

import sqlite3

_BELOW = """
WITH RECURSIVE below(id) AS (SELECT ?1 UNION SELECT t.id FROM team t JOIN below b ON t.parent = b.id)
SELECT id FROM below
"""


def teams_below(c: sqlite3.Connection, team: str) -> list[str]:
    """The ids of a team and of those below it at any depth; teams above one another are each told once."""
    return [row[0] for row in c.execute(_BELOW, (team,))]
