"""Request bodies: how much, how fast, how deep, and what JSON."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.server.bodies import MAX_BODY, MAX_DEPTH, BadBody, depth_of, fault_of, read_document, read_push
from okrtui.store.entry import MAX_BYTES, read_canonical, read_entry, write_entry
from tests.serving import DEV, Enrolled, Serving, push, serving

WS = "0199c1a2-0000-7000-8000-00000000000f"
ENTRY = {
    "v": 1,
    "id": "0199c1a2-0000-7000-8000-0000000000aa",
    "ws": WS,
    "au": "ana",
    "dev": DEV.format(1),
    "n": 1,
    "hlc": "0199c1a2b3c4-0001",
    "base": [],
    "k": "workspace",
    "kv": 1,
    "e": "0199c1a2-0000-7000-8000-0000000000bb",
    "d": {"name": "Acme"},
}


def written(**fields: Any) -> bytes:
    return msgspec.json.encode({**ENTRY, **fields}, order="sorted")


def nested(levels: int) -> Any:
    """A value of so many levels."""
    value: Any = []
    for _ in range(levels - 1):
        value = [value]
    return value


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("bodies"), body_seconds=1.0) as running:
        yield running


@pytest.fixture(scope="module")
def ana(server: Serving) -> Enrolled:
    device = server.enrolled("ana", DEV.format(1))
    first = written(id=WS)
    assert [one["verdict"] for one in push(device, WS, [first]).json()["verdicts"]] == ["accepted"]
    return device


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b'{"epoch":"x"}',
        b'{"epoch":1,"entries":[]}',
        b'{"epoch":"x","entries":{}}',
        b'{"epoch":"x","entries":[{]}',
        b'{"epoch":"x","entries":[1',
        b'{"epoch":"\\ud800","entries":[]}',
        b'{"epoch":"\xff","entries":[]}',
        b'{"epoch":"x","entries":[NaN]}',
        b'{"epoch":"x","entries":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b"[" * 500_000,
    ],
    ids=count(1),
)
def test_what_is_no_push_is_told_so(ana: Enrolled, body: bytes) -> None:
    answer = ana.client.post(f"/v1/ws/{WS}/ops", content=body)
    assert answer.status_code == 400
    assert answer.json()["code"] == "bad_request"
    with pytest.raises(BadBody):
        read_push(body)


def test_five_hundred_entries_go_at_once_and_one_more_does_not(ana: Enrolled) -> None:
    answer = push(ana, WS, [b"1"] * 500)
    assert answer.status_code == 200
    assert {one["code"] for one in answer.json()["verdicts"]} == {"schema"}
    answer = push(ana, WS, [b"1"] * 501)
    assert answer.status_code == 413
    assert answer.json() == {"code": "too_large", "text": "501 entries: at most 500 go at once"}


@pytest.mark.parametrize("with_length", [True, False])
def test_a_mebibyte_goes_at_once_and_one_byte_more_does_not(ana: Enrolled, with_length: bool) -> None:
    def body(size: int) -> Any:
        text = b'{"epoch":null,"entries":[]}'.ljust(size)
        return text if with_length else iter([text[at : at + 50_000] for at in range(0, size, 50_000)])

    for size, status in ((MAX_BODY, 200), (MAX_BODY + 1, 413), (3 * MAX_BODY, 413)):
        assert ana.client.post(f"/v1/ws/{WS}/ops", content=body(size)).status_code == status


def test_a_body_that_never_ends_is_cut_off_with_an_answer(server: Serving, ana: Enrolled) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 30) as connection:
        head = f"POST /v1/ws/{WS}/ops HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        connection.sendall(head.encode())
        sent = 0
        try:
            while sent < 100 * MAX_BODY:
                connection.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")
                sent += 65536
        except OSError:
            pass
        assert sent < 20 * MAX_BODY


def test_a_slow_body_is_told_so(server: Serving, ana: Enrolled) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 30) as connection:
        head = f"POST /v1/ws/{WS}/ops HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"
        connection.sendall(head.encode())
        begun = time.monotonic()
        told = b""
        for _ in range(20):
            connection.sendall(b" ")
            connection.settimeout(0.2)
            try:
                told += connection.recv(4096)
                break
            except TimeoutError:
                continue
        assert told.startswith(b"HTTP/1.1 408")
        assert 0.5 < time.monotonic() - begun < 15


def test_a_small_request_holds_little(ana: Enrolled) -> None:
    answer = ana.client.post("/v1/devices/replica", content=b'{"dev":"' + b"x" * 20_000 + b'"}')
    assert answer.status_code == 413


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_compressed_bodies_are_refused(ana: Enrolled, encoding: str) -> None:
    headers = {"Content-Encoding": encoding}
    answer = ana.client.post(f"/v1/ws/{WS}/ops", content=b"\x1f\x8b\x08", headers=headers)
    assert answer.status_code == 415


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"dev":"x","dev":"y"}', 400),
        (b'{"dev":NaN}', 400),
        (b'{"dev":"\\ud83d"}', 400),
        (b'{"dev":' + b"[" * 9 + b"]" * 9 + b"}", 400),
        (b'{"dev":' + b"[" * 7000 + b"]" * 7000 + b"}", 400),
        (b"7", 400),
        (b"\x00", 400),
        (b'{"dev":7}', 422),
        (b"{}", 422),
    ],
)
def test_a_small_request_that_can_be_read_in_two_ways_is_refused(
    ana: Enrolled, body: bytes, status: int
) -> None:
    headers = {"Content-Type": "application/json"}
    answer = ana.client.post("/v1/devices/replica", content=body, headers=headers)
    assert answer.status_code == status
    assert answer.json()["code"] == "bad_request"


def test_one_bad_entry_blocks_no_other(ana: Enrolled) -> None:
    good = [
        written(id=f"0199c1a2-0000-7000-8000-0000000001{n:02}", n=10 + n, k="from the future") for n in (1, 2)
    ]
    several = [good[0], b'{"a":1}', written(d={"x": nested(MAX_DEPTH)}), b"null", good[1]]
    verdicts = push(ana, WS, several).json()["verdicts"]
    assert [one["verdict"] for one in verdicts] == ["accepted", *["rejected"] * 3, "accepted"]
    assert {one["code"] for one in verdicts[1:4]} == {"schema"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (written(), ""),
        (written(d={"x": nested(MAX_DEPTH - 2)}), ""),
        (written(d={"x": nested(MAX_DEPTH - 1)}), "schema"),
        (written(d={"x": "[{" * 1000}), ""),
        (written(d={"x": '"[{\\' * 1000}), ""),
        (written(d={"name": "x" * (MAX_BYTES - len(written(d={"name": ""})))}), ""),
        (written(d={"name": "x" * (MAX_BYTES + 1 - len(written(d={"name": ""})))}), "too_large"),
        (json.dumps(ENTRY).encode(), "schema"),
        (written().replace(b'"n":1', b'"n":1,"n":2'), "schema"),
        (written().replace(b'"n":1', b'"n":1.0e0'), "schema"),
        (written().replace(b'"n":1', b'"n":NaN'), "schema"),
        (written().replace(b'"n":1', b'"n":1e999'), "schema"),
        (written().replace(b"Acme", b"\\ud800"), "schema"),
        (written().replace(b"Acme", b"\\udc00\\ud800"), "schema"),
        (written().replace(b"Acme", b"\xed\xa0\x80"), "schema"),
        (written().replace(b"Acme", b"\xff"), "schema"),
        (written().replace(b"Acme", b"\\u0041cme"), "schema"),
        (written() + b" ", "schema"),
        (b"[" * 60_000, "schema"),
        (b"[" * 30_000 + b"]" * 30_000, "schema"),
        (b"", "schema"),
    ],
    ids=count(1),
)
def test_an_entry_is_judged_by_its_bytes(body: bytes, code: str) -> None:
    fault = fault_of(body)
    assert (fault[0] if fault else "") == code


@pytest.mark.parametrize(
    ("body", "depth"),
    [
        (b"[[[[[[[[[]]]]]]]]]", 9),
        (b"[[],[],[],[],[],[],[],[],[],[[]]]", 3),
        (b'["[[[[[[[[[[[[[[["]', 1),
        (b'["\\"[[[[[[[[[[[[[[[", {"a]":[1]}]', 3),
        (b'["\\\\", [[[[[[[[[[1]]]]]]]]]]', 9),
    ],
)
def test_depth_counts_brackets_and_not_texts(body: bytes, depth: int) -> None:
    assert depth_of(body) == depth


def test_names_that_stand_deeper_may_repeat() -> None:
    assert read_document(b'{"a":{"x":1,"y":":"},"b":{"x":1}}') == {"a": {"x": 1, "y": ":"}, "b": {"x": 1}}


def test_a_connection_that_never_ends_its_headers_is_closed(
    server: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okrtui.server.patience.SECONDS", 0.5)
    whole = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    for beginning, rest in ((b"", b""), (b"", whole[:20]), (whole, b"GET /hea")):
        with socket.create_connection(("127.0.0.1", server.port), 20) as connection:
            connection.sendall(beginning)
            assert not beginning or connection.recv(4096).startswith(b"HTTP/1.1 200")
            connection.sendall(rest)
            while connection.recv(4096):
                pass


_scalars = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=5)
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)
_edits = st.tuples(st.integers(0, 400), st.integers(0, 3), st.binary(max_size=3))


@given(st.dictionaries(st.sampled_from([*ENTRY, "more"]), _values, max_size=3), st.lists(_edits, max_size=2))
def test_the_short_look_takes_nothing_that_the_close_one_refuses(
    fields: dict[str, Any], edits: list[tuple[int, int, bytes]]
) -> None:
    """Whatever is taken for canonical at once is so: the fields may be anything, and bytes be lost or put in."""
    body = json.dumps({**ENTRY, **fields}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    raw = body.encode("utf-8", "surrogatepass")
    for start, length, put in edits:
        raw = raw[:start] + put + raw[start + length :]
    entry = read_canonical(raw)
    if entry is not None:
        assert depth_of(raw) > MAX_DEPTH or fault_of(raw) is None
        assert entry == read_entry(raw)


def test_what_this_program_writes_is_read_at_once() -> None:
    entry = write_entry(ENTRY)
    assert read_canonical(entry.body) == entry
    assert read_canonical(written(more=1)) is None
    assert read_canonical(json.dumps(ENTRY).encode()) is None
