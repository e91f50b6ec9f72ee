"""`okrtui comment`: a note on an objective or a KR, of one of the kinds that coaching uses."""

from __future__ import annotations

import sys

import click

from okrtui.cli.invocation import Command, Invocation, json_option, report
from okrtui.okr.kinds import COMMENT_KINDS


@click.command(cls=Command)
@click.argument("ref")
@click.argument("text")
@click.option(
    "--kind", type=click.Choice(COMMENT_KINDS), default="note", show_default=True, help="What it is."
)
@json_option
@click.pass_obj
def command(invocation: Invocation, ref: str, text: str, kind: str, as_json: bool) -> None:
    """Comment on a KR or an objective.

    TEXT stands in quotes; - reads it from stdin.
    """
    from okrtui.actions.comments import add_comment
    from okrtui.cli.naming import thing

    about, id_ = thing(invocation, ref, ("key_result", "objective"))
    if text == "-":
        text = sys.stdin.read()
    session = invocation.session()
    if about == "objective":
        done = add_comment(session, text, objective=id_, kind=kind)
    else:
        done = add_comment(session, text, key_result=id_, kind=kind)
    report(done, as_json)
