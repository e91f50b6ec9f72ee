"""`okrtui serve members`: who has an account in a workspace of this server, and with how many devices."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from okrtui.cli.invocation import Command, Invocation, json_option
from okrtui.cli.serving import opened, server_options, workspace_named

if TYPE_CHECKING:
    from okrtui.server.accounts import Device
    from okrtui.views.workspace import MemberRow


@click.command(cls=Command)
@server_options
@json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """List the members of a workspace.

    With how many devices they have and when they were last seen.
    """
    from okrtui.cli.columns import Column, table
    from okrtui.cli.streams import tell, tell_json, width
    from okrtui.views.connect import connect
    from okrtui.views.people import members

    with opened(context) as (config, log):
        from okrtui.server.service import accounts_of

        ws = workspace_named(log, context.ensure_object(Invocation).workspace)
        devices = [one for one in accounts_of(config, log).devices(ws) if not one.revoked_at]
        with closing(connect(log.replica(ws))) as replica:
            found = members(replica)
    rows = [_row(one, [device for device in devices if device.handle == one.handle]) for one in found]
    if as_json:
        tell_json(rows)
        return
    columns = (
        Column("handle"),
        Column("name", is_flexible=True),
        Column("account"),
        Column("roles"),
        Column("devices", is_right=True),
        Column("last seen"),
    )
    cells = [
        (
            row["handle"],
            row["name"],
            "yes" if row["account"] else "no",
            ", ".join(row["roles"]),
            str(row["devices"]),
            row["last_seen"] or "",
        )
        for row in rows
    ]
    for line in table(columns, cells, width()):
        tell(line)


def _row(member: MemberRow, devices: list[Device]) -> dict[str, Any]:
    return {
        "handle": member.handle,
        "name": member.name,
        "account": member.account,
        "roles": list(member.roles),
        "devices": len(devices),
        "last_seen": max((device.last_seen for device in devices), default="") or None,
    }
