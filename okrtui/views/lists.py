"""The lists: objectives, key results, cycles, initiatives, changes and comments, each with its filters."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from okrtui.okr.rollup import Rollup, reported_text
from okrtui.okr.text import clean_line, clean_text
from okrtui.views.lines import KeyResultLine, code_length, lines, shown_code
from okrtui.views.structures import read_list, read_object
from okrtui.views.values import show_changes
from okrtui.views.workspace import cycles

__all__ = [
    "ChangeRow",
    "CommentRow",
    "InitiativeRow",
    "ObjectiveRow",
    "changes",
    "comments",
    "cycles",
    "initiatives",
    "key_results",
    "member_names",
    "objectives",
]


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


class InitiativeRow(NamedTuple):
    """One initiative, a bet; `key_results` are (id, code, title); `state` is one of the states or ""."""

    id: str
    title: str
    key_results: tuple[tuple[str, str, str], ...]
    hypothesis: str
    lead_name: str
    url: str
    state: str
    learning: str
    start_criteria: str
    stop_criteria: str


class ChangeRow(NamedTuple):
    """One change request.

    Attributes:
        about: ("key_result" or "objective", id, code, title) of what it changes.
        action: "edit", "add", "archive", "postpone" or "resume".
        changes: (field, was, becomes), as texts.
        state: "proposed", "approved" or "declined".
        decided: (at, by name, reason), None while it is open.
        is_effective: an approved one that holds.
    """

    id: str
    about: tuple[str, str, str, str]
    action: str
    changes: tuple[tuple[str, str, str], ...]
    reason: str
    by_name: str
    at: str | None
    state: str
    decided: tuple[str, str, str] | None
    is_effective: bool


class CommentRow(NamedTuple):
    """One comment on a key result or objective; `text` keeps its line breaks."""

    id: str
    kind: str
    text: str
    author_name: str
    at: str | None
    objective: str | None
    key_result: str | None


_OBJECTIVES = (
    "SELECT o.id, g.code, o.title, o.cycle, y.name, COALESCE(y.phase, 'draft'), o.owner, m.handle, m.name,"
    " o.team, t.name, o.why, o.theme, g.score, g.rag, g.reported, g.counted, g.postponed, g.archived,"
    " g.is_draft, o.archived FROM objective o JOIN objective_fact g ON g.objective = o.id"
    " LEFT JOIN cycle y ON y.id = o.cycle LEFT JOIN member m ON m.id = o.owner LEFT JOIN team t ON"
    " t.id = o.team"
)
_CHANGES = (
    "SELECT r.id, r.key_result, r.objective, k.title, o.title, f.code, g.code, r.action, r.changes, r.was,"
    " r.reason, b.name, b.handle, r.at, s.state, s.decided_at, d.name, d.handle, s.reason, s.is_effective"
    ' FROM "change" r JOIN change_fact s ON s."change" = r.id'
    " LEFT JOIN key_result k ON k.id = r.key_result LEFT JOIN key_result_fact f ON f.key_result ="
    " r.key_result"
    " LEFT JOIN objective o ON o.id = r.objective LEFT JOIN objective_fact g ON g.objective = r.objective"
    " LEFT JOIN member b ON b.id = r.by LEFT JOIN member d ON d.id = s.decided_by"
)
_INITIATIVES = (
    "SELECT i.id, i.title, i.key_results, i.hypothesis, m.name, m.handle, i.url, i.state, i.learning,"
    " i.start_criteria, i.stop_criteria FROM initiative i LEFT JOIN member m ON m.id = i.lead"
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
    where, values = _where(
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
    rows = c.execute(f"{_OBJECTIVES}{where} ORDER BY y.start, y.id, t.name, o.title, o.id", values)
    return [_objective(row, length) for row in rows]


def key_results(
    c: sqlite3.Connection,
    now: datetime,
    *,
    cycle: str | None = None,
    team: str | None = None,
    owner: str | None = None,
    objective: str | None = None,
    phases: Sequence[str] | None = None,
    with_archived: bool = False,
) -> list[KeyResultLine]:
    """The key results that fit every filter given (ids; phases of their cycle), as lines."""
    return lines(
        c,
        now,
        cycles=None if cycle is None else [cycle],
        teams=None if team is None else [team],
        owners=None if owner is None else [owner],
        objectives=None if objective is None else [objective],
        phases=phases,
        with_archived=with_archived,
    )


def initiatives(
    c: sqlite3.Connection, *, key_result: str | None = None, state: str | None = None
) -> list[InitiativeRow]:
    """The initiatives, or those that should move one key result, by title."""
    where, values = _where({"i.state": None if state is None else [state]}, [])
    rows = c.execute(f"{_INITIATIVES}{where} ORDER BY i.title, i.id", values).fetchall()
    named = {row[0]: [str(each) for each in read_list(row[2])] for row in rows}
    wanted = [row for row in rows if key_result is None or key_result in named[row[0]]]
    titles = _titles(c, {each for row in wanted for each in named[row[0]]})
    return [
        InitiativeRow(
            id=row[0],
            title=clean_line(row[1] or ""),
            key_results=tuple(titles[each] for each in named[row[0]] if each in titles),
            hypothesis=clean_text(row[3] or ""),
            lead_name=_name(row[4], row[5]),
            url=clean_line(row[6] or ""),
            state=row[7] or "",
            learning=clean_text(row[8] or ""),
            start_criteria=clean_text(row[9] or ""),
            stop_criteria=clean_text(row[10] or ""),
        )
        for row in wanted
    ]


def changes(
    c: sqlite3.Connection,
    *,
    key_result: str | None = None,
    objective: str | None = None,
    state: str | None = None,
    only: Sequence[str] | None = None,
) -> list[ChangeRow]:
    """The change requests that fit every filter given, newest first."""
    where, values = _where(
        {
            "r.key_result": None if key_result is None else [key_result],
            "r.objective": None if objective is None else [objective],
            "s.state": None if state is None else [state],
            "r.id": only,
        },
        [],
    )
    rows = c.execute(f"{_CHANGES}{where} ORDER BY r.at DESC, r.id DESC", values).fetchall()
    if not rows:
        return []
    length, names = code_length(c), member_names(c)
    return [_change(row, length, names) for row in rows]


def comments(
    c: sqlite3.Connection, *, key_result: str | None = None, objective: str | None = None
) -> list[CommentRow]:
    """The comments on one key result, on one objective, or all, newest first."""
    where, values = _where(
        {
            "x.key_result": None if key_result is None else [key_result],
            "x.objective": None if objective is None else [objective],
        },
        [],
    )
    rows = c.execute(
        "SELECT x.id, x.kind, x.text, m.name, m.handle, x.at, x.objective, x.key_result FROM comment x"
        f" LEFT JOIN member m ON m.id = x.author{where} ORDER BY x.at DESC, x.id DESC",
        values,
    )
    return [
        CommentRow(id_, kind or "note", clean_text(text or ""), _name(name, handle), at, on, about)
        for id_, kind, text, name, handle, at, on, about in rows
    ]


def member_names(c: sqlite3.Connection) -> dict[str, str]:
    """Every member's name, else handle, by id."""
    return {
        id_: _name(name, handle) for id_, name, handle in c.execute("SELECT id, name, handle FROM member")
    }


