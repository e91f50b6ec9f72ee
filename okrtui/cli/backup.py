"""`okrtui backup`: the workspace in one file, while others go on writing."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, Invocation, json_option, report


@click.command(cls=Command)
@click.argument("file", type=click.Path())
@click.option("--force", is_flag=True, help="Overwrite FILE where it is there already.")
@json_option
@click.pass_obj
def command(invocation: Invocation, file: str, force: bool, as_json: bool) -> None:
    """Copy the workspace into FILE, drafts included.

    It may run while okrtui is open elsewhere. The copy is checked, and readable by you alone; okrtui restore
    brings it back.
    """
    from okrtui.actions.backups import back_up

    report(back_up(invocation.path(), file, force), as_json)
