"""A message as it is handed to channels, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

SENT, FAILED, UNCERTAIN, CLAIMED = "sent", "failed", "uncertain", "claimed"
"""What the ledger says of a message: it arrived; it did not, for certain; nobody knows; it is on its way."""

KNOWN = "known"
"""It was not sent now, for it had been before."""

KINDS = ("digest", "update", "minutes", "reminder")


class Recipient(NamedTuple):
    """The member whom a message is for alone."""

    handle: str
    name: str
    email: str = ""


class Message(NamedTuple):
    """One message, in every form that a channel may want.

    Attributes:
        keys: what makes it the same message: where one of them went out over a channel, it does not go again. A
            reminder has one for each kind of thing that it reminds of.
        kind: one of KINDS.
        subject: one line.
        text, markdown, html: the same in each form; what people wrote is escaped already.
        data: the facts, for generic webhooks: what `okrtui.views.json_text` can write.
        recipient: None for a channel's whole audience.
        team: the team that it is about, "" for none.
    """

    keys: tuple[str, ...]
    kind: str
    subject: str
    text: str
    markdown: str = ""
    html: str = ""
    data: Mapping[str, Any] = {}
    recipient: Recipient | None = None
    team: str = ""


class Delivered(NamedTuple):
    """What became of one message over one channel.

    Attributes:
        key: by which the ledger knows it, and `--again` names it.
        state: "sent", "failed" or "uncertain"; "known" where it was not sent because it had been before.
        problem: one line, "" where there is none.
    """

    key: str
    channel: str
    recipient: str
    state: str
    problem: str = ""

    @property
    def is_well(self) -> bool:
        """Whether nobody has to do anything about it."""
        return self.state in (SENT, KNOWN)
