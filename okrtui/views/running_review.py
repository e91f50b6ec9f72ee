"""A monthly review that is being held from this machine: what was noted so far."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from okrtui.views.monthly_review import MONTHLY
from okrtui.views.structures import read_object

NOTHING: Mapping[str, str] = MappingProxyType({})


class RunningReview(NamedTuple):
    """What is kept while a review runs.

    Attributes:
        began: RFC 3339 in UTC.
        notes: of the review as a whole.
        said: what was noted of single points, by their keys.
        attendees: ids of members.
        decided: ids of the decisions that it made.
    """

    began: str
    notes: str = ""
    said: Mapping[str, str] = NOTHING
    attendees: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()


def running_review(c: sqlite3.Connection, team: str | None) -> RunningReview | None:
    """The review of a team (None: of all) that was begun on this machine and not ended; None where none was."""
    row = c.execute("SELECT body FROM meeting WHERE team = ? AND kind = ?", (team or "", MONTHLY)).fetchone()
    kept = read_object(row[0]) if row else {}
    if not kept:
        return None
    said = kept.get("said")
    return RunningReview(
        began=str(kept.get("began") or ""),
        notes=str(kept.get("notes") or ""),
        said={str(key): str(text) for key, text in said.items()} if isinstance(said, dict) else NOTHING,
        attendees=tuple(str(one) for one in kept.get("attendees") or ()),
        decided=tuple(str(one) for one in kept.get("decided") or ()),
    )
