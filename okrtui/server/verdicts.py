"""What a push is answered with, entry by entry, and what can be said of an entry from its bytes alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from okrtui.okr.errors import BadInput
from okrtui.server.bodies import MAX_DEPTH, depth_of, fault_of
from okrtui.store.entry import MAX_BASE, MAX_BYTES, MAX_ID, Entry, is_id, read_canonical, read_entry
from okrtui.store.uncollected import uncollected

ACCEPTED, DUPLICATE, REJECTED = "accepted", "duplicate", "rejected"
ID_REUSE, DEV_FORK, GAP, FORBIDDEN = "id_reuse", "dev_fork", "gap", "forbidden"
TOO_LARGE, CLOCK_AHEAD, SCHEMA = "too_large", "clock_ahead", "schema"

CODES = {
    ID_REUSE: "its id stands in the log with other content",
    DEV_FORK: "its replica's counter went back or was used twice: the replica was copied",
    GAP: "reserved: a server numbers entries itself, so a hole in a replica's counter is no alarm",
    FORBIDDEN: "its author may not write it",
    TOO_LARGE: "it is larger than 64 KiB",
    CLOCK_AHEAD: "its clock is more than ten minutes ahead of the server's and of all that it replaces",
    SCHEMA: "it is no well-formed entry of this workspace",
}
"""The codes of rejected entries (the log and its exchange, §4)."""

_REPLICA = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_HANDLE = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_AUTHORS_KNOWN = 1024
_COUNTERS_END = 2**53


class Verdict(NamedTuple):
    """What became of one entry of a push.

    Attributes:
        id: the entry's id, "" where none could be read.
        n: its counter, 0 where none could be read.
        verdict: "accepted", "duplicate" (it was there already) or "rejected".
        code: why it was rejected, one of `CODES`; else "".
        text: the same in one line for its author.
        seq: its place in the log, 0 where it has none.
    """

    id: str
    n: int
    verdict: str
    code: str = ""
    text: str = ""
    seq: int = 0


class Candidate(NamedTuple):
    """An entry that somebody pushes, as far as it can be read.

    Attributes:
        id, n: as in `Verdict`.
        entry: the entry; None where it is none.
        fault: code and text of why it is none.
    """

    id: str
    n: int
    entry: Entry | None
    fault: tuple[str, str] | None

    def rejected(self, code: str, text: str) -> Verdict:
        """The verdict that it is not taken."""
        return Verdict(self.id, self.n, REJECTED, code, text)


@uncollected()
def read_candidates(bodies: Sequence[bytes], ws: str) -> list[Candidate]:
    """What can be said of these bodies before anything else is known."""
    return [_read(body, ws) for body in bodies]


def _read(body: bytes, ws: str) -> Candidate:
    entry = _usual(body)
    if entry is None:
        if fault := fault_of(body):
            return Candidate(*_names_in(body), None, fault)
        try:
            entry = read_entry(body)
        except BadInput as error:
            return Candidate(*_names_in(body), None, (SCHEMA, str(error)))
    if problem := _problem(entry, ws):
        return Candidate(entry.id[:MAX_ID], entry.n, None, (SCHEMA, problem))
    return Candidate(entry.id, entry.n, entry, None)


def _usual(body: bytes) -> Entry | None:
    """The entry in a body as this program writes them; None where it takes a closer look to tell what it is.

    Nearly all are, and this costs half of that look.
    """
    if len(body) > MAX_BYTES:
        return None
    entry = read_canonical(body)
    return entry if entry is not None and depth_of(body) <= MAX_DEPTH else None


def _problem(entry: Entry, ws: str) -> str:
    """What keeps an entry out of any log; what is merely unknown to this program is taken and passed on."""
    if entry.ws != ws:
        return "the entry belongs to another workspace"
    if not (_is_replica(entry.dev) and is_id(entry.id)):
        return "the entry's id or replica id can't be"
    if not is_handle(entry.au):
        return "the entry's author is no handle"
    if len(entry.base) == MAX_BASE and _base_of(entry.body) > MAX_BASE:
        return f"the entry replaces more than {MAX_BASE} others"
    return ""


@lru_cache(_AUTHORS_KNOWN)
def is_handle(text: str) -> bool:
    """Whether a text can be a member's handle."""
    return _HANDLE.fullmatch(text) is not None


@lru_cache(_AUTHORS_KNOWN)
def _is_replica(text: str) -> bool:
    return _REPLICA.fullmatch(text) is not None


def _base_of(body: bytes) -> int:
    return len(msgspec.json.decode(body)["base"])


def _names_in(body: bytes) -> tuple[str, int]:
    """The id and counter that something unreadable gives itself, so that its sender can tell which it was."""
    try:
        told: Any = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return "", 0
    if not isinstance(told, dict):
        return "", 0
    name, n = told.get("id"), told.get("n")
    if not isinstance(name, str) or not is_id(name):
        name = ""
    if not isinstance(n, int) or isinstance(n, bool) or not 0 < n < _COUNTERS_END:
        n = 0
    return name, n
