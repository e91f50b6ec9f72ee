"""A KR's reported weeks as one line of text: turned red, recovered, losing confidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.history import Reported, history_text, is_falling, read_history, turned
from okrtui.okr.rag import RAGS

WEEKS = [f"2026-W{number:02d}" for number in range(40, 54)]


def weeks(*told: str) -> list[Reported]:
    """Reported weeks from W40 on, each as a colour's letter (a capital counts, "." has none) and a confidence."""
    return read_history(" ".join(f"{week}{each}+" for week, each in zip(WEEKS, told, strict=False)))


@given(
    st.lists(
        st.builds(
            Reported,
            st.sampled_from(WEEKS),
            st.sampled_from([None, *RAGS]),
            st.just(False),
            st.sampled_from([None, 1, 2, 3, 4, 5]),
            st.booleans(),
        )
    )
)
def test_what_is_written_is_read_again(several: list[Reported]) -> None:
    assert read_history(history_text(several)) == several


@pytest.mark.parametrize("confidence", [0, 6, 12, -3])
def test_a_confidence_that_there_is_not_is_none(confidence: int) -> None:
    (one,) = read_history(history_text([Reported("2026-W47", "red", True, confidence, True)]))
    assert one == Reported("2026-W47", "red", True, None, True)


def test_no_week_later_than_the_one_asked_for_is_read() -> None:
    assert [one.week for one in read_history("2026-W46A3+ 2026-W47G4+", "2026-W46")] == ["2026-W46"]
    assert read_history("") == []


@pytest.mark.parametrize(
    ("told", "what"),
    [
        (("A3", "R3"), "red"),
        (("G3", "R3"), "red"),
        (("R3", "A3"), "recovered"),
        (("R3", "R3"), ""),
        (("A3", "G3"), ""),
        (("R3",), ""),
        (("r3", "R3"), ""),
        (("r3", "A3"), ""),
        (("A3", ".3", "R3"), "red"),
        (("A3", "R3", ".3"), ""),
    ],
    ids=str,
)
def test_a_week_turns_against_the_coloured_week_before(told: tuple[str, ...], what: str) -> None:
    assert turned(weeks(*told), WEEKS[len(told) - 1]) == what


def test_a_week_without_a_check_in_has_not_turned() -> None:
    assert turned(weeks("A3", "R3"), "2026-W44") == ""


@pytest.mark.parametrize(
    ("told", "falls"),
    [
        (("G5", "G4", "G3"), True),
        (("G4", "G5", "G4", "G2"), True),
        (("G5", "G.", "G4", "G3"), True),
        (("G5", "G4", "G4"), False),
        (("G5", "G4"), False),
        (("G5", "G3", "G4"), False),
        ((), False),
    ],
    ids=str,
)
def test_confidence_that_fell_twice_running_is_told(told: tuple[str, ...], falls: bool) -> None:
    assert is_falling(weeks(*told)) is falls
