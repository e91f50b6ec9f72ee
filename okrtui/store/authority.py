"""Who may speak for whom: accounts, roles and the fences around them, worked out from the member entries alone.

The author of the first entry is the root. The root and program leads manage members and roles; the sponsor's role
is granted by the root or a sponsor. Taking an account away carries a fence: what that person's replicas wrote
beyond it is void, whatever its clock says (the log and its exchange, §2).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from okrtui.store.entry import Entry, in_order

Fence = dict[str, int]


class Gift(NamedTuple):
    """An account that one person gave to another, and how far every replica had got when it was given."""

    giver: str
    receiver: str
    fence: Fence


class Authority(NamedTuple):
    """What the member entries say.

    Attributes:
        root: handle of the workspace's creator.
        roles: each handle's roles.
        accounts: handles that can act.
        gifts: accounts given to others, for judging decisions on one's own proposal.
        revoked: the fences of each handle whose account was taken away.
        refused: ids of member entries whose author had no right to them.
    """

    root: str
    roles: dict[str, frozenset[str]]
    accounts: frozenset[str]
    gifts: tuple[Gift, ...]
    revoked: dict[str, tuple[Fence, ...]]
    refused: frozenset[str]

    def is_void(self, entry: Entry) -> bool:
        """Whether the entry lies beyond a fence of its author."""
        return any(entry.n > fence.get(entry.dev, 0) for fence in self.revoked.get(entry.au, ()))

    def is_believed(self, handle: str) -> bool:
        """Whether this author is believed about what others did (the creator, program leads)."""
        return handle == self.root or "program_lead" in self.roles.get(handle, frozenset())

    def is_before_others(self, entry: Entry) -> bool:
        """Whether nobody but its author had an account when the entry was written."""
        others = [gift for gift in self.gifts if gift.receiver != entry.au]
        return all(entry.n <= gift.fence.get(entry.dev, 0) for gift in others)


NOBODY = Authority("", {}, frozenset(), (), {}, frozenset())


def work_out(root: str, entries: Iterable[Entry]) -> Authority:
    """The authority that these member entries give, in the order of their stamps.

    Args:
        root: handle of the author of the workspace's first entry.
        entries: all known and well-formed member entries.
    """
    handles: dict[str, str] = {}
    roles: dict[str, frozenset[str]] = {}
    accounts: set[str] = set()
    gifts: list[Gift] = []
    revoked: dict[str, list[Fence]] = {}
    refused: set[str] = set()
    for entry in in_order(list(entries)):
        handle = handles.setdefault(entry.e, str(entry.d.get("handle") or ""))
        if not ({"roles", "account"} & entry.d.keys()):
            continue
        if not _may_manage(entry, handle, root, roles, accounts):
            refused.add(entry.id)
            continue
        fence: Fence = entry.d.get("fence") or {}
        if "roles" in entry.d:
            roles[handle] = frozenset(entry.d["roles"] or ())
        if entry.d.get("account"):
            accounts.add(handle)
            revoked.pop(handle, None)
            if handle != entry.au:
                gifts.append(Gift(entry.au, handle, fence))
        elif "account" in entry.d and handle in accounts:
            accounts.discard(handle)
            revoked.setdefault(handle, []).append(fence)
    fences = {handle: tuple(of) for handle, of in revoked.items()}
    return Authority(root, roles, frozenset(accounts), tuple(gifts), fences, frozenset(refused))


def _may_manage(
    entry: Entry, handle: str, root: str, roles: dict[str, frozenset[str]], accounts: set[str]
) -> bool:
    if entry.au == root:
        return True
    own = roles.get(entry.au, frozenset())
    if entry.au not in accounts or not own & {"program_lead", "sponsor"}:
        return False
    before = roles.get(handle, frozenset())
    after = frozenset(entry.d["roles"] or ()) if "roles" in entry.d else before
    changed = before ^ after
    if "sponsor" in changed and "sponsor" not in own:
        return False
    return "program_lead" in own or changed <= {"sponsor"}
