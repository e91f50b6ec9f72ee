"""Who wrote an entry: what its author was in the workspace when they wrote it, as far as the fences tell.

What somebody is changes with a member entry, and along the counters of a replica at the fences that those carry.
Between two fences it stays, so that whoever wrote five hundred entries is looked up once.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from okrtui.store.authority import LEAD, SPONSOR, VIEWER
from okrtui.store.entry import Entry
from okrtui.store.overlay import Overlay

_FENCED = (LEAD, SPONSOR, VIEWER)


@dataclass(frozen=True, eq=False, slots=True)
class Writer:
    """The author of entries; one and the same object for all that they wrote between two fences.

    Attributes:
        handle: theirs.
        members: the ids of their member things.
        roles: theirs when they wrote this.
        is_creator: whether they made the workspace.
        is_believed: whether they may write in others' names, as an import does: the creator and program leads.
        is_alone: whether nobody else had an account then.
        outside: why nothing of theirs is taken; empty where they have an account.
    """

    handle: str
    members: frozenset[str]
    roles: frozenset[str]
    is_creator: bool
    is_believed: bool
    is_alone: bool
    outside: str


class Writers:
    """The authors of entries, as a replica's tables tell them with what was accepted since."""

    def __init__(self, known: Overlay) -> None:
        self._known = known
        self._found: dict[tuple[str, str, int], Writer] = {}
        self._fences: dict[str, list[int]] | None = None

    def of(self, entry: Entry) -> Writer:
        """The author of an entry."""
        if self._fences is None:
            self._fences = self._known.authority().fences()
        fences = self._fences.get(entry.dev)
        key = (entry.au, entry.dev, bisect_left(fences, entry.n) if fences else 0)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look_up(entry)
        return found

    def forget(self) -> None:
        """Somebody's account or roles, or what they are called, may be others now."""
        self._found.clear()
        self._fences = None

    def _look_up(self, entry: Entry) -> Writer:
        authority = self._known.authority()
        fenced = (authority.is_lead(entry), authority.is_sponsor(entry), authority.is_viewer(entry))
        members = self._known.members_of(entry.au)
        held = {role for values in members.values() for role in values.get("roles") or ()}
        held = held - set(_FENCED) | {role for role, has in zip(_FENCED, fenced, strict=True) if has}
        roles = frozenset({VIEWER} if authority.is_viewer(entry) else held)
        is_creator = entry.au == authority.root
        return Writer(
            handle=entry.au,
            members=frozenset(members),
            roles=roles,
            is_creator=is_creator,
            is_believed=is_creator or LEAD in roles,
            is_alone=authority.is_alone(entry),
            outside=self._why_outside(entry),
        )

    def _why_outside(self, entry: Entry) -> str:
        authority = self._known.authority()
        if entry.au not in authority.accounts:
            return "you have no account in this workspace; ask a program lead for one"
        if authority.is_outside(entry):
            return "your account was taken away before this was sent; ask a program lead"
        return ""
