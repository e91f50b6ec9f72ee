"""What users of other programs lost and must not lose here: by clocks, upgrades, revocations and late edits."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from okrtui import home as places
from okrtui.actions.changes import approve, decline, propose
from okrtui.actions.cycles import close_cycle, publish_cycle, review_cycle
from okrtui.actions.key_results import edit_key_result
from okrtui.actions.objectives import edit_objective
from okrtui.actions.people import edit_member
from okrtui.actions.session import Session
from okrtui.okr.errors import Refused
from okrtui.store import fold, shapes
from okrtui.store.clock import clock_text, milliseconds, next_clock
from okrtui.store.entry import Entry, read_entry, write_entry
from okrtui.store.replica import Replica
from okrtui.store.rights import Rights
from okrtui.sync.receive import receive
from tests.builders import (
    PUBLISHED_AT,
    a_check_in,
    a_cycle,
    a_key_result,
    a_member,
    a_published_cycle,
    a_workspace,
    an_objective,
    at,
    bodies,
    fact,
    folded_tables,
    row,
    rows,
)

NOW = "2026-11-17T09:00:00+00:00"


def a_replica_of(session: Session, path: Path, handle: str) -> Session:
    """A member's replica on another machine, with all that this one has."""
    receive(Replica.create(str(path), places.now()), bodies(session.path))
    return Session.at(str(path), handle)


def exchange(*sessions: Session) -> None:
    """Everybody gets everything, in one order or the other."""
    for one in sessions:
        for other in sessions:
            receive(Replica.open(one.path), reversed(bodies(other.path)))


def assert_alike(*sessions: Session) -> None:
    first = folded_tables(sessions[0].path)
    for other in sessions[1:]:
        assert folded_tables(other.path) == first
    replica = Replica.open(sessions[0].path)
    replica.fold_anew()
    assert folded_tables(replica.path) == first


@pytest.mark.parametrize(
    "off", [timedelta(hours=1), timedelta(days=-365), timedelta(days=3653)], ids=["+1 h", "-1 y", "+10 y"]
)
def test_9_a_clock_astray_neither_hides_nor_undoes_what_people_write(
    home: Path, tmp_path: Path, off: timedelta
) -> None:
    ana = a_workspace(home)
    a_member(ana, "bo")
    objective = a_published_cycle(ana).objective
    bo = a_replica_of(ana, tmp_path / "bo.okr", "bo")
    right = datetime.fromisoformat(NOW)
    for number in range(3):
        at((right + timedelta(hours=number) + off).isoformat())
        edit_objective(bo, objective, why=f"Bo's {number}")
        assert row(bo, "objective", objective)["why"] == f"Bo's {number}"
        at((right + timedelta(hours=number)).isoformat())
        exchange(ana, bo)
        edit_objective(ana, objective, why=f"Ana's {number}")
        exchange(ana, bo)
        assert row(bo, "objective", objective)["why"] == f"Ana's {number}"
        assert_alike(ana, bo)
    assert rows(ana, "SELECT * FROM conflict") == []


def test_9_a_clock_that_steps_back_keeps_the_order_of_what_was_written(home: Path) -> None:
    ana = a_workspace(home)
    objective = a_published_cycle(ana).objective
    for number, moment in enumerate((NOW, "2026-11-17T08:00:00+00:00", "2020-01-01T00:00:00+00:00", NOW)):
        at(moment)
        edit_objective(ana, objective, why=f"{number}")
        assert row(ana, "objective", objective)["why"] == f"{number}"
    log = [read_entry(body) for body in bodies(ana.path)]
    clocks = [one.hlc for one in sorted(log, key=lambda one: one.n)]
    assert clocks == sorted(set(clocks))


@pytest.mark.parametrize(
    ("ahead", "is_raised"),
    [(timedelta(hours=23), True), (timedelta(hours=25), False), (timedelta(3653), False)],
)
def test_9_what_others_wrote_raises_a_clock_by_a_day_at_most(
    home: Path, tmp_path: Path, ahead: timedelta, is_raised: bool
) -> None:
    ana = a_workspace(home)
    a_member(ana, "bo")
    objective = a_published_cycle(ana).objective
    bo = a_replica_of(ana, tmp_path / "bo.okr", "bo")
    now = datetime.fromisoformat(NOW)
    at((now + ahead).isoformat())
    edit_objective(bo, objective, why="from ahead")
    at(NOW)
    receive(Replica.open(ana.path), bodies(bo.path))
    edit_objective(ana, objective, theme="of its own")
    (last,) = (one for one in map(read_entry, bodies(ana.path)) if one.d == {"theme": "of its own"})
    assert (last.hlc > clock_text(milliseconds(now + ahead), 0)) == is_raised


