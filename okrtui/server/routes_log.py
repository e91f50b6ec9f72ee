"""Endpoints of the log: push entries, pull pages or wait for them, take everything as one file."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response

from okrtui.okr.errors import NotFound
from okrtui.server.accounts import Device
from okrtui.server.bodies import MAX_ENTRIES, read_push
from okrtui.server.caller import Caller, Credentials, Denied, Member, Parts, Ws, caller
from okrtui.server.paging import PAGE_ENTRIES, Page
from okrtui.server.people import OF_MEMBER
from okrtui.server.pushes import OtherEpoch, Taken
from okrtui.server.replies import JSON, PROBLEMS, EpochReply, PageReply, PushReply, json_response, problem
from okrtui.server.service import Service
from okrtui.server.verdicts import ACCEPTED, REJECTED, Verdict

LARGEST = 2**53
_OTHER_EPOCH: dict[int | str, dict[str, Any]] = {
    409: {"model": EpochReply, "description": "The log is of another epoch"}
}
_PUSH: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            JSON: {
                "schema": {
                    "title": "Push",
                    "type": "object",
                    "required": ["epoch", "entries"],
                    "properties": {
                        "epoch": {"type": ["string", "null"], "description": "null before the first push"},
                        "entries": {
                            "type": "array",
                            "maxItems": MAX_ENTRIES,
                            "items": {},
                            "description": "Entries as they were written; each gets a verdict of its own",
                        },
                    },
                }
            }
        },
    }
}

router = APIRouter(responses={**PROBLEMS, **_OTHER_EPOCH}, prefix="/v1/ws/{ws}", tags=["log"])


@router.post("/ops", response_model=PushReply, openapi_extra=_PUSH, summary="Push entries")
async def push(request: Request, service: Parts, ws: Ws, credentials: Credentials) -> Response:
    """At most 500 entries and 1 MiB; every entry is accepted, a duplicate, or rejected with a code."""
    return await run_in_threadpool(_push, request, service, ws, credentials, await request.body())


@router.get(
    "/ops", response_model=PageReply, summary="Pull the entries after a cursor, or wait until there are some"
)
async def pull(
    service: Parts,
    ws: Ws,
    asking: Member,
    after: Annotated[int, Query(ge=0, le=LARGEST, description="The seq of the last entry one has")] = 0,
    limit: Annotated[int, Query(ge=1, le=PAGE_ENTRIES)] = 1000,
    epoch: Annotated[str | None, Query(max_length=64, description="The epoch that `after` is of")] = None,
    wait: Annotated[float, Query(ge=0, le=300, description="Seconds to wait while there is nothing")] = 0.0,
) -> Response:
    """The entries' bytes are joined as they are; a page has at most 4 MiB."""
    seconds = min(wait, service.config.longest_wait)
    if not seconds:
        page = await run_in_threadpool(service.log.page, ws, after, limit)
        return _page(service, page, epoch)
    with service.waiting.watching(ws) as watch:
        page = await run_in_threadpool(service.log.page, ws, after, limit)
        if page.bodies or page.head < after or (epoch and epoch != page.epoch):
            return _page(service, page, epoch)
        await watch.beyond(after, seconds)
    return await run_in_threadpool(_later_page, service, asking, ws, after, limit, epoch)


@router.get(
    "/snapshot",
    response_class=FileResponse,
    summary="All entries in one compressed file",
    responses={
        200: {
            "description": "gzip of the entries, one a line, in order of seq",
            "content": {"application/gzip": {"schema": {"type": "string", "format": "binary"}}},
            "headers": {
                "Okrtui-Head": {"schema": {"type": "integer"}, "description": "seq of the last entry"},
                "Okrtui-Epoch": {"schema": {"type": "string"}},
                "Okrtui-Sha256": {"schema": {"type": "string"}, "description": "of the uncompressed lines"},
            },
        }
    },
)
def snapshot(service: Parts, ws: Ws, asking: Member) -> FileResponse:
    """For a first download: far smaller than pages, and readable by any version."""
    made = service.log.snapshot(ws)
    return FileResponse(
        made.path,
        media_type="application/gzip",
        headers={
            "Okrtui-Head": str(made.head),
            "Okrtui-Epoch": made.epoch,
            "Okrtui-Sha256": made.sha256,
        },
    )


def _push(request: Request, service: Service, ws: str, credentials: Credentials, body: bytes) -> Response:
    """All of a push in one thread: handing it from one to the next costs more than finding out who asks."""
    device = caller(request, service, credentials).device
    epoch, bodies = read_push(body)
    try:
        taken = _taken(service, ws, device, bodies, epoch)
    except OtherEpoch as other:
        return _epoch_problem(other.current)
    _note(service, ws, bodies, taken.verdicts)
    if not taken.head:
        refused = [one.text for one in taken.verdicts if one.verdict == REJECTED]
        raise Denied(403, "not_founded", refused[0] if refused else "nothing founds the workspace")
    told = [one._asdict() for one in taken.verdicts]
    return json_response({"epoch": taken.epoch, "head": taken.head, "verdicts": told})


def _taken(service: Service, ws: str, device: Device, bodies: list[bytes], epoch: str | None) -> Taken:
    """What became of the push; a workspace that is not there yet is made by its founder's device."""
    if device.ws == ws:
        with suppress(NotFound):
            return service.log.take(ws, device.handle, device.replicas, bodies, epoch=epoch)
    elif device.ws or service.log.is_known(ws):
        raise Denied(403, "forbidden", "this device does not belong to that workspace")
    return _found(service, ws, device, bodies)


def _found(service: Service, ws: str, device: Device, bodies: list[bytes]) -> Taken:
    """The first push of a founder's device: the workspace is theirs once its first entry is taken."""
    if not device.is_founder:
        raise Denied(403, "forbidden", "this device does not belong to that workspace")
    if not device.ws and not service.accounts.claim(device, ws):
        raise Denied(403, "forbidden", "this workspace was founded by another device")
    try:
        return service.log.take(ws, device.handle, device.replicas, bodies, founder=True)
    finally:
        if not service.log.is_known(ws):
            service.accounts.release(device)


def _note(service: Service, ws: str, bodies: list[bytes], verdicts: list[Verdict]) -> None:
    """Count the verdicts; what was told of members counts from now on."""
    for verdict in verdicts:
        service.metrics.entries.labels(verdict.verdict, verdict.code).inc()
    several = zip(bodies, verdicts, strict=True)
    if any(verdict.verdict == ACCEPTED and OF_MEMBER in body for body, verdict in several):
        service.people.forget(ws)


def _epoch_problem(current: str) -> Response:
    text = "the server's log was restored or made anew: begin from 0 and push all of your own again"
    return problem(409, "epoch", text, epoch=current)


def _later_page(
    service: Service, asking: Caller, ws: str, after: int, limit: int, epoch: str | None
) -> Response:
    """The page after waiting, for a device that may still read it."""
    if service.accounts.device(asking.device.id).revoked_at:
        raise Denied(401, "token", "this needs a valid device token: join again with a new code")
    if service.people.person(ws, asking.device.handle) is None:
        raise Denied(403, "account", "your account in this workspace was taken away")
    return _page(service, service.log.page(ws, after, limit), epoch)


def _page(service: Service, page: Page, epoch: str | None) -> Response:
    if epoch is not None and epoch != page.epoch:
        return _epoch_problem(page.epoch)
    service.metrics.sent.inc(len(page.bodies))
    head = b'{"epoch":"%s","after":%d,"head":%d,"entries":[' % (page.epoch.encode(), page.after, page.head)
    return Response(head + b",".join(page.bodies) + b"]}", media_type=JSON)
