"""Looking over a shared directory: which segments of whom lie there, and what lies there that should not.

Nothing is opened; names are hostile until they have been matched. Names are compared without regard to case, for
some file systems change it.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

import msgspec

from okrtui.okr.text import clean_line, cut
from okrtui.sync.layout import AUTHORS, AUTHORS_MODE, BY_OTHERS, OWNERSHIP, Store, out_of_reach

LARGEST_SEGMENT = 8 * 1024 * 1024
"""Bytes beyond which a file is left alone; segments are rolled long before."""

MOST_FOLDERS, MOST_SEGMENTS = 1_000, 10_000
"""Directories of one author and files of one replica beyond which the rest is left alone."""

_AUTHOR = re.compile(r"u-([a-z0-9][a-z0-9-]{0,31})(\.[2-9])?")
_REPLICA = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SEGMENT = re.compile(r"[0-9]{12}[ -~]{0,80}\.okrlog")
_TEMPORARY = "~syncthing~"


class Author(NamedTuple):
    """A directory that claims to be an author's."""

    name: str
    handle: str
    uid: int
    mode: int


class Replica(NamedTuple):
    """A directory of one replica, in an author's."""

    author: Author
    name: str
    dev: str
    uid: int


class Segment(NamedTuple):
    """A file with entries, as it stands; `path` is relative to the store."""

    path: str
    replica: Replica
    name: str
    state: tuple[int, int, int]
    uid: int
    mode: int
    links: int

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.state[1]


class Odd(NamedTuple):
    """Something that should not be there, or not as it is: where, a code, and one line for people."""

    path: str
    code: str
    text: str


class Scan(NamedTuple):
    """What lies in a store.

    Attributes:
        segments: every file with entries, in the order of their paths.
        authors: every directory that claims to be an author's.
        odd: what should not be there.
        frame: mode and owner of the store and of `authors`.
        digest: a hash over all of it, which differs where anything changed.
    """

    segments: list[Segment]
    authors: list[Author]
    odd: list[Odd]
    frame: tuple[int, ...]
    digest: str


def scan(store: Store) -> Scan:
    """Look a store over.

    Raises:
        OutOfReach: it can't be read.
    """
    looking = _Looking(store)
    try:
        looking.look()
    except OSError as error:
        raise out_of_reach(store.place, error) from error
    return _scan(store, looking.segments, looking.authors, looking.odd, looking.frame)


def looked_again(store: Store, before: Scan, written: Iterable[str]) -> Scan:
    """The store as it is after these files were written to, if nobody else wrote since.

    They alone are looked at, where others lie beside them already; what somebody else did meanwhile shows in the
    next look, by its digest.

    Raises:
        OutOfReach: it can't be read.
    """
    replicas = {os.path.dirname(one.path): one.replica for one in before.segments}
    fresh: dict[str, Segment] = {}
    for path in written:
        folder, _, name = path.rpartition("/")
        try:
            state = os.lstat(os.path.join(store.place, path))
        except OSError as error:
            raise out_of_reach(store.place, error) from error
        if folder not in replicas or not stat.S_ISREG(state.st_mode):
            return scan(store)
        fresh[path] = _segment(path, replicas[folder], name, state)
    kept = [one for one in before.segments if one.path not in fresh]
    return _scan(store, [*kept, *fresh.values()], before.authors, before.odd, before.frame)


def _scan(
    store: Store, segments: list[Segment], authors: list[Author], odd: list[Odd], frame: tuple[int, ...]
) -> Scan:
    segments = sorted(segments, key=lambda one: one.path)
    seen = [
        store,
        frame,
        [(one.path, one.state, one.uid, one.mode, one.links, one.replica.uid) for one in segments],
        authors,
        odd,
    ]
    return Scan(segments, authors, odd, frame, hashlib.sha256(msgspec.json.encode(seen)).hexdigest())


def _segment(path: str, replica: Replica, name: str, state: os.stat_result) -> Segment:
    standing = (state.st_ino, state.st_size, state.st_mtime_ns)
    return Segment(path, replica, name, standing, state.st_uid, state.st_mode, state.st_nlink)


