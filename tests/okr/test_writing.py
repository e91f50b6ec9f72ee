"""The quality gate finds what the Playbook's writing standards name, and nothing in what is written well."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.errors import BadInput
from okrtui.okr.house_format import parse_okrs
from okrtui.okr.writing import (
    SEVERITIES,
    CycleFrame,
    Finding,
    is_blocking,
    is_waivable,
    lint_objective,
    lint_set,
)
from okrtui.okr.writing_words import DEFAULT_WORDS, words_from
from okrtui.okr.written import WrittenKeyResult, WrittenLimits, WrittenObjective

CONFIG = Path(__file__).parents[2] / "config"
QUARTER = CycleFrame("quarter", date(2027, 1, 1), date(2027, 3, 31))
MICRO = QUARTER._replace(kind="micro")


def a_key_result(title: str = "Reduce monthly churn", **changes: Any) -> WrittenKeyResult:
    good = WrittenKeyResult(
        title,
        baseline="5",
        target="3",
        unit="%",
        due="2027-03-31",
        owner="ana",
        source="Billing",
        refresh="weekly",
        contributes_to=(("Increase revenue kept", "churn"),),
        indicator="lagging",
    )
    return good._replace(**changes)


def an_objective(title: str = "Keep the customers we have won", **changes: Any) -> WrittenObjective:
    key_results = (a_key_result(), a_key_result("Increase weekly logins", indicator="leading"))
    good = WrittenObjective(title, "ben", "Growth", key_results=key_results, is_house_format=False)
    return good._replace(**changes)


def with_key_result(**changes: Any) -> WrittenObjective:
    title = str(changes.pop("title", "Reduce monthly churn"))
    return an_objective(key_results=(a_key_result(title, **changes), a_key_result(indicator="leading")))


def codes(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(finding.code, finding.severity) for finding in findings}


def test_a_well_written_objective_has_no_findings() -> None:
    assert lint_set([an_objective()], QUARTER) == []


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("", {("O-SENTENCE", "error")}),
        ("…", {("O-SENTENCE", "error"), ("O-VERB", "warning")}),
        ("Grow trust. Reduce churn", {("O-SENTENCE", "error")}),
        ("Grow trust!", set()),
        ("Grow trust, e.g. in the U.S. market, vs. our rivals", set()),
        ("Grow " + "x" * 96, {("O-LENGTH", "warning")}),
        ("Grow " + "x" * 95, set()),
        ("Delight newcomers so that they come back within 30 days", {("O-DIGITS", "warning")}),
        ("Win a 24-hour promise that people trust", {("O-DIGITS", "warning")}),
        ("Delight 30 newcomers", {("O-DIGITS", "error")}),
        ("Win back customers by 2027", {("O-DIGITS", "error")}),
        ("Happy customers everywhere", {("O-VERB", "warning")}),
        ("“Restore trust in our numbers”", set()),
        ("To boldly expand where nobody ships", set()),
        ("Execute the reliability project flawlessly", {("O-PROJECT", "error")}),
        ("Roll out the new CRM", {("O-PROJECT", "error")}),
        ("Launch customer portal", {("O-PROJECT", "error")}),
        ("Reliability project", {("O-PROJECT", "error")}),
        ("Project Phoenix", {("O-PROJECT", "error")}),
        ("Improve onboarding, phase two", {("O-PROJECT", "error")}),
        ("Improve version 3 of the app", {("O-PROJECT", "error"), ("O-DIGITS", "error")}),
        ("Increase project success for our clients", set()),
        ("Reduce what launches cost our customers", set()),
        ("Improve how projects are born", set()),
        ("Completely restore calm", set()),
        ("Deliverability nobody thinks about", {("O-VERB", "warning")}),
    ],
)
def test_the_objectives_sentence(title: str, found: set[tuple[str, str]]) -> None:
    assert codes(lint_objective(an_objective(title))) == found


@pytest.mark.parametrize(
    ("changes", "code", "severity"),
    [
        ({"owner": ""}, "K-OWNER", "error!"),
        ({"owner": "Ana, Ben"}, "K-OWNER", "error!"),
        ({"source": " "}, "K-SOURCE", "error!"),
        ({"baseline": None}, "K-MEASURE", "error!"),
        ({"baseline": "3"}, "K-MEASURE", "error!"),
        ({"method": "ladder"}, "K-MEASURE", "error!"),
        ({"method": "milestones"}, "K-MEASURE", "error!"),
        ({"method": "range"}, "K-MEASURE", "error!"),
        ({"due": None}, "K-DUE", "error"),
        ({"due": "2027-04-01"}, "K-DUE", "error"),
        ({"due": "2026-12-31"}, "K-DUE", "error"),
        ({"refresh": ""}, "K-REFRESH", "warning"),
        ({"refresh": "Monthly"}, "K-REFRESH", "warning"),
        ({"refresh": "every two weeks"}, "K-REFRESH", "warning"),
        ({"contributes_to": ()}, "K-CONTRIBUTES", "warning"),
        ({"title": "Initiative: answer templates"}, "S-INITIATIVE", "error"),
        ({"title": "Complete the design document"}, "K-ACTIVITY", "error"),
        ({"title": "Hold 6 workshops"}, "K-ACTIVITY", "error"),
        ({"title": "Successfully launch version 3"}, "K-ACTIVITY", "error"),
        ({"title": "Roll out the checklist"}, "K-ACTIVITY", "error"),
        ({"title": "Number of newsletters sent"}, "K-ACTIVITY", "error"),
    ],
)
def test_each_fault_of_a_key_result_is_found(changes: dict[str, Any], code: str, severity: str) -> None:
    findings = lint_objective(with_key_result(**changes), QUARTER)
    assert codes(findings) == {(code, severity)}
    assert findings[0].key_result == 0
    assert findings[0].remedy


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Reduce time to complete onboarding"},
        {"title": "Release frequency"},
        {"title": "Increase orders shipped per picker"},
        {"title": "Running costs per order"},
        {
            "title": "Hold latency inside its limits",
            "method": "range",
            "limits": WrittenLimits(high="250", ceiling="300"),
        },
        {"method": "percent", "baseline": None, "target": None},
        {"method": "ladder", "bands": (("4", "1.0"), ("6", "0.7"))},
        {"method": "milestones", "milestones": (("beta", None),)},
        {"source": "", "source_url": "https://boards.example.org/churn"},
        {"contributes_to": (), "is_divergence": True},
        {"refresh": "hourly"},
        {"due": "2027-01-01"},
        {"owner": "Head of Sales and Marketing"},
    ],
)
def test_what_is_fine_is_left_alone(changes: dict[str, Any]) -> None:
    assert lint_objective(with_key_result(**changes), QUARTER) == []


def test_what_is_missing_is_named() -> None:
    findings = lint_objective(with_key_result(baseline=None, target=None))
    assert [finding.message for finding in findings] == ["no baseline and no target"]


@pytest.mark.parametrize(
    ("count", "cycle", "severity"),
    [
        (0, None, "error"),
        (1, None, "error"),
        (2, None, None),
        (4, QUARTER, None),
        (5, QUARTER, "warning"),
        (6, QUARTER, "error"),
        (0, MICRO, "error"),
        (1, MICRO, None),
        (2, MICRO, None),
        (3, MICRO, "error"),
    ],
)
def test_an_objective_has_two_to_five_key_results(
    count: int, cycle: CycleFrame | None, severity: str | None
) -> None:
    objective = an_objective(key_results=(a_key_result(),) * count)
    found = [finding.severity for finding in lint_objective(objective, cycle) if finding.code == "S-KR-COUNT"]
    assert found == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("count", "cycle", "severity"),
    [
        (4, QUARTER, None),
        (5, QUARTER, "warning"),
        (5, QUARTER._replace(kind="annual", is_company=True), None),
        (6, QUARTER._replace(kind="annual", is_company=True), "warning"),
        (1, MICRO, None),
        (2, MICRO, "error"),
    ],
)
def test_a_team_has_few_objectives(count: int, cycle: CycleFrame, severity: str | None) -> None:
    findings = [
        finding for finding in lint_set([an_objective()] * count, cycle) if finding.code == "S-OBJECTIVES"
    ]
    assert [finding.severity for finding in findings] == ([severity] if severity else [])


def test_objectives_are_counted_for_each_team() -> None:
    objectives = [an_objective(team=team) for team in ("Growth", "Support") for _ in range(3)]
    assert lint_set(objectives, QUARTER) == []


def test_an_unbalanced_set_is_named() -> None:
    objective = an_objective(key_results=(a_key_result(), a_key_result(indicator=None)))
    assert codes(lint_objective(objective)) == {("S-BALANCE", "warning")}


def test_an_initiative_among_the_key_results_is_found() -> None:
    objective = with_key_result(title="Templates: answer!", baseline=None)._replace(
        initiatives=("templates answer",)
    )
    assert ("S-INITIATIVE", "error") in codes(lint_objective(objective))


def test_an_objective_needs_one_owner_unless_its_format_has_no_place_for_it() -> None:
    nobody = an_objective(
        owner="", key_results=(a_key_result(refresh="", contributes_to=(), indicator=None),) * 2
    )
    found = {"O-OWNER", "K-REFRESH", "K-CONTRIBUTES", "S-BALANCE"}
    assert {finding.code for finding in lint_objective(nobody)} == found
    assert lint_objective(nobody._replace(is_house_format=True)) == []


def test_the_companys_key_results_have_none_above_them() -> None:
    objective = with_key_result(contributes_to=())
    assert lint_objective(objective, QUARTER._replace(is_company=True)) == []


def test_a_project_written_as_an_okr_is_caught_for_every_reason() -> None:
    text = """Objective: Deliver the warehouse project on time
