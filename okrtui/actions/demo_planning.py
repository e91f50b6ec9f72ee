"""The demo's beginning: the workspace is founded, the year and the quarter are planned and published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from okrtui.actions.cycles import new_cycle, publish_cycle
from okrtui.actions.demo_story.care import CARE
from okrtui.actions.demo_story.company import COMPANY_YEAR
from okrtui.actions.demo_story.families import FAMILIES
from okrtui.actions.demo_story.fleet import FLEET
from okrtui.actions.demo_story.hamburg import HAMBURG
from okrtui.actions.demo_story.next_quarter import NEXT_QUARTER
from okrtui.actions.demo_story.people import COMPANY, OTHERS, TEAMS, VIEWER
from okrtui.actions.demo_story.shapes import KeyResult, Moment, Objective
from okrtui.actions.demo_story.shops import SHOPS
from okrtui.actions.demo_telling import Stage
from okrtui.actions.demo_timetable import WEEKS, ZONE
from okrtui.actions.gate import Waiver
from okrtui.actions.key_results import add_key_result
from okrtui.actions.objectives import add_objective, publish_objective
from okrtui.actions.people import add_member, add_team
from okrtui.actions.workspaces import CREATOR_ROLES, DEFAULT_DEADLINE

RUNNING = (*COMPANY_YEAR, FAMILIES, CARE, SHOPS, FLEET, HAMBURG)
"""The objectives that are published, the company's first."""

NEXT_QUARTER_AT = Moment(7, 3, "16:30")
"""When the next quarter is drafted."""

_A_MINUTE = timedelta(minutes=1)
_TEST_WEEK = "“Test week” is what the product is called; the KR counts bookings, not tests of ours."


def found(stage: Stage) -> None:
    """The workspace, its people and its teams."""
    journal, founder = stage.journal, stage.handle(VIEWER.key)
    journal.author = founder
    workspace = {"name": COMPANY, "timezone": ZONE, "deadline": DEFAULT_DEADLINE, "scale": "unit"}
    journal.add("workspace", journal.new_id(), workspace, base=())
    first = {"handle": founder, "name": VIEWER.name, "account": True, "roles": list(CREATOR_ROLES)}
    stage.ids[VIEWER.key] = journal.new_id()
    journal.add("member", stage.ids[VIEWER.key], first, base=())
    journal.fold()
    at = stage.times.founded
    for one in OTHERS:
        at += _A_MINUTE
        session = stage.acting(VIEWER.key, at)
        made = add_member(session, stage.handle(one.key), one.name, roles=one.roles, account=one.account)
        stage.ids[one.key] = made.id
    for team in TEAMS:
        at += _A_MINUTE
        above = stage.ids[team.parent] if team.parent else None
        champion, manager = stage.ids[team.champion], stage.ids[team.manager]
        session = stage.acting(VIEWER.key, at)
        stage.ids[team.key] = add_team(session, team.name, above, champion, manager, team.function).id


def plan(stage: Stage) -> None:
    """The company's year and the quarter, published in the quarter's first days; everybody publishes their own."""
    times = stage.times
    year = _cycle(
        stage, "ines", Moment(0, 0, "10:00"), f"FY {times.fiscal_year()}", "annual", 1 - 2 * WEEKS, 2 * WEEKS
    )
    _write(stage, year, COMPANY_YEAR, Moment(0, 0, "10:05"))
    publish_cycle(stage.acting("ines", times.at(Moment(1, 0, "11:30"))), year)
    quarter = _cycle(stage, "robin", Moment(1, 0, "13:00"), f"Q3 {times.fiscal_year()}", "quarter", 1, WEEKS)
    _write(stage, quarter, (FAMILIES, CARE), Moment(1, 0, "13:05"))
    publish_cycle(stage.acting("robin", times.at(Moment(1, 1, "15:00"))), quarter)
    _write(stage, quarter, (SHOPS,), Moment(1, 1, "15:20"))
    waiver = Waiver(stage.ids[SHOPS.key], stage.ids["test_weeks"], "K-ACTIVITY", _TEST_WEEK)
    publish_objective(stage.acting("leonie", times.at(Moment(1, 1, "16:10"))), stage.ids[SHOPS.key], [waiver])
    _write(stage, quarter, (FLEET, HAMBURG), Moment(1, 2, "08:10"))
    for minute, one in enumerate((FLEET, HAMBURG)):
        session = stage.acting("tomasz", times.at(Moment(1, 2, f"09:0{minute}")))
        publish_objective(session, stage.ids[one.key])


def draft_next(stage: Stage) -> None:
    """The next quarter, drafted while this one runs."""
    cycle = _cycle(
        stage,
        "robin",
        Moment(7, 3, "16:30"),
        f"Q4 {stage.times.fiscal_year()}",
        "quarter",
        WEEKS + 1,
        2 * WEEKS,
    )
    _write(stage, cycle, (NEXT_QUARTER,), NEXT_QUARTER_AT)


def _cycle(
    stage: Stage, person: str, when: Moment, name: str, kind: str, first_week: int, last_week: int
) -> str:
    times = stage.times
    start, end = times.first_day(first_week), times.last_day(last_week)
    return new_cycle(stage.acting(person, times.at(when)), name, kind, start, end).id


def _write(stage: Stage, cycle: str, objectives: Iterable[Objective], when: Moment) -> None:
    at = stage.times.at(when)
    for one in objectives:
        at += _A_MINUTE
        above = stage.ids[one.contributes_to] if one.contributes_to else None
        stage.ids[one.key] = add_objective(
            stage.acting(one.owner, at),
            cycle,
            one.title,
            team=stage.ids[one.team],
            why=one.why,
            theme=one.theme,
            contributes_to=above,
        ).id
        for key_result in one.key_results:
            at += _A_MINUTE
            _write_key_result(stage, one, key_result, at)


def _write_key_result(stage: Stage, objective: Objective, one: KeyResult, at: datetime) -> None:
    given: dict[str, Any] = {
        "owner": stage.ids[one.owner],
        "method": one.method,
        "metric": one.metric,
        "unit": one.unit,
        "baseline": one.baseline,
        "target": one.target,
        "direction": one.direction,
        "bands": [list(band) for band in one.bands],
        "milestones": [{"name": name, "weight": weight} for name, weight in one.milestones],
        "limits": dict(one.limits),
        "due": stage.times.last_day(one.due_week) if one.due_week else "",
        "collaborators": [stage.ids[person] for person in one.collaborators],
        "source": {"name": one.source} if one.source else {},
        "refresh": one.refresh,
        "weight": one.weight,
        "indicator": one.indicator,
        "definition": one.definition,
        "contributes_to": [{"key_result": stage.ids[above], "how": how} for above, how in one.contributes_to],
    }
    session = stage.acting(objective.owner, at)
    made = add_key_result(
        session,
        stage.ids[objective.key],
        one.title,
        **{name: value for name, value in given.items() if value},
    )
    stage.ids[one.key] = made.id
