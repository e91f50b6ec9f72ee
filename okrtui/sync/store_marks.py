"""What a replica remembers of a shared directory: how far each file was read, what was not believed, whose it is.

A change of the owner of the store's first file is not taken for granted: it would make another one the creator.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from okrtui.okr.errors import Refused
from okrtui.okr.text import clean_line
from okrtui.sync.layout import DIRECTORY, Store
from okrtui.sync.remote import STORE, Remote, bind, remote_of
from okrtui.sync.store_reader import Mark
from okrtui.sync.store_scan import Odd

_KNOWN, _SEEN = "store", "store_seen"


class Known(NamedTuple):
    """The store as it was joined: whom its files are believed to belong to."""

    trust: str
    owner: int
    root: str


def bind_store(connection: sqlite3.Connection, store: Store, handle: str = "") -> None:
    """Exchange with this store from now on, as this member, and believe its present owner."""
    bind(connection, Remote(STORE, store.place, store.ws, handle=handle))
    known = Known(store.trust, store.owner, store.root)
    _set(connection, _KNOWN, msgspec.json.encode(known._asdict()).decode())
    _set(connection, _SEEN, "")


def act_as(connection: sqlite3.Connection, handle: str) -> None:
    """Take part in the store as this member from now on, unless told otherwise."""
    remote = remote_of(connection)
    assert remote is not None
    text = msgspec.json.encode(remote._replace(handle=handle)._asdict()).decode()
    connection.execute("UPDATE meta SET value = ? WHERE name = 'remote'", (text,))


def check_known(connection: sqlite3.Connection, store: Store) -> None:
    """Refuse a store that is not the one that was joined.

    Raises:
        Refused: it is another workspace's, or belongs to somebody else now.
    """
    where = clean_line(store.place)
    ws = connection.execute("SELECT value FROM meta WHERE name = 'ws'").fetchone()
    if ws and ws[0] != store.ws:
        raise Refused(f"{where} holds another workspace: nothing was exchanged")
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (_KNOWN,)).fetchone()
    known = Known(**msgspec.json.decode(row[0])) if row else None
    if known is None or known.trust == DIRECTORY == store.trust:
        return
    if (known.owner, known.root) != (store.owner, store.root):
        raise Refused(
            f"{where} belongs to another user than when it was joined (uid {store.owner}, before {known.owner}):"
            f" nothing was exchanged; if that is right, okrtui join {where} takes it as it is"
        )


def marks(connection: sqlite3.Connection) -> dict[str, Mark]:
    """How far each file was read."""
    rows = connection.execute("SELECT path, ino, size, mtime_ns, offset, sha FROM segment")
    return {path: Mark((ino, size, mtime), offset, sha) for path, ino, size, mtime, offset, sha in rows}


def keep_marks(connection: sqlite3.Connection, read: Mapping[str, Mark]) -> None:
    """Remember how far these files are read now."""
    connection.executemany(
        "INSERT OR REPLACE INTO segment (path, ino, size, mtime_ns, offset, sha) VALUES (?, ?, ?, ?, ?, ?)",
        [(path, *mark.state, mark.offset, mark.sha) for path, mark in read.items()],
    )


def forget_marks(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """These files are gone."""
    connection.executemany("DELETE FROM segment WHERE path = ?", [(path,) for path in paths])


def notices(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """What was not believed, by place and code."""
    return {
        (path, code): text for path, code, text in connection.execute("SELECT path, code, text FROM notice")
    }


def keep_notices(connection: sqlite3.Connection, wanted: Iterable[Odd], at: str) -> None:
    """Keep these notices and no others; one that stands already keeps the time at which it was first made."""
    standing = notices(connection)
    fresh = {(one.path, one.code): one.text for one in wanted}
    connection.executemany("DELETE FROM notice WHERE path = ? AND code = ?", standing.keys() - fresh.keys())
    connection.executemany(
        "INSERT INTO notice (path, code, text, at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (path, code) DO UPDATE SET text = excluded.text",
        [(*key, text, at) for key, text in fresh.items() if standing.get(key) != text],
    )


def seen(connection: sqlite3.Connection) -> str:
    """The digest of the scan with which the last round ended well."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (_SEEN,)).fetchone()
    return str(row[0]) if row else ""


def keep_seen(connection: sqlite3.Connection, digest: str) -> None:
    """A round ended well on this scan; "" lets the next one look at everything."""
    _set(connection, _SEEN, digest)


def _set(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, value))
