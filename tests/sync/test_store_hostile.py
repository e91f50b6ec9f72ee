"""Mutated lines by the thousand through the reader of a shared directory: nothing breaks, grows, or shows wrongly."""

from __future__ import annotations

import json
import random
import resource
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from okrtui.store.replica import Replica
from okrtui.sync.lines import write_line
from tests.builders import folded_tables, rows
from tests.sweep import sweep_size
from tests.sync.people import DEV, Team, a_folder, an_entry

LINES = sweep_size(3_000, 30_000, 100_000)
IN_A_FILE = 1_500
GROWTH = 160 * 1024
"""KiB that the process may grow by while it reads however many lines."""

FORGED = "in another's name"

Mutation = Callable[[random.Random, bytes], bytes]


def _flip(chance: random.Random, line: bytes) -> bytes:
    place = chance.randrange(len(line))
    return line[:place] + bytes([line[place] ^ 1 << chance.randrange(8)]) + line[place + 1 :]


def _cut(chance: random.Random, line: bytes) -> bytes:
    return line[: chance.randrange(len(line))]


def _drop(chance: random.Random, line: bytes) -> bytes:
    start = chance.randrange(len(line))
    return line[:start] + line[start + chance.randrange(1, 40) :]


def _insert(chance: random.Random, line: bytes) -> bytes:
    place = chance.randrange(len(line))
    return line[:place] + chance.randbytes(chance.randrange(1, 40)) + line[place:]


def _repeat(chance: random.Random, line: bytes) -> bytes:
    return line * chance.randrange(2, 4)


def _swap(chance: random.Random, line: bytes) -> bytes:
    first, second = sorted(chance.sample(range(len(line)), 2))
    return line[second:] + line[first:second] + line[:first]


def _head(chance: random.Random, line: bytes) -> bytes:
    digits = b"%08x" % chance.choice([0, 1, 0xFFFF, 0x10000, 0xFFFFFFFF, chance.getrandbits(32)])
    return line[:5] + digits + line[13:] if chance.random() < 0.5 else line[:14] + digits + line[22:]


def _fill(chance: random.Random, line: bytes) -> bytes:
    return chance.choice([b"\x00", b"okr1 ", b"okr1 0000ffff 00000000 ", b"\xff", b"{"]) * chance.randrange(
        1, 200
    )


DAMAGES: tuple[Mutation, ...] = (_flip, _cut, _drop, _insert, _repeat, _swap, _head, _fill)

VALUES: tuple[str, ...] = (
    "null", "true", "0", "-1", "1.5", "1e400", "NaN", "Infinity", "9" * 400, '""', '"\\ud800"', '"\\u0000"',
    '"\\u001b[2J"', '"' + "x" * 3000 + '"', "[]", "{}", "[" * 5000 + "]" * 5000, '{"a":' * 3000 + "1" + "}" * 3000,
    '[1,"a",null]', '{"text":5}', '{"text":["x"]}', '{"nothing":"x"}', '"\udcff"', "tru", "", '"2026-11-17"',
    '"0199c1a2b3c4-0001"', '"ffffffffffff-ffff"', '"ana"', '"' + DEV.format(7) + '"', '"member"', '"workspace"',
    '"key_result"', '"check_in"', '"\u202ereversed"', '"; DROP TABLE entry; --"', "18446744073709551616",
)  # fmt: skip
FIELDS = ("v", "id", "ws", "au", "dev", "n", "hlc", "k", "kv", "e", "d", "base", "extra")


def _retyped(chance: random.Random, body: bytes) -> bytes:
    """An entry with a field of another value, summed as it should be."""
    fields = {name: json.dumps(value) for name, value in json.loads(body).items()}
    for name in chance.sample(FIELDS, chance.choice([1, 1, 1, 2])):
        fields[name] = chance.choice(VALUES)
        if chance.random() < 0.1:
            fields.pop(name)
    parts = [f'"{name}":{value}' for name, value in fields.items()]
    if chance.random() < 0.1:
        parts.append(chance.choice(parts))
    chance.shuffle(parts)
    return ("{" + ",".join(parts) + "}").encode("utf-8", "surrogatepass")


