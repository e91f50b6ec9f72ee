"""The key results that a list asks for, as lines, in one query.

My week, the status, lists and the tree read them. On the path of `okrtui status`.
"""

from __future__ import annotations

from okrtui.okr.errors import NotFound
from okrtui.okr.instants import datetime
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import add_weeks, today_in, week_of
from okrtui.views.key_result_line import (
    FigureRow,
    KeyResultLine,
    Moment,
    Row,
    figures_from,
    line_from,
    shown_code,
)
from okrtui.views.workspace import OPEN_PHASES, calendar, workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from okrtui.okr.figures import Figures
    from okrtui.okr.weeks import Calendar
    from okrtui.views.workspace import WorkspaceRow

__all__ = [
    "OPEN_PHASES",
    "KeyResultLine",
    "code_length",
    "figures_in_effect",
    "line",
    "lines",
    "open_ids",
    "shown_code",
]

_REPORTED = (
    "EXISTS (SELECT 1 FROM check_in i WHERE i.key_result = k.id AND i.week = {}"
    " AND i.is_shown = 1 AND COALESCE(i.retracted, 0) = 0)"
)
_SELECT = (
    "SELECT k.id, f.code, k.title, k.objective, k.method, k.baseline, k.target, k.direction, k.bands,"
    " k.milestones, k.limits, k.unit, k.due, k.postponed, k.archived, k.owner,"
    " o.title, o.archived, g.code, y.id, y.name, y.start, y.end, COALESCE(y.phase, 'draft'),"
    " m.handle, m.name, t.name, d.key_result,"
    " f.is_in_force, f.in_force_at, f.box_start, f.box_end, f.actual, f.done, f.previous_actual, f.change,"
    " f.score, f.score_n, f.score_d, f.attainment, f.rag, f.is_unverified, f.confidence,"
    " f.previous_confidence,"
    " f.last_week, f.last_at, f.insight, f.next_action, f.help_needed, f.evidence, f.status, f.trend,"
    " f.red_weeks, f.weeks_reported, f.contributors, f.contributors_score, f.history,"
    f" {_REPORTED.format(':week')}, {_REPORTED.format(':before')}"
    " FROM key_result_fact f JOIN key_result k ON k.id = f.key_result"
    " LEFT JOIN objective o ON o.id = k.objective LEFT JOIN objective_fact g ON g.objective = k.objective"
    " LEFT JOIN cycle y ON y.id = o.cycle LEFT JOIN member m ON m.id = k.owner"
    " LEFT JOIN team t ON t.id = f.help_from LEFT JOIN draft d ON d.key_result = k.id AND d.week = :week"
)
_FILTERS = {
    "key_results": "k.id IN ({})",
    "objectives": "f.objective IN ({})",
    "owners": "f.owner IN ({})",
    "cycles": "f.cycle IN ({})",
    "phases": "f.cycle IN (SELECT id FROM cycle WHERE COALESCE(phase, 'draft') IN ({}))",
    "teams": "o.team IN ({})",
}


def lines(
    c: sqlite3.Connection,
    now: datetime,
    *,
    key_results: Sequence[str] | None = None,
    objectives: Sequence[str] | None = None,
    owners: Sequence[str] | None = None,
    cycles: Sequence[str] | None = None,
    phases: Sequence[str] | None = None,
    teams: Sequence[str | None] | None = None,
    collaborator: str | None = None,
    with_archived: bool = False,
    of: WorkspaceRow | None = None,
) -> list[KeyResultLine]:
    """The key results that fit every filter given, as lines, by cycle and objective.

    Args:
        c: a connection to the replica.
        now: an aware instant.
        key_results: their ids; None, here and below, does not filter.
        objectives: ids of objectives.
        owners: ids of members who own the key result.
        cycles: ids of cycles.
        phases: phases of their cycle.
        teams: ids of the objectives' teams; None among them asks for those of no team.
        collaborator: a member's id that is among the collaborators.
        with_archived: whether archived ones, and those of archived objectives, are listed too.
        of: the workspace's row, where the caller has it already.
    """
    asked = {
        "key_results": key_results,
        "objectives": objectives,
        "owners": owners,
        "cycles": cycles,
        "phases": phases,
        "teams": teams,
    }
    conditions = [] if with_archived else ["COALESCE(k.archived, 0) = 0", "COALESCE(o.archived, 0) = 0"]
    moment = _moment(c, now, calendar(of or workspace(c)))
    values: dict[str, object] = {"week": moment.week, "before": moment.before}
    for name, wanted in asked.items():
        if wanted is not None:
            conditions.append(_condition(name, wanted, values))
    if collaborator is not None:
        conditions.append("instr(k.collaborators, :collaborator) > 0")
        values["collaborator"] = collaborator
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = c.execute(f"{_SELECT}{where} ORDER BY y.start, y.id, k.objective, k.id", values)
    return [line_from(Row(*row), moment) for row in rows]


