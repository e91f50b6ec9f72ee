"""`okrtui team`: the company as a tree of teams, with their champions and managers."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Group, Invocation, json_option, report


@click.group(cls=Group)
def command() -> None:
    """List, add and edit teams."""


@command.command("list")
@json_option
@click.pass_obj
def list_teams(invocation: Invocation, as_json: bool) -> None:
    """List the teams with parent, champion and manager."""
    from okrtui.cli.columns import Column, table
    from okrtui.cli.items import items
    from okrtui.cli.streams import tell, tell_json, width
    from okrtui.views.people import teams

    with invocation.reading() as c:
        found = teams(c)
        if as_json:
            tell_json(items(c, "team", [team.id for team in found]))
            return
    columns = (Column("team", is_flexible=True), Column("in"), Column("champion"), Column("manager"))
    rows = [(t.name, t.parent_name or "", t.champion_name or "", t.manager_name or "") for t in found]
    for line in table(columns, rows, width()):
        tell(line)


@command.command()
@click.argument("name")
@click.option("--parent", metavar="TEAM", help="The team above; the company is the one without.")
@click.option("--champion", metavar="MEMBER", help="Who keeps the OKRs' quality in this team.")
@click.option("--manager", metavar="MEMBER", help="Who leads the people.")
@click.option("--function", "does", default="", metavar="TEXT", help="What the team does.")
@json_option
@click.pass_obj
def add(
    invocation: Invocation,
    name: str,
    parent: str | None,
    champion: str | None,
    manager: str | None,
    does: str,
    as_json: bool,
) -> None:
    """Add a team called NAME."""
    from okrtui.actions.people import add_team
    from okrtui.cli.naming import maybe_member, maybe_team

    done = add_team(
        invocation.session(),
        name,
        parent=maybe_team(invocation, parent) or None,
        champion=maybe_member(invocation, champion) or None,
        manager=maybe_member(invocation, manager) or None,
        function=does,
    )
    report(done, as_json)


@command.command()
@click.argument("team")
@click.option("--name", help="A new name.")
@click.option("--parent", metavar="TEAM", help="The team above; none for the company itself.")
@click.option("--champion", metavar="MEMBER", help="Who keeps the OKRs' quality; none for nobody.")
@click.option("--manager", metavar="MEMBER", help="Who leads the people; none for nobody.")
@click.option("--function", "does", metavar="TEXT", help="What the team does.")
@json_option
@click.pass_obj
def edit(
    invocation: Invocation,
    team: str,
    name: str | None,
    parent: str | None,
    champion: str | None,
    manager: str | None,
    does: str | None,
    as_json: bool,
) -> None:
    """Change a TEAM, named by its name."""
    from okrtui.actions.people import edit_team
    from okrtui.cli.naming import maybe_member, maybe_team, team_id

    fields = {
        "name": name,
        "parent": maybe_team(invocation, parent),
        "champion": maybe_member(invocation, champion),
        "manager": maybe_member(invocation, manager),
        "function": does,
    }
    given = {field: value for field, value in fields.items() if value is not None}
    report(edit_team(invocation.session(), team_id(invocation, team), **given), as_json)
