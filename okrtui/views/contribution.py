"""What a key result moves and what moves it (domain rules, Contribution)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from okrtui.okr.text import clean_line
from okrtui.views.lines import code_length, shown_code


class ContributesTo(NamedTuple):
    """A key result above that this one moves, and how; one link of a loop is not in effect."""

    id: str
    code: str
    title: str
    how: str
    is_in_effect: bool


class Contributor(NamedTuple):
    """A key result below that moves this one; `score` is rounded text or None, `rag` its band, `indicator` "leading",
    "lagging" or "".
    """

    id: str
    code: str
    title: str
    score: str | None
    how: str
    owner_name: str
    rag: str | None = None
    indicator: str = ""


def above(c: sqlite3.Connection, key_results: Sequence[str]) -> dict[str, list[ContributesTo]]:
    """What each of these key results contributes to, by its id; those that name nothing are left out."""
    length = code_length(c)
    rows = c.execute(
        "SELECT l.key_result, l.above, f.code, k.title, l.how, l.is_in_effect FROM contribution l"
        " JOIN key_result k ON k.id = l.above JOIN key_result_fact f ON f.key_result = l.above"
        f" WHERE l.key_result IN ({_places(key_results)}) ORDER BY l.key_result, k.title, l.above",
        tuple(key_results),
    )
    found: dict[str, list[ContributesTo]] = {}
    for id_, up, code, title, how, is_in_effect in rows:
        link = ContributesTo(
            up, shown_code(code, length), clean_line(title or ""), clean_line(how or ""), bool(is_in_effect)
        )
        found.setdefault(id_, []).append(link)
    return found


def contributors(c: sqlite3.Connection, key_result: str) -> list[Contributor]:
    """The key results that move this one by links that are in effect, archived ones left out, by title."""
    length = code_length(c)
    rows = c.execute(
        "SELECT k.id, f.code, k.title, f.score, l.how, COALESCE(m.name, m.handle), f.rag, k.indicator"
        " FROM contribution l"
        " JOIN key_result k ON k.id = l.key_result JOIN key_result_fact f ON f.key_result = k.id"
        " LEFT JOIN objective o ON o.id = k.objective LEFT JOIN member m ON m.id = k.owner"
        " WHERE l.above = ? AND l.is_in_effect = 1 AND COALESCE(k.archived, 0) = 0"
        " AND COALESCE(o.archived, 0) = 0 ORDER BY k.title, k.id",
        (key_result,),
    )
    return [
        Contributor(
            id_,
            shown_code(code, length),
            clean_line(title or ""),
            score,
            clean_line(how or ""),
            clean_line(owner or ""),
            rag,
            indicator or "",
        )
        for id_, code, title, score, how, owner, rag, indicator in rows
    ]


def objectives_above(c: sqlite3.Connection, objectives: Sequence[str]) -> dict[str, list[ContributesTo]]:
    """The key result that each of these objectives names above it, by the objective's id."""
    length = code_length(c)
    rows = c.execute(
        "SELECT o.id, k.id, f.code, k.title FROM objective o JOIN key_result k ON k.id = o.contributes_to"
        f" JOIN key_result_fact f ON f.key_result = k.id WHERE o.id IN ({_places(objectives)})",
        tuple(objectives),
    )
    return {
        id_: [ContributesTo(up, shown_code(code, length), clean_line(title or ""), "", True)]
        for id_, up, code, title in rows
    }


def _places(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
