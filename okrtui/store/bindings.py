"""Which Unix users speak for which members, where the ownership of files is the authority.

A member's uid is bound by the root and by program leads; whose sponsor's role stands already is bound anew only by
the root or a sponsor, for the role is theirs to grant. The creator is bound by the shared directory itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

import msgspec

from okrtui.store.authority import NOBODY, Authority
from okrtui.store.entry import Entry, in_order, read_entry
from okrtui.store.registers import Write, heads
from okrtui.store.shapes import is_known, is_well_formed

Bindings = Mapping[str, frozenset[int]]
"""The uids that speak for each handle; none for a member whom nobody bound."""


_worked_out: tuple[tuple[object, ...], Bindings] | None = None
"""What was worked out last, and from which entries."""


def bindings(connection: sqlite3.Connection) -> Bindings:
    """Who is bound by this replica's log, the creator left out; worked out anew only where members changed."""
    global _worked_out
    row = connection.execute("SELECT value FROM folded WHERE name = 'authority'").fetchone()
    grounds = (
        row,
        connection.execute("SELECT value FROM meta WHERE name = 'dev'").fetchone(),
        connection.execute(
            "SELECT COUNT(*), SUM(rowid) FROM entry WHERE e IN (SELECT id FROM member)"
        ).fetchone(),
    )
    if _worked_out is None or _worked_out[0] != grounds:
        _worked_out = (grounds, _work_out(connection, row))
    return _worked_out[1]


def _work_out(connection: sqlite3.Connection, row: tuple[str] | None) -> Bindings:
    authority = msgspec.json.decode(row[0], type=Authority) if row else NOBODY
    rows = connection.execute("SELECT body FROM entry WHERE e IN (SELECT id FROM member) AND k = 'member'")
    by_member: dict[str, list[Entry]] = {}
    for entry in in_order([read_entry(body) for (body,) in rows.fetchall()]):
        by_member.setdefault(entry.e, []).append(entry)
    bound: dict[str, frozenset[int]] = {}
    for entries in by_member.values():
        handle, uids = _bound(entries, authority)
        if handle:
            bound[handle] = bound.get(handle, frozenset()) | uids
    bound.pop(authority.root, None)
    return bound


def _bound(entries: Iterable[Entry], authority: Authority) -> tuple[str, frozenset[int]]:
    """The handle of a member and the uid that speaks for it, as believed people set them."""
    believed: list[Entry] = []
    others: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        is_fit = is_known(entry) and is_well_formed(entry) and not authority.is_void(entry)
        if is_fit and (authority.is_believed(entry) or authority.is_sponsor(entry)):
            believed.append(entry)
        else:
            others[entry.id] = (*others.get(entry.id, ()), *entry.base)
    handle = _shown("handle", believed, others)
    if not isinstance(handle, str):
        return "", frozenset()
    may_bind = [entry for entry in believed if _may_bind(entry, handle, authority)]
    uid = _shown("uid", may_bind, others)
    return handle, frozenset([uid] if isinstance(uid, int) else ())


def _shown(field: str, entries: Iterable[Entry], void: Mapping[str, tuple[str, ...]]) -> object:
    writes = [Write(one.stamp, one.id, one.base, one.d[field]) for one in entries if field in one.d]
    standing = heads(writes, void)
    return standing[0].value if standing else None


def _may_bind(entry: Entry, handle: str, authority: Authority) -> bool:
    if entry.au == authority.root or authority.is_sponsor(entry):
        return True
    granted = authority.sponsors.get(handle, ())
    return all(entry.n <= span.after.get(entry.dev, 0) for span in granted)