def test_9_a_new_leads_clock_a_year_behind_gives_and_takes_roles_all_the_same(
    home: Path, tmp_path: Path
) -> None:
    ana = a_workspace(home)
    a_member(ana, "bo", "program_lead")
    cy = a_member(ana, "cy")
    at("2025-11-17T09:00:00+00:00")
    bo = a_replica_of(ana, tmp_path / "bo.okr", "bo")
    edit_member(bo, cy.member.id, roles=["champion"])
    a_member(bo, "di")
    at(NOW)
    known = {read_entry(body).sha for body in bodies(ana.path)}
    late = [one for one in map(read_entry, bodies(bo.path)) if one.sha not in known]
    with closing(sqlite3.connect(ana.path)) as raw:
        rights = Rights(raw)
        for one in sorted(late, key=lambda one: one.n):
            assert rights.refusal(one) is None
            rights.count(one)
    exchange(ana, bo)
    assert "champion" in row(ana, "member", cy.member.id)["roles"]
    assert row(ana, "member", "di", "handle")["account"]
    assert_alike(ana, bo)


def test_9_a_server_refuses_a_role_whose_stamp_lies_before_what_gave_the_right_to_give_it(
    home: Path, tmp_path: Path
) -> None:
    ana = a_workspace(home)
    a_member(ana, "bo", "program_lead")
    cy = a_member(ana, "cy")
    bo = a_replica_of(ana, tmp_path / "bo.okr", "bo")
    given = {"au": "bo", "hlc": clock_text(0, 1), "base": []}
    early = edited_by_a_newer_program(
        bo, "member", cy.member.id, {"roles": ["champion"], "fence": {}}, **given
    )
    with closing(sqlite3.connect(ana.path)) as raw:
        refusal = Rights(raw).refusal(early)
    assert refusal is not None
    assert "an earlier time than what gave you the right" in refusal[1]
    receive(Replica.open(ana.path), [early.body])
    assert "champion" not in (row(ana, "member", cy.member.id)["roles"] or "")


def test_9_the_last_moment_that_a_clock_can_tell_leaves_room_to_write(home: Path) -> None:
    assert next_clock(datetime.fromisoformat(NOW), "ffffffffffff-ffff") == "ffffffffffff-ffff"


def test_13_an_old_program_keeps_what_it_does_not_know_and_folds_it_once_upgraded(
    home: Path, tmp_path: Path
) -> None:
    ana = a_workspace(home)
    published = a_published_cycle(ana)
    old_kinds = {name: kind for name, kind in shapes.KINDS.items() if name not in ("metric", "reading")}
    with ana.writing("measured") as journal:
        journal.add("metric", "rate", {"name": "Rate", "key_results": [published.key_result]}, ())
        journal.add("reading", "r1", {"metric": "rate", "value": "3", "at": NOW}, ())
    newer = edited_by_a_newer_program(ana, "objective", published.objective, {"why": "newer"}, kv=2)
    unknown = edited_by_a_newer_program(ana, "gizmo", "g", {"any": 1}, n=2)
    other_envelope = edited_by_a_newer_program(ana, "objective", published.objective, {"why": "x"}, n=3, v=9)
    with mock.patch.object(shapes, "KINDS", old_kinds), mock.patch.object(fold, "KINDS", old_kinds):
        copy = a_replica_of(ana, tmp_path / "old.okr", "ana")
        receive(Replica.open(copy.path), [one.body for one in (newer, unknown, other_envelope)])
        assert rows(copy, "SELECT * FROM metric") == []
        assert row(copy, "objective", published.objective)["why"] is None
        kept = {read_entry(body).sha for body in bodies(copy.path)}
        assert {newer.sha, unknown.sha, other_envelope.sha} <= kept
        edit_objective(copy, published.objective, theme="by the old one")
    exchange(ana, copy)
    with mock.patch.object(shapes, "VERSION", 2):
        for one in (ana, copy):
            Replica.open(one.path).fold_anew()
        assert row(copy, "metric", "rate")["name"] == "Rate"
        assert row(copy, "objective", published.objective)["why"] == "newer"
        assert_alike(ana, copy)


def edited_by_a_newer_program(
    session: Session, kind: str, entity: str, fields: dict[str, Any], n: int = 1, **given: Any
) -> Entry:
    (meta,) = rows(session, "SELECT value FROM meta WHERE name = 'ws'")
    clock = clock_text(milliseconds(places.now()), n)
    return write_entry(
        {
            "v": 1, "id": f"newer-{n}", "ws": meta["value"], "au": session.member.handle, "dev": "newer", "n": n,
            "hlc": clock, "base": [], "k": kind, "kv": 1, "e": entity, "d": fields, **given,
        }
    )  # fmt: skip


