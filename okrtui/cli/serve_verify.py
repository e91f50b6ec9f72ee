"""`okrtui serve verify`: whether the shared log is whole, and folds to what the server shows."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, Invocation, json_option
from okrtui.cli.serving import opened, server_options, workspace_named

BROKEN = 4


@click.command(cls=Command)
@server_options
@json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Read the log whole and fold it anew.

    Of every workspace, or of one with -w. Looks for missing entries and changed bytes, and compares the
    tables. Replicas that hold the same entries have the same digest. Exit code 4 where something is wrong.
    """
    from okrtui.cli.progress import Progress
    from okrtui.cli.streams import say, tell, tell_json

    with opened(context) as (_, log):
        named = context.ensure_object(Invocation).workspace
        several = [workspace_named(log, named)] if named else [one.ws for one in log.workspaces()]
        found = []
        for ws in several:
            progress = Progress(f"reading {ws[:13]}")
            found.append(log.verify(ws, progress))
            progress.end()
    if as_json:
        tell_json([one._asdict() for one in found])
    for one in () if as_json else found:
        whole = "whole" if not one.problems else f"{len(one.problems)} problems"
        tell(f"{one.ws}  {one.entries} entries  {whole}  {one.digest}".rstrip())
        for problem in one.problems:
            tell(f"    {problem}")
    if not found:
        say("there is no workspace yet")
    context.exit(BROKEN if any(one.problems for one in found) else 0)
