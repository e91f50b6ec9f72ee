"""A person at work in a workspace: who acts, on which replica, at what time."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from okrtui import home
from okrtui.okr.errors import NotFound
from okrtui.okr.governance import Person
from okrtui.store.journal import Journal
from okrtui.store.replica import Replica
from okrtui.views.connect import connect
from okrtui.views.structures import read_list
from okrtui.views.workspace import MemberRow, acting_member

NOTHING: Mapping[str, Any] = MappingProxyType({})
Tell = Callable[[str], object]


def _untold(line: str) -> None:
    """Nobody is there to be told."""


class Done(NamedTuple):
    """What an action did.

    Attributes:
        message: one line for the person.
        id: of the thing that was made or changed.
        details: what else a caller may want to show, by name.
    """

    message: str
    id: str = ""
    details: Mapping[str, Any] = NOTHING


class Session:
    """A member at work on one replica."""

    def __init__(self, path: str, member: MemberRow, replica: Replica) -> None:
        self.path = path
        self.member = member
        self._replica = replica

    @classmethod
    def open(
        cls, workspace: str | None = None, acting_as: str | None = None, tell: Tell = _untold
    ) -> Session:
        """The session of whoever runs the program, in the workspace asked for or the current one.

        Args:
            workspace: its short name.
            acting_as: the handle to act as.
            tell: takes the line that says why opening takes long, if it does.

        Raises:
            NotFound: there is no such workspace.
            Refused: nobody fits who has an account.
        """
        name = home.current_workspace(workspace)
        if name is None:
            raise NotFound(
                "there is no workspace yet: run `okrtui init NAME`, or `okrtui demo` to look around"
            )
        return cls.at(home.replica_path(name), acting_as, tell)

    @classmethod
    def at(cls, path: str, acting_as: str | None = None, tell: Tell = _untold) -> Session:
        """The session of whoever runs the program, on the replica at `path`."""
        replica = Replica.open(path, keeps_open=True, tell=tell)
        asked = acting_as or os.environ.get("OKRTUI_AS")
        with closing(connect(path)) as connection:
            member = acting_member(connection, asked, home.unix_name())
        return cls(path, member, replica)

    def now(self) -> datetime:
        """The aware moment that counts as now."""
        return home.now()

    def stamp(self) -> str:
        """Now, as log and tables keep times: RFC 3339 in UTC, whole seconds."""
        return self.now().replace(microsecond=0).isoformat()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A read connection for views."""
        with closing(connect(self.path)) as connection:
            yield connection

    @contextmanager
    def writing(self, what: str) -> Iterator[Journal]:
        """One transaction in the log, in this member's name.

        Args:
            what: what is done, in a few words, for undo.
        """
        with self._replica.writing(self.member.handle, self.now, what) as journal:
            yield journal

    def person(self, journal: Journal) -> Person:
        """Who acts, as the rules on rights see them, at the moment of the transaction."""
        row = journal.connection.execute(
            "SELECT roles FROM member WHERE id = ?", (self.member.id,)
        ).fetchone()
        facts = dict(
            journal.connection.execute(
                "SELECT name, value FROM folded WHERE name IN ('root', 'sole_account')"
            )
        )
        roles = read_list(row[0]) if row else []
        return Person(
            member=self.member.id,
            roles=frozenset(roles),
            is_only_account=facts.get("sole_account") == self.member.id,
            is_root=facts.get("root") == self.member.handle,
        )
