"""Whatever comes back from a server, or nothing: one calm line, nothing lost, and the next round mends it."""

from __future__ import annotations

import json
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from okrtui.okr.errors import OutOfReach
from okrtui.store.replica import Replica
from okrtui.sync import server_client
from okrtui.sync.cursors import cursor_of, move_cursor
from okrtui.sync.enrolling import use_code
from okrtui.sync.remote import bind, note_bound, remote_of
from okrtui.sync.rounds import Outcome, run_round
from tests.builders import folded_tables, rows
from tests.certificates import certificate
from tests.fault_cases import FaultCases
from tests.sweep import sweep_size
from tests.sync.model_server import Model, serving
from tests.sync.sharing import commented, joined, log_of, now, synced, texts, waiting
from tests.sync.test_server_exchange import assert_alike

__all__ = ["certificate"]

EVERY = sweep_size(97, 10, 10)
"""Answers are cut at every so many bytes."""

SPARSER = sweep_size(3, 1, 1)
"""Long ones at so many times as many bytes."""

PAGE = b"<!DOCTYPE html><html><title>Sign in</title><body>Please sign in to the guest network</body></html>"


def response(status: int, content: bytes, kind: str = "application/json", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(content)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def assert_calm(outcome: Outcome) -> None:
    """One line that can be read, and no traceback's words in it."""
    assert outcome.problem
    assert "\n" not in outcome.problem
    assert outcome.problem.isprintable()
    assert len(outcome.problem) < 300
    assert "Error(" not in outcome.problem


def answer_to(model: Model, method: str, path: str, deed: Callable[[], object]) -> bytes:
    """The whole answer that a deed gets from one endpoint."""
    found: list[bytes] = []

    def keep(asked: str, at: str, raw: bytes) -> None:
        if asked == method and at.endswith(path):
            found.append(raw)

    model.spoil = keep
    deed()
    model.spoil = lambda *words: None
    return found[0]


def test_an_answer_cut_at_any_byte_loses_nothing_and_is_made_up_for(
    ana: str, bo: str, model: Model, tmp_path: Path, fault_cases: FaultCases
) -> None:
    size = len(answer_to(model, "POST", "/ops", lambda: (commented(bo, "bo", "first"), synced(bo))))
    for cut in range(0, size, EVERY):
        kept = commented(bo, "bo", f"push {cut}")
        model.spoil = lambda method, path, raw, cut=cut: raw[:cut] if method == "POST" else None  # type: ignore[misc]
        outcome = run_round(bo, now)
        assert_calm(outcome)
        assert waiting(bo) == [kept]
        model.spoil = lambda *words: None
        synced(bo)
        fault_cases.add("answer to a push cut short")
    third = joined(tmp_path / "third", "acme", model.place, model.invite("bo"))
    size = len(answer_to(model, "GET", "/snapshot", lambda: synced(joined_again(tmp_path, model))))
    for cut in range(0, size, EVERY):
        model.spoil = lambda method, path, raw, cut=cut: raw[:cut] if path.endswith("snapshot") else None  # type: ignore[misc]
        assert_calm(run_round(third, now))
        assert log_of(third) == set()
        fault_cases.add("snapshot cut short")
    model.spoil = lambda *words: None
    before = log_of(ana)
    size = len(
        model.answer(
            "GET",
            f"/v1/ws/{model.ws}/ops",
            {"after": str(len(before)), "limit": "9999"},
            next(iter(model.tokens)),
            b"",
        )[1]
    )
    for cut in range(0, size, EVERY * SPARSER):
        model.spoil = lambda method, path, raw, cut=cut: raw[:cut] if path.endswith("ops") else None  # type: ignore[misc]
        assert_calm(run_round(ana, now))
        assert log_of(ana) == before
        fault_cases.add("page cut short")
    model.spoil = lambda *words: None
    assert_alike(model, ana, bo, third)


def joined_again(folder: Path, model: Model) -> str:
    return joined(folder / "fourth", "acme", model.place, model.invite("bo"))


def changed(document: dict[str, Any]) -> bytes:
    return response(200, json.dumps(document).encode())


def verdicts(raw: bytes, change: Callable[[list[dict[str, Any]]], object]) -> bytes:
    """The answer to a push with its verdicts changed."""
    document = json.loads(raw.partition(b"\r\n\r\n")[2])
    change(document["verdicts"])
    return changed(document)


SPOILT_PUSHES: dict[str, Callable[[bytes], bytes]] = {
    "a login page with status 200": lambda raw: response(200, PAGE, "text/html"),
    "a login page that says it is JSON": lambda raw: response(200, PAGE),
    "a redirect to a login page": lambda raw: response(
        302, b"", "text/html", "Location: https://login.example.com/?\x1b[31mnext"
    ),
    "a page of a proxy": lambda raw: response(502, PAGE, "text/html"),
    "nothing at all": lambda raw: b"",
    "no HTTP": lambda raw: b"SSH-2.0-OpenSSH_9.2p1\r\n",
    "another status of success": lambda raw: response(204, b""),
    "nonsense": lambda raw: response(200, b"\x00\xff{{{"),
    "deep nesting": lambda raw: response(200, b"[" * 100_000),
    "an empty object": lambda raw: response(200, b"{}"),
    "a list": lambda raw: response(200, b"[]"),
    "null": lambda raw: response(200, b"null"),
    "an answer to something else": lambda raw: response(
        200, b'{"epoch":"epoch-1","after":0,"head":9,"entries":[]}'
    ),
    "no verdicts": lambda raw: verdicts(raw, lambda some: some.clear()),
    "a verdict for an entry never sent": lambda raw: verdicts(raw, lambda some: some[0].update(id="other")),
    "one verdict too many": lambda raw: verdicts(raw, lambda some: some.append({**some[0], "id": "other"})),
    "the same verdict twice": lambda raw: verdicts(raw, lambda some: some.append(some[0])),
    "another counter": lambda raw: verdicts(raw, lambda some: some[0].update(n=some[0]["n"] + 1)),
    "no place in the log": lambda raw: verdicts(raw, lambda some: some[0].update(seq=0)),
    "a place beyond the log": lambda raw: verdicts(raw, lambda some: some[0].update(seq=10**9)),
    "an unknown verdict": lambda raw: verdicts(raw, lambda some: some[0].update(verdict="perhaps")),
    "no epoch": lambda raw: changed({**json.loads(raw.partition(b"\r\n\r\n")[2]), "epoch": ""}),
    "a server in trouble": lambda raw: response(
        500, b'{"code":"fault","text":"a fault\\n\\u001b[31mof ours"}'
    ),
    "a request that it does not like": lambda raw: response(422, b'{"code":"bad","text":"no"}'),
    "a problem without words": lambda raw: response(400, b"{}"),
    "another epoch without its name": lambda raw: response(409, b'{"code":"epoch","text":"another"}'),
    "no room": lambda raw: response(503, b'{"code":"full","text":"the disk is full"}'),
    "compressed nonsense": lambda raw: response(
        200, b"no gzip", "application/json", "Content-Encoding: gzip"
    ),
    "one byte too few": lambda raw: raw[:-1],
    "endless headers": lambda raw: b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000,
}


@pytest.mark.parametrize("name", list(SPOILT_PUSHES))
def test_only_a_whole_answer_of_the_servers_own_clears_the_outbox(
    ana: str, bo: str, model: Model, name: str
) -> None:
    kept = commented(bo, "bo", "from Bo")
    before = folded_tables(bo)
    model.spoil = lambda method, path, raw: SPOILT_PUSHES[name](raw) if method == "POST" else None
    assert_calm(run_round(bo, now))
    assert waiting(bo) == [kept]
    assert folded_tables(bo) == before
    assert rows(bo, "SELECT * FROM refused") == []
    model.spoil = lambda *words: None
    assert_alike(model, ana, bo)
    assert [entry.id for entry in model.log].count(kept) == 1


def page(raw: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    document = json.loads(raw.partition(b"\r\n\r\n")[2])
    change(document)
    return response(200, json.dumps(document, separators=(",", ":"), sort_keys=True).encode())


SPOILT_PAGES: dict[str, Callable[[bytes], bytes]] = {
    "a login page with status 200": SPOILT_PUSHES["a login page with status 200"],
    "nonsense": SPOILT_PUSHES["nonsense"],
    "the verdicts of a push": lambda raw: response(200, b'{"epoch":"epoch-1","head":9,"verdicts":[]}'),
    "a page from elsewhere": lambda raw: page(raw, lambda some: some.update(after=some["after"] + 1)),
    "a page with a hole": lambda raw: page(raw, lambda some: some.update(entries=[], head=some["head"])),
    "a page with more than there is": lambda raw: page(
        raw, lambda some: some["entries"].extend(some["entries"])
    ),
    "a log that shrank": lambda raw: page(raw, lambda some: some.update(head=1, entries=[])),
    "another epoch, unsaid": lambda raw: page(raw, lambda some: some.update(epoch="other")),
    "an entry of another workspace": lambda raw: page(
        raw, lambda some: some["entries"][0].update(ws="other")
    ),
    "something that is no entry": lambda raw: page(raw, lambda some: some.update(entries=[{"x": 1}])),
    "an entry that is far too long": lambda raw: page(
        raw, lambda some: some["entries"][0]["d"].update(t="x" * 70_000)
    ),
    "numbers for entries": lambda raw: page(raw, lambda some: some.update(entries=[7])),
}


@pytest.mark.parametrize("name", list(SPOILT_PAGES))
def test_only_a_page_that_goes_on_where_the_last_one_ended_is_taken_in(
    ana: str, bo: str, model: Model, name: str
) -> None:
    commented(ana, "ana", "from Ana")
    synced(ana)
    before, cursor = folded_tables(bo), rows(bo, "SELECT * FROM cursor")
    model.spoil = lambda method, path, raw: SPOILT_PAGES[name](raw) if method == "GET" else None
    assert_calm(run_round(bo, now))
    assert folded_tables(bo) == before
    assert rows(bo, "SELECT * FROM cursor") == cursor
    model.spoil = lambda *words: None
    assert_alike(model, ana, bo)


def test_a_redirect_is_not_followed_and_the_token_goes_nowhere_else(bo: str, model: Model) -> None:
    elsewhere: list[str] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        other.settimeout(0.5)
        place = f"Location: http://127.0.0.1:{other.getsockname()[1]}/"
        model.spoil = lambda method, path, raw: response(307, b"", "text/html", place)
        commented(bo, "bo", "one")
        outcome = run_round(bo, now)
        assert "login page" in outcome.problem
        with pytest.raises(TimeoutError):
            elsewhere.append(str(other.accept()))
    assert elsewhere == []


def test_a_revoked_device_is_told_what_to_do_and_keeps_everything(bo: str, model: Model) -> None:
    kept = commented(bo, "bo", "from Bo")
    model.tokens.clear()
    outcome = run_round(bo, now)
    assert outcome.is_hopeless
    assert "okrtui join URL CODE" in outcome.problem
    assert "what you have written stays here" in outcome.problem
    assert waiting(bo) == [kept]
    assert texts(bo) == ["from Bo"]


def test_a_token_that_is_missing_is_told_alike(bo: str) -> None:
    os.unlink(f"{bo}.token")
    outcome = run_round(bo, now)
    assert outcome.is_hopeless
    assert "okrtui join URL CODE" in outcome.problem


def test_how_long_the_server_asks_to_be_left_alone_is_told(bo: str, model: Model) -> None:
    for header, least in (("Retry-After: 17", 17), ("Retry-After: Fri, 01 Jan 2100 00:00:00 GMT", 10**6)):
        model.spoil = lambda method, path, raw, header=header: response(  # type: ignore[misc]
            429, b'{"code":"too_often","text":"too many"}', "application/json", header
        )
        outcome = run_round(bo, now)
        assert outcome.retry_after >= least
        assert not outcome.is_hopeless


def test_a_workspace_that_the_server_does_not_have_is_told(bo: str, model: Model) -> None:
    model.ws = "another"
    outcome = run_round(bo, now)
    assert "does not have it" in outcome.problem
    assert not outcome.is_hopeless


def rebind(path: str, place: str) -> None:
    """Let the replica's server be at another place."""
    (dev,) = rows(path, "SELECT value FROM meta WHERE name = 'dev'")
    with Replica.open(path).connected() as connection:
        remote = remote_of(connection)
        assert remote is not None
        cursor = cursor_of(connection, remote.place)
        bind(connection, remote._replace(place=place))
        move_cursor(connection, place, cursor)
        note_bound(connection, dev["value"])


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[list[bytes]], str]]:
    """Servers that send a few bytes, slowly, and then nothing more."""
    monkeypatch.setattr(server_client, "READ_SECONDS", 0.5)
    monkeypatch.setattr(server_client, "WHOLE_SECONDS", 1.0)
    sockets: list[socket.socket] = []
    ended = threading.Event()

    def hang(parts: list[bytes]) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        sockets.append(server)

        def serve() -> None:
            while True:
                try:
                    client, _ = server.accept()
                except OSError:
                    return
                sockets.append(client)
                for part in parts:
                    if ended.wait(0.1):
                        return
                    try:
                        client.sendall(part)
                    except OSError:
                        break

        threading.Thread(target=serve, daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}"

    yield hang
    ended.set()
    for one in sockets:
        one.close()


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"