class _Looking:
    """One look over a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.segments: list[Segment] = []
        self.authors: list[Author] = []
        self.odd: list[Odd] = []
        self.frame: tuple[int, ...] = ()
        self._is_owned = store.trust == OWNERSHIP

    def look(self) -> None:
        top = os.stat(self.store.place)
        there = os.lstat(os.path.join(self.store.place, AUTHORS))
        self.frame = (top.st_mode, top.st_uid, there.st_mode, there.st_uid)
        if self._is_owned:
            self._look_at_frame(top, there)
        for entry in self._listed(AUTHORS):
            found = _AUTHOR.fullmatch(entry.name.lower())
            if found is None:
                self._note_name(AUTHORS, entry.name)
            elif self._is_folder(f"{AUTHORS}/{entry.name}", entry):
                state = entry.stat(follow_symlinks=False)
                author = Author(entry.name, found[1], state.st_uid, state.st_mode)
                self.authors.append(author)
                self._look_at_author(author)

    def _look_at_frame(self, top: os.stat_result, authors: os.stat_result) -> None:
        if top.st_mode & BY_OTHERS:
            told = f"others can change what lies in it: its owner closes it with chmod g-w,o-w {self.store.place}"
            self._note("", "open_store", told)
        if authors.st_mode & BY_OTHERS and not authors.st_mode & stat.S_ISVTX:
            told = f"members can move each other's directories away: its owner mends it with chmod {AUTHORS_MODE:o}"
            self._note(AUTHORS, "no_sticky", told)

    def _look_at_author(self, author: Author) -> None:
        place = f"{AUTHORS}/{author.name}"
        if self._is_owned and author.mode & BY_OTHERS:
            self._note(
                place, "open_directory", f"others can remove {author.handle}'s files: chmod g-w,o-w mends it"
            )
        for entry in self._listed(place, MOST_FOLDERS):
            if _REPLICA.fullmatch(entry.name.lower()) is None:
                self._note_name(place, entry.name)
            elif self._is_folder(f"{place}/{entry.name}", entry):
                uid = entry.stat(follow_symlinks=False).st_uid
                self._look_at_replica(Replica(author, entry.name, entry.name.lower(), uid))

    def _look_at_replica(self, replica: Replica) -> None:
        place = f"{AUTHORS}/{replica.author.name}/{replica.name}"
        for entry in self._listed(place, MOST_SEGMENTS):
            if _SEGMENT.fullmatch(entry.name.lower()) is None:
                self._note_name(place, entry.name)
                continue
            path = f"{place}/{entry.name}"
            state = _state(entry)
            if state is None:
                continue
            if not stat.S_ISREG(state.st_mode):
                self._note(path, "no_file", f"it is {_kind(state.st_mode)} and not read")
                continue
            self.segments.append(_segment(path, replica, entry.name, state))

    def _listed(self, place: str, most: int = MOST_SEGMENTS) -> Iterable[os.DirEntry[str]]:
        """What lies in a directory, without what is hidden; one that can't be read is noted, all but the first."""
        try:
            with os.scandir(f"{self.store.place}/{place}") as entries:
                listed = list(islice(entries, most + 1))
        except FileNotFoundError:
            if place == AUTHORS:
                raise
            return []
        except PermissionError:
            if place == AUTHORS:
                raise
            self._note(place, "closed", "it can't be read: its owner opens it with chmod 755")
            return []
        if len(listed) > most:
            self._note(place, "too_many", f"it holds more than {most} things: the rest is not read")
        return [one for one in listed[:most] if not one.name.startswith((".", _TEMPORARY))]

    def _is_folder(self, place: str, entry: os.DirEntry[str]) -> bool:
        state = _state(entry)
        if state is None:
            return False
        if stat.S_ISDIR(state.st_mode):
            return True
        self._note(place, "no_folder", f"it is {_kind(state.st_mode)} and not read")
        return False

    def _note_name(self, place: str, name: str) -> None:
        """One note a directory on names that don't belong there, however many."""
        if not any((one.path, one.code) == (place, "name") for one in self.odd):
            self._note(place, "name", f"{shown_name(name)} in it does not belong there and is not read")

    def _note(self, path: str, code: str, text: str) -> None:
        self.odd.append(Odd(path or ".", code, text))


def is_copy(path: str) -> bool:
    """Whether a segment is a conflict copy: read as a further source, and not missed once it is gone."""
    return len(os.path.basename(path)) > len("000000000001.okrlog")


def shown_name(name: str) -> str:
    """A file's name, whatever its bytes, for people."""
    return cut(clean_line(os.fsencode(name).decode("utf-8", "backslashreplace")), 60)


def _state(entry: os.DirEntry[str]) -> os.stat_result | None:
    """How a thing stands; None where it is gone by now."""
    try:
        return entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None


def _kind(mode: int) -> str:
    kinds = (
        (stat.S_ISLNK, "a link"),
        (stat.S_ISDIR, "a directory"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISREG, "a file"),
    )
    return next((word for is_one, word in kinds if is_one(mode)), "a device")
