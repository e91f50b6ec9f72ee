"""A workspace to look at: one cycle, one objective, and as many key results as a test asks for.

Things are written to the log and folded, check-ins made by the action, so that the views read what people would
have. Monday 10:00 UTC ends a week; the clock is moved with `at`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

from okrtui import home
from okrtui.actions.agreements import write_agreement
from okrtui.actions.check_ins import check_in, retract
from okrtui.actions.people import add_member
from okrtui.actions.workspaces import create_workspace
from okrtui.views.connect import connect
from okrtui.views.workspace import MemberRow, acting_member

FIRST_DAY = "2026-10-01T08:00:00+00:00"


class Growth:
    """The workspace "Growth" of `ana`, with an active quarter from October to December 2026."""

    def __init__(self, **settings: Any) -> None:
        self.at(FIRST_DAY)
        self.session = create_workspace(
            "Growth", handle="ana", display_name="Ana", timezone="UTC", **settings
        )
        self.path = self.session.path
        self.ana = self.session.member.id
        self.cycle = self.add(
            "cycle", name="Q4 2026", kind="quarter", start="2026-10-01", end="2026-12-31", phase="active"
        )
        self.objective = self.an_objective("Delight first-time customers so that they return")

    def at(self, time: str) -> None:
        """Move the clock to an RFC 3339 time."""
        os.environ["OKRTUI_NOW"] = time

    def add(self, kind: str, /, **fields: Any) -> str:
        """Write a thing to the log; its id."""
        with self.session.writing("arranged a test") as journal:
            entity = journal.new_id()
            journal.add(kind, entity, fields, base=())
        return entity

    def edit(self, kind: str, entity: str, /, **fields: Any) -> None:
        """Set fields of a thing."""
        with self.session.writing("arranged a test") as journal:
            journal.add(kind, entity, fields)

    def an_objective(self, title: str, **fields: Any) -> str:
        return self.add("objective", **{"cycle": self.cycle, "title": title, "owner": self.ana, **fields})

    def a_key_result(
        self, title: str = "Increase repeat purchase rate", in_force: bool = True, **fields: Any
    ) -> str:
        """A linear KR from 18 to 28 %, agreed on the cycle's first day unless it stays a draft."""
        line = {"method": "linear", "unit": "%", "baseline": "18", "target": "28"}
        given = {**line, **fields} if fields.get("method", "linear") == "linear" else fields
        key_result = self.add(
            "key_result", **{"objective": self.objective, "title": title, "owner": self.ana, **given}
        )
        if in_force:
            with self.session.writing("published") as journal:
                write_agreement(self.session, journal, key_result, _workspace(journal.connection))
        return key_result

    def a_member(self, handle: str, name: str = "", account: bool = False) -> str:
        return add_member(self.session, handle, name, account=account).id

    def check_in(self, key_result: str, time: str, **fields: Any) -> str:
        """A complete check-in made at a time, for the week that runs then unless another is given."""
        self.at(time)
        whole = {
            "confidence": 3,
            "insight": "Only SMB reacts",
            "next_action": "Draft the incentive",
            **fields,
        }
        return check_in(self.session, key_result, confirmed=True, **whole).id

    def retract(self, key_result: str, week: str) -> None:
        retract(self.session, key_result, week)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        with closing(connect(self.path)) as connection:
            yield connection

    def member(self, handle: str = "ana") -> MemberRow:
        with self.reading() as c:
            return acting_member(c, handle, "nobody")

    @property
    def now(self) -> datetime:
        return home.now()


def _workspace(connection: sqlite3.Connection) -> str:
    (found,) = connection.execute("SELECT value FROM folded WHERE name = 'workspace'").fetchone()
    return str(found)
