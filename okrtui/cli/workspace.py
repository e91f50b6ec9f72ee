"""`okrtui workspace`: which workspaces are here, which is meant, and what is set for everyone in it."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Group, Invocation, json_option, report

FIELDS = ("name", "timezone", "deadline", "scale", "rag.red", "rag.amber", "rag.green", "rag_grace")


@click.group(cls=Group)
def command() -> None:
    """List, choose, show and set up workspaces."""


@command.command("list")
@json_option
@click.pass_obj
def list_workspaces(invocation: Invocation, as_json: bool) -> None:
    """List the workspaces on this machine.

    A * marks the one that is meant where none is named.
    """
    from okrtui import home
    from okrtui.cli.streams import say, tell, tell_json

    names = home.workspace_names()
    try:
        current = home.current_workspace(invocation.workspace)
    except home.HomeError as error:  # the list is what the way out begins with
        say(str(error))
        current = None
    if as_json:
        tell_json(
            [{"name": name, "current": name == current, "path": home.replica_path(name)} for name in names]
        )
        return
    if not names:
        say("there is no workspace yet: make one with okrtui init NAME")
    for name in names:
        tell(f"{'*' if name == current else ' '} {name}")


@command.command()
@click.argument("name")
def use(name: str) -> None:
    """Make NAME the workspace that is meant from now on."""
    from okrtui import home
    from okrtui.cli.streams import say
    from okrtui.okr.errors import NotFound

    names = home.workspace_names()
    if name not in names:
        raise NotFound(f"there is no workspace {name!r} here; there are: {', '.join(names) or 'none yet'}")
    home.set_current(name)
    say(f"From now on: {name}")


@command.command()
@json_option
@click.pass_obj
def show(invocation: Invocation, as_json: bool) -> None:
    """Show what is set for everyone.

    Time zone, deadline, scale, RAG thresholds and grace.
    """
    from okrtui.cli.columns import labelled
    from okrtui.cli.streams import tell, tell_json
    from okrtui.views.json_text import Number
    from okrtui.views.workspace import workspace

    with invocation.reading() as c:
        row = workspace(c)
    if as_json:
        tell_json(
            {
                "id": row.id,
                "name": row.name,
                "timezone": row.timezone,
                "deadline": dict(row.deadline),
                "scale": row.scale,
                "rag": {name: Number(edge) for name, edge in row.thresholds.items()},
                "rag_grace": Number(row.rag_grace),
            }
        )
        return
    edges = row.thresholds
    pairs = [
        ("name", row.name),
        ("timezone", row.timezone),
        ("deadline", f"{row.deadline['weekday']} {row.deadline['time']}"),
        ("scale", "0.00 to 1.00" if row.scale == "unit" else "0 to 100"),
        (
            "rag",
            f"red to {edges['red']}, amber to {edges['amber']}, green to {edges['green']}, stretch above",
        ),
        ("rag_grace", f"{row.rag_grace} of a KR's time without colour's triggers"),
    ]
    for line in labelled(pairs):
        tell(line)


@command.command("set")
@click.argument("field", type=click.Choice(FIELDS))
@click.argument("value")
@json_option
@click.pass_obj
def set_field(invocation: Invocation, field: str, value: str, as_json: bool) -> None:
    """Set FIELD to VALUE for everyone.

    Such as: okrtui workspace set deadline 'mon 10:00'.
    """
    from okrtui.actions.workspaces import set_workspace

    report(set_workspace(invocation.session(), field, value), as_json)
