"""`okrtui serve revoke`: take a device's token away, or all of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from okrtui.cli.invocation import Command, Invocation, json_option
from okrtui.cli.serving import opened, server_options, workspace_named
from okrtui.okr.errors import Ambiguous, NotFound

if TYPE_CHECKING:
    from okrtui.server.accounts import Device


@click.command(cls=Command)
@click.argument("device")
@server_options
@json_option
@click.pass_context
def command(context: click.Context, device: str, as_json: bool) -> None:
    """Revoke a DEVICE, or all devices of a handle.

    A device is named by the start of its id, or of a replica's that it signs with. Its token counts for nothing
    from the next request on. What was written stays; to end what a person may do, take their account away
    (okrtui member edit HANDLE --no-account).
    """
    from okrtui.cli.streams import say, tell_json

    with opened(context) as (config, log):
        from okrtui.server.service import accounts_of

        accounts = accounts_of(config, log)
        named = context.ensure_object(Invocation).workspace
        standing = [
            one
            for one in accounts.devices(workspace_named(log, named) if named else None)
            if not one.revoked_at
        ]
        meant = [one for one in standing if one.handle == device]
        if not meant:
            meant = [one for one in standing if _is_named(one, device)]
            if len(meant) > 1:
                lines = [f"{one.id}  {one.handle}  {one.name}" for one in meant]
                raise Ambiguous("several devices begin so: give more of the id", lines)
        if not meant:
            raise NotFound("there is no such device that isn't revoked: okrtui serve devices lists them")
        for one in meant:
            accounts.revoke(one.id)
    if as_json:
        tell_json({"revoked": [one.id for one in meant]})
        return
    for one in meant:
        say(f"revoked {one.id} ({one.handle}, {one.name})")


def _is_named(device: Device, start: str) -> bool:
    return any(one.startswith(start) for one in (device.id, *device.replicas))
