"""My week: what is due, done and later, and whose it is (domain rules, §3)."""

from __future__ import annotations

from okrtui.actions.drafts import save_draft
from okrtui.views.my_week import MyWeek, my_week
from tests.views.growth import Growth

W46 = "2026-11-10T09:00:00+00:00"
W47 = "2026-11-17T09:00:00+00:00"
W48 = "2026-11-24T09:00:00+00:00"


def week_of_ana(growth: Growth) -> MyWeek:
    with growth.reading() as c:
        return my_week(c, growth.member(), growth.now)


def test_an_owed_week_without_a_check_in_is_due_and_the_one_before_overdue(growth: Growth) -> None:
    key_result = growth.a_key_result()
    growth.check_in(key_result, W46, actual="21")

    growth.at(W47)
    (due,) = week_of_ana(growth).due
    assert (due.id, due.is_due, due.is_overdue, due.stale_weeks, due.due_week) == (
        key_result, True, False, 0, "2026-W47",
    )  # fmt: skip

    growth.at(W48)
    (due,) = week_of_ana(growth).due
    assert (due.is_due, due.is_overdue, due.stale_weeks) == (True, True, 1)
    assert week_of_ana(growth).overdue_count == 1


def test_overdue_ones_stand_first(growth: Growth) -> None:
    fresh = growth.a_key_result("Raise weekly active teams")
    growth.check_in(fresh, W46, actual="19")
    neglected = growth.a_key_result("Lift 30-day expansion")
    growth.at(W47)
    assert [line.id for line in week_of_ana(growth).due] == [neglected, fresh]


def test_a_check_in_moves_a_key_result_from_due_to_done(growth: Growth) -> None:
    key_result = growth.a_key_result()
    growth.check_in(key_result, W46, actual="21")
    growth.check_in(key_result, W47, actual="24")
    week = week_of_ana(growth)
    assert not week.due
    (done,) = week.done
    assert (done.actual, done.previous_actual, done.change, done.score, done.rag) == (
        "24",
        "21",
        "+3",
        "0.60",
        "amber",
    )
    assert (week.week, week.deadline.isoformat()) == ("2026-W47", "2026-11-23T10:00:00+00:00")


def test_a_retracted_check_in_leaves_the_week_due_again(growth: Growth) -> None:
    key_result = growth.a_key_result()
    growth.check_in(key_result, W47, actual="24")
    growth.retract(key_result, "2026-W47")
    (due,) = week_of_ana(growth).due
    assert (due.id, due.actual, due.score) == (key_result, None, None)


def test_postponed_ones_drafts_and_those_whose_time_is_over_come_later(growth: Growth) -> None:
    over = growth.a_key_result("Ended in October", due="2026-10-31")
    paused = growth.a_key_result("Paused")
    growth.edit("key_result", paused, postponed={"since": "2026-11-01", "reason": "no data"})
    change = growth.add(
        "change",
        key_result=paused,
        action="postpone",
        changes={"postponed": {"since": "2026-11-01", "reason": "no data"}},
        reason="no data",
        by=growth.ana,
        at=W46,
    )
    growth.add("approval", change=change, verdict="approved", by=growth.ana, at=W46)
    draft = growth.a_key_result("Not agreed yet", in_force=False)
    growth.at(W47)
    week = week_of_ana(growth)
    assert not week.due
    assert not week.done
    assert {line.id for line in week.later} == {over, paused, draft}
    assert week.later[-1].id == draft
    by_id = {line.id: line for line in week.later}
    assert by_id[paused].postponed == {"since": "2026-11-01", "reason": "no data"}
    assert by_id[draft].is_in_force is False


def test_what_only_last_week_owes_is_still_due_for_that_week(growth: Growth) -> None:
    growth.a_key_result(due="2026-11-13")
    growth.at(W47)
    (due,) = week_of_ana(growth).due
    assert (due.is_due, due.is_overdue, due.due_week) == (False, True, "2026-W46")


