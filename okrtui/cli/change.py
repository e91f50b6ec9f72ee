"""`okrtui change`: what defines an agreed KR changes only through a proposal that the sponsor decides."""

from __future__ import annotations

from typing import Any

import click

from okrtui.cli.invocation import Group, Invocation, json_option, report
from okrtui.cli.kr_options import key_result_options


@click.group(cls=Group)
def command() -> None:
    """Propose changes to agreed KRs, and decide them."""


@command.command("list")
@click.option("--kr", "key_result", metavar="KR", help="Only those of one KR.")
@click.option(
    "--state", type=click.Choice(["proposed", "approved", "declined"]), help="Only those in one state."
)
@json_option
@click.pass_obj
def list_changes(invocation: Invocation, key_result: str | None, state: str | None, as_json: bool) -> None:
    """List the change requests, newest first.

    With old and new values, the reason, both names and the dates.
    """
    from okrtui.cli.listing import print_changes
    from okrtui.cli.naming import key_result_id

    print_changes(invocation, key_result_id(invocation, key_result) if key_result else None, state, as_json)


@command.command()
@click.argument("ref", metavar="KR")
@key_result_options
@click.option("--reason", required=True, metavar="TEXT", help="Why it should change.")
@json_option
@click.pass_obj
def propose(invocation: Invocation, /, ref: str, reason: str, as_json: bool, **given: Any) -> None:
    """Propose a change to an agreed KR.

    Such as: okrtui change propose k7f3 --target 30 --reason "A new market".
    """
    from okrtui.actions.changes import propose as propose_change
    from okrtui.cli.items import item
    from okrtui.cli.kr_options import fields_of
    from okrtui.cli.naming import key_result_id
    from okrtui.okr.errors import BadInput

    id_ = key_result_id(invocation, ref)
    with invocation.reading() as c:
        now = item(c, "key_result", id_)
    changes = fields_of(invocation, given, now)
    if not changes:
        raise BadInput("say what should change: give --target, --due, --title or another option")
    report(propose_change(invocation.session(), id_, changes, reason), as_json)


@command.command()
@click.argument("change")
@click.option("--reason", default="", metavar="TEXT", help="Why.")
@json_option
@click.pass_obj
def approve(invocation: Invocation, change: str, reason: str, as_json: bool) -> None:
    """Approve a CHANGE: it holds from then on.

    It is named by its id or by its KR.
    """
    from okrtui.actions.changes import approve as approve_change

    report(approve_change(invocation.session(), _change_id(invocation, change), reason=reason), as_json)


@command.command()
@click.argument("change")
@click.option("--reason", default="", metavar="TEXT", help="Why not.")
@json_option
@click.pass_obj
def decline(invocation: Invocation, change: str, reason: str, as_json: bool) -> None:
    """Decline a CHANGE: everything stays as it is.

    It is named by its id or by its KR.
    """
    from okrtui.actions.changes import decline as decline_change

    report(decline_change(invocation.session(), _change_id(invocation, change), reason=reason), as_json)


def _change_id(invocation: Invocation, ref: str) -> str:
    """The change of that id, or the open one of that KR or objective."""
    from okrtui.cli.naming import thing

    return thing(invocation, ref, ("change",))[1]
