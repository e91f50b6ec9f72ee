"""What is appended at once, what became of it, and why it may not come to that."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from okrtui.okr.errors import NotFound
from okrtui.server.known import Sender
from okrtui.server.verdicts import Candidate, Verdict


class Taken(NamedTuple):
    """What became of a push.

    Attributes:
        epoch: the log's.
        head: how many entries it has now; 0 where its first entry was not taken, and nothing stays of it.
        verdicts: one an entry, in their order.
    """

    epoch: str
    head: int
    verdicts: list[Verdict]


class OtherEpoch(Exception):
    """The log is of another epoch, `current`, than the one that was pushed to; nothing was appended."""

    def __init__(self, current: str) -> None:
        super().__init__(current)
        self.current = current


class Push(NamedTuple):
    """What is to be appended: to which log, by whom, to which epoch of it, and whether it is to be made."""

    ws: str
    candidates: Sequence[Candidate]
    sender: Sender
    epoch: str | None
    is_new: bool


class NotMade(Exception):
    """The workspace's first entry was rejected: nothing is to stay of it."""

    def __init__(self, verdicts: list[Verdict]) -> None:
        super().__init__()
        self.verdicts = verdicts


class FarBehind(Exception):
    """So much is not folded that folding comes first."""


def check_founding(ws: str, candidates: Sequence[Candidate]) -> None:
    """A workspace is made by its first entry, whose id is a UUID, for files are named by it.

    Raises:
        NotFound: the first entry is another one.
    """
    try:
        is_uuid = str(uuid.UUID(ws)) == ws
    except ValueError:
        is_uuid = False
    first = candidates[0].entry if candidates else None
    if not is_uuid or first is None or first.id != ws:
        raise NotFound("this server has no such workspace, and the first entry does not make it")
