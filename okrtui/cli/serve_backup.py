"""`okrtui serve backup`: the server's database in one file, while it runs."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, json_option
from okrtui.cli.serving import server_options, settings


@click.command(cls=Command)
@click.argument("file", type=click.Path())
@server_options
@json_option
@click.pass_context
def command(context: click.Context, file: str, as_json: bool) -> None:
    """Write everything into FILE, while servers go on.

    All workspaces and accounts. SQLite gives a SQLite file; PostgreSQL an archive of pg_dump, which must be
    installed. The file lets whoever has it read everything, so keep it as closed as the server. okrtui serve
    restore brings it back.
    """
    from contextlib import closing

    from okrtui.cli.streams import say, tell_json

    config = settings(context)
    from okrtui.server.backup import backup
    from okrtui.server.database import Database

    with closing(Database(config.database_url)) as database:
        size = backup(database, file)
    if as_json:
        tell_json({"file": file, "bytes": size})
        return
    say(f"wrote {file}: {size} bytes")
