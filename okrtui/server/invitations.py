"""Invitations: single-use codes with an end, and a limit to how often an address or a code may be tried in vain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from okrtui.okr.errors import Refused
from okrtui.server.account_tables import ATTEMPT, INVITATION
from okrtui.server.credentials import is_same, name_of, new_code, plain_code, sha_of
from okrtui.server.database import Database
from okrtui.store.clock import new_id

WRONG_CODE = "this code is not valid: it is mistyped, used or expired; ask for a new one"


class Limits(NamedTuple):
    """How often one may be wrong: an address within minutes, and on one code."""

    per_address: int
    minutes: int
    per_code: int


class Invitation(NamedTuple):
    """Who a code lets in, and where; `ws` is empty where it founds a workspace."""

    name: str
    ws: str
    handle: str


class WrongCode(Refused):
    """The code lets nobody in; which of the reasons it is, is not told."""


class TooManyTries(Refused):
    """An address tried in vain too often; `seconds` until it may try again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many wrong codes from this address: try again in {seconds} seconds")
        self.seconds = seconds


class Invitations:
    """The invitations of a server."""

    def __init__(self, database: Database, now: Callable[[], datetime], limits: Limits) -> None:
        self._database = database
        self._now = now
        self._limits = limits

    def invite(self, ws: str, handle: str, days: int) -> str:
        """Make an invitation and give its code, which is kept nowhere.

        Args:
            ws: the workspace; "" to let the first push found one.
            handle: whom it lets in.
            days: how long it stands.
        """
        code = new_code()
        row = {
            "name": name_of(code),
            "code_sha": sha_of(code),
            "ws": ws or None,
            "handle": handle,
            "made_at": stamp(self._now()),
            "expires_at": stamp(self._now() + timedelta(days=days)),
        }
        with self._database.writing() as connection:
            connection.execute(delete(INVITATION).where(INVITATION.c.expires_at < stamp(self._now())))
            connection.execute(insert(INVITATION), [row])
        return code

    def check_address(self, address: str) -> None:
        """Raise TooManyTries where the address was wrong too often."""
        with self._database.reading() as connection:
            several = connection.execute(
                select(ATTEMPT.c.at)
                .where(ATTEMPT.c.address == address, ATTEMPT.c.at > self._window())
                .order_by(ATTEMPT.c.at.desc())
                .limit(self._limits.per_address)
            ).all()
        if len(several) == self._limits.per_address:
            ends = datetime.fromisoformat(several[-1][0]) + timedelta(minutes=self._limits.minutes)
            raise TooManyTries(max(1, int((ends - self._now()).total_seconds())))

    def note_failure(self, address: str, typed: str) -> None:
        """Count a vain try against the address and against the code that it named."""
        now = self._now()
        with self._database.writing() as connection:
            connection.execute(delete(ATTEMPT).where(ATTEMPT.c.at <= self._window()))
            connection.execute(insert(ATTEMPT), [{"id": new_id(now), "address": address, "at": stamp(now)}])
            connection.execute(
                update(INVITATION)
                .where(INVITATION.c.name == name_of(plain_code(typed)))
                .values(failures=INVITATION.c.failures + 1)
            )

    def _window(self) -> str:
        return stamp(self._now() - timedelta(minutes=self._limits.minutes))

    def look_up(self, connection: Connection, typed: str) -> Invitation:
        """Whom a code lets in; it stays to be used.

        Raises:
            WrongCode: it lets nobody in.
        """
        code = plain_code(typed)
        row = connection.execute(select(INVITATION).where(INVITATION.c.name == name_of(code))).first()
        is_right = is_same(sha_of(code), row.code_sha if row else sha_of(""))
        if row is None or not code or not is_right:
            raise WrongCode(WRONG_CODE)
        if row.used_at or row.expires_at < stamp(self._now()) or row.failures >= self._limits.per_code:
            raise WrongCode(WRONG_CODE)
        return Invitation(row.name, row.ws or "", row.handle)

    def use(self, connection: Connection, typed: str) -> Invitation:
        """Use a code up, in the caller's transaction.

        Raises:
            WrongCode: it lets nobody in.
        """
        invitation = self.look_up(connection, typed)
        used = connection.execute(
            update(INVITATION)
            .where(INVITATION.c.name == invitation.name, INVITATION.c.used_at.is_(None))
            .values(used_at=stamp(self._now()))
        )
        if not used.rowcount:
            raise WrongCode(WRONG_CODE)
        return invitation


def stamp(moment: datetime) -> str:
    """A moment in UTC as the tables hold it: texts of one width, which compare as they stand."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")
