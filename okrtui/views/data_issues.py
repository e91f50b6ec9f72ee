"""Data issues that are worked out: metrics whose readings stopped coming (domain rules, §6).

One stands from the end of the first period without a reading until the next reading comes, or somebody answers it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from okrtui.okr.escalation_clocks import moment_of
from okrtui.okr.escalation_steps import ANSWERED, DATA_ISSUE
from okrtui.okr.identity import escalation_id
from okrtui.okr.instants import UTC
from okrtui.okr.refreshing import late_from, period_of
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import Calendar, today_in, week_of
from okrtui.views.escalation_line import Row
from okrtui.views.structures import read_list
from okrtui.views.workspace import WorkspaceRow, calendar

_ANSWERS = (
    "SELECT week, id, step, by, at, text, root_cause, revised_bet, help_request, help_from, next_checkpoint,"
    " workaround FROM answer WHERE metric = ? AND kind = 'data_issue' AND escalation IS NULL"
    " AND step IS NOT NULL ORDER BY COALESCE(at, ''), id"
)
_FIELDS = (
    "id", "step", "by", "at", "text", "root_cause", "revised_bet", "help_request", "help_from",
    "next_checkpoint", "workaround",
)  # fmt: skip
_SETTING = (
    "SELECT k.id, k.owner, k.collaborators, f.code, o.id, o.title, o.owner, o.team, t.name, t.champion"
    " FROM key_result k LEFT JOIN key_result_fact f ON f.key_result = k.id"
    " JOIN objective o ON o.id = k.objective LEFT JOIN cycle y ON y.id = o.cycle"
    " LEFT JOIN team t ON t.id = o.team WHERE k.id IN ({marks}) AND COALESCE(k.archived, 0) = 0"
    " AND COALESCE(o.archived, 0) = 0 AND y.phase IN ('active', 'review')"
)


class _Gap(NamedTuple):
    """A time without readings: after which one, when it became too long, and when the next one came."""

    last: datetime
    late_from: datetime
    ended: str


def data_issues(
    c: sqlite3.Connection, now: datetime, of: WorkspaceRow, open_only: bool
) -> Iterable[tuple[Row, set[str]]]:
    """The data issues of metrics that KRs of running cycles measure by.

    Args:
        c: a connection to the replica.
        now: an aware instant.
        of: the workspace's row.
        open_only: whether those that are over are left out.

    Yields:
        Each as the row of an escalation, with the ids of the KRs that are concerned.
    """
    of_week = calendar(of)
    for metric, name, refresh, steward, about in c.execute(
        "SELECT id, name, refresh, steward, key_results FROM metric WHERE refresh IS NOT NULL ORDER BY id"
    ).fetchall():
        if not period_of(refresh):
            continue
        key_results = [str(one) for one in read_list(about)]
        setting = _setting(c, key_results)
        gaps = _gaps(c, metric, refresh, now, of_week, open_only) if setting else []
        for gap in gaps:
            row = _row(c, gap, (metric, name, refresh, steward), setting, of.id, of_week)
            if not (open_only and row.closed_by):
                yield row, set(key_results)


def _setting(c: sqlite3.Connection, key_results: Sequence[str]) -> tuple[str | None, ...]:
    """The first KR that measures by a metric and runs, with its objective; nothing where none does."""
    marks = ",".join("?" * len(key_results))
    rows = c.execute(f"{_SETTING.format(marks=marks)} ORDER BY k.id LIMIT 1", list(key_results))
    return tuple(rows.fetchone() or ())


def _gaps(
    c: sqlite3.Connection, metric: str, refresh: str, now: datetime, of_week: Calendar, last_only: bool
) -> list[_Gap]:
    """The times without readings that lasted too long, the oldest first.

    A reading of a time to come does not hide that none comes now.
    """
    until = now.astimezone(UTC).replace(microsecond=0).isoformat()
    sql = "SELECT DISTINCT at FROM reading WHERE metric = ? AND at <= ? ORDER BY at DESC"
    times = [row[0] for row in c.execute(f"{sql} LIMIT {1 if last_only else -1}", (metric, until))]
    found = []
    for at, following in zip(times, ["", *times], strict=False):
        last = moment_of(at, now)
        late = late_from(refresh, last, of_week)
        if late is not None and late <= (moment_of(following, now) if following else now):
            found.append(_Gap(last, late, following))
    return found[::-1]


def _row(
    c: sqlite3.Connection,
    gap: _Gap,
    metric: tuple[str, str | None, str, str | None],
    setting: tuple[str | None, ...],
    workspace: str,
    of_week: Calendar,
) -> Row:
    id_, name, refresh, steward = metric
    week = week_of(gap.late_from, of_week)
    answers = [
        dict(zip(_FIELDS, row[1:], strict=True)) for row in c.execute(_ANSWERS, (id_,)) if row[0] == week
    ]
    answered = next((one["at"] for one in answers if one["step"] == ANSWERED), None)
    closed_by = "answer" if answered else "reading" if gap.ended else None
    day = today_in(gap.last, of_week)
    key_result, owner, collaborators, code, objective, title, objective_owner, team, team_name, champion = (
        setting
    )
    return Row(
        id=escalation_id(workspace, DATA_ISSUE, id_, week),
        kind=DATA_ISSUE,
        key_result=key_result,
        week=week,
        last_week=week,
        opened_at=gap.late_from.isoformat(),
        help_team=None,
        closed_by=closed_by,
        closed_week=None,
        closed_at=answered or gap.ended or None,
        answers=json.dumps([{key: one for key, one in each.items() if one} for each in answers]),
        kr_title=None,
        kr_owner=owner,
        collaborators=collaborators,
        postponed=None,
        kr_archived=0,
        code=code,
        objective=objective,
        objective_title=title,
        objective_owner=objective_owner,
        objective_archived=0,
        team=team,
        team_name=team_name,
        champion=champion,
        phase="active",
        text=f"no reading since {day.isoformat()}, refreshed {clean_line(refresh)}",
        metric=id_,
        metric_name=name or "a metric",
        steward=steward,
        initiative=None,
        initiative_title=None,
        by=None,
        help_from=None,
        red_weeks=0,
        asked_champion=None,
        asked_manager=None,
    )