@pytest.mark.parametrize(
    "parts",
    [[], [b"HTTP/1.1"], [HEAD], [HEAD, *[b" "] * 600]],
    ids=["at once", "in the first line", "after the headers", "drop by drop"],
)
def test_a_server_that_hangs_is_left_in_time(
    bo: str, hanging: Callable[[list[bytes]], str], parts: list[bytes]
) -> None:
    rebind(bo, hanging(parts))
    kept = commented(bo, "bo", "from Bo")
    begun = time.monotonic()
    assert_calm(run_round(bo, now))
    assert time.monotonic() - begun < 10
    assert waiting(bo) == [kept]


def test_an_answer_without_end_is_left(bo: str, model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_client, "LONGEST_ANSWER", 100_000)
    model.spoil = lambda method, path, raw: response(200, b" " * 200_000)
    commented(bo, "bo", "from Bo")
    assert "does not end" in run_round(bo, now).problem


def test_nobody_there_is_told_in_one_line(bo: str) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    rebind(bo, f"http://127.0.0.1:{port}")
    commented(bo, "bo", "from Bo")
    outcome = run_round(bo, now)
    assert outcome.problem == f"127.0.0.1:{port} can't be reached (Connection refused)"
    assert outcome.waiting == 1


def test_tls_where_none_is_spoken_is_told(bo: str, hanging: Callable[[list[bytes]], str]) -> None:
    rebind(bo, hanging([b"HTTP/1.1 400 Bad Request\r\n\r\n"]).replace("http://", "https://"))
    commented(bo, "bo", "from Bo")
    assert_calm(run_round(bo, now))


