"""Moving a workspace with its history: from this machine to a shared directory or a server, and from one to the other.

Each client hands over what its own people wrote here. So everybody's client moves for itself; what others wrote, and
can't hand over any more, a server's operator brings in (the log and its exchange, §4).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from okrtui.okr.errors import BadInput, Refused
from okrtui.okr.text import clean_line
from okrtui.store.entry import read_entry
from okrtui.store.outbox import OWN_REPLICAS, put_back
from okrtui.store.replica import Replica
from okrtui.sync.addresses import server_address
from okrtui.sync.cursors import cursor_of
from okrtui.sync.enrolling import forget_device, take_part, use_code
from okrtui.sync.layout import OWNERSHIP, STORE_FILE, Store, lay_out, read_store
from okrtui.sync.moved_away import is_owner, leave_word, was_moved, write_word
from okrtui.sync.remote import SERVER, STORE, Remote, forget_token, read_token, remote_of
from okrtui.sync.rounds import own_turn
from okrtui.sync.store_marks import bind_store


class Moved(NamedTuple):
    """What a move did: whether a store was laid out for it, and a line on what could not be said in the old place."""

    is_laid_out: bool = False
    note: str = ""


class Standing(NamedTuple):
    """What is to be moved.

    Attributes:
        ws: id of the workspace's first entry.
        dev: this replica's id.
        root: handle of its creator.
        remote: what it exchanges with now.
    """

    ws: str
    dev: str
    root: str
    remote: Remote | None


def standing(path: str) -> Standing:
    """What the replica at `path` is now; raises BadInput where nothing was made in it yet."""
    with Replica.open(path).connected() as connection:
        meta = dict(connection.execute("SELECT name, value FROM meta").fetchall())
        row = connection.execute("SELECT body FROM entry WHERE id = ?", (meta.get("ws", ""),)).fetchone()
        if row is None:
            raise BadInput("there is nothing to move yet: run okrtui sync first")
        return Standing(meta["ws"], meta["dev"], read_entry(row[0]).au, remote_of(connection))


def move_to_server(
    path: str,
    address: str,
    code: str,
    now: datetime,
    *,
    device_name: str = "",
    is_plain_allowed: bool = False,
) -> Moved:
    """Let a workspace exchange with a server from now on; all that was written here waits to be sent there.

    Args:
        path: the replica.
        address: the server's, as typed.
        code: an invitation's: to found the workspace there, or to take part where it is there already.
        now: the moment.
        device_name: what the others read in the list of devices.
        is_plain_allowed: whether the server may be spoken to without TLS beyond this machine.

    Raises:
        OutOfReach: nobody answers there, or no okrtui.
        Refused: the code is not valid, or invites somebody else or into another workspace; nothing was changed.
    """
    found = standing(path)
    old = found.remote
    place = server_address(address, is_plain_allowed)
    if old is not None and (old.kind, old.place) == (SERVER, place):
        raise BadInput(f"the workspace is on {place} already: okrtui sync exchanges with it")
    invited = use_code(
        address, code, now, device_name=device_name, is_plain_allowed=is_plain_allowed, dev=found.dev
    )
    objection = _objection(found, invited.remote)
    if objection:
        forget_device(invited.remote, invited.token)
        raise Refused(objection)
    if old is not None and old.kind == SERVER:
        forget_device(old, read_token(path))
    take_part(path, invited._replace(remote=invited.remote._replace(ws=found.ws)))
    return Moved(note=leave_word(old, found.ws, found.root, invited.remote.place))


def _objection(found: Standing, new: Remote) -> str:
    """Why this invitation is none for this workspace; "" where it is."""
    if new.ws and new.ws != found.ws:
        return (
            "this code invites into another workspace: ask for one to this workspace, or one that founds it"
        )
    if not new.ws and new.handle != found.root:
        return (
            f"this code founds a workspace of {new.handle}, but {found.root} made this one: ask the operator for"
            f" okrtui serve invite {found.root} --found"
        )
    if found.remote is not None and found.remote.handle not in ("", new.handle):
        return (
            f"this code invites {new.handle}, but here works {found.remote.handle}: ask for one of your own"
        )
    return ""


def move_to_store(
    path: str, directory: str, handle: str, *, trust: str = OWNERSHIP, group: int | None = None
) -> Moved:
    """Let a workspace exchange with a shared directory from now on; all that was written here waits to go there.

    Args:
        path: the replica.
        directory: the store; the workspace's creator lays it out where it is none yet.
        handle: whoever acts.
        trust: how a new one is to be trusted, "ownership" or "directory".
        group: gid of the team for a new one.

    Raises:
        BadInput: it is where the workspace lies already, or something else lies there.
        OutOfReach: it can't be written.
        Refused: another workspace lies there, or it was moved away and is not back, or it is up to the creator to
            lay it out.
    """
    found = standing(path)
    place = os.path.abspath(directory)
    if found.remote is not None and (found.remote.kind, found.remote.place) == (STORE, place):
        raise BadInput(f"the workspace lies in {clean_line(place)} already: okrtui sync exchanges with it")
    is_new = not os.path.lexists(os.path.join(place, STORE_FILE))
    if is_new and handle != found.root:
        raise Refused(f"the shared directory is laid out by {found.root}, who made this workspace: ask them")
    store = (
        lay_out(place, found.ws, found.root, trust, group)
        if is_new
        else _standing_store(place, found, handle)
    )
    old, token = found.remote, read_token(path)
    with own_turn(path), Replica.open(path).connected() as connection:
        if store.moved_to:
            write_word(store, "")
        bind_store(connection, store, handle)
        put_back(connection)
    if old is not None and old.kind == SERVER:
        forget_device(old, token)
        forget_token(path)
    return Moved(is_new, leave_word(old, found.ws, found.root, place))


def _standing_store(place: str, found: Standing, handle: str) -> Store:
    """The store that is there already; raises Refused where this workspace can't be moved into it."""
    store = read_store(place)
    if store.ws != found.ws:
        raise Refused(f"another workspace lies in {clean_line(place)}: name another directory")
    if store.moved_to and not is_owner(store, handle):
        raise was_moved(store)
    return store


def missing_there(path: str) -> int:
    """How many entries of others the other side lacks that this replica has; right after a round that went well.

    In a directory those of a replica count that has no file there: its client brings all of its own when it comes.
    """
    with Replica.open(path).connected() as connection:
        remote = remote_of(connection)
        if remote is None:
            return 0
        if remote.kind == STORE:
            files = connection.execute("SELECT path FROM segment").fetchall()
            there = {os.path.basename(os.path.dirname(file)) for (file,) in files}
            return _others(connection, there)
        (here,) = connection.execute("SELECT COUNT(*) FROM entry").fetchone()
        (waiting,) = connection.execute("SELECT COUNT(*) FROM outbox").fetchone()
        return max(0, int(here) - int(waiting) - cursor_of(connection, remote.place).seq)


def _others(connection: sqlite3.Connection, there: Collection[str]) -> int:
    """How many entries were written neither here nor by one of these replicas."""
    own = {name for (name,) in connection.execute(OWN_REPLICAS)}
    rows = connection.execute("SELECT dev, COUNT(*) FROM entry GROUP BY dev").fetchall()
    return sum(count for dev, count in rows if dev not in own and dev not in there)
