"""Endpoints for those who run the server: does it live, may it be sent requests, and how does it do."""

from __future__ import annotations

import ipaddress

from fastapi import APIRouter, Request
from sqlalchemy import select
from starlette.responses import Response

from okrtui.server.caller import Denied, Parts, address_of
from okrtui.server.metrics import CONTENT_TYPE
from okrtui.server.replies import PROBLEMS, HealthReply

router = APIRouter(responses={404: PROBLEMS[404], 503: PROBLEMS[503]}, tags=["operations"])


@router.get("/healthz", summary="Whether the server runs")
async def healthz() -> HealthReply:
    """Touches nothing: it answers while the database is away."""
    return HealthReply(status="ok")


@router.get("/readyz", summary="Whether the server can be sent requests")
def readyz(service: Parts) -> HealthReply:
    """The database answers, and the server is not about to stop."""
    if service.waiting.is_stopping:
        raise Denied(503, "stopping", "the server stops")
    with service.log.database.reading() as connection:
        connection.execute(select(1))
    return HealthReply(status="ready")


@router.get(
    "/metrics",
    response_class=Response,
    summary="Metrics in Prometheus's text format",
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def metrics(service: Parts, request: Request) -> Response:
    """For the networks that the settings name; nobody else is told that it is there."""
    if not _is_within(address_of(request), service.config.metrics_from):
        raise Denied(404, "not_found", "there is no such page")
    return Response(service.metrics.text(), media_type=CONTENT_TYPE)


def _is_within(address: str, networks: tuple[str, ...]) -> bool:
    try:
        told = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(told in ipaddress.ip_network(network) for network in networks)
