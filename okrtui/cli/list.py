"""`okrtui list KIND`: every list by the name of what it lists."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, Invocation, json_option

KINDS = ("krs", "objectives", "cycles", "initiatives", "changes", "comments", "members", "teams")


class _Kind(click.Choice[str]):
    """A kind of thing, in the singular too."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The kind in the plural; fails for what is none."""
        kind = next((each for each in self.choices if each in (value.lower(), f"{value.lower()}s")), None)
        if kind is not None:
            return kind
        raise click.BadParameter(
            f"{value!r} can't be listed: give one of {', '.join(self.choices)}", ctx, param
        )


@click.command(cls=Command)
@click.argument("kind", type=_Kind(KINDS))
@click.option(
    "--cycle", metavar="CYCLE", help="KRs and objectives of one cycle; those of open ones otherwise."
)
@click.option("--owner", metavar="MEMBER", help="KRs of one owner.")
@click.option("--team", metavar="TEAM", help="Objectives of one team.")
@click.option("--kr", "key_result", metavar="KR", help="Initiatives, changes or comments of one KR.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    kind: str,
    cycle: str | None,
    owner: str | None,
    team: str | None,
    key_result: str | None,
    as_json: bool,
) -> None:
    """List one KIND of thing."""
    from okrtui.cli import listing
    from okrtui.cli.naming import key_result_id

    invocation = context.ensure_object(Invocation)
    about = key_result_id(invocation, key_result) if key_result else None
    if kind == "krs":
        listing.print_key_results(invocation, cycle, owner, None, as_json)
    elif kind == "objectives":
        listing.print_objectives(invocation, cycle, team, as_json)
    elif kind == "cycles":
        listing.print_cycles(invocation, as_json)
    elif kind == "initiatives":
        listing.print_initiatives(invocation, about, as_json)
    elif kind == "changes":
        listing.print_changes(invocation, about, None, as_json)
    elif kind == "comments":
        listing.print_comments(invocation, about, None, as_json)
    elif kind == "members":
        from okrtui.cli.member import list_members

        context.invoke(list_members, as_json=as_json)
    else:
        from okrtui.cli.team import list_teams

        context.invoke(list_teams, as_json=as_json)
