"""Escalations with their clocks and those whose turn it is (domain rules, §6). On the path of `okrtui status`."""

from __future__ import annotations

from okrtui.okr.errors import NotFound
from okrtui.okr.escalation_steps import DATA_ISSUE, LEAD, SPONSOR, STEWARD
from okrtui.okr.instants import datetime
from okrtui.okr.text import clean_line
from okrtui.views.escalation_line import EscalationLine, Row, line_from
from okrtui.views.holders import Holders
from okrtui.views.lines import code_length
from okrtui.views.workspace import calendar, workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from okrtui.views.workspace import MemberRow, WorkspaceRow

__all__ = ["EscalationLine", "escalation", "escalations"]

_SELECT = (
    "SELECT e.id, e.kind, e.key_result, e.week, e.last_week, e.opened_at, e.help_from, e.closed_by,"
    " e.closed_week, e.closed_at, e.answers, k.title, k.owner, k.collaborators, k.postponed, k.archived,"
    " f.code, o.id, o.title, o.owner, o.archived, o.team, t.name, t.champion,"
    " CASE WHEN o.id IS NULL THEN NULL ELSE COALESCE(y.phase, 'draft') END,"
    " COALESCE(r.text, CASE WHEN f.help_from = e.help_from AND e.kind = 'blocker' THEN f.help_needed END),"
    " r.metric, x.name, x.steward, r.initiative, i.title, r.by, h.name, f.red_weeks,"
    " h.champion, h.manager"
    " FROM escalation_fact e LEFT JOIN escalation r ON r.id = e.id"
    " LEFT JOIN key_result k ON k.id = e.key_result LEFT JOIN key_result_fact f ON f.key_result = k.id"
    " LEFT JOIN metric x ON x.id = r.metric LEFT JOIN initiative i ON i.id = r.initiative"
    " LEFT JOIN objective o ON o.id = COALESCE(k.objective, r.objective, (SELECT of.objective"
    " FROM json_each(COALESCE(x.key_results, i.key_results)) j JOIN key_result of ON of.id = j.value"
    " ORDER BY j.key LIMIT 1))"
    " LEFT JOIN cycle y ON y.id = o.cycle LEFT JOIN team t ON t.id = o.team"
    " LEFT JOIN team h ON h.id = e.help_from"
)

_OF_TEAM = (
    "(e.key_result IN (SELECT s.id FROM objective p JOIN key_result s ON s.objective = p.id WHERE p.team IN ({marks}))"
    " OR e.key_result IS NULL)"
)
"""A team's key results and what is about none, found by their index; the sign before the other conditions keeps
SQLite from walking through everything that is open in the workspace."""

_NEAR = (
    "(? IN (k.owner, o.owner, t.champion, x.steward, h.champion, h.manager)"
    " OR (? AND (e.kind NOT IN ('red_response', 'amber_response') OR e.help_from IS NOT NULL"
    " OR instr(e.answers, 'help_from') > 0"
    " OR NOT EXISTS (SELECT 1 FROM member w WHERE w.id = k.owner AND w.account = 1))))"
)
"""What may concern a member: it names them, or they hold a role and it is no answer that its KR's owner gives alone."""
_ROLES = frozenset((LEAD, SPONSOR, STEWARD))


def escalations(
    c: sqlite3.Connection,
    now: datetime,
    *,
    ids: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
    key_results: Sequence[str] | None = None,
    teams: Sequence[str | None] | None = None,
    holder: str | None = None,
    near: MemberRow | None = None,
    open_only: bool = True,
    of: WorkspaceRow | None = None,
) -> list[EscalationLine]:
    """The escalations that fit every filter given: the open ones by when they are due, then those that are closed.

    Args:
        c: a connection to the replica.
        now: an aware instant.
        ids: their ids; None, here and below, does not filter.
        kinds: such as "red_streak".
        key_results: ids of the KRs that they are about.
        teams: ids of the objectives' teams; None among them asks for those of no team.
        holder: id of a member whose turn it is.
        near: a member; what can neither be their turn nor be for them to know is left out.
        open_only: whether those that wait for nobody are left out.
        of: the workspace's row, where the caller has it already.
    """
    row = of or workspace(c)
    rows = _stored(c, ids, kinds, key_results, teams, near, open_only)
    if (kinds is None or DATA_ISSUE in kinds) and c.execute("SELECT 1 FROM metric LIMIT 1").fetchone():
        from okrtui.views.data_issues import data_issues

        rows += [
            one
            for one, about in data_issues(c, now, row, open_only)
            if (ids is None or one.id in ids)
            and (key_results is None or not about.isdisjoint(key_results))
            and (teams is None or one.team in teams)
        ]
    if not rows:
        return []
    holders, of_week, length = Holders(c), calendar(row), code_length(c)
    lines = [line_from(one, holders, now, of_week, length) for one in rows]
    return in_order(
        one for one in lines if (one.is_open or not open_only) and (holder is None or holder in one.holders)
    )


def escalation(c: sqlite3.Connection, now: datetime, id_: str) -> EscalationLine:
    """One escalation, open or not.

    Raises:
        NotFound: there is none with this id, or none any more.
    """
    for one in escalations(c, now, ids=[id_], open_only=False):
        return one
    shown = clean_line(id_)[:40]
    raise NotFound(
        f"there is no escalation {shown!r} (any more): okrtui escalation list shows which there are"
    )


def in_order(found: Iterable[EscalationLine]) -> list[EscalationLine]:
    """The open ones by when they are due, then the others, the newest first."""
    several = sorted(found, key=lambda one: (one.opened_at, one.id), reverse=True)
    waiting = [(one.turn.due, one.opened_at, one.id, one) for one in several if one.turn is not None]
    return [*(place[-1] for place in sorted(waiting)), *(one for one in several if one.turn is None)]


def _stored(
    c: sqlite3.Connection,
    ids: Sequence[str] | None,
    kinds: Sequence[str] | None,
    key_results: Sequence[str] | None,
    teams: Sequence[str | None] | None,
    near: MemberRow | None,
    open_only: bool,
) -> list[Row]:
    """What folding stored."""
    conditions = ["e.closed_by IS NULL"] if open_only else []
    values: list[object] = []
    if near is not None and not near.is_only_account:
        conditions.append(_NEAR)
        values += [near.id, not _ROLES.isdisjoint(near.roles)]
    asked: dict[str, Sequence[str | None] | None] = {
        "e.id": ids,
        "e.kind": kinds,
        "e.key_result": key_results,
        "COALESCE(o.team, '')": teams,
    }
    for column, wanted in asked.items():
        if wanted is not None:
            conditions.append(f"{column} IN ({', '.join('?' * len(wanted))})")
            values += [one or "" for one in wanted]
    named = [one for one in teams or () if one is not None]
    if teams is not None and len(named) == len(teams):
        conditions = [_OF_TEAM.format(marks=", ".join("?" * len(named))), *(f"+{one}" for one in conditions)]
        values = [*named, *values]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return [Row(*one) for one in c.execute(f"{_SELECT}{where}", values)]
