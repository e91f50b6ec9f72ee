"""The alignment tree: teams, objectives, key results and what they move (domain rules, Contribution)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from okrtui.views.contribution import ContributesTo, above, objectives_above
from okrtui.views.lines import OPEN_PHASES, KeyResultLine, lines
from okrtui.views.lists import ObjectiveRow, key_results, objectives
from okrtui.views.people import TeamRow, teams


class TreeRow(NamedTuple):
    """One row of the tree, in reading order.

    Attributes:
        depth: 0 for a root team, one more for each step down.
        kind: "team", "objective" or "key_result".
        id: of the thing; "" for objectives without a team.
        code: "" for a team.
        score, rag: rounded text and band; None for a team and where nothing was reported.
        reported_text: of an objective, such as "2/3 reported".
        line: of a key result, else None.
        moves: what an objective or a key result contributes to.
    """

    depth: int
    kind: str
    id: str
    code: str
    title: str
    owner_name: str
    score: str | None
    rag: str | None
    reported_text: str
    line: KeyResultLine | None
    moves: tuple[ContributesTo, ...]


def tree(c: sqlite3.Connection, cycle_id: str | None, now: datetime) -> list[TreeRow]:
    """The tree of one cycle, or of all open cycles, the company first, teams without objectives left out.

    Objectives without a team stand first, at the depth of the company's own.
    """
    chosen: dict[str, Any] = {"phases": OPEN_PHASES} if cycle_id is None else {"cycle": cycle_id}
    shown = objectives(c, **chosen)
    found = key_results(c, now, **chosen)
    every = teams(c)
    below, known = teams_below(every), {team.id for team in every}
    of_team: dict[str | None, list[ObjectiveRow]] = {}
    for row in shown:
        of_team.setdefault(row.team if row.team in known else None, []).append(row)
    branch = _Branch(c, shown, found)

    def walk(team: TeamRow, depth: int) -> list[TreeRow]:
        rows = branch.rows(of_team.get(team.id, []), depth + 1)
        for child in below.get(team.id, []):
            rows += walk(child, depth + 1)
        owner = team.champion_name or team.manager_name
        head = TreeRow(depth, "team", team.id, "", team.name, owner, None, None, "", None, ())
        return [head, *rows] if rows else []

    rows = branch.rows(of_team.get(None, []), 0)
    for root in sorted(below.get(None, []), key=lambda team: team.id not in below):
        rows += walk(root, 0)
    return rows


def rows_of_objectives(c: sqlite3.Connection, ids: Sequence[str], now: datetime, depth: int) -> list[TreeRow]:
    """These objectives in their order, each with its key results beneath it.

    Args:
        c: a connection to the replica.
        ids: of the objectives.
        now: an aware instant.
        depth: at which the objectives stand.
    """
    by_id = {row.id: row for row in objectives(c, only=ids)}
    shown = [by_id[one] for one in ids if one in by_id]
    return _Branch(c, shown, lines(c, now, objectives=ids)).rows(shown, depth)


def teams_below(every: Sequence[TeamRow]) -> dict[str | None, list[TeamRow]]:
    """The teams right below each team, by its id; those that hang on a loop or on nothing stand below None."""
    by_id = {team.id: team for team in every}
    below: dict[str | None, list[TeamRow]] = {}
    for team in every:
        below.setdefault(team.parent if _hangs(team, by_id) else None, []).append(team)
    return below


class _Branch:
    """Objectives with what hangs on them: key results below, and what both of them move."""

    def __init__(
        self, c: sqlite3.Connection, shown: Sequence[ObjectiveRow], found: list[KeyResultLine]
    ) -> None:
        self._of_objective: dict[str, list[KeyResultLine]] = {}
        for line in found:
            self._of_objective.setdefault(line.objective, []).append(line)
        self._moves = above(c, [line.id for line in found])
        self._lifts = objectives_above(c, [row.id for row in shown])

    def rows(self, objectives: Sequence[ObjectiveRow], depth: int) -> list[TreeRow]:
        rows = []
        for each in objectives:
            moves = tuple(self._lifts.get(each.id, ()))
            told = (each.owner_name, each.score, each.rag, each.reported_text)
            rows.append(TreeRow(depth, "objective", each.id, each.code, each.title, *told, None, moves))
            rows += [self._key_result(line, depth + 1) for line in self._of_objective.get(each.id, [])]
        return rows

    def _key_result(self, line: KeyResultLine, depth: int) -> TreeRow:
        moves = tuple(self._moves.get(line.id, ()))
        told = (line.owner_name, line.score, line.rag, "")
        return TreeRow(depth, "key_result", line.id, line.code, line.title, *told, line, moves)


def _hangs(team: TeamRow, by_id: dict[str, TeamRow]) -> bool:
    """Whether a team's parents lead up to a root; a loop of parents would hang nowhere."""
    seen: set[str] = set()
    here: TeamRow | None = team
    while here is not None and here.id not in seen:
        seen.add(here.id)
        here = by_id.get(here.parent) if here.parent else None
    return here is None and team.parent in by_id
