"""Reading the segments of a shared directory: whose they are is checked twice, what they say entry by entry.

A file counts as its author's where the uids that are bound to the handle own it and both directories above it, where
nobody else can write to it and no other name leads to it. An entry counts where it says the same author, replica and
workspace as the directory that it stands in (the log and its exchange, §5).
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection
from typing import NamedTuple

import msgspec

from okrtui.okr.text import clean_line, cut
from okrtui.store.clock import is_clock
from okrtui.sync.layout import AUTHORS, BY_OTHERS, OWNERSHIP, Store, folder
from okrtui.sync.lines import Fault, read_lines
from okrtui.sync.store_scan import LARGEST_SEGMENT, Odd, Segment

_COUNTERS_END = 2**53


class Mark(NamedTuple):
    """How far a segment was read, and how it stood then; `sha` is of all bytes before `offset`."""

    state: tuple[int, int, int]
    offset: int
    sha: str


class Line(NamedTuple):
    """An entry in a segment: its place in its replica's count, where its line begins, and its bytes."""

    n: int
    start: int
    body: bytes


class Reading(NamedTuple):
    """What a segment gave.

    Attributes:
        segment: the file.
        lines: the entries from where the last reading ended, or all of them where the file is another one now.
        data: its bytes.
        end: where the last line that was read ends.
        odd: what in it can't be believed or read.
        is_anew: whether it was read from its beginning.
    """

    segment: Segment
    lines: list[Line]
    data: bytes
    end: int
    odd: list[Odd]
    is_anew: bool

    def mark(self, end: int) -> Mark:
        """The file as it is, read up to here."""
        return Mark(self.segment.state, end, hashlib.sha256(memoryview(self.data)[:end]).hexdigest())


class Claim(msgspec.Struct):
    """What an entry says of where it belongs."""

    id: str
    ws: str
    au: str
    dev: str
    n: int
    hlc: str
    k: str


_decoder = msgspec.json.Decoder(Claim)


def unbelieved(store: Store, segment: Segment, uids: Collection[int]) -> Odd | None:
    """Why a segment is not its author's; None where it is.

    Args:
        store: the store.
        segment: as it stands.
        uids: those that speak for the handle.
    """
    if segment.size > LARGEST_SEGMENT:
        return Odd(segment.path, "too_large", "it is larger than any that okrtui writes, and not read")
    if store.trust != OWNERSHIP:
        return None
    handle = segment.replica.author.handle
    if segment.uid not in uids or segment.replica.uid not in uids:
        owner = segment.uid if segment.uid not in uids else segment.replica.uid
        return Odd(
            segment.path, "owner", f"{user_name(owner)} put it among {handle}'s files: it is not believed"
        )
    if segment.mode & BY_OTHERS:
        told = (
            f"others than {handle} can write to it, so it is not believed: {handle} closes it with chmod 644"
        )
        return Odd(segment.path, "writable", told)
    if segment.links != 1:
        return Odd(segment.path, "links", "it has a second name elsewhere, so it is not believed")
    return None


def read_segment(store: Store, segment: Segment, mark: Mark | None) -> Reading | None:
    """Read what is new in a segment; None where it is another one by now, which the next round looks at.

    Raises:
        OSError: it can't be read.
    """
    data = _bytes_of(store, segment)
    if data is None:
        return None
    odd: list[Odd] = []
    offset = mark.offset if mark else 0
    if mark is not None and (complaint := _other_than(data, segment, mark)) is not None:
        odd.extend(complaint)
        offset = 0
    lines: list[Line] = []
    faults: dict[str, list[int]] = {}
    end = offset
    for line, start, after in read_lines(data, offset):
        end = after
        if isinstance(line, Fault):
            faults.setdefault("torn" if after == len(data) else line.what, []).append(start)
            continue
        n, problem = _looked_at(store, segment, line)
        if problem:
            faults.setdefault(problem, []).append(start)
        else:
            lines.append(Line(n, start, line))
    odd.extend(_told(segment, what, starts) for what, starts in faults.items())
    if b"\r\n" in data and not any(one.code == "crlf" for one in odd):
        told = "a program changed its line ends; nothing is lost: keep *.okrlog -text in .gitattributes"
        odd.append(Odd(segment.path, "crlf", told))
    return Reading(segment, lines, data, end, odd, offset == 0)


def user_name(uid: int) -> str:
    """A Unix user for people: name and uid."""
    import pwd

    try:
        return f"{clean_line(pwd.getpwuid(uid).pw_name)} (uid {uid})"
    except (KeyError, OverflowError):
        return f"uid {uid}"


def _bytes_of(store: Store, segment: Segment) -> bytes | None:
    """The file's bytes, where it still is the one that was looked at, in the directories that were looked at."""
    replica, author = segment.replica, segment.replica.author
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    with (
        folder(store.place, follows=True) as top,
        folder(AUTHORS, top) as authors,
        folder(author.name, authors) as of_author,
        folder(replica.name, of_author) as of_replica,
    ):
        if (os.fstat(of_author).st_uid, os.fstat(of_replica).st_uid) != (author.uid, replica.uid):
            return None
        handle = os.open(segment.name, flags, dir_fd=of_replica)
        try:
            there = os.fstat(handle)
            is_same = (there.st_ino, there.st_uid, there.st_mode, there.st_nlink) == (
                (segment.state[0], segment.uid, segment.mode, segment.links)
            )
            if not is_same or not stat.S_ISREG(there.st_mode):
                return None
            return _read_all(handle, segment.size)
        finally:
            os.close(handle)


def _read_all(handle: int, size: int) -> bytes:
    """As many bytes as the file had when it was looked at; fewer where it was cut since."""
    parts = []
    while size > 0 and (part := os.read(handle, size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _other_than(data: bytes, segment: Segment, mark: Mark) -> list[Odd] | None:
    """None where the file still begins with what was read of it; else what is to be said of that."""
    if len(data) >= mark.offset:
        if not mark.sha or hashlib.sha256(memoryview(data)[: mark.offset]).hexdigest() == mark.sha:
            return None
        return [
            Odd(segment.path, "rewritten", "what was read of it before reads otherwise now; both are kept")
        ]
    return [Odd(segment.path, "shrunk", "it is shorter than before; what was read of it is kept")]


def _looked_at(store: Store, segment: Segment, body: bytes) -> tuple[int, str]:
    """An entry's number, and why it does not count where it stands: a code; "" where it does."""
    try:
        claim = _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return 0, "unreadable"
    if not (is_clock(claim.hlc) and 0 < claim.n < _COUNTERS_END and claim.id):
        return 0, "unreadable"
    return claim.n, _problem(store, segment, claim)


def _problem(store: Store, segment: Segment, claim: Claim) -> str:
    if claim.ws != store.ws:
        return "other_workspace"
    replica = segment.replica
    if claim.au != replica.author.handle or claim.dev != replica.dev:
        return "forged"
    if claim.id == store.ws and claim.au != store.root:
        return "forged"
    return ""


_WORDS = {
    "torn": "can't be read, at the end; whoever wrote it adds it again when they next sync",
    "damaged": "can't be read; whoever wrote them adds them again when they next sync",
    "noise": "can't be read: it is full of what looks like the beginnings of lines",
    "unreadable": "hold no log entry",
    "other_workspace": "belong to another workspace",
    "forged": "say that another author or replica wrote them: they are forged and not believed",
}


def _told(segment: Segment, what: str, starts: list[int]) -> Odd:
    count = len(starts)
    where = f"{count} place{'s' if count > 1 else ''} from byte {starts[0]} on"
    return Odd(segment.path, what, cut(f"{where} {_WORDS[what]}", 200))
