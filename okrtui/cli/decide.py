"""`okrtui decide`: record a decision with its evidence, its owner and its date."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Command, Invocation, json_option, report
from okrtui.okr.meeting_kinds import DECISION_KINDS


@click.command(cls=Command)
@click.argument("text")
@click.option("--evidence", default="", metavar="TEXT", help="What it rests on: a figure, a link, a result.")
@click.option("--owner", default="", metavar="MEMBER", help="Who sees to it.")
@click.option("--due", default="", metavar="DATE", help="Until when, as 2026-12-31.")
@click.option(
    "--kind", type=click.Choice(DECISION_KINDS), default="other", show_default=True, help="What it is."
)
@click.option("--change", default="", metavar="TEXT", help="What becomes of OKRs or initiatives.")
@click.option("--date", default="", metavar="DATE", help="When it was decided; today unless given.")
@click.option("--kr", "key_results", multiple=True, metavar="KR", help="A KR that it is about; repeatable.")
@click.option("--objective", "objectives", multiple=True, metavar="OBJECTIVE", help="Likewise an objective.")
@click.option(
    "--initiative", "initiatives", multiple=True, metavar="INITIATIVE", help="Likewise an initiative."
)
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    text: str,
    evidence: str,
    owner: str,
    due: str,
    kind: str,
    change: str,
    date: str,
    key_results: tuple[str, ...],
    objectives: tuple[str, ...],
    initiatives: tuple[str, ...],
    as_json: bool,
) -> None:
    """Record a decision; it needs evidence, an owner and a due date.

    A shift of resources is the sponsor's to decide: anybody else's waits as a proposal, see okrtui decision.
    """
    from okrtui.actions.decisions import decide
    from okrtui.cli.naming import initiative_id, key_result_id, maybe_member, objective_id

    owner_is = maybe_member(invocation, owner) or ""
    about = {
        "key_results": [key_result_id(invocation, ref) for ref in key_results],
        "objectives": [objective_id(invocation, ref) for ref in objectives],
        "initiatives": [initiative_id(invocation, ref) for ref in initiatives],
    }
    done = decide(
        invocation.session(),
        text,
        evidence=evidence,
        owner=owner_is,
        due=due,
        kind=kind,
        change=change,
        date=date,
        key_results=about["key_results"],
        objectives=about["objectives"],
        initiatives=about["initiatives"],
    )
    report(done, as_json)
