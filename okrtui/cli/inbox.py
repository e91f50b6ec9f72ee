"""`okrtui inbox`: everything that waits for one person."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, Invocation, json_option


@click.command(cls=Command)
@json_option
@click.pass_obj
def command(invocation: Invocation, as_json: bool) -> None:
    """Show what waits for you.

    Escalations whose turn is yours, owed check-ins, changes and decisions to decide, actions to see to.
    """
    from okrtui.cli.escalation_lines import print_inbox

    print_inbox(invocation, as_json)
