"""What a data pipeline tells of a KR: a reading in the steward's name, signed with a replica id of the server's."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from typing import NamedTuple

from okrtui import home
from okrtui.okr.errors import OutOfReach
from okrtui.okr.kinds import VERSION
from okrtui.okr.quantities import parse_quantity
from okrtui.okr.text import clean_line
from okrtui.server.accounts import Device
from okrtui.server.service import Service
from okrtui.server.verdicts import DEV_FORK, Verdict
from okrtui.store.clock import new_id, next_clock
from okrtui.store.entry import ENVELOPE, write_entry
from okrtui.views.connect import connect
from okrtui.views.names import find

_TRIES = 3
"""Another server may have pushed the next counter first."""


class Told(NamedTuple):
    """What became of an actual: the reading's id, the KR's, the quantity, and the log's verdict."""

    reading: str
    key_result: str
    actual: str
    verdict: Verdict


def tell_actual(
    service: Service, ws: str, device: Device, named: str, typed: str, at: datetime | None, source: str
) -> Told:
    """Append a reading of a KR.

    Args:
        service: the server's parts.
        ws: the workspace.
        device: the steward's.
        named: the KR's id, the start of its short code, or words of its title.
        typed: the actual.
        at: when it was so; None for now.
        source: where it comes from, in a few words.

    Raises:
        NotFound: there is no such KR, or several fit.
        BadInput: the actual is no quantity.
    """
    with closing(connect(service.log.replica(ws))) as replica:
        key_result = find(replica, named)[1]
        unit = replica.execute("SELECT unit FROM key_result WHERE id = ?", (key_result,)).fetchone()
    actual = parse_quantity(typed, (unit and unit[0]) or "")
    now = home.now()
    fields = {
        "key_result": key_result,
        "value": actual,
        "at": (at or now).isoformat(),
        "source": clean_line(source) or clean_line(device.name),
    }
    for _ in range(_TRIES):
        reading = new_id(now)
        verdict = _push(service, ws, device, reading, fields)
        if verdict.code != DEV_FORK:
            return Told(reading, key_result, actual, verdict)
    raise OutOfReach("other servers are writing in this device's name; try again")


def _push(service: Service, ws: str, device: Device, reading: str, fields: dict[str, str]) -> Verdict:
    dev, n = service.accounts.servers_replica(device)
    now = home.now()
    entry = write_entry(
        {
            "v": ENVELOPE,
            "id": new_id(now),
            "ws": ws,
            "au": device.handle,
            "dev": dev,
            "n": n,
            "hlc": next_clock(now),
            "base": [],
            "k": "reading",
            "kv": VERSION,
            "e": reading,
            "d": fields,
        }
    )
    return service.log.push(ws, device.handle, [dev], [entry.body])[0]
