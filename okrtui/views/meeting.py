"""The check-in meeting: the team's KRs in the order of the meeting, and all that one screen of it needs (Playbook,
30-minute weekly check-in).
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from okrtui.okr.governance import Person, may_review
from okrtui.okr.meeting import KIND, TREE, Running, from_text, meeting_week, severity
from okrtui.okr.weeks import add_weeks, week_of
from okrtui.views.card import KeyResultCard, key_result_card
from okrtui.views.escalations import EscalationLine, escalations
from okrtui.views.lines import KeyResultLine, lines
from okrtui.views.people import TeamRow, members, teams
from okrtui.views.polls import PollRow, poll_on
from okrtui.views.sitting import Reported, reported_weeks
from okrtui.views.workspace import MemberRow, WorkspaceRow, calendar, workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

RECENT_WEEKS = 2
"""So far back the meeting's own thread goes; the card shows the rest."""


class Meeting(NamedTuple):
    """A team's meeting as a whole.

    Attributes:
        week: the check-in week that it is about.
        lines: the team's KRs that owe check-ins or are in force, in the meeting's order.
        left_out: how many of the team's open KRs are drafts or postponed, and not on the agenda.
        running: what is kept of a meeting that was begun on this machine, or None.
        people: who may be there: owners, collaborators, champion and manager first, then all others with an account.
        teams: all of the workspace, for whose help is asked.
        owners: ids of those who own objectives of the cycles that run; `creator` of whoever made the workspace.
    """

    team: TeamRow
    workspace: WorkspaceRow
    week: str
    lines: list[KeyResultLine]
    left_out: int
    running: Running | None
    people: list[MemberRow]
    teams: list[TeamRow]
    owners: frozenset[str]
    creator: str

    def may_save(self, member: MemberRow) -> bool:
        """Whether a member may keep its minutes as a review."""
        near = {self.team.champion, self.team.manager, *self.owners}
        person = Person(member.id, frozenset(member.roles), member.is_only_account, member.id == self.creator)
        return may_review(person, {one for one in near if one})


class Step(NamedTuple):
    """One KR's screen.

    Attributes:
        card: the KR with its chart and bets.
        told: the check-in of the meeting's week, else the last one before; None where there is none.
        is_of_week: whether `told` is of the meeting's week.
        promised: the check-in before `told`, whose next action was promised; where `told` is older than the meeting's
            week, `told` itself.
        escalations: the open ones.
        poll: a vote on it that is open or revealed, or None.
    """

    card: KeyResultCard
    told: Reported | None
    is_of_week: bool
    promised: Reported | None
    escalations: list[EscalationLine]
    poll: PollRow | None

    @property
    def promise(self) -> str:
        """The next action that was promised; empty where none was."""
        return self.promised.next_action if self.promised else ""


def meeting(
    c: sqlite3.Connection, team: str, now: datetime, order: str = "", week: str | None = None
) -> Meeting:
    """A team's meeting, begun or not.

    Args:
        c: a connection to the replica.
        team: the team's id.
        now: an aware instant.
        order: of `ORDERS`; by default the running meeting's, else worst first.
        week: the week that it is about; by default the running meeting's, else the one that fits now.
    """
    row = workspace(c)
    of = calendar(row)
    running = kept_meeting(c, team)
    mine = lines(c, now, teams=[team], phases=("active", "review"), of=row)
    agenda = [one for one in mine if one.is_in_force and not one.postponed]
    if week is None:
        here = week_of(now, of)
        reported = {here} if any(one.is_reported for one in agenda) else set()
        reported |= {one.last_week for one in agenda if one.last_week == add_weeks(here, -1)}
        week = running.week if running else meeting_week(now, of, {one for one in reported if one})
    everyone = teams(c)
    return Meeting(
        team=next(one for one in everyone if one.id == team),
        workspace=row,
        week=week,
        lines=ordered(agenda, order or (running.order if running else "")),
        left_out=len(mine) - len(agenda),
        running=running,
        people=_people(c, team, agenda),
        teams=everyone,
        owners=_owners(c),
        creator=_creator(c),
    )


def ordered(agenda: Sequence[KeyResultLine], order: str) -> list[KeyResultLine]:
    """The KRs objective by objective, or what goes worst first."""
    if order == TREE:
        return list(agenda)
    return sorted(agenda, key=lambda one: severity(one.rag, one.stale_weeks, one.pace_by))


def step(c: sqlite3.Connection, key_result: str, week: str, now: datetime, member: str | None = None) -> Step:
    """The screen of one KR in a meeting about a week; `member` is who reads, for their own vote.

    Raises:
        NotFound: there is no such KR.
    """
    card = key_result_card(c, key_result, now, RECENT_WEEKS)
    reported = [one for one in reported_weeks(c, key_result) if one.week <= week]
    told = reported[-1] if reported else None
    is_of_week = told is not None and told.week == week
    before = [one for one in reported if one.week < week]
    return Step(
        card=card,
        told=told,
        is_of_week=is_of_week,
        promised=before[-1] if before else None,
        escalations=escalations(c, now, key_results=[key_result]),
        poll=poll_on(c, key_result, now, member),
    )


def kept_meeting(c: sqlite3.Connection, team: str) -> Running | None:
    """What is kept of a meeting of this team that was begun on this machine, or None."""
    row = c.execute("SELECT body FROM meeting WHERE team = ? AND kind = ?", (team, KIND)).fetchone()
    return from_text(row[0]) if row else None


def _owners(c: sqlite3.Connection) -> frozenset[str]:
    rows = c.execute(
        "SELECT DISTINCT o.owner FROM objective o JOIN cycle y ON y.id = o.cycle"
        " WHERE y.phase IN ('active', 'review') AND o.owner IS NOT NULL"
    )
    return frozenset(str(row[0]) for row in rows)


def _creator(c: sqlite3.Connection) -> str:
    row = c.execute(
        "SELECT id FROM member WHERE handle = (SELECT value FROM folded WHERE name = 'root') ORDER BY id"
    ).fetchone()
    return str(row[0]) if row else ""


def _people(c: sqlite3.Connection, team: str, agenda: Sequence[KeyResultLine]) -> list[MemberRow]:
    near = {one.owner for one in agenda}
    near |= set(c.execute("SELECT champion, manager FROM team WHERE id = ?", (team,)).fetchone() or ())
    marks = ", ".join("?" * len(agenda))
    near |= {
        row[0]
        for row in c.execute(
            f"SELECT j.value FROM key_result k, json_each(COALESCE(k.collaborators, '[]')) j WHERE k.id IN ({marks})",
            [one.id for one in agenda],
        )
    }
    everyone = members(c)
    return [one for one in everyone if one.id in near] + [
        one for one in everyone if one.id not in near and one.account
    ]
