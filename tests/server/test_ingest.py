"""Verdicts: what a shared log takes, what it does not, and why; asked again it answers the same."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import msgspec
import pytest

from okrtui.okr.errors import BadInput, NotFound, Refused
from okrtui.server.log import ServerLog
from okrtui.server.verdicts import CODES, Verdict
from okrtui.store.clock import clock_text, milliseconds
from okrtui.store.entry import Entry
from tests.builders import a_published_cycle, a_workspace, bodies, folded_tables
from tests.server.writers import MINUTE, NOW, WORKSPACE, WS, Writer, found, push, verdicts
from tests.store.histories import GENESIS, History
from tests.sweep import sweep_size


def raw(log: ServerLog, writer: Writer, *bodies: bytes) -> list[Verdict]:
    return log.push(WS, writer.handle, {writer.dev}, bodies)


def altered(entry: Entry, **fields: Any) -> bytes:
    """The entry's bytes with other values in its envelope, canonical still."""
    return msgspec.json.encode({**msgspec.json.decode(entry.body), **fields}, order="sorted")


def at(ms_from_now: int) -> str:
    return clock_text(milliseconds(NOW) + ms_from_now, 0)


BASE = {"text": "x", "kind": "note", "author": "m-bo"}
CASES: dict[str, tuple[Callable[[Writer], list[bytes]], list[str]]] = {
    "well-formed entries": (lambda bo: [bo.comment().body, bo.comment().body], ["accepted", "accepted"]),
    "the same entry twice": (lambda bo: [bo.comment().body] * 2, ["accepted", "duplicate"]),
    "the same id with other bytes": (
        lambda bo: [bo.comment("one", id="same").body, bo.comment("two", id="same").body],
        ["accepted", "id_reuse"],
    ),
    "a counter used twice": (
        lambda bo: [bo.comment("one", n=7).body, bo.comment("two", n=7).body],
        ["accepted", "dev_fork"],
    ),
    "a counter going back": (
        lambda bo: [bo.comment(n=7).body, bo.comment(n=6).body],
        ["accepted", "dev_fork"],
    ),
    "a hole in the counter": (lambda bo: [bo.comment(n=3).body, bo.comment(n=9).body], ["accepted"] * 2),
    "a hole where one was rejected": (
        lambda bo: [bo.comment(hlc=at(60 * MINUTE)).body, bo.comment().body],
        ["clock_ahead", "accepted"],
    ),
    "another author": (lambda bo: [Writer("ana", bo.dev).comment().body], ["forbidden"]),
    "another replica": (lambda bo: [bo.comment(dev="elsewhere").body], ["forbidden"]),
    "another workspace": (lambda bo: [bo.comment(ws="another").body], ["schema"]),
    "a second genesis": (
        lambda bo: [bo.write("workspace", WORKSPACE, {"name": "Mine"}, id=WS).body],
        ["forbidden"],
    ),
    "a comment under the id of the genesis": (lambda bo: [bo.comment(id=WS).body], ["forbidden"]),
    "what only a lead may do": (
        lambda bo: [bo.member_entry("cy").body, bo.comment().body],
        ["forbidden", "accepted"],
    ),
    "nine minutes ahead": (lambda bo: [bo.comment(hlc=at(9 * MINUTE)).body], ["accepted"]),
    "ten minutes ahead": (lambda bo: [bo.comment(hlc=at(10 * MINUTE)).body], ["accepted"]),
    "eleven minutes ahead": (lambda bo: [bo.comment(hlc=at(11 * MINUTE)).body], ["clock_ahead"]),
    "ten years ahead": (lambda bo: [bo.comment(hlc=at(10 * 525_600 * MINUTE)).body], ["clock_ahead"]),
    "a year back": (lambda bo: [bo.comment(hlc=at(-525_600 * MINUTE)).body], ["accepted"]),
    "1970": (lambda bo: [bo.comment(hlc=clock_text(0, 0)).body], ["accepted"]),
    "ahead, but not of what it replaces": (
        lambda bo: [
            bo.comment(id="first", hlc=at(9 * MINUTE)).body,
            bo.comment(hlc=at(18 * MINUTE), base=["first"]).body,
            bo.comment(hlc=at(20 * MINUTE), base=["first"]).body,
        ],
        ["accepted", "accepted", "clock_ahead"],
    ),
    "ahead of what it replaces, which was rejected": (
        lambda bo: [
            bo.comment(id="first", hlc=at(11 * MINUTE)).body,
            bo.comment(hlc=at(12 * MINUTE), base=["first"]).body,
        ],
        ["clock_ahead", "clock_ahead"],
    ),
    "ahead, replacing what nobody wrote": (
        lambda bo: [bo.comment(hlc=at(11 * MINUTE), base=["nowhere"]).body],
        ["clock_ahead"],
    ),
    "an unknown kind": (lambda bo: [bo.write("mood", "e1", {"how": [1, {"so": None}]}).body], ["accepted"]),
    "a later version of a kind": (
        lambda bo: [bo.write("comment", "e1", {"smell": 3}, kv=9).body],
        ["accepted"],
    ),
    "a later envelope": (lambda bo: [bo.comment(v=2).body], ["accepted"]),
    "a field that the kind has not": (
        lambda bo: [bo.write("comment", "e1", {**BASE, "smell": "x"}).body],
        ["schema"],
    ),
    "a field of another shape": (
        lambda bo: [bo.write("comment", "e1", {**BASE, "text": 7}).body],
        ["schema"],
    ),
    "nothing": (lambda bo: [b""], ["schema"]),
    "no JSON": (lambda bo: [b"nonsense"], ["schema"]),
    "a list": (lambda bo: [b"[]"], ["schema"]),
    "half an entry": (lambda bo: [bo.comment().body[:-9]], ["schema"]),
    "no clock": (lambda bo: [altered(bo.comment(), hlc="now")], ["schema"]),
    "counter 0": (lambda bo: [altered(bo.comment(), n=0)], ["schema"]),
    "a counter beyond all": (lambda bo: [altered(bo.comment(), n=2**53)], ["schema"]),
    "an id with a null": (lambda bo: [altered(bo.comment(), id="a\0b")], ["schema"]),
    "an id as other tools have it": (
        lambda bo: [bo.comment(id="Größe, W46 / ключ №1 – 東").body, bo.comment(id="字" * 200).body],
        ["accepted"] * 2,
    ),
    "an id that is no clean line": (
        lambda bo: [altered(bo.comment(), id=one) for one in (" a", "a\u202eb", "a" * 201)],
        ["schema"] * 3,
    ),
    "an id of a kilobyte": (lambda bo: [altered(bo.comment(), id="a" * 1024)], ["schema"]),
    "a null in a text": (lambda bo: [bo.comment("a\0b").body], ["accepted"]),
    "spaces": (lambda bo: [bo.comment().body.replace(b":", b": ", 1)], ["schema"]),
    "a name twice": (lambda bo: [bo.comment().body.replace(b'{"au"', b'{"au":"cy","au"', 1)], ["schema"]),
    "NaN": (lambda bo: [bo.comment("NaN").body.replace(b'"NaN"', b"NaN")], ["schema"]),
    "half a surrogate": (lambda bo: [bo.comment("Q").body.replace(b'"Q"', b'"\\ud800"')], ["schema"]),
    "deep": (
        lambda bo: [bo.write("mood", "e", {"x": msgspec.json.decode(b"[" * 40 + b"]" * 40)}).body],
        ["schema"],
    ),
    "70 bases": (lambda bo: [bo.comment(base=[f"b{n:03}" for n in range(70)]).body], ["schema"]),
    "64 bases": (lambda bo: [bo.comment(base=[f"b{n:03}" for n in range(64)]).body], ["accepted"]),
    "64 KiB": (lambda bo: [a_large_one(bo, 64 * 1024)], ["accepted"]),
    "a byte more": (lambda bo: [a_large_one(bo, 64 * 1024 + 1)], ["too_large"]),
}


