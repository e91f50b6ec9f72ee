"""How the exchange with others stands: what waits, what was refused, what was not believed, and the last rounds."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, NamedTuple

from okrtui.okr.kinds import KINDS
from okrtui.okr.text import clean_line
from okrtui.views.conflicts import moment_of
from okrtui.views.people import name_of


class SyncState(NamedTuple):
    """The state in short.

    Attributes:
        kind: "store", "server", or "" for a workspace on this machine alone.
        place: the shared directory or the server's address.
        waiting: own changes that no other side has.
        refused: own changes that the server rejected.
        conflicts: texts and check-ins in conflict.
        notices: what was met in the shared directory and not believed, or in the log and can't be.
        last_at: when a round last ended well, RFC 3339; None where none did.
        problem: what kept the last round from ending well; "" where it did.
        problem_since: when that began, RFC 3339; None where all is well.
    """

    kind: str
    place: str
    waiting: int
    refused: int
    conflicts: int
    notices: int
    last_at: str | None
    problem: str
    problem_since: str | None


class RefusedRow(NamedTuple):
    """An own change that the server rejected: what it was, and why."""

    id: str
    kind: str
    what: str
    code: str
    text: str
    at: str


class WaitingRow(NamedTuple):
    """An own change that no other side has yet: what it is about."""

    id: str
    kind: str
    what: str


class DeviceRow(NamedTuple):
    """One replica that wrote into the workspace.

    Attributes:
        by: name of whose it is.
        dev: its id.
        changes: how many of its changes are here.
        last_at: when it last wrote, by its clock, RFC 3339 in UTC.
        is_here: whether it is this one.
    """

    by: str
    dev: str
    changes: int
    last_at: str
    is_here: bool


class RoundRow(NamedTuple):
    """One of the last rounds."""

    at: str
    sent: int
    received: int
    refused: int
    problem: str


def sync_state(c: sqlite3.Connection) -> SyncState:
    """The state of this replica."""
    row = c.execute("SELECT value FROM meta WHERE name = 'remote'").fetchone()
    remote: dict[str, Any] = json.loads(row[0]) if row else {}
    last = c.execute("SELECT MAX(at) FROM sync_round WHERE problem = ''").fetchone()[0]
    problem = c.execute("SELECT problem FROM sync_round ORDER BY number DESC LIMIT 1").fetchone()
    since = c.execute(
        "SELECT MIN(at) FROM sync_round WHERE problem != '' AND number >"
        " COALESCE((SELECT MAX(number) FROM sync_round WHERE problem = ''), -1)"
    ).fetchone()[0]
    return SyncState(
        kind=str(remote.get("kind", "")),
        place=clean_line(str(remote.get("place", ""))),
        waiting=_count(c, "outbox") if row else 0,
        refused=_count(c, "refused"),
        conflicts=_count(c, "conflict"),
        notices=_count(c, "notice") + _count(c, "oddity"),
        last_at=last,
        problem=clean_line(problem[0]) if problem else "",
        problem_since=since,
    )


def waiting(c: sqlite3.Connection, limit: int) -> list[WaitingRow]:
    """The first of the own changes that wait to be sent, in the order in which they were written."""
    rows = c.execute(
        "SELECT e.id, e.body FROM outbox o JOIN entry e ON e.id = o.id ORDER BY e.hlc LIMIT ?", (limit,)
    ).fetchall()
    return [WaitingRow(id_, *_told(body)) for id_, body in rows]


def devices(c: sqlite3.Connection) -> list[DeviceRow]:
    """The replicas that wrote into the workspace, the latest first; it looks through the whole log."""
    here = c.execute("SELECT value FROM meta WHERE name = 'dev'").fetchone()
    rows = c.execute(
        "SELECT m.name, e.au, e.dev, COUNT(*), MAX(e.hlc) FROM entry e LEFT JOIN member m ON m.handle = e.au"
        " GROUP BY e.au, e.dev ORDER BY MAX(e.hlc) DESC"
    ).fetchall()
    return [
        DeviceRow(name_of(name, author), clean_line(dev), count, moment_of(hlc), dev == here[0])
        for name, author, dev, count, hlc in rows
    ]


def refused(c: sqlite3.Connection) -> list[RefusedRow]:
    """The own changes that the server rejected, newest first."""
    rows = c.execute("SELECT id, code, text, at, body FROM refused ORDER BY at DESC, n DESC").fetchall()
    return [_refused_row(*row) for row in rows]


def notices(c: sqlite3.Connection) -> list[tuple[str, str]]:
    """(where, what) was met and not believed, or can't be."""
    met = c.execute("SELECT path, text FROM notice ORDER BY path, code").fetchall()
    odd = c.execute("SELECT au, code, COUNT(*) FROM oddity GROUP BY au, code ORDER BY au, code").fetchall()
    told = {
        "id_reuse": "used an id twice with other words: one of them counts",
        "dev_fork": "counted twice, as a copied home does: one of them counts",
    }
    return [(clean_line(path), clean_line(text)) for path, text in met] + [
        (clean_line(author), f"{told.get(code, clean_line(code))} ({count})") for author, code, count in odd
    ]


def rounds(c: sqlite3.Connection, limit: int = 10) -> list[RoundRow]:
    """The last rounds, newest first."""
    rows = c.execute(
        "SELECT at, sent, received, refused, problem FROM sync_round ORDER BY number DESC LIMIT ?", (limit,)
    )
    return [RoundRow(at, sent, received, no, clean_line(problem)) for at, sent, received, no, problem in rows]


def newer_count(c: sqlite3.Connection) -> int:
    """How many changes need a newer okrtui; it looks through the whole log."""
    marks = ", ".join("?" * len(KINDS))
    return int(c.execute(f"SELECT COUNT(*) FROM entry WHERE k NOT IN ({marks})", list(KINDS)).fetchone()[0])


def kind_noun(kind: str) -> str:
    """What people call a kind of entry: "check-in", "key result"; an unknown one by its own name."""
    named = {"check_in": "check-in", "change": "change request"}
    return named.get(kind) or kind.replace("_", " ")


def _refused_row(id_: str, code: str, text: str, at: str, body: bytes) -> RefusedRow:
    return RefusedRow(id_, *_told(body), clean_line(code), clean_line(text), at)


def _told(body: bytes) -> tuple[str, str]:
    """The kind of an entry's thing, and what it says of it in a few words."""
    entry: dict[str, Any] = json.loads(body)
    kind, fields = clean_line(str(entry.get("k"))), entry.get("d") or {}
    told = [
        clean_line(str(fields[name]))
        for name in ("week", "title", "insight", "next_action", "text", "name", "handle", "reason")
        if isinstance(fields, dict) and fields.get(name)
    ]
    return kind, " · ".join(told[:3])


def _count(c: sqlite3.Connection, table: str) -> int:
    return int(c.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])
