"""A shared server in a few lines, on loopback: it keeps the protocol, and its answers can be spoiled on the way."""

from __future__ import annotations

import copy
import gzip
import hashlib
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import msgspec

from okrtui.store.entry import Entry, read_entry

Spoil = Callable[[str, str, bytes], bytes | None]
"""Given method, path and the whole response, what is sent of it before the connection ends; None for all of it."""

TEN_MINUTES = 600_000


class Push(msgspec.Struct):
    epoch: str | None
    entries: list[msgspec.Raw]


class State(NamedTuple):
    """What the server knows."""

    log: list[Entry]
    ws: str
    tokens: dict[str, tuple[str, set[str]]]
    taken_devs: dict[str, str]


class Model:
    """The log and the accounts, and what a test does to them.

    Attributes:
        log: the entries in their order.
        verdicts: for an entry's id, the code with which it is rejected.
        refuses: gives the code with which an entry is rejected, "" for none.
        spoil: what happens to an answer on its way.
        clock: by how much the server's clock differs from this machine's.
        requests: "METHOD path" of every request.
        sizes: the lengths of the pushes' bodies.
        longest: the largest request body that the way to the server lets through.
    """

    def __init__(self) -> None:
        self.place = ""
        self.lock = threading.RLock()
        self._enrolled = 0
        self.restore(State([], "", {}, {}))

    def saved(self) -> State:
        """What it knows now."""
        return copy.deepcopy(State(self.log, self.ws, self.tokens, self.taken_devs))

    def restore(self, state: State) -> None:
        """Know that and nothing else, and have no whims."""
        self.log, self.ws, self.tokens, self.taken_devs = copy.deepcopy(state)
        self.epoch = "epoch-1"
        self.rejected: dict[str, tuple[str, str]] = {}
        self.verdicts: dict[str, str] = {}
        self.refuses: Callable[[Entry], str] = lambda entry: ""
        self.codes: dict[str, tuple[str, bool]] = {}
        self.spoil: Spoil = lambda method, path, raw: None
        self.clock = timedelta()
        self.requests: list[str] = []
        self.sizes: list[int] = []
        self.longest = 1024 * 1024
        self.page_limit = 10_000
        self.has_snapshot = True

    def now(self) -> datetime:
        return datetime.now(UTC) + self.clock

    def invite(self, handle: str, founding: bool = False) -> str:
        code = f"code-{len(self.codes)}"
        self.codes[code] = (handle, founding)
        return code

    def bodies(self) -> list[bytes]:
        return [entry.body for entry in self.log]

    def answer(
        self, method: str, path: str, query: dict[str, str], token: str, body: bytes
    ) -> tuple[Any, ...]:
        """Status, document or bytes, and headers."""
        parts = path.strip("/").split("/")
        if path == "/v1/hello":
            return 200, {"protocol": 1, "min_client": "0.1.0", "time": self.now().isoformat(), "limits": {}}
        if path == "/v1/enroll":
            return self.enroll(json.loads(body))
        if token not in self.tokens:
            return 401, {"code": "token", "text": "this needs a valid device token"}
        if path == "/v1/devices/replica":
            return self.bind(token, json.loads(body)["dev"])
        if method == "DELETE":
            self.tokens.pop(token)
            return 204, b""
        if parts[-1] == "snapshot":
            return self.snapshot()
        if parts[2] != self.ws and self.ws:
            return 404, {"code": "not_found", "text": "no such workspace"}
        return self.push(parts[2], token, body) if method == "POST" else self.pull(query)

    def enroll(self, asked: dict[str, Any]) -> tuple[Any, ...]:
        if asked["code"] not in self.codes:
            return 403, {"code": "code", "text": "this code is not valid"}
        if self.codes[asked["code"]][1] and not asked.get("may_found", True):
            return 403, {"code": "founds", "text": "this code makes a new workspace"}
        handle, founding = self.codes.pop(asked["code"])
        self._enrolled += 1
        token, device = f"secret-{self._enrolled}", f"device-{self._enrolled}"
        self.tokens[token] = (handle, {asked["dev"]})
        self.taken_devs.setdefault(asked["dev"], handle)
        ws = None if founding else self.ws
        return 201, {"token": token, "device": device, "ws": ws, "handle": handle, "epoch": self.epoch}

    def bind(self, token: str, dev: str) -> tuple[Any, ...]:
        handle, devs = self.tokens[token]
        if self.taken_devs.setdefault(dev, handle) != handle:
            return 403, {"code": "replica", "text": "this replica belongs to another member"}
        devs.add(dev)
        return 204, b""

    def push(self, ws: str, token: str, body: bytes) -> tuple[Any, ...]:
        self.sizes.append(len(body))
        if len(body) > self.longest:
            return 413, {"code": "too_large", "text": "too large"}
        asked = msgspec.json.decode(body, type=Push)
        if asked.epoch not in (None, self.epoch):
            return 409, {"code": "epoch", "text": "another epoch", "epoch": self.epoch}
        self.ws = self.ws or ws
        verdicts = [self.judge(bytes(one), *self.tokens[token]) for one in asked.entries]
        return 200, {"epoch": self.epoch, "head": len(self.log), "verdicts": verdicts}

    def judge(self, body: bytes, handle: str, devs: set[str]) -> dict[str, Any]:
        entry = read_entry(body)
        verdict = {"id": entry.id, "n": entry.n, "verdict": "rejected", "code": "", "text": "", "seq": 0}
        for seq, one in enumerate(self.log, 1):
            if (one.au, one.id) == (entry.au, entry.id):
                if one.sha == entry.sha:
                    return {**verdict, "verdict": "duplicate", "seq": seq}
                return {**verdict, "code": "id_reuse", "text": "known with other content"}
        code = self.refusal(entry, handle, devs)
        if code:
            self.rejected[entry.sha] = (code, entry.dev)
            return {**verdict, "code": code, "text": f"rejected: {code}"}
        self.log.append(entry)
        return {**verdict, "verdict": "accepted", "seq": len(self.log)}

    def refusal(self, entry: Entry, handle: str, devs: set[str]) -> str:
        if entry.au != handle or entry.dev not in devs:
            return "forbidden"
        if entry.sha in self.rejected:
            return self.rejected[entry.sha][0]
        if any((one.au, one.dev) == (entry.au, entry.dev) and one.n >= entry.n for one in self.log):
            return "dev_fork"
        latest = int(self.now().timestamp() * 1000) + TEN_MINUTES
        seen = [int(one.hlc[:12], 16) for one in self.log if one.id in entry.base]
        if int(entry.hlc[:12], 16) > max([latest, *(one + TEN_MINUTES for one in seen)]):
            return "clock_ahead"
        return self.verdicts.get(entry.id, "") or self.refuses(entry)

    def pull(self, query: dict[str, str]) -> tuple[Any, ...]:
        if query.get("epoch", self.epoch) != self.epoch:
            return 409, {"code": "epoch", "text": "another epoch", "epoch": self.epoch}
        after, end = int(query["after"]), time.monotonic() + float(query.get("wait", 0))
        while after >= len(self.log) and time.monotonic() < end:
            self.lock.release()
            time.sleep(0.02)
            self.lock.acquire()
        some = self.bodies()[after : after + min(int(query["limit"]), self.page_limit)]
        head = b'{"epoch":"%s","after":%d,"head":%d,"entries":[' % (self.epoch.encode(), after, len(self.log))
        return 200, head + b",".join(some) + b"]}"

    def snapshot(self) -> tuple[Any, ...]:
        if not self.has_snapshot:
            return 503, {"code": "busy", "text": "no snapshot now"}
        lines = b"".join(body + b"\n" for body in self.bodies())
        headers = {
            "Okrtui-Head": str(len(self.log)),
            "Okrtui-Epoch": self.epoch,
            "Okrtui-Sha256": hashlib.sha256(lines).hexdigest(),
            "Content-Type": "application/gzip",
        }
        return 200, gzip.compress(lines), headers


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    model: Model

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        with self.model.lock:
            self.model.requests.append(f"{self.command} {parts.path}")
            status, found, *more = self.model.answer(self.command, parts.path, query, token, body)
        content = found if isinstance(found, bytes) else json.dumps(found).encode()
        headers = {"Content-Type": "application/json", **(more[0] if more else {})}
        raw = f"HTTP/1.1 {status} X\r\n".encode()
        raw += "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()
        raw += f"Content-Length: {len(content)}\r\n\r\n".encode() + content
        spoilt = self.model.spoil(self.command, parts.path, raw)
        self.close_connection = spoilt is not None
        try:
            self.wfile.write(raw if spoilt is None else spoilt)
        except OSError:
            self.close_connection = True

    do_GET = do_POST = do_DELETE = handle_any  # noqa: N815 - the names that the library calls

    def log_message(self, *words: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed leaves a broken connection."""


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Model]:
    """A model server that answers until the block ends; with TLS where a context is given."""
    model = Model()
    handler = type("ModelHandler", (Handler,), {"model": model})
    server = Server(("127.0.0.1", 0), handler)
    model.place = f"http://127.0.0.1:{server.server_address[1]}"
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        model.place = f"https://localhost:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
