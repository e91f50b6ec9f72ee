"""Comparing what a file brings with what the workspace holds: what is new, what differs, what may be updated.

Importing a file twice changes nothing; a grown file adds what is new; changed fields of known things are shown and
left alone unless the person asks for the update; nothing is archived by absence.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import msgspec

from okrtui.actions.incoming import Item
from okrtui.actions.known import Known
from okrtui.okr.identity import derived_id
from okrtui.okr.kinds import KINDS, governed_fields
from okrtui.okr.text import clean_line

_UNTOUCHED = {"member": frozenset({"handle", "account"})}
_GOVERNANCE = frozenset({"change", "approval", "agreement", "waiver"})
_AGREED = frozenset(governed_fields("key_result"))
_NOT_SAID_AGAIN = frozenset({"replaces", "at", "repeats", "confirmed"})


class Difference(NamedTuple):
    """A field of a known thing that the file has otherwise: the thing's name, the field, both values."""

    thing: str
    field: str
    ours: Any
    theirs: Any


class Merge(NamedTuple):
    """What an import would do.

    Attributes:
        additions: things that are new, in the catalogue's order of kinds.
        updates: known things with the fields that would change.
        differences: every field that differs, whether it is updated or not.
        notes: what the person should know, a sentence each.
    """

    additions: list[Item]
    updates: list[Item]
    differences: list[Difference]
    notes: list[str]

    @property
    def counts(self) -> dict[str, int]:
        """How many things of each kind are new, by the kind's plural."""
        counted = Counter(item.kind for item in self.additions)
        return {kind.plural: counted[name] for name, kind in KINDS.items() if counted[name]}


def merged(items: list[Item], known: Known, *, update: bool, is_believed: bool) -> Merge:
    """Compare items, with the workspace's own ids, with what is known.

    Args:
        items: what the file brings; of one id only the first counts.
        known: the workspace.
        update: whether known things take over the file's values.
        is_believed: whether the importer is believed about roles.
    """
    by_kind: dict[str, dict[str, Item]] = {name: {} for name in KINDS}
    for item in items:
        by_kind[item.kind].setdefault(item.id, item)
    merge = Merge([], [], [], [])
    in_force = known.in_force() if by_kind["key_result"] else frozenset()
    for kind, of_kind in by_kind.items():
        ours = known.values(kind, of_kind.keys())
        merge.additions.extend(item for id_, item in of_kind.items() if id_ not in ours)
        if kind == "check_in":
            _compare_check_ins(of_kind, ours, known, merge, update)
            continue
        for id_, values in ours.items():
            _compare(of_kind[id_], values, merge, update and is_believed, id_ in in_force)
    return merge


def _compare(item: Item, ours: dict[str, Any], merge: Merge, update: bool, is_in_force: bool) -> None:
    passed_over = _UNTOUCHED.get(item.kind, frozenset())
    changed = {
        name: value
        for name, value in item.fields.items()
        if name not in passed_over and ours.get(name) != value
    }
    _note_differences(item, ours, changed, merge)
    if not changed or not update:
        return
    if item.kind in _GOVERNANCE:
        merge.notes.append(f"{item.where}: what was decided stays; the file has it otherwise")
        return
    agreed = sorted(_AGREED & changed.keys()) if is_in_force else []
    if agreed:
        names = ", ".join(agreed)
        merge.notes.append(f"{_name(item, ours)}: {names} was agreed; propose it with okrtui change propose")
    kept = {name: value for name, value in changed.items() if name not in agreed}
    if kept:
        whole = {**ours, **kept} if KINDS[item.kind].is_record else kept
        merge.updates.append(item._replace(fields=whole))


def _compare_check_ins(
    of_kind: dict[str, Item], ours: dict[str, dict[str, Any]], known: Known, merge: Merge, update: bool
) -> None:
    """A check-in that the file has otherwise than its revision and than what stands now is a difference."""
    differing = [item for id_, item in of_kind.items() if id_ in ours and _differs(item, ours[id_])]
    shown = known.shown_check_ins({item.identity or item.id for item in differing})
    titles = known.values("key_result", {str(ours[item.id].get("key_result")) for item in differing})
    for item in differing:
        standing_id, standing = shown.get(item.identity or item.id, (item.id, ours[item.id]))
        changed = {
            name: value
            for name, value in item.fields.items()
            if name not in _NOT_SAID_AGAIN and standing.get(name) != value
        }
        if not changed:
            continue
        title = titles.get(str(standing.get("key_result")), {}).get("title")
        _note_differences(item, {**standing, "of": title}, changed, merge)
        content = msgspec.json.encode(item.fields, order="sorted").decode()
        revision = derived_id(known.workspace_id, "revision", item.id, content)
        if update and revision not in known.ids("check_in"):
            fields = {**standing, **item.fields, "replaces": standing_id}
            merge.additions.append(
                item._replace(id=revision, fields=fields, identity=item.identity or item.id)
            )


def _differs(item: Item, ours: dict[str, Any]) -> bool:
    return any(ours.get(name) != value for name, value in item.fields.items())


def _note_differences(item: Item, ours: dict[str, Any], changed: dict[str, Any], merge: Merge) -> None:
    for name, value in changed.items():
        merge.differences.append(Difference(_name(item, ours), name, ours.get(name), value))


def _name(item: Item, ours: dict[str, Any]) -> str:
    """How people know the thing: its title, name or handle, else where it stands in the file."""
    for field in ("title", "name", "handle"):
        if ours.get(field):
            return f"{item.kind.replace('_', ' ')} {clean_line(str(ours[field]))}"
    week = ours.get("week")
    if not week:
        return item.where
    return (
        f"{clean_line(str(ours['of']))}, {week} ({item.where})"
        if ours.get("of")
        else f"{item.where} ({week})"
    )
