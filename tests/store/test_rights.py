"""Who may write what into a shared log: the whole matrix of role and kind, and what the entries of a batch change."""

from __future__ import annotations

import os
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrtui import home as places
from okrtui.actions.people import edit_member
from okrtui.actions.session import Session
from okrtui.okr.governance import ROLES
from okrtui.okr.kinds import KINDS
from okrtui.okr.rights import RIGHTS
from okrtui.store.entry import Entry, read_entry, write_entry
from okrtui.store.replica import Replica
from okrtui.store.rights import Rights
from okrtui.sync.receive import receive
from tests.actions.a_workspace import live_on
from tests.builders import (
    Published,
    a_member,
    a_workspace,
    bodies,
    rows,
)
from tests.store.a_place import COLUMNS, CONDITIONS, Place, who
from tests.sweep import sweep_size

MATRIX = """
                                         sp le pl ch ds il pm me vi nr na st cr
settings                                  .  .  y  .  .  .  .  .  .  .  .  .  y
own name and email                        y  y  y  y  y  y  y  y  y  y  .  .  y
somebody new, without an account          y  y  y  y  y  y  y  y  .  y  .  .  y
accounts, roles, others' names            .  .  y  .  .  .  .  .  .  .  .  .  y
the sponsor's role                        y  .  .  .  .  .  .  .  .  .  .  .  y
team                                      y  y  y  y  y  y  y  y  .  y  .  .  y
making and editing                        y  y  y  y  y  y  y  y  .  y  .  .  y
publishing a cycle                        y  .  y  .  .  .  .  .  .  .  .  .  y
review and closing                        y  .  y  .  .  .  .  .  .  .  .  .  y
objective                                 y  y  y  y  y  y  y  y  .  y  .  .  y
key_result                                y  y  y  y  y  y  y  y  .  y  .  .  y
check_in                                  .  .  y  .  .  .  .  .  .  .  .  .  y
initiative                                y  y  y  y  y  y  y  y  .  y  .  .  y
comment                                   y  y  y  y  y  y  y  y  .  y  .  .  y
decision                                  y  y  y  y  y  y  y  y  .  y  .  .  y
a shift of resources that is decided      y  .  y  .  .  .  .  .  .  .  .  .  y
change                                    .  .  y  .  .  .  .  .  .  .  .  .  y
approval                                  y  .  .  .  .  .  .  .  .  .  .  .  .
publishing a KR                           y  .  .  .  .  .  .  .  .  .  .  .  .
importing                                 .  .  y  .  .  .  .  .  .  .  .  .  y
waiver                                    .  .  y  y  .  .  .  .  .  .  .  .  y
review                                    y  y  y  y  .  .  .  .  .  .  .  .  y
metric                                    .  .  y  .  y  .  .  .  .  .  .  .  y
reading                                   .  .  y  .  y  .  .  .  .  .  .  .  y
escalation                                y  y  y  y  y  y  y  y  .  y  .  .  y
to an escalation                          y  y  y  y  y  .  .  .  .  .  .  .  y
deciding on a decision that waits         y  .  .  .  .  .  .  .  .  .  .  .  .
a decision's action is done               y  y  y  y  y  y  y  y  .  y  .  .  y
poll                                      y  y  y  y  y  y  y  y  .  y  .  .  y
vote                                      y  y  y  y  y  y  y  y  .  y  .  .  y
kinds of a newer okrtui                   y  y  y  y  y  y  y  y  .  y  .  .  y
"""
TABLE = {line[:40].strip(): line[40:].split() for line in MATRIX.strip("\n").splitlines()[1:]}

FOR_PLANNERS = {row for row, marks in TABLE.items() if marks[ROLES.index("member")] == "y"}


def test_the_matrix_has_a_row_for_every_row_of_the_table_and_every_kind() -> None:
    assert len(TABLE) == len(RIGHTS)
    assert {right.kind for right in RIGHTS} == {*KINDS, ""}
    assert {len(marks) for marks in TABLE.values()} == {len(COLUMNS)}