def _forged(chance: random.Random, body: bytes) -> bytes:
    """An entry that claims what it may not: another's name, the workspace's making, another replica or workspace."""
    fields: dict[str, Any] = json.loads(body)
    fields["d"] = {"text": FORGED, "kind": "note"}
    kind = chance.randrange(4)
    if kind == 0:
        fields["au"] = chance.choice(["ana", "eve", "BO", "bo ", "bo\x00", ""])
    elif kind == 1:
        fields |= {"id": fields["ws"], "k": "workspace", "d": {"name": FORGED}, "hlc": "000000000000-0000"}
    elif kind == 2:
        fields["dev"] = DEV.format(chance.randrange(2, 9))
    else:
        fields["ws"] = chance.choice(["", "another", fields["ws"].upper() + "x"])
    return json.dumps(fields).encode()


def _files(ws: str) -> Iterator[tuple[bytes, set[bytes]]]:
    """Files of mutated lines, with the entries behind them as their author appends them again, which must come out."""
    chance = random.Random(20261117)
    for first in range(1, LINES + 1, IN_A_FILE):
        data, whole = [], []
        for n in range(first, min(first + IN_A_FILE, LINES + 1)):
            body = an_entry(ws, "bo", n, id=f"01990000-0000-7000-9000-{n:012d}").body
            dice = chance.random()
            whole.append(body)
            if dice < 0.7:
                data.append(chance.choice(DAMAGES)(chance, write_line(body)) + b"\n")
            elif dice < 0.9:
                data.append(write_line(_retyped(chance, body)))
            else:
                data.append(write_line(_forged(chance, body)))
        again = b"\n".join([b"", *(write_line(body) for body in whole)])
        yield b"".join(data) + again, set(whole)


def _kibibytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize("trust", ["ownership", "directory"])
def test_mutated_lines_break_nothing_and_nothing_is_folded_that_should_not_be(
    home: object, trust: str
) -> None:
    with a_folder() as folder:
        team = Team(folder, "--trust", trust)
        bo = team.joins("bo")
        bo.syncs()
        place = team.store / "authors" / "u-bo" / DEV.format(1)
        place.mkdir(parents=True)
        for one in (place, place.parent):
            one.chmod(0o2755)
        expected: set[bytes] = set()
        before = 0
        for number, (data, whole) in enumerate(_files(team.ana.ws)):
            file = place / f"{number * IN_A_FILE + 1:012d}.okrlog"
            file.write_bytes(data)
            file.chmod(0o644)
            expected |= whole
            team.ana.syncs()
            before = before or _kibibytes()
        assert _kibibytes() - before < GROWTH
        _judge(team, expected)


def _judge(team: Team, expected: set[bytes]) -> None:
    path = team.ana.path
    sql = "SELECT body FROM entry WHERE dev = ?1 UNION SELECT body FROM oddity"
    stored = {row["body"] for row in rows(path, sql, DEV.format(1))}
    assert expected <= stored
    assert (
        rows(path, "SELECT * FROM entry WHERE au = 'bo' AND dev NOT IN (?, ?)", DEV.format(1), team.ana.dev)
        == []
    )
    assert rows(path, "SELECT * FROM entry WHERE au NOT IN ('ana', 'bo')") == []
    assert rows(path, "SELECT * FROM entry WHERE au = 'ana' AND dev != ?", team.ana.dev) == []
    assert rows(path, "SELECT value FROM folded WHERE name = 'root'") == [{"value": "ana"}]
    tables = folded_tables(path)
    assert all(FORGED not in repr(table) for table in tables.values())
    assert [row["handle"] for row in rows(path, "SELECT handle FROM member ORDER BY handle")] == ["ana", "bo"]
    assert rows(path, "SELECT * FROM comment WHERE typeof(text) NOT IN ('text', 'null')") == []
    Replica.open(path).fold_anew()
    assert folded_tables(path) == tables
    assert {"forged", "unreadable"} <= team.ana.notices().keys()
    assert team.ana("doctor").code == 4
    assert team.ana("status").code == 0
