"""Endpoints for other programs: read what the workspace holds, and tell a KR's actual from a data pipeline."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from starlette.responses import Response

from okrtui import home
from okrtui.actions.interchange_export import written_document, written_items
from okrtui.okr.errors import BadInput
from okrtui.okr.kinds import KINDS
from okrtui.server.actuals import tell_actual
from okrtui.server.caller import Denied, Member, Parts, Ws
from okrtui.server.replies import JSON, PROBLEMS, ActualReply, ItemsReply
from okrtui.server.verdicts import REJECTED
from okrtui.store.entry import MAX_ID
from okrtui.views.connect import connect
from okrtui.views.json_text import to_json
from okrtui.views.lines import OPEN_PHASES, lines
from okrtui.views.my_week import my_week
from okrtui.views.people import member_by_handle
from okrtui.views.status_facts import status_json

router = APIRouter(responses=PROBLEMS, prefix="/v1/ws/{ws}", tags=["data"])

_KIND_OF = {kind.plural: kind for kind in KINDS.values()}
Listed = Literal["key_results", "objectives", "check_ins", "cycles", "members"]


def _only_text(value: object) -> object:
    """A time is told as text; a number could be seconds or milliseconds."""
    if value is not None and not isinstance(value, str):
        raise ValueError("it is a time like 2026-11-17T09:00:00+01:00")
    return value


class ActualAsked(BaseModel):
    """What a KR's actual is now: an exact decimal as text, or a JSON number."""

    model_config = ConfigDict(strict=True)

    key_result: Annotated[
        str, Field(min_length=1, max_length=MAX_ID, description="Its id, or its short code")
    ]
    actual: Annotated[str, Field(min_length=1, max_length=64)] | int | float
    at: Annotated[AwareDatetime | None, Field(strict=False), BeforeValidator(_only_text)] = None
    source: Annotated[str, Field(max_length=200)] = ""


@router.get("/read/status", summary="Every KR of the open cycles, as okrtui status --all --json tells it")
def read_status(service: Parts, ws: Ws, asking: Member) -> Response:
    """The caller's own KRs first."""
    with closing(connect(service.log.replica(ws))) as c:
        now = home.now()
        week = my_week(c, member_by_handle(c, asking.device.handle), now)
        mine = {line.id for line in week.all}
        others = [one for one in lines(c, now, phases=OPEN_PHASES, of=week.workspace) if one.id not in mine]
        return _json(to_json(status_json(week, others)))


@router.get("/read/export", summary="The whole workspace as one document of the interchange format")
def read_export(service: Parts, ws: Ws, asking: Member) -> Response:
    """The same bytes as `okrtui export --format json`."""
    with closing(connect(service.log.replica(ws))) as c:
        return _json(written_document(c, home.now()))


@router.get("/read/{things}", response_model=ItemsReply, summary="Things of one kind, by id")
def read_things(
    service: Parts,
    ws: Ws,
    asking: Member,
    things: Listed,
    after: Annotated[str, Query(max_length=MAX_ID, description="`next` of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
) -> Response:
    """Names and numbers are those of the interchange format, with score, RAG and staleness where there are some."""
    with closing(connect(service.log.replica(ws))) as c:
        items = written_items(c, _KIND_OF[things], home.now(), after, limit)
    is_full = len(items) >= limit
    return _json(to_json({"items": items, "next": items[-1]["id"] if is_full else None}))


@router.post("/actuals", status_code=201, summary="Tell a KR's actual, as a data steward's pipeline")
def tell(service: Parts, ws: Ws, asking: Member, asked: ActualAsked) -> ActualReply:
    """Becomes a reading: it prefills the next check-in, which alone scores."""
    try:
        told = tell_actual(
            service, ws, asking.device, asked.key_result, str(asked.actual), asked.at, asked.source
        )
    except BadInput as error:
        raise Denied(422, "bad_request", str(error)) from error
    if told.verdict.verdict == REJECTED:
        raise Denied(403, told.verdict.code, told.verdict.text)
    return ActualReply(id=told.reading, key_result=told.key_result, actual=told.actual, seq=told.verdict.seq)


def _json(text: str) -> Response:
    return Response(text, media_type=JSON)
