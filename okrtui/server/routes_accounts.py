"""Endpoints of accounts: whom one speaks to, enrolling with a code, the devices and their replica ids."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from okrtui import home
from okrtui.okr.errors import NotFound, Refused
from okrtui.okr.text import clean_line
from okrtui.server.accounts import Device, Founds
from okrtui.server.bodies import MAX_BODY, MAX_ENTRIES
from okrtui.server.caller import (
    LEADS,
    OPTIONAL,
    Address,
    Asking,
    Caller,
    Denied,
    MaybeDevice,
    Parts,
)
from okrtui.server.invitations import TooManyTries, WrongCode
from okrtui.server.paging import PAGE_ENTRIES
from okrtui.server.replies import (
    PROBLEMS,
    DeviceReply,
    DevicesReply,
    EnrollReply,
    HelloReply,
    LimitsReply,
)
from okrtui.server.service import Service
from okrtui.store.entry import MAX_BYTES
from okrtui.version import __version__

PROTOCOL = 1
MIN_CLIENT = "0.1.0"

router = APIRouter(responses=PROBLEMS, tags=["accounts"])

ReplicaId = Annotated[
    str,
    Field(
        pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        description="The id of a replica, as its entries carry it",
    ),
]


class EnrollAsked(BaseModel):
    """A code, what the device is called, and the replica that it signs for."""

    model_config = ConfigDict(strict=True)

    code: Annotated[str, Field(min_length=1, max_length=64)]
    device_name: Annotated[str, Field(min_length=1, max_length=64)]
    dev: ReplicaId
    may_found: Annotated[
        bool,
        Field(
            description="Whether there is a workspace to found; else a code that founds one is kept (403 founds)"
        ),
    ] = True


class ReplicaAsked(BaseModel):
    """One more replica id for the caller's device."""

    model_config = ConfigDict(strict=True)

    dev: ReplicaId


@router.get("/v1/hello", summary="Protocol, limits and the server's clock", openapi_extra=OPTIONAL)
def hello(service: Parts, address: Address, device: MaybeDevice) -> HelloReply:
    """Needs no token; with a valid one it also tells the workspace, its epoch and the caller's handle."""
    ws = device.ws if device else ""
    return HelloReply(
        protocol=PROTOCOL,
        min_client=MIN_CLIENT,
        server=__version__,
        time=home.now().isoformat(),
        limits=LimitsReply(
            entries=MAX_ENTRIES,
            bytes=MAX_BODY,
            entry_bytes=MAX_BYTES,
            page=PAGE_ENTRIES,
            wait=service.config.longest_wait,
        ),
        ws=ws or None,
        epoch=epoch_of(service, ws),
        handle=device.handle if device else None,
    )


@router.post("/v1/enroll", status_code=201, summary="Turn an invitation's code into a device token")
def enroll(service: Parts, address: Address, asked: EnrollAsked) -> EnrollReply:
    """The token is told in this answer and never again; the code is used up."""
    name = clean_line(asked.device_name) or "a device"
    try:
        token, device = service.accounts.enroll(
            asked.code, name, asked.dev, address, service.people.is_free, asked.may_found
        )
    except WrongCode as error:
        service.metrics.vain.inc()
        raise Denied(403, "code", str(error)) from error
    except TooManyTries as error:
        raise Denied(429, "too_often", str(error), error.seconds) from error
    except Founds as error:
        raise Denied(403, "founds", str(error)) from error
    except Refused as error:
        raise Denied(403, "replica", str(error)) from error
    return EnrollReply(
        token=token,
        device=device.id,
        ws=device.ws or None,
        handle=device.handle,
        epoch=epoch_of(service, device.ws),
    )


@router.get("/v1/devices", summary="The caller's devices; everyone's for the creator and program leads")
def devices(service: Parts, asking: Asking) -> DevicesReply:
    """Revoked ones stand in the list too."""
    return DevicesReply(devices=[_reply(one, asking) for one in _seen_by(service, asking)])


@router.post("/v1/devices/replica", status_code=204, summary="Let this device sign with one more replica id")
def bind_replica(service: Parts, asking: Asking, asked: ReplicaAsked) -> Response:
    """After a workspace was cloned or restored its replica has a new id."""
    try:
        service.accounts.bind_replica(asking.device, asked.dev, service.people.is_free)
    except Refused as error:
        raise Denied(403, "replica", str(error)) from error
    return Response(status_code=204)


@router.delete("/v1/devices/{device}", status_code=204, summary="Revoke a device")
def revoke(
    service: Parts, asking: Asking, device: Annotated[str, Path(min_length=1, max_length=64)]
) -> Response:
    """Its token counts for nothing from the next request on; one's own devices, or anyone's as a lead."""
    if device not in {one.id for one in _seen_by(service, asking)}:
        raise Denied(404, "not_found", "there is no such device of yours")
    service.accounts.revoke(device)
    return Response(status_code=204)


def epoch_of(service: Service, ws: str) -> str | None:
    """A workspace's epoch; None where its first push is still to come."""
    try:
        return service.log.epoch(ws) if ws else None
    except NotFound:
        return None


def _seen_by(service: Service, asking: Caller) -> list[Device]:
    own = asking.device
    if not own.ws:
        return [own]
    may_see_all = asking.person is not None and (
        LEADS in asking.person.roles or service.people.is_root(own.ws, own.handle)
    )
    return service.accounts.devices(own.ws, None if may_see_all else own.handle)


def _reply(device: Device, asking: Caller) -> DeviceReply:
    return DeviceReply(
        id=device.id,
        handle=device.handle,
        name=device.name,
        created_at=device.created_at,
        last_seen=device.last_seen or None,
        revoked_at=device.revoked_at or None,
        replicas=sorted(device.replicas),
        is_this=device.id == asking.device.id,
    )
