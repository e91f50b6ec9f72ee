"""An objective's page: the outcome, its key results, and where its score comes from (domain rules, §2).

Every computed figure says where it came from: the key results that were counted, their weights, and when
and by whom those were agreed.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from okrtui.okr.errors import NotFound
from okrtui.okr.text import clean_line
from okrtui.views.card import Agreed, Torn, conflicts
from okrtui.views.contribution import ContributesTo, Contributor, contributors, objectives_above
from okrtui.views.decisions import DecisionLine, decisions
from okrtui.views.governors import who_changes
from okrtui.views.lines import KeyResultLine, lines
from okrtui.views.lists import (
    ChangeRow,
    CommentRow,
    InitiativeRow,
    ObjectiveRow,
    changes,
    comments,
    initiatives,
    member_names,
    objectives,
)
from okrtui.views.structures import read_list
from okrtui.views.values import show_date


class CountedKeyResult(NamedTuple):
    """A key result that counts in the score, with the weight that was used and its own rounded score."""

    id: str
    code: str
    title: str
    weight: str
    score: str | None


class Provenance(NamedTuple):
    """Where an objective's score comes from.

    `agreed` lists when and by whom the weights were agreed; `is_draft` while they are not; `text` says it
    all in one line, such as "mean of 2 KRs, weights 2 and 1, agreed 3 Oct by Ana".
    """

    key_results: list[CountedKeyResult]
    agreed: list[Agreed]
    is_draft: bool
    text: str


class ObjectivePage(NamedTuple):
    """All of one objective.

    Attributes:
        row: as the lists show it, with score, RAG and how many have reported.
        contributes_to: the key result above, or None.
        key_results: lines of its key results, archived ones last.
        initiatives: by key result id.
        contributors: the key results that move each of them, leading ones first, by its id.
        decisions: the decisions that name the objective or a key result of it, newest first.
        who_changes: who may change what was agreed, in words; "" where nothing is agreed yet.
        changes: newest first; open ones have the state "proposed".
    """

    row: ObjectiveRow
    contributes_to: ContributesTo | None
    provenance: Provenance
    key_results: list[KeyResultLine]
    initiatives: dict[str, list[InitiativeRow]]
    contributors: dict[str, list[Contributor]]
    decisions: list[DecisionLine]
    who_changes: str
    comments: list[CommentRow]
    changes: list[ChangeRow]
    conflicts: list[Torn]


def objective_page(c: sqlite3.Connection, objective_id: str, now: datetime) -> ObjectivePage:
    """The page of an objective; raises NotFound where there is none of that id."""
    row = _objective(c, objective_id)
    fact = c.execute(
        "SELECT weights, agreed FROM objective_fact WHERE objective = ?",
        (objective_id,),
    ).fetchone()
    found = lines(c, now, objectives=[objective_id], with_archived=True)
    found.sort(key=lambda line: line.is_archived)
    return ObjectivePage(
        row=row,
        contributes_to=next(iter(objectives_above(c, [objective_id]).get(objective_id, ())), None),
        provenance=_provenance(c, row, found, read_list(fact[0]), read_list(fact[1]), now),
        key_results=found,
        initiatives=_initiatives(c, found),
        contributors={line.id: _contributors(c, line) for line in found},
        decisions=decisions(c, objectives=[objective_id]),
        who_changes=who_changes(c) if any(line.is_in_force for line in found) else "",
        comments=comments(c, objective=objective_id),
        changes=changes(c, objective=objective_id),
        conflicts=conflicts(c, "objective", objective_id),
    )


def _objective(c: sqlite3.Connection, objective_id: str) -> ObjectiveRow:
    for row in objectives(c, only=[objective_id], with_archived=True):
        return row
    shown = clean_line(objective_id)[:40]
    raise NotFound(f"there is no objective {shown!r}: okrtui list objective shows which there are")


def _initiatives(c: sqlite3.Connection, found: list[KeyResultLine]) -> dict[str, list[InitiativeRow]]:
    """The bets that should move each of these key results, by its id."""
    every = initiatives(c)
    return {
        line.id: [bet for bet in every if line.id in {id_ for id_, *_ in bet.key_results}] for line in found
    }


def _contributors(c: sqlite3.Connection, line: KeyResultLine) -> list[Contributor]:
    found = contributors(c, line.id) if line.contributors else []
    return sorted(found, key=lambda each: each.indicator != "leading")


def _provenance(
    c: sqlite3.Connection,
    row: ObjectiveRow,
    found: list[KeyResultLine],
    weights: list[list[str]],
    agreed: list[list[str | None]],
    now: datetime,
) -> Provenance:
    by_id = {line.id: line for line in found}
    names = member_names(c)
    counted = [
        CountedKeyResult(id_, by_id[id_].code, by_id[id_].title, weight, by_id[id_].score)
        for id_, weight in weights
        if id_ in by_id
    ]
    agreements = [Agreed(at or "", names.get(by or "", "")) for at, by in agreed]
    return Provenance(counted, agreements, row.is_draft_score, _told(counted, agreements, row, now))


def _told(counted: list[CountedKeyResult], agreed: list[Agreed], row: ObjectiveRow, now: datetime) -> str:
    """Where the score comes from, in one line."""
    if not counted:
        return "no key result counts yet"
    krs = "1 KR" if len(counted) == 1 else f"{len(counted)} KRs"
    weights = [each.weight for each in counted]
    kind = "equal weights" if len(set(weights)) == 1 else f"weights {', '.join(weights)}"
    said = [f"weighted mean of {krs} ({', '.join(each.code for each in counted)})", kind, row.reported_text]
    if row.is_draft_score:
        said.append("draft: weights are not agreed")
    word = "published" if row.is_draft_score else "agreed"
    for each in agreed:
        on = f" {show_date(each.at, now.year)}" if each.at else ""
        said.append(f"{word}{on} by {each.by or 'somebody'}")
    return " · ".join(said)
