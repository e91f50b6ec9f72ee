"""Time and identity of log entries: the hybrid logical clock and UUIDs that sort by time.

A clock text is `%012x-%04x`: 48 bits of milliseconds and a 16-bit counter, so that text order is time order
(the log and its exchange, §1).
"""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Callable
from datetime import datetime

from okrtui.okr.identity import derived_id

_MS_MAX = 0xFFFF_FFFF_FFFF
_COUNTER_MAX = 0xFFFF
_LATEST = "e677d21fdbff"
"""The last millisecond of the year 9999: no calendar shows a later one."""

_is_clock = re.compile(r"[0-9a-f]{12}-[0-9a-f]{4}").fullmatch
_ID_COUNT_MAX = 0xFFF


def milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970 of an aware moment; 0 for moments before."""
    return max(0, int(moment.timestamp() * 1000))


def clock_text(ms: int, counter: int) -> str:
    """The clock as text, e.g. `0199c1a2b3c4-0001`."""
    return f"{ms:012x}-{counter:04x}"


def is_clock(text: str) -> bool:
    """Whether this is a clock text."""
    return _is_clock(text) is not None and text[:12] <= _LATEST


def next_clock(now: datetime, *seen: str) -> str:
    """The clock of an entry written now by somebody who saw the clocks `seen` (the own last one among them).

    It is never behind now and always after everything seen, whatever this machine's clock says. Only after the last
    moment that a clock can tell nothing comes: then it is that moment again, and the other parts of a stamp decide.
    """
    ms, counter = milliseconds(now), 0
    latest = max(seen, default="")
    if latest:
        seen_ms, seen_counter = int(latest[:12], 16), int(latest[13:], 16)
        if seen_ms >= ms:
            ms, counter = seen_ms, seen_counter + 1
    if counter > _COUNTER_MAX:
        ms, counter = (ms + 1, 0) if ms < _MS_MAX else (_MS_MAX, _COUNTER_MAX)
    return clock_text(min(ms, _MS_MAX), counter)


def new_id(
    now: datetime, count: int | None = None, random_bits: Callable[[int], int] = secrets.randbits
) -> str:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then chance.

    Args:
        now: the moment that the id tells.
        count: how many ids the caller made before; it stands in for the first 12 bits of chance, so that ids made
            within one millisecond sort as they were made.
        random_bits: gives so many bits of chance.
    """
    ms, first = milliseconds(now), random_bits(12) if count is None else count & _ID_COUNT_MAX
    value = (ms & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76 | first << 64
    value |= 0b10 << 62 | random_bits(62)
    return str(uuid.UUID(int=value))


def check_in_identity(workspace: str, key_result: str, week: str, author: str) -> str:
    """The identity of a typed check-in: one per KR, week and person who reports, on whatever device."""
    return derived_id(workspace, "check_in", key_result, week, author)


def agreement_id(workspace: str, cycle: str, key_result: str) -> str:
    """The id of the agreement that publishing a cycle writes for a KR."""
    return derived_id(workspace, "agreement", cycle, key_result)
