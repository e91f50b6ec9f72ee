"""A shared directory under the doctor's eye: who is believed in it, and what the last round did not believe."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from typing import Any

from okrtui.actions.doctor.finding import ERROR, NOTE, WARNING, WELL, Finding
from okrtui.okr.text import clean_line

MOST_TOLD = 20

_ERRORS = frozenset(
    (
        *("forged", "owner", "squatted", "writable", "links", "no_file", "no_folder"),
        *("rewritten", "other_workspace", "too_large", "noise", "unreadable"),
    )
)
_NOTES = frozenset(("name",))


def shared(connection: sqlite3.Connection, slug: str) -> Iterator[Finding]:
    """Everything that can be said of the directory that a workspace is shared in; nothing where there is none."""
    meta: dict[str, str] = dict(
        connection.execute("SELECT name, value FROM meta WHERE name IN ('remote', 'store')").fetchall()
    )
    remote: dict[str, Any] = json.loads(meta.get("remote", "{}"))
    if remote.get("kind") != "store":
        return
    place = str(remote["place"])
    yield _reach(place, slug)
    if json.loads(meta.get("store", "{}")).get("trust") == "directory":
        what = f"everyone who can write to {place} is believed: files keep no owner there"
        yield Finding(NOTE, slug, what, "keep it to people who may write in each other's names")
    rows = connection.execute("SELECT path, code, text FROM notice ORDER BY path, code").fetchall()
    for path, code, text in rows[:MOST_TOLD]:
        level = ERROR if code in _ERRORS else NOTE if code in _NOTES else WARNING
        yield Finding(level, slug, f"{clean_line(os.path.join(place, path))}: {clean_line(text)}")
    if len(rows) > MOST_TOLD:
        yield Finding(WARNING, slug, f"and {len(rows) - MOST_TOLD} more in {place}", "see the sync screen")


def _reach(place: str, slug: str) -> Finding:
    if os.path.isfile(os.path.join(place, "okr-store.json")):
        return Finding(WELL, slug, f"shared in {place}")
    what = f"the shared directory {place} is out of reach: what is saved waits here"
    return Finding(WARNING, slug, what, "mount it, or see okrtui sync")
