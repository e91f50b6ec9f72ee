"""`okrtui remind`: who owes what; one message a person, of each kind of debt once in a check-in week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from okrtui.cli.invocation import Command, Invocation, json_option

if TYPE_CHECKING:
    from okrtui.delivery.channels import Channel
    from okrtui.delivery.reminding import Planned
    from okrtui.views.reminders import Owed, Owing


@click.command(cls=Command)
@click.option(
    "--team", metavar="TEAM", help="Only those who owe something of one team's OKRs; - for those of no team."
)
@click.option("--to", "names", multiple=True, metavar="CHANNEL", help="Over this channel; repeatable.")
@click.option("--dry-run", is_flag=True, help="Name who owes what and what would be sent; send nothing.")
@click.option(
    "--status", is_flag=True, help="List the reminders that went out, and those that did not arrive."
)
@click.option("--again", metavar="KEY", multiple=True, help="Send what has this key once more; repeatable.")
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    team: str | None,
    names: tuple[str, ...],
    dry_run: bool,
    status: bool,
    again: tuple[str, ...],
    as_json: bool,
) -> None:
    """Remind those who owe something: one message a person.

    Check-ins, answers to escalations, actions from decisions. Nobody hears of the same kind of thing twice in a
    check-in week, and nobody who is done hears anything. Without --dry-run it sends, over the channels in
    channels.toml.
    """
    from okrtui.cli.posting import print_lines
    from okrtui.delivery.ledger import LocalLedger

    ledger = LocalLedger(invocation.path())
    if status:
        lines = [line for line in ledger.lines() if line.key.startswith("reminder/")]
        print_lines(lines, invocation, as_json, "nobody was reminded yet")
        return
    owed, planned, channels = _planned(invocation, team, names, again)
    if dry_run or not channels:
        _show(owed, planned, channels, as_json)
        if not dry_run:
            raise _no_channel()
        return
    _send(invocation, owed, planned, again, as_json)


def _planned(
    invocation: Invocation, team: str | None, names: Sequence[str], again: Sequence[str]
) -> tuple[Owed, list[Planned], list[Channel]]:
    from okrtui.cli.posting import workspace_names
    from okrtui.delivery.channels import chosen, fitting, read_channels
    from okrtui.delivery.ledger import LocalLedger
    from okrtui.delivery.reminding import reminders
    from okrtui.views.people import teams
    from okrtui.views.reminders import owed
    from okrtui.views.team_names import team_called

    now, called = invocation.now(), workspace_names(invocation)
    with invocation.reading() as c:
        found = owed(c, now, [team_called(c, team).id] if team else None)
        team_names = {row.id: row.name for row in teams(c)}
    every = read_channels()
    if names:  # whoever names a channel means it, whatever it takes by itself
        channels = [
            one._replace(posts=("reminder",), teams=(), workspaces=()) for one in chosen(every, names)
        ]
    else:
        channels = [
            one
            for one in every
            if fitting([one._replace(teams=())], "reminder", "", called, is_personal=True)
        ]
    ledger = LocalLedger(invocation.path())
    return found, reminders(found, channels, team_names, ledger, now, called, again), channels


def _send(
    invocation: Invocation, owed: Owed, planned: Sequence[Planned], again: Sequence[str], as_json: bool
) -> None:
    from okrtui.cli.posting import report_delivered
    from okrtui.cli.streams import say
    from okrtui.delivery.ledger import LocalLedger
    from okrtui.delivery.reminding import remind

    told = remind(planned, LocalLedger(invocation.path()), invocation.now(), again)
    quiet = len(owed.people) - len({one.message.recipient for one in planned})
    if not as_json and quiet:
        say(f"{quiet} of {len(owed.people)} who owe something have been reminded in {owed.week[-3:]} already")
    elif not as_json and not owed.people:
        say("nobody owes anything")
    report_delivered(told, as_json)


def _show(owed: Owed, planned: Sequence[Planned], channels: Sequence[Channel], as_json: bool) -> None:
    """Who owes what, and over what they would hear of it."""
    from okrtui.cli.streams import say, tell, tell_json

    over = {person.member.id: _over(person, planned) for person in owed.people}
    if as_json:
        people = [_document(person, over[person.member.id]) for person in owed.people]
        tell_json({"week": owed.week, "deadline": owed.deadline.isoformat(), "people": people})
        return
    if not owed.people:
        say("nobody owes anything")
    for person in owed.people:
        tell(f"{person.member.name} ({person.member.handle})")
        for debt in person.debts:
            overdue = "overdue, " if debt.is_overdue else ""
            due = f" ({overdue}due {debt.due})" if debt.due else ""
            tell(f"  {debt.title}: {debt.todo}{due}")
        if channels:
            where = ", ".join(over[person.member.id])
            tell(f"  → {where or 'reminded already in this week'}")


def _over(person: Owing, planned: Sequence[Planned]) -> list[str]:
    from okrtui.cli.posting import told_channel

    return [
        told_channel(one.channel)
        for one in planned
        if one.message.recipient and one.message.recipient.handle == person.member.handle
    ]


def _document(person: Owing, over: list[str]) -> dict[str, Any]:
    from okrtui.delivery.reminding import debt_data

    member = person.member
    owed = [debt_data(debt) for debt in person.debts]
    return {"handle": member.handle, "name": member.name, "owed": owed, "over": over}


def _no_channel() -> Exception:
    from okrtui.delivery.channels import channels_path
    from okrtui.okr.errors import NotFound

    return NotFound(f"nothing was sent: no channel takes reminders; describe one in {channels_path()}")
