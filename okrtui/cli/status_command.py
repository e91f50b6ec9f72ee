"""`okrtui status` as help knows it; the work is done by `cli/status.py`, dispatched by hand."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command


class StatusCommand(Command):
    """A command whose options and help are those of `cli/status.py`, so that they are written once."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help that `okrtui status --help` prints."""
        from okrtui.cli.status import USAGE

        formatter.write(USAGE)


@click.command(cls=StatusCommand, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def command(words: tuple[str, ...]) -> None:
    """Show your KRs and what is due."""
    from okrtui.cli import status

    raise click.exceptions.Exit(status.run(list(words)))
