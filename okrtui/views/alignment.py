"""How well the levels hang together: what contributes to nothing, what nobody moves, what several move at once.

The company's OKRs are those of teams without a parent; everything else is meant to move one of them (Playbook,
Alignment over cascade; Guardrails to keep linkage clean).
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from okrtui.okr.text import clean_line
from okrtui.views.lines import OPEN_PHASES, code_length, shown_code
from okrtui.views.people import name_of
from okrtui.views.where import where


class AlignedKeyResult(NamedTuple):
    """A key result as alignment sees it.

    Attributes:
        team, team_name: of its objective; None and "" where it has none.
        metric: as written, "" where none is named.
        score, rag: rounded text and band, None where nothing was reported.
        moves: ids of the key results above that it contributes to, by links in effect, its objective's and its micro
            cycle's parent among them.
    """

    id: str
    code: str
    title: str
    objective: str
    objective_title: str
    team: str | None
    team_name: str
    owner_name: str
    metric: str
    score: str | None
    rag: str | None
    is_company: bool
    is_divergence: bool
    moves: frozenset[str]


class Overlap(NamedTuple):
    """Several key results that measure the same, of which none contributes to another."""

    metric: str
    key_results: list[AlignedKeyResult]


class Coverage(NamedTuple):
    """A team's share in the whole.

    Attributes:
        team, name: its id and name.
        key_results, reported: how many key results count, and how many of them have reported.
        objectives, contributing: how many objectives there are, and how many of them move something above, by their
            own link or by a key result's.
    """

    team: str | None
    name: str
    key_results: int
    reported: int
    objectives: int
    contributing: int


class Alignment(NamedTuple):
    """What alignment finds in a cycle, or in all open ones.

    Attributes:
        orphans: not the company's, contributing to nothing and not marked as intended divergence; told only where the
            company has key results.
        gaps: the company's, with nothing that contributes to them; told only where there are levels below.
        overlaps: the same metric, moved side by side.
        coverage: team by team, by name; the company's own has nothing above it to contribute to.
    """

    orphans: list[AlignedKeyResult]
    gaps: list[AlignedKeyResult]
    overlaps: list[Overlap]
    coverage: list[Coverage]


_KEY_RESULTS = (
    "SELECT k.id, f.code, k.title, o.id, o.title, o.team, t.name, m.name, m.handle, k.metric, f.score, f.rag,"
    " t.parent, COALESCE(k.divergence, 0), o.contributes_to, y.parent_key_result"
    " FROM key_result k JOIN key_result_fact f ON f.key_result = k.id JOIN objective o ON o.id = k.objective"
    " JOIN cycle y ON y.id = o.cycle LEFT JOIN team t ON t.id = o.team LEFT JOIN member m ON m.id = k.owner"
)
_STANDING = (
    "COALESCE(k.archived, 0) = 0",
    "COALESCE(o.archived, 0) = 0",
    "k.postponed IS NULL",
)
_COVERAGE = (
    "SELECT o.team, t.name, SUM(g.counted), SUM(g.reported), COUNT(*),"
    " SUM(o.contributes_to IS NOT NULL OR EXISTS (SELECT 1 FROM key_result k JOIN contribution l"
    " ON l.key_result = k.id AND l.is_in_effect = 1 WHERE k.objective = o.id AND COALESCE(k.archived, 0) = 0))"
    " FROM objective o JOIN objective_fact g ON g.objective = o.id JOIN cycle y ON y.id = o.cycle"
    " LEFT JOIN team t ON t.id = o.team"
)


def alignment(c: sqlite3.Connection, cycle: str | None = None, team: str | None = None) -> Alignment:
    """What alignment finds.

    Args:
        c: a connection to the replica.
        cycle: id of one cycle; None for all open ones.
        team: only what concerns this team: its orphans, its own gaps, overlaps that it has a part in.
    """
    every = _key_results(c, cycle)
    moved = {above for one in every for above in one.moves}
    has_levels = any(one.is_company for one in every) and any(not one.is_company for one in every)
    mine = [one for one in every if team in (None, one.team)]
    overlaps = [
        each for each in _overlaps(every) if team is None or any(one.team == team for one in each.key_results)
    ]
    return Alignment(
        [one for one in mine if has_levels and not (one.is_company or one.moves or one.is_divergence)],
        [one for one in mine if has_levels and one.is_company and one.id not in moved],
        overlaps,
        [each for each in coverage(c, cycle) if team in (None, each.team)],
    )


def coverage(c: sqlite3.Connection, cycle: str | None = None) -> list[Coverage]:
    """How much of each team reports and contributes, in one cycle or in all open ones, by the team's name."""
    condition, values = where(_of_cycle(cycle), ["COALESCE(o.archived, 0) = 0"])
    rows = c.execute(f"{_COVERAGE}{condition} GROUP BY o.team ORDER BY t.name, o.team", values)
    return [
        Coverage(team, clean_line(name or ""), counted or 0, reported or 0, objectives, contributing or 0)
        for team, name, counted, reported, objectives, contributing in rows
    ]