def open_ids(
    c: sqlite3.Connection,
    week: str,
    owners: Sequence[str] | None,
    most: int,
    teams: Sequence[str | None] | None = None,
) -> list[str]:
    """The ids of at most so many key results of open cycles, in the order in which they are wanted first.

    What is in force and has no check-in of this week comes first, then as `lines` sorts.

    Args:
        c: a connection to the replica.
        week: the running week.
        owners: ids of the members who own them; None asks for everyone's.
        most: how many.
        teams: ids of the objectives' teams, None among them for those of no team; None asks for every team's.
    """
    values: dict[str, object] = {"week": week, "most": most}
    conditions = ["COALESCE(k.archived, 0) = 0", "COALESCE(o.archived, 0) = 0"]
    for name, wanted in (("owners", owners), ("phases", OPEN_PHASES), ("teams", teams)):
        if wanted is not None:
            conditions.append(_condition(name, wanted, values))
    rows = c.execute(
        "SELECT k.id FROM key_result_fact f JOIN key_result k ON k.id = f.key_result"
        " LEFT JOIN objective o ON o.id = k.objective LEFT JOIN cycle y ON y.id = o.cycle"
        f" WHERE {' AND '.join(conditions)}"
        f" ORDER BY f.is_in_force DESC, {_REPORTED.format(':week')}, y.start, y.id, k.objective, k.id LIMIT :most",
        values,
    )
    return [str(row[0]) for row in rows]


def line(c: sqlite3.Connection, key_result_id: str, now: datetime) -> KeyResultLine:
    """The line of one key result, archived or not; raises NotFound where there is none of that id."""
    for found in lines(c, now, key_results=[key_result_id], with_archived=True):
        return found
    raise _no_key_result(key_result_id)


def figures_in_effect(c: sqlite3.Connection, key_result_id: str) -> Figures:
    """The method and figures by which a key result is scored now; raises NotFound for an unknown id."""
    row = c.execute(
        f"SELECT {', '.join(FigureRow._fields)} FROM key_result WHERE id = ?", (key_result_id,)
    ).fetchone()
    if row is None:
        raise _no_key_result(key_result_id)
    return figures_from(FigureRow(*row))


def code_length(c: sqlite3.Connection) -> int:
    """The shortest length, 4 or more, at which the codes of all KRs and objectives differ."""
    row = c.execute("SELECT value FROM folded WHERE name = 'code_length'").fetchone()
    return int(row[0]) if row and row[0] else 4


def _condition(name: str, wanted: Sequence[str | None], values: dict[str, object]) -> str:
    """The condition of one filter; what it compares with is put into `values`."""
    keys = {f"{name}{place}": value for place, value in enumerate(wanted) if value is not None}
    values |= keys
    condition = _FILTERS[name].format(", ".join(f":{key}" for key in keys))
    return f"({condition} OR o.team IS NULL)" if None in wanted else condition


def _moment(c: sqlite3.Connection, now: datetime, of: Calendar) -> Moment:
    week = week_of(now, of)
    return Moment(now, today_in(now, of), week, add_weeks(week, -1), of, code_length(c))


def _no_key_result(id_: str) -> NotFound:
    shown = clean_line(id_)[:40]
    return NotFound(f"there is no key result {shown!r}: okrtui list kr shows which there are")
