"""The thread of a key result: check-ins, missed weeks, comments and changes (domain rules, §3)."""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from okrtui.okr.check_in import missing_parts
from okrtui.okr.figures import Figures
from okrtui.okr.hygiene import missed_weeks, timeliness
from okrtui.okr.rag import rag_of
from okrtui.okr.scoring import score
from okrtui.okr.text import clean_line, clean_text
from okrtui.okr.weeks import Calendar, middle_of, week_of
from okrtui.views.lines import KeyResultLine, figures_in_effect
from okrtui.views.lists import changes, comments
from okrtui.views.structures import read_list
from okrtui.views.workspace import WorkspaceRow, calendar, workspace


class Update(NamedTuple):
    """One thing in the thread; which fields matter depends on `kind`.

    Attributes:
        kind: "check_in", "missed", "comment" or "change".
        week: the week it is about, "" where it can't be told.
        id: the shown revision's id, the comment's or the change's; "" for a missed week.
        at: UTC time as text, None where it is unknown.
        author_name: who reports, wrote or proposed; `on_behalf_name` who typed it for them, "" for
            themselves.
        actual, done: as reported; `done` None where none was reported.
        score, rag: of that week's figure by the method in effect.
        timeliness: "on_time", "late" or "reported".
        revisions: how many versions of a check-in there are; `apart` how many of them did not see each other.
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
    apart: int = 0
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


_SELECT = (
    "SELECT i.id, i.identity, i.is_shown, i.is_head, i.first_at, i.week, a.name AS author_name,"
    " a.handle AS author,"
    " b.name AS typist_name, b.handle AS typist, i.actual, i.milestones_done, i.confidence, i.insight,"
    " i.next_action, i.help_needed, t.name AS help_from, i.evidence, i.learning, i.status, i.at, i.replaces,"
    " COALESCE(i.retracted, 0) AS retracted, i.repeats, i.confirmed, n.title AS initiative"
    " FROM check_in i LEFT JOIN member a ON a.id = i.author LEFT JOIN member b ON b.id = i.on_behalf"
    " LEFT JOIN team t ON t.id = i.help_from LEFT JOIN initiative n ON n.id = i.initiative"
    " WHERE i.key_result = ?"
)
_Revision = namedtuple(
    "_Revision",
    "id identity is_shown is_head first_at week author_name author typist_name typist actual done confidence"
    " insight next_action help_needed help_from evidence learning status at replaces retracted repeats"
    " confirmed initiative",
)


def revisions(c: sqlite3.Connection, key_result_id: str, week: str | None = None) -> list[Update]:
    """Every version of a key result's check-ins, or of one week's, newest week and newest version first.

    Raises NotFound where there is no such key result.
    """
    row, figures = workspace(c), figures_in_effect(c, key_result_id)
    found = [each for each in _revisions(c, key_result_id) if week in (None, each.week)]
    found.sort(key=lambda each: (each.week or "", each.is_shown, each.at or "", each.id), reverse=True)
    return [_check_in(each, [each], figures, row) for each in found]


def thread_of(c: sqlite3.Connection, line: KeyResultLine, now: datetime, since: str = "") -> list[Update]:
    """The thread of a key result, newest first: by week, and within one by time.

    Args:
        c: a connection to the replica.
        line: the key result.
        now: an aware instant.
        since: the first week that is told; "" for all.
    """
    row = workspace(c)
    of = calendar(row)
    told = [*_check_ins(c, line, row, since)]
    reported = {each.week for each in told if not each.is_retracted}
    if line.phase != "draft":
        box = line.box._replace(start=max(line.box.start, middle_of(since, of))) if since else line.box
        told += [Update("missed", week) for week in missed_weeks(box, reported, now, of)]
    told += [each for each in (*_comments(c, line.id, of), *_changes(c, line.id, of)) if each.week >= since]
    return sorted(
        told, key=lambda each: (each.week, each.kind != "missed", each.at or "", each.id), reverse=True
    )


def _revisions(c: sqlite3.Connection, key_result_id: str, since: str = "") -> list[_Revision]:
    found = c.execute(f"{_SELECT} AND COALESCE(i.week, '') >= ?", (key_result_id, since))
    return [_Revision(*row) for row in found]


def _check_ins(c: sqlite3.Connection, line: KeyResultLine, row: WorkspaceRow, since: str) -> list[Update]:
    by_identity: dict[str, list[_Revision]] = {}
    for each in _revisions(c, line.id, since):
        by_identity.setdefault(each.identity, []).append(each)
    told = []
    for versions in by_identity.values():
        shown = next((each for each in versions if each.is_shown), None)
        if shown is not None:
            told.append(_check_in(shown, versions, line.figures, row))
    return told


def _check_in(shown: _Revision, versions: Sequence[_Revision], figures: Figures, row: WorkspaceRow) -> Update:
    done = _done(shown)
    worth = score(figures, shown.actual, done)
    first = shown.first_at
    return Update(
        "check_in",
        shown.week or "",
        id=shown.id,
        at=shown.at,
        author_name=_name(shown.author_name, shown.author),
        on_behalf_name=_name(shown.typist_name, shown.typist),
        actual=shown.actual,
        done=done,
        score=worth.rounded if worth else None,
        rag=rag_of(worth.rounded, row.thresholds) if worth else None,
        confidence=shown.confidence,
        insight=clean_text(shown.insight or ""),
        next_action=clean_text(shown.next_action or ""),
        help_needed=clean_text(shown.help_needed or ""),
        help_from=clean_line(shown.help_from or ""),
        evidence=_texts(shown.evidence),
        learning=clean_text(shown.learning or ""),
        status=shown.status,
        initiative=clean_line(shown.initiative or ""),
        timeliness=timeliness(shown.week, datetime.fromisoformat(first) if first else None, calendar(row))
        if shown.week
        else "reported",
        revisions=len(versions),
        apart=heads if (heads := sum(each.is_head for each in versions)) > 1 else 0,
        is_retracted=bool(shown.retracted),
        is_confirmed=bool(shown.confirmed),
        is_complete=not missing_parts(
            shown.actual, done, shown.confidence, shown.insight, shown.next_action, figures.method
        ),
        was=_was(shown, versions),
        repeats=_texts(shown.repeats),
    )


def _was(shown: _Revision, versions: Sequence[_Revision]) -> str:
    """What the version before reported, where it was another figure."""
    before = next((each for each in versions if each.id == shown.replaces), None)
    if before is None or (before.actual, _done(before)) == (shown.actual, _done(shown)):
        return ""
    return before.actual or ", ".join(_done(before) or []) or "—"


def _comments(c: sqlite3.Connection, key_result_id: str, of: Calendar) -> list[Update]:
    return [
        Update(
            "comment",
            _week_at(each.at, of),
            id=each.id,
            at=each.at,
            author_name=each.author_name,
            text=each.text,
            about=each.kind,
        )
        for each in comments(c, key_result=key_result_id)
    ]


def _changes(c: sqlite3.Connection, key_result_id: str, of: Calendar) -> list[Update]:
    return [
        Update(
            "change",
            _week_at(each.at, of),
            id=each.id,
            at=each.at,
            author_name=each.by_name,
            text=each.reason,
            about=each.action,
            changes=each.changes,
            state=each.state,
            decided=each.decided,
        )
        for each in changes(c, key_result=key_result_id)
    ]


def _week_at(at: str | None, of: Calendar) -> str:
    return week_of(datetime.fromisoformat(at), of) if at else ""


def _done(revision: _Revision) -> list[str] | None:
    return None if revision.done is None else list(_texts(revision.done))


def _texts(stored: str | None) -> tuple[str, ...]:
    return tuple(clean_line(str(each)) for each in read_list(stored))


def _name(name: Any, handle: Any) -> str:
    return clean_line(name or "") or clean_line(handle or "")
