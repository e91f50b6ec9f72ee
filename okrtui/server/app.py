"""The application: its endpoints, what every problem is answered with, and the layers around them."""

from __future__ import annotations

import re

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp

from okrtui.okr.errors import BadInput, NotFound, OkrtuiError, OutOfReach, Refused
from okrtui.server import routes_accounts, routes_log, routes_operations, routes_read
from okrtui.server.bodies import BadBody
from okrtui.server.caller import Denied
from okrtui.server.limits import BodyGuard
from okrtui.server.logs import server_log
from okrtui.server.observing import Observer, fault
from okrtui.server.replies import problem
from okrtui.server.service import Service
from okrtui.version import __version__

_HTTP_CODES = {404: "not_found", 405: "method", 415: "encoding"}


def application(service: Service) -> ASGIApp:
    """The whole application around these parts."""
    return Observer(BodyGuard(api(service), service.config.body_seconds), service.metrics)


def api(service: Service) -> FastAPI:
    """The endpoints alone, with their OpenAPI document at /openapi.json."""
    app = FastAPI(
        title="okrtui",
        version=__version__,
        description="A shared workspace's log: push entries, pull them, read what they come to.",
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    for routes in (routes_accounts, routes_log, routes_read, routes_operations):
        app.include_router(routes.router)
    app.add_exception_handler(Denied, _denied)
    app.add_exception_handler(BadBody, _bad_body)
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OkrtuiError, _refused)
    app.add_exception_handler(Exception, _fault)
    return app


async def _denied(_: Request, error: Exception) -> Response:
    assert isinstance(error, Denied)
    return problem(error.status, error.code, error.text, seconds=error.seconds)


async def _bad_body(_: Request, error: Exception) -> Response:
    assert isinstance(error, BadBody)
    return problem(error.status, error.code, error.text)


async def _bad_request(_: Request, error: Exception) -> Response:
    """The first thing that is wrong, by where it stands; never what stands there."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or "the body"
    return problem(422, "bad_request", f"{where}: {first['msg']}")


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = problem(
        error.status_code, _HTTP_CODES.get(error.status_code, "bad_request"), str(error.detail)
    )
    response.headers.update(error.headers or {})
    if error.status_code == 405:
        response.headers["Allow"] = ", ".join(_methods_of(request))
    return response


def _methods_of(request: Request) -> list[str]:
    """What may be asked of a path, whichever of its endpoints was met first."""
    path, paths = request.url.path, request.app.openapi()["paths"]
    fitting = [path] if path in paths else [known for known in paths if _fits(known, path)]
    return sorted(method.upper() for known in fitting for method in paths[known])


def _fits(known: str, path: str) -> bool:
    return re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", known), path) is not None


async def _fault(request: Request, _: Exception) -> Response:
    """A fault of the server's own; the error goes on to the log."""
    return fault(request.scope)


async def _refused(request: Request, error: Exception) -> Response:
    """An error of the domain; what is out of reach is told to the log in full, and to the client in general."""
    if isinstance(error, OutOfReach):
        server_log().error("out of reach", why=str(error))
        return problem(503, "out_of_reach", "the server can't reach its data now: try again", seconds=5)
    for kind, status, code in (
        (NotFound, 404, "not_found"),
        (Refused, 403, "forbidden"),
        (BadInput, 400, "bad_request"),
    ):
        if isinstance(error, kind):
            return problem(status, code, str(error))
    raise error
