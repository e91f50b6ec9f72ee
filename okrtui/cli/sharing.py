"""What commands on members and workspaces have to do where the workspace lies in a shared directory."""

from __future__ import annotations

import grp
import os
import pwd
from typing import TYPE_CHECKING

from okrtui import home
from okrtui.okr.errors import BadInput
from okrtui.okr.text import clean_line

if TYPE_CHECKING:
    from okrtui.actions.session import Session
    from okrtui.sync.layout import Store


class Sharing:
    """A new workspace on its way into a shared directory.

    Attributes:
        place: the directory's absolute path.
    """

    def __init__(self, directory: str, trust: str, group: str | None) -> None:
        self.place = os.path.abspath(directory)
        self._trust = trust
        self._group = None if group is None else gid_of(group)

    def prepare(self) -> None:
        """Make the directory ready, before there is a workspace for it; raises BadInput or OutOfReach."""
        from okrtui.sync.layout import prepare

        prepare(self.place, self._trust, self._group)

    def share(self, session: Session) -> None:
        """Make the directory the workspace's store and write to it what there is."""
        from okrtui.store.replica import Replica
        from okrtui.sync.layout import found
        from okrtui.sync.store_marks import bind_store

        with session.reading() as c:
            (ws,) = c.execute("SELECT value FROM meta WHERE name = 'ws'").fetchone()
        store = found(self.place, ws, session.member.handle, self._trust)
        with Replica.open(session.path).connected() as connection:
            bind_store(connection, store, session.member.handle)
        tell_others(session)


class Binding:
    """A new member's Unix user, where the workspace lies in a directory in which the owner of a file is believed.

    Attributes:
        uid: the Unix user; None elsewhere, and where nobody here has that name.
    """

    def __init__(self, session: Session, handle: str, asked: int | None, has_account: bool) -> None:
        self._handle = home.handle_of(handle)
        self._store = owned_store(session) if has_account else None
        self.uid = asked
        if asked is None and self._store:
            self.uid = _uid_of(self._handle)

    def complete(self) -> None:
        """Make their directory before anybody else takes its name, as only the superuser can; say what is open."""
        from okrtui.cli.streams import say
        from okrtui.sync.layout import author_directory

        if self._store is None:
            return
        if self.uid is None:
            say(
                f"No Unix user here is called {self._handle}: okrtui member edit {self._handle} --uid N binds theirs"
            )
        elif os.geteuid() == 0 and not author_directory(self._store, self._handle, self.uid):
            say(f"The directory u-{self._handle} belongs to somebody else: okrtui doctor says to whom")


def gid_of(group: str) -> int:
    """The gid of a Unix group; raises BadInput where there is none of that name."""
    try:
        return grp.getgrnam(group).gr_gid
    except KeyError as error:
        raise BadInput(f"there is no Unix group {clean_line(group)[:40]!r} here", field="group") from error


def owned_store(session: Session) -> Store | None:
    """The shared directory of a workspace, where the ownership of files is the authority in it; else None.

    Raises:
        OutOfReach: there is one, and it can't be read.
    """
    from okrtui.sync.layout import OWNERSHIP, read_store
    from okrtui.sync.remote import STORE, remote_of

    with session.reading() as c:
        remote = remote_of(c)
    if remote is None or remote.kind != STORE:
        return None
    store = read_store(remote.place)
    return store if store.trust == OWNERSHIP else None


def _uid_of(handle: str) -> int | None:
    """The uid of the Unix user of that name on this machine."""
    try:
        return pwd.getpwnam(handle).pw_uid
    except KeyError:
        return None


def tell_others(session: Session) -> None:
    """Exchange at once with a shared directory, so that others learn who takes part in it; words on what fails."""
    from okrtui.cli.streams import say
    from okrtui.sync.remote import STORE, remote_of
    from okrtui.sync.rounds import run_round

    with session.reading() as c:
        remote = remote_of(c)
    if remote is None or remote.kind != STORE:
        return
    done = run_round(session.path, home.now)
    for line in (*done.notes, *([done.problem] if done.problem else ())):
        say(line)
