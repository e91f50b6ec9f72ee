"""The order of a replica's entries: they are taken in without gaps, so that "the last one seen" says which were seen.

What stands beyond a missing entry waits in its file until its author's client appends the missing one again. Without
that, whoever loses an account could fill the gaps below the fence afterwards (the log and its exchange, §§2, 5).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from okrtui.sync.layout import OWNERSHIP
from okrtui.sync.store_beliefs import Beliefs
from okrtui.sync.store_reader import Line, Mark, Reading
from okrtui.sync.store_scan import Odd, Segment

Owner = tuple[int, str]
"""The Unix user behind a replica (-1 where ownership does not travel), and the replica's id."""


class Released(NamedTuple):
    """What is taken in of some files, how far they count as read, and what waits in them."""

    bodies: list[bytes]
    marks: dict[str, Mark]
    odd: list[Odd]


def release(connection: sqlite3.Connection, trusted: Beliefs, readings: Iterable[Reading]) -> Released:
    """The entries that follow upon what this replica holds, without a gap.

    Args:
        connection: the replica.
        trusted: who is believed.
        readings: what some files gave.
    """
    by_owner: dict[Owner, list[tuple[Line, Reading]]] = {}
    ends: dict[str, int] = {}
    by_path = {reading.segment.path: reading for reading in readings}
    for reading in by_path.values():
        ends[reading.segment.path] = reading.end
        by_owner.setdefault(_owner(trusted, reading.segment), []).extend(
            (line, reading) for line in reading.lines
        )
    bodies: list[bytes] = []
    odd: list[Odd] = []
    for owner, lines in by_owner.items():
        last = _last_without_gap(connection, trusted, owner)
        waiting: dict[str, int] = {}
        for line, reading in sorted(lines, key=lambda one: one[0].n):
            if line.n <= last + 1:
                bodies.append(line.body)
                last = max(last, line.n)
            else:
                path = reading.segment.path
                ends[path] = min(ends[path], line.start)
                waiting[path] = waiting.get(path, 0) + 1
        odd += [_told(path, count, last + 1) for path, count in waiting.items()]
    return Released(bodies, {path: by_path[path].mark(end) for path, end in ends.items()}, odd)


def _told(path: str, count: int, missing: int) -> Odd:
    told = f"{count} wait{'s' if count == 1 else ''} in it for entry {missing}, which is missing"
    return Odd(path, "missing", f"{told}: its author's okrtui adds it again when it next syncs")


def _owner(trusted: Beliefs, segment: Segment) -> Owner:
    is_owned = trusted.store.trust == OWNERSHIP
    return (segment.replica.author.uid if is_owned else -1, segment.replica.dev)


def _last_without_gap(connection: sqlite3.Connection, trusted: Beliefs, owner: Owner) -> int:
    """The last of this replica's entries before which none is missing here."""
    uid, dev = owner
    handles = (
        trusted.handles_of(uid)
        if uid >= 0
        else [one for (one,) in connection.execute("SELECT handle FROM member")]
    )
    handles = sorted({*handles, trusted.store.root} if uid < 0 else handles)
    marks = ", ".join("?" * len(handles))
    known = (
        f"SELECT n FROM entry WHERE au IN ({marks}) AND dev = ?{len(handles) + 1} UNION"
        f" SELECT n FROM refused WHERE dev = ?{len(handles) + 1}"
    )
    counted = f"SELECT COUNT(*), COALESCE(MAX(n), 0) FROM ({known})"
    count, greatest = connection.execute(counted, (*handles, dev)).fetchone()
    if count == greatest:  # nearly always, and SQLite counts faster than it hands rows out
        return int(count)
    last = 0
    for (n,) in connection.execute(f"{known} ORDER BY n", (*handles, dev)):
        if n > last + 1:
            break
        last = n
    return last
