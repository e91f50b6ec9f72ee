"""`okrtui join`: take part in a workspace that others share."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, Invocation, json_option


@click.command(cls=Command)
@click.argument("place", metavar="DIR|URL")
@click.argument("code", required=False)
@click.option(
    "--name", default="", metavar="TEXT", help="The workspace's name, where the code makes a new one."
)
@click.option(
    "--device", default="", metavar="TEXT", help="What others call this machine; by default its name."
)
@click.option("--plain-http", is_flag=True, help="Allow http:// beyond this machine, in a network you trust.")
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    place: str,
    code: str | None,
    name: str,
    device: str,
    plain_http: bool,
    as_json: bool,
) -> None:
    """Join a workspace in a directory or on a server.

    DIR is a shared directory, URL a server's address, CODE what its operator gave you.

    In a directory you are the member whose files your Unix user owns there. In one that keeps no owners
    (Syncthing, git, SMB) you are the member with your Unix name, or the one given with --as. Somebody who is no
    member yet is told who can add them.

    On a server you are whom the code invites; it works once. One that makes a new workspace needs its --name;
    okrtui move --to URL --code CODE brings one along instead. Joining again, after a device was revoked, goes on
    with the workspace that is here.
    """
    import os

    from okrtui.sync.addresses import is_address

    slug = invocation.workspace or os.environ.get("OKRTUI_WORKSPACE") or ""
    if not is_address(place) and not code:
        from okrtui.cli.joining import join_directory

        join_directory(place, invocation.acting_as, slug or None, as_json)
        return
    from okrtui.cli.joining_server import Asked, join_server

    handle = invocation.acting_as or ""
    join_server(Asked(place, code or "", name, device, handle, slug, plain_http), as_json)