def _key_results(c: sqlite3.Connection, cycle: str | None) -> list[AlignedKeyResult]:
    length = code_length(c)
    links: dict[str, set[str]] = {}
    for below, above in c.execute("SELECT key_result, above FROM contribution WHERE is_in_effect = 1"):
        links.setdefault(below, set()).add(above)
    condition, values = where(_of_cycle(cycle), _STANDING)
    rows = c.execute(f"{_KEY_RESULTS}{condition} ORDER BY t.name, o.title, k.title, k.id", values)
    return [_key_result(row, links, length) for row in rows]


def _key_result(row: tuple[object, ...], links: dict[str, set[str]], length: int) -> AlignedKeyResult:
    id_, code, title, objective, objective_title, team, team_name, name, handle, metric, *rest = (
        None if value is None else str(value) for value in row
    )
    score, rag, parent, divergence, of_objective, of_cycle = rest
    named = {above for above in (of_objective, of_cycle) if above}
    return AlignedKeyResult(
        id_ or "",
        shown_code(code, length),
        clean_line(title or ""),
        objective or "",
        clean_line(objective_title or ""),
        team,
        clean_line(team_name or ""),
        name_of(name, handle),
        clean_line(metric or ""),
        score,
        rag,
        team is not None and parent is None,
        divergence == "1",
        frozenset(links.get(id_ or "", set()) | named),
    )


def _overlaps(every: list[AlignedKeyResult]) -> list[Overlap]:
    """Key results of one metric; those that move another of them, however far above, are no overlap with it."""
    by_metric: dict[str, list[AlignedKeyResult]] = {}
    for one in every:
        if one.metric:
            by_metric.setdefault(one.metric.casefold(), []).append(one)
    above = {one.id: one.moves for one in every}
    found = []
    for several in by_metric.values():
        side_by_side = [
            one
            for one in several
            if any(_are_apart(one, other, above) for other in several if other is not one)
        ]
        if side_by_side:
            found.append(Overlap(side_by_side[0].metric, side_by_side))
    return sorted(found, key=lambda each: each.metric.casefold())


def _are_apart(one: AlignedKeyResult, other: AlignedKeyResult, above: dict[str, frozenset[str]]) -> bool:
    return other.id not in _all_above(one.id, above) and one.id not in _all_above(other.id, above)


def _all_above(start: str, above: dict[str, frozenset[str]]) -> set[str]:
    """Everything that a key result moves, directly or by what it moves."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for each in above.get(waiting.pop(), ()):
            if each not in seen:
                seen.add(each)
                waiting.append(each)
    return seen


def _of_cycle(cycle: str | None) -> dict[str, list[str] | tuple[str, ...] | None]:
    return {
        "o.cycle": None if cycle is None else [cycle],
        "COALESCE(y.phase, 'draft')": OPEN_PHASES if cycle is None else None,
    }


def choices_above(c: sqlite3.Connection, objective: str) -> list[tuple[str, str]]:
    """(label, id) of the key results that an objective or its key results could move: the company's first.

    Those of the objective itself are left out; labels begin with the code and are all different.
    """
    every = [one for one in _key_results(c, None) if one.objective != objective]
    every.sort(key=lambda one: (not one.is_company, one.team_name.casefold(), one.title.casefold()))
    return [(f"{one.code} {one.title}", one.id) for one in every]
