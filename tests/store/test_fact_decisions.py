"""Where a decision stands, worked out from the entries alone: who decides on resources, and on which words."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from okrtui.store.entry import Entry
from okrtui.store.replica import Replica
from okrtui.sync.receive import take_in
from tests.store.a_place import Place

SHIFT = {"kind": "resource_shift", "decision": "Two people move"}
DECIDED, PROPOSED = {"state": "decided"}, {"state": "proposed"}
LATER = "01ff00000000-0002"


class _Done(Exception):
    """Ends a transaction whose outcome was seen."""


@contextmanager
def having(place: Place, *several: Entry) -> Iterator[sqlite3.Connection]:
    """The workspace once these have arrived one by one; afterwards it is as it was."""
    with suppress(_Done), Replica.open(place.session.path).connected() as connection:
        for one in several:
            take_in(connection, [one.body])
        yield connection
        raise _Done


def state(place: Place, *several: Entry) -> str:
    """Where the decision `d` stands, in whatever order these arrive."""
    found = set()
    orders = itertools.permutations(several) if len(several) < 4 else (several, several[::-1])
    for order in orders:
        with having(place, *order) as connection:
            row = connection.execute("SELECT state FROM decision_fact WHERE decision = 'd'").fetchone()
            found.add(row[0] if row else "")
    (only,) = found
    return str(only)


def written(place: Place, by: str, *fields: dict[str, Any], n: int = 1, **given: Any) -> Entry:
    merged = {name: value for one in fields for name, value in one.items()}
    return place.entry(by, "decision", "d", {"author": place.ids[by], **merged}, n, **given)


def ruled(
    place: Place, by: str, step: str, *about: Entry, n: int = 1, entity: str = "r", **given: Any
) -> Entry:
    fields = {"decision": "d", "step": step, "by": place.ids[by], "at": f"2026-11-0{n}T09:00:00+00:00"}
    return place.entry(by, "answer", entity, fields, n, base=[one.id for one in about], **given)


@pytest.mark.parametrize(
    ("by", "what", "stands"),
    [
        ("sponsor", DECIDED, "decided"),
        ("program-lead", DECIDED, "decided"),
        ("ana", DECIDED, "decided"),
        ("olga", DECIDED, "proposed"),
        ("leadership", DECIDED, "proposed"),
        ("sponsor", PROPOSED, "proposed"),
        ("viewer", DECIDED, ""),
    ],
)
def test_a_shift_of_resources_counts_as_decided_if_its_author_may_decide(
    place: Place, by: str, what: dict[str, str], stands: str
) -> None:
    assert state(place, written(place, by, SHIFT, what)) == stands


@pytest.mark.parametrize("kind", ["priority", "scope", "other"])
def test_any_other_decision_is_its_authors(place: Place, kind: str) -> None:
    assert state(place, written(place, "olga", {"kind": kind}, DECIDED)) == "decided"


@pytest.mark.parametrize("step", ["decided", "declined"])
@pytest.mark.parametrize(
    ("by", "counts"), [("sponsor", True), ("program-lead", False), ("ana", False), ("olga", False)]
)
def test_a_proposal_waits_for_a_sponsors_word(place: Place, by: str, step: str, counts: bool) -> None:
    proposed = written(place, "olga", SHIFT, PROPOSED)
    assert state(place, proposed, ruled(place, by, step, proposed, n=2)) == (step if counts else "proposed")


def test_the_first_word_of_several_sponsors_stands(place: Place) -> None:
    proposed = written(place, "olga", SHIFT, PROPOSED)
    no = ruled(place, "sponsor", "declined", proposed, n=1, entity="r1")
    yes = ruled(place, "sponsor", "decided", proposed, n=2, entity="r2")
    assert state(place, proposed, yes, no) == "declined"


def test_what_is_written_anew_after_the_sponsors_word_waits_again(place: Place) -> None:
    proposed = written(place, "olga", SHIFT, PROPOSED)
    yes = ruled(place, "sponsor", "decided", proposed, n=2)
    larger = written(
        place, "olga", SHIFT, PROPOSED, {"decision": "Twenty people move"}, n=2, hlc=LATER, base=[proposed.id]
    )
    assert state(place, proposed, yes) == "decided"
    assert state(place, proposed, yes, larger) == "proposed"
    again = ruled(place, "sponsor", "decided", larger, n=3, entity="r2", hlc=LATER)
    assert state(place, proposed, yes, larger, again) == "decided"


def test_somebody_elses_revision_of_a_sponsors_decision_waits(place: Place) -> None:
    decided = written(place, "sponsor", SHIFT, DECIDED)
    larger = written(place, "olga", SHIFT, DECIDED, n=1, hlc=LATER, base=[decided.id])
    assert state(place, decided, larger) == "proposed"


def test_nobody_turns_a_sponsors_no_into_a_yes(place: Place) -> None:
    proposed = written(place, "olga", SHIFT, PROPOSED)
    no = ruled(place, "sponsor", "declined", proposed, n=2)
    forged = ruled(place, "olga", "decided", proposed, no, n=2, hlc=LATER)
    assert state(place, proposed, no, forged) == "proposed"


def test_a_word_on_no_revision_is_about_the_one_that_stands(place: Place) -> None:
    proposed = written(place, "olga", SHIFT, PROPOSED)
    assert state(place, proposed, ruled(place, "sponsor", "decided", n=2)) == "decided"


@pytest.mark.parametrize("kind", ["resource_shift", "scope"])
def test_a_word_counts_until_the_fence_at_which_the_sponsors_role_was_taken_away(
    place: Place, kind: str
) -> None:
    proposed = written(place, "olga", {"kind": kind}, PROPOSED)
    yes = ruled(place, "sponsor", "decided", proposed, n=2)
    for last, stands in ((2, "decided"), (1, "proposed")):
        taken = place.entry(
            "ana", "member", place.ids["sponsor"], {"roles": [], "fence": {"new-sponsor": last}}, hlc=LATER
        )
        assert state(place, proposed, yes, taken) == stands


def test_a_word_counts_once_its_author_turns_out_to_be_a_sponsor(place: Place) -> None:
    proposed = written(place, "kim", {"kind": "scope"}, PROPOSED)
    yes = ruled(place, "olga", "decided", proposed, n=2)
    made = place.entry("ana", "member", place.ids["olga"], {"roles": ["sponsor"], "fence": {}}, hlc=LATER)
    assert state(place, proposed, yes) == "proposed"
    assert state(place, proposed, yes, made) == "decided"


def test_anybodys_word_closes_its_action_once(place: Place) -> None:
    decided = written(place, "sponsor", SHIFT, DECIDED)
    done = [ruled(place, "kim", "done", decided, n=n, entity=f"r{n}") for n in (1, 2)]
    with having(place, decided, *reversed(done)) as connection:
        row = connection.execute(
            "SELECT state, done_by, done_at FROM decision_fact WHERE decision = 'd'"
        ).fetchone()
    assert row == ("decided", place.ids["kim"], "2026-11-01T09:00:00+00:00")
