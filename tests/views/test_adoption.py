"""The signals of adoption against what the check-ins, escalations and decisions themselves say."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from okrtui.actions.changes import approve
from okrtui.actions.cycles import publish_cycle
from okrtui.actions.decisions import decide, rule
from okrtui.actions.demo import make_demo
from okrtui.actions.escalations import take_step
from okrtui.actions.key_results import postpone_key_result
from okrtui.actions.session import Session
from okrtui.okr.check_in import missing_parts
from okrtui.okr.hygiene import owed_weeks
from okrtui.okr.rag import rag_of
from okrtui.okr.scoring import score
from okrtui.okr.weeks import add_weeks, week_of
from okrtui.views.adoption import Adoption, adoption
from okrtui.views.connect import connect
from okrtui.views.escalations import escalations
from okrtui.views.lines import lines
from okrtui.views.structures import read_list
from okrtui.views.teams_below import teams_below
from okrtui.views.workspace import calendar, workspace
from tests.builders import (
    Published,
    a_check_in,
    a_cycle,
    a_key_result,
    a_member,
    a_workspace,
    an_objective,
    at,
)

NOW = datetime(2026, 11, 26, 14, tzinfo=UTC)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_demo(str(tmp_path_factory.mktemp("demo")), NOW, "robin")


@pytest.fixture
def demo(path: str) -> Iterator[sqlite3.Connection]:
    with closing(connect(path)) as connection:
        yield connection


def counted_by_hand(
    c: sqlite3.Connection, now: datetime, weeks: int, teams: list[str] | None
) -> list[tuple[str, int, int, dict[str, int]]]:
    """Week, owed, complete and colours, from every check-in."""
    of, row = calendar(workspace(c)), workspace(c)
    running = week_of(now, of)
    names = [add_weeks(running, -back) for back in reversed(range(weeks))]
    owed: Counter[str] = Counter()
    complete: Counter[str] = Counter()
    colours: dict[str, Counter[str]] = {week: Counter() for week in names}
    for line in lines(c, now, teams=teams, with_archived=True):
        shown = c.execute(
            "SELECT week, actual, milestones_done, confidence, insight, next_action FROM check_in"
            " WHERE key_result = ? AND is_shown = 1 AND COALESCE(retracted, 0) = 0 ORDER BY week, at, id",
            (line.id,),
        ).fetchall()
        for week in set(owed_weeks(line.box, of, running)) & set(names):
            owed[week] += 1
            rag, is_complete = "", False
            for at_week, actual, done, confidence, insight, action in shown:
                reached = read_list(done) if done is not None else None
                worth = score(line.figures, actual, reached) if at_week <= week else None
                rag = rag_of(worth.rounded, row.thresholds) if worth else rag
                parts = missing_parts(actual, reached, confidence, insight, action, line.figures.method)
                is_complete |= at_week == week and not parts
            complete[week] += is_complete
            colours[week][rag] += 1
    first = next(place for place, week in enumerate(names) if owed[week])
    return [(week, owed[week], complete[week], dict(colours[week])) for week in names[first:]]


@pytest.mark.parametrize("team", [None, "Growth", "Fleet", "Wendelrad"])
@pytest.mark.parametrize(("days", "weeks"), [(0, 13), (0, 3), (-20, 13), (30, 26)])
def test_completion_and_colours_are_those_of_the_check_ins(
    demo: sqlite3.Connection, team: str | None, days: int, weeks: int
) -> None:
    row = demo.execute("SELECT id FROM team WHERE name = ?", (team,)).fetchone()
    id_, now = row[0] if row else None, NOW + timedelta(days=days)
    teams = teams_below(demo, id_) if id_ else None
    found = adoption(demo, now, team=id_, weeks=weeks)
    told = [
        (one.week, one.owed, one.complete, {rag: count for rag, count in one.rag.items() if count})
        for one in found.weeks
    ]
    assert told == counted_by_hand(demo, now, weeks, teams)
    assert [one.is_running for one in found.weeks] == [False] * (len(told) - 1) + [True]


def test_the_demo_tells_its_story(demo: sqlite3.Connection) -> None:
    found = adoption(demo, NOW)
    assert found.in_a_row == 7
    assert {one.kind for one in found.responses} == {
        "amber_response", "blocker", "data_issue", "red_response", "red_streak",
    }  # fmt: skip
    assert all(one.opened == one.in_time + one.late + one.recovered + one.waiting for one in found.responses)
    assert [(one.month, one.resource_shifts, one.priorities) for one in found.months] == [
        ("2026-10", 1, 1), ("2026-11", 2, 1),
    ]  # fmt: skip
    assert [(one.name, one.phase, one.improved, one.key_results, one.objectives) for one in found.cycles] == [
        ("FY 26/27", "active", 4, 4, {"company": 2}),
        ("Q3 26/27", "active", 14, 18, {"team": 5}),
        ("Q4 26/27", "draft", 0, 0, {"team": 1}),
    ]


def test_nobody_is_named(demo: sqlite3.Connection) -> None:
    names = [name for (name,) in demo.execute("SELECT name FROM member")]
    told = repr(adoption(demo, NOW))
    assert not [name for name in names if name in told]


@pytest.fixture
def ana(home: Path) -> Session:
    return a_workspace(home)


def signals(session: Session, **given: Any) -> Adoption:
    with session.reading() as c:
        return adoption(c, session.now(), **given)


def test_a_workspace_without_anything_has_no_signals(ana: Session) -> None:
    found = signals(ana)
    assert [(one.owed, one.percent) for one in found.weeks] == [(0, None)]
    assert (found.in_a_row, found.responses, found.decision_hours, found.cycles) == (0, [], None, [])


def test_postponed_weeks_are_not_owed(ana: Session) -> None:
    published = Published(ana)
    at("2026-10-20T09:00:00+00:00")
    approve(ana, postpone_key_result(ana, published.key_result, "later").details["change"])
    at("2026-11-10T09:00:00+00:00")
    assert [one.owed for one in signals(ana).weeks] == [2, 2, 2, 1, 1, 1, 1]


def test_a_streaks_decision_time_ends_with_its_answer_or_a_decision_about_its_key_result(
    ana: Session,
) -> None:
    published = Published(ana)
    for actual, moment in (("18", "2026-11-04T09:00:00+00:00"), ("18", "2026-11-11T09:00:00+00:00")):
        at(moment)
        for key_result in published.key_results:
            a_check_in(ana, key_result, actual)
    assert [one.kind for one in signals(ana).responses] == ["red_response", "red_streak"]
    at("2026-11-11T19:00:00+00:00")
    first, second = published.key_results
    needed = {"evidence": "e", "owner": ana.member.id, "due": "2026-12-01"}
    decide(ana, "We stop it", key_results=[first], **needed)
    at("2026-11-12T05:00:00+00:00")
    with ana.reading() as c:
        (streak,) = escalations(c, ana.now(), key_results=[second], kinds=["red_streak"])
    take_step(ana, streak.id, "answered", revised_bet="Ask the ten who left")
    found = signals(ana)
    assert (found.decided, found.decision_hours) == (2, 15)


def test_only_decided_shifts_and_priorities_about_key_results_count_for_the_month(ana: Session) -> None:
    published = Published(ana)
    at("2026-11-17T09:00:00+00:00")
    bea = a_member(ana, "bea", "member")
    needed = {"evidence": "e", "owner": ana.member.id, "due": "2026-12-01"}
    about = {"key_results": published.key_results}
    decide(ana, "A shift", kind="resource_shift", **needed, **about)
    decide(ana, "A priority", kind="priority", date="2026-10-31", **needed, **about)
    decide(ana, "About nothing", kind="priority", **needed)
    decide(ana, "About scope", kind="scope", **needed, **about)
    waits = decide(bea, "It waits", kind="resource_shift", **needed, **about).id
    assert [(one.month, one.decisions) for one in signals(ana).months] == [("2026-10", 1), ("2026-11", 1)]
    rule(ana, waits, "decided")
    assert signals(ana).months[-1].resource_shifts == 2
    with ana.writing("made a team") as journal:
        journal.add("team", "shop", {"name": "Shop"}, ())
    assert [one.decisions for one in signals(ana, team="shop").months] == [0]


@pytest.mark.parametrize(
    ("method", "given", "actual", "is_improved"),
    [
        ("linear", {"baseline": "18", "target": "28"}, "18", False),
        ("linear", {"baseline": "18", "target": "28"}, "18.1", True),
        ("linear", {"baseline": "18", "target": "28"}, "12", False),
        ("linear", {"baseline": "28", "target": "18"}, "27", True),
        ("percent", {}, "0", False),
        ("ladder", {"bands": [["4", "1.0"], ["8", "0.3"]], "baseline": "9", "target": "4"}, "8.5", True),
        ("ladder", {"bands": [["4", "1.0"], ["8", "0.3"]], "baseline": "9", "target": "4"}, "9", False),
        ("ladder", {"bands": [["8", "1.0"], ["4", "0.3"]], "baseline": "2", "target": "8"}, "3", True),
        ("ladder", {"bands": [["4", "1.0"], ["8", "0.3"]]}, "1", False),
        ("range", {"limits": {"floor": "80", "low": "95"}}, "97", False),
    ],
)
def test_a_key_result_is_above_its_baseline_by_its_own_method(
    ana: Session, method: str, given: dict[str, Any], actual: str, is_improved: bool
) -> None:
    cycle = a_cycle(ana)
    objective = an_objective(ana, cycle)
    key_result = a_key_result(ana, objective, method=method, **{"unit": "", **given})
    a_key_result(ana, objective, "Shorten it", indicator="lagging")
    publish_cycle(ana, cycle)
    at("2026-11-17T09:00:00+00:00")
    a_check_in(ana, key_result, actual)
    (found,) = signals(ana).cycles
    assert (found.key_results, found.improved) == (2, int(is_improved))
