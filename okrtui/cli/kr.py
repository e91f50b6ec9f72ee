"""`okrtui kr`: key results, written in a draft and governed once they are agreed."""

from __future__ import annotations

from typing import Any

import click

from okrtui.cli.invocation import Group, Invocation, json_option, report
from okrtui.cli.kr_options import key_result_options, words_of
from okrtui.okr.errors import BadInput, Refused

PROPOSAL = "okrtui change propose"


@click.group(cls=Group)
def command() -> None:
    """List, write and govern key results."""


@command.command("list")
@click.option("--cycle", metavar="CYCLE", help="Only those of one cycle.")
@click.option("--owner", metavar="MEMBER", help="Only those of one owner.")
@click.option("--objective", metavar="REF", help="Only those of one objective.")
@json_option
@click.pass_obj
def list_key_results(
    invocation: Invocation, cycle: str | None, owner: str | None, objective: str | None, as_json: bool
) -> None:
    """List the KRs with their figures and signals."""
    from okrtui.cli.listing import print_key_results

    print_key_results(invocation, cycle, owner, objective, as_json)


@command.command()
@click.argument("ref", metavar="KR")
@json_option
@click.pass_obj
def show(invocation: Invocation, ref: str, as_json: bool) -> None:
    """Show a KR's card with its updates, newest first."""
    from okrtui.cli.card_text import print_card
    from okrtui.cli.naming import key_result_id

    print_card(invocation, key_result_id(invocation, ref), as_json)


@command.command()
@click.argument("objective")
@key_result_options
@json_option
@click.pass_obj
def add(invocation: Invocation, /, objective: str, as_json: bool, **given: Any) -> None:
    """Add a KR to an OBJECTIVE. In a published objective this makes a proposal."""
    from okrtui.actions.key_results import add_key_result
    from okrtui.cli.kr_options import fields_of
    from okrtui.cli.naming import objective_id

    if not given.get("title"):
        raise BadInput("a KR needs its title: give --title", field="title")
    id_ = objective_id(invocation, objective)
    fields = fields_of(invocation, given)
    title = fields.pop("title")
    fields.setdefault("method", "linear")
    session = invocation.session()
    fields.setdefault("owner", session.member.id)
    report(add_key_result(session, id_, title, **fields), as_json)


@command.command()
@click.argument("ref", metavar="KR")
@key_result_options
@json_option
@click.pass_obj
def edit(invocation: Invocation, /, ref: str, as_json: bool, **given: Any) -> None:
    """Change a KR. Once it is agreed, what defines it changes by okrtui change propose."""
    from okrtui.actions.key_results import edit_key_result
    from okrtui.cli.items import item
    from okrtui.cli.kr_options import fields_of
    from okrtui.cli.naming import key_result_id

    id_ = key_result_id(invocation, ref)
    with invocation.reading() as c:
        now = item(c, "key_result", id_)
    fields = fields_of(invocation, given, now)
    if not fields:
        raise BadInput("say what changes: give one of the options of okrtui kr edit --help")
    session = invocation.session()
    try:
        done = edit_key_result(session, id_, **fields)
    except Refused as refused:
        if PROPOSAL not in str(refused):
            raise
        raise Refused(f"{str(refused).partition(':')[0]}: {PROPOSAL} {words_of(ref, given)}") from refused
    report(done, as_json)


@command.command()
@click.argument("ref", metavar="KR")
@click.option("--reason", default="", metavar="TEXT", help="Why it is over.")
@json_option
@click.pass_obj
def archive(invocation: Invocation, ref: str, reason: str, as_json: bool) -> None:
    """Put a KR away; nothing of it is deleted. In an active cycle this makes a proposal."""
    from okrtui.actions.key_results import archive_key_result
    from okrtui.cli.naming import key_result_id

    report(archive_key_result(invocation.session(), key_result_id(invocation, ref), reason), as_json)


@command.command()
@click.argument("ref", metavar="KR")
@click.option("--reason", required=True, metavar="TEXT", help="Why it waits.")
@click.option("--until", metavar="DATE", help="Until when, where that is known.")
@json_option
@click.pass_obj
def postpone(invocation: Invocation, ref: str, reason: str, until: str | None, as_json: bool) -> None:
    """Let a KR wait: not due, not in the score. In an active cycle this makes a proposal."""
    from okrtui.actions.key_results import postpone_key_result
    from okrtui.cli.naming import date_typed, key_result_id

    id_ = key_result_id(invocation, ref)
    report(postpone_key_result(invocation.session(), id_, reason, until=date_typed(until, "until")), as_json)


@command.command()
@click.argument("ref", metavar="KR")
@click.option("--reason", default="", metavar="TEXT", help="Why it goes on.")
@json_option
@click.pass_obj
def resume(invocation: Invocation, ref: str, reason: str, as_json: bool) -> None:
    """Go on with a postponed KR. In an active cycle this makes a proposal."""
    from okrtui.actions.key_results import resume_key_result
    from okrtui.cli.naming import key_result_id

    report(resume_key_result(invocation.session(), key_result_id(invocation, ref), reason=reason), as_json)
