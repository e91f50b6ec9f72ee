"""`okrtui meet TEAM`: the 30-minute check-in meeting, on the full screen or piece by piece from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote
from typing import TYPE_CHECKING

import click

from okrtui.cli.invocation import Command, Invocation, json_option, report

if TYPE_CHECKING:
    from okrtui.okr.meeting import Running


@click.command(cls=Command)
@click.argument("ref", metavar="TEAM")
@click.option(
    "--order",
    type=click.Choice(["worst", "tree"]),
    help="What goes worst first (by default), or objective by objective.",
)
@click.option("--week", metavar="WEEK", help="The week that it is about, such as W46.")
@click.option("--attend", metavar="A,B", help="Who is there, by handle or name, all of them at once.")
@click.option(
    "--done", multiple=True, metavar="KR", help="Last week's next action of KR was done; repeatable."
)
@click.option(
    "--not-done", multiple=True, metavar="KR", help="Last week's next action of KR was not done; repeatable."
)
@click.option(
    "--end", "ends", is_flag=True, help="End it: save the minutes as a weekly review and print them."
)
@click.option("--drop", "drops", is_flag=True, help="Forget the meeting that runs here; nothing is saved.")
@click.option("--minutes", "asks_minutes", is_flag=True, help="Print the minutes of the last meeting.")
@click.option("--agenda", "asks_agenda", is_flag=True, help="Print the agenda, and open no screen.")
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    ref: str,
    order: str | None,
    week: str | None,
    attend: str | None,
    done: Sequence[str],
    not_done: Sequence[str],
    ends: bool,
    drops: bool,
    asks_minutes: bool,
    asks_agenda: bool,
    as_json: bool,
) -> None:
    """Hold TEAM's weekly check-in meeting.

    It takes 30 minutes: every KR, and always the same five points.

    On a terminal the presenter's screen opens, or goes on where it was. With --json, --agenda or in a pipe the
    agenda is printed. --attend, --done and --not-done note something in the meeting that runs on this machine,
    and begin one where none does.
    """
    from okrtui.cli.naming import team_id

    team = team_id(invocation, ref)
    if sum((ends, drops, asks_minutes)) > 1:
        raise click.UsageError("give one of --end, --drop and --minutes")
    if asks_minutes:
        _print_minutes(invocation, team, as_json)
        return
    if drops:
        _drop(invocation, team, as_json)
        return
    if attend is not None or done or not_done:
        _note(invocation, team, (order, week), attend, {True: done, False: not_done})
    if ends:
        _end(invocation, team, as_json)
        return
    is_noted = attend is not None or bool(done or not_done)
    if not (as_json or asks_agenda or is_noted) and _opens_screen():
        from okrtui.screens.app import run  # heavy: loaded only to be opened

        if order or week:
            _note(invocation, team, (order, week), None, {})
        raise click.exceptions.Exit(run(invocation.workspace, invocation.acting_as, open_meeting=team))
    from okrtui.cli.meet_agenda import print_agenda

    print_agenda(invocation, team, (order, week), as_json)


def _opens_screen() -> bool:
    from okrtui.cli.streams import is_conversation

    return is_conversation()


def _note(
    invocation: Invocation,
    team: str,
    asked: tuple[str | None, str | None],
    attend: str | None,
    promises: dict[bool, Sequence[str]],
) -> None:
    """Note something in the meeting that runs here; without one, begin it."""
    from okrtui.actions.meeting_state import change_meeting
    from okrtui.actions.meetings import meeting_begun
    from okrtui.cli.naming import key_result_id, member_id
    from okrtui.okr.errors import BadInput
    from okrtui.okr.meeting import with_promise

    names = [one for one in (attend or "").split(",") if one.strip()]
    attendees = [member_id(invocation, one) for one in names]
    told = [(key_result_id(invocation, ref), is_kept) for is_kept, refs in promises.items() for ref in refs]
    session = invocation.session()
    begun = meeting_begun(session, team, order=asked[0] or "", week=asked[1])
    for key_result, _ in told:
        if key_result not in begun.steps:
            raise BadInput("that KR is not on the agenda of this meeting: okrtui meet TEAM --agenda shows it")

    def change(kept: Running | None) -> Running:
        changed = kept or begun
        for key_result, is_kept in told:
            changed = with_promise(changed, key_result, is_kept)
        return changed if attend is None else changed._replace(attendees=tuple(dict.fromkeys(attendees)))

    change_meeting(session.path, team, change)


def _end(invocation: Invocation, team: str, as_json: bool) -> None:
    from okrtui.actions.meetings import end_meeting
    from okrtui.cli.streams import say, tell

    done = end_meeting(invocation.session(), team)
    report(done, as_json)
    if not as_json:
        tell(str(done.details["minutes"]).rstrip())
        say(f"okrtui post minutes --team {quote(str(done.details['team']))} posts them")


def _drop(invocation: Invocation, team: str, as_json: bool) -> None:
    from okrtui.actions.meetings import drop_meeting

    report(drop_meeting(invocation.path(), team), as_json)


def _print_minutes(invocation: Invocation, team: str, as_json: bool) -> None:
    from okrtui.cli.streams import tell, tell_json
    from okrtui.views.minutes import last_minutes, newest_minutes

    with invocation.reading() as c:
        if as_json:
            found = [{**one._asdict(), "attendees": list(one.attendees)} for one in last_minutes(c, team)]
            tell_json(found)
            return
        tell(newest_minutes(c, team).text)
