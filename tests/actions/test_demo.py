"""The demo workspace: what it shows, that it is the same each time, and that it lies apart."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from okrtui import home
from okrtui.actions.changes import approve
from okrtui.actions.check_ins import check_in
from okrtui.actions.demo import make_demo
from okrtui.actions.gate import judge
from okrtui.actions.session import Session
from okrtui.actions.undoing import undo
from okrtui.okr.errors import BadInput, Refused
from okrtui.store.replica import Replica
from okrtui.store.tables import ALL_FOLDED
from okrtui.views.adoption import adoption
from okrtui.views.card import key_result_card
from okrtui.views.connect import connect
from okrtui.views.decisions import decisions
from okrtui.views.escalations import escalations
from okrtui.views.lines import KeyResultLine, lines
from okrtui.views.lists import changes, initiatives
from okrtui.views.monthly_review import monthly_agenda
from okrtui.views.my_week import MyWeek, my_week
from okrtui.views.objective_page import objective_page
from okrtui.views.reviews import reviews
from okrtui.views.thread import Update, revisions
from okrtui.views.tree import tree
from okrtui.views.workspace import acting_member, cycles

NOW = datetime(2026, 11, 26, 14, tzinfo=UTC)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_demo(str(tmp_path_factory.mktemp("demo")), NOW, "robin")


@pytest.fixture
def demo(path: str) -> Iterator[sqlite3.Connection]:
    with closing(connect(path)) as connection:
        yield connection


@pytest.fixture
def own_home(request: pytest.FixtureRequest) -> None:
    """The person's own home, with no workspace in it."""
    request.getfixturevalue("home")


def the_week(connection: sqlite3.Connection, now: datetime = NOW, handle: str = "robin") -> MyWeek:
    return my_week(connection, acting_member(connection, handle, handle), now)


def by_title(connection: sqlite3.Connection) -> dict[str, KeyResultLine]:
    return {line.title: line for line in lines(connection, NOW)}


def every_update(connection: sqlite3.Connection) -> list[Update]:
    return [
        one for line in lines(connection, NOW) for one in key_result_card(connection, line.id, NOW).thread
    ]


def everything_shown(path: str) -> list[str]:
    """All that the views have to say, as texts."""
    with closing(connect(path)) as c:
        all_lines = lines(c, NOW, with_archived=True)
        shown = [the_week(c), tree(c, None, NOW), changes(c), initiatives(c), cycles(c)]
        shown += [decisions(c), reviews(c), adoption(c, NOW), monthly_agenda(c, NOW)]
        shown += [key_result_card(c, line.id, NOW) for line in all_lines]
        shown += [revisions(c, line.id) for line in all_lines]
        shown += [objective_page(c, one, NOW) for one in sorted({line.objective for line in all_lines})]
    return [repr(one) for one in shown]


def folded_rows(path: str) -> dict[str, list[str]]:
    with closing(sqlite3.connect(path)) as c:
        return {
            table.name: sorted(map(repr, c.execute(f'SELECT * FROM "{table.name}"'))) for table in ALL_FOLDED
        }


def test_the_same_moment_gives_the_same_demo_in_every_view(path: str, tmp_path: Path) -> None:
    again = make_demo(str(tmp_path / "again"), NOW, "robin")
    assert everything_shown(again) == everything_shown(path)


def test_folding_the_log_anew_gives_the_same_tables(tmp_path: Path) -> None:
    path = make_demo(str(tmp_path), NOW, "robin")
    before = folded_rows(path)
    Replica.open(path).fold_anew()
    assert folded_rows(path) == before


def test_people_decide_answer_and_hold_reviews(demo: sqlite3.Connection) -> None:
    decided = decisions(demo)
    assert {one.state for one in decided} == {"proposed", "decided", "declined"}
    assert {one.is_done for one in decided if one.state == "decided"} == {True, False}
    assert {one.kind for one in reviews(demo)} == {"weekly", "monthly"}
    waiting = escalations(demo, NOW)
    assert {one.kind for one in waiting} == {"red_streak", "blocker"}
    assert {one.turn.holder for one in waiting} >= {"sponsor", "objective_owner", "program_lead"}
    sections = {one.section for one in monthly_agenda(demo, NOW).points}
    assert sections == {"dependencies", "escalations", "shifts", "risks", "learnings"}


