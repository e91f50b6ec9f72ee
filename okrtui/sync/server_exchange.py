"""One round with a shared server: own entries are handed over, then the others' taken in.

A log that was brought back from a backup, or made anew, has another epoch: then the cursor goes back to the start and
all own entries are handed over again, so that clients refill a server that lost some, and no emptied one empties
anybody else's (the log and its exchange, §4).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime

from okrtui.store.outbox import put_back
from okrtui.store.replica import Replica
from okrtui.sync.answers import Unavailable
from okrtui.sync.cursors import Cursor, cursor_of, move_cursor
from okrtui.sync.remote import Remote, forget_bound, read_token
from okrtui.sync.rounds import End, Exchanged, no_end
from okrtui.sync.server_client import ServerClient
from okrtui.sync.server_failures import EpochChanged, Revoked
from okrtui.sync.server_pull import Puller
from okrtui.sync.server_push import Pusher
from okrtui.sync.server_round import ServerRound

EPOCHS = 3
"""How often in one round the log may turn out to be another one."""


def exchange(
    replica: Replica,
    remote: Remote,
    now: Callable[[], datetime],
    progress: Callable[[int, int], None] | None = None,
    end: End = no_end,
) -> Exchanged:
    """Hand over what waits and take in what is new.

    Args:
        replica: this side.
        remote: the server.
        now: the clock.
        progress: told how far a long transfer has come.
        end: told in the last transaction what the exchange did, where that is known then.

    Raises:
        OutOfReach: the server can't be reached or gives no answer of its own.
        Refused: it takes nothing from this device, or the way there is not safe.
    """
    client = client_of(replica.path, remote)
    this = ServerRound(replica, remote, client, now, progress)
    notes: tuple[str, ...] = ()
    sent = refused = 0

    def sent_all(connection: sqlite3.Connection, taken: int, rejected: int) -> None:
        end(connection, Exchanged(sent + taken, 0, refused + rejected))

    def read_all(connection: sqlite3.Connection, received: int) -> None:
        end(connection, Exchanged(sent, received, refused))

    for _ in range(EPOCHS):
        try:
            pushed = Pusher(this, sent_all).push()
            sent, refused, notes = sent + pushed.taken, refused + pushed.refused, (*notes, *pushed.notes)
            received = Puller(this, read_all).pull(pushed.cursor, pushed.head)
        except EpochChanged as changed:
            count = _begin_anew(replica, remote, changed.epoch)
            notes = (
                *notes,
                f"{client.host} was brought back from a backup: {count} changes of yours go there again",
            )
        else:
            return Exchanged(sent, received, refused, notes)
    raise Unavailable(f"{client.host} changes its log all the time: it is tried again")


def await_news(replica: Replica, remote: Remote, seconds: float) -> bool:
    """Whether the server has something new, as soon as it has, or after so many seconds; nothing is taken in.

    Raises:
        OutOfReach: the server can't be reached or gives no answer of its own.
        Refused: it does not know this device.
    """
    with replica.connected() as connection:
        cursor = cursor_of(connection, remote.place)
    if not cursor.epoch:
        return True
    try:
        page = client_of(replica.path, remote).pull(remote.ws, cursor.seq, cursor.epoch, 1, seconds)
    except EpochChanged:
        return True
    return page.head > cursor.seq


def client_of(path: str, remote: Remote) -> ServerClient:
    """The server's client for the replica at `path`.

    Raises:
        Refused: there is no token for it here, or the way there is not safe.
    """
    token = read_token(path)
    client = ServerClient(remote.place, token, remote.is_plain_allowed)
    if not token:
        raise Revoked(
            f"the token for {client.host} is not on this machine: ask for a new invitation and run"
            " `okrtui join URL CODE`; what you have written stays here and goes then"
        )
    return client


def _begin_anew(replica: Replica, remote: Remote, epoch: str) -> int:
    """Read the server's log from the start and let all own entries wait again; gives how many."""
    with replica.connected() as connection:
        if cursor_of(connection, remote.place).epoch == epoch:
            raise Unavailable(f"{remote.place} contradicts itself about its log: it is tried again")
        move_cursor(connection, remote.place, Cursor(epoch, 0))
        forget_bound(connection)
        return put_back(connection)
