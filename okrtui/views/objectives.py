"""The objectives with their scores, as lists and pages show them (domain rules, Objective score)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

from okrtui.okr.rollup import Rollup, reported_text
from okrtui.okr.text import clean_line, clean_text
from okrtui.views.lines import code_length, shown_code
from okrtui.views.people import name_of
from okrtui.views.where import where


class ObjectiveRow(NamedTuple):
    """One objective.

    `score` is rounded text or None; `reported_text` as "2/3 reported · 1 postponed"; `is_draft_score`
    while weights are not agreed.
    """

    id: str
    code: str
    title: str
    cycle: str
    cycle_name: str
    phase: str
    owner: str | None
    owner_handle: str
    owner_name: str
    team: str | None
    team_name: str
    why: str
    theme: str
    score: str | None
    rag: str | None
    reported: int
    counted: int
    reported_text: str
    is_draft_score: bool
    is_archived: bool


_OBJECTIVES = (
    "SELECT o.id, g.code, o.title, o.cycle, y.name, COALESCE(y.phase, 'draft'), o.owner, m.handle, m.name,"
    " o.team, t.name, o.why, o.theme, g.score, g.rag, g.reported, g.counted, g.postponed, g.archived,"
    " g.is_draft, o.archived FROM objective o JOIN objective_fact g ON g.objective = o.id"
    " LEFT JOIN cycle y ON y.id = o.cycle LEFT JOIN member m ON m.id = o.owner LEFT JOIN team t ON"
    " t.id = o.team"
)


def objectives(
    c: sqlite3.Connection,
    *,
    cycle: str | None = None,
    team: str | None = None,
    owner: str | None = None,
    phases: Sequence[str] | None = None,
    with_archived: bool = False,
    only: Sequence[str] | None = None,
) -> list[ObjectiveRow]:
    """The objectives that fit every filter given (ids; phases of their cycle), by cycle and team."""
    condition, values = where(
        {
            "o.cycle": None if cycle is None else [cycle],
            "o.team": None if team is None else [team],
            "o.owner": None if owner is None else [owner],
            "COALESCE(y.phase, 'draft')": phases,
            "o.id": only,
        },
        [] if with_archived else ["COALESCE(o.archived, 0) = 0"],
    )
    length = code_length(c)
    rows = c.execute(f"{_OBJECTIVES}{condition} ORDER BY y.start, y.id, t.name, o.title, o.id", values)
    return [_objective(row, length) for row in rows]


def _objective(row: tuple[Any, ...], length: int) -> ObjectiveRow:
    id_, code, title, cycle, cycle_name, phase, owner, handle, name, team, team_name, why, theme, *fact = row
    score, rag, reported, counted, postponed, archived, is_draft, is_archived = fact
    return ObjectiveRow(
        id=id_,
        code=shown_code(code, length),
        title=clean_line(title or ""),
        cycle=cycle or "",
        cycle_name=clean_line(cycle_name or ""),
        phase=phase,
        owner=owner,
        owner_handle=clean_line(handle or ""),
        owner_name=name_of(name, handle),
        team=team,
        team_name=clean_line(team_name or ""),
        why=clean_text(why or ""),
        theme=clean_line(theme or ""),
        score=score,
        rag=rag,
        reported=reported,
        counted=counted,
        reported_text=_reported_text(reported, counted, postponed, archived),
        is_draft_score=bool(is_draft),
        is_archived=bool(is_archived),
    )


def _reported_text(reported: int, counted: int, postponed: int, archived: int) -> str:
    """As `okrtui.okr.rollup.reported_text` has it, from the counts that folding stored."""
    rollup = Rollup(None, None, reported, counted, False, postponed, archived, ())
    return reported_text(rollup)
