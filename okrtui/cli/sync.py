"""`okrtui sync`: one exchange with the shared directory or the server, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from okrtui.cli.invocation import Command, Invocation, json_option

if TYPE_CHECKING:
    from okrtui.sync.rounds import Outcome
    from okrtui.views.sync_state import DeviceRow, RefusedRow, SyncState, WaitingRow

TRIES = 3
SHOWN = 20
"""Of the changes that wait, so many are named."""

LONGEST_PAUSE = 10.0
"""Seconds that a person waits at a prompt; who is to be left alone for longer is tried another time."""


class _Standing(NamedTuple):
    """What is printed of how the exchange stands; times in the zone of that name."""

    state: SyncState
    waiting: list[WaitingRow]
    refused: list[RefusedRow]
    notices: list[tuple[str, str]]
    devices: list[DeviceRow]
    newer: int
    zone: str


@click.command(cls=Command)
@click.option("--status", is_flag=True, help="Only show how it stands; nothing is exchanged.")
@json_option
@click.pass_obj
def command(invocation: Invocation, status: bool, as_json: bool) -> None:
    """Send what waits and take in what others wrote.

    Nothing gets lost where the other side is out of reach: it ends with exit code 5, and all of it waits for
    the next time. The full screen does this by itself.
    """
    from okrtui.cli.streams import say, tell_json
    from okrtui.okr.errors import OutOfReach, Refused

    if status:
        _tell_state(invocation, as_json)
        return
    outcome = _exchange(invocation.path())
    if as_json:
        names = ("sent", "received", "refused", "waiting", "problem", "notes")
        tell_json({name: getattr(outcome, name) for name in names})
    else:
        for line in _words(outcome):
            say(line)
    if outcome.problem:
        told = f"{outcome.problem}; {_changes(outcome.waiting)} here" if outcome.waiting else outcome.problem
        raise Refused(told) if outcome.is_hopeless else OutOfReach(told)


def _exchange(path: str) -> Outcome:
    """A round; what may pass by itself is tried a few times."""
    import time

    from okrtui import home
    from okrtui.cli.progress import Progress
    from okrtui.sync.backoff import Backoff
    from okrtui.sync.rounds import run_round

    backoff, bar = Backoff(0.5, LONGEST_PAUSE), Progress("syncing")
    sent = received = refused = 0
    try:
        while True:
            done = run_round(path, home.now, progress=bar)
            sent, received, refused = sent + done.sent, received + done.received, refused + done.refused
            is_over = not done.problem or done.is_hopeless or backoff.failures == TRIES - 1
            if is_over or done.retry_after > LONGEST_PAUSE:
                return done._replace(sent=sent, received=received, refused=refused)
            time.sleep(backoff.failed(done.retry_after))
    finally:
        bar.end()


def _words(outcome: Outcome) -> list[str]:
    from okrtui.okr.text import clean_line

    lines = []
    if not outcome.problem or outcome.sent or outcome.received:
        lines.append(f"Sent {outcome.sent}, received {outcome.received}")
    if outcome.refused:
        lines.append(
            f"{_changes(outcome.refused, 'was', 'were')} refused: okrtui sync --status says why, and nothing is lost"
        )
    if outcome.waiting and not outcome.problem:
        lines.append(_changes(outcome.waiting))
    return lines + [clean_line(line) for line in outcome.notes]


def _changes(count: int, one: str = "waits", several: str = "wait") -> str:
    return f"1 change {one}" if count == 1 else f"{count} changes {several}"


def _tell_state(invocation: Invocation, as_json: bool) -> None:
    """Show how the exchange stands, and what was refused or not believed."""
    from okrtui.cli.streams import tell_json
    from okrtui.views.sync_state import devices, newer_count, notices, refused, rounds, sync_state, waiting
    from okrtui.views.workspace import zone_name

    with invocation.reading() as c:
        state, last = sync_state(c), rounds(c)
        stands = _Standing(
            state, waiting(c, SHOWN), refused(c), notices(c), devices(c), newer_count(c), zone_name(c)
        )
    if as_json:
        tell_json(
            {
                **state._asdict(),
                "newer": stands.newer,
                "refused_changes": [one._asdict() for one in stands.refused],
                "notices_met": [{"where": where, "what": what} for where, what in stands.notices],
                "rounds": [one._asdict() for one in last],
                "waiting_changes": [one._asdict() for one in stands.waiting],
                "devices": [one._asdict() for one in stands.devices],
            }
        )
    else:
        _print_state(stands)


def _print_state(stands: _Standing) -> None:
    from okrtui.cli.figures_text import instant
    from okrtui.cli.streams import tell
    from okrtui.views.sync_state import kind_noun

    state, zone = stands.state, stands.zone
    if not state.kind:
        tell("This workspace is on this machine alone: okrtui move --to DIR|URL shares it")
        return
    tell(f"{state.kind.capitalize()}  {state.place}")
    tell(f"Waiting {state.waiting} · refused {state.refused} · conflicts {state.conflicts}")
    tell(f"Last exchange  {instant(state.last_at, zone) or 'none yet'}")
    if state.problem:
        tell(f"Since {instant(state.problem_since, zone)}  {state.problem}")
    for entry in stands.waiting:
        tell(f"Waiting  {kind_noun(entry.kind)} {entry.what}")
    for one in stands.refused:
        tell(f"Refused  {kind_noun(one.kind)} {one.what}: {one.text} ({one.code})")
    for where, what in stands.notices:
        tell(f"Not believed  {where}: {what}")
    for device in stands.devices:
        mark = ", this one" if device.is_here else ""
        changes = f"{device.changes} change{'' if device.changes == 1 else 's'}"
        tell(f"Device  {device.by}{mark}, {changes}, last {instant(device.last_at, zone)}")
    if stands.newer:
        tell(f"{_changes(stands.newer, 'needs', 'need')} a newer okrtui")
