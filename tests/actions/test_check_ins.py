"""Checking in: complete, plausible, in its week, revised and never lost."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from okrtui.actions.check_ins import retract
from okrtui.actions.cycles import close_cycle, review_cycle
from okrtui.actions.drafts import drop_draft, save_draft
from okrtui.actions.key_results import edit_key_result
from okrtui.actions.session import Session
from okrtui.okr.errors import BadInput, NotFound, Refused, Unconfirmed
from tests.builders import (
    Published,
    a_check_in,
    a_key_result,
    a_member,
    a_published_cycle,
    a_workspace,
    an_objective,
    at,
    fact,
    rows,
)

MILESTONES = {
    "method": "milestones",
    "milestones": [{"name": "North signed", "weight": "2"}, {"name": "South signed"}],
}


@pytest.fixture
def published(home: Path) -> Published:
    """An active quarter on Tuesday of W47; Monday 10:00 UTC ends a week."""
    made = a_published_cycle(a_workspace(home), MILESTONES)
    at("2026-11-17T12:00:00+00:00")
    return made


def shown(session: Session, week: str = "2026-W47") -> dict[str, Any]:
    (found,) = rows(session, "SELECT * FROM check_in WHERE week = ? AND is_shown = 1", week)
    return found


def revisions(session: Session) -> list[dict[str, Any]]:
    return rows(session, "SELECT * FROM check_in ORDER BY at, id")


def test_a_check_in_is_kept_as_it_was_typed_and_scored(published: Published) -> None:
    done = a_check_in(published.session, published.key_result, "+24,50 %", evidence=["https://a.example/1"])
    assert (done.details["week"], done.details["late"], done.details["revised"]) == ("2026-W47", False, False)
    assert shown(published.session)["actual"] == "24.50"
    of = fact(published.session, published.key_result)
    assert (of["actual"], of["score"], of["rag"], of["confidence"], of["is_unverified"]) == (
        "24.50",
        "0.65",
        "green",
        3,
        0,
    )


@pytest.mark.parametrize("field", ["actual", "confidence", "insight", "next_action"])
@pytest.mark.parametrize("value", [None, "", " \u200b"])
def test_an_incomplete_check_in_is_refused_and_names_what_is_missing(
    published: Published, field: str, value: str | None
) -> None:
    given = {"actual": "20", field: value}
    with pytest.raises(BadInput) as raised:
        a_check_in(published.session, published.key_result, **given)
    assert raised.value.field == field
    assert revisions(published.session) == []


@pytest.mark.parametrize("typed", ["0", "6", "-1", "3.0", "three", "\uff15"])
def test_a_confidence_is_1_to_5(published: Published, typed: str) -> None:
    with pytest.raises(BadInput) as raised:
        a_check_in(published.session, published.key_result, confidence=typed)
    assert raised.value.field == "confidence"


def test_a_week_to_come_is_refused(published: Published) -> None:
    with pytest.raises(Refused, match="still to come"):
        a_check_in(published.session, published.key_result, week="2026-W48")


def test_monday_morning_before_the_deadline_is_last_weeks(published: Published) -> None:
    at("2026-11-23T09:59:59+00:00")
    assert a_check_in(published.session, published.key_result).details["week"] == "2026-W47"
    at("2026-11-23T10:00:00+00:00")
    assert a_check_in(published.session, published.key_result).details["week"] == "2026-W48"


def test_an_earlier_week_is_backfilled_and_marked_late(published: Published) -> None:
    done = a_check_in(published.session, published.key_result, week="45")
    assert (done.details["week"], done.details["late"]) == ("2026-W45", True)
    assert "late" in done.message


def test_backfilling_an_earlier_week_leaves_the_current_figure(published: Published) -> None:
    a_check_in(published.session, published.key_result, "24")
    a_check_in(published.session, published.key_result, "20", week="45")
    of = fact(published.session, published.key_result)
    assert (of["actual"], of["previous_actual"], of["change"], of["weeks_reported"]) == ("24", "20", "+4", 2)


def test_an_actual_below_the_baseline_or_past_the_target_is_ordinary(published: Published) -> None:
    a_check_in(published.session, published.key_result, "-5")
    assert fact(published.session, published.key_result)["score"] == "0.00"
    a_check_in(published.session, published.key_result, "40")
    assert fact(published.session, published.key_result)["attainment"] == "2.20"


def test_typing_again_revises_and_both_versions_stay_readable(published: Published) -> None:
    first = a_check_in(
        published.session, published.key_result, "20", help_needed="a data contract", learning="calls work"
    )
    at("2026-11-18T12:00:00+00:00")
    second = a_check_in(
        published.session, published.key_result, None, confidence=None, insight="SMB too", next_action=None
    )
    assert second.details["revised"]
    old, new = revisions(published.session)
    assert (old["id"], new["id"], new["replaces"]) == (first.id, second.id, first.id)
    assert (old["is_shown"], new["is_shown"], old["identity"]) == (0, 1, new["identity"])
    assert (old["insight"], new["insight"]) == ("Only small accounts react", "SMB too")
    kept = ("actual", "confidence", "next_action", "help_needed", "learning")
    assert [new[name] for name in kept] == ["20", 3, "Offer the incentive", "a data contract", "calls work"]
    assert new["first_at"] == old["at"]


def test_an_empty_text_clears_what_stood_in_a_revision(published: Published) -> None:
    a_check_in(
        published.session, published.key_result, help_needed="a data contract", evidence=["https://a.example"]
    )
    a_check_in(published.session, published.key_result, help_needed="", evidence=[])
    assert (shown(published.session)["help_needed"], shown(published.session)["evidence"]) == (None, None)


def test_a_retracted_check_in_counts_no_more_and_stays_readable(published: Published) -> None:
    a_check_in(published.session, published.key_result, "24")
    retract(published.session, published.key_result)
    of = fact(published.session, published.key_result)
    assert (of["score"], of["actual"], of["last_week"], of["weeks_reported"]) == (None, None, None, 0)
    assert len(revisions(published.session)) == 2
    with pytest.raises(BadInput, match="no check-in of yours"):
        retract(published.session, published.key_result)
    a_check_in(published.session, published.key_result, "25")
    assert fact(published.session, published.key_result)["actual"] == "25"


def test_the_same_figure_again_is_stored_as_a_repeat_on_purpose(published: Published) -> None:
    a_check_in(published.session, published.key_result, "24.0", week="46")
    a_check_in(published.session, published.key_result, None, same=True)
    assert (shown(published.session)["actual"], shown(published.session)["repeats"]) == ("24.0", '["actual"]')


@pytest.mark.parametrize(
    ("by", "moved"), [("+1.25", "25.25"), ("-24", "0.0"), ("-30.5 %", "-6.5"), ("0,5", "24.5")]
)
def test_a_step_moves_the_last_figure(published: Published, by: str, moved: str) -> None:
    a_check_in(published.session, published.key_result, "24.0", week="46")
    a_check_in(published.session, published.key_result, None, by=by)
    assert (shown(published.session)["actual"], shown(published.session)["repeats"]) == (moved, None)


def test_next_action_stands_is_stored_as_a_repeat_and_a_new_one_ends_it(published: Published) -> None:
    a_check_in(published.session, published.key_result, next_action="Call the top 20", week="46")
    a_check_in(published.session, published.key_result, next_action=None, next_stands=True)
    assert (shown(published.session)["next_action"], shown(published.session)["repeats"]) == (
        "Call the top 20",
        '["next_action"]',
    )
    a_check_in(published.session, published.key_result, None, next_action="Hire")
    assert shown(published.session)["repeats"] is None


@pytest.mark.parametrize(
    "given",
    [
        {"actual": None, "same": True},
        {"actual": None, "by": "1"},
        {"next_action": None, "next_stands": True},
        {"actual": "20", "same": True},
        {"actual": "20", "by": "1"},
        {"next_action": "Hire", "next_stands": True},
        {"actual": None, "done": ["North signed"]},
        {"actual": "1.234,5"},
        {"actual": "nan"},
        {"status": "fine"},
        {"help_from": "11111111-1111-4111-8111-111111111111"},
        {"week": "2026-W54"},
        {"insight": "x" * 10_001},
    ],
)
def test_what_can_not_be_is_refused_and_nothing_is_saved(published: Published, given: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        a_check_in(published.session, published.key_result, **given)
    assert revisions(published.session) == []


def test_milestones_are_named_by_their_beginnings(published: Published) -> None:
    a_check_in(published.session, published.key_results[1], None, done=["south"])
    of = fact(published.session, published.key_results[1])
    assert (json.loads(of["done"]), of["score"]) == (["South signed"], "0.33")


def test_no_milestone_done_is_a_report_too(published: Published) -> None:
    a_check_in(published.session, published.key_results[1], None, done=[])
    assert fact(published.session, published.key_results[1])["score"] == "0.00"
    with pytest.raises(BadInput):
        a_check_in(published.session, published.key_results[1], "3")


def a_history(published: Published) -> None:
    for week, actual in (("43", "20"), ("44", "21"), ("45", "22")):
        a_check_in(published.session, published.key_result, actual, week=week)


def test_an_implausible_move_asks_and_saves_nothing_until_it_is_confirmed(published: Published) -> None:
    a_history(published)
    with pytest.raises(Unconfirmed) as raised:
        a_check_in(published.session, published.key_result, "33")
    assert len(raised.value.questions) == 1
    assert len(revisions(published.session)) == 3
    a_check_in(published.session, published.key_result, "33", confirmed=True)
    assert shown(published.session)["confirmed"] == 1
    a_check_in(published.session, published.key_result, None, insight="It is so")
    assert shown(published.session)["confirmed"] == 1


def test_a_plausible_move_is_noted_as_nothing_that_was_confirmed(published: Published) -> None:
    a_history(published)
    a_check_in(published.session, published.key_result, "32", confirmed=True)
    assert shown(published.session)["confirmed"] is None


def test_a_backfilled_week_is_judged_by_the_weeks_before_it(published: Published) -> None:
    a_history(published)
    a_check_in(published.session, published.key_result, "33", confirmed=True)
    with pytest.raises(Unconfirmed):
        a_check_in(published.session, published.key_result, "33", week="46")
    a_check_in(published.session, published.key_result, "500", week="42")
    assert shown(published.session, "2026-W42")["actual"] == "500"


def test_an_actual_outside_the_metrics_valid_range_is_asked_about(published: Published) -> None:
    with published.session.writing("a metric") as journal:
        fields = {
            "name": "Rate",
            "valid_range": {"min": "0", "max": "100"},
            "key_results": [published.key_result],
        }
        journal.add("metric", journal.new_id(), fields)
    with pytest.raises(Unconfirmed, match="valid range"):
        a_check_in(published.session, published.key_result, "101")


def test_nobody_checks_in_on_a_draft(published: Published) -> None:
    draft = a_key_result(published.session, an_objective(published.session, published.cycle, "Win"))
    with pytest.raises(Refused, match="draft"):
        a_check_in(published.session, draft)


def test_check_ins_go_on_in_review_and_end_when_the_cycle_is_closed(published: Published) -> None:
    review_cycle(published.session, published.cycle)
    a_check_in(published.session, published.key_result)
    close_cycle(published.session, published.cycle)
    with pytest.raises(Refused, match="closed"):
        a_check_in(published.session, published.key_result, "25")
    with pytest.raises(Refused, match="closed"):
        retract(published.session, published.key_result)


def test_a_key_result_that_is_not_there_is_not_found(published: Published) -> None:
    with pytest.raises(NotFound):
        a_check_in(published.session, "nothing")


def test_a_program_lead_checks_in_on_behalf_of_the_owner(published: Published) -> None:
    leo = a_member(published.session, "leo", "program_lead")
    a_check_in(leo, published.key_result, "22")
    saved = shown(published.session)
    assert (saved["author"], saved["on_behalf"]) == (published.session.member.id, leo.member.id)
    a_check_in(published.session, published.key_result, "23")
    assert (shown(published.session)["actual"], shown(published.session)["on_behalf"]) == ("23", None)
    assert fact(published.session, published.key_result)["weeks_reported"] == 1


def test_a_collaborator_checks_in_with_an_identity_of_their_own(published: Published) -> None:
    bo = a_member(published.session, "bo", "member")
    with pytest.raises(Refused, match="only its owner"):
        a_check_in(bo, published.key_result)
    edit_key_result(published.session, published.key_result, collaborators=[bo.member.id])
    a_check_in(published.session, published.key_result, "20")
    at("2026-11-17T13:00:00+00:00")
    a_check_in(bo, published.key_result, "23")
    both = rows(published.session, "SELECT DISTINCT identity FROM check_in WHERE is_shown = 1")
    assert len(both) == 2
    assert fact(published.session, published.key_result)["actual"] == "23"


def test_a_viewer_checks_in_on_nothing(published: Published) -> None:
    viewer = a_member(published.session, "vi", "viewer")
    edit_key_result(published.session, published.key_result, collaborators=[viewer.member.id])
    with pytest.raises(Refused):
        a_check_in(viewer, published.key_result)


def test_a_draft_is_kept_while_one_types_and_dropped_when_the_check_in_is_saved(published: Published) -> None:
    save_draft(published.session.path, published.key_result, "2026-W47", {"insight": "half a sen"})
    save_draft(published.session.path, published.key_result, "2026-W46", {"insight": "another"})
    with pytest.raises(BadInput):
        a_check_in(published.session, published.key_result, confidence=None)
    assert len(rows(published.session, "SELECT * FROM draft")) == 2
    a_check_in(published.session, published.key_result)
    assert [one["week"] for one in rows(published.session, "SELECT * FROM draft")] == ["2026-W46"]
    drop_draft(published.session.path, published.key_result, "2026-W46")
    assert rows(published.session, "SELECT * FROM draft") == []


def test_two_unseen_revisions_stand_in_conflict_until_somebody_types_again(published: Published) -> None:
    a_check_in(published.session, published.key_result, "20")
    saved = shown(published.session)
    with published.session.writing("the other device") as journal:
        record = {
            "key_result": published.key_result,
            "week": "2026-W47",
            "author": saved["author"],
            "actual": "21",
            "at": saved["at"],
        }
        journal.add("check_in", saved["identity"], record, base=())
    assert len(rows(published.session, "SELECT * FROM conflict WHERE kind = 'check_in'")) == 1
    a_check_in(published.session, published.key_result, "22")
    assert rows(published.session, "SELECT * FROM conflict") == []
    assert len(revisions(published.session)) == 3


def statements(session: Session, key_result: str) -> list[str]:
    """The statements that saving a check-in runs."""
    traced: list[str] = []
    connect = sqlite3.connect

    def traced_connect(*args: Any, **given: Any) -> sqlite3.Connection:
        connection = connect(*args, **given)
        connection.set_trace_callback(traced.append)
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", traced_connect)
        a_check_in(session, key_result)
    return traced


def test_saving_a_check_in_costs_the_same_in_a_large_workspace(home: Path) -> None:
    small = a_published_cycle(a_workspace(home, "Small"), count=5)
    at("2026-11-17T12:00:00+00:00")
    few = statements(small.session, small.key_result)
    large = a_published_cycle(a_workspace(home, "Large"), count=5)
    for number in range(9):
        other = an_objective(large.session, large.cycle, f"Win the market {chr(97 + number)}")
        for letter in "abcde":
            a_key_result(large.session, other, f"Raise rate {letter}")
    at("2026-11-17T12:00:00+00:00")
    assert len(statements(large.session, large.key_result)) == len(few)
