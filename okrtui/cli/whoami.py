"""`okrtui whoami`: as whom, and in which workspace, a command would act now."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, Invocation, json_option


@click.command(cls=Command)
@json_option
@click.pass_obj
def command(invocation: Invocation, as_json: bool) -> None:
    """Say who you are here: handle, name, roles and workspace.

    You are the member given by --as, else the one with your Unix name, else the only one with an account.
    """
    from okrtui import home
    from okrtui.cli.streams import tell, tell_json
    from okrtui.okr.text import clean_line
    from okrtui.views.workspace import acting_member, workspace

    with invocation.reading() as c:
        here = workspace(c)
        member = acting_member(c, invocation.acting_as, home.unix_name())
    if as_json:
        tell_json(
            {
                "id": member.id,
                "handle": member.handle,
                "name": member.name or "",
                "roles": list(member.roles or []),
                "workspace": {"id": here.id, "name": here.name},
            }
        )
        return
    name = clean_line(member.name or "")
    shown = f"{member.handle} ({name})" if name and name != member.handle else member.handle
    roles = f", {', '.join(member.roles)}" if member.roles else ""
    tell(f"{shown}{roles} in {clean_line(here.name)}")
