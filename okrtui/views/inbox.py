"""The inbox: everything that waits for one person, in the order in which it is due (domain rules, §§3, 4 and 6).

Owed check-ins, escalations whose turn is theirs, changes and decisions that they are to decide, open actions from
decisions, and what they are to know without having to answer.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from okrtui.okr.escalation_steps import BLOCKER, HOLDERS, NAMES
from okrtui.okr.governance import Person, may_approve, may_decide_resources
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import Calendar, deadline_of, today_in
from okrtui.okr.zones import zone_of
from okrtui.views.changes import changes
from okrtui.views.decisions import decisions
from okrtui.views.escalations import EscalationLine, escalations
from okrtui.views.my_week import my_week
from okrtui.views.workspace import MemberRow, calendar, workspace

CHECK_IN, ESCALATION, CHANGE, DECISION, ACTION, NOTICE = (
    "check_in",
    "escalation",
    "change",
    "decision",
    "action",
    "notice",
)
KINDS = (ESCALATION, CHECK_IN, CHANGE, DECISION, ACTION, NOTICE)
"""In the order in which a list shows them."""

_NEVER = datetime.max.replace(tzinfo=UTC)
_FIRST_DAY, _LAST_DAY = "1900-01-01", "9990-12-31"


class Waiting(NamedTuple):
    """One thing that waits for somebody.

    Attributes:
        kind: "escalation", "check_in", "change", "decision" (proposed, to be decided), "action" (of a decision) or
            "notice" (an escalation to know of, that waits for somebody else).
        id: of the escalation, KR, change or decision.
        title: what it is about.
        todo: what is to be done, in a few words.
        due: an aware instant, None where there is no date.
        key_result: id of the KR that it is about, None where there is none; `code` how people call it.
        escalation: the escalation itself, where it is one.
    """

    kind: str
    id: str
    title: str
    todo: str
    due: datetime | None
    is_overdue: bool
    key_result: str | None = None
    code: str = ""
    escalation: EscalationLine | None = None


def inbox(c: sqlite3.Connection, member: MemberRow, now: datetime) -> list[Waiting]:
    """What waits for a member at an aware instant: by `KINDS`, then by when it is due."""
    row = workspace(c)
    of_week = calendar(row)
    found = [
        *_escalations(c, member, now),
        *_check_ins(c, member, now, of_week),
        *_to_decide(c, member),
        *_actions(c, member, now, of_week),
    ]
    return sorted(found, key=lambda one: (KINDS.index(one.kind), one.due or _NEVER, one.title, one.id))


def _escalations(c: sqlite3.Connection, member: MemberRow, now: datetime) -> Iterable[Waiting]:
    for one in escalations(c, now, near=member):
        is_mine = member.id in one.holders
        if one.turn is None or not (is_mine or member.id in one.watchers):
            continue
        asks = f", help from {one.help_from}" if _is_call(one) and not is_mine else ""
        who = "" if is_mine else f"{', '.join(one.holder_names) or HOLDERS[one.turn.holder]} to "
        todo = f"{NAMES[one.kind]}{asks}: {who}{one.turn.todo}"
        kind = ESCALATION if is_mine else NOTICE
        yield Waiting(
            kind, one.id, one.title, todo, one.turn.due, one.is_overdue, one.key_result, one.code, one
        )


def _is_call(one: EscalationLine) -> bool:
    return one.kind == BLOCKER and bool(one.help_from)


def _check_ins(
    c: sqlite3.Connection, member: MemberRow, now: datetime, of_week: Calendar
) -> Iterable[Waiting]:
    for line in my_week(c, member, now).due:
        week = line.due_week or ""
        is_late = line.is_overdue and not line.is_reported
        todo = f"check in for {week[-3:]}" + (", last week's is missing" if is_late else "")
        due = deadline_of(week, of_week)
        yield Waiting(CHECK_IN, line.id, line.title, todo, due, is_late, line.id, line.code)


def _to_decide(c: sqlite3.Connection, member: MemberRow) -> Iterable[Waiting]:
    person = Person(member.id, frozenset(member.roles), member.is_only_account)
    for change in changes(c, state="proposed"):
        if may_approve(person, change.by or ""):
            kind, id_, code, title = change.about
            key_result = id_ if kind == "key_result" else None
            todo = f"{change.action}, proposed by {change.by_name or 'somebody'}"
            yield Waiting(CHANGE, change.id, title, todo, None, False, key_result, code)
    if may_decide_resources(person):
        for one in decisions(c, state="proposed"):
            todo = f"{one.kind.replace('_', ' ')}, proposed by {one.by or 'somebody'}"
            yield Waiting(DECISION, one.id, clean_line(one.decision), todo, None, False)


def _actions(c: sqlite3.Connection, member: MemberRow, now: datetime, of_week: Calendar) -> Iterable[Waiting]:
    today = today_in(now, of_week).isoformat()
    for one in decisions(c, owners=None if member.is_only_account else [member.id], state="open"):
        due = _end_of(one.due, of_week) if _FIRST_DAY <= one.due <= _LAST_DAY else None
        yield Waiting(ACTION, one.id, clean_line(one.decision), "see to it", due, one.is_overdue(today))


def _end_of(day: str, of_week: Calendar) -> datetime:
    """The end of a local day."""
    local = datetime.combine(datetime.fromisoformat(day) + timedelta(days=1), time(), zone_of(of_week.zone))
    return local.astimezone(UTC)
