"""The weekly check-in from the prompt: saved, revised, repeated, asked line by line."""

from __future__ import annotations

from tests.cli.conftest import ONBOARDING, PARTNERS, REPEAT, TEXTS, Call, check_in, revisions

W46 = "2026-11-10T09:00:00+01:00"


def test_a_check_in_is_scored_with_the_figure_as_it_was_typed(acme: Call) -> None:
    outcome = check_in(acme, "24.0 %", "--json")
    assert outcome.code == 0
    assert outcome.document["actual"] == "24.0"
    assert outcome.document["week"] == "2026-W47"
    assert outcome.document["score"] == "0.60"
    assert outcome.document["rag"] == "amber"


def test_without_json_the_words_go_to_stderr(acme: Call) -> None:
    outcome = check_in(acme, "24")
    assert outcome.out == ""
    assert "W47" in outcome.err


def test_again_in_the_same_week_is_a_revision_and_says_so(acme: Call) -> None:
    check_in(acme, "23")
    outcome = check_in(acme, "24")
    assert "revis" in outcome.err.lower()
    assert [version["actual"] for version in revisions(acme)] == [24, 23]


def test_same_and_next_stands_repeat_last_week_on_purpose(acme: Call) -> None:
    check_in(acme, "21.50", now=W46)
    outcome = acme(
        "checkin", REPEAT, "--same", "--next-stands", "--confidence", "3", "--insight", "Flat", "--json"
    )
    assert outcome.code == 0, outcome
    assert outcome.document["actual"] == "21.50"
    assert outcome.document["next_action"] == TEXTS[3]
    assert set(outcome.document["repeats"]) == {"actual", "next_action"}


def test_by_moves_last_weeks_figure(acme: Call) -> None:
    check_in(acme, "21", now=W46)
    outcome = acme("checkin", REPEAT, "--by", "-2.5", "--confidence", "3", *TEXTS, "--json")
    assert outcome.document["actual"] == "18.5"


def test_milestones_are_named_by_any_unambiguous_start(acme: Call) -> None:
    outcome = acme("checkin", PARTNERS, "--done", "north", "--confidence", "3", *TEXTS, "--json")
    assert outcome.document["milestones_done"] == ["North signed"]
    assert outcome.document["score"] == "0.67"


def test_none_done_is_said_on_purpose(acme: Call) -> None:
    outcome = acme("checkin", PARTNERS, "--none-done", "--confidence", "3", *TEXTS, "--json")
    assert outcome.document["milestones_done"] == []
    assert outcome.document["score"] == "0.00"


def test_a_retracted_check_in_stays_readable(acme: Call) -> None:
    check_in(acme, "24")
    assert acme("checkin", REPEAT, "--retract").code == 0
    assert acme("show", REPEAT, "--json").document.get("score") is None
    assert "24" in str(revisions(acme))


def test_plain_asks_line_by_line_from_a_pipe(acme: Call) -> None:
    check_in(acme, "21", now=W46)
    answers = "24\n4\nMoves again\n=\nEvent export\n\nhttps://shop.example/w47\n"
    outcome = acme("checkin", REPEAT, "--plain", "--json", typed=answers)
    assert outcome.code == 0, outcome
    assert outcome.document["actual"] == 24
    assert outcome.document["next_action"] == TEXTS[3]
    assert outcome.document["help_needed"] == "Event export"
    assert outcome.document["evidence"] == ["https://shop.example/w47"]
    assert "last week 21 %" in outcome.err


def test_plain_takes_milestones_by_number(acme: Call) -> None:
    outcome = acme("checkin", PARTNERS, "--plain", "--json", typed="1,2\n5\nBoth signed\nStart\n\n\n")
    assert outcome.document["milestones_done"] == ["North signed", "South signed"]


def test_plain_ends_at_the_first_answer_from_a_pipe_that_cannot_be_used(acme: Call) -> None:
    outcome = acme("checkin", REPEAT, "--plain", typed="lots\n4\nMoves\nGo on\n\n\n")
    assert outcome.code == 2
    assert "lots" in outcome.err
    assert revisions(acme) == []


def test_plain_that_ends_early_saves_nothing(acme: Call) -> None:
    outcome = acme("checkin", REPEAT, "--plain", typed="24\n4\n")
    assert outcome.code == 2
    assert "Insight" in outcome.err
    assert revisions(acme) == []


def test_a_check_in_consumes_the_draft_of_its_week(acme: Call) -> None:
    from okrtui.actions.drafts import save_draft
    from okrtui.actions.session import Session

    session = Session.open()
    with session.reading() as c:
        key_result = c.execute("SELECT id FROM key_result WHERE title = ?", (REPEAT,)).fetchone()[0]
    save_draft(session.path, key_result, "2026-W47", {"insight": "half a sen"})
    check_in(acme, "24")
    with session.reading() as c:
        assert c.execute("SELECT count(*) FROM draft").fetchone()[0] == 0


def test_undo_takes_the_check_in_back_and_redo_brings_it_again(acme: Call) -> None:
    check_in(acme, "24")
    assert acme("undo").code == 0
    assert acme("show", REPEAT, "--json").document.get("actual") is None
    assert acme("redo").code == 0
    assert acme("show", REPEAT, "--json").document["actual"] == 24


def test_a_ladder_that_goes_down_scores_its_band(acme: Call) -> None:
    assert check_in(acme, "4.5", "--json", ref=ONBOARDING).document["score"] == "0.70"


def test_a_check_in_of_an_earlier_week_is_answered_with_that_weeks_score(acme: Call) -> None:
    check_in(acme, "24")
    told = check_in(acme, "20", "--week", "W45").err
    assert f"{REPEAT} in 2026-W45: 0.20 RED" in told
    assert "0.60 AMBER" in told
