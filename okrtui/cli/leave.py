"""`okrtui leave`: stop exchanging; the workspace stays on this machine."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, Invocation, json_option


@click.command(cls=Command)
@click.option("--yes", is_flag=True, help="Leave although changes of yours have not reached the others.")
@json_option
@click.pass_obj
def command(invocation: Invocation, yes: bool, as_json: bool) -> None:
    """Leave the shared directory or the server. What you have stays on this machine and goes nowhere any more.

    A server forgets this device. Your account stays: a program lead takes it away with okrtui member edit.
    """
    from okrtui.cli.streams import say, tell_json
    from okrtui.okr.errors import NotFound, Unconfirmed
    from okrtui.okr.text import clean_line
    from okrtui.sync.enrolling import leave
    from okrtui.views.sync_state import sync_state

    path = invocation.path()
    with invocation.reading() as c:
        state = sync_state(c)
    if not state.kind:
        raise NotFound("this workspace is on this machine alone: there is nothing to leave")
    if state.waiting and not yes:
        raise Unconfirmed(
            [
                f"{state.waiting} of your changes have not reached the others: run okrtui sync first, or say --yes."
            ]
        )
    left = leave(path)
    place = clean_line(state.place)
    if as_json:
        tell_json({"left": place, "path": path, "device_forgotten": left.is_forgotten})
        return
    say(f"Left {place}; your copy stays at {path}")
    if not left.is_forgotten:
        say("The server could not be told: its operator takes this device away with okrtui serve revoke")
