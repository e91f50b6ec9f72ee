"""`okrtui escalation`: what red weeks, blockers and bad data ask of whom, and the steps towards closing one."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Group, Invocation, json_option, report
from okrtui.okr.meeting_kinds import BY_HAND, ESCALATION_KINDS


@click.group(cls=Group)
def command() -> None:
    """List, show, raise and answer escalations.

    Red and amber weeks, a call for another team's help, and a metric that was not refreshed open them by
    themselves. One is named by its id, or by its KR and kind: "k7f3", "k7f3 blocker".
    """


@command.command("list")
@click.option("--kr", "key_result", metavar="KR", help="Only those of one KR.")
@click.option("--team", metavar="TEAM", help="Only those of one team's objectives.")
@click.option("--kind", type=click.Choice(ESCALATION_KINDS), help="Only those of one kind.")
@click.option("--mine", is_flag=True, help="Only those whose turn is yours.")
@click.option("--all", "is_all", is_flag=True, help="Also those that are closed.")
@json_option
@click.pass_obj
def list_escalations(
    invocation: Invocation,
    key_result: str | None,
    team: str | None,
    kind: str | None,
    mine: bool,
    is_all: bool,
    as_json: bool,
) -> None:
    """List open escalations by when they are due.

    What is to be done, by whom, until when.
    """
    from okrtui.cli.escalation_lines import print_escalations
    from okrtui.cli.naming import key_result_id, team_id

    print_escalations(
        invocation,
        [key_result_id(invocation, key_result)] if key_result else None,
        [team_id(invocation, team)] if team else None,
        [kind] if kind else None,
        mine,
        is_all,
        as_json,
    )


@command.command()
@click.argument("escalation")
@json_option
@click.pass_obj
def show(invocation: Invocation, escalation: str, as_json: bool) -> None:
    """Show an ESCALATION with every step that was taken."""
    from okrtui.cli.escalation_lines import print_escalation

    print_escalation(invocation, escalation, as_json)


@command.command("raise")
@click.argument("kind", type=click.Choice(BY_HAND))
@click.argument("text")
@click.option("--kr", "key_result", metavar="KR", help="The KR that it is about.")
@click.option("--objective", metavar="OBJECTIVE", help="The objective that it is about.")
@click.option(
    "--initiative", metavar="INITIATIVE", help="The initiative that a blocker stands in the way of."
)
@click.option("--metric", metavar="METRIC", help="The metric whose data is wrong.")
@click.option("--from", "help_from", metavar="TEAM", help="The team whose help is needed.")
@json_option
@click.pass_obj
def raise_by_hand(
    invocation: Invocation,
    kind: str,
    text: str,
    key_result: str | None,
    objective: str | None,
    initiative: str | None,
    metric: str | None,
    help_from: str | None,
    as_json: bool,
) -> None:
    """Raise a blocker or a data_issue; TEXT is what is in the way.

    Such as: okrtui escalation raise blocker "No event export" --kr k7f3 --from Data.
    """
    from okrtui.actions.escalations import raise_escalation
    from okrtui.cli.naming import initiative_id, key_result_id, maybe_team, objective_id, thing

    about = {
        "key_result": key_result_id(invocation, key_result) if key_result else "",
        "objective": objective_id(invocation, objective) if objective else "",
        "initiative": initiative_id(invocation, initiative) if initiative else "",
        "metric": thing(invocation, metric, ("metric",))[1] if metric else "",
    }
    team = maybe_team(invocation, help_from) or ""
    report(raise_escalation(invocation.session(), kind, text, help_from=team, **about), as_json)


@command.command()
@click.argument("escalation")
@click.option("--note", default="", metavar="TEXT", help="A word on it.")
@json_option
@click.pass_obj
def acknowledge(invocation: Invocation, escalation: str, note: str, as_json: bool) -> None:
    """Say that you took note of an ESCALATION.

    A data issue is acknowledged within 24 hours.
    """
    _take(invocation, escalation, "acknowledged", as_json, text=note)


@command.command()
@click.argument("escalation")
@click.option("--note", default="", metavar="TEXT", help="What came out of it.")
@json_option
@click.pass_obj
def huddle(invocation: Invocation, escalation: str, note: str, as_json: bool) -> None:
    """Note that the huddle on a red streak was held.

    Then the objective's owner decides: change the bet, or ask the sponsor for help.
    """
    _take(invocation, escalation, "huddle", as_json, text=note)


@command.command()
@click.argument("escalation")
@click.option("--help-request", default="", metavar="TEXT", help="What the sponsor is asked for.")
@click.option("--from", "help_from", metavar="TEAM", help="The team whose help is needed.")
@json_option
@click.pass_obj
def ask(
    invocation: Invocation, escalation: str, help_request: str, help_from: str | None, as_json: bool
) -> None:
    """Hand an ESCALATION over to the sponsor.

    The sponsor decides within 24 hours.
    """
    _take(invocation, escalation, "asked", as_json, help_from, help_request=help_request)


@command.command()
@click.argument("escalation")
@click.option("--root-cause", default="", metavar="TEXT", help="Why it is red.")
@click.option("--revised-bet", default="", metavar="TEXT", help="What is done differently from now on.")
@click.option("--help-request", default="", metavar="TEXT", help="What help is needed.")
@click.option("--from", "help_from", metavar="TEAM", help="The team whose help is needed.")
@click.option("--next-checkpoint", default="", metavar="TEXT", help="When it is looked at again.")
@click.option("--workaround", default="", metavar="TEXT", help="A data issue's workaround or fix.")
@click.option(
    "--text", default="", metavar="TEXT", help="How a blocker was resolved; the sponsor's decision."
)
@json_option
@click.pass_obj
def answer(
    invocation: Invocation,
    escalation: str,
    root_cause: str,
    revised_bet: str,
    help_request: str,
    help_from: str | None,
    next_checkpoint: str,
    workaround: str,
    text: str,
    as_json: bool,
) -> None:
    """Answer an ESCALATION, which closes it.

    A red week asks for --root-cause and --revised-bet, an amber one for --revised-bet and --next-checkpoint,
    a red streak for --revised-bet, a data issue for --workaround, a blocker and a sponsor's decision for --text.
    """
    _take(
        invocation,
        escalation,
        "answered",
        as_json,
        help_from,
        root_cause=root_cause,
        revised_bet=revised_bet,
        help_request=help_request,
        next_checkpoint=next_checkpoint,
        workaround=workaround,
        text=text,
    )


def _take(
    invocation: Invocation,
    ref: str,
    step: str,
    as_json: bool,
    help_from: str | None = None,
    **texts: str,
) -> None:
    from okrtui.actions.escalations import take_step
    from okrtui.cli.naming import maybe_team
    from okrtui.views.escalation_names import find_escalation

    with invocation.reading() as c:
        id_ = find_escalation(c, ref, invocation.now()).id
    team = maybe_team(invocation, help_from) or ""
    report(take_step(invocation.session(), id_, step, help_from=team, **texts), as_json)
