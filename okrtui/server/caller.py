"""Who asks: the device of the bearer token, looked up at every request: who is revoked is out at the next."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Any, NamedTuple

from fastapi import Depends, Path, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from okrtui.server.accounts import Device
from okrtui.server.people import Person
from okrtui.server.service import Service

LEADS = "program_lead"
_SCHEME = "device token"
_scheme = HTTPBearer(
    auto_error=False, scheme_name=_SCHEME, description="The token that enrolment gave the device"
)
_LONGEST_TOKEN = 128

Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_scheme)]
OPTIONAL: dict[str, Any] = {"security": [{}, {_SCHEME: []}]}
"""What OpenAPI tells of an endpoint that looks at a token where there is one."""


class Denied(Exception):
    """A request that is not done: HTTP status, code and line; `seconds` where it may be tried again."""

    def __init__(self, status: int, code: str, text: str, seconds: int | None = None) -> None:
        super().__init__(text)
        self.status = status
        self.code = code
        self.text = text
        self.seconds = seconds


class Caller(NamedTuple):
    """A device with a valid token, and the person that it speaks for; no person before the first push founds one."""

    device: Device
    person: Person | None


async def service_of(request: Request) -> Service:
    """The server's parts; in the event loop, for what is no more than this costs a thread more than it takes."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


Parts = Annotated[Service, Depends(service_of)]


def source_of(address: str) -> str:
    """What limits count as one source: an IPv4 address, or an IPv6 network, of which one person has a whole /64."""
    try:
        told = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((told, 64), strict=False)) if told.version == 6 else address


def address_of(request: Request) -> str:
    """Where a request came from, as the trusted proxies tell."""
    return request.client.host if request.client else "unknown"


async def unknown_caller(request: Request, service: Parts) -> str:
    """The source of a request that needs no token; Denied where it asks too often."""
    source = source_of(address_of(request))
    _take(service, f"address {source}")
    return source


Address = Annotated[str, Depends(unknown_caller)]


def caller(request: Request, service: Parts, credentials: Credentials) -> Caller:
    """The device that asks.

    Raises:
        Denied: there is no token, it is not valid or was revoked, or the device asks too often.
    """
    device = _device_of(service, credentials.credentials if credentials else "")
    if device is None:
        _take(service, f"address {source_of(address_of(request))}")
        raise Denied(401, "token", "this needs a valid device token: join again with a new code")
    request.scope["okrtui.device"] = device.id
    _take(service, f"device {device.id}")
    person = service.people.person(device.ws, device.handle) if device.ws else None
    if person is None and device.ws and service.log.is_known(device.ws):
        raise Denied(403, "account", "your account in this workspace was taken away")
    return Caller(device, person)


def maybe_device(request: Request, service: Parts) -> Device | None:
    """The device whose token was sent along, if one was and it is valid."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return _device_of(service, token if scheme.lower() == "bearer" else "")


MaybeDevice = Annotated[Device | None, Depends(maybe_device)]


def _device_of(service: Service, token: str) -> Device | None:
    return service.accounts.who(token) if 0 < len(token) <= _LONGEST_TOKEN else None


Asking = Annotated[Caller, Depends(caller)]
Ws = Annotated[str, Path(min_length=1, max_length=64, description="Id of the workspace's first entry")]


async def member(ws: Ws, asking: Asking) -> Caller:
    """The caller, where the workspace is theirs; the answer tells nobody which others there are."""
    if asking.device.ws != ws:
        raise Denied(403, "forbidden", "this device does not belong to that workspace")
    return asking


Member = Annotated[Caller, Depends(member)]


def _take(service: Service, key: str) -> None:
    seconds = service.buckets.take(key)
    if seconds:
        raise Denied(429, "too_often", f"too many requests: try again in {seconds} seconds", seconds)
