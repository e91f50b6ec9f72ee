"""Working out who may speak from the member entries: grants, losses, and losses that void each other.

The entries are taken in the order of their stamps, again and again, until every loss is settled or void.
"""

from __future__ import annotations

from collections.abc import Iterable

from okrtui.okr.rights import is_viewer
from okrtui.store.authority import ACCOUNT, LEAD, SPONSOR, VIEWER, Authority, Fence, Span
from okrtui.store.entry import Entry, Stamp, in_order


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
        self.spans: dict[str, dict[str, list[Span]]] = {ACCOUNT: {}, LEAD: {}, SPONSOR: {}, VIEWER: {}}
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
            self._set_viewer(handle, is_viewer(self._roles[handle]), entry)

    def desks(self) -> dict[str, tuple[str, ...]]:
        """Of everyone who was a viewer, the ids of their member things."""
        viewers = {handle for handle, spans in self.spans[VIEWER].items() if spans}
        found: dict[str, list[str]] = {handle: [] for handle in viewers}
        for entity, handle in sorted(self._handles.items()):
            if handle in viewers:
                found[handle].append(entity)
        return {handle: tuple(entities) for handle, entities in found.items()}

    def _set(self, what: str, handle: str, has: bool, entry: Entry) -> None:
        spans = self.spans[what].setdefault(handle, [])
        had = bool(spans) and spans[-1].until is None
        fence = _fence_of(entry, handle if had and not has else "")
        if has:
            for loss in self.losses:
                if (loss.handle, loss.what, loss.regained) == (handle, what, None):
                    loss.regained = fence
            if not had:
                spans.append(Span(fence, None))
        elif had:
            self.losses.append(_Loss(entry, handle, what, fence, self._depths.get(entry.au, 0)))
            if entry.sha in self._settled:
                spans[-1] = spans[-1]._replace(until=fence)

    def _set_viewer(self, handle: str, is_now: bool, entry: Entry) -> None:
        spans = self.spans[VIEWER].setdefault(handle, [])
        was = bool(spans) and spans[-1].until is None
        if is_now and not was:
            spans.append(Span(_fence_of(entry, handle), None))
        elif was and not is_now:
            spans[-1] = spans[-1]._replace(until=_fence_of(entry, handle))

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
    return Authority(
        root,
        spans[ACCOUNT],
        spans[LEAD],
        spans[SPONSOR],
        refused,
        frozenset(settled),
        spans[VIEWER],
        walk.desks(),
    )


def _fence_of(entry: Entry, of_self: str) -> Fence:
    """The fence that an entry carries; one that its author puts around themself lies behind the entry itself."""
    fence: Fence = dict(entry.d.get("fence") or {})
    if entry.au == of_self:
        fence[entry.dev] = max(fence.get(entry.dev, 0), entry.n)
    return fence


def _is_standing(entry: Entry) -> bool:
    """Whether a member entry gives or takes an account or roles."""
    return not {"roles", "account"}.isdisjoint(entry.d)