- KR 1: Finish the floor plan
- KR 2: Run 5 scanner trainings
- KR 3: Ship release 2 of the picking app"""
    objectives, _ = parse_okrs(text, date(2027, 1, 1))
    found = [(finding.code, finding.key_result) for finding in lint_set(objectives)]
    of_each = ("K-MEASURE", "K-OWNER", "K-SOURCE", "K-DUE", "K-ACTIVITY")
    assert found == [("O-PROJECT", None), *((code, index) for index in range(3) for code in of_each)]


@pytest.mark.parametrize("path", sorted((CONFIG / "examples").glob("*.md")), ids=lambda path: path.stem)
def test_our_examples_have_no_findings(path: Path) -> None:
    objectives, unread = parse_okrs(path.read_text(encoding="utf-8"), date(2027, 1, 1))
    assert (lint_set(objectives, MICRO if path.stem == "learning" else QUARTER), unread) == ([], [])


def test_only_errors_block_and_only_plain_errors_can_be_waived() -> None:
    findings = [Finding("X", severity, "", "", 0, None, 0) for severity in SEVERITIES]
    assert [is_blocking(finding) for finding in findings] == [True, True, False]
    assert [is_waivable(finding) for finding in findings] == [False, True, False]


def test_the_file_of_word_lists_holds_the_defaults() -> None:
    with (CONFIG / "writing.toml").open("rb") as file:
        read = tomllib.load(file)
    assert list(read) == list(DEFAULT_WORDS._fields)
    assert words_from(read) == DEFAULT_WORDS


def test_edited_word_lists_decide() -> None:
    words = words_from({"strong_verbs": ["Ponder"], "activity_verbs": []})
    assert lint_objective(an_objective("Ponder the sea"), words=words) == []
    assert lint_objective(with_key_result(title="Hold 6 workshops"), words=words) == lint_objective(
        an_objective(), words=words
    )


@pytest.mark.parametrize("mapping", [{"verbs": []}, {"strong_verbs": "win"}, {"strong_verbs": [1]}])
def test_unusable_word_lists_are_refused(mapping: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match=r"writing\.toml"):
        words_from(mapping)


@given(st.text(), st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_text_is_judged(title: str, kr_title: str, text: str, initiatives: list[str]) -> None:
    key_result = a_key_result(kr_title, owner=text, refresh=text)
    objective = an_objective(title, key_results=(key_result,), initiatives=tuple(initiatives))
    assert all(finding.message and finding.remedy for finding in lint_objective(objective, QUARTER))
