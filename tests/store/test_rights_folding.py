"""What folding leaves out by itself, by the author's role alone, where no server stood before it."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from okrtui import home as places
from okrtui.okr.rights import RIGHTS
from okrtui.store.entry import Entry, read_entry
from okrtui.store.folding import Folding
from okrtui.store.replica import Replica
from okrtui.sync.receive import take_in
from tests.builders import bodies, folded_tables, row
from tests.store.a_place import COLUMNS, Place, who

_ALL = "y  y  y  y  y  y  y  y  .  y  .  .  y"
_SETTINGS = ".  .  y  .  .  .  .  .  .  .  .  .  y"
_MOVED = "y  .  y  .  .  .  .  .  .  .  .  .  y"
_SPONSOR = "y  .  .  .  .  .  .  .  .  .  .  .  y"
COUNTS = {
    "settings": _SETTINGS,
    "own name and email": "y  y  y  y  y  y  y  y  y  y  .  .  y",
    "accounts, roles, others' names": _SETTINGS,
    "the sponsor's role": _SPONSOR,
    "review and closing": _MOVED,
}
ROWS = [right.act or right.kind for right in RIGHTS if right.kind and right.kind != "cycle"]
ROWS = [{"publishing": "publishing a KR"}.get(one, one) for one in ROWS]
ROWS += ["making and editing", "publishing a cycle", "review and closing"]


class _Done(Exception):
    """Ends a transaction whose outcome was seen."""


@contextmanager
def having(place: Place, *several: Entry) -> Iterator[sqlite3.Connection]:
    """The workspace once these have arrived; afterwards it is as it was."""
    with suppress(_Done), Replica.open(place.session.path).connected() as connection:
        take_in(connection, [one.body for one in several])
        yield connection
        raise _Done


def counts(place: Place, *several: Entry) -> bool:
    """Whether the last of these counts once all have arrived."""
    last = several[-1]
    with having(place, *several) as connection:
        folding = Folding(connection)
        folding.recall_authority()
        counted = next(folding.counted(last.k, [last.e]))[1]
        found = [one.sha for one in counted.entries]
    return last.sha in found


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("column", COLUMNS)
def test_folding_counts_what_the_table_says(place: Place, row: str, column: str) -> None:
    expected = COUNTS.get(row, _ALL).split()[COLUMNS.index(column)] == "y"
    assert counts(place, place.what(row, who(column))) == expected


def test_folding_refuses_by_role_what_a_server_refuses_to_everyone_else(place: Place) -> None:
    for right in RIGHTS:
        if right.is_by_role and right.kind != "approval":
            row = right.act
            for column in COLUMNS:
                entry = place.what(row, who(column))
                assert counts(place, entry) == (place.refusal(entry) is None), (row, column)


@pytest.mark.parametrize(("column", "state"), [("sponsor", "approved"), ("program_lead", "proposed")])
def test_a_decision_has_an_effect_if_a_sponsor_made_it(place: Place, column: str, state: str) -> None:
    with having(place, place.what("approval", who(column))) as connection:
        found = connection.execute("SELECT state FROM change_fact WHERE change = 'asked'").fetchone()
    assert found == (state,)


def test_a_viewer_is_one_from_fence_to_fence_whatever_the_clocks_say(place: Place) -> None:
    written = [
        place.entry("kim", "comment", f"c{n}", {"text": "x"}, n, hlc="000000000001-0000") for n in (1, 2, 3)
    ]
    kim = place.ids["kim"]
    to_viewer = place.entry("ana", "member", kim, {"roles": ["viewer"], "fence": {"new-kim": 1}}, 1)
    back = place.entry(
        "ana", "member", kim, {"roles": ["member"], "fence": {"new-kim": 2}}, 2, hlc="01ff00000000-0002"
    )
    assert [counts(place, to_viewer, back, one) for one in written] == [True, False, True]
    assert [counts(place, to_viewer, one) for one in written] == [True, False, False]


def test_a_role_beside_a_viewers_makes_more_of_them(place: Place) -> None:
    comment = place.what("comment", "kim")
    for roles, does_count in ((["viewer", "member"], False), (["viewer", "champion"], True)):
        made = place.entry("ana", "member", place.ids["kim"], {"roles": roles, "fence": {}})
        assert counts(place, made, comment) == does_count


def test_entries_of_a_stranger_count_once_they_are_given_an_account(place: Place) -> None:
    written = place.entry("eve", "comment", "c", {"text": "hello"})
    account = {"handle": "eve", "account": True, "roles": ["member"], "fence": {}}
    assert not counts(place, written)
    assert counts(place, place.entry("ana", "member", "m-eve", account), written)


@pytest.mark.parametrize("seed", range(6))
def test_the_same_entries_are_void_in_whatever_order_they_arrive(
    place: Place, tmp_path: Path, seed: int
) -> None:
    """Grants, entries that rest on them, and those that take them away, all at random."""
    chance = random.Random(seed)
    roles = [["viewer"], ["member"], ["program_lead"], ["sponsor"], []]
    handles = ["kim", "col", "olga", "eve"]
    ids = {**place.ids, "eve": "m-eve"}
    log = [read_entry(body) for body in bodies(place.session.path)]
    counters = dict.fromkeys([*handles, "ana", "sponsor"], 0)
    for number in range(30):
        by = chance.choice([*handles, "ana", "ana", "sponsor"])
        counters[by] += 1
        fence = {f"new-{one}": chance.randrange(counters[one] + 1) for one in handles}
        whom = chance.choice(handles)
        kind, entity, fields = chance.choice(
            [
                ("member", ids[whom], {"handle": whom, "account": chance.random() < 0.7, "fence": fence}),
                ("member", ids[whom], {"handle": whom, "roles": chance.choice(roles), "fence": fence}),
                ("member", ids[whom], {"name": f"{number}"}),
                ("comment", f"c{number}", {"text": "x", "key_result": place.key_result}),
                ("cycle", place.cycle, {"phase": chance.choice(["review", "closed"])}),
                ("workspace", place.workspace, {"name": f"{number}"}),
                ("key_result", "draft", {"title": f"{number}"}),
            ]
        )
        clock = f"01ff0000{chance.randrange(64):04x}-0000"
        log.append(place.entry(by, kind, entity, fields, counters[by], hlc=clock))
    anew = Replica.create(str(tmp_path / "anew.okr"), places.now())
    with anew.connected() as connection:
        take_in(connection, [one.body for one in log])
    anew.fold_anew()
    step_by_step = Replica.create(str(tmp_path / "steps.okr"), places.now())
    chance.shuffle(log)
    while log:
        size = chance.choice([1, 3, 20])
        with step_by_step.connected() as connection:
            take_in(connection, [one.body for one in log[:size]])
        log = log[size:]
    assert folded_tables(step_by_step.path) == folded_tables(anew.path)
    assert row(anew.path, "workspace", place.workspace)["timezone"] == "UTC"
