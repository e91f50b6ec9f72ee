"""OKRs written by hand are read, what can't be read is named, and what we write reads back the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from okrtui.okr.house_format import format_okrs, parse_okrs
from okrtui.okr.text import clean_line
from okrtui.okr.written import Unread, WrittenKeyResult, WrittenLimits, WrittenObjective

START = date(2026, 10, 1)
EXAMPLES = Path(__file__).parents[2] / "config" / "examples"

SUPPORT = """\ufeffExample: support that people praise\r
\r
Objective: Win back the patience of our shop customers\r
\r
  • KR 1: Reduce first reply time from 5 hours to 1 hour by Feb 15. Owner: Ana B. Smith. Source: Help desk.\r
\r
  • KR 2: Raise tickets solved at once from 41 percent to 60% by 15 Feb. Owner: Ben. Source: v2.d.io.\r
\r
  • KR 3: Cut reopened tickets from 1 200 to 700 by 2027-02-15. Owner: Cleo. Source: [Desk](https://d.io/r?a=1).\r
\r
Initiatives (bets): answer templates, “night shift, two people,” a status page.\r
\r
Why this works\r
\r
  • Objective says what changes\r
"""


def read(text: str) -> WrittenObjective:
    objectives, unread = parse_okrs(text, START)
    assert unread == []
    (objective,) = objectives
    return objective


def read_kr(sentence: str) -> WrittenKeyResult:
    (kr,) = read(f"Objective: Improve it\n- KR 1: {sentence}").key_results
    return kr


def without_lines(objectives: list[WrittenObjective]) -> list[WrittenObjective]:
    return [
        objective._replace(line=0, key_results=tuple(kr._replace(line=0) for kr in objective.key_results))
        for objective in objectives
    ]


def test_the_playbooks_form_gives_every_figure_day_and_name() -> None:
    objective = read(SUPPORT)
    assert objective.title == "Win back the patience of our shop customers"
    assert objective.line == 3
    assert objective.initiatives == ("answer templates", "night shift, two people", "a status page")
    first, second, third = objective.key_results
    assert first == WrittenKeyResult(
        "Reduce first reply time",
        metric="first reply time",
        unit="hours",
        direction="down",
        baseline="5",
        target="1",
        due="2027-02-15",
        owner="Ana B. Smith",
        source="Help desk",
        line=5,
    )
    assert second[:7] == (
        "Raise tickets solved at once",
        "linear",
        second.metric,
        "%",
        "up",
        "41",
        "60",
    )
    assert (second.source, second.source_url, second.due) == ("v2.d.io", "", "2027-02-15")
    assert (third.baseline, third.source, third.source_url) == ("1200", "Desk", "https://d.io/r?a=1")


@pytest.mark.parametrize(
    "text",
    [
        "Objective: Grow trust\nKR 1: Lift NPS from 24 to 40 by Mar 31. Owner: Ana. Source: Survey.",
        "## Objective: Grow trust\n\n- **KR 1:** Lift NPS from 24 to 40 by Mar 31."
        " **Owner:** Ana. **Source:** Survey.",
        "**Objective 1: Grow trust**\n* KR: Lift NPS from 24 to 40 by March 31st. owner: Ana, source: Survey",
        "O1: Grow trust\n\n### Key Results\n1. Lift NPS from 24 to 40 by 31 Mar. Owner: Ana. Source: Survey.",
        "> Objective: Grow trust\n"
        "> - KR1 - Lift NPS from 24 to 40 by 31 March 2027; Owner: Ana; Source: Survey",
        'Objective: "Grow trust"\n'
        "Key Result 1: Lift NPS from 24 to 40 by 31.03.2027.\n  - Owner: Ana\n  - Source: Survey",
        "Objective: Grow\n  trust\n"
        "- KR 1: Lift NPS\n  from 24 to 40 by 2027-03-31.\n  Owner: Ana. Source: Survey.",
        "Objective:\tGrow  trust\n"
        "\u2022\tKR 1:\tLift NPS from 24 to 40\r\n\tby 2027-03-31. Owner: Ana.\tSource: Survey.",
    ],
)
def test_decoration_does_not_matter(text: str) -> None:
    (objective,) = without_lines([read(text)])
    kr = WrittenKeyResult("Lift NPS", "linear", "NPS", "", "up", "24", "40", due="2027-03-31", owner="Ana")
    assert objective == WrittenObjective("Grow trust", key_results=(kr._replace(source="Survey"),))


@pytest.mark.parametrize(
    ("figures", "read_as"),
    [
        ("from 480 ms to 300 ms", ("480", "300", "ms")),
        ("from 3 days to 1 day", ("3", "1", "days")),
        ("from 18% to 28 percent", ("18", "28", "%")),
        ("from 18 to 28.50 percent", ("18", "28.50", "%")),
        ("from € 1.2 to €1.5", ("1.2", "1.5", "€")),
        ("from $40k to $55k", ("40", "55", "$ k")),
        ("from 4,5 stars to 4,8 stars", ("4.5", "4.8", "stars")),
        ("from \u22123 to +4", ("-3", "4", "")),
        ("from 1 reply to 4 replies", ("1", "4", "replies")),
        ("from 12 000 users to 15 000 users", ("12000", "15000", "users")),
    ],
)
def test_figures_are_read_as_quantities_with_one_unit(figures: str, read_as: tuple[str, str, str]) -> None:
    kr = read_kr(f"Move the time from start to finish {figures} by 2027-01-31")
    assert (kr.title, (kr.baseline, kr.target, kr.unit)) == ("Move the time from start to finish", read_as)


@pytest.mark.parametrize(
    ("day", "iso"),
    [
        ("Sep 30", "2027-09-30"),
        ("Oct 1", "2026-10-01"),
        ("Feb 29", "2028-02-29"),
        ("31 March 2026", "2026-03-31"),
    ],
)
def test_a_date_without_a_year_is_the_first_on_or_after_the_start(day: str, iso: str) -> None:
    assert read_kr(f"Lift NPS from 1 to 2 by {day}.").due == iso


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("- KR 2: Lift NPS from 3 days to 12 hours by Mar 31.", "units differ"),
        ("- KR 2: Lift sales from 1,200 to 2,400 by Mar 31.", "1,200"),
        ("- KR 2: Lift NPS from 1 to 2 by end of spring.", "end of spring"),
        ("- KR 2: Lift NPS from 1 to 2 by Feb 30.", "Feb 30"),
        ("- KR 2: Lift NPS. Owner: Ana. Owner: Ben.", "twice"),
        ("- KR 2: Lift NPS. Weight: heavy.", "heavy"),
        ("- KR 2: Lift NPS. Method: guess.", "guess"),
        ("- KR 2: Lift NPS. Ladder: 4 is good.", "4→1.0"),
        ("- KR 2: Lift NPS. Range: 4 or so.", "floor 80"),
        ("- KR 2:", "empty"),
        ("- something in between", "write “KR 1"),
        ("something in between", "write “KR 1"),
        ("\nsomething in between\n", "write “KR 1"),
        ("- KR 2: " + "x" * 9000, "8000 characters"),
    ],
)
def test_what_cannot_be_read_inside_an_okr_is_named_by_its_line(line: str, why: str) -> None:
    text = f"Objective: Grow trust\n- KR 1: Lift NPS from 24 to 40.\n{line}\n- KR 3: Lift CSAT from 4 to 5."
    (objective,), (unread,) = parse_okrs(text, START)
    assert [kr.title for kr in objective.key_results] == ["Lift NPS", "Lift CSAT"]
    assert why in unread.why
    assert unread.line == (4 if line.startswith("\n") else 3)


def test_a_key_result_without_an_objective_is_named() -> None:
    assert parse_okrs("\nKR 1: Lift NPS from 24 to 40", START) == (
        [],
        [Unread(2, "KR 1: Lift NPS from 24 to 40", "a key result needs an “Objective: …” line above it")],
    )


def test_a_last_line_that_claims_to_be_a_key_result_is_not_taken_for_prose() -> None:
    text = "Objective: Grow trust\n\nKR 1: Lift NPS from 24 to 40.\n\n"
    text += "Lift CSAT form 4 to 5. Owner: Ben.\n\nThe end"
    _, unread = parse_okrs(text, START)
    assert [(line, text) for line, text, _ in unread] == [(5, "Lift CSAT form 4 to 5. Owner: Ben.")]


def test_sentences_without_figures_become_titles() -> None:
    objective = read(
        "Objective: Run the move\n- KR 1: Hold 4 town halls\n- KR 2: Finish plan by Mar 31\n\nWhat is wrong"
    )
    assert without_lines([objective])[0].key_results == (
        WrittenKeyResult("Hold 4 town halls"),
        WrittenKeyResult("Finish plan", due="2027-03-31"),
    )


@pytest.mark.parametrize(
    ("fields", "changes"),
    [
        (
            "Method: ladder 4→1.0, 6->0.7",
            {"method": "ladder", "bands": (("4", "1.0"), ("6", "0.7")), "direction": "down"},
        ),
        (
            "Milestones: beta (1), “GA, all”",
            {"method": "milestones", "milestones": (("beta", "1"), ("GA, all", None))},
        ),
        (
            "Range: 80 < 95\u201399 < 110",
            {"method": "range", "limits": WrittenLimits("80", "95", "99", "110")},
        ),
        ("Range: floor 80, low 95", {"method": "range", "limits": WrittenLimits("80", "95")}),
        ("Method: percent. Due: Mar 31", {"method": "percent", "due": "2027-03-31"}),
        ("Baseline: 4 %. Weight: 2.", {"baseline": "4", "unit": "%", "weight": "2"}),
        ("Collaborators: Ana, Ben. Kind: leading", {"collaborators": ("Ana", "Ben"), "indicator": "leading"}),
        (
            "Contributes to: Lift NPS (by calm); Cut churn",
            {"contributes_to": (("Lift NPS", "by calm"), ("Cut churn", ""))},
        ),
        ("Source: https://a.io/b.", {"source_url": "https://a.io/b"}),
        ("Source of truth: Board https://a.io/b.", {"source": "Board", "source_url": "https://a.io/b"}),
        ("Divergence: intended", {"is_divergence": True}),
    ],
)
def test_fields_beyond_the_template_are_read(fields: str, changes: dict[str, Any]) -> None:
    expected = WrittenKeyResult("Keep it calm", line=2)._replace(**changes)
    assert read_kr(f"Keep it calm. {fields}") == expected


def test_what_we_write_reads_like_the_template() -> None:
    text = format_okrs([read(SUPPORT)])
    assert text.splitlines()[:3] == [
        "## Objective: Win back the patience of our shop customers",
        "",
        "- KR 1: Reduce first reply time from 5 hours to 1 hour by 2027-02-15."
        " Owner: Ana B. Smith. Source: Help desk.",
    ]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.md")), ids=lambda path: path.stem)
def test_our_examples_are_read_completely(path: Path) -> None:
    objectives, unread = parse_okrs(path.read_text(encoding="utf-8"), START)
    assert unread == []
    assert objectives
    assert all(2 <= len(objective.key_results) <= 4 for objective in objectives)


ODD_WORDS = """
Owner: owner: Source: Why: from to by 3 5 % 2027-03-31 Mar 31 Ana A.B. “ ” " ' [x](https://a.io) https://b.io
KR 1: Objective: Initiatives (bets): - * ** # > 1. , ; . ( ) → — | 1,200 € days day percent Ünïcode
日本 : (x) Improve rate . Owner: ; source: […] Team: Unit: Definition: Bet: KRs:
"""
WORDS = st.sampled_from(ODD_WORDS.split())
TEXT = st.one_of(st.lists(WORDS, max_size=6).map(" ".join), st.text(max_size=12)).map(clean_line)
SOME_TEXT = TEXT.filter(bool)
QUANTITY = st.from_regex(r"\A(0|-?[1-9][0-9]{0,6})(\.[0-9]{0,2}[1-9])?\Z")
POSITIVE = st.from_regex(r"\A[1-9][0-9]{0,3}(\.[0-9]{1,2})?\Z")
DAY = st.dates().map(date.isoformat)
UNIT = st.one_of(st.sampled_from(["", "%", "days", "day", "ms", "€", "$ k", "active teams", "percent"]), TEXT)


@st.composite
def key_results(draw: st.DrawFn) -> WrittenKeyResult:
    method = draw(st.sampled_from(["linear", "percent", "ladder", "milestones", "range"]))
    limits = st.builds(WrittenLimits, *[st.none() | QUANTITY] * 4).filter(any)
    return WrittenKeyResult(
        title=draw(TEXT),
        method=method,
        metric=draw(TEXT),
        unit=draw(UNIT),
        direction=draw(st.sampled_from([None, "up", "down"])),
        baseline=draw(st.none() | QUANTITY),
        target=draw(st.none() | QUANTITY),
        bands=tuple(draw(st.lists(st.tuples(QUANTITY, QUANTITY), max_size=4))) if method == "ladder" else (),
        milestones=tuple(draw(st.lists(st.tuples(SOME_TEXT, st.none() | POSITIVE), max_size=4)))
        if method == "milestones"
        else (),
        limits=draw(st.none() | limits) if method == "range" else None,
        due=draw(st.none() | DAY),
        owner=draw(TEXT),
        collaborators=tuple(draw(st.lists(SOME_TEXT, max_size=3))),
        source=draw(TEXT),
        source_url=draw(st.sampled_from(["", "https://a.io/b?c=(d)", "https://a.io/b."]) | TEXT),
        refresh=draw(TEXT),
        weight=draw(st.none() | POSITIVE),
        indicator=draw(st.sampled_from([None, "leading", "lagging"])),
        contributes_to=tuple(draw(st.lists(st.tuples(SOME_TEXT, TEXT), max_size=2))),
        is_divergence=draw(st.booleans()),
        definition=draw(TEXT),
    )


OBJECTIVES = st.lists(
    st.builds(
        WrittenObjective,
        title=TEXT,
        owner=TEXT,
        team=TEXT,
        why=TEXT,
        is_house_format=st.just(True),
        line=st.just(0),
        key_results=st.lists(key_results(), max_size=3).map(tuple),
        initiatives=st.lists(TEXT, max_size=3).map(tuple),
    ),
    max_size=3,
)


@given(OBJECTIVES)
@example([WrittenObjective("", initiatives=("-",))])
def test_what_we_write_reads_back_the_same(objectives: list[WrittenObjective]) -> None:
    text = format_okrs(objectives)
    read_back, unread = parse_okrs(text, START)
    assert unread == []
    assert without_lines(read_back) == objectives
    assert format_okrs(read_back) == text


LINE = st.one_of(
    st.lists(WORDS, max_size=12).map(" ".join), st.text(st.characters(exclude_categories=()), max_size=30)
)


@given(st.lists(LINE, max_size=12).map("\n".join))
def test_any_text_is_read_without_a_traceback_and_settles(text: str) -> None:
    objectives, unread = parse_okrs(text, START)
    again, _ = parse_okrs(format_okrs(objectives), START)
    assert without_lines(again) == without_lines(objectives)
    assert all(1 <= line.line <= text.count("\n") + text.count("\r") + 1 for line in unread)
