"""`okrtui post`: send a digest, an update or minutes to channels, once; and see what did not arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from okrtui.cli.digest_asking import Asked, ask, digest_options, recipient_of
from okrtui.cli.invocation import Group, Invocation, json_option

if TYPE_CHECKING:
    from okrtui.delivery.message import Message

_to = click.option("--to", "names", multiple=True, metavar="CHANNEL", help="Over this channel; repeatable.")
_dry_run = click.option("--dry-run", is_flag=True, help="Print what would be sent, and send nothing.")
_again = click.option(
    "--again", metavar="KEY", help="Send what has this key although it went out, or may have."
)


@click.group(cls=Group, invoke_without_command=True, no_args_is_help=False)
@click.option("--failed", is_flag=True, help="List what did not arrive, or may not have.")
@json_option
@click.pass_context
def command(context: click.Context, failed: bool, as_json: bool) -> None:
    """Send digests, updates and minutes to chats and by mail.

    Each message goes once over each channel: Mattermost, Slack, webhooks, SMTP.

    The channels stand in channels.toml beside okrtui.toml; see docs/posting.md.
    """
    if context.invoked_subcommand is not None:
        return
    if not failed:
        click.echo(context.get_help())
        return
    from okrtui.cli.posting import print_lines
    from okrtui.delivery.ledger import LocalLedger, told_state
    from okrtui.delivery.message import FAILED, UNCERTAIN

    invocation: Invocation = context.obj
    now = invocation.now()
    lines = [
        line
        for line in LocalLedger(invocation.path()).lines()
        if told_state(line, now) in (FAILED, UNCERTAIN)
    ]
    print_lines(lines, invocation, as_json, "everything arrived")


@command.command()
@digest_options
@_to
@_dry_run
@_again
@json_option
@click.pass_obj
def digest(
    invocation: Invocation,
    /,
    names: tuple[str, ...],
    dry_run: bool,
    again: str | None,
    as_json: bool,
    **asked: Any,
) -> None:
    """Post a digest: see okrtui digest."""
    from okrtui.cli.posting import post_or_show
    from okrtui.delivery.digesting import digest_message

    found = ask(invocation, Asked(**asked))
    message = digest_message(found, recipient_of(invocation, found), invocation.now())
    post_or_show(invocation, message, names, dry_run, again, as_json)


@command.command()
@click.argument("ref", metavar="KR")
@click.option("--week", metavar="WEEK", help="An earlier week's, such as W46.")
@_to
@_dry_run
@_again
@json_option
@click.pass_obj
def update(
    invocation: Invocation,
    ref: str,
    week: str | None,
    names: tuple[str, ...],
    dry_run: bool,
    again: str | None,
    as_json: bool,
) -> None:
    """Post a KR's update: see okrtui update.

    A check-in that is typed anew may be posted anew.
    """
    from okrtui.cli.naming import key_result_id
    from okrtui.cli.posting import post_or_show

    message = _update_message(invocation, key_result_id(invocation, ref), week)
    post_or_show(invocation, message, names, dry_run, again, as_json)


@command.command()
@click.argument("ref", metavar="REVIEW", default="last")
@click.option("--team", metavar="TEAM", help="The last minutes of this team.")
@_to
@_dry_run
@_again
@json_option
@click.pass_obj
def minutes(
    invocation: Invocation,
    ref: str,
    team: str | None,
    names: tuple[str, ...],
    dry_run: bool,
    again: str | None,
    as_json: bool,
) -> None:
    """Post a meeting's minutes.

    The last ones, or those of a REVIEW: see okrtui review list.
    """
    from okrtui.cli.naming import team_id
    from okrtui.cli.posting import post_or_show
    from okrtui.delivery.minuting import minutes_message, review_to_post

    team_is = team_id(invocation, team) if team else None
    with invocation.reading() as c:
        message = minutes_message(review_to_post(c, ref, team_is))
    post_or_show(invocation, message, names, dry_run, again, as_json)


def _update_message(invocation: Invocation, key_result: str, week: str | None) -> Message:
    from okrtui.delivery.message import Message
    from okrtui.okr.errors import Refused
    from okrtui.okr.update import update_lines, update_markdown
    from okrtui.okr.weeks import parse_week, week_of
    from okrtui.views.lines import line
    from okrtui.views.team_figures import team_name
    from okrtui.views.updates import update_facts
    from okrtui.views.workspace import calendar, workspace

    now = invocation.now()
    with invocation.reading() as c:
        which = parse_week(week, week_of(now, calendar(workspace(c)))) if week else None
        facts = update_facts(c, key_result, now, which)
        shown = line(c, key_result, now)
        row = c.execute("SELECT team FROM objective WHERE id = ?", (shown.objective,)).fetchone()
        team = team_name(c, row[0] if row else None)
        revision = c.execute(
            "SELECT id FROM check_in WHERE key_result = ? AND week = ? AND is_shown = 1 ORDER BY id DESC",
            (key_result, facts.week),
        ).fetchone()
    if revision is None:
        raise Refused(f"{shown.code} {shown.title} has no check-in yet: there is no update to post")
    lines = update_lines(facts)
    return Message(
        keys=(f"update/{shown.code}/{facts.week}/{revision[0][-6:]}",),
        kind="update",
        subject=f"{shown.title} · {facts.week[-3:]}",
        text="\n".join(lines) + "\n",
        markdown=update_markdown(facts),
        data={"key_result": key_result, "week": facts.week, "lines": lines},
        team=team,
    )
