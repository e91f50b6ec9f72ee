"""Who may speak for whom: accounts, roles and the fences around them, worked out from the member entries alone.

The author of the first entry is the root. The root and program leads manage members and roles; the sponsor's role
is granted by the root or a sponsor. Taking an account or a role away carries a fence: what that person's replicas
wrote beyond it is void, whatever its clock says (the log and its exchange, §2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from okrtui.store.entry import Entry, Stamp, in_order

Fence = dict[str, int]
"""How far every replica had got: the last counter seen of each; 0 for one that is not named."""

ACCOUNT, LEAD, SPONSOR = "account", "program_lead", "sponsor"


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
    """

    root: str
    accounts: Spans
    leads: Spans
    sponsors: Spans
    refused: frozenset[str]
    settled: frozenset[str]

    def is_void(self, entry: Entry) -> bool:
        """Whether the entry does not count: beyond a fence of its author, or nothing its author may do."""
        if entry.sha in self.settled:
            return False
        return entry.sha in self.refused or _is_in_gap(self.accounts.get(entry.au, ()), entry)

    def voids_like(self, other: Authority) -> bool:
        """Whether the same entries are void under both."""
        return (self.root, self._gaps(), self.refused, self.settled) == (
            (other.root, other._gaps(), other.refused, other.settled)
        )

    def is_believed(self, entry: Entry) -> bool:
        """Whether the author was believed about what others did (the creator, program leads)."""
        return entry.au == self.root or _holds(self.leads, entry)

    def is_sponsor(self, entry: Entry) -> bool:
        """Whether the author was a sponsor when writing this, as far as fences tell."""
        return _holds(self.sponsors, entry)

    def is_alone(self, entry: Entry) -> bool:
        """Whether nobody but the author had an account when the entry was written."""
        others = [spans for handle, spans in self.accounts.items() if handle != entry.au]
        return entry.au in self.accounts and not any(span.holds(entry) for spans in others for span in spans)

    def _gaps(self) -> Spans:
        return {handle: spans for handle, spans in self.accounts.items() if spans[0].until is not None}


NOBODY = Authority("", {}, {}, {}, frozenset(), frozenset())


class _Loss:
    """Something that an entry took away from somebody: an account or a role.

    Attributes:
        entry: the entry.
        handle: who lost it.
        what: an account or the role.
        fence: how far what they wrote counts.
        regained: the fence of the entry that gave it back, if one did.
        depth: how many grants lie between the root and the entry's author.
    """

    def __init__(self, entry: Entry, handle: str, what: str, fence: Fence, depth: int) -> None:
        self.entry, self.handle, self.what, self.fence, self.depth = entry, handle, what, fence, depth
        self.regained: Fence | None = None

    @property
    def order(self) -> tuple[int, Stamp]:
        """Of losses that void each other, the one nearer the root counts, then the lower stamp."""
        return (self.depth, self.entry.stamp)

    def is_beyond(self, entry: Entry) -> bool:
        """Whether its loser wrote the entry after the loss and before the return, in counters."""
        if entry.au != self.handle or entry.sha == self.entry.sha or entry.n <= self.fence.get(entry.dev, 0):
            return False
        return self.regained is None or entry.n <= self.regained.get(entry.dev, 0)