@pytest.mark.parametrize("row", TABLE)
@pytest.mark.parametrize("column", COLUMNS)
def test_a_role_may_write_what_the_matrix_says(place: Place, row: str, column: str) -> None:
    refusal = place.refusal(place.what(row, who(column)))
    assert (refusal is None) == (TABLE[row][COLUMNS.index(column)] == "y"), refusal
    assert refusal is None or refusal[0] == "forbidden"


@pytest.mark.parametrize("row", TABLE)
@pytest.mark.parametrize("handle", CONDITIONS)
def test_who_stands_near_to_a_thing_may_write_what_comes_with_it(place: Place, row: str, handle: str) -> None:
    refusal = place.refusal(place.what(row, handle))
    assert (refusal is None) == (row in FOR_PLANNERS | CONDITIONS[handle][1]), refusal


@pytest.mark.parametrize("row", sorted(set(TABLE) - {"own name and email"}))
def test_a_viewer_writes_nothing_but_their_name_whatever_they_own(place: Place, row: str) -> None:
    made_viewer = place.entry("ana", "member", place.ids["olga"], {"roles": ["viewer"], "fence": {}})
    assert place.refusal(made_viewer, place.what(row, "olga")) is not None


def test_the_only_one_with_an_account_may_everything(home: Path) -> None:
    session = a_workspace(home)
    published = Published(session)
    edit_member(session, session.member.id, roles=[])
    (meta,) = rows(session, "SELECT value FROM meta WHERE name = 'ws'")
    approval = {"change": "g", "by": session.member.id, "verdict": "approved"}
    agreement = {"key_result": published.key_result, "by": session.member.id}
    with closing(sqlite3.connect(session.path)) as raw:
        for kind, fields in (("approval", approval), ("agreement", agreement), ("check_in", {})):
            entry = {
                "v": 1, "id": "x", "ws": meta["value"], "au": "ana", "dev": "new", "n": 1, "hlc": "01ff00000000-0001",
                "base": [], "k": kind, "kv": 1, "e": "x", "d": fields,
            }  # fmt: skip
            assert Rights(raw).refusal(write_entry(entry)) is None


FORGED: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "a check-in in another collaborator's name": (
        "kim",
        "check_in",
        "x",
        {"key_result": "draft", "author": "col"},
    ),
    "a comment in another's name": ("kim", "comment", "x", {"text": "I resign", "author": "olga"}),
    "a proposal in another's name": ("kim", "change", "x", {"key_result": "draft", "by": "olga"}),
    "other values under another's proposal": (
        "olga",
        "change",
        "asked",
        {"key_result": "draft", "by": "olga"},
    ),
    "an approval in another's name": ("sponsor", "approval", "x", {"change": "asked", "by": "ana"}),
    "a publication in another's name": ("sponsor", "agreement", "x", {"key_result": "draft", "by": "ana"}),
    "a waiver without the owner's consent": (
        "champion",
        "waiver",
        "x",
        {"by": "champion", "consented_by": "olga"},
    ),
    "somebody new under a taken handle": ("kim", "member", "m-new", {"handle": "ana", "name": "Ana"}),
    "somebody new with an account": ("kim", "member", "m-new", {"handle": "new", "account": True}),
    "another's name": ("kim", "member", "col", {"name": "Fool"}),
    "their own Unix user": ("kim", "member", "kim", {"uid": 0}),
    "their own handle": ("kim", "member", "kim", {"handle": "ana"}),
    "a second first entry": ("program-lead", "workspace", "x", {"name": "Mine"}),
}


@pytest.mark.parametrize("what", FORGED)
def test_nobody_speaks_in_anothers_name(place: Place, what: str) -> None:
    by, kind, entity, fields = FORGED[what]
    fields = {
        name: place.ids[value] if name in ("author", "by", "consented_by") else value
        for name, value in fields.items()
    }
    if kind == "waiver":
        fields["objective"] = place.objective
    entity = place.ids.get(entity, entity) if kind == "member" else entity
    given = {"id": place.ws} if what == "a second first entry" else {}
    refusal = place.refusal(place.entry(by, kind, entity, fields, **given))
    assert refusal is not None
    assert refusal[0] == "forbidden"


