"""The documents that the server answers with, as the OpenAPI document tells them; a problem is {code, text}."""

from __future__ import annotations

from typing import Any

import msgspec
from pydantic import BaseModel
from starlette.responses import Response

JSON = "application/json"


class Problem(BaseModel):
    """Why a request was not done: a code for programs, one line for people."""

    code: str
    text: str


class EpochReply(Problem):
    """The server's log was restored or made anew: begin from 0, and push everything of one's own again."""

    epoch: str


class LimitsReply(BaseModel):
    """How much goes into one request: entries and bytes of a push, bytes of an entry, entries of a page, seconds."""

    entries: int
    bytes: int
    entry_bytes: int
    page: int
    wait: float


class HelloReply(BaseModel):
    """Whom one speaks to; workspace, its epoch and the caller's handle where a valid token was sent along."""

    protocol: int
    min_client: str
    server: str
    time: str
    limits: LimitsReply
    ws: str | None = None
    epoch: str | None = None
    handle: str | None = None


class EnrollReply(BaseModel):
    """A device's token, told this once; no workspace where the first push founds one."""

    token: str
    device: str
    ws: str | None
    handle: str
    epoch: str | None


class DeviceReply(BaseModel):
    """A device: whose, since when, last seen, revoked or not."""

    id: str
    handle: str
    name: str
    created_at: str
    last_seen: str | None
    revoked_at: str | None
    replicas: list[str]
    is_this: bool


class DevicesReply(BaseModel):
    """The devices that the caller may see."""

    devices: list[DeviceReply]


class VerdictReply(BaseModel):
    """What became of one entry; `seq` is 0 where it was rejected."""

    id: str
    n: int
    verdict: str
    code: str
    text: str
    seq: int


class PushReply(BaseModel):
    """One verdict for each entry, in their order."""

    epoch: str
    head: int
    verdicts: list[VerdictReply]


class PageReply(BaseModel):
    """Entries whose seq is after + 1, after + 2, …; they are the bytes that their authors wrote."""

    epoch: str
    after: int
    head: int
    entries: list[dict[str, Any]]


class ItemsReply(BaseModel):
    """Things under the names of the interchange format, by id; `next` is where the next page begins."""

    items: list[dict[str, Any]]
    next: str | None


class ActualReply(BaseModel):
    """The reading that an actual became, and its place in the log."""

    id: str
    key_result: str
    actual: str
    seq: int


class HealthReply(BaseModel):
    """That the server runs."""

    status: str


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": text}
    for status, text in (
        (400, "The body is no JSON object that can be taken"),
        (401, "No token, or one that is not valid"),
        (403, "Not allowed"),
        (404, "No such thing"),
        (408, "The body came too slowly"),
        (413, "Too much at once"),
        (415, "The body is compressed"),
        (422, "A parameter or a field is not what it must be"),
        (429, "Too often: Retry-After says when"),
        (503, "The database is out of reach, or the server stops"),
    )
}
"""What any endpoint may answer besides its own."""


def json_response(document: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A document as a response."""
    return Response(msgspec.json.encode(document), status, headers, media_type=JSON)


def problem(status: int, code: str, text: str, **more: Any) -> Response:
    """A problem as a response; where one may try again, `seconds` says when."""
    seconds = more.pop("seconds", None)
    headers = {"Retry-After": str(seconds)} if seconds else {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return json_response({"code": code, "text": text, **more}, status, headers)
