"""`okrtui objective`: outcomes, from the first draft to being agreed, postponed or archived."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Group, Invocation, json_option, report


@click.group(cls=Group)
def command() -> None:
    """List, write and govern objectives."""


@command.command("list")
@click.option("--cycle", metavar="CYCLE", help="Only those of one cycle.")
@click.option("--team", metavar="TEAM", help="Only those of one team.")
@json_option
@click.pass_obj
def list_objectives(invocation: Invocation, cycle: str | None, team: str | None, as_json: bool) -> None:
    """List the objectives with their scores."""
    from okrtui.cli.listing import print_objectives

    print_objectives(invocation, cycle, team, as_json)


@command.command()
@click.argument("ref")
@json_option
@click.pass_obj
def show(invocation: Invocation, ref: str, as_json: bool) -> None:
    """Show an objective with its KRs and where its score comes from."""
    from okrtui.cli.naming import objective_id
    from okrtui.cli.objective_text import print_objective

    print_objective(invocation, objective_id(invocation, ref), as_json)


@command.command()
@click.argument("title")
@click.option("--cycle", metavar="CYCLE", help="Its cycle; the open one where there is only one.")
@click.option("--owner", metavar="MEMBER", help="The one who answers for it; you where it isn't given.")
@click.option("--team", metavar="TEAM", help="The team that it belongs to.")
@click.option("--why", default="", metavar="TEXT", help="Why it matters now.")
@click.option("--theme", default="", metavar="TEXT", help="The strategy theme it serves.")
@click.option("--contributes-to", metavar="KR", help="The KR above that it moves.")
@json_option
@click.pass_obj
def add(
    invocation: Invocation,
    title: str,
    cycle: str | None,
    owner: str | None,
    team: str | None,
    why: str,
    theme: str,
    contributes_to: str | None,
    as_json: bool,
) -> None:
    """Add an objective called TITLE.

    One sentence: an outcome, without numbers.
    """
    from okrtui.actions.objectives import add_objective
    from okrtui.cli.naming import cycle_id, maybe_key_result, maybe_member, maybe_team

    session = invocation.session()
    done = add_objective(
        session,
        cycle_id(invocation, cycle),
        title,
        owner=maybe_member(invocation, owner) or session.member.id,
        team=maybe_team(invocation, team) or None,
        why=why,
        theme=theme,
        contributes_to=maybe_key_result(invocation, contributes_to) or None,
    )
    report(done, as_json)


@command.command()
@click.argument("ref")
@click.option("--title", help="A new title.")
@click.option("--owner", metavar="MEMBER", help="The one who answers for it.")
@click.option("--team", metavar="TEAM", help="The team that it belongs to; none for none.")
@click.option("--why", metavar="TEXT", help="Why it matters now.")
@click.option("--theme", metavar="TEXT", help="The strategy theme it serves.")
@click.option("--contributes-to", metavar="KR", help="The KR above that it moves; none for none.")
@json_option
@click.pass_obj
def edit(
    invocation: Invocation,
    ref: str,
    title: str | None,
    owner: str | None,
    team: str | None,
    why: str | None,
    theme: str | None,
    contributes_to: str | None,
    as_json: bool,
) -> None:
    """Change an objective."""
    from okrtui.actions.objectives import edit_objective
    from okrtui.cli.naming import maybe_key_result, maybe_member, maybe_team, objective_id

    fields = {
        "title": title,
        "owner": maybe_member(invocation, owner),
        "team": maybe_team(invocation, team),
        "why": why,
        "theme": theme,
        "contributes_to": maybe_key_result(invocation, contributes_to),
    }
    given = {field: value for field, value in fields.items() if value is not None}
    report(edit_objective(invocation.session(), objective_id(invocation, ref), **given), as_json)


@command.command()
@click.argument("ref")
@click.option("--waive", "waived", multiple=True, metavar="REF:CODE", help="Let a finding be; repeatable.")
@click.option(
    "--reason", "reasons", multiple=True, metavar="TEXT", help="Why it is waived: one for all or one each."
)
@json_option
@click.pass_obj
def publish(
    invocation: Invocation, ref: str, waived: tuple[str, ...], reasons: tuple[str, ...], as_json: bool
) -> None:
    """Agree an objective that came after its cycle was published."""
    from okrtui.actions.objectives import publish_objective
    from okrtui.cli.findings_said import findings_said, report_publication
    from okrtui.cli.items import item
    from okrtui.cli.naming import objective_id
    from okrtui.cli.waiving import read_waivers

    waivers = read_waivers(invocation, waived, reasons)
    session = invocation.session()
    id_ = objective_id(invocation, ref)
    with findings_said(invocation):
        done = publish_objective(session, id_, waivers=waivers)
    with invocation.reading() as connection:
        cycle = item(connection, "objective", id_)["cycle"]
    report_publication(invocation, done, cycle, id_, as_json)


@command.command()
@click.argument("ref")
@click.option("--reason", default="", metavar="TEXT", help="Why it is over.")
@json_option
@click.pass_obj
def archive(invocation: Invocation, ref: str, reason: str, as_json: bool) -> None:
    """Put an objective away; nothing of it is deleted. In an active cycle this makes a proposal."""
    from okrtui.actions.objectives import archive_objective
    from okrtui.cli.naming import objective_id

    report(archive_objective(invocation.session(), objective_id(invocation, ref), reason=reason), as_json)


@command.command()
@click.argument("ref")
@click.option("--reason", required=True, metavar="TEXT", help="Why it waits.")
@click.option("--until", metavar="DATE", help="Until when, where that is known.")
@json_option
@click.pass_obj
def postpone(invocation: Invocation, ref: str, reason: str, until: str | None, as_json: bool) -> None:
    """Let an objective wait with all its KRs. In an active cycle this makes a proposal."""
    from okrtui.actions.objectives import postpone_objective
    from okrtui.cli.naming import date_typed, objective_id

    id_ = objective_id(invocation, ref)
    report(postpone_objective(invocation.session(), id_, reason, until=date_typed(until, "until")), as_json)


@command.command()
@click.argument("ref")
@click.option("--reason", default="", metavar="TEXT", help="Why it goes on.")
@json_option
@click.pass_obj
def resume(invocation: Invocation, ref: str, reason: str, as_json: bool) -> None:
    """Go on with a postponed objective. In an active cycle this makes a proposal."""
    from okrtui.actions.objectives import resume_objective
    from okrtui.cli.naming import objective_id

    report(resume_objective(invocation.session(), objective_id(invocation, ref), reason=reason), as_json)
