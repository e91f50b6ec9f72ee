"""`okrtui import FILE…`: OKRs in the house format, CSV or our JSON, all or nothing."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, Invocation, json_option


@click.command(cls=Command)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--cycle", metavar="CYCLE", help="The cycle that house-format OKRs and CSV rows go into.")
@json_option
@click.pass_obj
def command(invocation: Invocation, files: tuple[str, ...], cycle: str | None, as_json: bool) -> None:
    """Import files; the format is told from the content."""
