"""A key result's card: what it is, where it stands, and everything that was said about it (Playbook, KR card).

The thread is made in `okrtui.views.thread`; here stand the facts around it.
"""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from typing import NamedTuple

from okrtui.views.contribution import ContributesTo, Contributor
from okrtui.views.lines import KeyResultLine
from okrtui.views.lists import ChangeRow, CommentRow, InitiativeRow
from okrtui.views.thread import Update, revisions

__all__ = ["Agreed", "ContributesTo", "Contributor", "KeyResultCard", "key_result_card", "revisions"]


class Agreed(NamedTuple):
    """When a KR or an objective's weights were agreed (UTC time), by whom (a name), and whether by import."""

    at: str
    by: str
    is_imported: bool = False


class KeyResultCard(NamedTuple):
    """All of one key result.

    Attributes:
        line: as every list shows it.
        source: {"name"?, "url"?}; `refresh` the frequency as written.
        weight: quantity or None; `indicator` "leading", "lagging" or None.
        agreed: None while it is a draft.
        collaborators: names.
        method_text: such as "linear 18 → 28 % by 31 Dec".
        thread: newest first.
        chart: (day, actual as typed) of each reported week, oldest first.
        expected: the two ends of the line to the target, (day, figure), or () where none is expected.
        pending: plain edits of governed fields that have no effect, {field: value}.
        conflicts: fields with texts that did not see each other.
    """

    line: KeyResultLine
    team: str
    theme: str
    definition: str
    metric: str
    source: dict[str, str]
    refresh: str
    weight: str | None
    weights: list[tuple[str, str]]
    indicator: str | None
    divergence: bool
    agreed: Agreed | None
    collaborators: list[str]
    method_text: str
    contributes_to: list[ContributesTo]
    contributors: list[Contributor]
    thread: list[Update]
    initiatives: list[InitiativeRow]
    chart: list[tuple[date, str]]
    expected: tuple[tuple[date, str], ...]
    pending: dict[str, object]
    changes: list[ChangeRow]
    comments: list[CommentRow]
    conflicts: list[str]


def key_result_card(c: sqlite3.Connection, key_result_id: str, now: datetime) -> KeyResultCard:
    """The card of a key result; raises NotFound where there is none of that id."""
    raise NotImplementedError
