"""`okrtui refused`: own changes that the server rejected, and what becomes of them."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Group, Invocation, json_option, report

SHORTEST_NAME = 6


@click.group(cls=Group)
def command() -> None:
    """Show what the server rejected, and deal with it.

    It waits for you and holds nothing up.
    """


@command.command("list")
@json_option
@click.pass_obj
def list_refused(invocation: Invocation, as_json: bool) -> None:
    """List what was rejected, and why."""
    from okrtui.cli.streams import tell, tell_json
    from okrtui.views.sync_state import kind_noun, refused

    with invocation.reading() as c:
        rows = refused(c)
    if as_json:
        tell_json([row._asdict() for row in rows])
        return
    if not rows:
        tell("Nothing was rejected.")
    for row in rows:
        tell(f"{row.id[-SHORTEST_NAME:]}  {kind_noun(row.kind)}  {row.what}")
        tell(f"        {row.text}")


@command.command()
@click.argument("name")
@json_option
@click.pass_obj
def again(invocation: Invocation, name: str, as_json: bool) -> None:
    """Write it again; a check-in comes back as a draft to look over."""
    from okrtui.actions.refusals import write_again

    report(write_again(invocation.session(), _entry(invocation, name)), as_json)


@command.command()
@click.argument("name")
@json_option
@click.pass_obj
def drop(invocation: Invocation, name: str, as_json: bool) -> None:
    """Take it off the list."""
    from okrtui.actions.refusals import set_aside

    report(set_aside(invocation.session(), _entry(invocation, name)), as_json)


def _entry(invocation: Invocation, name: str) -> str:
    """The id of the rejected entry that this name, its id's end, means."""
    from okrtui.okr.errors import Ambiguous, NotFound
    from okrtui.views.sync_state import refused

    with invocation.reading() as c:
        fitting = [
            row.id for row in refused(c) if len(name) >= SHORTEST_NAME and row.id.endswith(name.lower())
        ]
    if not fitting:
        raise NotFound("no such change was rejected; `okrtui refused list` shows what was")
    if len(fitting) > 1:
        raise Ambiguous("several rejected changes have that name", fitting)
    return fitting[0]
