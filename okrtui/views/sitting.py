"""The sitting: what stands beside the check-in form, and which key result comes next (domain rules, §3)."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from typing import Any, NamedTuple

from okrtui.okr.text import clean_line, clean_text
from okrtui.okr.weeks import deadline_of, week_of
from okrtui.views.lines import KeyResultLine, line
from okrtui.views.lists import initiatives
from okrtui.views.my_week import my_week
from okrtui.views.people import TeamRow, teams
from okrtui.views.polls import agreed_on
from okrtui.views.structures import read_list, read_object
from okrtui.views.workspace import MemberRow, calendar, workspace


class Reported(NamedTuple):
    """A check-in as it stands: `done` is None where no milestones were reported, `help_from` a team's id."""

    id: str
    week: str
    author: str | None
    actual: str | None
    done: list[str] | None
    confidence: int | None
    insight: str
    next_action: str
    help_needed: str
    help_from: str | None
    evidence: list[str]
    learning: str
    status: str | None
    repeats: list[str]
    at: str | None


class Reading(NamedTuple):
    """What a data pipeline delivered: the quantity, when (RFC 3339 in UTC), and from where."""

    value: str
    at: str
    source: str


class Sitting(NamedTuple):
    """What the form for one key result and week needs.

    Attributes:
        week: the week to check in for; `is_late` where its deadline has passed.
        deadline: aware UTC instant at which the week ends.
        last: the latest check-in of an earlier week, or None.
        this: the week's check-in that a save would revise, or None.
        milestones: (name, weight) in order.
        draft: what was half typed, {field: value}, or None.
        teams: whom help can be asked from.
        valid_range: the metric's lowest and highest valid quantity, or None.
        history: actuals of the weeks reported before this one, oldest first, one a week.
        initiatives: (id, title) of the bets that should move it.
        reading: the newest one since the last check-in, which the form proposes as the figure, or None.
        agreed: the confidence that a vote agreed on for this week, which the form names and leaves to be pressed.
    """

    line: KeyResultLine
    week: str
    is_late: bool
    deadline: datetime
    last: Reported | None
    this: Reported | None
    milestones: tuple[tuple[str, str], ...]
    draft: dict[str, object] | None
    teams: list[TeamRow]
    valid_range: tuple[str | None, str | None] | None
    history: list[str]
    initiatives: list[tuple[str, str]]
    reading: Reading | None
    agreed: int | None = None


def due_queue(c: sqlite3.Connection, member: MemberRow, now: datetime) -> list[str]:
    """The ids of the member's key results to be checked in, in the order of My week; overdue ones first."""
    return [line.id for line in my_week(c, member, now).due]


def sitting(c: sqlite3.Connection, key_result_id: str, week: str | None, now: datetime) -> Sitting:
    """What the form needs; without a week it is the one that is due, else the running one.

    Raises NotFound where there is no such key result.
    """
    shown = line(c, key_result_id, now)
    of = calendar(workspace(c))
    week = week or shown.due_week or week_of(now, of)
    deadline = deadline_of(week, of)
    reported = reported_weeks(c, key_result_id)
    before = [each for each in reported if each.week < week]
    figures = {each.week: each.actual for each in before if each.actual is not None}
    return Sitting(
        line=shown,
        week=week,
        is_late=deadline <= now,
        deadline=deadline,
        last=before[-1] if before else None,
        this=next((each for each in reversed(reported) if each.week == week), None),
        milestones=shown.figures.milestones,
        draft=draft(c, key_result_id, week),
        teams=teams(c),
        valid_range=valid_range(c, key_result_id),
        history=list(figures.values()),
        initiatives=[(each.id, each.title) for each in initiatives(c, key_result=key_result_id)],
        reading=newest_reading(c, key_result_id, reported[-1].at if reported else None),
        agreed=agreed_on(c, key_result_id, week),
    )


def newest_reading(c: sqlite3.Connection, key_result_id: str, since: str | None) -> Reading | None:
    """The newest reading of a key result that was taken after that time; None where there is none."""
    row = c.execute(
        "SELECT value, at, source FROM reading WHERE key_result = ? AND value IS NOT NULL AND at > ?"
        " ORDER BY at DESC, id DESC LIMIT 1",
        (key_result_id, since or ""),
    ).fetchone()
    return Reading(row[0], row[1], clean_line(row[2] or "")) if row else None


def reported_weeks(c: sqlite3.Connection, key_result_id: str) -> list[Reported]:
    """The check-ins of a key result that count, by week, and within one by time and id."""
    rows = c.execute(
        "SELECT id, week, author, actual, milestones_done, confidence, insight, next_action, help_needed,"
        " help_from, evidence, learning, status, repeats, at FROM check_in WHERE key_result = ? AND"
        " is_shown = 1"
        " AND COALESCE(retracted, 0) = 0 AND week IS NOT NULL ORDER BY week, COALESCE(at, ''), id",
        (key_result_id,),
    )
    return [_reported(row) for row in rows]


def draft(c: sqlite3.Connection, key_result_id: str, week: str) -> dict[str, object] | None:
    """What was half typed for a key result and week on this machine, or None."""
    row = c.execute(
        "SELECT body FROM draft WHERE key_result = ? AND week = ?", (key_result_id, week)
    ).fetchone()
    if row is None:
        return None
    try:
        fields = json.loads(row[0])
    except ValueError:
        return None
    return fields if isinstance(fields, dict) else None


def valid_range(c: sqlite3.Connection, key_result_id: str) -> tuple[str | None, str | None] | None:
    """The lowest and highest valid quantity of the key result's metric, None where no metric says so."""
    rows = c.execute(
        "SELECT key_results, valid_range FROM metric WHERE valid_range IS NOT NULL"
        " AND instr(key_results, ?) > 0 ORDER BY id",
        (key_result_id,),
    )
    for key_results, limits in rows:
        if key_result_id in read_list(key_results):
            ends = read_object(limits)
            return ends.get("min"), ends.get("max")
    return None


def _reported(row: tuple[Any, ...]) -> Reported:
    id_, week, author, actual, done, confidence, insight, next_action, help_needed, help_from, *more = row
    evidence, learning, status, repeats, at = more
    return Reported(
        id=id_,
        week=week,
        author=author,
        actual=actual,
        done=None if done is None else _texts(done),
        confidence=confidence,
        insight=clean_text(insight or ""),
        next_action=clean_text(next_action or ""),
        help_needed=clean_text(help_needed or ""),
        help_from=help_from,
        evidence=_texts(evidence),
        learning=clean_text(learning or ""),
        status=status,
        repeats=_texts(repeats),
        at=at,
    )


def _texts(stored: str | None) -> list[str]:
    return [clean_line(str(each)) for each in read_list(stored)]