def test_the_viewers_week_has_work_due_done_and_for_later(demo: sqlite3.Connection) -> None:
    week = the_week(demo)
    assert (len(week.due), len(week.done), len(week.later)) == (4, 3, 3)
    assert week.overdue_count == 1
    assert week.due[0].is_overdue
    assert {line.owner_handle for line in week.all} == {"robin"}
    assert [line.title for line in week.later if line.postponed] == ["Kindergartens aboard"]
    assert [line.title for line in week.later if line.phase == "draft"] == ["Hamburg subscriptions"]


def test_the_quarter_is_in_its_eighth_week_and_the_next_is_a_draft(demo: sqlite3.Connection) -> None:
    year, quarter, following = cycles(demo)
    assert (year.kind, year.phase) == ("annual", "active")
    assert (quarter.start, quarter.end, quarter.phase) == ("2026-10-05", "2027-01-03", "active")
    assert (following.start, following.phase) == ("2027-01-04", "draft")
    findings = {finding.code for one in judge(demo, following.id) for finding in one.findings}
    assert {"O-DIGITS", "O-PROJECT", "K-MEASURE", "K-ACTIVITY", "K-SOURCE"} <= findings


def test_every_scoring_method_and_every_rag_is_there(demo: sqlite3.Connection) -> None:
    shown = [line for line in lines(demo, NOW) if line.phase == "active"]
    assert {line.figures.method for line in shown} == {"linear", "percent", "ladder", "milestones", "range"}
    assert {line.figures.direction for line in shown if line.figures.method == "linear"} == {"up", "down"}
    assert {line.rag for line in shown} == {"red", "amber", "green", "stretch"}
    assert {line.pace for line in shown} >= {"ahead", "on pace", "behind"}


def test_one_is_past_its_target_one_below_its_baseline_one_on_a_red_streak(demo: sqlite3.Connection) -> None:
    shown = by_title(demo)
    assert shown["Shops with 2+ bikes"].attainment == "1.11"
    assert shown["Test weeks booked"].attainment == "-0.19"
    assert shown["Month-three renewals"].red_weeks == 2
    assert [line.title for line in the_week(demo).red_streaks] == ["Month-three renewals"]


def test_there_are_gaps_lates_repeats_help_and_people_who_type_for_others(demo: sqlite3.Connection) -> None:
    updates = every_update(demo)
    check_ins = [one for one in updates if one.kind == "check_in"]
    assert len(check_ins) > 140
    assert all(one.is_complete for one in check_ins)
    assert any(one.kind == "missed" for one in updates)
    assert {one.timeliness for one in check_ins} == {"on_time", "late"}
    assert {one.help_from for one in check_ins} >= {"Fleet", "Growth", "Wendelrad"}
    assert any(one.on_behalf_name == "Robin Falk" for one in check_ins)
    assert {"actual", "next_action"} <= {field for one in check_ins for field in one.repeats}
    assert any(one.evidence for one in check_ins)
    assert any(one.learning for one in check_ins)
    assert any(one.initiative for one in check_ins)
    assert {one.about for one in updates if one.kind == "comment"} >= {"note", "coaching", "risk", "win"}


def test_a_mistyped_figure_was_corrected_and_stays_readable(demo: sqlite3.Connection) -> None:
    trials = by_title(demo)["Trial conversion"]
    week = next(one for one in key_result_card(demo, trials.id, NOW).thread if one.was)
    assert (week.week, week.was, week.actual, week.revisions) == ("2026-W45", "28.8", "22.8", 2)
    assert [one.actual for one in revisions(demo, trials.id, "2026-W45")] == ["22.8", "28.8"]


def test_changes_were_approved_and_declined_and_one_waits_for_the_viewer(demo: sqlite3.Connection) -> None:
    by_state = {
        state: [one for one in changes(demo) if one.state == state]
        for state in ("proposed", "approved", "declined")
    }
    assert [one.action for one in by_state["approved"]].count("postpone") == 1
    assert len(by_state["approved"]) == 2
    assert len(by_state["declined"]) == 1
    (waiting,) = by_state["proposed"]
    assert waiting.by_name == "Leonie Brandt"
    assert by_title(demo)["Shops with 2+ bikes"].figures.target == "100"
    assert demo.execute("SELECT COUNT(*) FROM waiver").fetchone() == (1,)