class _Walk:
    """The member entries taken one after the other, in the order of their stamps.

    A loss takes effect only once it is settled, so that losses that void each other can be seen side by side.
    """

    def __init__(self, root: str, entries: Iterable[Entry], settled: set[str]) -> None:
        self.root = root
        self.spans: dict[str, dict[str, list[Span]]] = {ACCOUNT: {}, LEAD: {}, SPONSOR: {}}
        self.refused: set[str] = set()
        self.losses: list[_Loss] = []
        self._settled = settled
        self._roles: dict[str, frozenset[str]] = {}
        self._handles: dict[str, str] = {}
        self._depths = {root: 0}
        if root:
            self.spans[ACCOUNT][root] = [Span({}, None)]
        for entry in entries:
            self._take(entry)

    def voids(self, loss: _Loss, entry: Entry) -> bool:
        """Whether the entry is void for this loss: all that followed an account's, what rested on a role's."""
        if not loss.is_beyond(entry):
            return False
        if loss.what == ACCOUNT:
            return True
        other = SPONSOR if loss.what == LEAD else LEAD
        return entry.au != self.root and _is_standing(entry) and not self._holds(other, entry)

    def _take(self, entry: Entry) -> None:
        is_new = entry.e not in self._handles
        if entry.d.get("handle") and (is_new or entry.au == self.root or self._holds(LEAD, entry)):
            self._handles[entry.e] = entry.d["handle"]
        if not _is_standing(entry):
            return
        handle = self._handles.get(entry.e, "")
        if not self._may_manage(entry, handle):
            self.refused.add(entry.sha)
            return
        if entry.d.get("account"):
            self._depths.setdefault(handle, self._depths.get(entry.au, 0) + 1)
        if "account" in entry.d:
            self._set(ACCOUNT, handle, bool(entry.d["account"]), entry)
        if "roles" in entry.d:
            self._roles[handle] = frozenset(entry.d["roles"] or ())
            for role in (LEAD, SPONSOR):
                self._set(role, handle, role in self._roles[handle], entry)

    def _set(self, what: str, handle: str, has: bool, entry: Entry) -> None:
        spans = self.spans[what].setdefault(handle, [])
        had = bool(spans) and spans[-1].until is None
        fence: Fence = dict(entry.d.get("fence") or {})
        if has:
            for loss in self.losses:
                if (loss.handle, loss.what, loss.regained) == (handle, what, None):
                    loss.regained = fence
            if not had:
                spans.append(Span(fence, None))
        elif had:
            if entry.au == handle:
                fence[entry.dev] = max(fence.get(entry.dev, 0), entry.n)
            self.losses.append(_Loss(entry, handle, what, fence, self._depths.get(entry.au, 0)))
            if entry.sha in self._settled:
                spans[-1] = spans[-1]._replace(until=fence)

    def _holds(self, what: str, entry: Entry) -> bool:
        return any(span.holds(entry) for span in self.spans[what].get(entry.au, ()))

    def _may_manage(self, entry: Entry, handle: str) -> bool:
        if entry.au == self.root:
            return True
        is_lead, is_sponsor = self._holds(LEAD, entry), self._holds(SPONSOR, entry)
        if not self._holds(ACCOUNT, entry) or not (is_lead or is_sponsor):
            return False
        before = self._roles.get(handle, frozenset())
        after = frozenset(entry.d["roles"] or ()) if "roles" in entry.d else before
        changed = before ^ after
        if SPONSOR in changed and not is_sponsor:
            return False
        return is_lead or (changed <= {SPONSOR} and "account" not in entry.d)


def work_out(root: str, entries: Iterable[Entry]) -> Authority:
    """The authority that these member entries give, in the order of their stamps.

    Losses are settled one by one: first those that no other one voids; where they void each other in a circle, the
    one nearer the root, then the one with the lower stamp.

    Args:
        root: handle of the author of the workspace's first entry.
        entries: all known and well-formed member entries.
    """
    ordered = in_order(list(entries))
    void: set[str] = set()
    settled: set[str] = set()
    while True:
        walk = _Walk(root, [entry for entry in ordered if entry.sha not in void], settled)
        waiting = [loss for loss in walk.losses if loss.entry.sha not in settled]
        if not waiting:
            break
        free = [one for one in waiting if not any(walk.voids(other, one.entry) for other in waiting)]
        settled.add(min(free or waiting, key=lambda loss: loss.order).entry.sha)
        counting = [loss for loss in walk.losses if loss.entry.sha in settled]
        void |= {
            entry.sha
            for entry in ordered
            if entry.sha not in settled and any(walk.voids(loss, entry) for loss in counting)
        }
    spans = {what: {handle: tuple(of) for handle, of in by.items() if of} for what, by in walk.spans.items()}
    refused = frozenset(walk.refused | void)
    return Authority(root, spans[ACCOUNT], spans[LEAD], spans[SPONSOR], refused, frozenset(settled))


def _is_standing(entry: Entry) -> bool:
    """Whether a member entry gives or takes an account or roles."""
    return not {"roles", "account"}.isdisjoint(entry.d)


def _is_in_gap(spans: Iterable[Span], entry: Entry) -> bool:
    """Whether the entry lies beyond an end, and not yet past the next beginning."""
    several = list(spans)
    for place, span in enumerate(several):
        following = several[place + 1] if place + 1 < len(several) else None
        if span.is_past(entry) and (following is None or entry.n <= following.after.get(entry.dev, 0)):
            return True
    return False


def _holds(spans: Mapping[str, tuple[Span, ...]], entry: Entry) -> bool:
    return any(span.holds(entry) for span in spans.get(entry.au, ()))
