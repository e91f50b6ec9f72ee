"""The ledger of what servers send by themselves, in their database: of several on one PostgreSQL, one claims."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, text

from okrtui.delivery.ledger import Claim, Line, stands_in_the_way
from okrtui.delivery.message import CLAIMED
from okrtui.server.database import Database
from okrtui.server.schema import DELIVERY

_INSERT = text(
    "INSERT INTO delivery (ws, key, channel, recipient, state, tries, at, problem)"
    f" VALUES (:ws, :key, :channel, :recipient, '{CLAIMED}', 0, :at, '') ON CONFLICT DO NOTHING"
)
_TAKE_AGAIN = text(
    f"UPDATE delivery SET state = '{CLAIMED}', at = :at, problem = '' WHERE ws = :ws AND key = :key AND state = :was"
)
_SETTLE = text(
    "UPDATE delivery SET state = :state, problem = :problem, tries = tries + :tries, at = :at"
    " WHERE ws = :ws AND key = :key"
)


class _Taken(Exception):
    """Somebody else has one of the keys, which takes back the claim on the others."""

    def __init__(self, line: Line) -> None:
        super().__init__(line.key)
        self.line = line


class ServerLedger:
    """The messages of one workspace."""

    def __init__(self, database: Database, ws: str) -> None:
        self._database = database
        self._ws = ws

    def claim(
        self, keys: Sequence[str], channel: str, recipient: str, now: datetime, is_again: bool
    ) -> Claim:
        """Take all keys of a message, or none; raises OutOfReach where the database is."""
        given = {"ws": self._ws, "channel": channel, "recipient": recipient, "at": _text(now)}
        try:
            with self._database.writing() as connection:
                for key in sorted(keys):  # in one order, or two servers could wait for each other
                    if not connection.execute(_INSERT, {**given, "key": key}).rowcount:
                        self._take_again(connection, key, given["at"], is_again)
        except _Taken as taken:
            return Claim(False, taken.line)
        return Claim(True)

    def _take_again(self, connection: Connection, key: str, at: str, is_again: bool) -> None:
        (line,) = self._lines(connection, [key])
        if stands_in_the_way(line, is_again):
            raise _Taken(line)
        given = {"ws": self._ws, "key": key, "at": at, "was": line.state}
        if not connection.execute(_TAKE_AGAIN, given).rowcount:
            raise _Taken(self._lines(connection, [key])[0])

    def settle(self, keys: Sequence[str], state: str, problem: str, tries: int, now: datetime) -> None:
        """Say what became of a message; raises OutOfReach where the database is."""
        given = {"ws": self._ws, "state": state, "problem": problem, "tries": tries, "at": _text(now)}
        with self._database.writing() as connection:
            for key in sorted(keys):
                connection.execute(_SETTLE, {**given, "key": key})

    def lines(self, keys: Sequence[str] | None = None) -> list[Line]:
        """What is known of these keys, or of all, newest first."""
        with self._database.reading() as connection:
            return self._lines(connection, keys)

    def _lines(self, connection: Connection, keys: Sequence[str] | None) -> list[Line]:
        asked = select(*(DELIVERY.c[name] for name in Line._fields)).where(DELIVERY.c.ws == self._ws)
        if keys is not None:
            asked = asked.where(DELIVERY.c.key.in_(keys))
        return [
            Line(*row) for row in connection.execute(asked.order_by(DELIVERY.c.at.desc(), DELIVERY.c.key))
        ]


def _text(now: datetime) -> str:
    return now.replace(microsecond=0).isoformat()
