"""`okrtui serve devices`: which devices may speak for whom on this server."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, Invocation, json_option
from okrtui.cli.serving import opened, server_options, workspace_named

SHORT = 13
"""Characters of an id that hold its millisecond, and tell it from others."""


@click.command(cls=Command)
@server_options
@json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """List the devices, of all workspaces or of one with -w.

    Whose each is, with which replicas, since when, last seen, revoked or not. On that machine okrtui sync
    --status --json tells the replica that is here. Ids are told by their start; --json has them whole.
    """
    from okrtui.cli.columns import Column, table
    from okrtui.cli.streams import say, tell, tell_json, width

    with opened(context) as (config, log):
        from okrtui.server.service import accounts_of

        named = context.ensure_object(Invocation).workspace
        found = accounts_of(config, log).devices(workspace_named(log, named) if named else None)
    if as_json:
        names = ("id", "ws", "handle", "name", "created_at", "last_seen", "revoked_at")
        tell_json(
            [
                {**{name: getattr(one, name) or None for name in names}, "replicas": sorted(one.replicas)}
                for one in found
            ]
        )
        return
    if not found:
        say("there is no device yet")
        return
    columns = (
        Column("device"),
        Column("handle"),
        Column("name", is_flexible=True),
        Column("replica"),
        Column("workspace"),
        Column("since"),
        Column("last seen"),
        Column("state"),
    )
    cells = [
        (
            one.id[:SHORT],
            one.handle,
            one.name,
            ", ".join(replica[:SHORT] for replica in sorted(one.replicas)),
            one.ws[:SHORT] or "founds one",
            one.created_at[:10],
            one.last_seen,
            "revoked" if one.revoked_at else "",
        )
        for one in found
    ]
    for line in table(columns, cells, width()):
        tell(line)
