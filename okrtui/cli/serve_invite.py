"""`okrtui serve invite`: a single-use code that lets one person's device in."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from okrtui.cli.invocation import Command, Invocation, json_option
from okrtui.cli.serving import opened, server_options, workspace_named
from okrtui.okr.errors import BadInput, Refused

if TYPE_CHECKING:
    from okrtui.server.log import ServerLog


@click.command(cls=Command)
@click.argument("handle")
@click.option("--found", is_flag=True, help="They found a new workspace here, or bring one of their own.")
@click.option("--days", type=click.IntRange(1, 365), help="How long the code stands; a week unless set.")
@server_options
@json_option
@click.pass_context
def command(context: click.Context, handle: str, found: bool, days: int | None, as_json: bool) -> None:
    """Invite a member with this HANDLE.

    Prints the line that they run; its code is told this once and works once. With --found there are two, one to
    make a workspace and one to bring theirs. For each further machine of theirs invite them again. They must be
    a member with an account (okrtui member add HANDLE --account), unless they found the workspace.
    """
    from okrtui.cli.streams import say, tell_json

    with opened(context) as (config, log):
        from okrtui.server.service import accounts_of
        from okrtui.server.whereabouts import address_of

        _check_handle(handle)
        ws = "" if found else workspace_named(log, context.ensure_object(Invocation).workspace)
        if ws:
            _check_account(log, ws, handle)
        days = days or config.invitation_days
        code = accounts_of(config, log).invitations.invite(ws, handle, days)
        url = address_of(config)
        if as_json:
            tell_json(
                {
                    "handle": handle,
                    "workspace": ws or None,
                    "url": url,
                    "code": code,
                    "days": days,
                }
            )
            return
        _tell_lines(url, code, found)
        runs = "one of these lines, for a new workspace or to bring one along," if found else "this line"
        say(f"{handle} runs {runs} within {days} days; the code works once")


def _tell_lines(url: str, code: str, is_founding: bool) -> None:
    from okrtui.cli.streams import tell

    if is_founding:
        tell(f"okrtui join {url} {code} --name NAME")
        tell(f"okrtui move --to {url} --code {code}")
    else:
        tell(f"okrtui join {url} {code}")


def _check_handle(handle: str) -> None:
    from okrtui.server.verdicts import is_handle

    if not is_handle(handle):
        raise BadInput("a handle has 1–32 letters a–z, digits and hyphens, and begins with no hyphen")


def _check_account(log: ServerLog, ws: str, handle: str) -> None:
    from okrtui.server.people import People
    from okrtui.views.connect import connect
    from okrtui.views.people import members

    if People(log.replica, log.database).person(ws, handle) is not None:
        return
    with closing(connect(log.replica(ws))) as replica:
        is_member = any(one.handle == handle for one in members(replica))
    verb = "edit" if is_member else "add"
    raise Refused(
        f"{handle} has no account in this workspace: okrtui member {verb} {handle} --account first,"
        " then okrtui sync"
    )
