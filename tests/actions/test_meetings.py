"""Holding a meeting: it is kept at every step, taken up where it was, and leaves minutes behind."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from okrtui.actions.changes import approve
from okrtui.actions.decisions import decide
from okrtui.actions.escalations import raise_escalation
from okrtui.actions.key_results import postpone_key_result
from okrtui.actions.meeting_state import change_meeting
from okrtui.actions.meetings import drop_meeting, end_meeting, meeting_begun, note_attendees
from okrtui.actions.objectives import edit_objective
from okrtui.actions.people import add_team
from okrtui.actions.polls import agree, cast, open_poll, reveal
from okrtui.actions.session import Session
from okrtui.okr.errors import BadInput, NotFound, OutOfReach, Refused
from okrtui.okr.meeting import Running, at_place, with_promise
from okrtui.views.meeting import kept_meeting, meeting, step
from okrtui.views.minutes import last_minutes
from tests.builders import Published, a_check_in, a_member, a_workspace, at, rows

LAST_WEEK = "2026-11-10T09:00:00+00:00"
THURSDAY = "2026-11-19T09:00:00+00:00"
MONDAY_AFTER = "2026-11-23T10:30:00+00:00"


class Team(Published):
    """The team Growth with three KRs, two of them checked in last week."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, count=3)
        self.team = add_team(session, "Growth").id
        edit_objective(session, self.objective, team=self.team)
        at(LAST_WEEK)
        a_check_in(session, self.key_results[0], "20", next_action="Draft the incentive")
        a_check_in(session, self.key_results[1], "26", next_action="Call ten of them")
        at(THURSDAY)

    def kept(self) -> Running | None:
        with self.session.reading() as c:
            return kept_meeting(c, self.team)


@pytest.fixture
def team(home: Path) -> Team:
    return Team(a_workspace(home))


def test_a_meeting_begins_with_what_goes_worst(team: Team) -> None:
    begun = meeting_begun(team.session, team.team)
    assert begun.steps == (team.key_results[0], team.key_results[2], team.key_results[1])
    assert begun.attendees == (team.session.member.id,)
    assert (begun.week, begun.place, begun.share) == ("2026-W47", 0, 600)


def test_objective_by_objective_is_the_other_order(team: Team) -> None:
    assert meeting_begun(team.session, team.team, order="tree").steps == tuple(team.key_results)


def test_after_the_deadline_the_meeting_is_about_the_week_that_ended(team: Team) -> None:
    a_check_in(team.session, team.key_result, "24")
    at(MONDAY_AFTER)
    begun = meeting_begun(team.session, team.team)
    assert begun.week == "2026-W47"
    with team.session.reading() as c:
        shown = step(c, team.key_result, begun.week, team.session.now())
    assert shown.is_of_week
    assert (shown.told and shown.told.actual, shown.promise) == ("24", "Draft the incentive")


def test_what_is_no_longer_in_force_or_is_postponed_is_not_on_the_agenda(team: Team) -> None:
    proposal = postpone_key_result(team.session, team.key_results[1], "the shop is closed").id
    approve(team.session, proposal, "it opens in spring")
    with team.session.reading() as c:
        held = meeting(c, team.team, team.session.now())
    assert [one.id for one in held.lines] == [team.key_results[0], team.key_results[2]]
    assert held.left_out == 1


def test_a_team_without_key_results_in_force_has_nothing_to_meet_about(team: Team) -> None:
    empty = add_team(team.session, "Empty").id
    with pytest.raises(Refused, match="nothing to meet about"):
        meeting_begun(team.session, empty)


def test_a_week_to_come_or_none_is_refused(team: Team) -> None:
    with pytest.raises(BadInput):
        meeting_begun(team.session, team.team, week="soon")


def test_a_meeting_goes_on_where_it_was(team: Team) -> None:
    begun = meeting_begun(team.session, team.team)
    change_meeting(team.session.path, team.team, lambda kept: kept and at_place(kept, 2, team.session.now()))
    again = meeting_begun(Session.at(team.session.path), team.team)
    assert (again.place, again.began, again.steps) == (2, begun.began, begun.steps)


