"""What `okrtui lint` looks at: a file in the house format, or OKRs of the workspace."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from okrtui.cli.findings import Place
from okrtui.cli.invocation import Invocation
from okrtui.cli.items import item
from okrtui.okr.errors import BadInput
from okrtui.okr.house_format import parse_okrs
from okrtui.okr.writing import CycleFrame, Finding, lint_set
from okrtui.okr.written import Unread, WrittenObjective

if TYPE_CHECKING:
    from okrtui.actions.gate import Judged

UNREAD = "UNREAD"


def lint_file(name: str, text: str, frame: CycleFrame | None, today: date) -> list[Place]:
    """What the writing standards find in a text of the house format.

    Args:
        name: the file's, for where it was found.
        text: the whole file.
        frame: the cycle, where it is known; else what can be checked without one is.
        today: from where dates without a year are read when there is no cycle.

    Raises:
        BadInput: no OKR stands in it.
    """
    objectives, unread = parse_okrs(text, frame.start if frame else today)
    if not objectives and not unread:
        raise BadInput(
            f"{name} holds no OKR: write “Objective: …” and below it “KR 1: Move X from A to B by DATE.”"
        )
    places = [_in_file(name, objectives, finding) for finding in lint_set(objectives, frame)]
    places.extend(_unread(name, line) for line in unread)
    return sorted(places, key=lambda place: place.finding.line)


def lint_workspace(invocation: Invocation, ref: str | None) -> list[Place]:
    """What the writing standards find in one objective or KR, or in all OKRs of cycles that aren't over."""
    from okrtui.cli.naming import thing
    from okrtui.views.lists import cycles

    if ref is None:
        with invocation.reading() as c:
            running = [cycle.id for cycle in cycles(c) if cycle.phase in ("draft", "active")]
        return [place for cycle in running for place in _judged(invocation, cycle, None, None)]
    kind, id_ = thing(invocation, ref, ("key_result", "objective"))
    with invocation.reading() as c:
        objective = item(c, "key_result", id_)["objective"] if kind == "key_result" else id_
        cycle = item(c, "objective", objective)["cycle"]
    return _judged(invocation, cycle, objective, id_ if kind == "key_result" else None)


def frame_of(invocation: Invocation, cycle: str) -> CycleFrame:
    """A cycle of the workspace as the writing standards see it."""
    from okrtui.actions.gate import cycle_frame

    with invocation.reading() as c:
        return cycle_frame(c, cycle)


def places_of(invocation: Invocation, judged: Judged, findings: Iterable[Finding]) -> list[Place]:
    """Findings of the gate on one objective, with the code and title of what each is about."""
    places = []
    with invocation.reading() as c:
        for finding in findings:
            found_in = None if finding.key_result is None else judged.key_results[finding.key_result]
            about = ("objective", judged.objective) if found_in is None else ("key_result", found_in)
            places.append(Place(_code(c, *about), item(c, *about).get("title", ""), finding))
    return places


def _judged(invocation: Invocation, cycle: str, objective: str | None, key_result: str | None) -> list[Place]:
    from okrtui.actions.gate import judge

    with invocation.reading() as c:
        found = judge(c, cycle, objective)
    places = []
    for judged in found:
        index = judged.key_results.index(key_result) if key_result in judged.key_results else None
        chosen = [each for each in judged.findings if key_result is None or each.key_result == index]
        places.extend(places_of(invocation, judged, chosen))
    return places


def _code(c: sqlite3.Connection, kind: str, id_: str) -> str:
    """The shown code of an objective or a KR."""
    from okrtui.views.lines import code_length, shown_code

    row = c.execute(f"SELECT code FROM {kind}_fact WHERE {kind} = ?", (id_,)).fetchone()
    return shown_code(row[0], code_length(c)) if row else ""


def _in_file(name: str, objectives: list[WrittenObjective], finding: Finding) -> Place:
    objective = objectives[finding.objective]
    key_result = None if finding.key_result is None else objective.key_results[finding.key_result]
    return Place(f"{name}:{finding.line}", key_result.title if key_result else objective.title, finding)


def _unread(name: str, unread: Unread) -> Place:
    remedy = "write it in the house format, or take it out"
    return Place(
        f"{name}:{unread.line}",
        unread.text,
        Finding(UNREAD, "error", unread.why, remedy, 0, None, unread.line),
    )
