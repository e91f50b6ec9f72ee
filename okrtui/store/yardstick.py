"""What a workspace measures with: its week, its RAG thresholds and its grace."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from okrtui.okr.errors import BadInput
from okrtui.okr.rag import DEFAULT_THRESHOLDS, check_thresholds
from okrtui.okr.weeks import Calendar, calendar_of, check_calendar
from okrtui.store.folding import Folding

DEFAULT_ZONE = "UTC"
DEFAULT_DEADLINE = {"weekday": "monday", "time": "10:00"}
DEFAULT_GRACE = "0.2"


class Yardstick(NamedTuple):
    """What a workspace measures with.

    Attributes:
        calendar: its week.
        thresholds: upper edges by RAG.
        grace: the RAG grace, a share of the time box.
        rags: the RAG of each rounded score that was looked up, for there are a hundred of them and many figures.
    """

    calendar: Calendar
    thresholds: dict[str, str]
    grace: str
    rags: dict[str, str]


def yardstick_of(folding: Folding) -> Yardstick:
    """The workspace's yardstick; what is missing or can't be (from another program) is the default."""
    kept = folding.yardstick
    if kept is None:
        row = folding.connection.execute(
            "SELECT timezone, deadline, rag, rag_grace FROM workspace WHERE id = ?", (folding.workspace,)
        ).fetchone() or (None, None, None, None)
        kept = folding.yardstick = _read(*row)
    return kept


def _read(zone: str | None, deadline: str | None, rag: str | None, grace: str | None) -> Yardstick:
    calendar = calendar_of(
        zone or DEFAULT_ZONE, msgspec.json.decode(deadline) if deadline else DEFAULT_DEADLINE
    )
    try:
        check_calendar(calendar)
    except BadInput:
        calendar = calendar_of(DEFAULT_ZONE, DEFAULT_DEADLINE)
    thresholds = {**DEFAULT_THRESHOLDS, **(msgspec.json.decode(rag) if rag else {})}
    try:
        check_thresholds(thresholds)
    except BadInput:
        thresholds = dict(DEFAULT_THRESHOLDS)
    return Yardstick(calendar, thresholds, grace or DEFAULT_GRACE, {})
