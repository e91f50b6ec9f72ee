"""The alignment tree: teams, objectives, key results and what they move (domain rules, Contribution)."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any, NamedTuple

from okrtui.views.contribution import ContributesTo, above, objectives_above
from okrtui.views.lines import OPEN_PHASES, KeyResultLine
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
    branches = _Branches(c, shown, found)
    rows = branches.objectives(None, 0)
    for root in sorted(branches.below.get(None, []), key=lambda team: team.id not in branches.below):
        rows += branches.team(root, 0)
    return rows


class _Branches:
    """What hangs where: teams below teams, objectives below teams, key results below objectives."""

    def __init__(self, c: sqlite3.Connection, shown: list[ObjectiveRow], found: list[KeyResultLine]) -> None:
        teams_by_id = {team.id: team for team in teams(c)}
        self.below: dict[str | None, list[TeamRow]] = {}
        for team in teams_by_id.values():
            parent = team.parent if _hangs(team, teams_by_id) else None
            self.below.setdefault(parent, []).append(team)
        self.of_team: dict[str | None, list[ObjectiveRow]] = {}
        for row in shown:
            self.of_team.setdefault(row.team if row.team in teams_by_id else None, []).append(row)
        self.of_objective: dict[str, list[KeyResultLine]] = {}
        for line in found:
            self.of_objective.setdefault(line.objective, []).append(line)
        self.moves = above(c, [line.id for line in found])
        self.lifts = objectives_above(c, [row.id for row in shown])

    def team(self, team: TeamRow, depth: int) -> list[TreeRow]:
        rows = self.objectives(team.id, depth + 1)
        for child in self.below.get(team.id, []):
            rows += self.team(child, depth + 1)
        if not rows:
            return []
        owner = team.champion_name or team.manager_name
        return [TreeRow(depth, "team", team.id, "", team.name, owner, None, None, "", None, ()), *rows]

    def objectives(self, team: str | None, depth: int) -> list[TreeRow]:
        rows = []
        for each in self.of_team.get(team, []):
            moves = tuple(self.lifts.get(each.id, ()))
            told = (each.score, each.rag, each.reported_text)
            rows.append(
                TreeRow(
                    depth, "objective", each.id, each.code, each.title, each.owner_name, *told, None, moves
                )
            )
            rows += [self._key_result(line, depth + 1) for line in self.of_objective.get(each.id, [])]
        return rows

    def _key_result(self, line: KeyResultLine, depth: int) -> TreeRow:
        moves = tuple(self.moves.get(line.id, ()))
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