@pytest.mark.parametrize(
    ("by", "author", "on_behalf", "is_taken"),
    [
        ("kim", "kim", None, True),
        ("col", "col", None, True),
        ("col", "kim", "col", True),
        ("olga", "kim", "olga", True),
        ("olga", "kim", "tess", False),
        ("tess", "col", "tess", False),
        ("program-lead", "col", "tess", True),
    ],
)
def test_a_check_in_is_in_ones_own_name_or_on_the_owners_behalf(
    place: Place, by: str, author: str, on_behalf: str | None, is_taken: bool
) -> None:
    fields = {"key_result": "draft", "week": "2026-W46", "author": place.ids[author]}
    fields |= {"on_behalf": place.ids[on_behalf]} if on_behalf else {}
    assert (place.refusal(place.entry(by, "check_in", "x", fields)) is None) == is_taken


@pytest.mark.parametrize(
    ("by", "about", "is_taken"),
    [
        ("olga", "objective", True),
        ("tess", "objective", True),
        ("manu", "objective", True),
        ("kim", "objective", False),
        ("none", "objective", False),
        ("kim", "key_result", True),
        ("col", "key_result", True),
        ("none", "key_result", False),
    ],
)
def test_what_was_raised_by_hand_is_answered_by_who_stands_near_to_what_it_is_about(
    place: Place, by: str, about: str, is_taken: bool
) -> None:
    """Whatever the answer itself says that it is about."""
    named = {"objective": place.objective} if about == "objective" else {"key_result": "draft"}
    raised = place.entry(
        "manu", "escalation", "raised", {**named, "kind": "blocker", "by": place.ids["manu"]}
    )
    fields = {"escalation": "raised", "key_result": "draft", "step": "answered", "by": place.ids[by]}
    refusal = place.refusal(raised, place.entry(by, "answer", "x", fields, n=2))
    assert (refusal is None) == is_taken, refusal


def test_nobody_puts_a_check_in_of_their_kr_in_place_of_anothers(place: Place) -> None:
    mine = place.entry(
        "mila", "key_result", "mine", {"objective": place.objective, "owner": place.ids["mila"]}
    )
    theirs = place.entry("kim", "check_in", "w46", {"key_result": "draft", "author": place.ids["kim"]})
    fields = {"key_result": "mine", "author": place.ids["mila"]}
    assert place.refusal(mine, theirs, place.entry("mila", "check_in", "own", fields, 2)) is None
    assert place.refusal(mine, theirs, place.entry("mila", "check_in", "w46", fields, 2)) is not None


def test_nobody_decides_on_their_own_proposal(place: Place) -> None:
    made_sponsor = place.entry(
        "ana", "member", place.ids["kim"], {"roles": ["sponsor"], "account": True, "fence": {}}
    )
    refusal = place.refusal(made_sponsor, place.what("approval", "kim"))
    assert refusal == ("forbidden", "nobody decides on their own proposal: another sponsor has to")
    assert place.refusal(made_sponsor, place.what("approval", "sponsor")) is None


def test_a_company_objective_is_published_by_the_sponsor(place: Place) -> None:
    moved = place.entry("olga", "objective", place.objective, {"team": "company"})
    assert place.refusal(moved, place.what("publishing a KR", "olga")) is not None
    assert place.refusal(moved, place.what("publishing a KR", "sponsor")) is None


def test_what_defines_a_key_result_in_force_gives_no_right_before_it_is_approved(place: Place) -> None:
    kr = place.published.key_result
    taken = place.entry("mila", "key_result", kr, {"owner": place.ids["mila"]})
    check_in = place.entry("mila", "check_in", "x", {"key_result": kr, "author": place.ids["mila"]}, 2)
    assert place.refusal(taken, check_in) is not None
    change = {"key_result": kr, "by": place.ids["ana"], "changes": {"owner": place.ids["mila"]}}
    asked = place.entry("ana", "change", "hand-over", change)
    verdict = {"change": "hand-over", "by": place.ids["sponsor"], "verdict": "approved"}
    approved = place.entry("sponsor", "approval", "yes", verdict)
    assert place.refusal(asked, approved, check_in) is None


