"""`okrtui init`: a new workspace on this machine, its maker the first member with an account."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, Invocation, json_option


@click.command(cls=Command)
@click.argument("name", required=False)
@click.option("--name", "display_name", default="", metavar="TEXT", help="Your own name, as others read it.")
@click.option("--slug", help="The workspace's short name; made from NAME where it isn't given.")
@click.option(
    "--timezone", metavar="ZONE", help="Such as Europe/Berlin; this machine's where it isn't given."
)
@click.option("--deadline", metavar="'DAY HH:MM'", help="When the check-in week ends, such as 'mon 10:00'.")
@click.option("--scale", type=click.Choice(["unit", "percent"]), help="Scores as 0.60 or as 60.")
@click.option("--store", metavar="DIR", help="Share it in this directory, which is made or empty.")
@click.option("--group", metavar="NAME", help="The Unix group that may enter DIR; by default your own.")
@click.option(
    "--trust",
    type=click.Choice(["ownership", "directory"]),
    default="ownership",
    help="Who is believed in DIR: the owner of each file, or, where files keep no owner, everyone who writes there.",
)
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    name: str | None,
    display_name: str,
    slug: str | None,
    timezone: str | None,
    deadline: str | None,
    scale: str | None,
    store: str | None,
    group: str | None,
    trust: str,
    as_json: bool,
) -> None:
    """Make a workspace called NAME on this machine. Your handle is your Unix name, or what --as says.

    With --store others take part in it by okrtui join DIR, once okrtui member add has added them.
    """
    import os

    from okrtui import home
    from okrtui.actions.workspaces import create_workspace
    from okrtui.cli.sharing import Sharing
    from okrtui.cli.streams import say, tell_json
    from okrtui.okr.errors import BadInput
    from okrtui.okr.text import clean_line

    handle = home.handle_of(invocation.acting_as or home.unix_name())
    title = clean_line(name or "")
    if not title and (names := home.workspace_names()):
        raise BadInput(f"there is a workspace here already ({', '.join(names)}): give the new one a NAME")
    title = title or "OKRs"
    share = Sharing(store, trust, group) if store else None
    if share:
        share.prepare()
    session = create_workspace(
        title,
        handle=handle,
        display_name=display_name,
        timezone=timezone,
        deadline=deadline,
        scale=scale,
        slug=slug,
        uid=os.geteuid() if store and trust == "ownership" else None,
    )
    if share:
        share.share(session)
    if as_json:
        shared = {"store": os.path.abspath(store)} if store else {}
        tell_json({"workspace": title, "path": session.path, "member": session.member.handle, **shared})
        return
    say(f"Made the workspace {title}; you are {session.member.handle}. It lies at {session.path}")
    if share:
        say(f"Others join with okrtui join {share.place}, after okrtui member add HANDLE --account")
    say("Next: okrtui import FILE with OKRs in the house format,")
    say('or okrtui cycle new, okrtui objective add "…" and okrtui kr add; then okrtui cycle publish,')
    say("and each week okrtui checkin. okrtui alone opens the full screen.")
