"""The alignment tree branch by branch: a team's objectives are read when they are wanted, so that size costs nothing.

`okrtui.views.tree` has the whole of it, for those who print it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from okrtui.okr.text import clean_line
from okrtui.views.lines import OPEN_PHASES
from okrtui.views.people import TeamRow, teams
from okrtui.views.tree import TreeRow, rows_of_objectives, teams_below

MOST = 60
"""So many objectives are read at once, over all branches when the tree opens."""

MOST_FOUND = 200
"""So many objectives that hold the words are shown."""


class Branch(NamedTuple):
    """A team of the tree with as much of it as was read.

    Attributes:
        depth: of the team's own row; -1 for the objectives of no team, which stand at the company's depth.
        team: its id; None for the objectives of no team.
        name, owner_name: what it is called and who looks after it.
        loaded: how many of its objectives were read.
        has_more: whether it has more of them.
        rows: those objectives with their key results.
    """

    depth: int
    team: str | None
    name: str
    owner_name: str
    loaded: int
    has_more: bool
    rows: tuple[TreeRow, ...]

    @property
    def key(self) -> str:
        """What tells it from the others."""
        return f"team {self.team or ''}"


_IDS = (
    "SELECT o.id FROM objective o JOIN cycle y ON y.id = o.cycle WHERE o.team IS ?1"
    " AND COALESCE(o.archived, 0) = 0 AND {cycle} ORDER BY y.start, y.id, o.title, o.id LIMIT ?2 OFFSET ?3"
)
_ANY = (
    "SELECT EXISTS (SELECT 1 FROM objective o JOIN cycle y ON y.id = o.cycle WHERE o.team IS ?1"
    " AND COALESCE(o.archived, 0) = 0 AND {cycle})"
)
_TEXTS = (
    "SELECT o.id, o.title, m.name, m.handle, g.code FROM objective o JOIN cycle y ON y.id = o.cycle"
    " JOIN objective_fact g ON g.objective = o.id LEFT JOIN member m ON m.id = o.owner"
    " WHERE COALESCE(o.archived, 0) = 0 AND {cycle}"
    " UNION ALL SELECT o.id, o.title || ' ' || k.title, m.name, m.handle, f.code FROM objective o"
    " JOIN cycle y ON y.id = o.cycle JOIN key_result k ON k.objective = o.id"
    " JOIN key_result_fact f ON f.key_result = k.id LEFT JOIN member m ON m.id = k.owner"
    " WHERE COALESCE(o.archived, 0) = 0 AND COALESCE(k.archived, 0) = 0 AND {cycle}"
)


def branches(
    c: sqlite3.Connection, cycle: str | None, now: datetime, read: Mapping[str | None, int] | None = None
) -> list[Branch]:
    """All teams that have objectives in or below them, in reading order, with as many objectives as are wanted.

    Args:
        c: a connection to the replica.
        cycle: id of one cycle; None for all open ones.
        now: an aware instant.
        read: how many objectives of each team were read before; what is not named is read until `MOST` are there.
    """
    below = teams_below(teams(c))
    busy = {team.id for several in below.values() for team in several if _has_any(c, team.id, cycle)}
    found: list[Branch] = []
    left = MOST
    for depth, team in [(-1, None), *_in_order(below, busy)]:
        id_ = team.id if team else None
        if team is None and not _has_any(c, None, cycle):
            continue
        owner = (team.champion_name or team.manager_name) if team else ""
        empty = Branch(depth, id_, team.name if team else "", owner, 0, id_ is None or id_ in busy, ())
        wanted = max((read or {}).get(id_, 0), left)
        branch = grown(c, empty, cycle, now, wanted) if wanted > 0 and empty.has_more else empty
        left -= branch.loaded
        found.append(branch)
    return found


def grown(
    c: sqlite3.Connection, branch: Branch, cycle: str | None, now: datetime, most: int = MOST
) -> Branch:
    """The branch with so many more of its objectives."""
    ids = [
        str(row[0])
        for row in c.execute(_IDS.format(cycle=_cycle(cycle)), (branch.team, most + 1, branch.loaded, cycle))
    ]
    rows = rows_of_objectives(c, ids[:most], now, branch.depth + 1)
    return branch._replace(
        loaded=branch.loaded + len(ids[:most]), has_more=len(ids) > most, rows=(*branch.rows, *rows)
    )


def found_branches(c: sqlite3.Connection, cycle: str | None, now: datetime, words: str) -> list[Branch]:
    """The branches with those objectives that hold the words, themselves or by a key result; at most `MOST_FOUND`."""
    wanted = words.casefold().split()
    ids: dict[str, None] = {}
    for id_, title, name, handle, code in c.execute(_TEXTS.format(cycle=_cycle(cycle, "?1")), (cycle,)):
        text = f"{title or ''} {name or ''} {handle or ''} {code or ''}"
        if all(word in clean_line(text).casefold() for word in wanted):
            ids[id_] = None
            if len(ids) >= MOST_FOUND:
                break
    by_team: dict[str | None, list[str]] = {}
    for start in range(0, len(ids), MOST_FOUND):
        some = list(ids)[start : start + MOST_FOUND]
        marks = ", ".join("?" * len(some))
        for id_, team in c.execute(
            f"SELECT id, team FROM objective WHERE id IN ({marks}) ORDER BY title, id", some
        ):
            by_team.setdefault(team, []).append(id_)
    below = teams_below(teams(c))
    found = []
    for depth, team in [(-1, None), *_in_order(below, {one for one in by_team if one})]:
        several = by_team.get(team.id if team else None, [])
        if team is not None or several:
            rows = tuple(rows_of_objectives(c, several, now, depth + 1)) if several else ()
            owner = (team.champion_name or team.manager_name) if team else ""
            name = team.name if team else ""
            found.append(Branch(depth, team.id if team else None, name, owner, len(several), False, rows))
    return found


def _in_order(below: Mapping[str | None, list[TeamRow]], busy: set[str]) -> list[tuple[int, TeamRow]]:
    """(depth, team) depth first, those with teams below them first; without those that have nothing in them."""
    found: list[tuple[int, TeamRow]] = []

    def walk(team: TeamRow, depth: int) -> None:
        here = len(found)
        found.append((depth, team))
        for child in below.get(team.id, []):
            walk(child, depth + 1)
        if team.id not in busy and len(found) == here + 1:
            found.pop()

    for root in sorted(below.get(None, []), key=lambda team: team.id not in below):
        walk(root, 0)
    return found


def _has_any(c: sqlite3.Connection, team: str | None, cycle: str | None) -> bool:
    return bool(c.execute(_ANY.format(cycle=_cycle(cycle, "?2")), (team, cycle)).fetchone()[0])


def _cycle(cycle: str | None, mark: str = "?4") -> str:
    """The condition of one cycle, or of all open ones; the mark is used either way, so that values fit."""
    if cycle is not None:
        return f"o.cycle = {mark}"
    phases = ", ".join(f"'{phase}'" for phase in OPEN_PHASES)
    return f"COALESCE(y.phase, 'draft') IN ({phases}) AND {mark} IS NULL"
