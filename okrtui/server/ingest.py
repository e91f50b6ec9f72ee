"""Taking entries into the log: judged one by one under the workspace's counter, each counting for the next.

Whoever appends holds the counter's row from reading the head to the commit. A sequence would be handed out before the
commit, and a reader who follows it would miss what commits late (the log and its exchange, §4).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, bindparam, insert, select, update

from okrtui.server.appending import HLC, ID, Row, append_rows
from okrtui.server.known import Sender, look_up
from okrtui.server.paging import Counter
from okrtui.server.schema import ENTRY, REJECTION, WORKSPACE
from okrtui.server.verdicts import (
    ACCEPTED,
    CLOCK_AHEAD,
    DEV_FORK,
    DUPLICATE,
    FORBIDDEN,
    ID_REUSE,
    SCHEMA,
    Candidate,
    Verdict,
)
from okrtui.store.clock import clock_text, milliseconds
from okrtui.store.entry import Entry
from okrtui.store.shapes import is_known, is_well_formed

MINUTES_AHEAD = 10
_MS_AHEAD = MINUTES_AHEAD * 60_000


class Authority(Protocol):
    """Who may write what (store/rights)."""

    def refusal(self, entry: Entry) -> tuple[str, str] | None:
        """Code and text of why the entry may not be written; None where it may."""

    def prepare(self, entries: Iterable[Entry]) -> None:
        """These are to be judged."""

    def count(self, entry: Entry) -> None:
        """The entry was accepted and counts for the next ones."""


class Outcome(NamedTuple):
    """What a push did.

    Attributes:
        verdicts: one an entry, in their order.
        head: the log's head afterwards.
    """

    verdicts: list[Verdict]
    head: int


def ingest(
    connection: Connection,
    counter: Counter,
    candidates: Sequence[Candidate],
    sender: Sender,
    rights: Authority,
    now: datetime,
) -> Outcome:
    """Judge the candidates and append the accepted ones.

    Args:
        connection: a transaction that holds the counter.
        counter: the workspace's counter row.
        candidates: what is pushed.
        sender: by whom.
        rights: who may write what, as the whole log up to the head says.
        now: the server's clock.
    """
    batch = _Batch(connection, counter, candidates, sender, rights, now)
    verdicts = [batch.judge(one) for one in candidates]
    batch.write()
    return Outcome(verdicts, batch.head)


class _Batch:
    """One push, under the counter."""

    def __init__(
        self,
        connection: Connection,
        counter: Counter,
        candidates: Sequence[Candidate],
        sender: Sender,
        rights: Authority,
        now: datetime,
    ) -> None:
        self.connection = connection
        self.ws = counter.ws
        self.head = counter.head
        self._bytes = counter.bytes
        self._handle, self._devs, self._is_operator = sender
        self._rights = rights
        self._now = now.isoformat(timespec="seconds")
        self._latest = clock_text(milliseconds(now) + _MS_AHEAD, 0xFFFF)
        entries = [one.entry for one in candidates if one.entry]
        self._known = look_up(connection, self.ws, entries, sender)
        rights.prepare(entries)
        self._clocks: dict[str, str] = {}
        self._rows: list[Row] = []
        self._rejections: list[dict[str, Any]] = []

    def judge(self, candidate: Candidate) -> Verdict:
        """The verdict on one entry; an accepted one counts from now on."""
        entry = candidate.entry
        if entry is None:
            return candidate.rejected(*(candidate.fault or (SCHEMA, "not a log entry")))
        if (entry.au != self._handle or entry.dev not in self._devs) and not self._is_operator:
            return candidate.rejected(FORBIDDEN, self._problem_of_sender(entry))
        known = self._known.ids.get((entry.au, entry.id))
        if known and known[0] == entry.sha:
            return Verdict(entry.id, entry.n, DUPLICATE, seq=known[1])
        if self._known.rejected:
            before = self._known.rejected.get((entry.au, entry.dev, entry.n, entry.sha))
            if before is not None:
                return candidate.rejected(*before)
        refusal = self._refusal(entry, known is not None)
        if refusal is not None:
            self._reject(entry, *refusal)
            return candidate.rejected(*refusal)
        return self._accept(entry)

    def write(self) -> None:
        """Write what was decided."""
        if self._rejections:
            self.connection.execute(insert(REJECTION), self._rejections)
        if self._rows:
            append_rows(self.connection, self._rows)
            self.connection.execute(_MOVE_COUNTER, {"name": self.ws, "to": self.head, "size": self._bytes})

    def _problem_of_sender(self, entry: Entry) -> str:
        if entry.au != self._handle:
            return f"the entry is by {entry.au}; this device speaks for {self._handle}"
        return "the entry is signed by a replica that this device has not named"

    def _refusal(self, entry: Entry, is_id_known: bool) -> tuple[str, str] | None:
        """Why an entry that is new is not taken; None where it is."""
        if is_id_known:
            return ID_REUSE, "an entry with this id and other content is in the log already"
        if self._is_fork(entry):
            return DEV_FORK, "this replica's counter has been further already: was the home copied?"
        is_first = entry.id == self.ws
        if is_first and self.head:
            return FORBIDDEN, "the workspace has its first entry already"
        if not self.head and not (is_first and entry.k == "workspace"):
            return SCHEMA, "a log begins with the entry that makes the workspace"
        if self._is_operator:
            is_malformed = is_known(entry) and not is_well_formed(entry)
            return (
                (SCHEMA, f"a field of this {entry.k} is unknown or not of its shape")
                if is_malformed
                else None
            )
        ahead = self._ahead(entry) if entry.hlc > self._latest else None
        return ahead or self._rights.refusal(entry)

    def _is_fork(self, entry: Entry) -> bool:
        """Whether the counter was used; who is no operator may not go back either, for fences name counters."""
        if self._is_operator:
            return (entry.au, entry.dev, entry.n) in self._known.taken
        return entry.n <= self._known.last.get((entry.au, entry.dev), 0)

    def _ahead(self, entry: Entry) -> tuple[str, str] | None:
        """The refusal of a clock ahead of the server's, where all that the entry replaces is behind it, too."""
        seen = max((self._clock_of(one) for one in entry.base), default="")
        if seen and int(entry.hlc[:12], 16) <= int(seen[:12], 16) + _MS_AHEAD:
            return None
        ahead = (int(entry.hlc[:12], 16) - int(self._latest[:12], 16) + _MS_AHEAD) // 1000
        return CLOCK_AHEAD, f"the clock is {ahead} seconds ahead of the server's, where it is {self._now}"

    def _clock_of(self, name: str) -> str:
        """The greatest clock of the accepted entries with this id, "" where there is none."""
        if name not in self._clocks:
            rows = self.connection.execute(_CLOCKS, {"ws": self.ws, "id": name})
            clocks = [hlc for (hlc,) in rows]
            clocks += [row[HLC] for row in self._rows if row[ID] == name]
            self._clocks[name] = max(clocks, default="")
        return self._clocks[name]

    def _accept(self, entry: Entry) -> Verdict:
        name, au, sha, body = entry.id, entry.au, entry.sha, entry.body
        self.head = seq = self.head + 1
        row = (self.ws, seq, name, au, entry.dev, entry.n, entry.hlc, sha, self._bytes, self._now, body)
        self._rows.append(row)
        self._bytes += len(body)
        self._known.ids[au, name] = (sha, seq)
        self._clocks.pop(name, None)
        self._judged(entry)
        self._rights.count(entry)
        return Verdict(name, entry.n, ACCEPTED, "", "", seq)

    def _reject(self, entry: Entry, code: str, text: str) -> None:
        """Remember a rejection; an operator may try again."""
        if self._is_operator:
            return
        key = (entry.au, entry.dev, entry.n, entry.sha)
        self._known.rejected[key] = (code, text)
        self._judged(entry)
        self._rejections.append(
            {
                "ws": self.ws,
                **dict(zip(("au", "dev", "n", "sha"), key, strict=True)),
                "code": code,
                "text": text,
                "at": self._now,
            }
        )

    def _judged(self, entry: Entry) -> None:
        replica = (entry.au, entry.dev)
        if self._is_operator:
            self._known.taken.add((*replica, entry.n))
        if entry.n > self._known.last.get(replica, 0):
            self._known.last[replica] = entry.n


_MOVE_COUNTER = (
    update(WORKSPACE)
    .where(WORKSPACE.c.ws == bindparam("name"))
    .values(head=bindparam("to"), bytes=bindparam("size"))
)
_CLOCKS = select(ENTRY.c.hlc).where(ENTRY.c.ws == bindparam("ws"), ENTRY.c.id == bindparam("id"))
