"""What a workspace is shared in under the doctor's eye: how the exchange stands, by what the last rounds left behind,
and in a directory who is believed in it.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from okrtui.actions.doctor.finding import ERROR, NOTE, WARNING, WELL, Finding
from okrtui.okr.text import clean_line
from okrtui.views.sync_state import sync_state
from okrtui.views.workspace import zone_name

MOST_TOLD = 20

_ERRORS = frozenset(
    (
        *("forged", "owner", "squatted", "writable", "links", "no_file", "no_folder"),
        *("rewritten", "other_workspace", "too_large", "noise", "unreadable"),
    )
)
_NOTES = frozenset(("name",))


def shared(connection: sqlite3.Connection, slug: str) -> Iterator[Finding]:
    """Everything that can be said of what a workspace is shared in, nothing where it is in none; nobody is asked."""
    meta: dict[str, str] = dict(
        connection.execute("SELECT name, value FROM meta WHERE name IN ('remote', 'store')").fetchall()
    )
    remote: dict[str, Any] = json.loads(meta.get("remote", "{}"))
    if not remote:
        return
    place = clean_line(str(remote["place"]))
    is_server = remote["kind"] == "server"
    yield Finding(WELL, slug, f"shared on {place}") if is_server else _reach(place, slug)
    yield from _exchange(connection, slug)
    if is_server:
        return
    if json.loads(meta.get("store", "{}")).get("trust") == "directory":
        what = f"everyone who can write to {place} is believed: files keep no owner there"
        yield Finding(NOTE, slug, what, "keep it to people who may write in each other's names")
    rows = connection.execute("SELECT path, code, text FROM notice ORDER BY path, code").fetchall()
    for path, code, text in rows[:MOST_TOLD]:
        level = ERROR if code in _ERRORS else NOTE if code in _NOTES else WARNING
        yield Finding(level, slug, f"{clean_line(os.path.join(place, path))}: {clean_line(text)}")
    if len(rows) > MOST_TOLD:
        yield Finding(WARNING, slug, f"and {len(rows) - MOST_TOLD} more in {place}", "see the sync screen")


def _exchange(connection: sqlite3.Connection, slug: str) -> Iterator[Finding]:
    """What does not reach the others, and since when: by the last rounds, for nobody is asked now."""
    state = sync_state(connection)
    waiting = f"{state.waiting} change{'' if state.waiting == 1 else 's'}"
    wait = f"{waiting} wait{'s' if state.waiting == 1 else ''} here"
    if state.problem and state.problem_since:
        what = wait if state.waiting else "nothing was exchanged"
        since = _moment(connection, state.problem_since)
        yield Finding(WARNING, slug, f"{what} since {since}: {state.problem}", "see okrtui sync --status")
    elif state.waiting:
        yield Finding(NOTE, slug, f"{wait} to be sent", "okrtui sync sends what waits")
    if state.refused:
        what = "1 change was rejected" if state.refused == 1 else f"{state.refused} changes were rejected"
        remedy = "okrtui refused list says why; write it again or drop it"
        yield Finding(WARNING, slug, f"{what} by the server", remedy)


def _moment(connection: sqlite3.Connection, at: str) -> str:
    """A stored time in the workspace's zone."""
    when = datetime.fromisoformat(at).astimezone(ZoneInfo(zone_name(connection)))
    return f"{when.day} {when:%b %Y %H:%M}"


def _reach(place: str, slug: str) -> Finding:
    if os.path.isfile(os.path.join(place, "okr-store.json")):
        return Finding(WELL, slug, f"shared in {place}")
    what = f"the shared directory {place} is out of reach: what is saved waits here"
    return Finding(WARNING, slug, what, "mount it, or see okrtui sync")
