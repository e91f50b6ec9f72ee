"""`okrtui demo`: the full screen on a throw-away workspace with most of a quarter behind it."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, Invocation


@click.command(cls=Command)
@click.option("--directory", type=click.Path(file_okay=False), help="Keep the demo's files there.")
@click.option("--print-path", is_flag=True, help="Make it, print the home to use as OKRTUI_HOME, and open nothing.")
@click.pass_obj
def command(invocation: Invocation, directory: str | None, print_path: bool) -> None:
    """Look around in a made-up company in week 8 of its quarter. Nothing of yours is touched.

    Without --directory everything is thrown away when you leave.
    """
    import os
    import tempfile

    from okrtui.actions.demo import make_demo
    from okrtui.cli.streams import say, tell

    if print_path:
        kept = os.path.abspath(directory or tempfile.mkdtemp(prefix="okrtui-demo-"))
        make_demo(kept)
        tell(kept)
        return
    if directory:
        _open(os.path.abspath(directory), invocation)
        return
    with tempfile.TemporaryDirectory(prefix="okrtui-demo-", ignore_cleanup_errors=True) as thrown_away:
        say("making a quarter of history …")
        _open(thrown_away, invocation)