def a_large_one(bo: Writer, size: int) -> bytes:
    small = bo.comment("Q").body
    return small.replace(b'"Q"', b'"' + b"Q" * (size - len(small) + 1) + b'"')


@pytest.mark.parametrize("name", list(CASES))
def test_the_verdict_on(log: ServerLog, name: str) -> None:
    found(log, "bo")
    bo = Writer("bo")
    make, expected = CASES[name]
    pushed = make(bo)
    answer = raw(log, bo, *pushed)
    assert verdicts(answer) == expected
    head = log.head(WS)
    again = raw(log, bo, *pushed)
    rejected = [one for one in answer if one.code]
    assert [one for one in again if one.code] == rejected
    assert {one.verdict for one in again} <= {"duplicate", "rejected"}
    assert log.head(WS) == head
    assert log.page(WS, 3).bodies == [
        body for body, one in zip(pushed, answer, strict=True) if one.verdict == "accepted"
    ]


def test_every_code_that_is_given_is_described() -> None:
    given = {word for _, words in CASES.values() for word in words} - {"accepted", "duplicate"}
    assert given == CODES.keys() - {"gap"}


def test_what_can_not_be_read_is_answered_under_the_id_that_it_gives_itself(log: ServerLog) -> None:
    found(log, "bo")
    bo = Writer("bo")
    (verdict,) = raw(log, bo, altered(bo.comment(), hlc="soon"))
    assert (verdict.id, verdict.n) == ("dev-bo:1", 1)


