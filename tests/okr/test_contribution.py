"""Contribution never runs in a loop, and every replica leaves out the same link."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.contribution import links_not_in_effect, loop_through


@pytest.mark.parametrize(
    ("links", "loop"),
    [
        ({}, None),
        ({"a": ["b"], "b": ["c"]}, None),
        ({"a": ["a"]}, ["a", "a"]),
        ({"a": ["b"], "b": ["a"]}, ["a", "b", "a"]),
        ({"a": ["b", "x"], "b": ["c"], "c": ["a"], "x": ["y"]}, ["a", "b", "c", "a"]),
        ({"a": ["b", "c"], "b": ["d"], "d": ["a"], "c": ["a"]}, ["a", "c", "a"]),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, None),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"]}, None),
    ],
)
def test_a_loop_is_found_by_its_path(links: dict[str, list[str]], loop: list[str] | None) -> None:
    assert loop_through(links, "a") == loop


def test_a_long_chain_is_followed_to_its_end() -> None:
    links = {str(n): [str(n + 1)] for n in range(5000)} | {"5000": ["0"]}
    loop = loop_through(links, "0")
    assert loop is not None
    assert len(loop) == 5002


def test_the_greatest_stamp_in_a_loop_loses() -> None:
    assert links_not_in_effect([("3", "a", "b"), ("1", "b", "c"), ("2", "c", "a")]) == {("a", "b")}


def test_a_link_to_itself_is_not_in_effect() -> None:
    assert links_not_in_effect([("1", "a", "a"), ("2", "a", "b")]) == {("a", "a")}


def test_a_link_that_is_repeated_later_stays_in_effect() -> None:
    assert links_not_in_effect([("1", "a", "b"), ("2", "b", "a"), ("3", "a", "b")]) == {("b", "a")}


def test_links_without_a_loop_are_all_in_effect() -> None:
    assert links_not_in_effect([("1", "a", "b"), ("2", "a", "c"), ("3", "b", "d"), ("4", "c", "d")]) == set()


KEY_RESULTS = st.sampled_from("abcdef")
LINKS = st.lists(st.tuples(KEY_RESULTS, KEY_RESULTS), max_size=20).map(
    lambda pairs: [(f"{stamp:03d}", below, above) for stamp, (below, above) in enumerate(pairs)]
)


@given(LINKS, st.randoms(use_true_random=False))
def test_the_same_links_lose_whatever_order_they_arrive_in(
    links: list[tuple[str, str, str]], chance: object
) -> None:
    shuffled = list(links)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert links_not_in_effect(shuffled + shuffled[:3]) == links_not_in_effect(links)


@given(LINKS)
def test_what_is_in_effect_has_no_loop_and_what_is_not_would_close_one(
    links: list[tuple[str, str, str]],
) -> None:
    left_out = links_not_in_effect(links)
    in_effect: dict[str, set[str]] = defaultdict(set)
    for _, below, above in links:
        if (below, above) not in left_out:
            in_effect[below].add(above)
    assert all(loop_through(in_effect, start) is None for start in "abcdef")
    for below, above in left_out:
        closed = {**in_effect, below: in_effect[below] | {above}}
        assert loop_through(closed, below) is not None
