"""The decision log: what was decided, on what evidence, by whom and until when, and what came of it (Playbook,
Decision log template).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from okrtui.okr.errors import NotFound
from okrtui.okr.text import clean_line, clean_text
from okrtui.views.lines import code_length, shown_code
from okrtui.views.people import member_names
from okrtui.views.structures import read_list

_SELECT = (
    "SELECT d.id, d.date, d.decision, d.evidence, d.owner, d.due, d.change, d.kind, f.state, d.author, d.at,"
    " d.key_results, d.objectives, d.initiatives, f.decided_by, f.decided_at, f.done_by, f.done_at,"
    " (SELECT a.text FROM answer a WHERE a.decision = d.id AND a.step = f.state AND a.by IS f.decided_by"
    " AND a.at IS f.decided_at ORDER BY a.id LIMIT 1),"
    " (SELECT a.text FROM answer a WHERE a.decision = d.id AND a.step = 'done' ORDER BY COALESCE(a.at, ''), a.id"
    " LIMIT 1)"
    " FROM decision d JOIN decision_fact f ON f.decision = d.id"
)
_IN_STATE = {
    "open": "f.state = 'decided' AND f.done_at IS NULL",
    "done": "f.state = 'decided' AND f.done_at IS NOT NULL",
}
_OF_OBJECTIVES = (
    "(EXISTS (SELECT 1 FROM json_each(COALESCE(d.objectives, '[]')) j WHERE j.value IN ({wanted}))"
    " OR EXISTS (SELECT 1 FROM json_each(COALESCE(d.key_results, '[]')) j JOIN key_result k ON k.id = j.value"
    " WHERE k.objective IN ({wanted})))"
)
_OF_TEAM_REVIEWS = (
    "d.id IN (SELECT j.value FROM review r, json_each(COALESCE(r.decisions, '[]')) j"
    " WHERE r.team IN ({wanted}))"
)
_AT_ONCE = 500


class Linked(NamedTuple):
    """What a decision is about; `kind` is "key_result", "objective" or "initiative", which has no code."""

    kind: str
    id: str
    code: str
    title: str


class DecisionLine(NamedTuple):
    """One decision; dates are texts, ids None and names "" where nobody is named.

    Attributes:
        kind: "resource_shift", "priority", "scope" or "other".
        state: "proposed" (it waits for the sponsor), "decided" or "declined".
        is_done: its action is done; `outcome` says what came of it.
        linked: what it is about.
        by: who recorded it, `at` the UTC time as text.
        ruled_by: who decided or declined what was proposed, with `ruled_at` and their `reason`; else "".
    """

    id: str
    date: str
    decision: str
    evidence: str
    owner: str | None
    owner_name: str
    due: str
    change: str
    kind: str
    state: str
    is_done: bool
    linked: tuple[Linked, ...]
    by: str
    author: str | None
    at: str
    ruled_by: str
    ruled_at: str
    reason: str
    done_by: str
    done_at: str
    outcome: str

    @property
    def is_open(self) -> bool:
        """Whether it is decided and its action is still to do."""
        return self.state == "decided" and not self.is_done

    def is_overdue(self, today: str) -> bool:
        """Whether its action was to be done before today (a date as text)."""
        return self.is_open and bool(self.due) and self.due < today


def decisions(
    c: sqlite3.Connection,
    *,
    only: Sequence[str] | None = None,
    key_results: Sequence[str] | None = None,
    objectives: Sequence[str] | None = None,
    teams: Sequence[str] | None = None,
    owners: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
    state: str | None = None,
    since: str | None = None,
) -> list[DecisionLine]:
    """The decisions that fit every filter given, newest first.

    Args:
        c: a connection to the replica.
        only: their ids; None, here and below, does not filter.
        key_results: ids of KRs that they name.
        objectives: ids of objectives that they name, themselves or through a KR of theirs.
        teams: ids of teams whose objectives they name so, or in whose reviews they were recorded.
        owners: ids of members who own their action.
        kinds: of decisions.
        state: one of `DECISIONS_LISTED`.
        since: a date as text; theirs is not before it.
    """
    values: dict[str, str] = {}
    conditions = []
    for column, wanted in (("d.id", only), ("d.owner", owners), ("d.kind", kinds)):
        if wanted is not None:
            conditions.append(f"{column} IN ({_keys(values, wanted)})")
    if key_results is not None:
        keys = _keys(values, key_results)
        conditions.append(
            f"EXISTS (SELECT 1 FROM json_each(COALESCE(d.key_results, '[]')) j WHERE j.value IN ({keys}))"
        )
    if objectives is not None:
        conditions.append(_OF_OBJECTIVES.format(wanted=_keys(values, objectives)))
    if teams is not None:
        keys = _keys(values, teams)
        of_team = _OF_OBJECTIVES.format(wanted=f"SELECT id FROM objective WHERE team IN ({keys})")
        conditions.append(f"({of_team} OR {_OF_TEAM_REVIEWS.format(wanted=keys)})")
    if state is not None:
        conditions.append(_IN_STATE.get(state) or f"f.state IN ({_keys(values, [state])})")
    if since is not None:
        conditions.append(f"d.date >= {_keys(values, [since])}")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = c.execute(f"{_SELECT}{where} ORDER BY COALESCE(d.date, '') DESC, d.id DESC", values).fetchall()
    return _told(c, rows)


def decision(c: sqlite3.Connection, decision_id: str) -> DecisionLine:
    """One decision; raises NotFound where there is none of that id."""
    for found in decisions(c, only=[decision_id]):
        return found
    shown = clean_line(decision_id)[:40]
    raise NotFound(f"there is no decision {shown!r}: okrtui decision list shows which there are")


def title_of(c: sqlite3.Connection, kind: str, id_: str) -> str:
    """The title of what decisions can be about ("key_result", "objective", "initiative"); "" where it is not there."""
    found = _linked(c, {(kind, id_)}).get((kind, id_))
    return found.title if found else ""


def _keys(values: dict[str, str], wanted: Iterable[str]) -> str:
    """The names under which these values are bound."""
    named = []
    for value in wanted:
        key = f"v{len(values)}"
        values[key] = value
        named.append(f":{key}")
    return ", ".join(named) or "NULL"


def _told(c: sqlite3.Connection, rows: Sequence[tuple[Any, ...]]) -> list[DecisionLine]:
    if not rows:
        return []
    names = member_names(c)
    refs = [
        [
            (kind, str(one))
            for kind, column in (("key_result", 11), ("objective", 12), ("initiative", 13))
            for one in read_list(row[column])
        ]
        for row in rows
    ]
    known = _linked(c, {ref for of_one in refs for ref in of_one})
    return [
        _line(row, tuple(known[ref] for ref in of_one if ref in known), names)
        for row, of_one in zip(rows, refs, strict=True)
    ]


def _line(row: tuple[Any, ...], linked: tuple[Linked, ...], names: dict[str, str]) -> DecisionLine:
    is_ruled = row[14] is not None and row[18] is not None
    return DecisionLine(
        id=row[0],
        date=row[1] or "",
        decision=clean_text(row[2] or ""),
        evidence=clean_text(row[3] or ""),
        owner=row[4],
        owner_name=names.get(row[4] or "", ""),
        due=row[5] or "",
        change=clean_text(row[6] or ""),
        kind=row[7] or "other",
        state=row[8],
        is_done=row[17] is not None or row[16] is not None,
        linked=linked,
        by=names.get(row[9] or "", ""),
        author=row[9],
        at=row[10] or "",
        ruled_by=names.get(row[14], "") if is_ruled else "",
        ruled_at=(row[15] or "") if is_ruled else "",
        reason=clean_text(row[18] or ""),
        done_by=names.get(row[16] or "", ""),
        done_at=row[17] or "",
        outcome=clean_text(row[19] or ""),
    )


def _linked(c: sqlite3.Connection, refs: set[tuple[str, str]]) -> dict[tuple[str, str], Linked]:
    """What is named, by kind and id; what is not there is left out."""
    length = code_length(c)
    found: dict[tuple[str, str], Linked] = {}
    for kind, sql in _TITLES.items():
        ids = sorted(id_ for of, id_ in refs if of == kind)
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            for id_, code, title in c.execute(sql.format(", ".join("?" * len(some))), some):
                shown = shown_code(code, length) if code else ""
                found[kind, id_] = Linked(kind, id_, shown, clean_line(title or ""))
    return found


_TITLES = {
    "key_result": (
        "SELECT k.id, f.code, k.title FROM key_result k JOIN key_result_fact f ON f.key_result = k.id"
        " WHERE k.id IN ({})"
    ),
    "objective": (
        "SELECT o.id, f.code, o.title FROM objective o JOIN objective_fact f ON f.objective = o.id"
        " WHERE o.id IN ({})"
    ),
    "initiative": "SELECT id, '', title FROM initiative WHERE id IN ({})",
}
