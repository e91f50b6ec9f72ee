"""`okrtui serve posts`: what this server sent by itself, and what did not arrive."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, Invocation, json_option
from okrtui.cli.serving import opened, server_options, workspace_named


@click.command(cls=Command)
@server_options
@click.option("--failed", is_flag=True, help="Only what did not arrive, or may not have.")
@json_option
@click.pass_context
def command(context: click.Context, failed: bool, as_json: bool) -> None:
    """List what this server sent by itself in a workspace.

    Reminders and digests, newest first, and the hours at which they went out.
    """
    from okrtui.cli.posting import print_lines
    from okrtui.delivery.ledger import told_state
    from okrtui.delivery.message import FAILED, UNCERTAIN

    invocation = context.ensure_object(Invocation)
    now = invocation.now()
    with opened(context) as (_, log):
        from okrtui.server.ledger import ServerLedger

        lines = ServerLedger(log.database, workspace_named(log, invocation.workspace)).lines()
    if failed:
        lines = [line for line in lines if told_state(line, now) in (FAILED, UNCERTAIN)]
    print_lines(lines, invocation, as_json, "everything arrived" if failed else "nothing was sent yet")