def test_a_late_check_in_ends_overdue_and_leaves_the_running_week_due(growth: Growth) -> None:
    key_result = growth.a_key_result()
    growth.check_in(key_result, W47, actual="21", week="2026-W46")
    (due,) = week_of_ana(growth).due
    assert (due.is_due, due.is_overdue, due.last_week) == (True, False, "2026-W46")


def test_the_only_one_with_an_account_has_all_key_results(growth: Growth) -> None:
    pm = growth.a_member("growth-pm", "Growth PM")
    key_result = growth.a_key_result(owner=pm)
    growth.at(W47)
    (due,) = week_of_ana(growth).due
    assert (due.id, due.owner_name) == (key_result, "Growth PM")


def test_where_two_have_accounts_each_has_their_own(growth: Growth) -> None:
    ben = growth.a_member("ben", "Ben", account=True)
    mine = growth.a_key_result("Mine")
    growth.a_key_result("His", owner=ben)
    shared = growth.a_key_result("His, with me", owner=ben, collaborators=[growth.ana])
    growth.at(W47)
    week = week_of_ana(growth)
    assert [line.id for line in week.all] == [mine]
    assert shared not in [line.id for line in week.all]


def test_archived_key_results_and_those_of_closed_cycles_are_gone(growth: Growth) -> None:
    growth.a_key_result("Archived", in_force=False, archived=True)
    past = growth.add(
        "cycle", name="Q3 2026", kind="quarter", start="2026-07-01", end="2026-09-30", phase="closed"
    )
    objective = growth.an_objective("Win back who left", cycle=past)
    growth.a_key_result("Closed", objective=objective)
    growth.at(W47)
    assert week_of_ana(growth).all == []


def test_two_red_weeks_are_a_streak(growth: Growth) -> None:
    key_result = growth.a_key_result()
    growth.check_in(key_result, W46, actual="19")
    growth.check_in(key_result, W47, actual="19.5")
    (streak,) = week_of_ana(growth).red_streaks
    assert (streak.id, streak.red_weeks) == (key_result, 2)


def test_a_half_typed_check_in_shows_as_a_draft(growth: Growth) -> None:
    key_result = growth.a_key_result()
    growth.at(W47)
    save_draft(growth.path, key_result, "2026-W47", {"actual": "24"})
    assert week_of_ana(growth).due[0].has_draft


def test_pace_is_told_beside_the_score(growth: Growth) -> None:
    key_result = growth.a_key_result()
    growth.check_in(key_result, W47, actual="21")
    (done,) = week_of_ana(growth).done
    assert (done.score, done.pace, done.pace_by) == ("0.30", "behind", "-0.22")


def test_one_query_reads_a_hundred_lines(growth: Growth) -> None:
    for number in range(3):
        growth.a_key_result(f"KR {number}")
    growth.at(W47)
    with growth.reading() as c:
        asked: list[str] = []
        c.set_trace_callback(asked.append)
        my_week(c, growth.member(), growth.now)
        few = len(asked)
        c.set_trace_callback(None)
    for number in range(3, 9):
        growth.a_key_result(f"KR {number}")
    with growth.reading() as c:
        asked = []
        c.set_trace_callback(asked.append)
        my_week(c, growth.member(), growth.now)
    assert len(asked) == few


def test_the_first_ones_are_those_to_check_in_and_say_that_there_are_more(growth: Growth) -> None:
    done, due = growth.a_key_result("Raise weekly active teams"), growth.a_key_result("Lift 30-day expansion")
    growth.at(W47)
    growth.check_in(done, W47, actual="19")
    with growth.reading() as c:
        first = my_week(c, growth.member(), growth.now, first=1)
        both = my_week(c, growth.member(), growth.now, first=2)
    assert ([line.id for line in first.all], first.is_whole) == ([due], False)
    assert both == week_of_ana(growth)
    assert both.is_whole
