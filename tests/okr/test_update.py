from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.update import UpdateFacts, update_lines, update_markdown

FACTS = UpdateFacts(
    key_result="Lift week-4 retention",
    objective="Make the first month worth staying for",
    week="2026-W47",
    baseline="18",
    actual="24",
    target="28",
    unit="%",
    change="+2",
    score="0.60",
    rag="amber",
    confidence=4,
    pace="behind −0.22",
    insight="Users who set a goal on day one come back twice as often.",
    next_action="Ask every new account for a goal.",
)


def test_an_update_tells_the_week_in_five_lines() -> None:
    assert update_lines(FACTS) == [
        "Lift week-4 retention · Make the first month worth staying for · 2026-W47",
        "18 → 24 → 28 % (+2 since last week)",
        "score 0.60 · amber · confidence 4/5 · behind −0.22",
        "Insight: Users who set a goal on day one come back twice as often.",
        "Next: Ask every new account for a goal.",
    ]


def test_help_and_evidence_add_a_line_each() -> None:
    with_help = FACTS._replace(help_needed="A data export", help_from="Data")
    assert update_lines(with_help)[5:] == ["Help needed: A data export (from Data)"]
    with_evidence = FACTS._replace(evidence=["https://bi.example/1", "https://bi.example/2"])
    assert update_lines(with_evidence)[5:] == ["Evidence: https://bi.example/1 · https://bi.example/2"]
    assert len(update_lines(with_help._replace(evidence=["https://bi.example/1"]))) == 7


@pytest.mark.parametrize(
    ("changes", "line", "shown"),
    [
        ({"baseline": "", "target": "95 to 250"}, 1, "24 → 95 to 250 % (+2 since last week)"),
        ({"change": ""}, 1, "18 → 24 → 28 %"),
        ({"actual": "", "change": ""}, 1, "18 → — → 28 %"),
        ({"milestones_done": 2, "milestones_total": 4}, 1, "2 of 4 milestones done (+2 since last week)"),
        ({"milestones_total": 4, "change": ""}, 1, "— of 4 milestones done"),
        (
            {"score": "1.00", "attainment": "1.40", "rag": "stretch", "pace": ""},
            2,
            "score 1.00 (attainment 1.40) · stretch · confidence 4/5",
        ),
        (
            {"rag": "green", "is_unverified": True, "pace": ""},
            2,
            "score 0.60 · green, unverified · confidence 4/5",
        ),
        ({"stale_weeks": 1, "pace": ""}, 2, "stale for 1 week · score 0.60 · amber · confidence 4/5"),
        ({"declared": "at_risk", "pace": ""}, 2, "score 0.60 · amber · confidence 4/5 · declared at risk"),
        (
            {"score": "—", "rag": "", "confidence": None, "pace": "", "stale_weeks": 3},
            2,
            "stale for 3 weeks · no score yet · confidence —",
        ),
        ({"insight": " one\n\ntwo\tthree "}, 3, "Insight: one two three"),
        ({"insight": ""}, 3, "Insight: —"),
    ],
)
def test_each_line_says_what_is_known(changes: dict[str, object], line: int, shown: str) -> None:
    assert update_lines(FACTS._replace(**changes))[line] == shown  # type: ignore[arg-type]


@given(st.text(), st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_an_update_has_five_to_seven_printable_lines_whatever_people_wrote(
    insight: str, help_needed: str, help_from: str, evidence: list[str]
) -> None:
    facts = FACTS._replace(insight=insight, help_needed=help_needed, help_from=help_from, evidence=evidence)
    lines = update_lines(facts)
    assert 5 <= len(lines) <= 7
    assert all(len(line.splitlines()) == 1 and "\x1b" not in line for line in lines)
    assert len(update_markdown(facts).splitlines()) == len(lines) + 1


def test_as_markdown_an_update_is_a_heading_and_a_list() -> None:
    text = update_markdown(FACTS._replace(evidence=["https://bi.example/a_b"]))
    assert text.splitlines()[:3] == [
        "**Lift week-4 retention** · Make the first month worth staying for · 2026-W47",
        "",
        "- 18 → 24 → 28 % (+2 since last week)",
    ]
    assert text.splitlines()[-2:] == [
        "- **Next:** Ask every new account for a goal.",
        "- **Evidence:** <https://bi.example/a_b>",
    ]
    assert text.endswith("\n")


@pytest.mark.parametrize(
    ("written", "escaped"),
    [
        ("**loud** _and_ `code`", r"\*\*loud\*\* \_and\_ \`code\`"),
        ("[win](https://evil.example)", r"\[win\](https\://evil.example)"),
        ("<script>&amp;</script>", r"\<script\>\&amp;\</script\>"),
        ("@all see #1 or www.evil.example", r"\@all see \#1 or www\.evil.example"),
        ("a\n# heading", r"a \# heading"),
    ],
)
def test_what_people_wrote_never_becomes_markdown(written: str, escaped: str) -> None:
    text = update_markdown(FACTS._replace(insight=written, key_result=written))
    assert f"- **Insight:** {escaped}\n" in text
    assert text.startswith(f"**{escaped}** · ")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://x> <b", "https://x y", "file:///etc/passwd"])
def test_evidence_that_is_no_web_address_is_no_link(url: str) -> None:
    assert f"<{url}" not in update_markdown(FACTS._replace(evidence=[url]))
