"""Speaking to a shared server: one client a process, an end to every wait, and one calm line for whatever goes wrong.

Nothing is believed that is not what was asked for: no redirect is followed, no web page read, no answer taken that is
longer than it may be or ends early.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple
from urllib.parse import quote

from okrtui.okr.errors import OutOfReach
from okrtui.okr.unreachable import unreachable_line
from okrtui.sync.addresses import check_way, host_of
from okrtui.sync.answers import Enrolled, Hello, Page, Pushed, Unavailable, read_answer
from okrtui.sync.bare_httpx import httpx
from okrtui.sync.server_failures import CUT, failure_line, raise_refusal
from okrtui.version import __version__

if TYPE_CHECKING:
    import ssl

PROTOCOL = 1
CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 10.0, 30.0, 120.0
"""The longest waits for a connection, for the next bytes, and for a whole answer."""

LONGEST_ANSWER = 16 * 1024 * 1024
SLOWEST_BYTES = 1024
"""Bytes a second below which a long download counts as one that hangs."""

_LOCAL = ("all://localhost", "all://*.localhost", "all://127.0.0.1", "all://[::1]")
_FAILURES = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError)

_clients: dict[str, httpx.Client] = {}
_making = threading.Lock()


class SnapshotHead(NamedTuple):
    """What a snapshot holds: the log up to `head`; `sha` is the sha256 of its lines."""

    epoch: str
    head: int
    sha: str


class ServerClient:
    """One server, spoken to in the name of one device."""

    def __init__(self, place: str, token: str = "", is_plain_allowed: bool = False) -> None:
        """Speak to the server at `place`; raises Refused where the way there is not safe."""
        check_way(place, is_plain_allowed)
        self.host = host_of(place)
        self._place = place
        self._token = token

    def hello(self) -> Hello:
        """Who answers there.

        Raises:
            OutOfReach: nobody, no okrtui, or one that this okrtui does not understand.
        """
        found = read_answer(self._ask("GET", "/v1/hello"), Hello, self.host)
        if found.protocol != PROTOCOL or _version(found.min_client) > _version(__version__):
            raise OutOfReach(f"{self.host} needs another okrtui than {__version__}: update this one")
        return found

    def enroll(self, code: str, device_name: str, dev: str, may_found: bool = True) -> Enrolled:
        """Turn an invitation's code into a token for this replica.

        Raises:
            Refused: the code is not valid.
            Founds: it founds a workspace, which it may not; it is not used up.
        """
        words = {"code": code, "device_name": device_name, "dev": dev, "may_found": may_found}
        found = read_answer(
            self._ask("POST", "/v1/enroll", json=words, is_repeatable=False), Enrolled, self.host
        )
        if not found.token.isascii() or not found.token.isprintable() or " " in found.token:
            raise Unavailable(f"{self.host} gave a token that can't be one")
        return found

    def bind_replica(self, dev: str) -> None:
        """Let this device sign with one more replica id; raises Refused where it is somebody else's."""
        self._ask("POST", "/v1/devices/replica", json={"dev": dev})

    def remove_device(self, device: str) -> None:
        """Take a device's token away."""
        self._ask("DELETE", f"/v1/devices/{quote(device, safe='')}")

    def push(self, ws: str, epoch: str, bodies: Sequence[bytes]) -> Pushed:
        """Hand over entries as they are.

        Raises:
            EpochChanged: the server's log is another one than `epoch`.
            BatchTooLarge: the request is too large for somebody on the way.
        """
        name = f'"{epoch}"' if epoch else "null"
        content = b'{"epoch":%s,"entries":[%s]}' % (name.encode(), b",".join(bodies))
        return read_answer(self._ask("POST", _ops(ws), content=content), Pushed, self.host)

    def pull(self, ws: str, after: int, epoch: str, limit: int, wait: float = 0.0) -> Page:
        """Entries that come after that place; with `wait` the answer may take so many seconds if there are none.

        Raises:
            EpochChanged: the server's log is another one than `epoch`.
        """
        asked: dict[str, Any] = {"after": after, "limit": limit}
        if epoch:
            asked["epoch"] = epoch
        if wait:
            asked["wait"] = int(wait)
        return read_answer(self._ask("GET", _ops(ws), params=asked, wait=wait), Page, self.host)

    def snapshot(self, ws: str, into: BinaryIO, progress: Callable[[int, int], None] | None) -> SnapshotHead:
        """Write the whole log into a file, still compressed; `progress` hears how many of how many bytes came."""
        with self._answer("GET", f"/v1/ws/{quote(ws, safe='')}/snapshot", {}, READ_SECONDS) as response:
            if response.status_code != httpx.codes.OK:
                raise_refusal(
                    response, _whole(response, self.host, WHOLE_SECONDS), self.host, bool(self._token)
                )
            total, done, begun = _length(response.headers), 0, time.monotonic()
            for chunk in response.iter_raw():
                _keep(into, chunk)
                done += len(chunk)
                lasted = time.monotonic() - begun
                if lasted > WHOLE_SECONDS and done / lasted < SLOWEST_BYTES:
                    raise Unavailable(f"{self.host} sends hardly anything: it is tried again")
                if progress is not None and total >= done:
                    progress(done, total)
            return _snapshot_head(response.headers, self.host)

    def _ask(
        self, method: str, path: str, *, wait: float = 0.0, is_repeatable: bool = True, **words: Any
    ) -> bytes:
        """The body of an answer; whatever is no such answer is raised as one line."""
        try:
            return self._ask_once(method, path, wait, words)
        except _IdleCut:
            if not is_repeatable:
                raise
            return self._ask_once(method, path, wait, words)

    def _ask_once(self, method: str, path: str, wait: float, words: Mapping[str, Any]) -> bytes:
        with self._answer(method, path, words, READ_SECONDS + wait) as response:
            body = _whole(response, self.host, WHOLE_SECONDS + wait)
            is_data = "json" in response.headers.get("content-type", "")
            if not response.is_success or not (is_data or response.status_code == httpx.codes.NO_CONTENT):
                raise_refusal(response, body, self.host, bool(self._token))
            return body

    @contextmanager
    def _answer(
        self, method: str, path: str, words: Mapping[str, Any], read_seconds: float
    ) -> Iterator[httpx.Response]:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        if "content" in words:
            headers["Content-Type"] = "application/json"
        timeout = httpx.Timeout(CONNECT_SECONDS, read=read_seconds, write=READ_SECONDS)
        has_begun = False
        try:
            stream = _client(self._place).stream(
                method, self._place + path, headers=headers, timeout=timeout, **words
            )
            with stream as response:
                has_begun = True
                yield response
        except _FAILURES as error:
            line = failure_line(self.host, error)
            if isinstance(error, CUT) and not has_begun:
                raise _IdleCut(line) from error
            raise Unavailable(line) from error


