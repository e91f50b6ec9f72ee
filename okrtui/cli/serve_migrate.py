"""`okrtui serve migrate`: the database's tables brought to this version."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command
from okrtui.cli.serving import server_options, settings


@click.command(cls=Command)
@server_options
@click.pass_context
def command(context: click.Context) -> None:
    """Bring the database's tables to this version.

    Back up first, and stop all servers on the database: none of them serves from tables of another version.
    """
    from okrtui.cli.streams import say

    config = settings(context)
    from okrtui.server.migrating import migrate

    before, after = migrate(config.database_url)
    say(f"the tables are at version {after}" + ("" if before == after else f", from {before or 'nothing'}"))
