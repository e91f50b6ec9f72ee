"""`okrtui digest`: what a week or a month came to, for a person, a team or the company (Playbook, Cadence)."""

from __future__ import annotations

from typing import Any

import click

from okrtui.cli.digest_asking import Asked, ask, digest_options
from okrtui.cli.invocation import Command, Invocation

FORMS = ("text", "md", "html", "json")


@click.command(cls=Command)
@digest_options
@click.option(
    "--format", "form", type=click.Choice(FORMS), default="text", show_default=True, help="What to print."
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.pass_obj
def command(invocation: Invocation, /, form: str, as_json: bool, **asked: Any) -> None:
    """Tell a week or a month of a person, a team or the company.

    Progress, what moved, what turned red, escalations, help, decisions, next actions.

    How each person stands is left out unless it is your own digest or --per-person asks for it.
    """
    from okrtui.cli.streams import tell, tell_json
    from okrtui.okr.report import report_markdown, report_text
    from okrtui.okr.report_html import report_html
    from okrtui.views.digest_json import digest_json
    from okrtui.views.digest_report import digest_report

    digest = ask(invocation, Asked(**asked))
    if as_json or form == "json":
        tell_json(digest_json(digest))
        return
    shown = {"text": report_text, "md": report_markdown, "html": report_html}[form]
    tell(shown(digest_report(digest, invocation.now())).rstrip("\n"))