def test_a_duplicate_is_answered_with_its_place(log: ServerLog) -> None:
    found(log, "bo")
    bo = Writer("bo")
    several = bo.comments(5)
    first = push(log, bo, several)
    assert [one.seq for one in first] == [4, 5, 6, 7, 8]
    assert [one.seq for one in push(log, bo, several)] == [4, 5, 6, 7, 8]


def test_a_batch_counts_on_within_itself(log: ServerLog) -> None:
    """Whom a lead gives an account may write in the next push; whom they give it in the same one, too."""
    ana = found(log)
    lead = ana.member_entry("bo", roles=["program_lead"])
    assert verdicts(push(log, ana, [lead])) == ["accepted"]
    bo = Writer("bo")
    bo.ahead = MINUTE
    assert verdicts(push(log, bo, [bo.member_entry("cy"), bo.comment()])) == ["accepted", "accepted"]
    cy = Writer("cy")
    cy.ahead = 2 * MINUTE
    assert verdicts(push(log, cy, [cy.comment()])) == ["accepted"]


def test_who_lost_the_account_is_refused_whatever_the_clock_says(log: ServerLog) -> None:
    ana, bo = found(log, "bo"), Writer("bo")
    assert verdicts(push(log, bo, bo.comments(2))) == ["accepted", "accepted"]
    push(log, ana, [ana.member_entry("bo", account=False, fence={"dev-bo": 2})])
    bo.ahead = -600 * MINUTE
    assert verdicts(push(log, bo, bo.comments(2))) == ["forbidden", "forbidden"]


def test_a_fence_can_not_be_climbed_by_a_counter_that_was_left_out(log: ServerLog) -> None:
    """Counters that nobody used must not serve to write below a fence later."""
    ana, bo = found(log, "bo"), Writer("bo")
    assert verdicts(push(log, bo, [bo.comment(n=50)])) == ["accepted"]
    push(log, ana, [ana.member_entry("bo", account=False, fence={"dev-bo": 50})])
    assert verdicts(push(log, bo, [bo.comment(n=20, id="late")])) == ["dev_fork"]


def test_another_author_can_not_take_an_id_or_a_counter_from_its_owner(log: ServerLog) -> None:
    found(log, "bo", "cy")
    bo, cy = Writer("bo"), Writer("cy", dev="dev-bo")
    theirs = bo.comment("mine")
    copied = altered(theirs, au="cy", e="another", d={**BASE, "author": "m-cy"})
    assert verdicts(log.push(WS, "cy", {cy.dev}, [theirs.body, copied])) == ["forbidden", "accepted"]
    assert verdicts(push(log, bo, [theirs])) == ["accepted"]