def test_two_terminals_note_in_the_same_meeting_and_nothing_is_lost(team: Team) -> None:
    meeting_begun(team.session, team.team)

    def note(first: int) -> None:
        for number in range(first, 40, 2):
            change_meeting(
                team.session.path,
                team.team,
                lambda kept, n=number: kept and with_promise(kept, f"kr{n}", True),
            )

    both = [threading.Thread(target=note, args=(first,)) for first in (0, 1)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    kept = team.kept()
    assert kept is not None
    assert len(kept.promises) == 40


def test_a_meeting_that_cant_be_kept_is_told_in_one_line(team: Team, tmp_path: Path) -> None:
    with pytest.raises(OutOfReach, match="the meeting can't be kept"):
        change_meeting(str(tmp_path / "gone.okr"), team.team, lambda kept: kept)


def test_the_end_saves_minutes_with_all_that_happened_in_it(team: Team) -> None:
    session, (first, second, _) = team.session, team.key_results
    ben = a_member(session, "ben")
    decide(
        session,
        "Before it began",
        evidence="e",
        owner=session.member.id,
        due="2026-12-01",
        key_results=[first],
    )
    at("2026-11-19T09:01:00+00:00")
    note_attendees(session, team.team, [session.member.id, ben.member.id])
    a_check_in(session, first, "24", insight="It moved", next_action="Launch it", help_needed="an export")
    decision = decide(
        session,
        "Move the budget",
        evidence="24 %",
        owner=ben.member.id,
        due="2026-12-01",
        key_results=[first],
    ).id
    raise_escalation(ben, "blocker", "The export fails", key_result=second)
    vote = open_poll(session, first, team=team.team).id
    cast(session, vote, 5)
    cast(ben, vote, 2)
    reveal(session, vote)
    agree(session, vote, 3)
    change_meeting(session.path, team.team, lambda kept: kept and with_promise(kept, first, True))
    change_meeting(session.path, team.team, lambda kept: kept and with_promise(kept, second, False))
    done = end_meeting(session, team.team)
    assert team.kept() is None
    assert done.details["promises"] == "1 of 2 promises kept"
    (saved,) = rows(session, "SELECT * FROM review")
    assert (saved["kind"], saved["team"], saved["week"]) == ("weekly", team.team, "2026-W47")
    assert decision in saved["decisions"]
    assert saved["decisions"].count("-") == decision.count("-"), "the decision before it began is not its own"
    with session.reading() as c:
        (minutes,) = last_minutes(c, team.team)
    assert minutes.attendees == ("Ana", "Ben")
    for told in (
        "Move the budget (owner Ben, due 2026-12-01)", "- The export fails", "18 → 24 → 28 %",
        "2 voted, 2 to 5, agreed 3",
        "Promised: Draft the incentive (done)", "Promised: Call ten of them (not done)", "Help needed: an export",
        "no check-in for W47", "confidence 3/5",
    ):  # fmt: skip
        assert told in minutes.text
    assert "Before it began" not in minutes.text


def test_whoever_may_not_record_reviews_is_told_and_the_meeting_stays(team: Team) -> None:
    ben = a_member(team.session, "ben")
    meeting_begun(ben, team.team)
    with pytest.raises(Refused, match="reviews are held by"):
        end_meeting(ben, team.team)
    assert team.kept() is not None


def test_a_dropped_meeting_leaves_no_minutes(team: Team) -> None:
    meeting_begun(team.session, team.team)
    drop_meeting(team.session.path, team.team)
    assert team.kept() is None
    assert rows(team.session, "SELECT * FROM review") == []
    for act in (
        lambda: drop_meeting(team.session.path, team.team),
        lambda: end_meeting(team.session, team.team),
    ):
        with pytest.raises(NotFound):
            act()
