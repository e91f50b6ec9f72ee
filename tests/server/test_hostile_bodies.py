"""Thousands of mutated bodies: no fault, no traceback, nothing folded that should not be, and no growing memory."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from okrtui.store.entry import read_entry
from tests.builders import a_published_cycle, a_workspace, at, bodies, folded_tables
from tests.serving import DEV, Enrolled, Serving, meta, serving
from tests.sweep import sweep_size

BODIES = sweep_size(300, 3_000, 10_000)
MOST_GROWTH = 120 * 1024 * 1024
"""Bytes; a leak of every body would come to ten times as much in the full sweep."""

SHARDS = (
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b"\\",
    b",",
    b":",
    b"\x00",
    b"\xff",
    b"\xed\xa0\x80",
    b"NaN",
    b"1e999",
)
SHARDS += (b"-0", b"\\ud800", b'"n":1,', b"null", b"[" * 300, b"9" * 400, "ẞ\u202e".encode(), b"\r\n", b"%s")

Mutation = Callable[[random.Random, bytes], bytes]


def flipped(chance: random.Random, body: bytes) -> bytes:
    several = bytearray(body)
    for _ in range(chance.randint(1, 8)):
        several[chance.randrange(len(several))] ^= 1 << chance.randrange(8)
    return bytes(several)


def cut(chance: random.Random, body: bytes) -> bytes:
    return body[: chance.randrange(len(body))]


def spliced(chance: random.Random, body: bytes) -> bytes:
    first, last = sorted(chance.randrange(len(body)) for _ in range(2))
    return body[:first] + chance.choice(SHARDS) + body[last if chance.random() < 0.3 else first :]


def repeated(chance: random.Random, body: bytes) -> bytes:
    first, last = sorted(chance.randrange(len(body)) for _ in range(2))
    return body[:last] + body[first:last] * chance.randint(1, 40) + body[last:]


def swapped(chance: random.Random, body: bytes) -> bytes:
    """A value of another type or size, so that the JSON stays whole."""
    others = (b"null", b"[]", b"{}", b"-1", b"1.5", b"true", b'""', b'"' + b"x" * 70_000 + b'"', b"9" * 30)
    found = list(re.finditer(rb':("(?:[^"\\]|\\.)*"|\d+|\[\]|true|false|null)', body))
    if not found:
        return body
    place = chance.choice(found)
    return body[: place.start(1)] + chance.choice(others) + body[place.end(1) :]


MUTATIONS: tuple[Mutation, ...] = (flipped, cut, spliced, repeated, swapped)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "server") as running:
        yield running


def test_mutated_bodies_meet_an_answer_and_change_nothing(home: Path, server: Serving) -> None:
    session = a_workspace(home)
    a_published_cycle(session)
    at("2026-11-17T09:00:00+00:00")
    ana, ws = server.founded(session), meta(session, "ws")
    eve = server.enrolled("ana", DEV.format(6), ws)
    before = folded_tables(server.service.log.replica(ws))
    memory, told = resident(), Counter[int]()
    chance = random.Random(20261117)
    for path, body in attempts(chance, session.path, ws, ana):
        headers = {"Content-Type": "application/json"}
        answer = eve.client.post(path, content=body, headers=headers)
        told[answer.status_code] += 1
        assert answer.status_code < 500, (path, body[:200])
        assert answer.status_code == 204 or answer.headers["Content-Type"] == "application/json"
        assert "Traceback" not in answer.text
    assert sum(told.values()) == BODIES
    assert told[200]
    assert told[400]
    assert resident() - memory < MOST_GROWTH
    entries = ana.client.get(f"/v1/ws/{ws}/ops").json()["entries"]
    known = {read_entry(body).sha for body in bodies(session.path)}
    strange = [
        one for one in entries if read_entry(msgspec.json.encode(one, order="sorted")).sha not in known
    ]
    assert not [one for one in strange if one["au"] != "ana" or one["dev"] != DEV.format(6)]
    after = folded_tables(server.service.log.replica(ws))
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    print(f"\n{BODIES} mutated bodies: {dict(told)}, {len(strange)} strange entries taken")


def attempts(chance: random.Random, replica: str, ws: str, ana: Enrolled) -> Iterator[tuple[str, bytes]]:
    """So many bodies, most of them pushes, and where to."""
    whole = bodies(replica)
    small = [
        ("/v1/enroll", json.dumps({"code": "x" * 35, "device_name": "x", "dev": DEV.format(7)}).encode()),
        ("/v1/devices/replica", json.dumps({"dev": DEV.format(8)}).encode()),
        (f"/v1/ws/{ws}/actuals", json.dumps({"key_result": "x", "actual": "1"}).encode()),
    ]
    for _ in range(BODIES):
        if chance.random() < 0.15:
            path, body = chance.choice(small)
        else:
            some = chance.sample(whole, chance.randint(1, min(8, len(whole))))
            path = f"/v1/ws/{ws}/ops"
            body = b'{"epoch":null,"entries":[' + b",".join(some) + b"]}"
        for _ in range(chance.randint(1, 3)):
            body = chance.choice(MUTATIONS)(chance, body) if len(body) > 2 else body
        yield path, body


def resident() -> int:
    """The bytes of memory that this process, and so the server in it, holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096
