"""Registers, clocks and identities: who replaces whom, whatever the clocks say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.store.clock import (
    agreement_id,
    check_in_identity,
    clock_text,
    is_clock,
    new_id,
    next_clock,
)
from okrtui.store.registers import Write, heads

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)


def a_write(name: str, *base: str, ms: int = 0, author: str = "ana", value: Any = None) -> Write:
    return Write((clock_text(ms, 0), author, "dev", 1, name), name, base, value or name)


def ids(writes: list[Write]) -> list[str]:
    return [write.id for write in writes]


def test_who_saw_a_value_replaces_it() -> None:
    assert ids(heads([a_write("a", ms=1), a_write("b", "a", ms=2), a_write("c", "b", ms=3)], {})) == ["c"]


def test_a_write_never_replaces_one_with_a_later_stamp() -> None:
    assert ids(heads([a_write("a", ms=5), a_write("b", "a", ms=2)], {})) == ["a", "b"]


def test_the_clock_decides_only_between_writes_that_did_not_see_each_other() -> None:
    writes = [a_write("a", ms=1), a_write("b", "a", ms=9), a_write("c", "a", ms=3)]
    for order in permutations(writes):
        assert ids(heads(list(order), {})) == ["b", "c"]


def test_one_who_saw_all_heads_settles_them() -> None:
    writes = [a_write("a", ms=1), a_write("b", ms=9), a_write("c", "a", "b", ms=10)]
    assert ids(heads(writes, {})) == ["c"]


def test_a_value_is_replaced_through_entries_that_do_not_count() -> None:
    writes = [a_write("a", ms=1), a_write("c", "void", ms=3)]
    assert ids(heads(writes, {})) == ["c", "a"]
    assert ids(heads(writes, {"void": ("deeper",), "deeper": ("a",)})) == ["c"]


def test_bases_that_name_each_other_end() -> None:
    assert ids(heads([a_write("a", "b", ms=1), a_write("b", "a", ms=2)], {"x": ("y",), "y": ("x",)})) == ["b"]


def test_a_copied_id_spoils_nobodys_entry() -> None:
    writes = [a_write("a", ms=1), a_write("a", ms=2, author="bo", value="other"), a_write("b", "a", ms=3)]
    assert ids(heads(writes, {})) == ["b"]


moments = st.integers(-10_000_000_000, 7_000_000_000).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)


@given(now=moments, seen=st.lists(st.builds(clock_text, st.integers(0, 2**47), st.integers(0, 0xFFFF))))
def test_a_clock_is_after_everything_seen_and_never_behind_now(now: datetime, seen: list[str]) -> None:
    clock = next_clock(now, *seen)
    assert is_clock(clock)
    assert all(clock > one for one in seen)
    assert clock >= clock_text(max(0, int(now.timestamp() * 1000)), 0)


@pytest.mark.parametrize(
    "text", ["", "now", "0199c1a2b3c4-000", "0199C1A2B3C4-0001", "0199c1a2b3c4_0001", "\uff10" * 12 + "-0001"]
)
def test_what_is_no_clock_is_told(text: str) -> None:
    assert not is_clock(text)


def test_ids_sort_by_the_time_at_which_they_were_made() -> None:
    made = [new_id(NOON + timedelta(milliseconds=step)) for step in range(50)]
    assert made == sorted(made)
    assert len({new_id(NOON) for _ in range(1000)}) == 1000
    assert all(one[14] == "7" and one[19] in "89ab" for one in made)


def test_derived_ids_are_the_same_everywhere_and_differ_by_every_part() -> None:
    workspace = "11111111-1111-4111-8111-111111111111"
    assert check_in_identity(workspace, "k", "w", "m") == check_in_identity(workspace, "k", "w", "m")
    made = {check_in_identity(workspace, *parts) for parts in permutations(("k", "w", "m"))}
    made |= {
        check_in_identity("no uuid", "k", "w", "m"),
        agreement_id(workspace, "k", "w"),
        agreement_id(workspace, "kw", ""),
    }
    assert len(made) == 9
