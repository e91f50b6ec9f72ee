"""How people name things: by code, by words, and what happens where several or none fit."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from okrtui.okr.errors import Ambiguous, NotFound
from okrtui.views.lists import key_results
from okrtui.views.names import find, find_cycle, find_member, find_team
from tests.views.growth import Growth

KEY_RESULT = ("key_result",)


def meant(growth: Growth, ref: str, kinds: Sequence[str] = KEY_RESULT) -> str:
    with growth.reading() as c:
        return find(c, ref, kinds)[1]


def code_of(growth: Growth, key_result: str) -> str:
    with growth.reading() as c:
        return next(
            line.code for line in key_results(c, growth.now, with_archived=True) if line.id == key_result
        )


@pytest.fixture
def repeat(growth: Growth) -> str:
    growth.a_key_result("Reduce median onboarding time")
    return growth.a_key_result("Increase repeat purchase rate")


@pytest.mark.parametrize("ref", ["repeat", "REPEAT rate", "purch incr", "  increase repeat   purchase rate "])
def test_words_of_the_title_name_a_key_result(growth: Growth, repeat: str, ref: str) -> None:
    assert meant(growth, ref) == repeat


def test_a_code_names_a_key_result_in_any_case(growth: Growth, repeat: str) -> None:
    code = code_of(growth, repeat)
    assert len(code) == 4
    assert meant(growth, code) == meant(growth, code.upper()) == repeat


def test_an_id_names_a_key_result(growth: Growth, repeat: str) -> None:
    assert meant(growth, repeat) == repeat


def test_a_shown_code_wins_over_words_that_hold_it(growth: Growth, repeat: str) -> None:
    code = code_of(growth, repeat)
    growth.a_key_result(f"Ship {code} faster")
    assert meant(growth, code) == repeat


def test_an_exact_title_wins_over_longer_ones(growth: Growth, repeat: str) -> None:
    growth.a_key_result("Increase repeat purchase rate in Asia")
    assert meant(growth, "increase repeat purchase rate") == repeat


def test_an_ambiguous_name_tells_the_candidates_with_their_codes(growth: Growth, repeat: str) -> None:
    other = growth.a_key_result("Increase repeat visits")
    with pytest.raises(Ambiguous) as caught:
        meant(growth, "repeat")
    assert caught.value.candidates == [
        f"{code_of(growth, repeat)}  Increase repeat purchase rate",
        f"{code_of(growth, other)}  Increase repeat visits",
    ]


def test_the_same_title_in_two_cycles_is_told_apart_by_the_cycle(growth: Growth, repeat: str) -> None:
    following = growth.add("cycle", name="Q1 2027", kind="quarter", start="2027-01-01", end="2027-03-31")
    objective = growth.an_objective("Delight them again", cycle=following)
    growth.a_key_result(objective=objective, in_force=False)
    with pytest.raises(Ambiguous) as caught:
        meant(growth, "repeat")
    assert {line[4:] for line in caught.value.candidates} == {
        "  Increase repeat purchase rate (Q4 2026)",
        "  Increase repeat purchase rate (Q1 2027)",
    }


@pytest.mark.parametrize("ref", ["churn", "", "   ", "\x1b[2J", "%", "zzzz"])
def test_an_unknown_name_is_not_found(growth: Growth, repeat: str, ref: str) -> None:
    with pytest.raises(NotFound) as caught:
        meant(growth, ref)
    assert not isinstance(caught.value, Ambiguous)
    assert "\x1b" not in str(caught.value)


def test_what_is_archived_or_over_is_meant_only_where_nothing_else_fits(growth: Growth, repeat: str) -> None:
    past = growth.add(
        "cycle", name="Q3 2026", kind="quarter", start="2026-07-01", end="2026-09-30", phase="closed"
    )
    objective = growth.an_objective("Win back who left", cycle=past)
    closed = growth.a_key_result("Increase repeat orders", objective=objective)
    archived = growth.a_key_result("Increase repeat logins", in_force=False, archived=True)
    assert meant(growth, "repeat") == repeat
    assert meant(growth, "orders") == closed
    assert meant(growth, "logins") == archived


def test_objectives_and_key_results_can_be_asked_for_together(growth: Growth, repeat: str) -> None:
    with growth.reading() as c:
        assert find(c, "delight", ("key_result", "objective")) == ("objective", growth.objective)
        assert find(c, "purchase", ("key_result", "objective")) == ("key_result", repeat)


def test_a_change_request_goes_by_what_it_changes(growth: Growth, repeat: str) -> None:
    change = growth.add(
        "change",
        key_result=repeat,
        action="edit",
        changes={"target": "30"},
        was={"target": "28"},
        by=growth.ana,
    )
    assert meant(growth, "repeat", ("change",)) == change
    assert meant(growth, code_of(growth, repeat), ("change",)) == change
    assert meant(growth, change[-6:], ("change",)) == change


def test_cycles_teams_and_members_go_by_name_or_handle(growth: Growth) -> None:
    team = growth.add("team", name="Data team")
    pm = growth.a_member("growth-pm", "Gita Moor")
    with growth.reading() as c:
        assert find_cycle(c, "q4") == growth.cycle
        assert find_team(c, "data") == team
        assert find_member(c, "gita") == find_member(c, "growth-pm") == pm
        with pytest.raises(NotFound, match="team"):
            find_team(c, "sales")
