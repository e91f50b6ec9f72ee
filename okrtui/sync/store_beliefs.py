"""Who is believed in a shared directory: by whom a file must be owned to count as a member's."""

from __future__ import annotations

from typing import NamedTuple

from okrtui.store.bindings import Bindings
from okrtui.sync.layout import OWNERSHIP, Store
from okrtui.sync.store_reader import unbelieved
from okrtui.sync.store_scan import Author, Odd, Segment


class Beliefs(NamedTuple):
    """The uids that speak for each handle in a store, the creator's among them."""

    store: Store
    uids: Bindings

    def handles_of(self, uid: int) -> list[str]:
        """The handles that a Unix user speaks for."""
        return sorted(handle for handle, uids in self.uids.items() if uid in uids)

    def owns(self, author: Author) -> bool:
        """Whether a directory belongs to the member whose name it bears."""
        return self.store.trust != OWNERSHIP or author.uid in self.uids.get(author.handle, ())

    def objection(self, segment: Segment) -> Odd | None:
        """Why a file in a member's own directory is not believed."""
        return unbelieved(self.store, segment, self.uids.get(segment.replica.author.handle, frozenset()))

    def believes(self, segment: Segment) -> bool:
        """Whether a file is read."""
        return self.owns(segment.replica.author) and self.objection(segment) is None


def beliefs(store: Store, bound: Bindings) -> Beliefs:
    """Who is believed: whom the log binds, and as the creator whoever owns the store's first file."""
    return Beliefs(store, {**bound, store.root: frozenset([store.owner])})