class _IdleCut(Unavailable):
    """The connection ended before a word came back, as an idle one does that the server closed meanwhile."""


def _client(place: str) -> httpx.Client:
    """The process's client: making one takes longer than a request."""
    scheme = place.partition(":")[0]
    with _making:
        if scheme not in _clients:
            _clients[scheme] = httpx.Client(
                verify=_trust() if scheme == "https" else False,
                follow_redirects=False,
                mounts=dict.fromkeys(_LOCAL),
                headers={"User-Agent": f"okrtui/{__version__}", "Accept": "application/json"},
            )
        return _clients[scheme]


def _trust() -> ssl.SSLContext:
    """What the system trusts."""
    import ssl

    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _whole(response: httpx.Response, host: str, seconds: float) -> bytes:
    """An answer's body, as long as it comes in time and is no longer than any of okrtui's."""
    end, parts, size = time.monotonic() + seconds, [], 0
    for part in response.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > LONGEST_ANSWER:
            raise Unavailable(f"{host} gave an answer that does not end: it is tried again")
        if time.monotonic() > end:
            raise Unavailable(f"{host} did not end its answer within {seconds:.0f} s: it is tried again")
    return b"".join(parts)


def _keep(into: BinaryIO, chunk: bytes) -> None:
    try:
        into.write(chunk)
    except OSError as error:
        raise OutOfReach(unreachable_line(error)) from error


def _length(headers: httpx.Headers) -> int:
    text = headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _snapshot_head(headers: httpx.Headers, host: str) -> SnapshotHead:
    epoch, head, sha = (headers.get(f"okrtui-{name}", "") for name in ("epoch", "head", "sha256"))
    if not (epoch and head.isascii() and head.isdigit() and sha):
        raise Unavailable(f"{host} gave an answer that is cut off or not okrtui's: it is tried again")
    return SnapshotHead(epoch, int(head), sha)


def _version(text: str) -> tuple[int, ...]:
    """A version's numbers; letters after them don't count."""
    numbers = []
    for part in text.split("."):
        digits = "".join(c for c in part if c in "0123456789")
        if not digits:
            break
        numbers.append(int(digits))
    return tuple(numbers)


def _ops(ws: str) -> str:
    return f"/v1/ws/{quote(ws, safe='')}/ops"
