"""Whether anything changed in a shared directory since one last looked: names and times, and nothing else.

A look costs a stat a thing. A directory is listed again only where its own time changed, or had changed so shortly
before the last listing that a further change might bear the same time.
"""

from __future__ import annotations

import os
import time
from typing import NamedTuple

from okrtui.sync.layout import AUTHORS, STORE_FILE

SETTLED_NS = 3_000_000_000
"""Nanoseconds after which a change bears another time than the one before, on the coarsest of file systems."""

_DEPTH = 2
"""Directories below `authors`: the author's, and the replica's."""


class _Listing(NamedTuple):
    """A directory as it was listed: its inode and time, whether that can be relied upon, and the paths in it."""

    state: tuple[int, int]
    is_settled: bool
    paths: tuple[str, ...]


class StoreWatch:
    """A watch over one shared directory; what changed before it was set up is not its business."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._listings: dict[str, _Listing] = {}
        self._seen = self._look()

    def has_changed(self) -> bool:
        """Whether anything is other than at the last look; a store that goes or comes back has changed, too."""
        before, self._seen = self._seen, self._look()
        return self._seen != before

    def _look(self) -> tuple[object, ...]:
        """What there is and how it stands; nothing where the store is out of reach."""
        try:
            first = os.stat(os.path.join(self._place, STORE_FILE))
            authors = os.path.join(self._place, AUTHORS)
            seen: list[object] = [first.st_ino, first.st_mtime_ns, first.st_uid]
            self._look_into(authors, os.stat(authors), _DEPTH, seen)
        except OSError:
            return ()
        return tuple(seen)

    def _look_into(self, path: str, there: os.stat_result, depth: int, seen: list[object]) -> None:
        seen.append((path, there.st_ino, there.st_mtime_ns, there.st_ctime_ns))
        for inner in self._listed(path, there):
            try:
                state = os.lstat(inner)
            except OSError:
                continue
            if depth and state.st_mode & 0o170000 == 0o040000:
                self._look_into(inner, state, depth - 1, seen)
            else:
                seen.append((inner, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns))

    def _listed(self, path: str, there: os.stat_result) -> tuple[str, ...]:
        state = (there.st_ino, there.st_mtime_ns)
        known = self._listings.get(path)
        if known is not None and known.is_settled and known.state == state:
            return known.paths
        try:
            with os.scandir(path) as entries:
                paths = tuple(sorted(entry.path for entry in entries))
        except OSError:
            paths = ()
        is_settled = time.time_ns() - there.st_mtime_ns > SETTLED_NS
        self._listings[path] = _Listing(state, is_settled, paths)
        return paths
