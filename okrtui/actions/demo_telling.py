"""Telling a story with the program's own actions: everybody acts at their moment, in one transaction.

Every rule holds as it does for people, so the demo can't show what the program would refuse. Ids come from a seeded
chance, so that the same story at the same moment is the same in every view, short codes included.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random

from okrtui.actions.demo_timetable import Timetable
from okrtui.actions.session import Session
from okrtui.store.clock import new_id
from okrtui.store.journal import Journal
from okrtui.store.replica import Replica
from okrtui.views.workspace import acting_member


class StoryJournal(Journal):
    """The log of a whole story: its author and its clock move on.

    Attributes:
        moment: the moment that the next entries carry.
    """

    def __init__(self, connection: sqlite3.Connection, moment: datetime, seed: int) -> None:
        self.moment = moment
        self._chance = Random(seed)
        super().__init__(connection, "", lambda: self.moment)

    def new_id(self) -> str:
        """An id of the story's moment and seeded chance."""
        return new_id(self.moment, random_bits=self._chance.getrandbits)


class StorySession(Session):
    """A member at work at one moment of the story; nothing of it stands in the way of undo."""

    def __init__(
        self, path: str, replica: Replica, journal: StoryJournal, handle: str, is_folding: bool
    ) -> None:
        super().__init__(path, acting_member(journal.connection, handle, handle), replica)
        self._journal = journal
        self._moment = journal.moment
        self._is_folding = is_folding

    def now(self) -> datetime:
        """The story's moment."""
        return self._moment

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The story so far."""
        yield self._journal.connection

    @contextmanager
    def writing(self, what: str) -> Iterator[Journal]:
        """This member's part in the story's one transaction."""
        self._journal.author = self.member.handle
        yield self._journal
        if self._is_folding:
            self._journal.fold()


class Stage:
    """Where the story is told.

    Attributes:
        journal: the story's log.
        times: when things happen.
        ids: everything's id by its key in the story.
        unfolded: keys of the KRs whose last check-in waits to be folded with others.
    """

    def __init__(
        self, path: str, replica: Replica, journal: StoryJournal, times: Timetable, handles: dict[str, str]
    ) -> None:
        self.journal = journal
        self.times = times
        self.ids: dict[str, str] = {}
        self.unfolded: set[str] = set()
        self._path = path
        self._replica = replica
        self._handles = handles

    def handle(self, person: str) -> str:
        """The handle of somebody in the story."""
        return self._handles[person]

    def acting(self, person: str, at: datetime, is_folding: bool = True) -> StorySession:
        """Somebody at work from a moment on; `is_folding` tells whether what they do is folded at once."""
        self.journal.moment = at
        return StorySession(self._path, self._replica, self.journal, self._handles[person], is_folding)
