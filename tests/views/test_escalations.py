"""Escalations with their clocks, those whose turn it is, and metrics that were not refreshed in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from okrtui.actions.people import add_member, add_team, edit_member, edit_team
from okrtui.okr.errors import Ambiguous, NotFound
from okrtui.views.escalation_names import find_escalation
from okrtui.views.escalation_text import clock_text, name_of, state_text, turn_text, within
from okrtui.views.escalations import EscalationLine, escalations
from okrtui.views.names import find
from tests.views.growth import Growth

W45, W46, W47 = "2026-11-03T09:00:00+00:00", "2026-11-10T09:00:00+00:00", "2026-11-17T09:00:00+00:00"


def found(growth: Growth, now: str = "", **asked: Any) -> list[EscalationLine]:
    if now:
        growth.at(now)
    with growth.reading() as c:
        return escalations(c, growth.now, **asked)


def a_streak(growth: Growth, **given: Any) -> str:
    key_result = growth.a_key_result(collaborators=[growth.ana], **given)
    growth.check_in(key_result, W46, actual="19")
    growth.check_in(key_result, W47, actual="20")
    return key_result


def answer(growth: Growth, line: EscalationLine, step: str, at: str, **texts: str) -> None:
    about = {"kind": line.kind, "week": line.week, "key_result": line.key_result}
    growth.add("answer", **about, step=step, by=growth.ana, at=at, **texts)


def test_a_red_week_asks_its_owner_and_a_second_one_the_champion(growth: Growth) -> None:
    key_result = a_streak(growth)
    response, streak = found(growth)
    assert (response.kind, response.week, response.last_week) == ("red_response", "2026-W46", "2026-W47")
    assert response.is_overdue
    assert (streak.kind, streak.key_result, streak.red_weeks) == ("red_streak", key_result, 2)
    assert turn_text(streak, growth.now) == "huddle within 48 h (champion: Ana)"
    assert turn_text(streak, growth.now, with_names=False) == "huddle within 48 h (champion)"
    assert [one.kind for one in found(growth, kinds=["red_streak"])] == ["red_streak"]
    assert found(growth, key_results=["another"]) == []
    assert len(found(growth, holder=growth.ana)) == 2


def with_roles(growth: Growth) -> dict[str, str]:
    """Bo leads, Cy owns the objective, Di is the champion, Ed owns the KR, Flo sponsors."""
    ids = {
        handle: add_member(growth.session, handle, handle.title(), roles=roles, account=True).id
        for handle, roles in (
            ("bo", ["program_lead"]), ("cy", []), ("di", []), ("ed", []), ("flo", ["sponsor"]),
        )
    }  # fmt: skip
    edit_member(growth.session, growth.ana, roles=["member"])
    return ids


def test_the_turn_goes_from_champion_to_objective_owner_to_sponsor(growth: Growth) -> None:
    ids = with_roles(growth)
    team = add_team(growth.session, "Shop", champion=ids["di"]).id
    growth.edit("objective", growth.objective, team=team, owner=ids["cy"])
    a_streak(growth, owner=ids["ed"])
    response, streak = found(growth)
    assert (response.holder_names, streak.holder_names) == (["Ed"], ["Di"])
    assert (streak.team, streak.team_name) == (team, "Shop")
    assert [one.kind for one in found(growth, teams=[team])] == ["red_response", "red_streak"]
    late = (growth.now + timedelta(hours=49)).isoformat()
    assert [one.holder_names for one in found(growth, late, kinds=["red_streak"])] == [["Cy"]]
    answer(growth, streak, "asked", "2026-11-19T12:00:00+00:00", help_request="money")
    (asked,) = found(growth, kinds=["red_streak"])
    assert (asked.holder_names, asked.turn and asked.turn.due) == (
        ["Flo"],
        datetime.fromisoformat("2026-11-20T12:00:00+00:00"),
    )
    answer(growth, streak, "answered", "2026-11-19T14:00:00+00:00", text="take two people")
    assert found(growth, kinds=["red_streak"]) == []
    (over,) = found(growth, kinds=["red_streak"], open_only=False)
    assert (over.state, over.turn, over.closed_at) == ("answered", None, "2026-11-19T14:00:00+00:00")
    assert [(one.step, one.by_name) for one in over.answers] == [("asked", "Ana"), ("answered", "Ana")]
    assert state_text(over) == "answered by Ana"


def test_without_a_champion_it_is_the_program_lead_and_whoever_has_no_account_is_stood_in_for(
    growth: Growth,
) -> None:
    ids = with_roles(growth)
    growth.edit("objective", growth.objective, owner=ids["cy"])
    nobody = growth.a_member("paper-only", "Paper Only")
    a_streak(growth, owner=nobody)
    response, streak = found(growth)
    assert streak.holder_names == ["Bo"]
    assert response.holder_names == ["Cy"]


def test_the_only_one_with_an_account_holds_every_turn(growth: Growth) -> None:
    other = growth.a_member("growth-pm", "Growth PM")
    a_streak(growth, owner=other)
    assert {tuple(one.holders) for one in found(growth)} == {(growth.ana,)}


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"archived": True}, "over"),
        ({"postponed": {"since": "2026-11-18", "reason": "later"}}, "postponed"),
        ({"postponed": {"since": "2026-11-01", "until": "2026-11-10", "reason": "back"}}, "open"),
    ],
)
def test_what_is_put_away_waits_for_nobody(growth: Growth, change: dict[str, Any], state: str) -> None:
    key_result = growth.a_key_result(in_force=False)
    growth.add("check_in", key_result=key_result, week="2026-W46", author=growth.ana, actual="19", at=W46)
    growth.edit("key_result", key_result, **change)
    (line,) = found(growth, "2026-11-18T09:00:00+00:00", open_only=False)
    assert line.state == state
    assert bool(found(growth)) == (state == "open")


def test_nothing_is_escalated_in_a_cycle_that_is_closed(growth: Growth) -> None:
    a_streak(growth)
    growth.edit("cycle", growth.cycle, phase="closed")
    assert found(growth) == []
    assert {one.state for one in found(growth, open_only=False)} == {"over"}


def test_a_better_colour_closes_it_and_a_correction_withdraws_what_was_answered(growth: Growth) -> None:
    key_result = a_streak(growth)
    response, streak = found(growth)
    answer(growth, streak, "answered", W47, revised_bet="SMB only")
    growth.check_in(key_result, "2026-11-18T09:00:00+00:00", actual="26")
    states = {one.kind: state_text(one) for one in found(growth, open_only=False)}
    assert states["red_response"] == "recovered in W47"
    assert states["red_streak"].startswith("withdrawn")
    gone = next(one for one in found(growth, open_only=False) if one.kind == "red_streak")
    assert gone.answers[0].texts == {"revised_bet": "SMB only"}
    assert response.id != gone.id == streak.id


def test_help_from_another_team_is_a_blocker_and_from_the_own_team_is_none(growth: Growth) -> None:
    own, other = add_team(growth.session, "Shop").id, add_team(growth.session, "Data").id
    growth.edit("objective", growth.objective, team=own)
    key_result = growth.a_key_result()
    growth.check_in(key_result, W46, actual="27", help_needed="an export", help_from=own)
    assert found(growth) == []
    growth.check_in(key_result, W47, actual="27", help_needed="an export", help_from=other)
    (blocker,) = found(growth)
    assert (blocker.kind, blocker.help_from, blocker.help_team) == ("blocker", "Data", other)
    assert not blocker.on_review
    (later,) = found(growth, "2026-11-25T09:00:00+00:00")
    assert later.on_review
    assert turn_text(later, growth.now) == "call a sponsor huddle within 48 h (program lead: Ana)"
    growth.edit("objective", growth.objective, team=other)
    assert [one.help_team for one in found(growth)] == [own]


def test_the_sponsor_is_told_of_red_weeks_whose_help_crosses_teams(growth: Growth) -> None:
    ids = with_roles(growth)
    team = add_team(growth.session, "Data").id
    key_result = growth.a_key_result(owner=ids["ed"])
    growth.check_in(key_result, W46, actual="19", help_needed="an export", help_from=team)
    growth.edit("objective", growth.objective, owner=ids["cy"])
    told = {one.kind: one.watchers for one in found(growth)}
    assert told == {"red_response": [ids["flo"]], "blocker": []}


def test_both_teams_champions_are_told_of_a_call_for_help(growth: Growth) -> None:
    ids = with_roles(growth)
    own = add_team(growth.session, "Shop", champion=ids["di"]).id
    asked = add_team(growth.session, "Data", champion=ids["bo"], manager=ids["ed"]).id
    growth.edit("objective", growth.objective, team=own, owner=ids["cy"])
    key_result = growth.a_key_result()
    growth.check_in(key_result, W46, actual="27", help_needed="an event export", help_from=asked)
    (blocker,) = found(growth)
    assert (blocker.holders, blocker.text) == ([ids["cy"]], "an event export")
    assert set(blocker.watchers) == {ids["di"], ids["bo"], ids["ed"]}


def a_metric(growth: Growth, key_result: str, *times: str, **given: Any) -> str:
    fields = {"name": "Repeat rate", "refresh": "daily", "key_results": [key_result], **given}
    metric = growth.add("metric", **fields)
    for time in times:
        growth.add("reading", metric=metric, value="21", at=time)
    return metric


def test_a_metric_that_stopped_is_a_data_issue_of_its_steward(growth: Growth) -> None:
    ids = with_roles(growth)
    growth.edit("objective", growth.objective, owner=ids["cy"])
    key_result = growth.a_key_result()
    metric = a_metric(
        growth, key_result, "2026-11-12T06:00:00+00:00", "2026-11-13T06:00:00+00:00", steward=ids["di"]
    )
    assert found(growth, "2026-11-16T23:59:00+00:00") == []
    (issue,) = found(growth, "2026-11-17T00:00:00+00:00")
    assert (issue.kind, issue.metric, issue.title, issue.week) == (
        "data_issue", metric, "Repeat rate", "2026-W47",
    )  # fmt: skip
    assert issue.text == "no reading since 2026-11-13, refreshed daily"
    assert (issue.holder_names, issue.key_result) == (["Di"], key_result)
    assert set(issue.watchers) == {ids["bo"], ids["cy"]}
    assert turn_text(issue, growth.now) == "acknowledge it within 24 h (data steward: Di)"
    assert [one.id for one in found(growth, "2026-11-18T12:00:00+00:00")] == [issue.id]
    assert [one.id for one in found(growth, key_results=[key_result])] == [issue.id]
    growth.add("answer", kind="data_issue", metric=metric, key_result=key_result, week=issue.week,
               step="answered", workaround="by hand", by=ids["di"], at="2026-11-18T12:00:00+00:00")  # fmt: skip
    assert found(growth) == []
    (closed,) = found(growth, open_only=False)
    assert (closed.id, closed.state, closed.answers[0].texts) == (
        issue.id, "answered", {"workaround": "by hand"},
    )  # fmt: skip


def test_the_next_reading_closes_a_data_issue_and_the_past_stays_listed(growth: Growth) -> None:
    key_result = growth.a_key_result()
    metric = a_metric(growth, key_result, "2026-11-02T06:00:00+00:00", "2026-11-12T06:00:00+00:00")
    (issue,) = found(growth, "2026-11-20T09:00:00+00:00")
    growth.add("reading", metric=metric, value="22", at="2026-11-20T08:00:00+00:00")
    assert found(growth) == []
    past = found(growth, open_only=False)
    assert [one.state for one in past] == ["recovered", "recovered"]
    assert past[0].id == issue.id


@pytest.mark.parametrize(
    "given",
    [{"refresh": "now and then"}, {"refresh": ""}, {"key_results": []}, {"key_results": ["nowhere"]}],
)
def test_a_metric_that_promises_nothing_is_never_late(growth: Growth, given: dict[str, Any]) -> None:
    a_metric(growth, growth.a_key_result(), "2026-10-02T06:00:00+00:00", **given)
    assert found(growth, "2026-12-01T09:00:00+00:00", open_only=False) == []


def test_a_metric_without_any_reading_and_readings_to_come_say_nothing(growth: Growth) -> None:
    key_result = growth.a_key_result()
    a_metric(growth, key_result)
    assert found(growth, "2026-12-01T09:00:00+00:00", open_only=False) == []
    a_metric(growth, key_result, "2026-11-02T06:00:00+00:00", "2027-11-02T06:00:00+00:00")
    assert [one.kind for one in found(growth)] == ["data_issue"]


def test_what_was_raised_by_hand_stands_until_it_is_answered(growth: Growth) -> None:
    about = {"objective": growth.objective, "text": "No\x1b[31m legal review\nsince May", "by": growth.ana}
    raised = growth.add("escalation", kind="blocker", at=W46, **about)
    (line,) = found(growth, W47)
    assert (line.id, line.title, line.by_name) == (
        raised, "Delight first-time customers so that they return", "Ana",
    )  # fmt: skip
    assert line.text == "No[31m legal review\nsince May"
    growth.add("answer", escalation=raised, step="answered", text="done", by=growth.ana, at=W47)
    assert found(growth) == []


def test_a_blocker_of_a_bet_and_bad_data_of_a_metric_are_those_of_the_objective_that_they_move(
    growth: Growth,
) -> None:
    key_result = growth.a_key_result()
    bet = growth.add("initiative", title="Checklist", key_results=[key_result])
    metric = growth.add("metric", name="Repeat rate", key_results=[key_result])
    with growth.reading() as c:
        assert find(c, "repeat", ("metric",)) == ("metric", metric)
    growth.add("escalation", kind="blocker", initiative=bet, text="no designer", by=growth.ana, at=W46)
    growth.add("escalation", kind="data_issue", metric=metric, text="twice", by=growth.ana, at=W46)
    blocker, issue = sorted(found(growth, W47), key=lambda one: one.kind)
    assert {blocker.objective, issue.objective} == {growth.objective}
    assert (blocker.title, issue.title) == ("Checklist", "Repeat rate")
    assert len(found(growth, teams=[None])) == 2
    assert found(growth, teams=["another"]) == []


def test_one_that_takes_an_id_which_is_worked_out_harms_nothing(growth: Growth) -> None:
    a_streak(growth)
    _, streak = found(growth)
    with growth.session.writing("a hostile hand") as journal:
        journal.add("escalation", streak.id, {"kind": "blocker", "text": "x", "by": growth.ana}, base=())
    growth.check_in(str(streak.key_result), "2026-11-18T09:00:00+00:00", actual="20.5")
    assert {one.kind for one in found(growth)} == {"red_response", "red_streak", "blocker"}


def test_times_far_off_are_no_reason_to_fail(growth: Growth) -> None:
    growth.add("escalation", kind="blocker", at="9999-12-31T23:59:59+00:00", text="far", by=growth.ana)
    growth.add("escalation", kind="data_issue", at="0001-01-01T00:00:00+00:00", text="past", by=growth.ana)
    assert len(found(growth, W47)) == 2


NOON = datetime.fromisoformat("2026-11-17T12:00:00+00:00")


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (30, "due now"),
        (59 * 60, "within 59 min"),
        (3600, "within 1 h"),
        (23 * 3600 + 3599, "within 23 h"),
        (72 * 3600, "within 72 h"),
        (72 * 3600 + 1, "within 3 d"),
        (6 * 86400, "within 6 d"),
        (0, "due now"),
        (-60, "overdue by 1 min"),
        (-3600 * 5, "overdue by 5 h"),
        (-86400 * 9, "overdue by 9 d"),
    ],
)
def test_a_clock_in_words(seconds: int, told: str) -> None:
    assert within(NOON + timedelta(seconds=seconds), NOON) == told


def test_the_short_clock_names_the_step(growth: Growth) -> None:
    a_streak(growth)
    response, streak = found(growth)
    assert clock_text(streak, growth.now) == "huddle within 48 h"
    assert name_of(response) == "red response, W46–W47"


def test_one_is_found_by_its_id_or_by_words_of_its_key_result_and_kind(growth: Growth) -> None:
    a_streak(growth)
    response, streak = found(growth)
    with growth.reading() as c:
        assert find_escalation(c, streak.id[-6:], growth.now) == streak
        assert find_escalation(c, streak.id, growth.now) == streak
        assert find_escalation(c, f"{streak.code} red_streak", growth.now) == streak
        assert find_escalation(c, "purchase response", growth.now) == response
        with pytest.raises(Ambiguous) as several:
            find_escalation(c, streak.code, growth.now)
        assert any(response.id[-6:] in one for one in several.value.candidates)
        for nothing in ("blocker", "", "  "):
            with pytest.raises(NotFound):
                find_escalation(c, nothing, growth.now)


def test_what_may_concern_a_member_holds_everything_that_does(growth: Growth) -> None:
    ids = with_roles(growth)
    add_member(growth.session, "gil", "Gil", roles=["data_steward"], account=True)
    team, data = add_team(growth.session, "Shop", champion=ids["di"]).id, add_team(growth.session, "Data").id
    growth.edit("objective", growth.objective, team=team, owner=ids["cy"])
    for owner in (ids["ed"], growth.a_member("paper-only", "Paper Only"), growth.ana):
        a_streak(growth, owner=owner)
        asking = growth.a_key_result(owner=owner, collaborators=[growth.ana])
        growth.check_in(asking, W47, actual="19", help_needed="an export", help_from=data)
    a_metric(growth, asking, "2026-11-02T06:00:00+00:00", steward=ids["bo"])
    growth.add("escalation", kind="blocker", key_result=asking, text="x", by=growth.ana, at=W46)
    every = found(growth, "2026-11-20T09:00:00+00:00")
    assert {one.kind for one in every} == {"red_response", "red_streak", "blocker", "data_issue"}
    for handle in (*ids, "ana", "gil"):
        member = growth.member(handle)
        concern = {one.id for one in every if member.id in (*one.holders, *one.watchers)}
        with growth.reading() as c:
            near = {one.id for one in escalations(c, growth.now, near=member)}
        assert concern <= near, handle
        assert handle != "ed" or len(near) < len(every)


def test_where_the_team_has_another_champion_the_turn_is_theirs(growth: Growth) -> None:
    ids = with_roles(growth)
    team = add_team(growth.session, "Shop", champion=ids["di"]).id
    growth.edit("objective", growth.objective, team=team)
    a_streak(growth)
    edit_team(growth.session, team, champion=ids["ed"])
    assert [one.holder_names for one in found(growth, kinds=["red_streak"])] == [["Ed"]]
