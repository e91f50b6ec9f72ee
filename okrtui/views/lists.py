"""The lists: objectives, key results, cycles, initiatives, changes and comments, each with its filters."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from okrtui.views.lines import KeyResultLine
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
    "objectives",
]


class ObjectiveRow(NamedTuple):
    """One objective.

    `score` is rounded text or None; `reported_text` as "2/3 reported · 1 postponed"; `is_draft_score` while weights
    are not agreed.
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
    raise NotImplementedError


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
    raise NotImplementedError


def initiatives(
    c: sqlite3.Connection, *, key_result: str | None = None, state: str | None = None
) -> list[InitiativeRow]:
    """The initiatives, or those that should move one key result, by title."""
    raise NotImplementedError


def changes(
    c: sqlite3.Connection,
    *,
    key_result: str | None = None,
    objective: str | None = None,
    state: str | None = None,
) -> list[ChangeRow]:
    """The change requests that fit every filter given, newest first."""
    raise NotImplementedError


def comments(
    c: sqlite3.Connection, *, key_result: str | None = None, objective: str | None = None
) -> list[CommentRow]:
    """The comments on one key result, on one objective, or all, newest first."""
    raise NotImplementedError
