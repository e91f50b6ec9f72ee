"""The alignment tree: teams, their objectives, their key results, and what each moves (domain rules, Contribution)."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from okrtui.views.contribution import ContributesTo
from okrtui.views.lines import KeyResultLine


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
    """The tree of one cycle, or of all open cycles, the company first."""
    raise NotImplementedError
