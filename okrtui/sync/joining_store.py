"""Joining a shared directory: take in everything it holds, then act as the member whose Unix user one is."""

from __future__ import annotations

import json
import os
import pwd
import sqlite3
from collections.abc import Callable, Collection
from contextlib import closing
from datetime import datetime
from typing import NamedTuple

from okrtui import home
from okrtui.okr.errors import BadInput, OutOfReach, Refused
from okrtui.okr.text import clean_line
from okrtui.store.bindings import bindings
from okrtui.store.copies import opened
from okrtui.store.outbox import put_back
from okrtui.store.placing import drafted, put_new
from okrtui.store.replica import Replica
from okrtui.sync.layout import OWNERSHIP, Store, read_store
from okrtui.sync.moved_away import was_moved
from okrtui.sync.remote import STORE, Remote
from okrtui.sync.rounds import Progress, run_round
from okrtui.sync.store_beliefs import beliefs
from okrtui.sync.store_exchange import exchange
from okrtui.sync.store_marks import act_as, bind_store


class Joined(NamedTuple):
    """The workspace that was joined: its short name, its title, where it lies, as whom, and how many entries came."""

    slug: str
    title: str
    path: str
    handle: str
    entries: int


def join_store(
    directory: str,
    now: Callable[[], datetime],
    *,
    asked: str | None = None,
    slug: str | None = None,
    progress: Progress | None = None,
) -> Joined:
    """Join a store: with a new replica, or with the one that this home has of its workspace.

    Args:
        directory: the store.
        now: the clock.
        asked: the handle to join as; by default the one that this Unix user speaks for.
        slug: the workspace's short name here; by default made from its title.
        progress: told how far the reading has come.

    Raises:
        BadInput: there is another workspace of that short name here.
        OutOfReach: the store can't be read, or nobody has written to it yet.
        Refused: this Unix user is no member yet, and the line says who can add them; or the workspace was moved.
    """
    store = read_store(directory)
    present = _present(store.ws)
    if store.moved_to:
        raise was_moved(store, is_new=not present)
    if present:
        return _join_again(store, present, now, asked, progress)
    folder = home.make_private_dir(os.path.dirname(home.replica_path("joining")))
    with drafted(os.path.join(folder, "joining.okr")) as draft:
        replica = Replica.fresh(draft, now())
        with replica.connected() as connection:
            connection.execute("INSERT INTO meta (name, value) VALUES ('ws', ?)", (store.ws,))
            bind_store(connection, store)
        done = exchange(replica, Remote(STORE, store.place, store.ws), now, progress)
        handle, title = _settle(replica, store, asked)
        slug = slug or home.workspace_slug(title or "workspace")
        path = home.replica_path(slug)
        try:
            put_new(draft, path)
        except FileExistsError as error:
            told = f"there is another workspace {slug} here already: give this one a name with -w NAME"
            raise BadInput(told) from error
    home.set_current(slug)
    return Joined(slug, title, path, handle, done.received)


def member_of(
    connection: sqlite3.Connection, store: Store, uid: int, asked: str | None, unix_name: str
) -> str:
    """The handle under which a Unix user takes part in a store.

    Raises:
        Refused: there is none, or several and none was asked for; the line says what to do.
    """
    with_account = {handle for (handle,) in connection.execute("SELECT handle FROM member WHERE account = 1")}
    if store.trust != OWNERSHIP:
        handle = home.handle_of(asked or unix_name)
        if handle in with_account:
            return handle
        raise Refused(
            f"{handle} is no member yet: {_who_adds(connection)} with okrtui member add {handle} --account"
        )
    mine = [one for one in beliefs(store, bindings(connection)).handles_of(uid) if one in with_account]
    if asked and asked in mine:
        return asked
    if asked and asked in with_account:
        raise Refused(
            f"{asked} is another Unix user than you (uid {uid}); if it is you after all,"
            f" {_who_adds(connection, 'changes that')} with okrtui member edit {asked} --uid {uid}"
        )
    if len(mine) == 1 and not asked:
        return mine[0]
    if mine and not asked:
        raise Refused(f"you are several members there: say which with --as ({', '.join(mine)})")
    raise Refused(_stranger(connection, with_account, asked or unix_name, uid))


def _stranger(connection: sqlite3.Connection, with_account: Collection[str], name: str, uid: int) -> str:
    handle = home.handle_of(name)
    if handle in with_account:
        command = f"okrtui member edit {handle} --uid {uid}"
        return f"no Unix user is bound to {handle} yet: {_who_adds(connection, 'does it')} with {command}"
    elsewhere = "" if _is_called(uid, handle) else f" --uid {uid}"
    command = f"okrtui member add {handle} --account{elsewhere}"
    return f"{handle} is no member yet: {_who_adds(connection)} with {command}"


def _is_called(uid: int, name: str) -> bool:
    try:
        return pwd.getpwuid(uid).pw_name == name
    except KeyError:
        return False


def _who_adds(connection: sqlite3.Connection, does: str = "adds you") -> str:
    """The creator and the program leads, as those who can do it."""
    (root,) = connection.execute("SELECT value FROM folded WHERE name = 'root'").fetchone() or (
        "its creator",
    )
    rows = connection.execute(
        "SELECT handle, roles FROM member WHERE account = 1 AND handle != ? ORDER BY handle", (root,)
    )
    leads = [handle for handle, roles in rows.fetchall() if "program_lead" in json.loads(roles or "[]")]
    return f"{clean_line(' or '.join([root, *leads[:3]]))} {does}"


def _settle(replica: Replica, store: Store, asked: str | None) -> tuple[str, str]:
    """As whom this replica takes part from now on, and the workspace's title."""
    with replica.connected() as connection:
        row = connection.execute(
            "SELECT name FROM workspace WHERE id = (SELECT value FROM folded WHERE name = 'workspace')"
        ).fetchone()
        if row is None:
            raise OutOfReach(
                f"nobody has written to {clean_line(store.place)} yet: its creator runs okrtui sync"
            )
        handle = member_of(connection, store, os.geteuid(), asked, home.unix_name())
        act_as(connection, handle)
    return handle, clean_line(row[0] or "")


def _present(ws: str) -> str:
    """The short name of the replica that this home has of a workspace; "" where it has none."""
    for name in home.workspace_names():
        try:
            with closing(opened(home.replica_path(name))) as raw:
                row = raw.execute("SELECT value FROM meta WHERE name = 'ws'").fetchone()
        except sqlite3.Error:
            continue
        if row and row[0] == ws:
            return name
    return ""


def _join_again(
    store: Store, slug: str, now: Callable[[], datetime], asked: str | None, progress: Progress | None
) -> Joined:
    """Bind a replica that is here already, as after a leave, or to a store that belongs to somebody else now."""
    path = home.replica_path(slug)
    replica = Replica.open(path)
    with replica.connected() as connection:
        bind_store(connection, store)
        put_back(connection)
    done = run_round(path, now, progress=progress)
    handle, title = _settle(replica, store, asked)
    home.set_current(slug)
    return Joined(slug, title, path, handle, done.received)
