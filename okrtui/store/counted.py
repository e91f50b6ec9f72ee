"""The entries of one entity that count, and the values that they give its fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from okrtui.okr.governance import furthest
from okrtui.okr.kinds import KINDS
from okrtui.store.authority import Authority
from okrtui.store.entry import Entry, in_order
from okrtui.store.registers import Write, heads
from okrtui.store.shapes import is_known, is_well_formed

RECORD = "*"
"""The register that holds a record's whole revision."""

Conflicts = dict[str, list[Write]]
"""Heads that hold other words than one another, by field."""


class Counted:
    """The entries of one entity that count, in order, and the bases of those that don't."""

    def __init__(self, entries: Iterable[Entry], authority: Authority) -> None:
        self.entries: list[Entry] = []
        self.void: dict[str, tuple[str, ...]] = {}
        for entry in in_order(list(entries)):
            if is_known(entry) and is_well_formed(entry) and not authority.is_void(entry):
                self.entries.append(entry)
            else:
                self.void[entry.id] = entry.base

    def heads_of(self, field: str) -> list[Write]:
        """The heads of one field, the shown one first; none where nobody has set it."""
        return heads(
            [Write(one.stamp, one.id, one.base, one.d[field]) for one in self.entries if field in one.d],
            self.void,
        )

    def revisions(self) -> list[Write]:
        """The heads of a record, the shown one first."""
        return heads([Write(one.stamp, one.id, one.base, one.d) for one in self.entries], self.void)


def differ(several: list[Write]) -> bool:
    """Whether heads hold other values: equal ones are no conflict."""
    return len(several) > 1 and any(write.value != several[0].value for write in several[1:])


def fold_values(kind: str, counted: Counted, authority: Authority) -> tuple[dict[str, Any], Conflicts]:
    """The shown value of every field of one entity, and the fields that stand in conflict."""
    if KINDS[kind].is_record:
        several = counted.revisions()
        return several[0].value, {RECORD: several} if differ(several) else {}
    values: dict[str, Any] = {}
    conflicts: Conflicts = {}
    for field in KINDS[kind].fields:
        standing = counted.heads_of(field.name)
        if field.name in ("roles", "account"):
            standing = [write for write in standing if write.id not in authority.refused]
        if not standing:
            continue
        values[field.name] = standing[0].value
        if kind == "cycle" and field.name == "phase":
            values["phase"] = furthest(str(write.value) for write in standing if write.value)
        if field.is_text and differ(standing):
            conflicts[field.name] = standing
    return values, conflicts
