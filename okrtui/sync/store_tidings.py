"""What is to be said of a shared directory as it is now: what was met there and not believed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping

from okrtui.store.outbox import own_replicas
from okrtui.sync.layout import OWNERSHIP
from okrtui.sync.store_beliefs import Beliefs
from okrtui.sync.store_reader import user_name
from okrtui.sync.store_scan import Author, Odd, Scan, Segment, is_copy

_OF_CONTENTS = frozenset(
    ("torn", "damaged", "noise", "unreadable", "other_workspace", "forged", "crlf", "rewritten", "shrunk")
)
"""Notices on what a file holds: they stand until it is read anew."""


def tidings(
    connection: sqlite3.Connection,
    looked: Scan,
    trusted: Beliefs,
    standing: Mapping[tuple[str, str], str],
    anew: Collection[str],
    gone: Collection[str],
) -> list[Odd]:
    """The notices of a round, but for those of the files that it read.

    Args:
        connection: the replica.
        looked: what lies there.
        trusted: who is believed.
        standing: the notices of the round before.
        anew: paths of the files that were read from their beginning.
        gone: paths of the files that were read before and are there no more.
    """
    by_path = {one.path: one for one in looked.segments}
    told = [*looked.odd, *_on_authors(connection, looked, trusted)]
    owned = [one for one in looked.segments if trusted.owns(one.replica.author)]
    told += [objection for one in owned if (objection := trusted.objection(one))]
    for (path, code), text in standing.items():
        is_kept = code in _OF_CONTENTS and path in by_path and path not in anew
        if is_kept or (code == "gone" and path not in by_path):
            told.append(Odd(path, code, text))
    own = own_replicas(connection)
    missed = [path for path in gone if not is_copy(path) and path.split("/")[-2].lower() not in own]
    return [
        *told,
        *(
            Odd(path, "gone", "it was read and is there no more; its entries are kept here")
            for path in missed
        ),
    ]


def is_mended(odd: Odd, looked: Scan, fresh: Collection[Odd]) -> bool:
    """Whether a bad line was reported, and nothing is missing any more for which it may have stood."""
    by_path = {one.path: one for one in looked.segments}
    if odd.code not in ("torn", "damaged") or odd.path not in by_path:
        return False
    segment = by_path[odd.path]
    if odd.code == "torn" and segment.path == _last_of(segment, looked):
        return False
    folder = os.path.dirname(odd.path)
    return not any(one.code == "missing" and os.path.dirname(one.path) == folder for one in fresh)


def _last_of(segment: Segment, looked: Scan) -> str:
    return max(one.path for one in looked.segments if one.replica == segment.replica)


def _on_authors(connection: sqlite3.Connection, looked: Scan, trusted: Beliefs) -> Iterator[Odd]:
    """Directories whose files are not believed, for they are not their member's."""
    if trusted.store.trust != OWNERSHIP:
        return
    filled = {one.replica.author for one in looked.segments}
    members = {handle for (handle,) in connection.execute("SELECT handle FROM member WHERE account = 1")}
    for author in looked.authors:
        if trusted.owns(author):
            continue
        if trusted.uids.get(author.handle) or author in filled:
            yield _on_author(author, bool(trusted.uids.get(author.handle)), author.handle in members)


def _on_author(author: Author, is_bound: bool, is_member: bool) -> Odd:
    path, who = f"authors/{author.name}", user_name(author.uid)
    if is_bound:
        told = f"{who} took the name of {author.handle}'s directory: nothing in it is believed"
        return Odd(path, "squatted", told)
    if is_member:
        told = (
            f"no Unix user is bound to {author.handle}; if {who} is them: okrtui member edit {author.handle}"
        )
        return Odd(path, "unbound", f"{told} --uid {author.uid}")
    told = f"{who} writes there and is no member with an account: nothing of it is believed"
    return Odd(path, "stranger", told)
