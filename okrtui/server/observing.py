"""Around every request: what was asked and how it ended goes to the log and the metrics; a fault becomes one line.

The log names the route and not the path, the device and not the token: nothing that people wrote, and no secret.
"""

from __future__ import annotations

import time
from secrets import token_hex

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from okrtui.server.logs import server_log
from okrtui.server.metrics import Metrics
from okrtui.server.replies import problem

REQUEST = "okrtui.request"
"""Where a request's own name stands in its scope."""

_METHODS = frozenset({"GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS"})
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})


def fault(scope: Scope) -> Response:
    """What a fault is answered with: the name under which the log tells of it."""
    return problem(500, "fault", f"a fault of the server; its log tells of {scope.get(REQUEST)}")


class Observer:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or whatever else the server's life brings."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        request = scope[REQUEST] = token_hex(8)
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"okrtui-request", request.encode())]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception:  # noqa: BLE001 - the last guard: whatever it was, one line in the log and no traceback outside
            self._metrics.faults.inc()
            server_log().error("fault", request=request, route=_route(scope), exc_info=True)
            if not status:
                await fault(scope)(scope, receive, sending)
        finally:
            self._note(scope, request, status, time.perf_counter() - begun)

    def _note(self, scope: Scope, request: str, status: int, seconds: float) -> None:
        route = _route(scope)
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.requests.labels(route, method, str(status or "gone")).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        client = scope.get("client")
        told = {
            "request": request,
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "address": client[0] if client else "",
            "device": scope.get("okrtui.device", ""),
        }
        write = server_log().debug if route in _QUIET and status < 400 else server_log().info
        write("request", **told)


def _route(scope: Scope) -> str:
    """The path with its parameters' names in place of what they were."""
    route = scope.get("route")
    return str(getattr(route, "path", "")) or "none"
