"""`okrtui serve stats`: the workspaces of this server and how large they are."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, json_option
from okrtui.cli.serving import opened, server_options, workspace_name


@click.command(cls=Command)
@server_options
@json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """List the workspaces with entries, size, devices and epoch."""
    from okrtui.cli.columns import Column, table
    from okrtui.cli.streams import say, tell, tell_json, width

    with opened(context) as (config, log):
        from okrtui.server.service import accounts_of

        devices = [one for one in accounts_of(config, log).devices() if not one.revoked_at]
        rows = [
            {
                "workspace": one.ws,
                "name": workspace_name(log, one.ws),
                "entries": one.head,
                "bytes": one.bytes,
                "devices": sum(device.ws == one.ws for device in devices),
                "created_at": one.created_at,
                "epoch": one.epoch,
            }
            for one in log.workspaces()
        ]
    if as_json:
        tell_json(rows)
        return
    if not rows:
        say("there is no workspace yet")
        return
    columns = (
        Column("workspace"),
        Column("name", is_flexible=True),
        Column("entries", is_right=True),
        Column("bytes", is_right=True),
        Column("devices", is_right=True),
        Column("since"),
    )
    cells = [
        (
            str(row["workspace"]),
            str(row["name"]),
            str(row["entries"]),
            str(row["bytes"]),
            str(row["devices"]),
            str(row["created_at"])[:10],
        )
        for row in rows
    ]
    for line in table(columns, cells, width()):
        tell(line)