def test_the_years_krs_have_contributors_with_their_how(demo: sqlite3.Connection) -> None:
    card = key_result_card(demo, by_title(demo)["Active subscriptions"].id, NOW)
    assert len(card.contributors) >= 5
    assert all(one.how for one in card.contributors)
    assert card.line.contributors_score is not None


def test_several_have_accounts_and_the_bets_have_several_states(demo: sqlite3.Connection) -> None:
    handles = {row[0] for row in demo.execute("SELECT handle FROM member WHERE account = 1")}
    assert handles == {"robin", "ines", "leonie", "tomasz"}
    assert {one.state for one in initiatives(demo)} == {"planned", "running", "scaled", "stopped"}


def test_nothing_lies_in_the_future(path: str) -> None:
    with closing(sqlite3.connect(path)) as c:
        for table in ("check_in", "comment", "change", "approval", "agreement"):
            assert c.execute(f"SELECT MAX(at) FROM {table}").fetchone()[0] <= NOW.isoformat()
        assert (
            c.execute("SELECT hlc FROM entry ORDER BY n").fetchall()
            == c.execute("SELECT hlc FROM entry ORDER BY hlc").fetchall()
        )


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-23T10:00:00+01:00",  # the very moment at which a week begins
        "2026-11-23T09:59:59+01:00",  # and the one before
        "2027-01-01T00:00:00+01:00",
        "2027-03-28T23:59:00+02:00",  # the day on which summer time begins
        "2028-02-29T12:00:00+01:00",
    ],
)
def test_on_any_day_the_week_looks_alike(moment: str, tmp_path: Path) -> None:
    now = datetime.fromisoformat(moment)
    path = make_demo(str(tmp_path), now, "robin")
    with closing(connect(path)) as connection:
        week = the_week(connection, now)
        latest = connection.execute("SELECT MAX(at) FROM check_in").fetchone()[0]
    assert (len(week.due), len(week.done), len(week.later), week.overdue_count) == (4, 3, 3, 1)
    assert [line.red_weeks for line in week.red_streaks] == [2]
    assert datetime.fromisoformat(latest) <= now


def test_the_viewer_has_the_own_handle_and_nobody_else_has_it(tmp_path: Path) -> None:
    path = make_demo(str(tmp_path), NOW, "ines")
    with closing(connect(path)) as connection:
        assert the_week(connection, handle="ines").member.name == "Robin Falk"
        handles = [row[0] for row in connection.execute("SELECT handle FROM member")]
    assert len(set(handles)) == len(handles)


def test_the_viewer_can_decide_check_in_and_take_it_back(
    tmp_path: Path, own_home: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OKRTUI_NOW", NOW.isoformat())
    session = Session.at(make_demo(str(tmp_path / "demo"), viewer="robin"), "robin")
    with session.reading() as connection:
        (waiting,) = [one.id for one in changes(connection) if one.state == "proposed"]
        renewals = by_title(connection)["Month-three renewals"]
    with pytest.raises(Refused):
        undo(session)  # the story itself is nothing that one could undo
    approve(session, waiting)
    check_in(session, renewals.id, same=True, confidence=3, insight="Letters are on hold", next_stands=True)
    with session.reading() as connection:
        assert by_title(connection)["Hamburg waiting list"].figures.target == "400"
        assert len(the_week(connection).done) == 4
    undo(session)
    with session.reading() as connection:
        assert len(the_week(connection).done) == 3


def test_it_lies_apart_for_the_viewer_alone_and_is_not_made_the_current_one(
    tmp_path: Path, own_home: None
) -> None:
    folder = tmp_path / "demo"
    path = make_demo(str(folder))
    assert path == str(folder / "data" / "workspaces" / "wendelrad.okr")
    assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
    assert home.workspace_names() == []
    assert home.current_workspace() is None
    with pytest.raises(BadInput):
        make_demo(str(folder))
