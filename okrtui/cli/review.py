"""`okrtui review`: the monthly cross-functional review with its agenda and minutes, and the reviews that were held."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Group, Invocation, json_option, report
from okrtui.okr.meeting_kinds import REVIEW_KINDS


@click.group(cls=Group)
def command() -> None:
    """Hold the monthly review; list and show reviews."""


@command.command()
@click.option("--team", metavar="TEAM", help="What one team and those below it do, ask and are asked.")
@click.option("--save", is_flag=True, help="Save the review with its minutes.")
@click.option("--notes", default="", metavar="TEXT", help="What was said, Markdown; - reads it from stdin.")
@click.option("--attend", "attendees", multiple=True, metavar="MEMBER", help="Who was there; repeatable.")
@click.option(
    "--decision",
    "decided",
    multiple=True,
    metavar="DECISION",
    help="A decision that it made; repeatable. Without it those of today.",
)
@click.option("--learning", "learnings", multiple=True, metavar="TEXT", help="What was learned; repeatable.")
@json_option
@click.pass_obj
def monthly(
    invocation: Invocation,
    team: str | None,
    save: bool,
    notes: str,
    attendees: tuple[str, ...],
    decided: tuple[str, ...],
    learnings: tuple[str, ...],
    as_json: bool,
) -> None:
    """Print the monthly agenda, or save what the review brought.

    The agenda is made from what teams ask of each other, escalations that are open for more than a week, shifts of
    resources, actions past their date, risks, and learnings since the last monthly review.
    """
    from okrtui.cli.naming import member_id, team_id, thing
    from okrtui.okr.errors import BadInput

    team_is = team_id(invocation, team) if team else None
    if not save:
        if notes or attendees or decided or learnings:
            raise BadInput("notes, attendees, decisions and learnings are saved with --save")
        from okrtui.cli.review_text import print_agenda

        print_agenda(invocation, team_is, as_json)
        return
    from okrtui.actions.monthly_reviews import save_monthly
    from okrtui.cli.review_text import decided_today

    session = invocation.session()
    named = [thing(invocation, ref, ("decision",))[1] for ref in decided]
    done = save_monthly(
        session,
        team_is,
        notes=_read(notes),
        attendees=[member_id(invocation, ref) for ref in attendees],
        decided=named or decided_today(invocation, team_is),
        learnings=learnings,
    )
    report(done, as_json)


@command.command("list")
@click.option("--kind", type=click.Choice(REVIEW_KINDS), help="Only those of one kind.")
@click.option("--team", metavar="TEAM", help="Only those of one team.")
@json_option
@click.pass_obj
def list_reviews(invocation: Invocation, kind: str | None, team: str | None, as_json: bool) -> None:
    """List the reviews that were held, newest first."""
    from okrtui.cli.naming import team_id
    from okrtui.cli.review_text import print_reviews

    print_reviews(invocation, kind, team_id(invocation, team) if team else None, as_json)


@command.command()
@click.argument("review")
@json_option
@click.pass_obj
def show(invocation: Invocation, review: str, as_json: bool) -> None:
    """Show the minutes of a REVIEW, named by its id, or by “last”."""
    from okrtui.cli.review_text import print_review

    print_review(invocation, review, as_json)


def _read(notes: str) -> str:
    if notes != "-":
        return notes
    import sys

    return sys.stdin.read()
