"""Saving OKRs as somebody wrote them: all or nothing, and over what was there by title or order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrtui.actions.cycles import new_cycle
from okrtui.actions.session import Session
from okrtui.actions.workspaces import create_workspace
from okrtui.actions.written_okrs import rewrite_objective, save_written
from okrtui.okr.errors import BadInput
from okrtui.okr.house_format import parse_okrs
from okrtui.okr.written import WrittenObjective

TEXT = """Objective: Win back customers who left

KR 1: Increase reactivated accounts from 2% to 9% by 15 Dec. Owner: Ana. Source: CRM.
KR 2: Reduce answer time from 9 days to 2 days by 15 Dec. Owner: Kim Roe. Source: Helpdesk.
"""


def read(text: str) -> list[WrittenObjective]:
    objectives, unread = parse_okrs(text, date(2026, 10, 1))
    assert not unread
    return objectives


@pytest.fixture
def session(home: Path) -> Session:
    return create_workspace("Acme", handle="ana", display_name="Ana", timezone="UTC")


@pytest.fixture
def cycle(session: Session) -> str:
    return new_cycle(session, "Q4 2026", "quarter", "2026-10-01", "2026-12-31").id


def rows(session: Session, sql: str) -> list[tuple[object, ...]]:
    with session.reading() as connection:
        return [tuple(row) for row in connection.execute(sql)]


def test_new_objectives_are_drafts_owned_by_whoever_is_named_or_saves(session: Session, cycle: str) -> None:
    save_written(session, cycle, read(TEXT))
    assert rows(session, "SELECT o.title, m.handle FROM objective o JOIN member m ON m.id = o.owner") == [
        ("Win back customers who left", "ana")
    ]
    assert rows(
        session, "SELECT m.handle FROM key_result k JOIN member m ON m.id = k.owner ORDER BY k.id"
    ) == [
        ("ana",),
        ("kim-roe",),
    ]


def test_nothing_is_saved_where_one_value_cant_be_used(session: Session, cycle: str) -> None:
    good = read(TEXT)[0]
    same = good.key_results[1]._replace(baseline="2", target="2")
    with pytest.raises(BadInput):
        save_written(session, cycle, [good._replace(key_results=(good.key_results[0], same))])
    assert rows(session, "SELECT id FROM objective") == []
    assert rows(session, "SELECT handle FROM member") == [("ana",)]


def test_an_unknown_team_is_refused_and_named(session: Session, cycle: str) -> None:
    with pytest.raises(BadInput, match="there is no team Moonshots"):
        save_written(session, cycle, [read(TEXT)[0]._replace(team="Moonshots")])


def test_rewriting_finds_key_results_by_title_then_by_order_and_drops_none(
    session: Session, cycle: str
) -> None:
    objective = save_written(session, cycle, read(TEXT)).id
    before = rows(session, "SELECT id FROM key_result ORDER BY id")
    written = read(
        TEXT.replace("reactivated accounts", "accounts won back").replace("to 2 days", "to 3 days")
    )[0]
    rewrite_objective(session, objective, written)
    assert rows(session, "SELECT id FROM key_result ORDER BY id") == before
    assert rows(session, "SELECT title, target FROM key_result ORDER BY id") == [
        ("Increase accounts won back", "9"),
        ("Reduce answer time", "3"),
    ]
    done = rewrite_objective(session, objective, written._replace(key_results=written.key_results[:1]))
    assert "1 left out" in done.message
    assert rows(session, "SELECT id FROM key_result ORDER BY id") == before
