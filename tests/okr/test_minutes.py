"""Minutes in Markdown: all that was told, nothing that was not, and no text of people as markup."""

from __future__ import annotations

import pytest

from okrtui.okr.minutes import (
    LONGEST,
    DecisionTold,
    KeyResultTold,
    Minutes,
    VoteTold,
    minutes_text,
    vote_line,
)

TOLD = KeyResultTold(
    code="k7f3",
    title="Increase repeat purchase rate",
    way="18 → 24 → 28 % (+3 since last week)",
    standing="score 0.60 · AMBER · confidence 4/5",
    insight="Only small accounts react",
    promise="Draft the incentive",
    is_kept=True,
    next_action="Launch it",
    help_needed="an export (from Data)",
    impediments=("red streak since W44 · huddle: Ben",),
    vote=VoteTold(4, 2, 5, 3),
)
WHOLE = Minutes(
    team="Growth",
    week="2026-W47",
    day="2026-11-17",
    presenter="Ana",
    attendees=("Ana", "Ben"),
    key_results=(TOLD,),
    decisions=(
        DecisionTold("Move the budget", "Ben", "2026-12-01", False),
        DecisionTold("Two people more", "Ana", "2026-12-01", True),
    ),
    blockers=("The export fails",),
)


def test_the_minutes_tell_who_was_there_what_moved_and_what_was_decided() -> None:
    assert minutes_text(WHOLE).splitlines() == [
        "# Growth: check-in meeting 2026-W47",
        "",
        "2026-11-17 · held by Ana · 1 KR",
        "",
        "**Present:** Ana, Ben",
        "**Promises:** 1 of 1 promises kept",
        "",
        "## Decisions",
        "",
        "- Move the budget (owner Ben, due 2026-12-01)",
        "- Two people more (owner Ana, due 2026-12-01, proposed, waits for the sponsor)",
        "",
        "## Blockers raised",
        "",
        "- The export fails",
        "",
        "## Key results",
        "",
        "### Increase repeat purchase rate (k7f3)",
        "",
        "- Movement 18 → 24 → 28 % (+3 since last week) · score 0.60 · AMBER · confidence 4/5",
        "- Vote on confidence: 4 voted, 2 to 5, agreed 3",
        "- Promised: Draft the incentive (done)",
        "- Insight: Only small accounts react",
        "- Next: Launch it",
        "- Help needed: an export (from Data)",
        "- Impediment: red streak since W44 · huddle\\: Ben",
    ]


@pytest.mark.parametrize(
    ("vote", "line"),
    [
        (VoteTold(0, None, None, None), "nobody voted"),
        (VoteTold(3, 4, 4, None), "3 voted, all 4"),
        (VoteTold(3, 1, 5, 2), "3 voted, 1 to 5, agreed 2"),
    ],
)
def test_a_vote_names_nobody(vote: VoteTold, line: str) -> None:
    assert vote_line(vote) == line


def test_a_promise_that_nobody_asked_about_says_so() -> None:
    told = minutes_text(WHOLE._replace(key_results=(TOLD._replace(is_kept=None),)))
    assert "- Promised: Draft the incentive (not asked)" in told
    assert "promises kept" not in told


def test_text_of_people_is_never_markup_nor_a_mention() -> None:
    hostile = "# [x](http://evil) @all <b>\n- **now** \x1b[31m"
    told = minutes_text(
        WHOLE._replace(
            team=hostile,
            attendees=(hostile,),
            decisions=(DecisionTold(hostile, hostile, "", False),),
            blockers=(hostile,),
            key_results=(
                TOLD._replace(title=hostile, insight=hostile, promise=hostile, help_needed=hostile),
            ),
        )
    )
    assert "\x1b" not in told
    assert "@all" not in told.replace("\\@all", "")
    assert "[x]" not in told
    assert "<b>" not in told.replace("\\<b\\>", "")


@pytest.mark.parametrize("count", [1, 30, 60, 400])
def test_minutes_of_many_key_results_stay_short_enough_to_be_saved(count: int) -> None:
    many = WHOLE._replace(key_results=tuple(TOLD._replace(insight="so it is " * 50) for _ in range(count)))
    told = minutes_text(many)
    assert len(told) <= LONGEST
    left_out = count - told.count("### ")
    assert (f"… and {left_out} more KRs" in told) == bool(left_out)
