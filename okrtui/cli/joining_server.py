"""Joining a shared server from the command line: the code, the first download with its bar, the words at the end."""

from __future__ import annotations

import os
from contextlib import closing
from typing import NamedTuple

from okrtui import home
from okrtui.actions.workspaces import create_workspace
from okrtui.cli.progress import Progress
from okrtui.cli.streams import say, tell_json
from okrtui.okr.errors import BadInput, OutOfReach
from okrtui.okr.text import clean_line
from okrtui.sync.addresses import server_address
from okrtui.sync.enrolling import (
    Invited,
    check_slug,
    free_slug,
    new_replica,
    replica_here,
    settle_name,
    take_part,
    take_part_again,
    use_code,
)
from okrtui.sync.remote import SERVER, remote_of
from okrtui.sync.rounds import Outcome, run_round
from okrtui.sync.server_failures import Founds
from okrtui.views.connect import connect
from okrtui.views.workspace import workspace


class Asked(NamedTuple):
    """How a server is to be joined.

    Attributes:
        address: the server's, as typed.
        code: the invitation's.
        title: the workspace's name, where the invitation founds one.
        device_name: what the others read in the list of devices.
        handle: whom the person takes themselves for.
        slug: the workspace's short name here.
        is_plain_allowed: whether the server may be spoken to without TLS beyond this machine.
    """

    address: str
    code: str
    title: str = ""
    device_name: str = ""
    handle: str = ""
    slug: str = ""
    is_plain_allowed: bool = False


def join_server(asked: Asked, as_json: bool) -> None:
    """Join a server and say as whom.

    Raises:
        BadInput: no address, no code, no name for a workspace that it founds, or a short name that is taken.
        OutOfReach: the server can't be reached; after the code was used, `okrtui sync` goes on from there.
        Refused: the code is not valid, or the way to the server is not safe.
    """
    if not asked.code:
        raise BadInput(
            "a server is joined with the code of an invitation: okrtui join URL CODE", field="code"
        )
    place = server_address(asked.address, asked.is_plain_allowed)
    if asked.slug and not _takes_part(home.replica_path(asked.slug), place):
        check_slug(asked.slug)
    invited = _invited(asked, place)
    path, is_provisional = _replica(asked, invited)
    home.set_current(_slug_of(path))
    bar = Progress("reading")
    try:
        outcome = run_round(path, home.now, progress=bar)
    finally:
        bar.end()
    if is_provisional and not outcome.problem:
        path = settle_name(path)
        home.set_current(_slug_of(path))
    _tell(path, asked, invited, outcome, as_json)


def _invited(asked: Asked, place: str) -> Invited:
    """What the code gives; BadInput, before it is used up, where it founds a workspace that nobody named."""
    try:
        return use_code(
            place,
            asked.code,
            home.now(),
            device_name=asked.device_name,
            is_plain_allowed=asked.is_plain_allowed,
            may_found=bool(clean_line(asked.title)),
        )
    except Founds as error:
        raise BadInput(
            "this code makes a new workspace: give its name with --name NAME,"
            " or bring one along with okrtui move --to URL --code CODE",
            field="name",
        ) from error


def _replica(asked: Asked, invited: Invited) -> tuple[str, bool]:
    """The replica that takes part, and whether its short name is one for the time being."""
    remote = invited.remote
    if not remote.ws:
        title = clean_line(asked.title)
        slug = asked.slug or free_slug(home.workspace_slug(title))
        path = create_workspace(title, handle=remote.handle, slug=slug).path
        with closing(connect(path)) as c:
            (ws,) = c.execute("SELECT value FROM meta WHERE name = 'ws'").fetchone()
        take_part(path, invited._replace(remote=remote._replace(ws=ws)))
        return path, False
    here = replica_here(remote.ws, remote.handle)
    if here:
        take_part_again(here, invited, home.now())
        return here, False
    slug = asked.slug or free_slug(home.workspace_slug(f"at {remote.place.partition('://')[2]}"))
    path = home.replica_path(slug)
    new_replica(path, invited, home.now())
    return path, not asked.slug


def _takes_part(path: str, place: str) -> bool:
    """Whether the replica at `path` exchanges with this server."""
    if not os.path.exists(path):
        return False
    with closing(connect(path)) as c:
        remote = remote_of(c)
    return remote is not None and (remote.kind, remote.place) == (SERVER, place)


def _tell(path: str, asked: Asked, invited: Invited, outcome: Outcome, as_json: bool) -> None:
    handle = invited.remote.handle
    if asked.handle and asked.handle != handle:
        say(f"The invitation is for {handle}: that is who you are in this workspace")
    for line in outcome.notes:
        say(line)
    if outcome.problem:
        raise OutOfReach(f"you have joined as {handle}, but {outcome.problem}. okrtui sync goes on")
    with closing(connect(path)) as c:
        title = workspace(c).name
    if as_json:
        tell_json({"workspace": title, "path": path, "member": handle, "entries": outcome.received})
        return
    if invited.remote.ws:
        say(f"Joined {title} as {handle}; {outcome.received} log entries came in. It lies at {path}")
    else:
        say(f"Made {title} on {invited.remote.place}; you are {handle}. It lies at {path}")
        say("Others: okrtui member add HANDLE --account here, then okrtui serve invite HANDLE on the server.")
    say("Next: okrtui opens the full screen, okrtui checkin reports, okrtui sync sends and takes in.")


def _slug_of(path: str) -> str:
    return os.path.basename(path).removesuffix(home.REPLICA_SUFFIX)
