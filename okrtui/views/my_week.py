"""My week: what is due, what is done, and the rest of mine (domain rules, §3).

The home screen and `okrtui status` read it. It asks for the member's own key results by index, so that it
does not grow with the workspace; where one person alone has an account, all key results are theirs.
"""

from __future__ import annotations

from collections import namedtuple

from okrtui.okr.instants import datetime
from okrtui.okr.weeks import deadline_of, week_of
from okrtui.views.lines import OPEN_PHASES, lines, open_ids
from okrtui.views.workspace import calendar, cycles, workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from okrtui.views.escalation_line import EscalationLine
    from okrtui.views.lines import KeyResultLine
    from okrtui.views.workspace import CycleRow, MemberRow, WorkspaceRow

STREAK = 2
"""From so many red weeks on, a red one is a streak (Playbook, Escalation)."""

_STREAKS = (
    "SELECT e.id FROM escalation_fact e JOIN key_result k ON k.id = e.key_result"
    " LEFT JOIN objective o ON o.id = k.objective LEFT JOIN team t ON t.id = o.team"
    " WHERE e.closed_by IS NULL AND e.kind = 'red_streak'"
    " AND (:is_any OR :member IN (k.owner, o.owner, t.champion))"
)


class MyWeek(
    namedtuple(
        "MyWeek",
        "workspace member week deadline cycles due done later overdue_count red_streaks escalated is_whole",
    )
):
    """A member's week.

    Attributes:
        week: the running week, such as "2026-W47"; `deadline` the aware UTC instant at which it ends.
        cycles: those in phase active, by their start.
        due: to be checked in, overdue ones first; also what is owed for last week alone.
        done: checked in this week.
        later: the rest: not owed, postponed, drafts.
        overdue_count: how many of mine still lack last week's check-in.
        red_streaks: those that are red for two reported weeks or more.
        escalated: the open red streaks of mine, and those of others whose turn is mine, by when they are due.
        is_whole: whether all of mine are there, or only the first of them.
    """

    __slots__ = ()

    workspace: WorkspaceRow
    member: MemberRow
    week: str
    deadline: datetime
    cycles: list[CycleRow]
    due: list[KeyResultLine]
    done: list[KeyResultLine]
    later: list[KeyResultLine]
    overdue_count: int
    red_streaks: list[KeyResultLine]
    escalated: list[EscalationLine]
    is_whole: bool

    @property
    def all(self) -> list[KeyResultLine]:
        """Every line of mine, in the order in which the sections show them."""
        return [*self.due, *self.done, *self.later]


def my_week(c: sqlite3.Connection, member: MemberRow, now: datetime, first: int | None = None) -> MyWeek:
    """The member's open key results at an aware instant, sorted into what to do about them.

    Args:
        c: a connection to the replica.
        member: whose they are.
        now: an aware instant.
        first: read no more than so many, those without a check-in this week before the others; None reads all.
    """
    row = workspace(c)
    week = week_of(now, calendar(row))
    owners = None if member.is_only_account else [member.id]
    ids = None if first is None else open_ids(c, week, owners, first + 1)
    is_whole = ids is None or first is None or len(ids) <= first
    chosen = None if is_whole or ids is None else ids[:first]
    mine = lines(c, now, key_results=chosen, owners=owners, phases=OPEN_PHASES, of=row)
    due = [line for line in mine if line.due_week]
    done = [line for line in mine if not line.due_week and line.is_reported]
    return MyWeek(
        workspace=row,
        member=member,
        week=week,
        deadline=deadline_of(week, calendar(row)),
        cycles=cycles(c, "active"),
        due=sorted(due, key=lambda line: not line.is_overdue),
        done=done,
        later=sorted(
            (line for line in mine if not line.due_week and not line.is_reported),
            key=lambda line: (line.phase == "draft", not line.is_in_force),
        ),
        overdue_count=sum(line.is_overdue for line in mine),
        red_streaks=[line for line in mine if line.red_weeks >= STREAK and not line.postponed],
        escalated=_escalated(c, member, now, row),
        is_whole=is_whole,
    )


def _escalated(
    c: sqlite3.Connection, member: MemberRow, now: datetime, of: WorkspaceRow
) -> list[EscalationLine]:
    """The open red streaks that concern a member; where there is none, this costs one look at an index."""
    is_any = member.is_only_account or not {"program_lead", "sponsor"}.isdisjoint(member.roles)
    ids = [id_ for (id_,) in c.execute(_STREAKS, {"member": member.id, "is_any": is_any})]
    if not ids:
        return []
    from okrtui.views.escalations import escalations

    return [
        one
        for one in escalations(c, now, ids=ids, kinds=("red_streak",), of=of)
        if member.is_only_account or one.kr_owner == member.id or member.id in one.holders
    ]
