"""Joining a shared server with an invitation's code: a token for this installation, and a replica that takes part.

A code works once, so nothing that can be known beforehand is left for after it was used.
"""

from __future__ import annotations

import os
import socket
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import NamedTuple

from okrtui import home
from okrtui.okr.errors import BadInput, NotFound, OkrtuiError
from okrtui.okr.text import clean_line
from okrtui.store.clock import new_id
from okrtui.store.copies import reading
from okrtui.store.entry import read_entry
from okrtui.store.outbox import put_back, renumber, taken_before, waiting
from okrtui.store.placing import COMPANIONS
from okrtui.store.replica import Replica
from okrtui.sync.addresses import server_address
from okrtui.sync.remote import (
    SERVER,
    Remote,
    bind,
    forget_token,
    note_bound,
    read_token,
    remote_of,
    write_token,
)
from okrtui.sync.rounds import own_turn
from okrtui.sync.server_client import ServerClient

LONGEST_DEVICE_NAME = 64
_LEFT_AS = "left_as"
"""The fact that keeps as whom a replica took part until it left."""


class Invited(NamedTuple):
    """What an invitation gave.

    Attributes:
        remote: the server, spoken to as whom; without a workspace where the invitation is to found one.
        token: what the server knows this installation by.
        dev: the replica id that it was told.
    """

    remote: Remote
    token: str
    dev: str


def use_code(
    typed: str,
    code: str,
    now: datetime,
    *,
    device_name: str = "",
    is_plain_allowed: bool = False,
    dev: str = "",
    may_found: bool = True,
) -> Invited:
    """Use an invitation up.

    Args:
        typed: the server's address as typed.
        code: the invitation's.
        now: the moment.
        device_name: what the others read in the list of devices; by default this machine's name.
        is_plain_allowed: whether the server may be spoken to without TLS beyond this machine.
        dev: id of the replica that is to take part; by default a new one.
        may_found: whether there is a workspace, or a name for one, where the code founds one.

    Raises:
        BadInput: it is no address.
        OutOfReach: nobody answers there, or no okrtui.
        Refused: the code is not valid, or the way there is not safe.
        Founds: the code founds a workspace, which it may not; it is not used up.
    """
    place = server_address(typed, is_plain_allowed)
    client = ServerClient(place, is_plain_allowed=is_plain_allowed)
    client.hello()
    name = clean_line(device_name or socket.gethostname())[:LONGEST_DEVICE_NAME] or "a device"
    dev = dev or new_id(now)
    found = client.enroll(clean_line(code), name, dev, may_found)
    remote = Remote(SERVER, place, found.ws or "", is_plain_allowed, found.handle, found.device)
    return Invited(remote, found.token, dev)


def take_part(path: str, invited: Invited) -> None:
    """Let the replica at `path` exchange with the server from now on; all its own entries wait to be sent."""
    with own_turn(path):
        forget_token(path)
        with Replica.open(path).connected() as connection:
            bind(connection, invited.remote)
            note_bound(connection, invited.dev)
            put_back(connection)
        write_token(path, invited.token)


def take_part_again(path: str, invited: Invited, now: datetime) -> None:
    """Let a replica that took part before do so again, as a new device.

    What it wrote and nobody has goes under a new replica id: a fence may lie behind the old one, if the account was
    taken away in between (the log and its exchange, §2).
    """
    with own_turn(path), Replica.open(path).connected() as connection:
        again = taken_before(connection)
        renumber(connection, [one for one in waiting(connection) if one.id not in again], now, new_dev=True)
    take_part(path, invited)


def new_replica(path: str, invited: Invited, now: datetime) -> None:
    """Make a replica at `path` that takes part in the invitation's workspace; its entries come with the first round.

    Raises:
        BadInput: there is a workspace at that path.
    """
    home.make_private_dir(os.path.dirname(path))
    with Replica.making(path, now) as replica, replica.connected() as connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = 'dev'", (invited.dev,))
        connection.execute("INSERT INTO meta (name, value) VALUES ('ws', ?)", (invited.remote.ws,))
        bind(connection, invited.remote)
        note_bound(connection, invited.dev)
        write_token(path, invited.token)


