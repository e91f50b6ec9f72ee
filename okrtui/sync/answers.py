"""What a shared server says, and nothing else: an answer is taken whole and only where it is what was asked for."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from okrtui.okr.errors import OutOfReach

T = TypeVar("T")

ACCEPTED, DUPLICATE, REJECTED = "accepted", "duplicate", "rejected"


class Unavailable(OutOfReach):
    """The server can't do it now; `retry_after` is in how many seconds it asked to be tried again, 0 for unsaid."""

    def __init__(self, message: str, retry_after: float = 0.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Hello(msgspec.Struct):
    """Who answers.

    Attributes:
        protocol: the version of what is spoken.
        time: the server's clock, RFC 3339.
        min_client: the oldest okrtui that it understands.
    """

    protocol: int
    time: str
    min_client: str = ""


class Enrolled(msgspec.Struct):
    """A device's token, told this once; `ws` is None where the first push is to make the workspace."""

    token: str
    device: str
    handle: str
    ws: str | None = None


class Verdict(msgspec.Struct):
    """What became of one entry."""

    id: str
    n: int
    verdict: str
    code: str = ""
    text: str = ""
    seq: int = 0


class Pushed(msgspec.Struct):
    """What became of a batch."""

    epoch: str
    head: int
    verdicts: list[Verdict]


class Page(msgspec.Struct):
    """Entries in the order of the log, the first one's place being `after` + 1."""

    epoch: str
    after: int
    head: int
    entries: list[msgspec.Raw]


class Said(msgspec.Struct):
    """Why something can't be."""

    code: str = ""
    text: str = ""
    epoch: str = ""


def read_answer(body: bytes, form: type[T], host: str) -> T:
    """An answer in the form that was asked for.

    Raises:
        Unavailable: it is cut off, or another one than okrtui's.
    """
    try:
        return msgspec.json.decode(body, type=form)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Unavailable(
            f"{host} gave an answer that is cut off or not okrtui's: it is tried again"
        ) from error
