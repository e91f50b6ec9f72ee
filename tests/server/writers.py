"""Authors who write log entries without a replica, as the server's tests push them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from okrtui.server.log import ServerLog
from okrtui.server.verdicts import Verdict
from okrtui.store.clock import clock_text, milliseconds
from okrtui.store.entry import Entry, write_entry

WS = "0199c1a2-0000-7000-8000-000000000001"
WORKSPACE = "11111111-1111-4111-8111-111111111111"
NOW = datetime(2026, 11, 17, 8, tzinfo=UTC)
MINUTE = 60_000


class Writer:
    """One replica of an author, with its counter and its clock.

    Attributes:
        handle, dev: as in the entries.
        member: id of the author's member entity.
        n: the last counter.
        ahead: milliseconds by which the clock is ahead of `NOW`.
    """

    def __init__(self, handle: str, dev: str = "", ws: str = WS) -> None:
        self.handle = handle
        self.dev = dev or f"dev-{handle}"
        self.member = f"m-{handle}"
        self.ws = ws
        self.n = 0
        self.ahead = 0

    def write(self, kind: str, entity: str, fields: dict[str, Any], **envelope: Any) -> Entry:
        """The next entry; `envelope` says what differs from the usual."""
        self.n += 1
        given = {
            "v": 1,
            "id": f"{self.dev}:{self.n}",
            "ws": self.ws,
            "au": self.handle,
            "dev": self.dev,
            "n": self.n,
            "hlc": clock_text(milliseconds(NOW) + self.ahead, self.n),
            "base": [],
            "k": kind,
            "kv": 1,
            "e": entity,
            "d": fields,
        }
        return write_entry({**given, **envelope})

    def comment(self, text: str = "hello", **envelope: Any) -> Entry:
        """A comment that anybody with an account may write."""
        fields = {"text": text, "kind": "note", "author": self.member}
        return self.write("comment", f"{self.dev}-c{self.n + 1}", fields, **envelope)

    def comments(self, count: int) -> list[Entry]:
        return [self.comment(f"comment {number}") for number in range(count)]

    def member_entry(self, handle: str, **fields: Any) -> Entry:
        """Somebody is named, given an account or roles."""
        given = {"handle": handle, "account": True, "roles": ["member"], "fence": {}}
        return self.write("member", f"m-{handle}", {**given, **fields})

    def genesis(self) -> Entry:
        """The entry that makes the workspace."""
        fields = {"name": "Acme", "timezone": "UTC", "deadline": {"weekday": "monday", "time": "10:00"}}
        return self.write("workspace", WORKSPACE, fields, id=self.ws)


def push(log: ServerLog, writer: Writer, entries: Iterable[Entry], **how: Any) -> list[Verdict]:
    """Push entries in the writer's name."""
    return log.push(writer.ws, writer.handle, {writer.dev}, [one.body for one in entries], **how)


def verdicts(several: Iterable[Verdict]) -> list[str]:
    """Each verdict as one word: the code where it was rejected."""
    return [one.code or one.verdict for one in several]


def found(log: ServerLog, *handles: str, ws: str = WS) -> Writer:
    """A workspace that `ana` made, with accounts for others; gives Ana."""
    ana = Writer("ana", ws=ws)
    roles = ["sponsor", "program_lead", "champion"]
    entries = [ana.genesis(), ana.member_entry("ana", roles=roles)]
    entries += [ana.member_entry(handle) for handle in handles]
    assert verdicts(push(log, ana, entries, founder=True)) == ["accepted"] * len(entries)
    return ana
