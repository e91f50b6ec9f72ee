"""What a week or a month came to for a person, a team or the company: a digest's facts (domain rules, §§3, 6, 10).

Progress comes first, then what needs attention: what moved, what turned, escalations with their clocks, decisions, help
that is needed, weekly notes, next actions. Earlier weeks are told as they stood when they ended.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from okrtui.okr.errors import BadInput
from okrtui.okr.history import read_history, turned
from okrtui.okr.hygiene import owes
from okrtui.okr.periods import Period
from okrtui.okr.rag import RAGS
from okrtui.okr.text import clean_line, clean_text
from okrtui.okr.weeks import Calendar, add_weeks, today_in, week_of
from okrtui.views.decisions import DecisionLine, decisions
from okrtui.views.escalations import EscalationLine, escalations
from okrtui.views.key_result_line import KeyResultLine
from okrtui.views.lines import lines
from okrtui.views.people import name_of
from okrtui.views.team_figures import team_name
from okrtui.views.week_back import as_of
from okrtui.views.workspace import MemberRow, WorkspaceRow, calendar, sole_account, workspace

PERSON, TEAM, COMPANY = "person", "team", "company"
_PHASES = ("active", "review", "closed")
_NOTE = "weekly note"


class Scope(NamedTuple):
    """Whose digest it is; `id` of the team or member, None for the company and for the OKRs of no team."""

    kind: str
    id: str | None
    name: str


class Told(NamedTuple):
    """A key result over the period.

    Attributes:
        line: as it stands at its end; `before` as it stood when the period began, None where it did not run yet.
        owed, complete: how many check-ins its weeks asked for, and how many of those are there, complete.
        is_reported: whether any of its weeks has a check-in.
        turned: "red", "recovered" or "": what its colour did last.
        has_moved: its figure is another than when the period began.
    """

    line: KeyResultLine
    before: KeyResultLine | None
    owed: int
    complete: int
    is_reported: bool
    turned: str
    has_moved: bool


class Part(NamedTuple):
    """How a team or a person stands in the digest."""

    name: str
    owed: int
    complete: int
    rag: dict[str, int]


class Note(NamedTuple):
    """A weekly note on an objective or a KR; `text` keeps its line breaks."""

    about: str
    author: str
    text: str


class Digest(NamedTuple):
    """A digest's facts.

    Attributes:
        is_running: whether its last week is the one that runs.
        has_totals: whether completion and bands may be told: of a person only to that person, or where asked for.
        told: every key result in force, by cycle and objective.
        teams: for the company, the teams by name; `people`: the owners by name, where they are asked for.
        escalations: those that were open in the period; clocks are those of now.
        decisions: those that were made in it.
    """

    workspace: WorkspaceRow
    scope: Scope
    period: Period
    is_running: bool
    has_totals: bool
    told: list[Told]
    teams: list[Part]
    people: list[Part]
    escalations: list[EscalationLine]
    decisions: list[DecisionLine]
    notes: list[Note]

    @property
    def owed(self) -> int:
        """How many check-ins the period asked for."""
        return sum(one.owed for one in self.told)

    @property
    def complete(self) -> int:
        """How many of those are there, complete."""
        return sum(one.complete for one in self.told)

    @property
    def rag(self) -> dict[str, int]:
        """How many stand in each band at its end."""
        return _bands(self.told)


def person_scope(member: MemberRow) -> Scope:
    """The digest of one person."""
    return Scope(PERSON, member.id, member.name)


def team_scope(c: sqlite3.Connection, team: str | None) -> Scope:
    """The digest of one team's own OKRs; None for those of no team."""
    return Scope(TEAM, team, team_name(c, team) or workspace(c).name)


def digest(
    c: sqlite3.Connection,
    scope: Scope,
    period: Period,
    now: datetime,
    *,
    per_person: bool = False,
    is_own: bool = False,
) -> Digest:
    """The facts of a digest.

    Args:
        c: a connection to the replica.
        scope: whose.
        period: of which weeks.
        now: an aware instant.
        per_person: whether how each person stands is told: only for whoever asks for it.
        is_own: whether it is the digest of whoever asks.

    Raises:
        BadInput: the period is yet to come.
    """
    row = workspace(c)
    of = calendar(row)
    running = week_of(now, of)
    if period.weeks[-1] > running:
        raise BadInput(f"{period.name} is yet to come: the week that runs is {running}", field="week")
    found = _lines(c, scope, now, row)
    last = period.weeks[-1]
    shown = found if last == running else as_of(c, found, last, row)
    earlier = {line.id: line for line in as_of(c, found, add_weeks(period.weeks[0], -1), row)}
    told = [_told(line, earlier.get(line.id), period, of) for line in shown if _counts(line, last == running)]
    return Digest(
        workspace=row,
        scope=scope,
        period=period,
        is_running=last == running,
        has_totals=scope.kind != PERSON or is_own or per_person,
        told=told,
        teams=_teams(c, told) if scope.kind == COMPANY else [],
        people=_people(told) if per_person and scope.kind != PERSON else [],
        escalations=_escalations(c, scope, told, period, now, row),
        decisions=_decisions(c, scope, told, period, of),
        notes=_notes(c, told, period),
    )


