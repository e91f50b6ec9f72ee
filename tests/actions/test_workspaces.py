"""Making a workspace, and the settings that hold for everyone in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from okrtui import home as places
from okrtui.actions.session import Session
from okrtui.actions.workspaces import create_workspace, set_workspace
from okrtui.okr.errors import BadInput, NotFound, Refused
from tests.builders import a_check_in, a_member, a_published_cycle, a_workspace, at, fact, rows


@pytest.fixture
def session(home: Path) -> Session:
    return a_workspace(home)


def setting(session: Session, name: str) -> object:
    (row,) = rows(session, "SELECT * FROM workspace")
    return row[name]


def test_whoever_makes_a_workspace_holds_the_roles_to_run_it(session: Session) -> None:
    (member,) = rows(session, "SELECT * FROM member")
    assert (member["handle"], member["name"], member["account"]) == ("ana", "Ana", 1)
    assert json.loads(member["roles"]) == ["sponsor", "program_lead", "champion"]
    assert places.current_workspace(None) == "acme"
    assert Session.open().member.is_only_account


def test_without_a_workspace_one_is_told_how_to_make_one(home: Path) -> None:
    with pytest.raises(NotFound, match="okrtui init"):
        Session.open()


@pytest.mark.parametrize(
    "given",
    [
        {"title": " "},
        {"timezone": "Mars/Base"},
        {"deadline": "someday 10:00"},
        {"deadline": "mon"},
        {"scale": "stars"},
    ],
)
def test_a_workspace_that_can_not_be_leaves_nothing_behind(home: Path, given: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        create_workspace(**{"title": "Acme", "handle": "ana", **given})
    assert list(home.rglob("*.okr")) == []
    assert create_workspace("Acme", handle="ana").member.handle == "ana"


@pytest.mark.parametrize(
    ("field", "typed", "column", "kept"),
    [
        ("name", "  Acme\x07 Inc. ", "name", "Acme Inc."),
        ("timezone", "Europe/Berlin", "timezone", "Europe/Berlin"),
        ("deadline", "fri 9:30", "deadline", '{"time":"09:30","weekday":"friday"}'),
        ("deadline", "Sunday 18:00", "deadline", '{"time":"18:00","weekday":"sunday"}'),
        ("scale", "percent", "scale", "percent"),
        ("rag.red", "0,40", "rag", '{"amber":"0.60","green":"0.90","red":"0.40"}'),
        ("rag_grace", "0", "rag_grace", "0"),
    ],
)
def test_a_setting_is_changed(session: Session, field: str, typed: str, column: str, kept: str) -> None:
    set_workspace(session, field, typed)
    assert setting(session, column) == kept


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("timezone", "Mars/Base"),
        ("timezone", "../../etc/passwd"),
        ("deadline", "s 10:00"),
        ("deadline", "mon 25:00"),
        ("scale", "stars"),
        ("rag.red", "0.60"),
        ("rag.green", "1.01"),
        ("rag.stretch", "0.95"),
        ("rag_grace", "1.01"),
        ("rag_grace", "-0.1"),
        ("colour", "red"),
    ],
)
def test_a_setting_that_can_not_be_is_refused(session: Session, field: str, typed: str) -> None:
    before = rows(session, "SELECT * FROM workspace")
    with pytest.raises(BadInput):
        set_workspace(session, field, typed)
    assert rows(session, "SELECT * FROM workspace") == before


def test_other_thresholds_colour_every_key_result_anew(session: Session) -> None:
    published = a_published_cycle(session)
    at("2026-11-17T12:00:00+00:00")
    a_check_in(session, published.key_result, "21.5")
    assert fact(session, published.key_result)["rag"] == "amber"
    set_workspace(session, "rag.red", "0.35")
    assert fact(session, published.key_result)["rag"] == "red"
    assert fact(session, published.key_result)["red_weeks"] == 1


def test_settings_are_changed_by_the_creator_or_a_program_lead(session: Session) -> None:
    bo, lead = a_member(session, "bo", "sponsor"), a_member(session, "leo", "program_lead")
    with pytest.raises(Refused, match="creator or a program lead"):
        set_workspace(bo, "name", "Bo Inc.")
    set_workspace(lead, "name", "Leo Inc.")
    assert setting(session, "name") == "Leo Inc."


def test_it_is_found_out_who_acts(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    a_member(session, "bo", "member")
    monkeypatch.setenv("LOGNAME", "bo")
    assert Session.open().member.handle == "bo"
    monkeypatch.setenv("OKRTUI_AS", "ana")
    assert Session.open().member.handle == "ana"
    with pytest.raises(Refused):
        Session.open(acting_as="nobody")
