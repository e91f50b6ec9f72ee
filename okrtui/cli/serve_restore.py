"""`okrtui serve restore`: the server's database brought back from a backup."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, json_option
from okrtui.cli.serving import server_options, settings


@click.command(cls=Command)
@click.argument("file", type=click.Path())
@click.option("--replace", is_flag=True, help="What the database holds gives way; SQLite's old file is kept.")
@server_options
@json_option
@click.pass_context
def command(context: click.Context, file: str, replace: bool, as_json: bool) -> None:
    """Bring everything back from FILE, or nothing.

    All workspaces and accounts, in one step. Stop the servers first. Clients notice at their next round, and
    push again whatever the backup lacks. SQLite's backup goes into PostgreSQL, too.
    """
    from contextlib import closing

    from okrtui import home
    from okrtui.cli.streams import say, tell_json

    config = settings(context)
    from okrtui.server.backup import restore
    from okrtui.server.database import Database, place_of

    home.make_private_dir(config.data_dir)
    with closing(Database(config.database_url)) as database:
        kept = restore(database, file, home.now(), replace)
        where = place_of(database.url)
    if as_json:
        tell_json({"database": where, "kept": kept or None})
        return
    say(f"restored {where} from {file}" + (f"; the old file is {kept}" if kept else ""))
