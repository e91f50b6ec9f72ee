"""What the operator fills in: a replica's file or a shared directory, with all its history, as often as one likes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from okrtui import home as places
from okrtui.actions.imports import ImportOptions, carry_out, plan_import
from okrtui.actions.session import Session
from okrtui.okr.errors import BadInput, OkrtuiError
from okrtui.server.importing import import_source
from okrtui.server.log import ServerLog
from tests.builders import (
    a_check_in,
    a_member,
    a_published_cycle,
    a_workspace,
    at,
    bodies,
    folded_tables,
    rows,
)
from tests.server.writers import verdicts


@pytest.fixture
def session(home: Path) -> Session:
    """A workspace with two members and their history, later than which nothing is written."""
    session = a_workspace(home)
    bo = a_member(session, "bo", "program_lead")
    published = a_published_cycle(session)
    at("2026-11-16T09:00:00+00:00")
    a_check_in(session, published.key_result)
    a_check_in(bo, published.key_results[1], "21")
    return session


def ws_of(session: Session) -> str:
    (row,) = rows(session, "SELECT value FROM meta WHERE name = 'ws'")
    return str(row["value"])


def test_a_replica_comes_in_with_all_its_authors_and_again_changes_nothing(
    log: ServerLog, session: Session
) -> None:
    count = len(bodies(session.path))
    told = list[tuple[int, int]]()
    done = import_source(log, session.path, places.now, lambda *one: told.append(one))
    assert done == (ws_of(session), count, 0, [])
    assert told[-1] == (count, count)
    assert folded_tables(log.replica(done.ws)) == folded_tables(session.path)
    assert import_source(log, session.path, places.now) == (done.ws, 0, count, [])
    assert log.verify(done.ws).problems == []


def test_an_import_fills_the_holes_that_a_restored_log_has(log: ServerLog, session: Session) -> None:
    """Even counters below those that are there: people who can't push are filled in by the operator alone."""
    several = bodies(session.path)
    ws = ws_of(session)
    some = [body for number, body in enumerate(several) if number == 0 or number % 3]
    assert set(verdicts(log.push(ws, "operator", (), some, is_operator=True))) == {"accepted"}
    done = import_source(log, session.path, places.now)
    assert (done.accepted, done.known) == (len(several) - len(some), len(some))
    assert folded_tables(log.replica(ws)) == folded_tables(session.path)


def test_after_an_import_authors_go_on_where_they_are(log: ServerLog, session: Session) -> None:
    done = import_source(log, session.path, places.now)
    (dev,) = {row["dev"] for row in rows(session, "SELECT dev FROM entry")}
    known = len(bodies(session.path))
    at("2026-11-17T08:05:00+00:00")
    published = rows(session, "SELECT id FROM key_result ORDER BY rowid LIMIT 1")
    a_check_in(session, published[0]["id"], "22")
    new = bodies(session.path)[known:]
    assert set(verdicts(log.push(done.ws, "ana", {dev}, new))) == {"accepted"}
    assert folded_tables(log.replica(done.ws)) == folded_tables(session.path)


def test_what_folding_voids_comes_in_and_stays_void(log: ServerLog, session: Session) -> None:
    from tests.server.writers import Writer

    done = import_source(log, session.path, places.now)
    stranger = Writer("zoe", ws=done.ws)
    answer = log.push(done.ws, "operator", (), [stranger.comment().body], is_operator=True)
    assert verdicts(answer) == ["accepted"]
    assert folded_tables(log.replica(done.ws))["comment"] == []
    assert log.verify(done.ws).problems == []


def test_check_ins_of_another_tool_come_in_under_the_ids_that_they_have(
    log: ServerLog, home: Path, tmp_path: Path
) -> None:
    session = of_a_document(tmp_path, ["x1", "Größe, W46 / №1", "字" * 200, "a:b c"])
    several = bodies(session.path)
    dev = rows(session, "SELECT value FROM meta WHERE name = 'dev'")[0]["value"]
    answer = log.push(ws_of(session), "ana", {dev}, several, founder=True)
    assert set(verdicts(answer)) == {"accepted"}
    assert folded_tables(log.replica(ws_of(session))) == folded_tables(session.path)
    assert import_source(log, session.path, places.now) == (ws_of(session), 0, len(several), [])


def of_a_document(folder: Path, check_ins: list[str]) -> Session:
    """A workspace that was made from a document with check-ins of these ids."""
    cycle = {"id": "c", "name": "Q4", "kind": "quarter", "start": "2026-10-01", "end": "2026-12-31"}
    key_result = {
        "id": "k",
        "objective": "o",
        "title": "Lift repeat purchase",
        "owner": "m",
        "method": "linear",
    }
    document = {
        "format": "okrtui",
        "version": 1,
        "workspace": {"name": "Elsewhere", "timezone": "UTC"},
        "members": [{"id": "m", "handle": "ana", "name": "Ana"}],
        "cycles": [{**cycle, "phase": "active"}],
        "objectives": [{"id": "o", "cycle": "c", "title": "Delight customers", "owner": "m"}],
        "key_results": [{**key_result, "unit": "%", "baseline": 18, "target": 28, "due": "2026-12-31"}],
        "check_ins": [
            {"id": id_, "key_result": "k", "week": f"2026-W{number}", "author": "m", "actual": 20}
            for number, id_ in enumerate(check_ins, 41)
        ],
    }
    file = folder / "elsewhere.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    done = carry_out(plan_import(None, [str(file)], ImportOptions(acting_as="ana")))
    return Session.at(str(done.details["path"]), "ana")


@pytest.mark.parametrize("content", [None, b"", b"nonsense"])
def test_what_is_no_workspace_is_refused(log: ServerLog, tmp_path: Path, content: bytes | None) -> None:
    source = tmp_path / "source"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(BadInput):
        import_source(log, str(source), places.now)
    with pytest.raises(OkrtuiError):
        import_source(log, str(tmp_path), places.now)
    assert log.workspaces() == []
