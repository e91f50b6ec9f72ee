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


class _Loss(NamedTuple):
    """Something that an entry took away from somebody: an account or a role."""

    entry: Entry
    handle: str
    what: str
    depth: int

    @property
    def order(self) -> tuple[int, Stamp]:
        """Of losses that void each other, the one nearer the root counts, then the lower stamp."""
        return (self.depth, self.entry.stamp)


class _Walk:
    """The member entries taken one after the other, in the order of their stamps."""

    def __init__(self, root: str, entries: Iterable[Entry]) -> None:
        self.root = root
        self.spans: dict[str, dict[str, list[Span]]] = {ACCOUNT: {}, LEAD: {}, SPONSOR: {}}
        self.roles: dict[str, frozenset[str]] = {}
        self.refused: set[str] = set()
        self.losses: list[_Loss] = []
        self._handles: dict[str, str] = {}
        self._depths = {root: 0}
        if root:
            self.spans[ACCOUNT][root] = [Span({}, None)]
        for entry in entries:
            self._take(entry)

    def _take(self, entry: Entry) -> None:
        is_known = entry.e in self._handles
        if entry.d.get("handle") and (not is_known or self._manages(entry)):
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
            self.roles[handle] = frozenset(entry.d["roles"] or ())
            for role in (LEAD, SPONSOR):
                self._set(role, handle, role in self.roles[handle], entry)

    def _set(self, what: str, handle: str, has: bool, entry: Entry) -> None:
        spans = self.spans[what].setdefault(handle, [])
        had = bool(spans) and spans[-1].until is None
        fence: Fence = dict(entry.d.get("fence") or {})
        if has and not had:
            spans.append(Span(fence, None))
        elif had and not has:
            if entry.au == handle:
                fence[entry.dev] = max(fence.get(entry.dev, 0), entry.n)
            spans[-1] = spans[-1]._replace(until=fence)
            self.losses.append(_Loss(entry, handle, what, self._depths.get(entry.au, 0)))

    def _has_account(self, handle: str) -> bool:
        spans = self.spans[ACCOUNT].get(handle)
        return bool(spans) and spans is not None and spans[-1].until is None

    def _manages(self, entry: Entry) -> bool:
        is_lead = LEAD in self.roles.get(entry.au, frozenset())
        return entry.au == self.root or (is_lead and self._has_account(entry.au))

    def _may_manage(self, entry: Entry, handle: str) -> bool:
        if entry.au == self.root:
            return True
        own = self.roles.get(entry.au, frozenset())
        if not self._has_account(entry.au) or not own & {LEAD, SPONSOR}:
            return False
        before = self.roles.get(handle, frozenset())
        after = frozenset(entry.d["roles"] or ()) if "roles" in entry.d else before
        changed = before ^ after
        if SPONSOR in changed and SPONSOR not in own:
            return False
        return LEAD in own or (changed <= {SPONSOR} and "account" not in entry.d)

    def voids(self, loss: _Loss, entry: Entry) -> bool:
        """Whether the entry lies beyond the fence of this loss."""
        if entry.au != loss.handle or entry.sha == loss.entry.sha:
            return False
        if loss.what == ACCOUNT:
            return _is_in_gap(self.spans[ACCOUNT].get(entry.au, ()), entry)
        if entry.au == self.root or not _is_standing(entry):
            return False
        held = [span for role in (LEAD, SPONSOR) for span in self.spans[role].get(entry.au, ())]
        return _is_in_gap(self.spans[loss.what][entry.au], entry) and not any(
            span.holds(entry) for span in held
        )


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
        walk = _Walk(root, [entry for entry in ordered if entry.sha not in void])
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
