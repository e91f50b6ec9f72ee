"""The entries of one entity that count, and the values that they give its fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from okrtui.okr.governance import furthest
from okrtui.okr.kinds import KINDS
from okrtui.store.authority import Authority
from okrtui.store.clock import agreement_id
from okrtui.store.entry import Entry, in_order
from okrtui.store.registers import Write, heads
from okrtui.store.shapes import is_known, is_well_formed

RECORD = "*"
"""The register that holds a record's whole revision."""

Conflicts = dict[str, list[Write]]
"""Heads that hold other words than one another, by field."""


class Counted:
    """The entries of one entity that count, in order, and the bases of those that don't."""

    def __init__(self, entries: Iterable[Entry], authority: Authority, workspace: str = "") -> None:
        self.entries: list[Entry] = []
        self.void: dict[str, tuple[str, ...]] = {}
        for entry in in_order(list(entries)):
            is_fit = is_known(entry) and is_well_formed(entry) and is_in_place(entry, workspace)
            if is_fit and not authority.is_void(entry):
                self.entries.append(entry._replace(base=()) if entry.k == "agreement" else entry)
            else:
                self.void[entry.id] = (*self.void.get(entry.id, ()), *entry.base)

    def heads_of(self, field: str) -> list[Write]:
        """The heads of one field, the shown one first; none where nobody has set it."""
        return heads(
            [Write(one.stamp, one.id, one.base, one.d[field]) for one in self.entries if field in one.d],
            self.void,
        )

    def revisions(self) -> list[Write]:
        """The heads of a record, the shown one first."""
        return heads([Write(one.stamp, one.id, one.base, one.d) for one in self.entries], self.void)


def is_in_place(entry: Entry, workspace: str) -> bool:
    """Whether an entry stands under the id that its fields give: nobody agrees one KR under another's name.

    An agreement replaces no other one: where there are two, they stand in conflict until a change settles it.
    """
    if entry.k != "agreement":
        return True
    cycle, key_result = entry.d.get("cycle") or "", entry.d.get("key_result") or ""
    return entry.e == agreement_id(workspace, cycle, key_result)


def differ(several: list[Write]) -> bool:
    """Whether heads hold other values: equal ones are no conflict."""
    return len(several) > 1 and any(write.value != several[0].value for write in several[1:])


def fold_values(kind: str, counted: Counted) -> tuple[dict[str, Any], Conflicts]:
    """The shown value of every field of one entity, and the fields that stand in conflict."""
    if KINDS[kind].is_record:
        several = counted.revisions()
        return several[0].value, {RECORD: several} if differ(several) else {}
    values: dict[str, Any] = {}
    conflicts: Conflicts = {}
    written = {name for entry in counted.entries for name in entry.d}
    for field in KINDS[kind].fields:
        if field.name not in written:
            continue
        standing = counted.heads_of(field.name)
        values[field.name] = standing[0].value
        if kind == "cycle" and field.name == "phase":
            values["phase"] = furthest(str(write.value) for write in standing if write.value)
        if field.is_text and differ(standing):
            conflicts[field.name] = standing
    return values, conflicts