@contextmanager
def own_clients() -> Iterator[None]:
    """As in a process of its own: no client is there yet."""
    with pytest.MonkeyPatch.context() as patch:
        clients: dict[str, httpx.Client] = {}
        patch.setattr(server_client, "_clients", clients)
        yield
        for one in clients.values():
            one.close()


def test_a_certificate_is_believed_where_this_machine_trusts_it_and_only_there(
    bo: str, model: Model, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    with serving(context) as secure:
        secure.restore(model.saved())
        rebind(bo, secure.place)
        commented(bo, "bo", "from Bo")
        with own_clients():
            outcome = run_round(bo, now)
        assert_calm(outcome)
        assert "certificate" in outcome.problem
        assert secure.requests == [], "no token was sent"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with own_clients():
            assert synced(bo)[0].sent == 1


def test_an_idle_connection_that_the_server_closed_costs_no_round(ana: str, model: Model) -> None:
    """Item 17: keep-alive; the first request on a connection that was closed meanwhile is repeated at once."""
    calls: list[str] = []

    def close_first(method: str, path: str, raw: bytes) -> bytes | None:
        calls.append(method)
        return b"" if len(calls) == 1 else None

    model.spoil = close_first
    synced(ana)
    assert calls == ["GET", "GET"]


def test_a_code_is_not_sent_twice_where_the_answer_got_lost(model: Model) -> None:
    model.spoil = lambda method, path, raw: b"" if path.endswith("enroll") else None
    with pytest.raises(OutOfReach):
        use_code(model.place, model.invite("bo"), now())
    assert sum(one.endswith("enroll") for one in model.requests) == 1


def test_a_token_that_could_change_a_request_is_not_kept(model: Model) -> None:
    model.spoil = lambda method, path, raw: (
        response(201, b'{"token":"a\\r\\nX: y","device":"d","handle":"bo","ws":"w"}')
        if "enroll" in path
        else None
    )
    with pytest.raises(OutOfReach, match="can't be one"):
        use_code(model.place, model.invite("bo"), now())


@pytest.mark.parametrize(
    "told",
    [{"protocol": 2, "time": ""}, {"protocol": 1, "time": "", "min_client": "99.0"}, {"protocol": 1}],
    ids=["another protocol", "a newer client", "no time"],
)
def test_a_server_that_needs_another_okrtui_is_not_joined(model: Model, told: dict[str, Any]) -> None:
    code = model.invite("bo")
    model.spoil = lambda method, path, raw: changed(told) if path.endswith("hello") else None
    with pytest.raises(OutOfReach):
        use_code(model.place, code, now())
    assert code in model.codes
