"""`okrtui serve import`: what others wrote, taken into the shared log by the operator."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, json_option
from okrtui.cli.serving import opened, server_options

REJECTED = 4


@click.command("import", cls=Command)
@click.argument("source", type=click.Path())
@server_options
@json_option
@click.pass_context
def command(context: click.Context, source: str, as_json: bool) -> None:
    """Take in what a file or a shared directory holds.

    SOURCE is a workspace's file, a backup of one, or a shared directory. This is the only way on which
    entries by anybody come in: to move a shared directory here, or to fill in what a restored server lost.
    What is known is skipped, so it may be repeated. Exit code 4 where entries were not taken.
    """
    from okrtui import home
    from okrtui.cli.progress import Progress
    from okrtui.cli.streams import say, tell, tell_json

    with opened(context) as (_, log):
        from okrtui.server.importing import import_source

        progress = Progress("taking in")
        done = import_source(log, source, home.now, progress)
        progress.end()
    if as_json:
        rejected = [one._asdict() for one in done.rejected]
        tell_json({"ws": done.ws, "accepted": done.accepted, "known": done.known, "rejected": rejected})
    else:
        for one in done.rejected:
            tell(f"{one.id or 'unnamed'}  {one.code}: {one.text}")
        say(
            f"took in {done.accepted} entries of {done.ws}; {done.known} were known,"
            f" {len(done.rejected)} not taken"
        )
    context.exit(REJECTED if done.rejected else 0)
