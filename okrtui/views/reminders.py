"""Who owes what: check-ins, answers to escalations, actions from decisions (domain rules, §§3, 6).

Those who are done are not in it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from okrtui.okr.escalation_steps import NAMES
from okrtui.okr.weeks import Calendar, deadline_of, show_deadline, today_in, week_of
from okrtui.views.decisions import decisions
from okrtui.views.escalations import escalations
from okrtui.views.lines import lines
from okrtui.views.people import members
from okrtui.views.team_week import RUNNING_PHASES
from okrtui.views.workspace import MemberRow, WorkspaceRow, calendar, sole_account, workspace

CHECK_IN, RESPONSE, ACTION = "check_in", "response", "action"
DEBTS = (CHECK_IN, RESPONSE, ACTION)
"""The kinds of what can be owed, in the order in which they are told."""


class Debt(NamedTuple):
    """One thing that somebody owes.

    Attributes:
        kind: one of DEBTS.
        id: of the KR, the escalation or the decision; `code` the KR's, "" for none.
        title: of the KR, or what was decided.
        todo: what is to do.
        due: until when, for people; `is_overdue` where that is over.
        team: id of the team whose OKRs it is about, None for none.
    """

    kind: str
    id: str
    code: str
    title: str
    todo: str
    due: str
    is_overdue: bool
    team: str | None


class Owing(NamedTuple):
    """A member and what they owe, what is overdue before the rest of each kind."""

    member: MemberRow
    debts: list[Debt]


class Owed(NamedTuple):
    """The window that reminders are for, and everyone who owes something, by name."""

    workspace: WorkspaceRow
    week: str
    deadline: datetime
    people: list[Owing]


def owed(c: sqlite3.Connection, now: datetime, teams: Collection[str | None] | None = None) -> Owed:
    """Everyone who owes something at an aware instant, with all of it.

    Args:
        c: a connection to the replica.
        now: an aware instant.
        teams: ids of teams, None among them for the OKRs of no team: only those who owe something of these; None
            for everyone.
    """
    row = workspace(c)
    of = calendar(row)
    week = week_of(now, of)
    by_member: dict[str, list[Debt]] = {}
    sole = sole_account(c)
    for member, debt in (*_check_ins(c, now, row, of), *_responses(c, now, row, of), *_actions(c, now, of)):
        by_member.setdefault(sole or member, []).append(debt)
    people = [
        Owing(member, _in_order(by_member[member.id])) for member in members(c) if member.id in by_member
    ]
    if teams is not None:
        people = [one for one in people if any(debt.team in teams for debt in one.debts)]
    people.sort(key=lambda one: (one.member.name.casefold(), one.member.handle))
    return Owed(row, week, deadline_of(week, of), people)


def _in_order(debts: Iterable[Debt]) -> list[Debt]:
    unique = {(debt.kind, debt.id): debt for debt in debts}
    return sorted(unique.values(), key=lambda one: (DEBTS.index(one.kind), not one.is_overdue))


def _check_ins(
    c: sqlite3.Connection, now: datetime, row: WorkspaceRow, of: Calendar
) -> list[tuple[str, Debt]]:
    teams = dict(c.execute("SELECT id, team FROM objective"))
    found = []
    for line in lines(c, now, phases=RUNNING_PHASES, of=row):
        if line.due_week and line.owner:
            late = f"{line.open_week[-3:]} is missing" if line.open_week else ""
            running = f"check in for {line.due_week[-3:]}" if line.is_due else ""
            todo = "; ".join(part for part in (running, late) if part)
            # What is missing of the week before can be made up until the running week ends.
            due = show_deadline(deadline_of(week_of(now, of), of), now, of)
            debt = Debt(
                CHECK_IN,
                line.id,
                line.code,
                line.title,
                todo,
                due,
                line.is_overdue,
                teams.get(line.objective),
            )
            found.append((line.owner, debt))
    return found


def _responses(
    c: sqlite3.Connection, now: datetime, row: WorkspaceRow, of: Calendar
) -> list[tuple[str, Debt]]:
    found = []
    for one in escalations(c, now, of=row):
        if one.turn is not None:
            todo = f"{NAMES[one.kind]}: {one.turn.todo}"
            due = show_deadline(one.turn.due, now, of)
            debt = Debt(RESPONSE, one.id, one.code, one.title, todo, due, one.is_overdue, one.team)
            found += [(holder, debt) for holder in one.holders]
    return found


def _actions(c: sqlite3.Connection, now: datetime, of: Calendar) -> list[tuple[str, Debt]]:
    """Actions that are due in the running week or were before; those without a date are owed all the time."""
    last = today_in(deadline_of(week_of(now, of), of), of).isoformat()
    today = today_in(now, of).isoformat()
    teams = _teams_of_decisions(c)
    return [
        (
            one.owner,
            Debt(
                ACTION,
                one.id,
                "",
                one.decision.split("\n")[0],
                one.change.split("\n")[0] or "carry it out",
                one.due,
                one.is_overdue(today),
                teams.get(one.id),
            ),
        )
        for one in decisions(c, state="open")
        if one.owner and (not one.due or one.due <= last)
    ]


def _teams_of_decisions(c: sqlite3.Connection) -> dict[str, str]:
    """A team of each decision, by the KRs and objectives that it names."""
    rows = c.execute(
        "SELECT d.id, o.team FROM decision d, json_each(COALESCE(d.key_results, '[]')) j"
        " JOIN key_result k ON k.id = j.value JOIN objective o ON o.id = k.objective WHERE o.team IS NOT NULL"
        " UNION SELECT d.id, o.team FROM decision d, json_each(COALESCE(d.objectives, '[]')) j"
        " JOIN objective o ON o.id = j.value WHERE o.team IS NOT NULL"
    )
    return dict(rows.fetchall())
