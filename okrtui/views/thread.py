"""The thread of a key result: check-ins, missed weeks, comments and changes, newest first (domain rules, §3)."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple


class Update(NamedTuple):
    """One thing in the thread; which fields matter depends on `kind`.

    Attributes:
        kind: "check_in", "missed", "comment" or "change".
        week: the week it is about, "" where it can't be told.
        id: the shown revision's id, the comment's or the change's; "" for a missed week.
        at: UTC time as text, None where it is unknown.
        author_name: who reports, wrote or proposed; `on_behalf_name` who typed it for them, "" for themselves.
        actual, done: as reported; `done` None where none was reported.
        score, rag: of that week's figure by the method in effect.
        timeliness: "on_time", "late" or "reported".
        revisions: how many versions of a check-in there are; `is_conflict` where two did not see each other.
        is_retracted: the check-in was taken back and does not count.
        was: the actual (or milestones) that the version before reported, "" where it was the same.
        repeats: the fields repeated on purpose ("actual", "next_action").
        is_complete: has actual, confidence, insight and next action.
        text: a comment's text or a change's reason; `about` the comment's kind, or the change's action.
        changes: (field, was, becomes) of a change, as texts; `state` proposed, approved or declined.
        decided: (at, by name, reason) of a change, or None.
    """

    kind: str
    week: str
    id: str = ""
    at: str | None = None
    author_name: str = ""
    on_behalf_name: str = ""
    actual: str | None = None
    done: list[str] | None = None
    score: str | None = None
    rag: str | None = None
    confidence: int | None = None
    insight: str = ""
    next_action: str = ""
    help_needed: str = ""
    help_from: str = ""
    evidence: tuple[str, ...] = ()
    learning: str = ""
    status: str | None = None
    initiative: str = ""
    timeliness: str = ""
    revisions: int = 0
    is_conflict: bool = False
    is_retracted: bool = False
    is_confirmed: bool = False
    is_complete: bool = True
    was: str = ""
    repeats: tuple[str, ...] = ()
    text: str = ""
    about: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    state: str = ""
    decided: tuple[str, str, str] | None = None


def revisions(c: sqlite3.Connection, key_result_id: str, week: str | None = None) -> list[Update]:
    """Every version of a key result's check-ins, or of one week's, newest week and newest version first."""
    raise NotImplementedError


def thread_of(c: sqlite3.Connection, key_result_id: str, now: datetime) -> list[Update]:
    """The thread of a key result, newest first."""
    raise NotImplementedError
