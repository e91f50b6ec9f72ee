"""A key result's card and the thread in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from okrtui.okr.errors import NotFound
from okrtui.views.card import KeyResultCard, key_result_card, revisions
from okrtui.views.objective_page import objective_page
from tests.views.growth import Growth

W45, W46, W47, W48 = (f"2026-11-{day:02d}T09:00:00+00:00" for day in (3, 10, 17, 24))


def card_of(growth: Growth, key_result: str) -> KeyResultCard:
    with growth.reading() as c:
        return key_result_card(c, key_result, growth.now)


def test_the_thread_is_newest_first_and_names_missed_and_late_weeks(growth: Growth) -> None:
    growth.at("2026-10-27T09:00:00+00:00")
    key_result = growth.a_key_result()
    growth.check_in(key_result, "2026-10-27T09:00:00+00:00", actual="20")
    growth.check_in(key_result, W47, actual="21", week="2026-W46")
    growth.check_in(key_result, W47, actual="24")
    told = [(each.week, each.kind, each.timeliness) for each in card_of(growth, key_result).thread]
    assert told == [
        ("2026-W47", "check_in", "on_time"),
        ("2026-W46", "check_in", "late"),
        ("2026-W45", "missed", ""),
        ("2026-W44", "check_in", "on_time"),
    ]


def test_a_thread_of_recent_weeks_says_that_there_is_more_and_the_chart_has_all(growth: Growth) -> None:
    growth.at("2026-10-27T09:00:00+00:00")
    key_result = growth.a_key_result()
    growth.check_in(key_result, "2026-10-27T09:00:00+00:00", actual="20")
    growth.check_in(key_result, W47, actual="24")

    def told(recent_weeks: int) -> tuple[list[tuple[str, str]], bool]:
        with growth.reading() as c:
            card = key_result_card(c, key_result, growth.now, recent_weeks)
        assert card.chart == card_of(growth, key_result).chart
        return [(each.week, each.kind) for each in card.thread], card.is_thread_whole

    newest = [("2026-W47", "check_in")]
    assert told(1) == (newest, False)
    assert told(3) == ([*newest, ("2026-W45", "missed")], False)
    whole = [(each.week, each.kind) for each in card_of(growth, key_result).thread]
    assert told(26) == (whole, True)


def test_each_check_in_has_the_score_of_its_week(growth: Growth) -> None:
    key_result = growth.a_key_result()
    growth.check_in(key_result, W46, actual="21")
    growth.check_in(key_result, W47, actual="24", confidence=4)
    newest, before = card_of(growth, key_result).thread[:2]
    assert (newest.actual, newest.score, newest.rag, newest.confidence) == ("24", "0.60", "amber", 4)
    assert (before.actual, before.score, before.rag) == ("21", "0.30", "red")
    assert newest.author_name == "Ana"


def test_a_correction_keeps_both_versions_readable(growth: Growth) -> None:
    key_result = growth.a_key_result()
    growth.check_in(key_result, W47, actual="20")
    growth.check_in(key_result, W47, actual="21.50")
    newest = card_of(growth, key_result).thread[0]
    assert (newest.actual, newest.was, newest.revisions, newest.apart) == ("21.50", "20", 2, 0)
    with growth.reading() as c:
        assert [each.actual for each in revisions(c, key_result)] == ["21.50", "20"]
        assert revisions(c, key_result, "2026-W46") == []


def test_a_retracted_check_in_stays_in_the_thread_and_out_of_the_chart(growth: Growth) -> None:
    key_result = growth.a_key_result()
    growth.check_in(key_result, W46, actual="20")
    growth.check_in(key_result, W47, actual="99")
    growth.retract(key_result, "2026-W47")
    card = card_of(growth, key_result)
    assert card.thread[0].is_retracted
    assert card.chart == [(date(2026, 11, 12), "20")]
    assert card.line.actual == "20"


def test_comments_and_changes_stand_in_the_thread(growth: Growth) -> None:
    key_result = growth.a_key_result()
    growth.add(
        "comment", key_result=key_result, kind="risk", text="Vendor may leave", author=growth.ana, at=W46
    )
    growth.add(
        "change", key_result=key_result, action="edit", changes={"target": "30"}, was={"target": "28"},
        reason="The market grew", by=growth.ana, at=W47,
    )  # fmt: skip
    growth.at(W47)
    card = card_of(growth, key_result)
    change, comment = (each for each in card.thread if each.kind in ("comment", "change"))
    assert (comment.kind, comment.about, comment.text, comment.week) == (
        "comment",
        "risk",
        "Vendor may leave",
        "2026-W46",
    )
    assert (change.state, change.changes, change.text) == (
        "proposed",
        (("target", "28", "30"),),
        "The market grew",
    )
    assert [each.id for each in card.changes] == [change.id]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "linear 18 → 28 % by 31 Dec"),
        (
            {"method": "ladder", "unit": "days", "bands": [["4", "1.0"], ["6", "0.7"]], "due": "2026-12-15"},
            "ladder 4→1.0, 6→0.7 days by 15 Dec",
        ),
        (
            {"method": "range", "unit": "%", "limits": {"floor": "90", "low": "95"}},
            "range at least 95 % (floor 90) by 31 Dec",
        ),
        (
            {"method": "milestones", "milestones": [{"name": "Draft"}, {"name": "Consent", "weight": "2"}]},
            "milestones Draft, Consent (2) by 31 Dec",
        ),
    ],
)
def test_the_method_is_told_in_words(growth: Growth, fields: dict[str, Any], words: str) -> None:
    key_result = growth.a_key_result(**fields)
    assert card_of(growth, key_result).method_text == words


def test_the_card_says_who_agreed_and_what_the_weight_is_part_of(growth: Growth) -> None:
    ben = growth.a_member("ben", "Ben")
    key_result = growth.a_key_result(
        weight="2", collaborators=[ben], source={"name": "Dashboard"}, metric="Repeat rate"
    )
    growth.a_key_result("Lift expansion", weight="3")
    card = card_of(growth, key_result)
    assert card.agreed is not None
    assert (card.agreed.at[:10], card.agreed.by) == ("2026-10-01", "Ana")
    assert (card.weight, card.weight_sum, card.collaborators) == ("2", "5", ["Ben"])
    assert (card.source, card.metric) == ({"name": "Dashboard"}, "Repeat rate")
    assert card.expected == ((date(2026, 10, 1), "18"), (date(2026, 12, 31), "28"))


def test_contributors_and_what_they_move_find_each_other(growth: Growth) -> None:
    top = growth.a_key_result("Net revenue retention", method="linear", baseline="90", target="110")
    below = growth.a_key_result(contributes_to=[{"key_result": top, "how": "repeat customers renew"}])
    growth.check_in(below, W47, actual="24")
    (up,) = card_of(growth, below).contributes_to
    assert (up.id, up.title, up.how, up.is_in_effect) == (
        top,
        "Net revenue retention",
        "repeat customers renew",
        True,
    )
    (down,) = card_of(growth, top).contributors
    assert (down.id, down.score) == (below, "0.60")


def test_initiatives_that_should_move_it_are_listed(growth: Growth) -> None:
    key_result = growth.a_key_result()
    growth.add(
        "initiative", title="Guided checklist", key_results=[key_result], state="running", lead=growth.ana
    )
    growth.add("initiative", title="Something else", key_results=[])
    (bet,) = card_of(growth, key_result).initiatives
    assert (bet.title, bet.state, bet.lead_name, bet.key_results[0][0]) == (
        "Guided checklist", "running", "Ana", key_result,
    )  # fmt: skip


def test_an_edit_without_effect_is_shown_as_pending(growth: Growth) -> None:
    key_result = growth.a_key_result()
    growth.edit("key_result", key_result, target="40")
    card = card_of(growth, key_result)
    assert card.line.figures.target == "28"
    assert card.pending == {"target": "40"}


def test_versions_that_did_not_see_each_other_are_a_conflict(growth: Growth) -> None:
    key_result = growth.a_key_result()
    growth.check_in(key_result, W47, actual="21")
    with growth.session.writing("two other devices") as journal:
        (identity, week) = journal.connection.execute("SELECT identity, week FROM check_in").fetchone()
        for actual in ("22", "23"):
            fields = {
                "key_result": key_result,
                "week": week,
                "author": growth.ana,
                "actual": actual,
                "at": W47,
            }
            journal.add("check_in", identity, fields, base=())
    with growth.session.writing("a third device") as journal:
        journal.add("objective", growth.objective, {"why": "One"}, base=())
        journal.add("objective", growth.objective, {"why": "Two"}, base=())
    newest = card_of(growth, key_result).thread[0]
    assert (newest.apart, newest.revisions) == (3, 3)
    with growth.reading() as c:
        assert {each.actual for each in revisions(c, key_result)} == {"21", "22", "23"}
        told = [each.told for each in objective_page(c, growth.objective, growth.now).conflicts]
        assert told == ["2 versions of why"]


def test_a_key_result_that_was_imported_without_a_method_is_shown(growth: Growth) -> None:
    bare = growth.add("key_result", objective=growth.objective, title="Bare")
    card = card_of(growth, bare)
    assert (card.method_text, card.line.score, card.line.owner_name) == ("no method yet by 31 Dec", None, "")


def test_hostile_texts_are_one_clean_line(growth: Growth) -> None:
    key_result = growth.a_key_result("Grow \x1b[31mred\x07\nline")
    card = card_of(growth, key_result)
    assert card.line.title == "Grow [31mred line"


def test_an_unknown_id_is_not_found(growth: Growth) -> None:
    with growth.reading() as c, pytest.raises(NotFound):
        key_result_card(c, "nothing", growth.now)
