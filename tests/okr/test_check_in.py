from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.check_in import (
    check_milestones_done,
    check_week,
    missing_parts,
    parse_confidence,
    plausibility_questions,
    require_complete,
)
from okrtui.okr.errors import BadInput, Refused

PARTS = ("24", None, 4, "Trial users come back.", "Ship the second mail.", "linear")
MILESTONES = ["Draft agreed", "Pilot live", "Pilot judged", "Roll-out"]


def test_a_check_in_with_all_four_parts_is_complete() -> None:
    assert missing_parts(*PARTS) == []
    require_complete(*PARTS)


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [
        (0, None, "actual"),
        (0, "", "actual"),
        (2, None, "confidence"),
        (3, None, "insight"),
        (3, "  \n", "insight"),
        (3, "\u200b\x1b", "insight"),
        (4, "", "next_action"),
    ],
)
def test_each_part_that_is_missing_is_named(place: int, value: str | None, field: str) -> None:
    parts: list[object] = list(PARTS)
    parts[place] = value
    assert missing_parts(*parts) == [field]  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="is missing") as refusal:
        require_complete(*parts)  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_missing_parts_stand_in_the_order_of_the_form() -> None:
    assert missing_parts(None, None, None, None, None, "ladder") == [
        "actual",
        "confidence",
        "insight",
        "next_action",
    ]


def test_a_kr_of_milestones_needs_its_milestones_and_no_actual() -> None:
    assert missing_parts(None, None, 3, "a", "b", "milestones") == ["milestones_done"]
    assert missing_parts(None, [], 3, "a", "b", "milestones") == []


def test_confidence_says_how_it_is_given() -> None:
    with pytest.raises(BadInput, match="press or pass 1–5"):
        require_complete("24", None, None, "a", "b", "linear")


@pytest.mark.parametrize(("typed", "confidence"), [("1", 1), (" 5 ", 5), (3, 3)])
def test_confidence_is_a_whole_number_from_one_to_five(typed: str | int, confidence: int) -> None:
    assert parse_confidence(typed) == confidence


@pytest.mark.parametrize(
    "typed", [0, 6, -1, "0", "6", "x", "", "3.5", "+3", "33", "NaN", "\N{SUPERSCRIPT TWO}", "\x1b"]
)
def test_any_other_confidence_is_refused_in_one_line(typed: str | int) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_confidence(typed)
    assert refusal.value.field == "confidence"
    assert str(refusal.value).isprintable()


@pytest.mark.parametrize(
    ("done", "found"),
    [
        ([], []),
        (["Pilot judged", "Draft agreed"], ["Draft agreed", "Pilot judged"]),
        (["draft", "ROLL"], ["Draft agreed", "Roll-out"]),
        (["pilot live", "Pilot live"], ["Pilot live"]),
    ],
)
def test_milestones_done_are_found_by_their_start_in_the_krs_order(done: list[str], found: list[str]) -> None:
    assert check_milestones_done(done, MILESTONES) == found


def test_a_milestone_named_in_full_wins_over_a_longer_one() -> None:
    assert check_milestones_done(["pilot"], ["Pilot", "Pilot judged"]) == ["Pilot"]


@pytest.mark.parametrize(
    ("typed", "problem"), [("Launch", "is not a milestone"), ("pil", "several"), ("", "is not")]
)
def test_a_milestone_that_fits_none_or_several_is_refused(typed: str, problem: str) -> None:
    with pytest.raises(BadInput, match=problem) as refusal:
        check_milestones_done([typed], MILESTONES)
    assert refusal.value.field == "milestones_done"


@pytest.mark.parametrize(
    ("actual", "history", "asks"),
    [
        ("240", ["18", "20", "22"], True),
        ("42", ["18", "20", "22"], False),
        ("42.000000001", ["18", "20", "22"], True),
        ("2", ["18", "20", "22"], False),
        ("1.9", ["18", "20", "22"], True),
        ("240", ["20", "22"], False),
        ("240", [], False),
        ("240", ["20", "20", "20"], False),
        ("24", ["20", "20", "20.1"], True),
        ("999999999999999.999999999", ["0", "0", "99999999999999.999999999"], False),
        ("0.3", ["0", "0.1", "0.2"], False),
        ("1.2", ["0", "0.1", "0.2"], False),
    ],
)
def test_a_move_beyond_ten_times_the_largest_is_asked_about(
    actual: str, history: list[str], asks: bool
) -> None:
    assert bool(plausibility_questions(actual, history, None, "%")) is asks


@pytest.mark.parametrize(
    ("actual", "valid_range", "shown"),
    [
        ("101", ("0", "100"), "0 to 100 %"),
        ("-1", ("0", "100"), "0 to 100 %"),
        ("-0.01", ("0", None), "at least 0 %"),
        ("100.1", (None, "100"), "at most 100 %"),
    ],
)
def test_an_actual_outside_the_valid_range_is_asked_about(
    actual: str, valid_range: tuple[str | None, str | None], shown: str
) -> None:
    (question,) = plausibility_questions(actual, [], valid_range, "%")
    assert question == f"Is {actual} % right? The metric's valid range is {shown}."


@pytest.mark.parametrize("actual", ["0", "100", "100.00", "50"])
def test_the_ends_of_the_valid_range_are_valid(actual: str) -> None:
    assert plausibility_questions(actual, [], ("0", "100"), "") == []


def test_both_questions_may_be_asked_at_once() -> None:
    questions = plausibility_questions("240", ["18", "20", "22"], ("0", "100"), "%")
    assert questions[1] == "Is 240 % right? It moved by +218 %, more than 10 times the largest move so far."
    assert len(questions) == 2


@given(st.integers(-1000, 1000), st.lists(st.integers(-50, 50), min_size=3))
def test_no_move_within_the_largest_one_is_asked_about(start: int, moves: list[int]) -> None:
    history = [start]
    for move in moves[:-1]:
        history.append(history[-1] + move)
    largest = max(abs(move) for move in moves[:-1])
    assert (
        plausibility_questions(str(history[-1] + largest), [str(figure) for figure in history], None, "")
        == []
    )


@pytest.mark.parametrize("phase", ["active", "review"])
def test_an_earlier_week_is_late_and_the_running_one_is_not(phase: str) -> None:
    assert check_week("2026-W46", "2026-W47", phase)
    assert check_week("2025-W52", "2026-W01", phase)
    assert not check_week("2026-W47", "2026-W47", phase)


@pytest.mark.parametrize(
    ("week", "phase", "why"),
    [
        ("2026-W48", "active", "still to come"),
        ("2027-W01", "review", "still to come"),
        ("2026-W47", "draft", "is a draft"),
        ("2026-W46", "closed", "is closed"),
    ],
)
def test_weeks_to_come_and_cycles_not_running_take_no_check_in(week: str, phase: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        check_week(week, "2026-W47", phase)
