"""What a client may ask of the server: so many requests in a while, and bodies of so many bytes in so many seconds."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import OrderedDict
from math import ceil

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from okrtui.server.bodies import MAX_BODY, BadBody, read_document
from okrtui.server.replies import problem

SMALL_BODY = 16 * 1024
"""The most that any request but a push may hold."""

ROOM = 128 * 1024 * 1024
"""What all requests under way together may hold, each counted with the most that it may send."""

_BUSY_SECONDS = 2
_KEYS = 20_000
_DRAINED = 4
"""So many times the limit is still read and thrown away, for a client that is cut off sees no answer."""


class Buckets:
    """Allowances that fill up steadily, one for every key; the keys that were idle longest are forgotten."""

    def __init__(self, per_second: float, burst: int) -> None:
        self._per_second = per_second
        self._burst = float(burst)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str) -> int:
        """Take one from the key's allowance: 0, or the seconds to wait where nothing is left."""
        now = time.monotonic()
        with self._lock:
            left, at = self._left.pop(key, (self._burst, now))
            left = min(self._burst, left + (now - at) * self._per_second)
            is_allowed = left >= 1
            self._left[key] = (left - 1 if is_allowed else left, now)
            if len(self._left) > _KEYS:
                self._left.popitem(last=False)
        return 0 if is_allowed else max(1, ceil((1 - left) / self._per_second))


class BodyGuard:
    """Takes a request's body in before the application sees any of it, or answers in its place."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or whatever else the server's life brings."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_push = scope["method"] == "POST" and scope["path"].endswith("/ops")
        limit = MAX_BODY if is_push else SMALL_BODY
        self._held += limit
        try:
            await self._serve(scope, receive, send, limit)
        finally:
            self._held -= limit

    async def _serve(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        try:
            body = await self._read(scope, receive, limit)
            if body is None:
                return
            if body and limit == SMALL_BODY:
                read_document(body)
        except BadBody as error:
            seconds = _BUSY_SECONDS if error.status == 503 else None
            answer = problem(error.status, error.code, error.text, seconds=seconds)
            if error.is_unread:
                answer.headers["Connection"] = "close"
            await answer(scope, receive, send)
            return
        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def again() -> Message:
            return waiting.pop() if waiting else await receive()

        await self._app(scope, again, send)

    async def _read(self, scope: Scope, receive: Receive, limit: int) -> bytes | None:
        """The whole body; None where the client has gone."""
        headers = dict(scope["headers"])
        if self._held > ROOM:
            raise BadBody(503, "busy", "too many requests are under way: try again", is_unread=True)
        if headers.get(b"content-encoding", b"identity").lower() != b"identity":
            raise BadBody(415, "encoding", "send the body uncompressed", is_unread=True)
        try:
            async with asyncio.timeout(self._seconds):
                body = await _collect(receive, limit)
        except TimeoutError as error:
            text = f"the body took longer than {self._seconds:g} seconds"
            raise BadBody(408, "slow", text, is_unread=True) from error
        return body


async def _collect(receive: Receive, limit: int) -> bytes | None:
    """A body, counted while it streams in; what is beyond the limit is never kept."""
    parts: list[bytes] = []
    size, is_all = 0, False
    while not is_all and size <= _DRAINED * limit:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part = message.get("body", b"")
        size += len(part)
        if size <= limit:
            parts.append(part)
        else:
            parts.clear()
        is_all = not message.get("more_body", False)
    if size > limit:
        text = f"the body is longer than {limit} bytes"
        raise BadBody(413, "too_large", text, is_unread=not is_all)
    return b"".join(parts)
