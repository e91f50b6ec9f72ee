"""The lists: objectives, key results, cycles, initiatives, changes and comments, each with its filters."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from okrtui.okr.text import clean_line, clean_text
from okrtui.views.changes import ChangeRow, changes
from okrtui.views.lines import KeyResultLine, code_length, lines, shown_code
from okrtui.views.objectives import ObjectiveRow, objectives
from okrtui.views.people import member_names, name_of
from okrtui.views.structures import read_list
from okrtui.views.where import where
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


class CommentRow(NamedTuple):
    """One comment on a key result or objective; `text` keeps its line breaks."""

    id: str
    kind: str
    text: str
    author_name: str
    at: str | None
    objective: str | None
    key_result: str | None


_INITIATIVES = (
    "SELECT i.id, i.title, i.key_results, i.hypothesis, m.name, m.handle, i.url, i.state, i.learning,"
    " i.start_criteria, i.stop_criteria FROM initiative i LEFT JOIN member m ON m.id = i.lead"
)


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
    condition, values = where({"i.state": None if state is None else [state]}, [])
    rows = c.execute(f"{_INITIATIVES}{condition} ORDER BY i.title, i.id", values).fetchall()
    named = {row[0]: [str(each) for each in read_list(row[2])] for row in rows}
    wanted = [row for row in rows if key_result is None or key_result in named[row[0]]]
    titles = _titles(c, {each for row in wanted for each in named[row[0]]})
    return [
        InitiativeRow(
            id=row[0],
            title=clean_line(row[1] or ""),
            key_results=tuple(titles[each] for each in named[row[0]] if each in titles),
            hypothesis=clean_text(row[3] or ""),
            lead_name=name_of(row[4], row[5]),
            url=clean_line(row[6] or ""),
            state=row[7] or "",
            learning=clean_text(row[8] or ""),
            start_criteria=clean_text(row[9] or ""),
            stop_criteria=clean_text(row[10] or ""),
        )
        for row in wanted
    ]


def comments(
    c: sqlite3.Connection, *, key_result: str | None = None, objective: str | None = None
) -> list[CommentRow]:
    """The comments on one key result, on one objective, or all, newest first."""
    condition, values = where(
        {
            "x.key_result": None if key_result is None else [key_result],
            "x.objective": None if objective is None else [objective],
        },
        [],
    )
    rows = c.execute(
        "SELECT x.id, x.kind, x.text, m.name, m.handle, x.at, x.objective, x.key_result FROM comment x"
        f" LEFT JOIN member m ON m.id = x.author{condition} ORDER BY x.at DESC, x.id DESC",
        values,
    )
    return [
        CommentRow(id_, kind or "note", clean_text(text or ""), name_of(name, handle), at, on, about)
        for id_, kind, text, name, handle, at, on, about in rows
    ]


def _titles(c: sqlite3.Connection, ids: set[str]) -> dict[str, tuple[str, str, str]]:
    """(id, code, title) of key results by id."""
    length = code_length(c)
    rows = c.execute(
        "SELECT k.id, f.code, k.title FROM key_result k JOIN key_result_fact f ON f.key_result = k.id"
        f" WHERE k.id IN ({', '.join('?' * len(ids))})",
        list(ids),
    )
    return {id_: (id_, shown_code(code, length), clean_line(title or "")) for id_, code, title in rows}
