"""Writing to a shared directory: each replica appends to files of its own, and nothing is ever rewritten.

A line is one write, on disk before it counts as published. A file that is full, or whose end is torn, is left as it
is; the next one is named by the number of its first entry (the log and its exchange, §5).
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from okrtui.okr.errors import Refused
from okrtui.okr.text import clean_line
from okrtui.store.entry import Entry
from okrtui.sync.layout import (
    AUTHORS,
    FILE_MODE,
    FOLDER_FLAGS,
    OWN_MODE,
    OWNERSHIP,
    Store,
    folder,
    out_of_reach,
    set_mode,
    suppressed_exists,
)
from okrtui.sync.lines import LONGEST, Fault, read_lines, write_line

FULL = 4 * 1024 * 1024
"""Bytes from which on a segment takes no more lines."""

ENDING = ".okrlog"
_FORMER = ("", *(f".{number}" for number in range(2, 10)))
"""What may stand behind a handle in a directory's name, where others took the name before."""

_NOT_OURS = (errno.ENOTDIR, errno.ELOOP, errno.EACCES, errno.ENXIO)
"""What opening says of a thing that others put where a directory or a file of ours belongs."""

State = tuple[int, int, int]
"""Inode, size and time of change in nanoseconds."""


class Written(NamedTuple):
    """A segment that was written to: its path relative to the store, and how it stands."""

    path: str
    state: State


def publish(
    store: Store, handle: str, dev: str, entries: Sequence[Entry], known: dict[str, State]
) -> list[Written]:
    """Append entries to this replica's segments, and wait until they are on disk.

    Args:
        store: where.
        handle: their author.
        dev: their replica.
        entries: in order of n.
        known: how each of this replica's segments stood when it was last written or read to its end.

    Raises:
        OutOfReach: the store can't be written; what was written before that does no harm and is written again.
        Refused: others have taken every name of this author's directory.
    """
    try:
        with _own_folder(store, handle) as (name, author):
            with suppressed_exists():
                os.mkdir(dev, 0o700, dir_fd=author)
                os.fsync(author)
            with folder(dev, author) as own:
                if stat.S_IMODE(os.fstat(own).st_mode) != OWN_MODE:
                    set_mode(own, OWN_MODE)
                return _append(own, f"{AUTHORS}/{name}/{dev}", list(entries), known)
    except OSError as error:
        raise out_of_reach(store.place, error) from error


@contextmanager
def _own_folder(store: Store, handle: str) -> Iterator[tuple[str, int]]:
    """The author's directory, made where it isn't there; another one's under that name is passed over."""
    with folder(store.place, follows=True) as top, folder(AUTHORS, top) as authors:
        for name in (f"u-{handle}{former}" for former in _FORMER):
            with suppressed_exists():
                os.mkdir(name, 0o700, dir_fd=authors)
                os.fsync(authors)
            try:
                author = os.open(name, FOLDER_FLAGS | os.O_NOFOLLOW, dir_fd=authors)
            except OSError as error:
                if error.errno in _NOT_OURS:
                    continue
                raise
            try:
                if store.trust != OWNERSHIP or os.fstat(author).st_uid == os.geteuid():
                    if stat.S_IMODE(os.fstat(author).st_mode) != OWN_MODE:
                        set_mode(author, OWN_MODE)
                    yield name, author
                    return
            finally:
                os.close(author)
    raise Refused(f"others have taken every name of {handle}'s directory in {clean_line(store.place)}")


def _append(own: int, place: str, entries: list[Entry], known: dict[str, State]) -> list[Written]:
    written = []
    name = max((one for one in os.listdir(own) if _is_own(one)), default="")
    while entries:
        room = _room(own, name, known.get(f"{place}/{name}")) if name else 0
        if room <= 0:
            name = _next_name(own, entries[0].n)
            room = FULL
        count, size = 0, 0
        while count < len(entries) and size < room:
            size += len(write_line(entries[count].body))
            count += 1
        written.append(Written(f"{place}/{name}", _write(own, name, entries[:count])))
        entries = entries[count:]
        known[f"{place}/{name}"] = written[-1].state
    return written


def _next_name(own: int, n: int) -> str:
    """A name that sorts behind those that are there: usually that of the first entry's number."""
    last = max((int(one[:12]) for one in os.listdir(own) if _is_own(one)), default=0)
    return f"{max(n, last + 1):012d}{ENDING}"


def _is_own(name: str) -> bool:
    return len(name) == 12 + len(ENDING) and name.endswith(ENDING) and name[:12].isdigit()


def _room(own: int, name: str, known: State | None) -> int:
    """How many bytes a segment still takes; none where its end is torn or it is no file of ours."""
    try:
        handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=own)
    except OSError as error:
        if error.errno in _NOT_OURS:
            return 0
        raise
    try:
        there = os.fstat(handle)
        if not stat.S_ISREG(there.st_mode) or there.st_size >= FULL:
            return 0
        if (there.st_ino, there.st_size, there.st_mtime_ns) != known and not _is_whole(handle, there.st_size):
            return 0
        return FULL - there.st_size
    finally:
        os.close(handle)


def _is_whole(handle: int, size: int) -> bool:
    """Whether the last line of a file is whole."""
    if not size:
        return True
    data = os.pread(handle, LONGEST, max(0, size - LONGEST))
    end = 0
    for line, _, after in read_lines(data):
        end = after if not isinstance(line, Fault) else end
    return end == len(data) and data.endswith(b"\n")


def _write(own: int, name: str, entries: Sequence[Entry]) -> State:
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    handle = os.open(name, flags, 0o600, dir_fd=own)
    try:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise FileExistsError("something that is no file stands where this replica writes")
        if stat.S_IMODE(before.st_mode) != FILE_MODE:
            set_mode(handle, FILE_MODE)
        for entry in entries:
            _write_whole(handle, write_line(entry.body))
        os.fsync(handle)
        if not before.st_size:
            os.fsync(own)
        after = os.fstat(handle)
        return (after.st_ino, after.st_size, after.st_mtime_ns)
    finally:
        os.close(handle)


def _write_whole(handle: int, line: bytes) -> None:
    """One line in one write; on a disk that fills up the rest fails, and the torn line seals the file."""
    done = os.write(handle, line)
    while done < len(line):
        done += os.write(handle, line[done:])
