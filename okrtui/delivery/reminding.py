"""Reminders: one message a person, of what they owe, and of each kind of it once in a check-in week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from okrtui.delivery.channels import Channel, fitting
from okrtui.delivery.ledger import Ledger
from okrtui.delivery.message import FAILED, KNOWN, Delivered, Message, Recipient
from okrtui.delivery.sending import USUAL, Patience, deliver, keys_on
from okrtui.okr.report import Item, Report, Section, report_markdown, report_text
from okrtui.okr.report_html import report_html
from okrtui.okr.weeks import show_deadline
from okrtui.views.reminders import ACTION, CHECK_IN, DEBTS, RESPONSE, Debt, Owed, Owing
from okrtui.views.workspace import calendar

_TITLES = {CHECK_IN: "Check-ins", RESPONSE: "Escalations", ACTION: "Actions from decisions"}
_COUNTED = {
    CHECK_IN: ("check-in", "check-ins"),
    RESPONSE: ("escalation", "escalations"),
    ACTION: ("action", "actions"),
}
_LONGEST_SUBJECT = 120

GIVE_UP_AFTER = 3
"""So many messages in a row that did not arrive over a channel."""


class Planned(NamedTuple):
    """A reminder that would go out over a channel."""

    channel: Channel
    message: Message


def reminders(
    owed: Owed,
    channels: Sequence[Channel],
    team_names: dict[str, str],
    ledger: Ledger,
    now: datetime,
    workspaces: Sequence[str] = (),
    again: Collection[str] = (),
) -> list[Planned]:
    """What is to go out: a message a person and channel, of the kinds that nobody was reminded of in this week.

    Args:
        owed: who owes what.
        channels: over which, each for its own teams and workspaces.
        team_names: a team's name by id.
        ledger: what went out already.
        now: an aware instant.
        workspaces: the workspace's names.
        again: keys in the ledger of what is to be sent once more.
    """
    known = {line.key for line in ledger.lines() if line.state != FAILED} - set(again)
    found = []
    for person in owed.people:
        teams = {team_names.get(debt.team or "", "") for debt in person.debts} | {""}
        fit = [one for one in channels if _takes(one, teams, workspaces)]
        # Who has no mail address is told of it only where nothing else reaches them.
        for channel in [one for one in fit if _reaches(one, person)] or fit:
            kinds = [kind for kind in DEBTS if any(debt.kind == kind for debt in person.debts)]
            new = [kind for kind in kinds if f"{key_of(owed.week, kind, person)}@{channel.name}" not in known]
            if new:
                found.append(Planned(channel, reminder(owed, person, new, now)))
    return found


def remind(
    planned: Sequence[Planned],
    ledger: Ledger,
    now: datetime,
    again: Collection[str] = (),
    patience: Patience = USUAL,
) -> list[Delivered]:
    """Send what is planned; what another okrtui sent in the meantime is left out.

    A channel that failed several times in a row is not asked again in this run: nobody waits hours for a server that
    is away. What was not tried is not claimed, so that the next run sends it.
    """
    told: list[Delivered] = []
    failures: Counter[str] = Counter()
    for one in planned:
        keys = keys_on(one.message, one.channel)
        if failures[one.channel.name] >= GIVE_UP_AFTER:
            recipient = one.message.recipient.handle if one.message.recipient else ""
            told.append(
                Delivered(keys[0], one.channel.name, recipient, FAILED, "not tried any more in this run")
            )
            continue
        (became,) = deliver(
            ledger, one.message, [one.channel], now, not set(again).isdisjoint(keys), patience
        )
        failures[one.channel.name] = 0 if became.is_well else failures[one.channel.name] + 1
        told.append(became)
    return [one for one in told if one.state != KNOWN]


def _takes(channel: Channel, teams: Collection[str], workspaces: Sequence[str]) -> bool:
    return any(fitting([channel], "reminder", team, workspaces, is_personal=True) for team in teams)


def _reaches(channel: Channel, person: Owing) -> bool:
    named = channel.people.get(person.member.handle)
    return channel.type != "smtp" or bool(named or person.member.email)


def key_of(week: str, kind: str, person: Owing) -> str:
    """What makes a reminder the same reminder: the window, the kind, and whom it is for."""
    return f"reminder/{week}/{kind}/{person.member.handle}"


def reminder(owed: Owed, person: Owing, kinds: Sequence[str], now: datetime) -> Message:
    """The message for one person, of these kinds."""
    debts = [debt for debt in person.debts if debt.kind in kinds]
    counts = [_count(kind, sum(debt.kind == kind for debt in debts)) for kind in kinds]
    until = show_deadline(owed.deadline, now, calendar(owed.workspace))
    report = Report(
        f"{person.member.name}: {', '.join(counts)} in {owed.workspace.name}, {owed.week[-3:]}",
        [f"The week ends on {until}. In the terminal: okrtui"],
        [Section(_TITLES[kind], [_item(debt) for debt in debts if debt.kind == kind]) for kind in kinds],
        notice="",
    )
    return Message(
        keys=tuple(key_of(owed.week, kind, person) for kind in kinds),
        kind="reminder",
        subject=report.title[:_LONGEST_SUBJECT],
        text=report_text(report),
        markdown=report_markdown(report),
        html=report_html(report),
        data={
            "week": owed.week,
            "workspace": owed.workspace.name,
            "owed": [debt_data(debt) for debt in debts],
        },
        recipient=Recipient(person.member.handle, person.member.name, person.member.email),
    )


def debt_data(debt: Debt) -> dict[str, Any]:
    """A debt as JSON."""
    given = {
        "kind": debt.kind,
        "id": debt.id,
        "code": debt.code,
        "title": debt.title,
        "todo": debt.todo,
        "due": debt.due,
        "overdue": debt.is_overdue,
    }
    return {name: value for name, value in given.items() if value not in ("", None)}


def _item(debt: Debt) -> Item:
    due = f"due {debt.due}" if debt.due else ""
    return Item(debt.title, (debt.todo, "overdue" if debt.is_overdue else "", due))


def _count(kind: str, count: int) -> str:
    one, several = _COUNTED[kind]
    return f"{count} {one if count == 1 else several}"