def test_a_lost_response_is_made_good_by_pushing_again(log: ServerLog) -> None:
    """Whatever part of several batches is sent again, and in whatever pieces, the log holds each entry once."""
    found(log, "bo")
    bo, random = Writer("bo"), Random(7)
    several = bo.comments(60)
    place = 0
    while place < len(several):
        start = max(0, place - random.randrange(9))
        end = min(len(several), place + 1 + random.randrange(9))
        assert verdicts(push(log, bo, several[start:end])) == ["duplicate"] * (place - start) + [
            "accepted"
        ] * (end - place)
        place = end
    assert log.page(WS, 3).bodies == [one.body for one in several]


def test_a_push_of_501_entries_is_refused_whole(log: ServerLog) -> None:
    found(log, "bo")
    bo = Writer("bo")
    with pytest.raises(BadInput):
        push(log, bo, bo.comments(501))
    assert log.head(WS) == 3


def test_only_a_founder_makes_a_workspace_and_only_by_its_first_entry(log: ServerLog) -> None:
    ana = Writer("ana")
    first, other = ana.genesis(), ana.comment()
    with pytest.raises(NotFound):
        push(log, ana, [first])
    with pytest.raises(NotFound):
        push(log, ana, [other], founder=True)
    forged = Writer("ana", ws="../../etc")
    with pytest.raises(NotFound):
        push(log, forged, [forged.genesis()], founder=True)
    assert log.workspaces() == []
    assert verdicts(push(log, ana, [first], founder=True)) == ["accepted"]
    assert verdicts(push(log, ana, [first, other], founder=True)) == ["duplicate", "accepted"]


def test_a_founder_can_not_slip_into_a_workspace_that_stands(log: ServerLog) -> None:
    found(log, "bo")
    thief = Writer("ana", dev="stolen")
    with pytest.raises(Refused):
        push(log, thief, [thief.comment()], founder=True)


def test_a_first_entry_that_is_rejected_leaves_no_workspace(log: ServerLog) -> None:
    ana = Writer("ana")
    broken = ana.write("workspace", WORKSPACE, {"name": 7}, id=WS)
    assert verdicts(push(log, ana, [broken], founder=True)) == ["schema"]
    assert log.workspaces() == []
    assert verdicts(push(log, ana, [ana.genesis()], founder=True)) == ["accepted"]


def test_nothing_is_taken_into_a_workspace_that_is_not_there(log: ServerLog) -> None:
    bo = Writer("bo")
    for call in (
        lambda: push(log, bo, [bo.comment()]),
        lambda: log.page(WS, 0),
        lambda: log.replica(WS),
        lambda: log.snapshot(WS),
        lambda: log.verify(WS),
        lambda: log.stats(WS),
        lambda: log.epoch(WS),
    ):
        with pytest.raises(NotFound):
            call()


def test_a_whole_workspace_comes_in_and_shows_the_same(log: ServerLog, home: object) -> None:
    session = a_workspace(home)  # type: ignore[arg-type]
    a_published_cycle(session)
    several = bodies(session.path)
    ws = msgspec.json.decode(several[0])["ws"]
    dev = msgspec.json.decode(several[0])["dev"]
    assert set(verdicts(log.push(ws, "ana", [dev], several, founder=True))) == {"accepted"}
    assert log.page(ws, 0).bodies == several
    assert folded_tables(log.replica(ws)) == folded_tables(session.path)


@pytest.mark.parametrize("seed", range(sweep_size(2, 6, 40)))
def test_whatever_is_pushed_the_log_stays_whole_and_folds_as_it_was_judged(log: ServerLog, seed: int) -> None:
    """Random histories in random batches by several people: what was accepted is what every replica folds."""
    random = Random(seed)
    entries = History(random, steps=60).entries
    log.push(GENESIS, "ana", {"ana"}, [entries[0].body], founder=True)
    for start in range(1, len(entries), 7):
        for handle in ("ana", "bo", "cy"):
            batch = [one.body for one in entries[start : start + 7] if one.au == handle]
            log.push(GENESIS, handle, {"ana", "bo", "cy", "cy-2"}, batch)
        if random.random() < 0.2:
            log.replica(GENESIS)
    verified = log.verify(GENESIS)
    assert verified.problems == []
    assert verified.entries > 5
