"""What a KR's reported weeks open and close (Playbook, RAG triggers and Escalation path)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.escalation_steps import Answer
from okrtui.okr.escalations import Opening, Week, closing, openings
from okrtui.okr.streaks import first_day_of_colour, red_weeks

COLOURS = {"r": "red", "a": "amber", "g": "green", "s": "stretch", ".": None, "-": ""}
QUARTER = (date(2026, 10, 1), date(2026, 12, 31))


def weeks_of(signs: str, asks: dict[int, str] | None = None) -> list[Week]:
    """One week a sign from W40 on; "_" is a week without a check-in, "-" one without a figure, "." one of grace."""
    return [
        Week(
            f"2026-W{40 + at}",
            COLOURS[sign],
            f"2026-10-{at + 1:02d}T09:00:00+00:00",
            (asks or {}).get(at, ""),
        )
        for at, sign in enumerate(signs)
        if sign != "_"
    ]


def told(signs: str) -> list[str]:
    """What the weeks open, such as "red_response 42-43 closed 44"."""
    return [
        f"{one.kind} {one.week[-2:]}"
        + (f"-{one.last_week[-2:]}" if one.last_week != one.week else "")
        + (f" closed {one.closed_week[-2:]}" if one.closed_week else "")
        for one in openings(weeks_of(signs), {})
    ]


@pytest.mark.parametrize(
    ("signs", "opened"),
    [
        ("g", []),
        ("r", ["red_response 40"]),
        ("gr", ["red_response 41"]),
        ("..r", ["red_response 42"]),
        ("rr", ["red_response 40-41", "red_streak 41"]),
        (".rr", ["red_response 41-42", "red_streak 42"]),
        ("..", []),
        ("rrrr", ["red_response 40-43", "red_streak 41-43"]),
        ("r_r", ["red_response 40-42", "red_streak 42"]),
        ("r____r", ["red_response 40-45", "red_streak 45"]),
        ("r-r", ["red_response 40-42", "red_streak 42"]),
        ("r_g", ["red_response 40 closed 42"]),
        ("ra", ["red_response 40 closed 41", "amber_response 41"]),
        ("rgr", ["red_response 40 closed 41", "red_response 42"]),
        ("rrg", ["red_response 40-41 closed 42", "red_streak 41 closed 42"]),
        ("rrgrr", ["red_response 40-41 closed 42", "red_streak 41 closed 42",
                   "red_response 43-44", "red_streak 44"]),
        ("aa", ["amber_response 40-41"]),
        ("as", ["amber_response 40 closed 41"]),
        ("ar", ["amber_response 40", "red_response 41"]),
        ("ara", ["amber_response 40", "red_response 41 closed 42", "amber_response 42"]),
        ("rar", ["red_response 40 closed 41", "amber_response 41", "red_response 42"]),
    ],
)  # fmt: skip
def test_what_weeks_open_and_a_better_colour_closes(signs: str, opened: list[str]) -> None:
    assert told(signs) == opened


def test_one_team_that_is_asked_week_after_week_is_one_blocker() -> None:
    weeks = weeks_of("gggg", {0: "data", 1: "data", 3: "data"})
    (blocker,) = openings(weeks, {})
    assert (blocker.kind, blocker.weeks) == ("blocker", ("2026-W40", "2026-W41", "2026-W43"))
    assert blocker.help_from == "data"


def test_two_teams_are_two_blockers_though_asked_by_turns() -> None:
    weeks = weeks_of("gggg", {0: "data", 1: "legal", 2: "data", 3: "legal"})
    assert [(one.help_from, len(one.weeks)) for one in openings(weeks, {})] == [("data", 2), ("legal", 2)]


@pytest.mark.parametrize(
    ("answered", "blockers"),
    [
        ({"2026-W40": "2026-10-01T12:00:00+00:00"}, [("2026-W40",), ("2026-W41", "2026-W42")]),
        ({"2026-W41": "2026-10-02T12:00:00+00:00"}, [("2026-W40", "2026-W41"), ("2026-W42",)]),
        ({"2026-W40": "2026-10-09T12:00:00+00:00"}, [("2026-W40", "2026-W41", "2026-W42")]),
        (
            {"2026-W40": "2026-10-01T12:00:00+00:00", "2026-W41": "2026-10-02T12:00:00+00:00"},
            [("2026-W40",), ("2026-W41",), ("2026-W42",)],
        ),
    ],
)
def test_a_call_for_help_after_an_answer_is_a_new_blocker(
    answered: dict[str, str], blockers: list[tuple[str, ...]]
) -> None:
    weeks = weeks_of("ggg", dict.fromkeys(range(3), "data"))
    answers = {("blocker", week): [Answer("answered", at)] for week, at in answered.items()}
    assert [one.weeks for one in openings(weeks, answers)] == blockers


OPENING = Opening("red_response", ("2026-W45",), "2026-11-10T09:00:00+00:00", "")
RECOVERED = OPENING._replace(closed_week="2026-W46", closed_at="2026-11-17T09:00:00+00:00")


@pytest.mark.parametrize(
    ("opening", "steps", "closed"),
    [
        (OPENING, [], ("", "")),
        (OPENING, ["acknowledged 11", "huddle 11", "asked 12"], ("", "")),
        (OPENING, ["answered 11"], ("answer", "2026-11-11T09:00:00+00:00")),
        (OPENING, ["answered 11", "answered 12"], ("answer", "2026-11-11T09:00:00+00:00")),
        (RECOVERED, [], ("colour", "2026-11-17T09:00:00+00:00")),
        (RECOVERED, ["answered 11"], ("answer", "2026-11-11T09:00:00+00:00")),
        (RECOVERED, ["answered 18"], ("colour", "2026-11-17T09:00:00+00:00")),
    ],
)
def test_an_answer_or_a_better_colour_closes_it_whichever_came_first(
    opening: Opening, steps: list[str], closed: tuple[str, str]
) -> None:
    taken = [(step.split()[0], step.split()[1]) for step in steps]
    assert closing(opening, [Answer(step, f"2026-11-{day}T09:00:00+00:00") for step, day in taken]) == closed


def test_an_answer_of_unknown_time_closes_it_too() -> None:
    assert closing(OPENING, [Answer("answered", "")]) == ("answer", "")


@pytest.mark.parametrize(
    ("grace", "first"),
    [("0.2", date(2026, 10, 20)), ("0", date.min), ("1", date(2027, 1, 1)), ("0.01", date(2026, 10, 2))],
)
def test_the_first_fifth_of_the_time_box_has_no_colour(grace: str, first: date) -> None:
    assert first_day_of_colour(QUARTER, grace) == first


@pytest.mark.parametrize(
    ("signs", "count"), [("", 0), ("rr", 2), ("r_r", 2), ("r-r", 2), ("rgr", 1), ("rrg", 0), (".rr", 2), ("r.", 0)]
)  # fmt: skip
def test_how_long_it_has_been_red(signs: str, count: int) -> None:
    assert red_weeks(weeks_of(signs)) == count


@given(st.text("rags.-_", max_size=12))
def test_each_week_stands_in_at_most_one_escalation_of_a_kind_and_streaks_are_red(signs: str) -> None:
    weeks = weeks_of(signs)
    colours = {week.week: week.rag for week in weeks}
    found = openings(weeks, {})
    for kind, colour in (("red_response", "red"), ("amber_response", "amber"), ("red_streak", "red")):
        several = [week for one in found if one.kind == kind for week in one.weeks]
        assert len(several) == len(set(several))
        assert {colours[week] for week in several} <= {colour}
    reds = sum(colour == "red" for colour in colours.values())
    assert reds == sum(len(one.weeks) for one in found if one.kind == "red_response")


@given(st.text("rags.", max_size=12), st.lists(st.integers(0, 12), max_size=4))
def test_weeks_without_a_check_in_change_nothing(signs: str, gaps: list[int]) -> None:
    spread = list(signs)
    for gap in gaps:
        spread.insert(min(gap, len(spread)), "_")

    def kinds(of: str) -> list[tuple[str, int, bool]]:
        return sorted((one.kind, len(one.weeks), bool(one.closed_week)) for one in openings(weeks_of(of), {}))

    assert kinds("".join(spread)) == kinds(signs)