def test_a_plain_edit_of_agreed_values_and_a_late_check_in_are_taken(place: Place) -> None:
    closed = place.entry("sponsor", "cycle", place.cycle, {"phase": "closed"})
    edit = place.entry("kim", "key_result", place.published.key_result, {"target": "99"})
    assert place.refusal(closed, edit) is None
    assert place.refusal(closed, place.what("check_in", "kim")) is None


def test_who_lost_their_account_writes_nothing_whatever_the_clock_says(place: Place) -> None:
    late = place.entry(
        "lost", "comment", "x", {"text": "x", "author": place.ids["lost"]}, hlc="000000000001-0000"
    )
    refusal = place.refusal(late)
    assert refusal is not None
    assert "taken away" in refusal[1]


@pytest.mark.parametrize(
    ("entry", "code"),
    [({"d": {"confidence": "high"}}, "schema"), ({"d": {"colour": "red"}}, "schema"), ({"kv": 9}, None)],
)
def test_an_entry_of_another_shape_is_refused_and_one_of_a_newer_okrtui_is_not(
    place: Place, entry: dict[str, Any], code: str | None
) -> None:
    refusal = place.refusal(place.entry("kim", "check_in", "x", {}, **entry))
    assert (refusal and refusal[0]) == code


def in_an_empty_replica(home: Path, entries: list[Entry]) -> list[tuple[Entry, tuple[str, str]]]:
    """What is refused of a whole log that is pushed in one batch."""
    path = str(home / "fresh.okr")
    Replica.create(path, places.now())
    refused = []
    with closing(sqlite3.connect(path)) as raw:
        rights = Rights(raw)
        for entry in entries:
            refusal = rights.refusal(entry)
            if refusal:
                refused.append((entry, refusal))
            else:
                rights.count(entry)
    return refused


def a_lively_workspace(home: Path, seed: int, steps: int) -> Session:
    """A workspace in which several people with different roles act at random, through the actions."""
    session = a_workspace(home)
    published = Published(session)
    people = [session]
    for handle, *roles in (("bo", "sponsor"), ("cy", "member"), ("di", "viewer"), ("ed", "program_lead")):
        people.append(a_member(session, handle, *roles))
    with session.writing("a team") as journal:
        journal.add("team", "shop", {"name": "Shop", "champion": people[2].member.id}, ())
        journal.add("objective", published.objective, {"team": "shop"})
    chance = random.Random(seed)
    for number in range(steps):
        live_on(chance.choice(people), seed * 1000 + number, 3)
    return session


@settings(max_examples=sweep_size(2, 6, 40))
@given(seed=st.integers(0, 2**16))
def test_what_the_actions_let_people_do_the_rights_let_in(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("home")
    with mock.patch.dict(os.environ, {"OKRTUI_HOME": str(folder), "LOGNAME": "ana", "TZ": "UTC"}):
        session = a_lively_workspace(folder, seed, 12)
        log = [read_entry(body) for body in bodies(session.path)]
        assert in_an_empty_replica(folder, log) == []


@settings(max_examples=sweep_size(2, 6, 40))
@given(seed=st.integers(0, 2**16))
def test_counted_entries_give_the_same_rights_as_folded_ones(
    tmp_path_factory: pytest.TempPathFactory, place: Place, seed: int
) -> None:
    log = [read_entry(body) for body in bodies(place.session.path)]
    cut = random.Random(seed).randrange(1, len(log))
    path = str(tmp_path_factory.mktemp("replica") / "part.okr")
    replica = Replica.create(path, places.now())
    receive(replica, [one.body for one in log[:cut]])
    probes = [place.what(row, who(column)) for row in TABLE for column in (*COLUMNS, *CONDITIONS)]
    with closing(sqlite3.connect(path)) as raw:
        rights = Rights(raw)
        for one in log[cut:]:
            rights.count(one)
        counted = [rights.refusal(one) for one in probes]
    receive(replica, [one.body for one in log[cut:]])
    with closing(sqlite3.connect(path)) as raw:
        folded = [Rights(raw).refusal(one) for one in probes]
    assert counted == folded
