"""Bands have their edges where they were published, and never stand by colour alone."""

from __future__ import annotations

import pytest

from okrtui.okr.errors import BadInput
from okrtui.okr.rag import (
    DEFAULT_THRESHOLDS,
    RAGS,
    RESPONSES,
    check_thresholds,
    is_unverified,
    rag_letter,
    rag_of,
    rag_word,
    show_score,
)


@pytest.mark.parametrize(
    ("rounded", "rag"),
    [
        ("0.00", "red"),
        ("0.30", "red"),
        ("0.31", "amber"),
        ("0.60", "amber"),
        ("0.61", "green"),
        ("0.90", "green"),
        ("0.91", "stretch"),
        ("1.00", "stretch"),
    ],
)
def test_the_published_edges_hold(rounded: str, rag: str) -> None:
    assert rag_of(rounded) == rag


def test_a_workspace_may_publish_its_own_edges() -> None:
    thresholds = {"red": "0.4", "amber": "0.65", "green": "0.95"}
    assert [rag_of(score, thresholds) for score in ("0.40", "0.41", "0.65", "0.95", "0.96")] == [
        "red",
        "amber",
        "amber",
        "green",
        "stretch",
    ]


def test_every_band_has_a_letter_a_word_and_an_answer() -> None:
    assert [rag_letter(rag) for rag in RAGS] == ["R", "A", "G", "S"]
    assert [rag_word(rag) for rag in RAGS] == ["RED", "AMBER", "GREEN", "STRETCH"]
    assert set(RESPONSES) == set(RAGS)


@pytest.mark.parametrize(
    ("rounded", "scale", "shown"),
    [
        ("0.60", "unit", "0.60"),
        ("0.60", "percent", "60"),
        ("0.07", "percent", "7"),
        ("1.00", "percent", "100"),
        ("0.00", "percent", "0"),
        ("-0.17", "percent", "-17"),
        ("2.25", "percent", "225"),
        (None, "unit", "—"),
        (None, "percent", "—"),
    ],
)
def test_a_score_is_shown_on_the_workspaces_scale(rounded: str | None, scale: str, shown: str) -> None:
    assert show_score(rounded, scale) == shown


@pytest.mark.parametrize("rag", ["green", "stretch"])
def test_a_good_score_needs_evidence_or_a_source_to_be_verified(rag: str) -> None:
    assert is_unverified(rag, has_evidence=False, has_source=False)
    assert not is_unverified(rag, has_evidence=True, has_source=False)
    assert not is_unverified(rag, has_evidence=False, has_source=True)


@pytest.mark.parametrize("rag", ["red", "amber", None])
def test_a_score_that_claims_nothing_needs_no_evidence(rag: str | None) -> None:
    assert not is_unverified(rag, has_evidence=False, has_source=False)


@pytest.mark.parametrize(
    "thresholds",
    [
        DEFAULT_THRESHOLDS,
        {"red": "0", "amber": "0.5", "green": "0.99"},
        {"red": "0.1", "amber": "0.2", "green": "0.3"},
    ],
)
def test_thresholds_in_order_pass(thresholds: dict[str, str]) -> None:
    check_thresholds(thresholds)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"red": "-0.1"}, "red"),
        ({"red": "nan"}, "red"),
        ({"red": "0.305"}, "red"),
        ({"red": "0.60"}, "amber"),
        ({"amber": "0.9"}, "green"),
        ({"green": "1"}, "green"),
        ({"green": ""}, "green"),
    ],
)
def test_thresholds_out_of_order_or_too_fine_are_refused(change: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        check_thresholds(DEFAULT_THRESHOLDS | change)
    assert refusal.value.field == field


def test_a_missing_threshold_is_refused() -> None:
    with pytest.raises(BadInput):
        check_thresholds({"red": "0.30", "amber": "0.60"})
