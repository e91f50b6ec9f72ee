"""The other side that a replica exchanges entries with: a shared directory, a shared server, or none.

It stands in the replica. The token that a server gave stands beside it, in a file of its owner's alone, so that no
copy of a replica carries it along.
"""

from __future__ import annotations

import os
import sqlite3
from typing import NamedTuple

import msgspec

from okrtui import home

STORE, SERVER = "store", "server"

BOUND = "bound:"
"""Begins the names of the facts that tell for which replica ids a server has heard whose they are."""


class Remote(NamedTuple):
    """The other side.

    Attributes:
        kind: "store" or "server".
        place: the shared directory's absolute path, or the server's address without a "/" at its end.
        ws: id of the workspace's first entry; empty where the first push is to make it.
        is_plain_allowed: whether a server may be spoken to without TLS beyond this machine.
        handle: for whom a server gave its token: it takes entries of this author alone.
        device: what that server calls this installation.
    """

    kind: str
    place: str
    ws: str
    is_plain_allowed: bool = False
    handle: str = ""
    device: str = ""


def remote_of(connection: sqlite3.Connection) -> Remote | None:
    """The other side of the replica behind this connection; None where it keeps to this machine."""
    row = connection.execute("SELECT value FROM meta WHERE name = 'remote'").fetchone()
    return Remote(**msgspec.json.decode(row[0])) if row else None


def bind(connection: sqlite3.Connection, remote: Remote | None) -> None:
    """Exchange with this side from now on, or with none; how far another one was read is forgotten."""
    for table in ("cursor", "segment", "notice"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM meta WHERE name = 'remote'")
    forget_bound(connection)
    if remote is not None:
        text = msgspec.json.encode(remote._asdict()).decode()
        connection.execute("INSERT INTO meta (name, value) VALUES ('remote', ?)", (text,))


def note_bound(connection: sqlite3.Connection, dev: str) -> None:
    """Keep in mind that the server knows whose replica id this is."""
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, '1')", (BOUND + dev,))


def forget_bound(connection: sqlite3.Connection) -> None:
    """The server may know of none of the replica ids that it was told."""
    connection.execute("DELETE FROM meta WHERE substr(name, 1, ?) = ?", (len(BOUND), BOUND))


def token_path(replica: str) -> str:
    """Where the token for a replica's server lies."""
    return f"{replica}.token"


def write_token(replica: str, token: str) -> None:
    """Keep the token that the server gave, for its owner alone (0600)."""
    home.write_private(token_path(replica), token + "\n")


def read_token(replica: str) -> str:
    """The token for a replica's server; empty where there is none."""
    try:
        with open(token_path(replica), encoding="ascii", errors="replace") as file:
            return file.readline().strip()
    except FileNotFoundError:
        return ""


def forget_token(replica: str) -> None:
    """Remove the token, where there is one."""
    try:
        os.unlink(token_path(replica))
    except FileNotFoundError:
        return
