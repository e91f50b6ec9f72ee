"""`okrtui redo`: bring back what the last undo took away."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, Invocation, json_option, report


@click.command(cls=Command)
@json_option
@click.pass_obj
def command(invocation: Invocation, as_json: bool) -> None:
    """Bring back what your last undo took away."""
    from okrtui.actions.undoing import redo

    report(redo(invocation.session()), as_json)
