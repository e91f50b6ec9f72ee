"""`okrtui decision`: the decision log, the sponsor's word on what waits, and closing a decision's action."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Group, Invocation, json_option, report
from okrtui.okr.meeting_kinds import DECISION_KINDS, DECISIONS_LISTED


@click.group(cls=Group)
def command() -> None:
    """The decision log: list, show, approve, decline, close."""


@command.command("list")
@click.option("--kr", "key_result", metavar="KR", help="Only those about one KR.")
@click.option("--objective", metavar="OBJECTIVE", help="Only those about one objective or its KRs.")
@click.option("--team", metavar="TEAM", help="Only those about one team's objectives, or of its reviews.")
@click.option("--kind", type=click.Choice(DECISION_KINDS), help="Only those of one kind.")
@click.option(
    "--state",
    type=click.Choice(DECISIONS_LISTED),
    help="Only those in one state; open: decided, still to be done.",
)
@click.option("--since", metavar="DATE", help="Only those of this day and later.")
@json_option
@click.pass_obj
def list_decisions(
    invocation: Invocation,
    key_result: str | None,
    objective: str | None,
    team: str | None,
    kind: str | None,
    state: str | None,
    since: str | None,
    as_json: bool,
) -> None:
    """List what was decided and proposed, newest first."""
    from okrtui.cli.decision_text import print_decisions
    from okrtui.cli.naming import date_typed, key_result_id, objective_id, team_id

    filters = {
        "key_results": [key_result_id(invocation, key_result)] if key_result else None,
        "objectives": [objective_id(invocation, objective)] if objective else None,
        "teams": [team_id(invocation, team)] if team else None,
        "kinds": [kind] if kind else None,
        "state": state,
        "since": date_typed(since, "since") or None,
    }
    print_decisions(invocation, filters, as_json)


@command.command()
@click.argument("decision")
@json_option
@click.pass_obj
def show(invocation: Invocation, decision: str, as_json: bool) -> None:
    """Show a DECISION, named by its id or by words of it."""
    from okrtui.cli.decision_text import print_decision

    print_decision(invocation, _decision_id(invocation, decision), as_json)


@command.command()
@click.argument("decision")
@click.option("--reason", default="", metavar="TEXT", help="Why.")
@json_option
@click.pass_obj
def approve(invocation: Invocation, decision: str, reason: str, as_json: bool) -> None:
    """Approve a DECISION that waits, as a sponsor."""
    from okrtui.actions.decisions import DECIDED, rule

    id_ = _decision_id(invocation, decision)
    report(rule(invocation.session(), id_, DECIDED, reason), as_json)


@command.command()
@click.argument("decision")
@click.option("--reason", default="", metavar="TEXT", help="Why not; it is asked for.")
@json_option
@click.pass_obj
def decline(invocation: Invocation, decision: str, reason: str, as_json: bool) -> None:
    """Decline a DECISION that waits, as a sponsor."""
    from okrtui.actions.decisions import DECLINED, rule

    id_ = _decision_id(invocation, decision)
    report(rule(invocation.session(), id_, DECLINED, reason), as_json)


@command.command()
@click.argument("decision")
@click.option("--outcome", default="", metavar="TEXT", help="What came of it; it is asked for.")
@json_option
@click.pass_obj
def done(invocation: Invocation, decision: str, outcome: str, as_json: bool) -> None:
    """Close a DECISION's action and say what came of it."""
    from okrtui.actions.decisions import close_action

    report(close_action(invocation.session(), _decision_id(invocation, decision), outcome), as_json)


def _decision_id(invocation: Invocation, ref: str) -> str:
    from okrtui.cli.naming import thing

    return thing(invocation, ref, ("decision",))[1]
