"""`okrtui cycle`: new, publish, review, close; the phases that a cycle goes through, forward only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from okrtui.cli.invocation import Group, Invocation, json_option, report
from okrtui.okr.kinds import CYCLE_KINDS

if TYPE_CHECKING:
    from datetime import date


@click.group(cls=Group)
def command() -> None:
    """List cycles and take them from draft to closed."""


@command.command("list")
@json_option
@click.pass_obj
def list_cycles(invocation: Invocation, as_json: bool) -> None:
    """List the cycles with their dates and phases."""
    from okrtui.cli.listing import print_cycles

    print_cycles(invocation, as_json)


@command.command()
@click.argument("name", required=False)
@click.option(
    "--kind", type=click.Choice(CYCLE_KINDS), help="What the name tells where it isn't given, else quarter."
)
@click.option(
    "--start", metavar="DATE", help="Its first day; worked out from kind and name where it isn't given."
)
@click.option("--end", metavar="DATE", help="Its last day; likewise.")
@click.option("--parent", metavar="KR", help="The KR that a micro cycle serves.")
@json_option
@click.pass_obj
def new(
    invocation: Invocation,
    name: str | None,
    kind: str | None,
    start: str | None,
    end: str | None,
    parent: str | None,
    as_json: bool,
) -> None:
    """Make a draft cycle, such as: okrtui cycle new "2026 Q4"."""
    from okrtui.actions.cycles import new_cycle
    from okrtui.cli.cycle_dates import kind_named
    from okrtui.cli.naming import maybe_key_result
    from okrtui.cli.streams import say

    kind = kind or kind_named(name or "") or "quarter"
    first, last, named = _period(invocation, kind, name or "", start, end)
    session = invocation.session()
    done = new_cycle(
        session, named, kind, first, last, parent_key_result=maybe_key_result(invocation, parent) or None
    )
    if not (start and end):
        say(f"Dates worked out for this {kind} cycle: {first} to {last}; --start and --end give others")
    report(done, as_json, name=named, kind=kind, start=first, end=last)


@command.command()
@click.argument("cycle", required=False)
@click.option("--waive", "waived", multiple=True, metavar="REF:CODE", help="Let a finding be; repeatable.")
@click.option(
    "--reason", "reasons", multiple=True, metavar="TEXT", help="Why it is waived: one for all or one each."
)
@click.option("--passing", is_flag=True, help="Publish what passes; the rest stays a draft.")
@json_option
@click.pass_obj
def publish(
    invocation: Invocation,
    cycle: str | None,
    waived: tuple[str, ...],
    reasons: tuple[str, ...],
    passing: bool,
    as_json: bool,
) -> None:
    """Agree a draft cycle's OKRs and start it. What the quality gate finds is named with its remedy, warnings too."""
    from okrtui.actions.cycles import publish_cycle
    from okrtui.cli.findings_said import findings_said, report_publication
    from okrtui.cli.naming import cycle_id
    from okrtui.cli.waiving import read_waivers

    id_ = cycle_id(invocation, cycle)
    waivers = read_waivers(invocation, waived, reasons)
    session = invocation.session()
    with findings_said(invocation):
        done = publish_cycle(session, id_, waivers=waivers, only_passing=passing)
    report_publication(invocation, done, id_, None, as_json)


@command.command()
@click.argument("cycle", required=False)
@json_option
@click.pass_obj
def review(invocation: Invocation, cycle: str | None, as_json: bool) -> None:
    """End the weekly rhythm: an active cycle goes into its review."""
    from okrtui.actions.cycles import review_cycle
    from okrtui.cli.naming import cycle_id

    report(review_cycle(invocation.session(), cycle_id(invocation, cycle)), as_json)


@command.command()
@click.argument("cycle", required=False)
@json_option
@click.pass_obj
def close(invocation: Invocation, cycle: str | None, as_json: bool) -> None:
    """Close a reviewed cycle for good: it is read-only then."""
    from okrtui.actions.cycles import close_cycle
    from okrtui.cli.naming import cycle_id

    report(close_cycle(invocation.session(), cycle_id(invocation, cycle)), as_json)


def _period(
    invocation: Invocation, kind: str, name: str, start: str | None, end: str | None
) -> tuple[str, str, str]:
    """First day, last day and name of the new cycle."""
    from okrtui.cli.cycle_dates import dates_of, name_of
    from okrtui.cli.naming import date_typed

    start, end = date_typed(start, "start"), date_typed(end, "end")
    if start and end:
        return start, end, name or f"{start} to {end}"
    today = _today(invocation)
    first, last = dates_of(kind, name, today)
    return start or first.isoformat(), end or last.isoformat(), name or name_of(kind, first)


def _today(invocation: Invocation) -> date:
    from okrtui.okr.weeks import today_in
    from okrtui.views.workspace import calendar, workspace

    with invocation.reading() as c:
        return today_in(invocation.now(), calendar(workspace(c)))
