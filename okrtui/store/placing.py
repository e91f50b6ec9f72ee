"""Putting a replica's file in its place: whole or not at all, whatever moment the program is killed at.

A file is made beside its place under a name that nobody opens and takes its name once it is complete and on disk.
What stood there before is kept under a dated name together with SQLite's files beside it, for a journal that is left
behind would be rolled back into the new file.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

COMPANIONS = ("-journal", "-wal", "-shm")
"""Endings of the files that SQLite keeps beside a database."""

_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


@contextmanager
def drafted(path: str) -> Iterator[str]:
    """The name under which the file for `path` is made; whatever is left there at the end goes.

    The empty file is there already, its owner's alone. Others of that name, which a killed program left, are for
    `doctor` to name.
    """
    draft = f"{path}.{os.getpid()}.new"
    discard(draft)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield draft
    finally:
        discard(draft)


def place_of(path: str) -> str:
    """The path that a draft is made for; any other path itself."""
    place, _, pid = path.removesuffix(".new").rpartition(".")
    return place if path.endswith(".new") and pid.isdigit() else path


def discard(path: str) -> None:
    """Remove a database and SQLite's files beside it, where they are there."""
    for ending in ("", *COMPANIONS):
        try:
            os.unlink(path + ending)
        except FileNotFoundError:
            continue


def put_new(draft: str, path: str) -> None:
    """Give a closed, complete file its name.

    Raises:
        FileExistsError: something has that name already; it is left alone.
    """
    _to_disk(draft)
    try:
        os.link(draft, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path) from error
        os.rename(draft, path)
    _to_disk(os.path.dirname(path))


def put_instead(draft: str, path: str, now: datetime) -> str:
    """Give a closed, complete file the name of another one, which is kept; returns the name that it is kept under.

    Whoever has the other one open goes on with it and with its own files beside it.
    """
    kept = kept_name(path, now)
    _to_disk(draft)
    try:
        os.link(path, kept)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        os.rename(path, kept)
    for ending in COMPANIONS:
        if os.path.lexists(path + ending):
            os.rename(path + ending, kept + ending)
    os.replace(draft, path)
    _to_disk(os.path.dirname(path))
    return kept


def replace_file(draft: str, path: str) -> None:
    """Give a closed, complete file the name of another one, which goes."""
    _to_disk(draft)
    os.replace(draft, path)
    _to_disk(os.path.dirname(path))


def kept_name(path: str, now: datetime) -> str:
    """A free name beside `path` that tells since when the file is an old one: `acme.okr.2026-11-17T080000.old`."""
    stem = f"{path}.{now.strftime('%Y-%m-%dT%H%M%S')}"
    name, count = f"{stem}.old", 1
    while os.path.lexists(name):
        count += 1
        name = f"{stem}-{count}.old"
    return name


def _to_disk(path: str) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    handle = os.open(path or os.curdir, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)
