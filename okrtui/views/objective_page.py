"""An objective's page: the outcome, its key results, and where its score comes from (domain rules, §2).

Every computed figure says where it came from: the key results that were counted, their weights, and when and by
whom those were agreed.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from okrtui.views.card import Agreed
from okrtui.views.contribution import ContributesTo
from okrtui.views.lines import KeyResultLine
from okrtui.views.lists import ChangeRow, CommentRow, InitiativeRow, ObjectiveRow


class CountedKeyResult(NamedTuple):
    """A key result that counts in the objective's score, with the weight that was used and its rounded score."""

    id: str
    code: str
    title: str
    weight: str
    score: str | None


class Provenance(NamedTuple):
    """Where an objective's score comes from.

    `agreed` lists when and by whom the weights were agreed; `is_draft` while they are not; `text` says it all in one
    line, such as "mean of 2 KRs, weights 2 and 1, agreed 3 Oct by Ana".
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
        changes: newest first; open ones have the state "proposed".
    """

    row: ObjectiveRow
    contributes_to: ContributesTo | None
    provenance: Provenance
    key_results: list[KeyResultLine]
    initiatives: dict[str, list[InitiativeRow]]
    comments: list[CommentRow]
    changes: list[ChangeRow]
    conflicts: list[str]


def objective_page(c: sqlite3.Connection, objective_id: str, now: datetime) -> ObjectivePage:
    """The page of an objective; raises NotFound where there is none of that id."""
    raise NotImplementedError
