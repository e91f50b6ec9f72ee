r"""The line format of a shared directory: each log entry behind its length and checksum, so that damage shows.

    okr1 <length, 8 hex> <crc32, 8 hex> <the entry's JSON>\n

A reader that meets a bad line goes on at the next whole one; a line that is still being written is waited for.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import NamedTuple

from okrtui.store.entry import MAX_BYTES

MAGIC = b"okr1 "
HEAD = len(MAGIC) + 8 + 1 + 8 + 1
"""Bytes before an entry's JSON."""

LONGEST = HEAD + MAX_BYTES + 1

_HEX = frozenset(b"0123456789abcdef")
_BLANK = b"\r\n"
_EFFORT = 64
"""How often, on average, each byte of a hostile file may be summed again in search of whole lines."""


class Fault(NamedTuple):
    """A stretch of bytes that is no line: "damaged", or "noise" where looking for lines in it costs too much."""

    what: str


Line = tuple[bytes | Fault, int, int]
"""An entry's JSON or a fault, and where its bytes begin and end."""


def write_line(body: bytes) -> bytes:
    """The line of an entry's JSON."""
    return b"%b%08x %08x %b\n" % (MAGIC, len(body), zlib.crc32(body), body)


def read_lines(data: bytes, offset: int = 0) -> Iterator[Line]:
    r"""The lines of a segment's bytes from `offset` on, faults among them.

    What may be the beginning of a line that is not written to its end is left out: reading goes on behind the last
    line that was given. Line ends that a program turned into "\r\n", or took away, do no harm.
    """
    search = _Search(data)
    while True:
        offset = _after_blanks(data, offset)
        if offset >= len(data):
            return
        found = search.line_at(offset)
        if found is None:
            following = search.next_line(offset + 1)
            if following is None and not search.is_spent and _may_go_on(data, offset):
                return
            end = len(data) if following is None else following[1]
            yield Fault("noise" if search.is_spent else "damaged"), offset, end
            if following is None:
                return
            found = following
        yield found
        offset = found[2]


class _Search:
    """The search for whole lines in bytes of which some may be hostile: its cost grows with their length alone."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left = _EFFORT * len(data) + LONGEST

    @property
    def is_spent(self) -> bool:
        """Whether the search was given up."""
        return self._left < 0

    def line_at(self, start: int) -> Line | None:
        """The line that begins here, whole and as it was written."""
        head = self._data[start : start + HEAD]
        length = _length(head)
        if length is None:
            return None
        begin = start + HEAD
        body = self._data[begin : begin + length]
        if len(body) < length or not (body.startswith(b"{") and body.endswith(b"}")):
            return None
        if zlib.crc32(body) != int(head[14:22], 16):
            self._left -= length + HEAD
            return None
        return body, start, _after_blanks(self._data, begin + length)

    def next_line(self, start: int) -> Line | None:
        """The next whole line from here on."""
        start = self._data.find(MAGIC, start)
        while start >= 0 and not self.is_spent:
            found = self.line_at(start)
            if found is not None:
                return found
            start = self._data.find(MAGIC, start + 1)
        return None


def _length(head: bytes) -> int | None:
    """The length that a line's head tells; None where it is no head of a line that may be."""
    if len(head) < HEAD or not head.startswith(MAGIC) or head[13] != 0x20 or head[22] != 0x20:
        return None
    if not (_HEX.issuperset(head[5:13]) and _HEX.issuperset(head[14:22])):
        return None
    length = int(head[5:13], 16)
    return length if length <= MAX_BYTES else None


def _may_go_on(data: bytes, start: int) -> bool:
    """Whether the bytes from here to the end can be the beginning of a line."""
    head = data[start : start + HEAD]
    if len(head) == HEAD:
        length = _length(head)
        return length is not None and len(data) < start + HEAD + length
    model = MAGIC + b"0" * 8 + b" " + b"0" * 8 + b" "
    return _length(head + model[len(head) :]) is not None


def _after_blanks(data: bytes, offset: int) -> int:
    while offset < len(data) and data[offset] in _BLANK:
        offset += 1
    return offset
