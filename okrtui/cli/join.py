"""`okrtui join`: take part in a workspace that others share."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, Invocation, json_option


@click.command(cls=Command)
@click.argument("place", metavar="DIR")
@json_option
@click.pass_obj
def command(invocation: Invocation, place: str, as_json: bool) -> None:
    """Join the workspace in the shared directory DIR.

    You are the member whose files your Unix user owns there. In a directory that keeps no owners (Syncthing,
    git, SMB) you are the member with your Unix name, or the one given with --as. Somebody who is no member yet
    is told who can add them.
    """
    import os

    from okrtui.cli.joining import join_directory

    join_directory(
        place, invocation.acting_as, invocation.workspace or os.environ.get("OKRTUI_WORKSPACE"), as_json
    )
