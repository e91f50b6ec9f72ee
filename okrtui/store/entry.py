"""A log entry: what one person did, once and for all (the log and its exchange, §1).

An entry is canonical JSON (sorted keys, no spaces, UTF-8) of at most 64 KiB. Its bytes are kept as they were
written; everything else is read from them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from okrtui.okr.errors import BadInput
from okrtui.okr.text import clean_line
from okrtui.store.clock import is_clock

ENVELOPE = 1
"""The envelope's version; entries of another one are kept and passed on, never folded."""

MAX_BYTES = 64 * 1024
MAX_BASE = 64
MAX_ID = 200
_COUNTERS_END = 2**53

Stamp = tuple[str, str, str, int, str]
"""(hlc, au, dev, n, id): a total order of all entries."""


class Envelope(msgspec.Struct):
    """The JSON document of an entry."""

    v: int
    id: str
    ws: str
    au: str
    dev: str
    n: int
    hlc: str
    k: str
    kv: int
    e: str
    d: dict[str, Any]
    base: list[str] = []


class Entry(NamedTuple):
    """An entry as folding needs it, with the bytes that it was read from and their sha256."""

    au: str
    id: str
    dev: str
    n: int
    hlc: str
    k: str
    kv: int
    e: str
    d: dict[str, Any]
    base: tuple[str, ...]
    v: int
    ws: str
    body: bytes
    sha: str

    @property
    def stamp(self) -> Stamp:
        """The entry's place in the total order."""
        return (self.hlc, self.au, self.dev, self.n, self.id)


_is_plain = re.compile(f"[!-~]{{1,{MAX_ID}}}").fullmatch
_decoder = msgspec.json.Decoder(Envelope)
_encoder = msgspec.json.Encoder(order="sorted")

COLUMNS = ("au", "id", "dev", "n", "hlc", "k", "e", "body", "sha")
"""The columns of the log's table."""

columns_of = attrgetter(*COLUMNS)
"""An entry's values of those columns, in their order."""


def is_id(text: str) -> bool:
    """Whether a text can be an id: a clean line of at most 200 characters, for imports keep the ids of other tools."""
    return _is_plain(text) is not None or (0 < len(text) <= MAX_ID and clean_line(text) == text)


def write_entry(envelope: Mapping[str, object]) -> Entry:
    """The entry of an envelope's fields, with its canonical bytes.

    Raises:
        BadInput: it is larger than 64 KiB, or a text is not valid Unicode.
    """
    try:
        body = msgspec.json.encode(dict(envelope), order="sorted")
    except UnicodeEncodeError as error:
        raise BadInput("a text holds characters that are no Unicode; type it again") from error
    if len(body) > MAX_BYTES:
        raise BadInput(
            f"this is too long to save: {len(body)} bytes, {MAX_BYTES} are allowed; shorten a text"
        )
    return read_entry(body)


def read_entry(body: bytes) -> Entry:
    """The entry in these bytes.

    Raises:
        BadInput: they are no entry.
    """
    return _new_entry(_envelope_in(body), body)


def read_canonical(body: bytes) -> Entry | None:
    """The entry in these bytes where they are what this program would write, byte for byte; None where they aren't.

    None says nothing about what they are instead: a field beside the envelope's own may stand there, too.
    """
    try:
        envelope = _decoder.decode(body)
        return _new_entry(envelope, body) if _encoder.encode(envelope) == body else None
    except (msgspec.MsgspecError, UnicodeError, RecursionError, BadInput):
        return None


def stored_entry(body: bytes, sha: str) -> Entry:
    """The entry in a row of the log, which was looked at and hashed when it was stored.

    Raises:
        BadInput: the row is damaged.
    """
    return _entry_of(_envelope_in(body), body, sha)


def _envelope_in(body: bytes) -> Envelope:
    try:
        return _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadInput(f"not a log entry: {error}") from error


def _new_entry(envelope: Envelope, body: bytes) -> Entry:
    if not (is_clock(envelope.hlc) and 0 < envelope.n < _COUNTERS_END and envelope.id and envelope.au):
        raise BadInput("not a log entry: its clock, its counter or its name can't be")
    return _entry_of(envelope, body, hashlib.sha256(body).hexdigest())


def _entry_of(envelope: Envelope, body: bytes, sha: str) -> Entry:
    return Entry(
        envelope.au,
        envelope.id,
        envelope.dev,
        envelope.n,
        envelope.hlc,
        envelope.k,
        envelope.kv,
        envelope.e,
        envelope.d,
        tuple(envelope.base[:MAX_BASE]),
        envelope.v,
        envelope.ws,
        body,
        sha,
    )


def entry_row(entry: Entry) -> dict[str, object]:
    """The entry as a row of the log's table."""
    return dict(zip(COLUMNS, columns_of(entry), strict=True))


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """The entries in the order of their stamps."""
    return sorted(entries, key=lambda entry: entry.stamp) if len(entries) > 1 else list(entries)