def test_14_who_was_revoked_is_refused_at_once_and_their_back_dated_entries_are_void(
    home: Path, tmp_path: Path
) -> None:
    ana = a_workspace(home)
    a_member(ana, "bo", "program_lead")
    objective = a_published_cycle(ana).objective
    bo = a_replica_of(ana, tmp_path / "bo.okr", "bo")
    at(NOW)
    edit_objective(bo, objective, theme="in time")
    exchange(ana, bo)
    edit_member(ana, bo.member.id, account=False)
    for moment in ("2026-11-18T09:00:00+00:00", PUBLISHED_AT):
        at(moment)
        edit_objective(bo, objective, why=f"too late, said at {moment}")
        edit_member(bo, ana.member.id, roles=["sponsor"])
    with closing(sqlite3.connect(ana.path)) as raw:
        known = {read_entry(body).sha for body in bodies(ana.path)}
        late = [one for one in map(read_entry, bodies(bo.path)) if one.sha not in known]
        assert len(late) >= 3
        assert {(Rights(raw).refusal(one) or ("",))[0] for one in late} == {"forbidden"}
    exchange(ana, bo)
    assert row(ana, "objective", objective)["theme"] == "in time"
    assert row(ana, "objective", objective)["why"] is None
    assert "program_lead" in row(ana, "member", ana.member.id)["roles"]
    assert_alike(ana, bo)


def a_proposal(session: Session, key_result: str, target: str = "30") -> str:
    return propose(session, key_result, {"target": target}, "more customers").id


def test_15_nobody_approves_their_own_proposal_not_even_by_another_program(
    home: Path, tmp_path: Path
) -> None:
    ana = a_workspace(home)
    a_member(ana, "bo", "sponsor", "program_lead")
    published = a_published_cycle(ana)
    bo = a_replica_of(ana, tmp_path / "bo.okr", "bo")
    change = a_proposal(bo, published.key_result)
    with pytest.raises(Refused):
        approve(bo, change)
    with bo.writing("by another program") as journal:
        record = {"change": change, "verdict": "approved", "by": bo.member.id}
        journal.add("approval", "own", record, journal.heads("change", change, ()))
    exchange(ana, bo)
    assert row(ana, "change_fact", change, "change")["state"] == "proposed"
    assert row(ana, "key_result", published.key_result)["target"] == "28"
    assert_alike(ana, bo)


def test_15_of_two_decisions_that_did_not_see_each_other_a_rejection_wins(home: Path, tmp_path: Path) -> None:
    ana = a_workspace(home)
    a_member(ana, "bo", "sponsor")
    a_member(ana, "cy", "program_lead")
    published = a_published_cycle(ana)
    change = a_proposal(Session.at(ana.path, "cy"), published.key_result)
    bo = a_replica_of(ana, tmp_path / "bo.okr", "bo")
    at("2026-11-17T09:00:00+00:00")
    approve(ana, change)
    at("2026-11-18T09:00:00+00:00")
    decline(bo, change)
    assert row(ana, "key_result", published.key_result)["target"] == "30"
    exchange(bo, ana)
    assert row(ana, "change_fact", change, "change")["state"] == "declined"
    assert row(ana, "key_result", published.key_result)["target"] == "28"
    assert_alike(ana, bo)


def test_15_a_target_edited_offline_across_its_publication_is_kept_and_has_no_effect(
    home: Path, tmp_path: Path
) -> None:
    ana = a_workspace(home)
    cycle = a_cycle(ana)
    objective = an_objective(ana, cycle)
    key_result = a_key_result(ana, objective)
    a_key_result(ana, objective, "Shorten median delivery time", indicator="lagging")
    a_member(ana, "bo")
    bo = a_replica_of(ana, tmp_path / "bo.okr", "bo")
    publish_cycle(ana, cycle)
    at("2036-01-01T00:00:00+00:00")
    edit_key_result(bo, key_result, target="99")
    at(NOW)
    exchange(ana, bo)
    assert row(ana, "key_result", key_result)["target"] == "28"
    assert '"99"' in fact(ana, key_result)["pending"]
    assert_alike(ana, bo)


def test_15_a_check_in_made_offline_in_time_joins_the_history_after_the_cycle_was_closed(
    home: Path, tmp_path: Path
) -> None:
    ana = a_workspace(home)
    published = a_published_cycle(ana)
    edit = {"collaborators": [a_member(ana, "cy").member.id]}
    edit_key_result(ana, published.key_result, **edit)
    cy = a_replica_of(ana, tmp_path / "cy.okr", "cy")
    at(NOW)
    review_cycle(ana, published.cycle)
    close_cycle(ana, published.cycle)
    done = a_check_in(cy, published.key_result, "26")
    with closing(sqlite3.connect(ana.path)) as raw:
        (entry,) = (one for one in map(read_entry, bodies(cy.path)) if one.id == done.id)
        assert Rights(raw).refusal(entry) is None
    exchange(ana, cy)
    assert row(ana, "check_in", done.id)["actual"] == "26"
    assert_alike(ana, cy)
