"""`okrtui export`: everything that a workspace holds, as our JSON, as CSV or in the house format."""

from __future__ import annotations

import sys

import click

from okrtui.cli.invocation import Command, Invocation


@click.command(cls=Command)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv", "md"]),
    help="JSON holds everything; csv is one table; md the house format. Told by FILE's ending, else json.",
)
@click.option(
    "-o", "--output", metavar="FILE", help="Write there instead of to stdout; readable by you alone."
)
@click.option("--cycle", metavar="CYCLE", help="For csv and md: one cycle only.")
@click.option(
    "--what", type=click.Choice(["krs", "checkins"]), default="krs", show_default=True, help="For csv."
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.pass_obj
def command(
    invocation: Invocation, form: str | None, output: str | None, cycle: str | None, what: str, as_json: bool
) -> None:
    """Write the workspace out. Scores are for steering, never for pay or appraisal."""
    import os

    from okrtui import home
    from okrtui.cli.streams import say

    form = "json" if as_json else form or _told_by(output)
    text = _document(invocation, form, cycle, what)
    say("For steering, not for pay or appraisal.")
    if output:
        home.write_private(os.path.abspath(output), text)
        say(f"Wrote {output}")
        return
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def _told_by(output: str | None) -> str:
    ending = (output or "").rpartition(".")[2].lower()
    return {"csv": "csv", "md": "md", "markdown": "md", "txt": "md"}.get(ending, "json")


def _document(invocation: Invocation, form: str, cycle: str | None, what: str) -> str:
    from okrtui.cli.naming import cycle_id

    which = cycle_id(invocation, cycle) if cycle else None
    session = invocation.session()
    if form == "csv":
        from okrtui.actions.csv_files import export_csv

        return export_csv(session, what, cycle=which)
    if form == "md":
        from okrtui.actions.house import export_house

        return export_house(session, cycle=which)
    from okrtui.actions.interchange import export_document

    return export_document(session)
