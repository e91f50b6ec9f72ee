"""Who may speak for whom: accounts, roles and the fences around them, worked out from the member entries alone.

The author of the first entry is the root. The root and program leads manage members and roles; the sponsor's role
is granted by the root or a sponsor. Taking an account or a role away carries a fence: what that person's replicas
wrote beyond it is void, whatever its clock says (the log and its exchange, §2). So is what a viewer wrote, and
what is up to the root, program leads and sponsors alone. Nothing here looks at anything but the set of entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from okrtui.store.entry import Entry

Fence = dict[str, int]
"""How far every replica had got: the last counter seen of each; 0 for one that is not named."""

ACCOUNT, LEAD, SPONSOR, VIEWER = "account", "program_lead", "sponsor", "viewer"

_BY_ROLE = ("workspace", "cycle")
"""Kinds of which entries are void where their author's role does not do."""

_OWN_FIELDS = frozenset({"name", "email"})


class Span(NamedTuple):
    """What somebody wrote between being given something and losing it again, reckoned in counters, not clocks."""

    after: Fence
    until: Fence | None

    def holds(self, entry: Entry) -> bool:
        """Whether the entry lies within."""
        return entry.n > self.after.get(entry.dev, 0) and not self.is_past(entry)

    def is_past(self, entry: Entry) -> bool:
        """Whether the entry lies beyond the fence at the end."""
        return self.until is not None and entry.n > self.until.get(entry.dev, 0)


Spans = dict[str, tuple[Span, ...]]
"""The spans of each handle, in their order."""


class Authority(NamedTuple):
    """What the member entries say.

    Attributes:
        root: handle of the workspace's creator.
        accounts: when each handle had an account.
        leads: when each handle was program lead.
        sponsors: when each handle was sponsor.
        refused: sha256 of the member entries whose author had no right to them.
        settled: sha256 of the entries that took something away and count.
        viewers: when each handle did nothing but read.
        desks: of each handle in `viewers`, the ids of its member things.
    """

    root: str
    accounts: Spans
    leads: Spans
    sponsors: Spans
    refused: frozenset[str]
    settled: frozenset[str]
    viewers: Spans
    desks: dict[str, tuple[str, ...]]

    def is_void(self, entry: Entry) -> bool:
        """Whether the entry does not count: beyond a fence of its author, or nothing its author may do."""
        if entry.sha in self.settled:
            return False
        if entry.sha in self.refused or self.is_outside(entry):
            return True
        if entry.k in _BY_ROLE and not self._is_up_to(entry):
            return True
        return entry.au in self.viewers and self.is_viewer(entry) and not self._is_at_own_desk(entry)

    def is_outside(self, entry: Entry) -> bool:
        """Whether the author never had an account, or wrote this after losing it and before getting it back."""
        spans = self.accounts.get(entry.au)
        if not spans:
            return True
        has_never_lost_it = len(spans) == 1 and spans[0].until is None
        return not has_never_lost_it and _is_in_gap(spans, entry)

    def is_viewer(self, entry: Entry) -> bool:
        """Whether the author did nothing but read when writing this, as far as fences tell."""
        return entry.au != self.root and _holds(self.viewers, entry)

    def authors_unlike(self, other: Authority) -> tuple[set[str], set[str]]:
        """The authors of whom entries may be void under one of both alone: of any kind, and of `_BY_ROLE` alone."""
        handles = self.accounts.keys() | other.accounts.keys()
        anything = {one for one in handles if self._voids_of(one) != other._voids_of(one)}
        by_role = {
            one
            for one in handles
            if (self.leads.get(one), self.sponsors.get(one))
            != (other.leads.get(one), other.sponsors.get(one))
        }
        return anything, by_role - anything

    def is_believed(self, entry: Entry) -> bool:
        """Whether the author was believed about what others did (the creator, program leads)."""
        return entry.au == self.root or self.is_lead(entry)

    def is_lead(self, entry: Entry) -> bool:
        """Whether the author was a program lead when writing this, as far as fences tell."""
        return _holds(self.leads, entry)

    def is_sponsor(self, entry: Entry) -> bool:
        """Whether the author was a sponsor when writing this, as far as fences tell."""
        return _holds(self.sponsors, entry)

    def is_alone(self, entry: Entry) -> bool:
        """Whether nobody but the author had an account when the entry was written."""
        return entry.au in self.accounts and not any(
            handle != entry.au and any(span.holds(entry) for span in spans)
            for handle, spans in self.accounts.items()
        )

    def fences(self) -> dict[str, list[int]]:
        """The counters of each replica beyond which somebody's standing may be another, in their order."""
        found: dict[str, set[int]] = {}
        for spans in (self.accounts, self.leads, self.sponsors, self.viewers):
            for span in chain.from_iterable(spans.values()):
                for dev, n in (*span.after.items(), *(span.until or {}).items()):
                    found.setdefault(dev, set()).add(n)
        return {dev: sorted(counters) for dev, counters in found.items()}

    def _is_up_to(self, entry: Entry) -> bool:
        """Whether the author's role lets them write this: settings, and a cycle's way into review and to its end."""
        if entry.k == "cycle" and entry.d.get("phase") not in ("review", "closed"):
            return True
        return self.is_believed(entry) or (entry.k == "cycle" and self.is_sponsor(entry))

    def _is_at_own_desk(self, entry: Entry) -> bool:
        """Whether somebody set nothing but their own name or email."""
        return entry.e in self.desks.get(entry.au, ()) and entry.d.keys() <= _OWN_FIELDS

    def _voids_of(self, handle: str) -> object:
        spans = self.accounts.get(handle)
        return spans and (spans[0].until, spans[1:], self.viewers.get(handle), self.desks.get(handle))


NOBODY = Authority("", {}, {}, {}, frozenset(), frozenset(), {}, {})


def _is_in_gap(spans: Iterable[Span], entry: Entry) -> bool:
    """Whether the entry lies beyond an end, and not yet past the next beginning."""
    several = list(spans)
    for place, span in enumerate(several):
        following = several[place + 1] if place + 1 < len(several) else None
        if span.is_past(entry) and (following is None or entry.n <= following.after.get(entry.dev, 0)):
            return True
    return False


def _holds(spans: Mapping[str, tuple[Span, ...]], entry: Entry) -> bool:
    own = spans.get(entry.au)
    return own is not None and any(span.holds(entry) for span in own)
