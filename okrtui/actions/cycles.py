"""Cycles: made as drafts, published through the quality gate, reviewed, closed (domain, Cycle and governance)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from okrtui.actions.agreements import write_agreement
from okrtui.actions.gate import Judged, Waiver, is_company, judge, micro_problems, refuse_open, write_waivers
from okrtui.actions.session import Done, Session
from okrtui.actions.things import phase_of, thing
from okrtui.actions.typed import typed_fields
from okrtui.okr.errors import BadInput, Refused
from okrtui.okr.governance import MICRO_DAYS, Person, check_phase_step, may_plan, may_publish
from okrtui.okr.weeks import today_in
from okrtui.store.journal import Journal
from okrtui.views.workspace import calendar, workspace


def new_cycle(
    session: Session, name: str, kind: str, start: str, end: str, parent_key_result: str | None = None
) -> Done:
    """Make a cycle; it is a draft until it is published.

    Args:
        session: who acts.
        name: the cycle's name.
        kind: annual, half, quarter, custom or micro.
        start: the first day, `YYYY-MM-DD`.
        end: the last day.
        parent_key_result: a micro cycle's parent KR.

    Raises:
        BadInput: a value can't be used; a micro cycle is longer than four weeks or has no parent KR.
    """
    with session.writing("made a cycle") as journal:
        if not may_plan(session.person(journal)):
            raise Refused("a viewer can't make a cycle; ask a program lead for a role")
        given = {
            "name": name,
            "kind": kind,
            "start": start,
            "end": end,
            "parent_key_result": parent_key_result,
        }
        fields = {key: value for key, value in typed_fields("cycle", given).items() if value is not None}
        for field in ("name", "kind", "start", "end"):
            if field not in fields:
                raise BadInput(f"a cycle needs a {field}", field=field)
        if fields["end"] < fields["start"]:
            raise BadInput("a cycle ends after it starts", field="end")
        if journal.connection.execute("SELECT 1 FROM cycle WHERE name = ?", (fields["name"],)).fetchone():
            raise BadInput(f"there is a cycle {fields['name']} already", field="name")
        _check_micro_cycle(fields)
        cycle = journal.new_id()
        journal.add("cycle", cycle, {**fields, "phase": "draft"}, base=())
    return Done(f"Made {fields['name']}, {fields['start']} to {fields['end']}, a draft", cycle)


def _check_micro_cycle(fields: dict[str, str]) -> None:
    if fields["kind"] != "micro":
        if "parent_key_result" in fields:
            raise BadInput("only a micro cycle has a parent KR", field="parent_key_result")
        return
    days = (date.fromisoformat(fields["end"]) - date.fromisoformat(fields["start"])).days + 1
    if days > MICRO_DAYS:
        raise BadInput(
            f"a micro cycle lasts at most four weeks, not {days} days; end it earlier", field="end"
        )
    if "parent_key_result" not in fields:
        raise BadInput(
            "a micro cycle needs the KR that it is to help: name its parent KR", field="parent_key_result"
        )


def gate(session: Session, cycle: str) -> list[Judged]:
    """The quality gate's findings on every objective of the cycle, for the sign-off."""
    with session.reading() as connection:
        return judge(connection, cycle)


def publish_cycle(
    session: Session, cycle: str, waivers: Sequence[Waiver] = (), only_passing: bool = False
) -> Done:
    """Publish a draft cycle: agree what passes the gate and put it in force.

    Args:
        session: who publishes.
        cycle: the cycle's id.
        waivers: findings that are let pass, with their reasons.
        only_passing: publish what passes and what this person may publish, and leave the rest as drafts,
            instead of refusing all.

    Raises:
        Refused: findings are open, the person may not, or the cycle is no draft.
    """
    with session.writing("published a cycle") as journal:
        values = thing(journal.connection, "cycle", cycle)
        check_phase_step(phase_of(values), "active")
        person = session.person(journal)
        problems = micro_problems(journal.connection, cycle)
        if problems:
            raise Refused(" ".join(problems))
        write_waivers(session, journal, person, waivers)
        judged = judge(journal.connection, cycle)
        if not judged:
            raise Refused(f"{values['name']} has no objectives yet; write one with `okrtui objective add`")
        if not only_passing:
            refuse_open(judged)
        passing = [one for one in judged if not one.open]
        if not passing:
            refuse_open(judged)
        may = [one for one in passing if _may_publish(journal, person, one.objective, values["kind"])]
        if not only_passing or not may:
            for one in passing:
                require_publisher(journal, person, one.objective, values["kind"])
        passing = may
        journal.add("cycle", cycle, {"phase": "active"})
        count = sum(agree(session, journal, one) for one in passing)
    left = len(judged) - len(passing)
    objectives = "1 objective" if len(passing) == 1 else f"{len(passing)} objectives"
    key_results = "1 KR" if count == 1 else f"{count} KRs"
    message = f"Published {values['name']}: {objectives}, {key_results} in force"
    return Done(
        message + (f" · {left} left as drafts" if left else ""), cycle, {"key_results": count, "left": left}
    )


def agree(session: Session, journal: Journal, judged: Judged) -> int:
    """Write the agreements of an objective's KRs that have none; how many were written."""
    here = workspace(journal.connection).id
    count = 0
    for key_result in judged.key_results:
        fact = journal.connection.execute(
            "SELECT is_in_force FROM key_result_fact WHERE key_result = ?", (key_result,)
        ).fetchone()
        if not (fact and fact[0]):
            write_agreement(session, journal, key_result, here)
            count += 1
    return count


def require_publisher(journal: Journal, person: Person, objective: str, kind: str | None) -> None:
    """Refuse who may not publish this objective.

    Raises:
        Refused: naming who may.
    """
    if not _may_publish(journal, person, objective, kind):
        values = thing(journal.connection, "objective", objective)
        who = (
            "the sponsor"
            if is_company(journal.connection, values["team"]) or kind == "annual"
            else "its owner"
        )
        raise Refused(f"{values['title']} is published by {who}; ask them")


def _may_publish(journal: Journal, person: Person, objective: str, kind: str | None) -> bool:
    values = thing(journal.connection, "objective", objective)
    return may_publish(
        person, kind or "custom", is_company(journal.connection, values["team"]), values["owner"] or ""
    )


def review_cycle(session: Session, cycle: str) -> Done:
    """Begin the end review of an active cycle: no change requests any more.

    Raises:
        Refused: the cycle is not active, or the person may not.
    """
    return _step(session, cycle, "review", "is in review")


def close_cycle(session: Session, cycle: str) -> Done:
    """Close a reviewed cycle, for good.

    Raises:
        Refused: the cycle is not in review, or the person may not.
    """
    return _step(session, cycle, "closed", "is closed and read-only")


def _step(session: Session, cycle: str, phase: str, outcome: str) -> Done:
    with session.writing(f"moved a cycle to {phase}") as journal:
        values = thing(journal.connection, "cycle", cycle)
        check_phase_step(phase_of(values), phase)
        person = session.person(journal)
        if not (person.is_only_account or person.roles & {"sponsor", "program_lead"}):
            raise Refused("a cycle is moved on by the sponsor or a program lead; ask one of them")
        journal.add("cycle", cycle, {"phase": phase})
    return Done(f"{values['name']} {outcome}", cycle)


def today(session: Session, journal: Journal) -> str:
    """Today's date in the workspace's zone, as text."""
    return today_in(session.now(), calendar(workspace(journal.connection))).isoformat()
