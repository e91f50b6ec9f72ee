"""Builders: a workspace, a published cycle, a KR, a check-in, as people make them through the actions.

The clock stands where `OKRTUI_NOW` says; `at` moves it. Weeks end on Monday at 10:00 UTC.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from okrtui.actions.check_ins import check_in
from okrtui.actions.cycles import new_cycle, publish_cycle
from okrtui.actions.key_results import add_key_result
from okrtui.actions.objectives import add_objective
from okrtui.actions.people import add_member
from okrtui.actions.session import Done, Session
from okrtui.actions.workspaces import create_workspace
from okrtui.store.tables import ALL_FOLDED

QUARTER = ("2026-10-01", "2026-12-31")
PUBLISHED_AT = "2026-10-01T12:00:00+00:00"
TITLE = "Delight first-time customers so that they return"
RATE = "Increase repeat purchase rate"
TIME = "Shorten median delivery time"
SOURCE = {"name": "Shop dashboard", "url": "https://shop.example/repeat"}


def at(time: str) -> None:
    """Move the clock; `home` sets it back."""
    os.environ["OKRTUI_NOW"] = time


def a_workspace(home: Path, title: str = "Acme", **settings: Any) -> Session:
    """A workspace of Ana, alone, made on the quarter's first day."""
    assert os.environ["OKRTUI_HOME"] == str(home)
    at(PUBLISHED_AT)
    return create_workspace(title, handle="ana", display_name="Ana", **{"timezone": "UTC", **settings})


def a_member(session: Session, handle: str, *roles: str) -> Session:
    """Another member with an account, at work on the same replica."""
    add_member(session, handle, handle.title(), roles=roles, account=True)
    return Session.at(session.path, handle)


def a_cycle(
    session: Session,
    name: str = "Q4 2026",
    kind: str = "quarter",
    span: tuple[str, str] = QUARTER,
    **given: Any,
) -> str:
    return new_cycle(session, name, kind, *span, **given).id


def an_objective(session: Session, cycle: str, title: str = TITLE, **given: Any) -> str:
    return add_objective(session, cycle, title, **given).id


def a_key_result(session: Session, objective: str, title: str = RATE, **given: Any) -> str:
    """A KR from 18 to 28 % by the quarter's end, unless other figures are given."""
    line = (
        {"baseline": "18", "target": "28", "unit": "%"} if given.get("method", "linear") == "linear" else {}
    )
    common = {"due": QUARTER[1], "source": SOURCE, "refresh": "weekly", "indicator": "leading"}
    return add_key_result(session, objective, title, **{**common, **line, **given}).id


class Published:
    """An active quarter with one objective and its KRs in force.

    Attributes:
        session: Ana's.
        cycle, objective: their ids.
        key_result: the first KR's id: 18 → 28 %.
        key_results: all of them.
    """

    def __init__(self, session: Session, *extra: dict[str, Any], count: int = 2) -> None:
        self.session = session
        self.cycle = a_cycle(session)
        self.objective = an_objective(session, self.cycle)
        self.key_results = [a_key_result(session, self.objective)]
        self.key_results += [
            a_key_result(session, self.objective, f"{TIME} {chr(97 + n)}", indicator="lagging")
            for n in range(count - 1 - len(extra))
        ]
        self.key_results += [
            a_key_result(session, self.objective, **{"title": TIME, "indicator": "lagging", **one})
            for one in extra
        ]
        self.key_result = self.key_results[0]
        publish_cycle(session, self.cycle)


def a_published_cycle(session: Session, *extra: dict[str, Any], count: int = 2) -> Published:
    return Published(session, *extra, count=max(count, 1 + len(extra)))


def a_check_in(session: Session, key_result: str, actual: str | None = "20", **given: Any) -> Done:
    """A complete check-in."""
    texts = {"confidence": 3, "insight": "Only small accounts react", "next_action": "Offer the incentive"}
    return check_in(session, key_result, actual=actual, **{**texts, **given})


def rows(session: Session | str, sql: str, *values: Any) -> list[dict[str, Any]]:
    """The rows of a query on the replica."""
    path = session if isinstance(session, str) else session.path
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql, values)]


def row(session: Session | str, table: str, entity: str, key: str = "id") -> dict[str, Any]:
    """One row of a folded table."""
    (found,) = rows(session, f'SELECT * FROM "{table}" WHERE "{key}" = ?', entity)
    return found


def fact(session: Session | str, key_result: str) -> dict[str, Any]:
    return row(session, "key_result_fact", key_result, "key_result")


def folded_tables(path: str) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that folding made, table by table, in one order."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table.name: sorted(connection.execute(f'SELECT * FROM "{table.name}"').fetchall(), key=repr)
            for table in ALL_FOLDED
        }


def bodies(path: str) -> list[bytes]:
    """Every log entry's bytes, in the order in which they were written here."""
    with closing(sqlite3.connect(path)) as connection:
        return [body for (body,) in connection.execute("SELECT body FROM entry ORDER BY rowid")]
