"""`okrtui serve stats`: the workspaces of this server, how large they are and who wrote them."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from okrtui.cli.invocation import Command, Invocation, json_option
from okrtui.cli.serving import opened, server_options, workspace_name, workspace_named


@click.command(cls=Command)
@server_options
@json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """List the workspaces in figures, or one with -w.

    Entries, size, devices, and what was rejected.
    """
    from okrtui.cli.columns import Column, table
    from okrtui.cli.streams import say, tell, tell_json, width

    with opened(context) as (config, log):
        from okrtui.server.service import accounts_of

        named = context.ensure_object(Invocation).workspace
        several = [workspace_named(log, named)] if named else [one.ws for one in log.workspaces()]
        devices = Counter(one.ws for one in accounts_of(config, log).devices() if not one.revoked_at)
        found: list[dict[str, Any]] = [
            {**log.stats(ws)._asdict(), "name": workspace_name(log, ws), "devices": devices[ws]}
            for ws in several
        ]
    if as_json:
        tell_json(found)
        return
    if not found:
        say("there is no workspace yet")
        return
    columns = (
        Column("workspace"),
        Column("name", is_flexible=True),
        *(Column(name, is_right=True) for name in ("entries", "bytes", "authors", "devices", "rejected")),
        Column("last entry"),
    )
    cells = [
        (
            one["ws"],
            one["name"],
            str(one["head"]),
            str(one["bytes"]),
            str(len(one["authors"])),
            str(one["devices"]),
            str(sum(one["rejected"].values())),
            one["last_at"],
        )
        for one in found
    ]
    for line in table(columns, cells, width()):
        tell(line)
