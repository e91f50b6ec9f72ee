"""`okrtui restore`: a workspace brought back from a backup."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, Invocation, json_option, report


@click.command(cls=Command)
@click.argument("file", type=click.Path())
@click.option("--replace", is_flag=True, help="Replace the workspace of that name; its file is kept.")
@json_option
@click.pass_obj
def command(invocation: Invocation, file: str, replace: bool, as_json: bool) -> None:
    """Bring a workspace back from FILE, a backup of it.

    It gets the name that it was backed up under, or the one given with -w. A workspace that is there is
    replaced only with --replace, and its file is kept beside it under a dated name. What was saved before a
    restore can't be undone with okrtui undo any more.
    """
    import os

    from okrtui.actions.backups import restore
    from okrtui.okr.errors import BadInput

    if not os.path.isfile(file):
        raise BadInput(f"there is no file {file!r}: name a backup made with okrtui backup")
    asked = invocation.workspace or os.environ.get("OKRTUI_WORKSPACE")
    report(restore(file, asked or None, replace), as_json)
