"""`okrtui demo`: the full screen on a throw-away workspace with most of a quarter behind it."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command


@click.command(cls=Command)
@click.option("--directory", type=click.Path(file_okay=False), help="Keep the demo's files there.")
@click.option(
    "--print-path", is_flag=True, help="Make it, print the home to use as OKRTUI_HOME, and open nothing."
)
def command(directory: str | None, print_path: bool) -> None:
    """Look around in a made-up company in week 8 of its quarter. Nothing of yours is touched.

    Without --directory everything is thrown away when you leave.
    """
    import os
    import signal
    import tempfile

    from okrtui.cli.streams import say, tell

    if print_path:
        kept = os.path.abspath(directory or tempfile.mkdtemp(prefix="okrtui-demo-"))
        _make(kept)
        tell(kept)
        return
    say("making most of a quarter …")
    if directory:
        raise click.exceptions.Exit(_open(os.path.abspath(directory)))
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)  # so that what is thrown away is thrown away then, too
    own_home = os.environ.get("OKRTUI_HOME", "")
    try:
        with tempfile.TemporaryDirectory(prefix="okrtui-demo-", ignore_cleanup_errors=True) as thrown_away:
            code = _open(thrown_away)
    finally:
        os.environ["OKRTUI_HOME"] = own_home  # a fault is logged where it can be read afterwards
    raise click.exceptions.Exit(code)


def _end(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def _make(directory: str) -> None:
    """Make the demo with that folder as the home, unless it is there already."""
    import os

    from okrtui import home

    os.environ["OKRTUI_HOME"] = directory
    os.environ.pop("OKRTUI_WORKSPACE", None)
    if not home.workspace_names():
        from okrtui.actions.demo import make_demo

        make_demo(directory)


def _open(directory: str) -> int:
    from okrtui.screens.app import run  # the full screen is heavy: loaded only to be opened

    _make(directory)
    return run(None, None)
