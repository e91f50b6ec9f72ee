"""`okrtui member`: the people of the workspace, with or without an account of their own."""

from __future__ import annotations

from typing import Any

import click

from okrtui.cli.invocation import Group, Invocation, json_option, report


@click.group(cls=Group)
def command() -> None:
    """List, add and edit members."""


@command.command("list")
@json_option
@click.pass_obj
def list_members(invocation: Invocation, as_json: bool) -> None:
    """List the members: handle, name, roles, and who has an account."""
    from okrtui.cli.columns import Column, table
    from okrtui.cli.items import items
    from okrtui.cli.streams import tell, tell_json, width
    from okrtui.views.people import members

    with invocation.reading() as c:
        found = members(c)
        if as_json:
            tell_json(items(c, "member", [member.id for member in found]))
            return
    columns = (
        Column("handle"),
        Column("name", is_flexible=True),
        Column("account"),
        Column("roles"),
        Column("email"),
    )
    rows = [
        (m.handle, m.name or "", "yes" if m.account else "no", ", ".join(m.roles or ()), m.email or "")
        for m in found
    ]
    for line in table(columns, rows, width()):
        tell(line)


@command.command()
@json_option
def rights(as_json: bool) -> None:
    """Show who may do what in the seven activities."""
    from okrtui.cli.columns import Column, table
    from okrtui.cli.streams import tell, tell_json, width
    from okrtui.okr.governance import who_may_do_what

    heads, *rows = who_may_do_what()
    if as_json:
        tell_json([dict(zip(heads, row, strict=True)) for row in rows])
        return
    for line in table([Column(head) for head in heads], rows, width()):
        tell(line)


@command.command()
@click.argument("handle")
@click.option("--name", default="", help="The name that others read.")
@click.option("--email", default="", help="Where mail reaches them.")
@click.option(
    "--role", "roles", multiple=True, metavar="ROLE", help="Such as sponsor or champion; repeatable."
)
@click.option("--account", is_flag=True, help="They work here themselves and may sign in.")
@json_option
@click.pass_obj
def add(
    invocation: Invocation,
    handle: str,
    name: str,
    email: str,
    roles: tuple[str, ...],
    account: bool,
    as_json: bool,
) -> None:
    """Add a member with this HANDLE. Without --account they can own KRs but not act."""
    from okrtui.actions.people import add_member

    done = add_member(invocation.session(), handle, name=name, email=email, roles=roles, account=account)
    report(done, as_json)


@command.command()
@click.argument("member")
@click.option("--handle", help="A new handle.")
@click.option("--name", help="The name that others read.")
@click.option("--email", help="Where mail reaches them.")
@click.option(
    "--role", "roles", multiple=True, metavar="ROLE", help="All roles they hold from now on; repeatable."
)
@click.option("--account/--no-account", default=None, help="Whether they may sign in and act.")
@json_option
@click.pass_obj
def edit(invocation: Invocation, /, member: str, as_json: bool, **fields: Any) -> None:
    """Change a MEMBER, named by handle or name."""
    from okrtui.actions.people import edit_member
    from okrtui.cli.naming import member_id

    given = {field: value for field, value in fields.items() if value is not None and value != ()}
    if "roles" in given:
        given["roles"] = [role for role in given["roles"] if role not in ("", "none")]
    report(edit_member(invocation.session(), member_id(invocation, member), **given), as_json)
