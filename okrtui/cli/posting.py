"""What the commands that post have in common: which channels, what would be sent, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from okrtui.okr.errors import BadInput, NotFound, OutOfReach
from okrtui.okr.text import clean_line

if TYPE_CHECKING:
    from okrtui.cli.invocation import Invocation
    from okrtui.delivery.channels import Channel
    from okrtui.delivery.ledger import Line
    from okrtui.delivery.message import Delivered, Message


def workspace_names(invocation: Invocation) -> list[str]:
    """What the workspace is called: its short name and its title."""
    from okrtui import home
    from okrtui.views.workspace import workspace

    with invocation.reading() as c:
        title = workspace(c).name
    return [home.name_of_replica(invocation.path()), title]


def post_or_show(
    invocation: Invocation,
    message: Message,
    names: Sequence[str],
    dry_run: bool,
    again: str | None,
    as_json: bool,
) -> None:
    """Post a message over the named channels, or those that it goes to by itself; with `dry_run` only show it.

    Raises:
        NotFound: there is no such channel, or none takes it.
        BadInput: `again` names another message.
        OutOfReach: it did not arrive everywhere, or nobody knows.
    """
    channels = _channels_for(invocation, names, message)
    if dry_run:
        _show_message(message, channels, as_json)
    else:
        _post_message(invocation, message, channels, again, as_json)


def _channels_for(invocation: Invocation, names: Sequence[str], message: Message) -> list[Channel]:
    """The channels that are named, else those that a message goes to by itself."""
    from okrtui.delivery.channels import channels_path, chosen, fitting, read_channels

    every = read_channels()
    if names:
        return chosen(every, names)
    found = fitting(
        every, message.kind, message.team, workspace_names(invocation), message.recipient is not None
    )
    if not found:
        raise NotFound(
            f"no channel takes this {message.kind}: name one with --to, or describe one in {channels_path()}"
        )
    return found


def _post_message(
    invocation: Invocation, message: Message, channels: Sequence[Channel], again: str | None, as_json: bool
) -> None:
    """Send a message over channels and say how it went."""
    from okrtui.delivery.sending import keys_on, send

    if again is not None and not any(again in keys_on(message, channel) for channel in channels):
        keys = ", ".join(key for channel in channels for key in keys_on(message, channel))
        raise BadInput(f"{clean_line(again)[:80]!r} is not what would be sent: that is {keys}")
    told = []
    for channel in channels:
        is_again = again in keys_on(message, channel)
        told += send(invocation.path(), message, [channel], invocation.now(), is_again=is_again)
    report_delivered(told, as_json)


def _show_message(message: Message, channels: Sequence[Channel], as_json: bool) -> None:
    """Print what would be sent, and where: no address, no password."""
    from okrtui.cli.streams import say, tell, tell_json
    from okrtui.delivery.sending import keys_on

    if as_json:
        tell_json(
            {
                "subject": message.subject,
                "text": message.text,
                "channels": [
                    {
                        "channel": one.name,
                        "type": one.type,
                        "host": one.place,
                        "key": keys_on(message, one)[0],
                    }
                    for one in channels
                ],
            }
        )
        return
    tell(message.text.rstrip("\n"))
    for one in channels:
        say(f"would go over {told_channel(one)} as {keys_on(message, one)[0]}")


def told_channel(channel: Channel) -> str:
    """A channel for people: its name, type and host."""
    return f"{channel.name} ({channel.type}, {clean_line(channel.place)})"


def report_delivered(told: Sequence[Delivered], as_json: bool) -> None:
    """Say what became of messages; raises OutOfReach with one line where somebody has to see to it."""
    from okrtui.cli.streams import tell, tell_json

    if as_json:
        tell_json([_document(one) for one in told])
    else:
        for one in told:
            tell(_line(one))
    amiss = [one for one in told if not one.is_well]
    if amiss:
        first = amiss[0]
        raise OutOfReach(
            f"{len(amiss)} of {len(told)} messages: {first.channel} {first.state}: {first.problem}; "
            "okrtui post --failed lists them"
        )


def print_lines(lines: Sequence[Line], invocation: Invocation, as_json: bool, nothing: str) -> None:
    """What the ledger has, a line each."""
    from okrtui.cli.streams import say, tell, tell_json
    from okrtui.delivery.ledger import told_state

    now = invocation.now()
    if as_json:
        tell_json([{**line._asdict(), "state": told_state(line, now)} for line in lines])
        return
    if not lines:
        say(nothing)
    for line in lines:
        tries = f", {line.tries} tries" if line.tries > 1 else ""
        tell(f"{told_state(line, now):9}  {line.at[:16]}  {line.key}{tries}")
        if line.problem:
            tell(f"           {clean_line(line.problem)}")


def _line(one: Delivered) -> str:
    whom = f" to {one.recipient}" if one.recipient else ""
    if one.state == "known":
        return f"not sent  {one.channel}{whom}: {one.problem or 'it went out before'} ({one.key})"
    problem = f": {one.problem}" if one.problem else ""
    return f"{one.state:8}  {one.channel}{whom}{problem} ({one.key})"


def _document(one: Delivered) -> dict[str, Any]:
    given = {**one._asdict()}
    return {name: value for name, value in given.items() if value != ""}
