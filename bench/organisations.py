"""Workspaces of a whole organisation: a company, teams below it, their people, objectives and contribution links."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bench.workspaces import BATCH, ME, NOW, QUARTER, WHAT, WHERE, Clock, Planned, kept, write_planned
from okrtui.actions.session import Session
from okrtui.actions.workspaces import create_workspace

COMPANY = "Company"


class Organisation(NamedTuple):
    """How large an organisation is.

    Attributes:
        name: of its cached home.
        teams: below the company.
        people: of each team.
        objectives: of each of them.
        key_results: of each objective.
        weeks: weekly check-ins of each key result, up to last week.
    """

    name: str
    teams: int
    people: int
    objectives: int
    key_results: int
    weeks: int


def organisation(shape: Organisation) -> Path:
    """The home directory of such a workspace, to be given as `OKRTUI_HOME`; it is only to be read."""
    return kept(shape.name, (shape, Path(__file__).read_bytes()), lambda home: _make(home, shape))


def team_called(number: int) -> str:
    """The name of a team."""
    return f"Team {number:02d}"


def _make(home: Path, shape: Organisation) -> None:
    os.environ |= {"OKRTUI_HOME": str(home), "OKRTUI_NOW": NOW, "LOGNAME": ME}
    session = create_workspace(
        "Bench", handle=ME, display_name="Ana Ruiz", timezone="Europe/Berlin", slug="bench"
    )
    clock = Clock()
    cycle, company, teams, people = _found(session, clock, shape)
    above = _planned_company(session, clock, cycle, company, shape)
    write_planned(session, clock, cycle, [above])
    for number, team in enumerate(teams):
        planned = list(_planned(session, clock, cycle, team, people[number], above.id, shape, number))
        for start in range(0, len(planned), BATCH):
            write_planned(session, clock, cycle, planned[start : start + BATCH])


def _found(
    session: Session, clock: Clock, shape: Organisation
) -> tuple[str, str, list[str], list[list[str]]]:
    """The cycle, the company, the teams and each team's people; the creator is one of the first team's."""
    with session._replica.writing(ME, clock, "founded") as journal:
        cycle, company = journal.new_id(), journal.new_id()
        start, end = QUARTER
        fields = {"name": "The cycle", "kind": "quarter", "start": start, "end": end, "phase": "active"}
        journal.add("cycle", cycle, fields, base=())
        journal.add("team", company, {"name": COMPANY}, base=())
        teams, people = [], []
        for number in range(shape.teams):
            teams.append(journal.new_id())
            journal.add("team", teams[-1], {"name": team_called(number), "parent": company}, base=())
            people.append([session.member.id] if number == 0 else [])
            while len(people[-1]) < shape.people:
                people[-1].append(journal.new_id())
                handle = f"m{number:02d}-{len(people[-1]):02d}"
                fields = {
                    "handle": handle,
                    "name": f"Colleague {handle}",
                    "account": True,
                    "roles": ["member"],
                }
                journal.add("member", people[-1][-1], fields, base=())
    return cycle, company, teams, people


def _planned_company(
    session: Session, clock: Clock, cycle: str, company: str, shape: Organisation
) -> Planned:
    """The company's one objective with the key result that everybody moves."""
    with session._replica.writing(ME, clock, "wrote the company's") as journal:
        objective, key_result = journal.new_id(), journal.new_id()
        title = "Be the one that people return to"
        values = {"cycle": cycle, "title": title, "owner": session.member.id, "team": company}
        journal.add("objective", objective, values, base=())
    fields = _fields(objective, "Raise the share of customers who stay", session.member.id)
    return Planned(key_result, objective, session.member.id, shape.weeks, fields)


def _planned(
    session: Session,
    clock: Clock,
    cycle: str,
    team: str,
    people: list[str],
    above: str,
    shape: Organisation,
    number: int,
) -> Iterable[Planned]:
    with session._replica.writing(ME, clock, "wrote objectives") as journal:
        planned = []
        for place, person in enumerate(people * shape.objectives):
            objective = journal.new_id()
            title = f"Delight the customers of region {number}-{place} so that they return"
            values = {"cycle": cycle, "title": title, "owner": person, "team": team}
            journal.add("objective", objective, values, base=())
            for each in range(shape.key_results):
                what, where = WHAT[(place + each) % len(WHAT)], WHERE[each % len(WHERE)]
                told = f"Raise the share of {what} in {where} {number}-{place}-{each}"
                fields = _fields(objective, told, person)
                fields["contributes_to"] = [{"key_result": above, "how": "they stay"}]
                planned.append(Planned(journal.new_id(), objective, person, shape.weeks, fields))
    return planned


def _fields(objective: str, title: str, owner: str) -> dict[str, object]:
    return {
        "objective": objective,
        "title": title,
        "owner": owner,
        "method": "linear",
        "unit": "%",
        "baseline": "18",
        "target": "28",
        "due": QUARTER[1],
        "source": {"name": "Dashboard"},
        "refresh": "weekly",
    }
