"""`okrtui show REF`: a KR's card or an objective's page, whichever is meant."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, Invocation, json_option


@click.command(cls=Command)
@click.argument("ref")
@click.option("--versions", is_flag=True, help="Every version of a KR's check-ins, newest first.")
@json_option
@click.pass_obj
def command(invocation: Invocation, ref: str, versions: bool, as_json: bool) -> None:
    """Show a KR's card or an objective's page.

    REF is a code or words of a title. The card has the updates, newest first; the page tells where the
    objective's score comes from.
    """
    from okrtui.cli.naming import thing
    from okrtui.okr.errors import BadInput

    kind, id_ = thing(invocation, ref, ("key_result", "objective"))
    if kind == "objective":
        from okrtui.cli.objective_text import print_objective

        if versions:
            raise BadInput("an objective has no check-ins: name one of its KRs")
        print_objective(invocation, id_, as_json)
        return
    from okrtui.cli.card_text import print_card, print_versions

    if versions:
        print_versions(invocation, id_, as_json)
    else:
        print_card(invocation, id_, as_json)
