"""Key results as they stood when an earlier week ended: what had been reported by then, scored by today's figures.

The thread on a key result's card scores earlier weeks in the same way (domain rules, §§2, 3).
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Sequence
from typing import Any

from okrtui.okr.history import read_history
from okrtui.okr.hygiene import standing
from okrtui.okr.quantities import change_between
from okrtui.okr.rag import is_unverified, rag_of
from okrtui.okr.scoring import score
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import Calendar, deadline_of, middle_of, weeks_apart
from okrtui.views.key_result_line import KeyResultLine, is_postponed_on
from okrtui.views.structures import read_list, read_object
from okrtui.views.workspace import WorkspaceRow, calendar

_Row = namedtuple(
    "_Row",
    "week actual done confidence insight next_action help_needed help_from evidence status at",
)
_CHECK_INS = (
    "SELECT i.key_result, i.week, i.actual, i.milestones_done, i.confidence, i.insight, i.next_action,"
    " i.help_needed, t.name, i.evidence, i.status, i.at FROM check_in i LEFT JOIN team t ON t.id = i.help_from"
    " WHERE i.key_result IN ({}) AND i.is_shown = 1 AND COALESCE(i.retracted, 0) = 0 AND i.week <= ?"
    " ORDER BY i.key_result, i.week, COALESCE(i.at, ''), i.id"
)
_MOST = 500
"""So many key results one statement asks for."""


def as_of(
    c: sqlite3.Connection, found: Sequence[KeyResultLine], week: str, row: WorkspaceRow
) -> list[KeyResultLine]:
    """These key results as they stood at the end of an earlier week; those that did not run in it are left out.

    Args:
        c: a connection to the replica.
        found: the key results as they stand now.
        week: a week that has ended.
        row: the workspace.
    """
    of = calendar(row)
    middle = middle_of(week, of)
    ran = [line for line in found if line.box.start <= middle <= line.box.end]
    reports = _reports(c, [line.id for line in ran], week)
    sources = _with_source(c, [line.id for line in ran])
    return [_back(line, reports.get(line.id, []), week, row, of, line.id in sources) for line in ran]


def _reports(c: sqlite3.Connection, ids: Sequence[str], week: str) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for start in range(0, len(ids), _MOST):
        some = ids[start : start + _MOST]
        for id_, *values in c.execute(_CHECK_INS.format(", ".join("?" * len(some))), (*some, week)):
            found.setdefault(id_, []).append(_Row(*values))
    return found


def _with_source(c: sqlite3.Connection, ids: Sequence[str]) -> set[str]:
    """Those that name a source of truth."""
    found: set[str] = set()
    for start in range(0, len(ids), _MOST):
        some = ids[start : start + _MOST]
        rows = c.execute(
            f"SELECT id, source FROM key_result WHERE id IN ({', '.join('?' * len(some))})", some
        )
        found.update(id_ for id_, source in rows if any(read_object(source).values()))
    return found


def _back(
    line: KeyResultLine, reports: Sequence[_Row], week: str, row: WorkspaceRow, of: Calendar, has_source: bool
) -> KeyResultLine:
    history = read_history(line.history, week)
    last = reports[-1] if reports else None
    ended = deadline_of(week, of)
    stale = standing(line.box, (), last.week if last else None, ended, of).stale_weeks
    return line._replace(
        **_figure(line, reports, row, has_source),
        **_said(last, reports),
        trend=_trend(line, week),
        pace=None,
        pace_by=None,
        stale_weeks=stale,
        is_due=False,
        is_overdue=False,
        due_week=None,
        open_week=None,
        is_reported=bool(last and last.week == week),
        is_in_force=line.is_in_force and line.box.in_force <= middle_of(week, of),
        postponed=line.postponed if is_postponed_on(line.box, middle_of(week, of)) else None,
        has_draft=False,
        red_weeks=_red_weeks([one.rag if one.counts else "" for one in history if one.rag]),
        weeks_reported=len(history),
    )


def _figure(
    line: KeyResultLine, reports: Sequence[_Row], row: WorkspaceRow, has_source: bool
) -> dict[str, Any]:
    """The figure of the last week that reported one, scored."""
    column = "done" if line.figures.method == "milestones" else "actual"
    told = list({one.week: one for one in reports if getattr(one, column) is not None}.values())
    if not told:
        names = ("actual", "done", "previous_actual", "change", "score", "score_n", "score_d", "attainment")
        return {**dict.fromkeys((*names, "rag")), "is_unverified": False}
    now, before = told[-1], told[-2].actual if len(told) > 1 else None
    done = None if now.done is None else [clean_line(str(name)) for name in read_list(now.done)]
    worth = score(line.figures, now.actual, done)
    rag = rag_of(worth.rounded, row.thresholds) if worth else None
    return {
        "actual": now.actual,
        "done": done,
        "previous_actual": before,
        "change": change_between(before, now.actual) if before and now.actual else None,
        "score": worth.rounded if worth else None,
        "score_n": worth.exact.numerator if worth else None,
        "score_d": worth.exact.denominator if worth else None,
        "attainment": worth.attainment if worth else None,
        "rag": rag,
        "is_unverified": is_unverified(rag, bool(read_list(now.evidence)), has_source),
    }


def _said(last: _Row | None, reports: Sequence[_Row]) -> dict[str, Any]:
    """What the last check-in said."""
    if last is None:
        texts = dict.fromkeys(("insight", "next_action", "help_needed", "help_from"), "")
        nothing = dict.fromkeys(("confidence", "previous_confidence", "last_week", "last_at", "status"))
        return {**texts, **nothing, "evidence": []}
    before = [one.confidence for one in reports if one.week < last.week]
    return {
        "confidence": last.confidence,
        "previous_confidence": before[-1] if before else None,
        "last_week": last.week,
        "last_at": last.at,
        "insight": clean_line(last.insight or ""),
        "next_action": clean_line(last.next_action or ""),
        "help_needed": clean_line(last.help_needed or ""),
        "help_from": clean_line(last.help_from or ""),
        "evidence": [clean_line(str(link)) for link in read_list(last.evidence)],
        "status": last.status,
    }


def _trend(line: KeyResultLine, week: str) -> str:
    """The trend without the weeks that came later."""
    told = [one.week for one in read_history(line.history) if one.rag]
    then = [one for one in told if one <= week]
    if not then:
        return ""
    later = weeks_apart(then[-1], told[-1])
    return line.trend[: max(len(line.trend) - later, 0)]


def _red_weeks(colours: Sequence[str]) -> int:
    """How many of the last reported weeks were red, one after the other."""
    count = 0
    for rag in reversed(colours):
        if rag != "red":
            break
        count += 1
    return count
