"""What the load consists of: a workspace with a history, and the comments that its members write."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from okrtui.store.clock import new_id, next_clock
from okrtui.store.entry import write_entry

HISTORY = 2_000
"""Entries that the workspace has when the clients come."""

ANA = "00000000-0000-4000-8000-000000000001"


class Workspace:
    """A workspace on the server, and who its entries are by."""

    def __init__(self, people: int) -> None:
        self.now = datetime.now(UTC)
        self.ws = new_id(self.now)
        self.root = Writer("ana", ANA, self.ws, new_id(self.now))
        self.people = [
            Writer(f"m{number:04d}", new_id(self.now), self.ws, new_id(self.now)) for number in range(people)
        ]

    def first(self) -> list[bytes]:
        """The entries that make it: the workspace, its members, comments for a history."""
        root = self.root
        made = root.write("workspace", new_id(self.now), {"name": "Load", "timezone": "UTC"}, entry=self.ws)
        entries = [made, *(root.account(one) for one in (root, *self.people))]
        entries += [root.comment() for _ in range(HISTORY)]
        return entries


class Writer:
    """One replica's entries, numbered; `member` is the id of who writes them."""

    def __init__(self, handle: str, dev: str, ws: str, member: str) -> None:
        self.handle, self.dev, self.ws, self.member = handle, dev, ws, member
        self._n = 0
        self._hlc = ""

    def write(self, kind: str, entity: str, fields: dict[str, Any], entry: str = "") -> bytes:
        """The bytes of the next entry."""
        now = datetime.now(UTC)
        self._n += 1
        self._hlc = next_clock(now, self._hlc)
        return write_entry(
            {
                "v": 1,
                "id": entry or new_id(now),
                "ws": self.ws,
                "au": self.handle,
                "dev": self.dev,
                "n": self._n,
                "hlc": self._hlc,
                "base": [],
                "k": kind,
                "kv": 1,
                "e": entity,
                "d": fields,
            }
        ).body

    def account(self, other: Writer) -> bytes:
        """An account for somebody."""
        fields = {
            "handle": other.handle,
            "name": other.handle,
            "account": True,
            "roles": ["member"],
            "fence": {},
        }
        return self.write("member", other.member, fields)

    def comment(self) -> bytes:
        """A comment of usual length."""
        text = "Only small accounts react to the incentive; we offer it to the first 500 and look again"
        at = datetime.now(UTC).isoformat(timespec="seconds")
        fields = {"kind": "note", "text": text, "author": self.member, "at": at}
        return self.write("comment", new_id(datetime.now(UTC)), fields)
