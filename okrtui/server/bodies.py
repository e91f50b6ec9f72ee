"""Request bodies: counted while they stream in, in time, uncompressed, and plain JSON of little depth.

What a parser would let pass and another would read otherwise is refused here: duplicate keys, NaN, lone surrogates,
deep nesting. An entry is judged alone, so that one bad entry gets a verdict and blocks nothing else.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from okrtui.store.entry import MAX_BYTES

MAX_BODY = 1024 * 1024
MAX_ENTRIES = 500
MAX_DEPTH = 8

_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NOT_BRACKETS = re.compile(rb"[^\[\]{}]+")


class Pushed(msgspec.Struct):
    """The body of a push: the epoch that the client knows, and the entries' own bytes."""

    epoch: str | None
    entries: list[msgspec.Raw]


_pushed = msgspec.json.Decoder(Pushed)


class BadBody(Exception):
    """A body that can't be taken: HTTP status, a code for programs, a line for people; whether some is left unread."""

    def __init__(self, status: int, code: str, text: str, is_unread: bool = False) -> None:
        super().__init__(text)
        self.status = status
        self.code = code
        self.text = text
        self.is_unread = is_unread


def read_push(body: bytes) -> tuple[str | None, list[bytes]]:
    """The epoch and the entries' bytes of a push, none of them looked into.

    Raises:
        BadBody: it is no such document, or holds too many entries.
    """
    try:
        pushed = _pushed.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadBody(400, "bad_request", "the body is not {epoch, entries}") from error
    if len(pushed.entries) > MAX_ENTRIES:
        raise BadBody(413, "too_large", f"{len(pushed.entries)} entries: at most {MAX_ENTRIES} go at once")
    return pushed.epoch, [bytes(one) for one in pushed.entries]


def read_document(body: bytes) -> dict[str, Any]:
    """The JSON object of a small request.

    Raises:
        BadBody: it is no JSON object, too deep, or a name stands in it twice.
    """
    try:
        document = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadBody(400, "bad_request", "the body is no JSON") from error
    if depth_of(body) > MAX_DEPTH:
        raise BadBody(400, "bad_request", f"the body is nested more than {MAX_DEPTH} levels deep")
    if not isinstance(document, dict):
        raise BadBody(400, "bad_request", "the body is no JSON object")
    if len(document) != _names_at_top(body):
        raise BadBody(400, "bad_request", "a name stands in the body twice")
    return document


def fault_of(body: bytes) -> tuple[str, str] | None:
    """Why an entry's bytes can't be taken, as a verdict's code and text; None where they can.

    An entry is canonical: written again it gives the same bytes. So nothing in it can be read in two ways.
    """
    if len(body) > MAX_BYTES:
        return "too_large", f"the entry has {len(body)} bytes, {MAX_BYTES} are allowed"
    try:
        again = msgspec.json.encode(msgspec.json.decode(body), order="sorted")
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return "schema", "the entry is no JSON"
    if depth_of(body) > MAX_DEPTH:
        return "schema", f"the entry is nested more than {MAX_DEPTH} levels deep"
    if again != body:
        return "schema", "the entry is not in its canonical form: keys sorted and once, no spaces"
    return None


def depth_of(body: bytes) -> int:
    """How deep well-formed JSON nests; brackets in texts don't count.

    Only what a parser took may come here: the search for texts is slow on what never ends one.
    """
    if body.count(b"{") + body.count(b"[") <= MAX_DEPTH:
        return 0
    depth = deepest = 0
    for byte in _NOT_BRACKETS.sub(b"", _STRINGS.sub(b"", body)):
        if byte in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                return depth
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest


def _names_at_top(body: bytes) -> int:
    """How many names stand in the object's own level, each as often as it stands there."""
    depth = names = 0
    for byte in re.sub(rb"[^\[\]{}:]+", b"", _STRINGS.sub(b"", body)):
        if byte in b"[{":
            depth += 1
        elif byte in b"]}":
            depth -= 1
        elif depth == 1:
            names += 1
    return names
