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
@click.option(
    "--uid",
    type=click.IntRange(0),
    metavar="N",
    help="Their Unix user in a shared directory; by default the one called HANDLE here.",
)
@json_option
@click.pass_obj
def add(invocation: Invocation, /, handle: str, as_json: bool, **fields: Any) -> None:
    """Add a member with this HANDLE. Without --account they can own KRs but not act.

    In a shared directory their Unix user is bound to the handle, and nobody else is believed under it; run by
    root, this makes their directory, too.
    """
    from okrtui.actions.people import add_member
    from okrtui.cli.sharing import Binding, tell_others

    session = invocation.session()
    binding = Binding(session, handle, fields.pop("uid"), fields["account"])
    report(add_member(session, handle, uid=binding.uid, **fields), as_json)
    binding.complete()
    tell_others(session)


@command.command()
@click.argument("member")
@click.argument("roles", nargs=-1, required=True, metavar="ROLE...")
@click.option("--take", is_flag=True, help="Take these roles away instead of giving them.")
@json_option
@click.pass_obj
def role(invocation: Invocation, member: str, roles: tuple[str, ...], take: bool, as_json: bool) -> None:
    """Give a MEMBER roles, besides those they hold.

    With --take these roles are taken away.
    """
    from okrtui.actions.people import edit_member
    from okrtui.cli.naming import member_id
    from okrtui.cli.sharing import tell_others
    from okrtui.views.people import members

    session = invocation.session()
    entity = member_id(invocation, member)
    with session.reading() as c:
        (held,) = (one.roles for one in members(c) if one.id == entity)
    given = [one for one in held if one not in roles] if take else list(dict.fromkeys([*held, *roles]))
    report(edit_member(session, entity, roles=given), as_json)
    tell_others(session)


@command.command()
@click.argument("member")
@json_option
@click.pass_obj
def remove(invocation: Invocation, member: str, as_json: bool) -> None:
    """Take a MEMBER's account away.

    What they wrote so far stays; what they write from now on does not count, whatever date it bears. They stay
    listed, and owner of what they own, until that is given to others.
    """
    from okrtui.actions.people import edit_member
    from okrtui.cli.naming import member_id
    from okrtui.cli.sharing import tell_others

    session = invocation.session()
    report(edit_member(session, member_id(invocation, member), account=False), as_json)
    tell_others(session)


@command.command()
@click.argument("member")
@click.option("--name", help="The name that others read.")
@click.option("--email", help="Where mail reaches them.")
@click.option(
    "--role", "roles", multiple=True, metavar="ROLE", help="All roles they hold from now on; repeatable."
)
@click.option("--account/--no-account", default=None, help="Whether they may sign in and act.")
@click.option(
    "--uid", type=click.IntRange(0), metavar="N", help="Their Unix user in a shared directory from now on."
)
@json_option
@click.pass_obj
def edit(invocation: Invocation, /, member: str, as_json: bool, **fields: Any) -> None:
    """Change a MEMBER, named by handle or name."""
    from okrtui.actions.people import edit_member
    from okrtui.cli.naming import member_id
    from okrtui.cli.sharing import tell_others

    given = {field: value for field, value in fields.items() if value is not None and value != ()}
    if "roles" in given:
        given["roles"] = [role for role in given["roles"] if role not in ("", "none")]
    session = invocation.session()
    report(edit_member(session, member_id(invocation, member), **given), as_json)
    tell_others(session)
