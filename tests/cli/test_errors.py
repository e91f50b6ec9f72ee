"""Each documented error ends in one clear line and its exit code, and nothing is saved or lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import OBJECTIVE, ONBOARDING, REPEAT, TEXTS, Call, Outcome, check_in, revisions

CONFIDENT = ("--confidence", "4")


def ends(outcome: Outcome, code: int, *words: str) -> None:
    """One line on stderr that has these words, nothing on stdout, and this exit code."""
    assert outcome.code == code, outcome
    assert outcome.err.count("\n") == 1, outcome.err
    assert outcome.err.startswith("okrtui: ")
    assert outcome.out == ""
    for word in words:
        assert word in outcome.err


def test_an_unknown_key_result_ends_with_3(acme: Call) -> None:
    ends(check_in(acme, "24", ref="zzzzzz"), 3, "zzzzzz")


def test_an_ambiguous_key_result_ends_with_3_and_names_the_candidates(acme: Call) -> None:
    outcome = check_in(acme, "24", ref="e")
    assert outcome.code == 3
    assert REPEAT in outcome.err
    assert ONBOARDING in outcome.err
    assert revisions(acme) == []


@pytest.mark.parametrize(
    "actual", ["nan", "NaN", "inf", "-inf", "Infinity", "∞", "1e5", "twenty", "1,234", ""]
)
def test_what_is_no_finite_quantity_ends_with_2(acme: Call, actual: str) -> None:
    ends(check_in(acme, actual), 2)
    assert revisions(acme) == []


@pytest.mark.parametrize("confidence", ["0", "6", "x", "4.0", "", "-1", "\uff15"])
def test_a_confidence_outside_1_to_5_ends_with_2(acme: Call, confidence: str) -> None:
    outcome = acme("checkin", REPEAT, "--actual", "24", "--confidence", confidence, *TEXTS)
    ends(outcome, 2, "confidence")
    assert revisions(acme) == []


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        (("--actual", "24", *CONFIDENT, "--next", "Go on"), "--insight"),
        (("--actual", "24", *CONFIDENT, "--insight", "It moves"), "--next"),
        (("--actual", "24", *CONFIDENT, "--insight", " \t ", "--next", "Go on"), "--insight"),
        (("--actual", "24", *TEXTS), "--confidence"),
        ((*CONFIDENT, *TEXTS), "--actual"),
        ((), "--plain"),
    ],
)
def test_a_missing_part_ends_with_2_and_is_named(acme: Call, options: tuple[str, ...], missing: str) -> None:
    ends(acme("checkin", REPEAT, *options), 2, missing)
    assert revisions(acme) == []


def test_a_baseline_that_is_the_target_ends_with_2(okrtui: Call) -> None:
    okrtui("init", "Acme")
    okrtui("cycle", "new", "2026 Q4")
    okrtui("objective", "add", OBJECTIVE)
    outcome = okrtui("kr", "add", OBJECTIVE, "--title", REPEAT, "--baseline", "18", "--target", "18.0")
    ends(outcome, 2, "baseline")
    assert okrtui("list", "krs", "--json").document == []


def test_a_check_in_into_a_closed_cycle_ends_with_4(acme: Call) -> None:
    assert acme("cycle", "review", "2026 Q4").code == 0
    assert acme("cycle", "close", "2026 Q4").code == 0
    ends(check_in(acme, "24"), 4, "closed")
    assert revisions(acme) == []


@pytest.mark.parametrize(
    "options",
    [
        ("--target", "30"),
        ("--title", "Another"),
        ("--due", "2026-12-15"),
        ("--weight", "3"),
        ("--unit", "points"),
    ],
)
def test_a_governed_field_in_an_active_cycle_ends_with_4_and_names_the_proposal(
    acme: Call, options: tuple[str, str]
) -> None:
    before = acme("kr", "show", REPEAT, "--json").document
    ends(acme("kr", "edit", REPEAT, *options), 4, f"okrtui change propose '{REPEAT}' {options[0]}")
    assert acme("kr", "show", REPEAT, "--json").document == before


def test_a_method_changed_in_an_active_cycle_ends_with_4(acme: Call) -> None:
    ends(acme("kr", "edit", REPEAT, "--method", "percent"), 4, "method")
    ends(acme("change", "propose", REPEAT, "--method", "percent", "--reason", "Simpler"), 4, "method")
    assert acme("change", "list", "--json").document == []


def test_a_week_to_come_ends_with_4(acme: Call) -> None:
    ends(check_in(acme, "24", "--week", "2026-W49"), 4, "W49")


def test_an_unreadable_file_ends_with_2(acme: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ends(acme("lint", "missing.md"), 2, "missing.md")
    ends(acme("import", "missing.md"), 2, "missing.md")
    ends(acme("import", str(tmp_path)), 2)


def test_a_wrongly_encoded_file_ends_with_2_and_names_its_line(acme: Call, tmp_path: Path) -> None:
    file = tmp_path / "latin.md"
    file.write_bytes("Objective: fine\nKR 1: Größe\n".encode("latin-1"))
    before = acme("list", "objectives", "--json").document
    ends(acme("lint", str(file)), 2, "UTF-8", "line 2")
    ends(acme("import", str(file)), 2, "UTF-8")
    assert acme("list", "objectives", "--json").document == before


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("checkin",),
        ("checkin", REPEAT, "--nonsense"),
        ("list", "nonsense"),
        ("show",),
        ("kr", "nonsense"),
    ],
)
def test_a_line_that_cannot_be_understood_ends_with_2_and_names_the_help(
    acme: Call, words: tuple[str, ...]
) -> None:
    ends(acme(*words), 2, "--help")


def test_an_improbable_figure_ends_with_4_until_it_is_confirmed(acme: Call) -> None:
    for week, actual in (("W43", "19"), ("W44", "20"), ("W45", "21")):
        assert check_in(acme, actual, "--week", week).code == 0
    ends(check_in(acme, "2100"), 4, "--yes")
    assert len(revisions(acme)) == 3
    assert check_in(acme, "2100", "--yes").code == 0
    assert revisions(acme)[0]["confirmed"] is True


def test_a_workspace_that_is_not_there_ends_with_3(okrtui: Call) -> None:
    ends(okrtui("list", "krs"), 3, "okrtui init")
    ends(okrtui("show", "x", "-w", "nowhere"), 3, "nowhere")


def test_two_ways_to_give_the_figure_end_with_2(acme: Call) -> None:
    ends(check_in(acme, "24", "--same"), 2, "--same")
