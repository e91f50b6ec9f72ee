"""`okrtui status` as help knows it; the work is done by `cli/status.py`, dispatched by hand."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command


@click.command(cls=Command)
@click.option("--all", "everyone", is_flag=True, help="Everyone's KRs instead of yours.")
@click.option("--team", metavar="TEAM", help="The KRs of one team.")
@click.option("--line", is_flag=True, help="One short line for a prompt or a tmux bar.")
@click.option("--banner", is_flag=True, help="Only where something is due: for a login banner.")
@click.option("--plain", is_flag=True, help="Without colours and in ASCII.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON with the interchange format's names.")
@click.pass_context
def command(context: click.Context, /, **options: object) -> None:
    """Show your KRs: baseline, actual and target, trend, score, RAG, pace, confidence.

    What is due and what is stale is said first.
    """
    from okrtui.cli import status

    words = [
        "--json" if name == "as_json" else "--all" if name == "everyone" else f"--{name}" for name in options
    ]
    argv: list[str] = []
    for word, value in zip(words, options.values(), strict=True):
        if value:
            argv.extend([word, str(value)] if isinstance(value, str) else [word])
    context.exit(status.run(argv))