def _where(wanted: dict[str, Sequence[str] | None], fixed: list[str]) -> tuple[str, list[str]]:
    """An SQL condition and its values: each column among the values wanted of it, where any are."""
    given = {column: list(values) for column, values in wanted.items() if values is not None}
    conditions = fixed + [f"{column} IN ({', '.join('?' * len(each))})" for column, each in given.items()]
    values = [value for each in given.values() for value in each]
    return (f" WHERE {' AND '.join(conditions)}" if conditions else ""), values


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
        owner_name=_name(name, handle),
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


def _change(row: tuple[Any, ...], length: int, names: dict[str, str]) -> ChangeRow:
    id_, key_result, objective, kr_title, o_title, kr_code, o_code, action, new, was, reason, *rest = row
    by_name, by_handle, at, state, decided_at, name, handle, verdict, is_effective = rest
    is_key_result = key_result is not None
    return ChangeRow(
        id=id_,
        about=(
            "key_result" if is_key_result else "objective",
            (key_result if is_key_result else objective) or "",
            shown_code(kr_code if is_key_result else o_code, length),
            clean_line((kr_title if is_key_result else o_title) or ""),
        ),
        action=action or "edit",
        changes=show_changes(read_object(new), read_object(was), names),
        reason=clean_text(reason or ""),
        by_name=_name(by_name, by_handle),
        at=at,
        state=state,
        decided=(decided_at or "", _name(name, handle), clean_text(verdict or ""))
        if state != "proposed"
        else None,
        is_effective=bool(is_effective),
    )


def _titles(c: sqlite3.Connection, ids: set[str]) -> dict[str, tuple[str, str, str]]:
    """(id, code, title) of key results by id."""
    length = code_length(c)
    rows = c.execute(
        "SELECT k.id, f.code, k.title FROM key_result k JOIN key_result_fact f ON f.key_result = k.id"
        f" WHERE k.id IN ({', '.join('?' * len(ids))})",
        list(ids),
    )
    return {id_: (id_, shown_code(code, length), clean_line(title or "")) for id_, code, title in rows}


def _name(name: str | None, handle: str | None) -> str:
    return clean_line(name or "") or clean_line(handle or "")