def _lines(c: sqlite3.Connection, scope: Scope, now: datetime, row: WorkspaceRow) -> list[KeyResultLine]:
    if scope.kind == PERSON:
        owners = None if sole_account(c) == scope.id else [str(scope.id)]
        return lines(c, now, owners=owners, phases=_PHASES, of=row)
    if scope.kind == TEAM:
        return lines(c, now, teams=[scope.id], phases=_PHASES, of=row)
    return lines(c, now, phases=_PHASES, of=row)


def _counts(line: KeyResultLine, is_running: bool) -> bool:
    """Whether a key result belongs in the digest: one that is in force, and now in a cycle that runs."""
    return line.is_in_force and (not is_running or line.phase != "closed")


def _told(line: KeyResultLine, before: KeyResultLine | None, period: Period, of: Calendar) -> Told:
    history = read_history(line.history, period.weeks[-1])
    reported = {one.week: one for one in history}
    asked = [week for week in period.weeks if owes(line.box, week, of)]
    turns = [turn for week in period.weeks if (turn := turned(history, week))]
    figure = (line.actual, line.done)
    then = (before.actual, before.done) if before else (None, None)
    return Told(
        line=line,
        before=before,
        owed=len(asked),
        complete=sum(week in reported and reported[week].is_complete for week in asked),
        is_reported=any(week in reported for week in period.weeks),
        turned=turns[-1] if turns else "",
        has_moved=figure not in ((None, None), then),
    )


def _bands(told: Sequence[Told]) -> dict[str, int]:
    return {rag: sum(one.line.rag == rag and not one.line.postponed for one in told) for rag in RAGS}


def _part(name: str, told: Sequence[Told]) -> Part:
    return Part(name, sum(one.owed for one in told), sum(one.complete for one in told), _bands(told))


def _teams(c: sqlite3.Connection, told: Sequence[Told]) -> list[Part]:
    rows = c.execute("SELECT o.id, t.name FROM objective o LEFT JOIN team t ON t.id = o.team")
    names = {id_: clean_line(name or "") for id_, name in rows}
    by_team: dict[str, list[Told]] = {}
    for one in told:
        by_team.setdefault(names.get(one.line.objective, ""), []).append(one)
    return [_part(name or "no team", by_team[name]) for name in sorted(by_team, key=str.casefold)]


def _people(told: Sequence[Told]) -> list[Part]:
    by_owner: dict[str | None, list[Told]] = {}
    for one in told:
        by_owner.setdefault(one.line.owner, []).append(one)
    parts = [_part(theirs[0].line.owner_name, theirs) for theirs in by_owner.values()]
    return sorted(parts, key=lambda part: part.name.casefold())


def _escalations(
    c: sqlite3.Connection,
    scope: Scope,
    told: Sequence[Told],
    period: Period,
    now: datetime,
    row: WorkspaceRow,
) -> list[EscalationLine]:
    """Those that were open within the period; a person's are those of their KRs, and those whose turn is theirs."""
    found = escalations(c, now, open_only=False, of=row)
    ids = {one.line.id for one in told}
    if scope.kind == TEAM:
        found = [one for one in found if one.team == scope.id]
    elif scope.kind == PERSON:
        found = [one for one in found if one.key_result in ids or scope.id in one.holders]
    return [one for one in found if _was_open(one, period)]


def _was_open(one: EscalationLine, period: Period) -> bool:
    if one.opened_at >= period.end or one.state == "withdrawn":
        return False
    if one.state == "open":
        return True
    return bool(one.closed_at) and datetime.fromisoformat(one.closed_at) >= period.start


def _decisions(
    c: sqlite3.Connection, scope: Scope, told: Sequence[Told], period: Period, of: Calendar
) -> list[DecisionLine]:
    first, last = today_in(period.start, of).isoformat(), today_in(period.end, of).isoformat()
    teams = [str(scope.id)] if scope.kind == TEAM and scope.id else None
    found = [one for one in decisions(c, teams=teams, since=first) if one.date <= last]
    if scope.kind == PERSON:
        ids = {one.line.id for one in told}
        found = [one for one in found if one.owner == scope.id or ids & {link.id for link in one.linked}]
    return found


def _notes(c: sqlite3.Connection, told: Sequence[Told], period: Period) -> list[Note]:
    """Weekly notes that were written in the period on what the digest is about, the oldest first."""
    titles = {one.line.id: one.line.title for one in told}
    titles |= {one.line.objective: one.line.objective_title for one in told}
    rows = c.execute(
        "SELECT COALESCE(x.objective, x.key_result), x.text, m.name, m.handle, x.at FROM comment x"
        " LEFT JOIN member m ON m.id = x.author WHERE x.kind = ? AND x.at IS NOT NULL ORDER BY x.at, x.id",
        (_NOTE,),
    ).fetchall()
    return [
        Note(titles[about], name_of(name, handle), clean_text(text or ""))
        for about, text, name, handle, at in rows
        if about in titles and period.start <= datetime.fromisoformat(at) < period.end
    ]
