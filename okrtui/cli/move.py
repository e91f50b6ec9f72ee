"""`okrtui move`: a workspace with its history to a shared directory or a server, or from one to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from okrtui.cli.invocation import Command, Invocation, json_option

if TYPE_CHECKING:
    from okrtui.sync.rounds import Outcome


@click.command(cls=Command)
@click.option("--to", "target", metavar="DIR|URL", required=True, help="The shared directory or the server.")
@click.option("--code", default="", help="The invitation's code; for a server.")
@click.option(
    "--device", default="", metavar="TEXT", help="What others call this machine; by default its name."
)
@click.option("--plain-http", is_flag=True, help="Allow http:// beyond this machine, in a network you trust.")
@click.option(
    "--trust",
    type=click.Choice(["ownership", "directory"]),
    default="ownership",
    help="Who is believed in a new DIR: the owner of each file, or everyone who writes there.",
)
@click.option("--group", metavar="NAME", help="The Unix group that may enter a new DIR; by default your own.")
@click.option("--yes", is_flag=True, help="Move although the old place can't be asked for the last changes.")
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    target: str,
    code: str,
    device: str,
    plain_http: bool,
    trust: str,
    group: str | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Move the workspace to a directory or server.

    It goes there with its history, from this machine or from where it is shared now.

    What was written here goes along. What others wrote goes with their own okrtui move; into a server its
    operator can bring all of it with okrtui serve import. Where whoever owns a shared directory moves out of it,
    nobody exchanges there any more: everyone else is told where to. A server needs the code of an invitation: one that
    founds a workspace, made for its creator, or one to the workspace where it is there already.
    """
    from okrtui import home
    from okrtui.cli.progress import Progress
    from okrtui.sync.addresses import is_address
    from okrtui.sync.moving import missing_there, move_to_server, move_to_store, standing
    from okrtui.sync.rounds import run_round

    path = invocation.path()
    found = standing(path)
    if found.remote is not None:
        _last_exchange(path, yes)
    if is_address(target):
        _require_code(code)
        moved = move_to_server(
            path, target, code, home.now(), device_name=device, is_plain_allowed=plain_http
        )
    else:
        from okrtui.cli.sharing import gid_of

        gid = None if group is None else gid_of(group)
        handle = invocation.session().member.handle
        moved = move_to_store(path, target, handle, trust=trust, group=gid)
    bar = Progress("moving")
    try:
        outcome = run_round(path, home.now, progress=bar)
    finally:
        bar.end()
    others = 0 if outcome.problem else missing_there(path)
    if moved.note:
        outcome = outcome._replace(notes=(*outcome.notes, moved.note))
    _tell(target, others, outcome, is_address(target), as_json)


def _require_code(code: str) -> None:
    from okrtui.okr.errors import BadInput

    if not code:
        raise BadInput("a server needs an invitation's code: okrtui move --to URL --code CODE", field="code")


def _last_exchange(path: str, is_certain: bool) -> None:
    """Fetch what others wrote last in the old place; Unconfirmed where that fails and nobody said to go on."""
    from okrtui import home
    from okrtui.okr.errors import Unconfirmed
    from okrtui.sync.rounds import run_round

    outcome = run_round(path, home.now, is_leaving=True)
    if outcome.problem and not is_certain:
        problem = _sentence(outcome.problem)
        later = "Go" if outcome.is_hopeless else "Try again later, or go"
        raise Unconfirmed([f"the last changes can't be fetched: {problem} {later} without them: --yes."])


def _tell(target: str, others: int, outcome: Outcome, is_server: bool, as_json: bool) -> None:
    from okrtui.cli.streams import say, tell_json
    from okrtui.okr.errors import OutOfReach
    from okrtui.okr.text import clean_line

    if as_json:
        tell_json({"to": target, "sent": outcome.sent, "waiting": outcome.waiting, "others": others})
    else:
        say(f"Moved to {clean_line(target)}; {outcome.sent} log entries of yours went there")
        for line in outcome.notes:
            say(clean_line(line))
        if others:
            are = "1 entry of others is" if others == 1 else f"{others} entries of others are"
            by_operator = ", or the server's operator brings all in with okrtui serve import"
            say(f"{are} not there yet: each of them moves with okrtui move{by_operator if is_server else ''}")
    if outcome.problem:
        raise OutOfReach(f"it is moved, but {_sentence(outcome.problem)} okrtui sync goes on")


def _sentence(line: str) -> str:
    """A line with a full stop, where it does not end in a mark of its own."""
    return line if line.endswith((".", "?", "!")) else f"{line}."
