"""Multi-value registers: which of the values that people wrote to one field still stand.

A write replaces another one that its author saw, directly or through entries that don't count; what nobody
replaced is a head, and the head with the greatest stamp is shown (the log and its exchange, §2). A clock decides
only between writes that did not see each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from okrtui.store.entry import Stamp


class Write(NamedTuple):
    """One value written to one field (or a whole revision to a record)."""

    stamp: Stamp
    id: str
    base: tuple[str, ...]
    value: Any


def seen_by(base: Iterable[str], void: Mapping[str, Sequence[str]]) -> set[str]:
    """The ids that an entry with this base replaces: its base, and what the void entries in it replaced.

    Args:
        base: ids of the entries whose values the author saw.
        void: the bases of the entries that don't count, by id.
    """
    seen: set[str] = set()
    waiting = list(base)
    while waiting:
        entry = waiting.pop()
        if entry in seen:
            continue
        seen.add(entry)
        waiting.extend(void.get(entry, ()))
    return seen


def heads(writes: Sequence[Write], void: Mapping[str, Sequence[str]]) -> list[Write]:
    """The writes that no other one replaced, the greatest stamp first."""
    if len(writes) == 1:
        return list(writes)
    stamps: dict[str, list[Stamp]] = {}
    for write in writes:
        stamps.setdefault(write.id, []).append(write.stamp)
    replaced: set[Stamp] = set()
    for write in writes:
        for seen in seen_by(write.base, void) & stamps.keys():
            replaced.update(stamp for stamp in stamps[seen] if stamp < write.stamp)
    standing = [write for write in writes if write.stamp not in replaced]
    return sorted(standing, key=lambda write: write.stamp, reverse=True)
