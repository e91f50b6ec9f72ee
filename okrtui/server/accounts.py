"""Accounts: which device may speak for whom, told by its token at every request and revocable at any.

A device belongs to one person in one workspace and signs with the replica ids that were bound to it. A founder's
device has no workspace until its first push names one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, update

from okrtui.okr.errors import NotFound, Refused
from okrtui.server.account_tables import DEVICE, DEVICE_REPLICA
from okrtui.server.credentials import is_same, new_token, sha_of
from okrtui.server.database import Database
from okrtui.server.invitations import Invitations, WrongCode, stamp
from okrtui.store.clock import new_id

SEEN_EVERY = timedelta(minutes=5)
"""How exactly it is kept when a device was last seen: not every request may cost a write."""


_DEVICES = select(DEVICE, DEVICE_REPLICA.c.dev).outerjoin(
    DEVICE_REPLICA, DEVICE_REPLICA.c.device == DEVICE.c.id
)
_OF_TOKEN = _DEVICES.where(DEVICE.c.token_sha == bindparam("sha"))


class Device(NamedTuple):
    """A device; times as the tables hold them, "" where there is none."""

    id: str
    ws: str
    handle: str
    name: str
    is_founder: bool
    created_at: str
    last_seen: str
    revoked_at: str
    replicas: frozenset[str]


class Founds(Refused):
    """The code founds a workspace, and whoever used it has none for it."""


class Enrolled(NamedTuple):
    """What an invitation gave: a token, told this once, and whose device it is."""

    token: str
    device: Device


class Accounts:
    """The devices of a server."""

    def __init__(self, database: Database, now: Callable[[], datetime], invitations: Invitations) -> None:
        self._database = database
        self._now = now
        self.invitations = invitations

    def enroll(
        self,
        code: str,
        name: str,
        dev: str,
        address: str,
        is_free: Callable[[str, str, str], bool],
        may_found: bool = True,
    ) -> Enrolled:
        """Turn a code into a device.

        Args:
            code: as it was typed.
            name: what the device is called.
            dev: the replica id that it signs with.
            address: where the request came from.
            is_free: whether nobody but this handle wrote with this replica id (workspace, handle, dev).
            may_found: whether the device has a workspace to found, or to bring; else such a code stays to be used.

        Raises:
            WrongCode: the code lets nobody in.
            Founds: it founds a workspace, and the device has none.
            TooManyTries: the address was wrong too often.
            Refused: the replica id is somebody else's.
        """
        self.invitations.check_address(address)
        token, device = new_token(), new_id(self._now())
        try:
            with self._database.reading() as connection:
                _, ws, handle = self.invitations.look_up(connection, code)
            if not ws and not may_found:
                raise Founds("this code makes a new workspace: say what it is called, or bring one along")
            is_unwritten = not ws or is_free(ws, handle, dev)
            with self._database.writing() as connection:
                self.invitations.use(connection, code)
                self._check_replica(connection, ws, handle, dev, is_unwritten)
                row = {
                    "id": device,
                    "ws": ws or None,
                    "is_founder": int(not ws),
                    "handle": handle,
                    "name": name,
                    "token_sha": sha_of(token),
                    "created_at": stamp(self._now()),
                }
                connection.execute(insert(DEVICE), [row])
                connection.execute(insert(DEVICE_REPLICA), [{"device": device, "dev": dev, "is_servers": 0}])
        except WrongCode:
            self.invitations.note_failure(address, code)
            raise
        return Enrolled(token, self.device(device))

    def who(self, token: str) -> Device | None:
        """The device of a token; None where there is none, or it was revoked."""
        sha = sha_of(token)
        with self._database.reading() as connection:
            rows = connection.execute(_OF_TOKEN, {"sha": sha}).all()
        if not rows or not is_same(rows[0].token_sha, sha) or rows[0].revoked_at:
            return None
        device = _device(rows)
        if not device.last_seen or device.last_seen < stamp(self._now() - SEEN_EVERY):
            self._note_seen(device.id)
        return device

    def device(self, device: str) -> Device:
        """One device; NotFound where there is none."""
        found = self._devices(_DEVICES.where(DEVICE.c.id == device))
        if not found:
            raise NotFound("there is no such device: the list of devices shows those there are")
        return found[0]

    def devices(self, ws: str | None = None, handle: str | None = None) -> list[Device]:
        """The devices of a workspace (None: of all), or of one person, by when they joined."""
        query = _DEVICES.order_by(DEVICE.c.created_at, DEVICE.c.id)
        if ws is not None:
            query = query.where(DEVICE.c.ws == ws)
        if handle is not None:
            query = query.where(DEVICE.c.handle == handle)
        return self._devices(query)

    def revoke(self, device: str) -> None:
        """Take a device's token away, from the next request on."""
        with self._database.writing() as connection:
            connection.execute(
                update(DEVICE)
                .where(DEVICE.c.id == device, DEVICE.c.revoked_at.is_(None))
                .values(revoked_at=stamp(self._now()))
            )

    def bind_replica(self, device: Device, dev: str, is_free: Callable[[str, str, str], bool]) -> None:
        """Let a device sign with one more replica id; Refused where it is somebody else's."""
        if dev in device.replicas:
            return
        is_unwritten = not device.ws or is_free(device.ws, device.handle, dev)
        with self._database.writing() as connection:
            self._check_replica(connection, device.ws, device.handle, dev, is_unwritten)
            connection.execute(insert(DEVICE_REPLICA), [{"device": device.id, "dev": dev, "is_servers": 0}])

    def servers_replica(self, device: Device) -> tuple[str, int]:
        """The replica id with which the server writes in the device's name, and its next counter."""
        mine = (DEVICE_REPLICA.c.device == device.id, DEVICE_REPLICA.c.is_servers == 1)
        with self._database.writing() as connection:
            counted = connection.execute(update(DEVICE_REPLICA).where(*mine).values(n=DEVICE_REPLICA.c.n + 1))
            if not counted.rowcount:
                row = {"device": device.id, "dev": new_id(self._now()), "is_servers": 1, "n": 1}
                connection.execute(insert(DEVICE_REPLICA), [row])
            dev, n = connection.execute(select(DEVICE_REPLICA.c.dev, DEVICE_REPLICA.c.n).where(*mine)).one()
            return dev, n

    def claim(self, device: Device, ws: str) -> bool:
        """Give a founder's device the workspace that it is about to found; False where it is another's."""
        with self._database.writing() as connection:
            others = select(DEVICE.c.id).where(DEVICE.c.ws == ws, DEVICE.c.id != device.id).exists()
            changed = connection.execute(
                update(DEVICE).where(DEVICE.c.id == device.id, DEVICE.c.ws.is_(None), ~others).values(ws=ws)
            )
            return bool(changed.rowcount)

    def release(self, device: Device) -> None:
        """Take back a claim that founded nothing."""
        with self._database.writing() as connection:
            connection.execute(
                update(DEVICE).where(DEVICE.c.id == device.id, DEVICE.c.is_founder == 1).values(ws=None)
            )

    def _note_seen(self, device: str) -> None:
        with self._database.writing() as connection:
            connection.execute(
                update(DEVICE).where(DEVICE.c.id == device).values(last_seen=stamp(self._now()))
            )

    def _devices(self, query: Select[Any]) -> list[Device]:
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [_device(list(several)) for _, several in groupby(rows, key=lambda row: str(row.id))]

    def _check_replica(
        self,
        connection: Connection,
        ws: str,
        handle: str,
        dev: str,
        is_unwritten: bool,
    ) -> None:
        """Raise Refused where another person of the workspace signs, or signed, with this replica id.

        What was signed is asked beforehand, for the replica that knows it may wait for a push, and the push for the
        database; nobody signs with an id meanwhile that no device has.
        """
        taken = connection.execute(
            select(DEVICE.c.id)
            .join(DEVICE_REPLICA, DEVICE_REPLICA.c.device == DEVICE.c.id)
            .where(DEVICE_REPLICA.c.dev == dev, DEVICE.c.ws == ws, DEVICE.c.handle != handle)
        ).first()
        if taken or not is_unwritten:
            raise Refused("this replica belongs to another member; make a workspace of your own to join with")


def _device(rows: Sequence[Row[Any]]) -> Device:
    """A device from its rows, one for each replica id."""
    row = rows[0]
    return Device(
        row.id,
        row.ws or "",
        row.handle,
        row.name,
        bool(row.is_founder),
        row.created_at,
        row.last_seen or "",
        row.revoked_at or "",
        frozenset(one.dev for one in rows if one.dev),
    )
