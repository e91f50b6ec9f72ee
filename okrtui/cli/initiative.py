"""`okrtui initiative`: the bets that should move KRs; never scored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from okrtui.cli.invocation import Group, Invocation, json_option, report
from okrtui.okr.kinds import INITIATIVE_STATES

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--kr", "key_results", multiple=True, metavar="KR", help="A KR that it should move; repeatable."
    ),
    click.option("--hypothesis", metavar="TEXT", help="Why it should work."),
    click.option("--lead", metavar="MEMBER", help="Who drives it."),
    click.option("--url", metavar="URL", help="The ticket; a link, no copy."),
    click.option("--state", type=click.Choice(INITIATIVE_STATES), help="How far it is."),
    click.option("--learning", metavar="TEXT", help="What it taught."),
    click.option("--start-criteria", metavar="TEXT", help="When it starts."),
    click.option("--stop-criteria", metavar="TEXT", help="When it stops."),
)


def initiative_options(function: F) -> F:
    """Add every option that describes an initiative."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@click.group(cls=Group)
def command() -> None:
    """List, add and edit initiatives."""


@command.command("list")
@click.option("--kr", "key_result", metavar="KR", help="Only those that should move one KR.")
@json_option
@click.pass_obj
def list_initiatives(invocation: Invocation, key_result: str | None, as_json: bool) -> None:
    """List the initiatives and the KRs they should move."""
    from okrtui.cli.listing import print_initiatives
    from okrtui.cli.naming import key_result_id

    print_initiatives(invocation, key_result_id(invocation, key_result) if key_result else None, as_json)


@command.command()
@click.argument("title")
@initiative_options
@json_option
@click.pass_obj
def add(invocation: Invocation, /, title: str, as_json: bool, **given: Any) -> None:
    """Add an initiative called TITLE."""
    from okrtui.actions.initiatives import add_initiative

    fields = _fields(invocation, given)
    key_results = fields.pop("key_results", [])
    report(add_initiative(invocation.session(), title, key_results, **fields), as_json)


@command.command()
@click.argument("ref")
@click.option("--title", metavar="TEXT", help="A new title.")
@initiative_options
@json_option
@click.pass_obj
def edit(invocation: Invocation, /, ref: str, title: str | None, as_json: bool, **given: Any) -> None:
    """Change an initiative, named by words of its title."""
    from okrtui.actions.initiatives import edit_initiative
    from okrtui.cli.naming import initiative_id

    fields = _fields(invocation, given)
    if title is not None:
        fields["title"] = title
    report(edit_initiative(invocation.session(), initiative_id(invocation, ref), **fields), as_json)


def _fields(invocation: Invocation, given: dict[str, Any]) -> dict[str, Any]:
    from okrtui.cli.naming import key_result_id, maybe_member

    fields = {name: value for name, value in given.items() if value is not None and value != ()}
    if "key_results" in fields:
        fields["key_results"] = [key_result_id(invocation, ref) for ref in fields["key_results"]]
    if "lead" in fields:
        fields["lead"] = maybe_member(invocation, fields["lead"])
    return fields
