"""A workspace's whole log as one compressed file, for whoever joins: entries, which any version reads, and no state.

It is made anew only when the log has grown by a good part; what came in since is pulled in pages.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import threading
from pathlib import Path
from typing import NamedTuple

import msgspec

from okrtui import home
from okrtui.server.database import Database
from okrtui.server.paging import Counter, bodies_between, read_counter

COMPRESSION = 6
GROWN_BY = 1_000
"""Entries by which the log may have grown before a snapshot is made anew; or a tenth, in a long log."""

_KEPT = 2
"""Snapshots of a workspace that stay: the last one may be on its way to somebody."""


class Snapshot(NamedTuple):
    """A compressed log.

    Attributes:
        path: the gzip file; a body a line.
        epoch: the log's.
        head: the seq of its last entry.
        sha256: of the uncompressed lines, in hexadecimal digits.
    """

    path: str
    epoch: str
    head: int
    sha256: str


class Snapshots:
    """The snapshots that lie in a folder."""

    def __init__(self, database: Database, data_dir: str) -> None:
        self._database = database
        self._folder = os.path.join(data_dir, "snapshots")
        self._lock = threading.Lock()
        self._latest: dict[str, Snapshot] = {}

    def of(self, ws: str) -> Snapshot:
        """A workspace's log up to its head or not far from it.

        Raises:
            NotFound: there is no such workspace.
            OutOfReach: the log can't be read.
        """
        with self._database.reading() as connection:
            counter = read_counter(connection, ws)
        with self._lock:
            latest = self._latest.get(ws) or self._found(ws)
            if latest is None or not _is_near(latest, counter) or not os.path.exists(latest.path):
                latest = self._make(counter)
            self._latest[ws] = latest
            return latest

    def _found(self, ws: str) -> Snapshot | None:
        """The newest snapshot that an earlier process left."""
        notes = sorted(Path(self._folder).glob(f"{ws}-*.json"), key=lambda one: one.stat().st_mtime_ns)
        for note in reversed(notes):
            try:
                return msgspec.json.decode(note.read_bytes(), type=Snapshot)
            except (OSError, msgspec.MsgspecError):
                continue
        return None

    def _make(self, counter: Counter) -> Snapshot:
        if not os.path.isdir(self._folder):
            home.make_private_dir(self._folder)
        stem = os.path.join(self._folder, f"{counter.ws}-{counter.epoch[:8]}-{counter.head:012d}")
        draft = f"{stem}.{os.getpid()}.new"
        try:
            digest = self._write(draft, counter)
            os.replace(draft, f"{stem}.gz")
        finally:
            Path(draft).unlink(missing_ok=True)
        made = Snapshot(f"{stem}.gz", counter.epoch, counter.head, digest)
        home.write_private(f"{stem}.json", msgspec.json.encode(made._asdict()).decode())
        self._clear(counter.ws)
        return made

    def _write(self, path: str, counter: Counter) -> str:
        """Write all bodies up to the counter's head; gives the sha256 of the lines."""
        digest, seq = hashlib.sha256(), 0
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with (
            os.fdopen(descriptor, "wb") as file,
            gzip.GzipFile("", "wb", COMPRESSION, file, mtime=0) as lines,
        ):
            while seq < counter.head:
                with self._database.reading() as connection:
                    bodies = bodies_between(connection, counter.ws, seq, counter.head)
                text = b"\n".join(bodies) + b"\n"
                digest.update(text)
                lines.write(text)
                seq += len(bodies)
        return digest.hexdigest()

    def _clear(self, ws: str) -> None:
        """Remove all but the last snapshots of a workspace."""
        files = sorted(Path(self._folder).glob(f"{ws}-*.gz"), key=lambda one: one.stat().st_mtime_ns)
        for file in files[:-_KEPT]:
            file.unlink(missing_ok=True)
            file.with_suffix(".json").unlink(missing_ok=True)


def _is_near(snapshot: Snapshot, counter: Counter) -> bool:
    if snapshot.epoch != counter.epoch:
        return False
    return 0 <= counter.head - snapshot.head <= max(GROWN_BY, snapshot.head // 10)
