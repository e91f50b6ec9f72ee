"""`okrtui undo`: take back the last thing you saved here, by an entry that corrects it."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, Invocation, json_option, report


@click.command(cls=Command)
@json_option
@click.pass_obj
def command(invocation: Invocation, as_json: bool) -> None:
    """Take back your last save.

    Nothing is deleted: a correcting entry follows it, and okrtui redo brings it back.
    """
    from okrtui.actions.undoing import undo

    report(undo(invocation.session()), as_json)