def replica_here(ws: str, handle: str) -> str:
    """The path of the replica in this home that somebody has of a workspace; "" where there is none."""
    for name in home.workspace_names():
        path = home.replica_path(name)
        try:
            with closing(reading(path)) as raw:
                meta = dict(raw.execute("SELECT name, value FROM meta").fetchall())
                if meta.get("ws") == ws and _handle_of(raw, ws) in ("", handle):
                    return path
        except (sqlite3.Error, OkrtuiError):
            continue
    return ""


def _handle_of(connection: sqlite3.Connection, ws: str) -> str:
    """As whom a replica takes part, took part until it left, or made the workspace; "" where it can't be told."""
    remote = remote_of(connection)
    if remote is not None and remote.handle:
        return remote.handle
    left = connection.execute("SELECT value FROM meta WHERE name = ?", (_LEFT_AS,)).fetchone()
    if left:
        return str(left[0])
    row = connection.execute("SELECT body FROM entry WHERE id = ?", (ws,)).fetchone()
    return read_entry(row[0]).au if row else ""


def free_slug(slug: str) -> str:
    """This short name, with a number behind it where another workspace has it."""
    taken, stem, count = set(home.workspace_names()), slug, 1
    while slug in taken:
        count += 1
        slug = f"{stem[: home.LONGEST_SLUG - 4]}-{count}"
    return slug


def settle_name(path: str) -> str:
    """Give a replica that nobody has open the short name that its title makes, unless another one has it.

    Returns:
        Where it lies now.
    """
    with closing(reading(path)) as raw:
        row = raw.execute(
            "SELECT name FROM workspace WHERE id = (SELECT value FROM folded WHERE name = 'workspace')"
        ).fetchone()
    try:
        target = home.replica_path(home.workspace_slug(row[0] or "")) if row else path
        if any(os.path.getsize(path + one) for one in COMPANIONS if os.path.lexists(path + one)):
            return path
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except (home.HomeError, FileExistsError):
        return path
    for ending in COMPANIONS:
        if os.path.lexists(path + ending):
            os.unlink(path + ending)
    for ending in (".token", ".sync"):
        if os.path.lexists(path + ending):
            os.rename(path + ending, target + ending)
    os.rename(path, target)
    return target


def check_slug(slug: str) -> str:
    """The path for a workspace of that short name; raises BadInput where there is one."""
    path = home.replica_path(slug)
    if os.path.lexists(path):
        raise BadInput(f"there is a workspace {slug} here already: choose another name with -w NAME")
    return path


class Left(NamedTuple):
    """What was left, and whether a server has forgotten this device (there is nothing to forget in a directory)."""

    remote: Remote
    is_forgotten: bool


def leave(path: str) -> Left:
    """Keep a replica to this machine from now on.

    Raises:
        NotFound: it exchanges with nobody.
    """
    with own_turn(path), Replica.open(path).connected() as connection:
        remote = remote_of(connection)
        if remote is None:
            raise NotFound("this workspace is on this machine alone: there is nothing to leave")
        bind(connection, None)
        connection.execute(
            "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (_LEFT_AS, remote.handle)
        )
    is_forgotten = remote.kind != SERVER or forget_device(remote, read_token(path))
    forget_token(path)
    return Left(remote, is_forgotten)


def forget_device(remote: Remote, token: str) -> bool:
    """Ask a server to forget this installation; whether it did. Where it can't be asked, its operator can do it."""
    try:
        client = ServerClient(remote.place, token, remote.is_plain_allowed)
        client.remove_device(remote.device)
    except OkrtuiError:
        return False
    return True
