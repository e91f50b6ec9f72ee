"""Objectives: drafted, edited, published, archived, postponed and resumed (domain, Cycle and governance)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from okrtui.actions.changes import note_proposal
from okrtui.actions.cycles import agree, require_publisher
from okrtui.actions.gate import Waiver, judge, refuse_open, write_waivers
from okrtui.actions.key_results import postpone_key_result, resume_key_result
from okrtui.actions.session import Done, Session
from okrtui.actions.things import code, is_in_force, key_results_of, phase_of, thing
from okrtui.actions.typed import typed_fields
from okrtui.okr.errors import BadInput, Refused
from okrtui.okr.governance import may_plan
from okrtui.store.journal import Journal


def add_objective(
    session: Session,
    cycle: str,
    title: str,
    owner: str | None = None,
    team: str | None = None,
    why: str = "",
    theme: str = "",
    contributes_to: str | None = None,
) -> Done:
    """Draft an objective in a cycle; owner, team and the KR that it contributes to are ids.

    Raises:
        BadInput: it has no title.
        Refused: the cycle is past planning, or the person is a viewer.
    """
    with session.writing("added an objective") as journal:
        _require_planner(session, journal)
        require_open(journal, cycle)
        given = {"title": title, "why": why, "theme": theme, "team": team, "contributes_to": contributes_to}
        fields = typed_fields("objective", given) | {"cycle": cycle, "owner": owner or session.member.id}
        if not fields["title"]:
            raise BadInput("an objective needs a title", field="title")
        objective = journal.new_id()
        journal.add(
            "objective", objective, {key: one for key, one in fields.items() if one is not None}, base=()
        )
        journal.fold()
        shown = code(journal.connection, objective)
    return Done(f"Added {shown} {fields['title']}, a draft", objective, {"code": shown})


def edit_objective(session: Session, objective: str, **given: Any) -> Done:
    """Change an objective's title, owner, team, why, theme or the KR that it contributes to.

    Raises:
        BadInput: a value can't be used.
        Refused: the cycle is closed, or the person is a viewer.
    """
    with session.writing("edited an objective") as journal:
        _require_planner(session, journal)
        before = thing(journal.connection, "objective", objective)
        _refuse_closed(journal, before["cycle"])
        if {"archived", "cycle"} & given.keys():
            raise BadInput("archive an objective with `objective archive`; its cycle stays")
        fields = typed_fields("objective", given)
        if "title" in fields and not fields["title"]:
            raise BadInput("an objective needs a title", field="title")
        changed = {name: value for name, value in fields.items() if value != before[name]}
        if changed:
            journal.add("objective", objective, changed)
    return Done("Saved the objective" if changed else "Nothing changed", objective)


def publish_objective(session: Session, objective: str, waivers: Sequence[Waiver] = ()) -> Done:
    """Put an objective of an active cycle in force, through the quality gate.

    Raises:
        Refused: findings are open, the cycle is not active, the person may not, or all is published already.
    """
    with session.writing("published an objective") as journal:
        values = thing(journal.connection, "objective", objective)
        cycle = thing(journal.connection, "cycle", values["cycle"])
        if phase_of(cycle) != "active":
            raise Refused(f"{cycle['name']} is not active; publish the cycle with `okrtui cycle publish`")
        if values["archived"]:
            raise Refused(f"{values['title']} is archived; it can't be published any more")
        if is_in_force(journal.connection, objective):
            raise Refused("it is published already; a KR that came later is added by `change approve`")
        person = session.person(journal)
        require_publisher(journal, person, objective, cycle["kind"])
        write_waivers(session, journal, person, waivers)
        judged = judge(journal.connection, values["cycle"], only=objective)
        refuse_open(judged)
        count = agree(session, journal, judged[0])
    return Done(f"Published {values['title']}: {count} KRs in force", objective, {"key_results": count})


def archive_objective(session: Session, objective: str, reason: str = "") -> Done:
    """Archive an objective; once it is published, this makes the proposal.

    Raises:
        BadInput: a proposal has no reason.
        Refused: the phase or the person's rights forbid it.
    """
    with session.writing("archived an objective") as journal:
        _require_planner(session, journal)
        values = thing(journal.connection, "objective", objective)
        _refuse_closed(journal, values["cycle"])
        if not is_in_force(journal.connection, objective):
            journal.add("objective", objective, {"archived": True})
            return Done(f"Archived {values['title']} · undo with u", objective)
        record = {"objective": objective, "action": "archive", "changes": {"archived": True}, "was": {}}
        return note_proposal(session, journal, record, reason)


def postpone_objective(session: Session, objective: str, reason: str, until: str | None = None) -> Done:
    """Postpone every KR of an objective; those in force get a proposal each.

    Raises:
        BadInput: the reason is missing, or `until` is no date.
        Refused: the phase or the person's rights forbid it.
    """
    return _each(
        session, objective, lambda one: postpone_key_result(session, one, reason, until), "Postponed"
    )


def resume_objective(session: Session, objective: str, reason: str = "") -> Done:
    """Resume every postponed KR of an objective; those in force get a proposal each.

    Raises:
        Refused: nothing is postponed, or the person's rights forbid it.
    """
    return _each(session, objective, lambda one: resume_key_result(session, one, reason), "Resumed", True)


def require_open(journal: Journal, cycle: str) -> None:
    """Refuse to plan in a cycle that is in review or closed.

    Raises:
        Refused: naming the phase.
    """
    phase = phase_of(thing(journal.connection, "cycle", cycle))
    if phase not in ("draft", "active"):
        raise Refused(f"the cycle is {'in review' if phase == 'review' else phase}; draft it in the next one")


def _each(session: Session, objective: str, act: Any, verb: str, only_postponed: bool = False) -> Done:
    with session.reading() as connection:
        title = thing(connection, "objective", objective)["title"]
        chosen = [
            one
            for one in key_results_of(connection, objective)
            if bool(thing(connection, "key_result", one)["postponed"]) == only_postponed
        ]
    if not chosen:
        raise Refused(f"{title} has no KR {'that is postponed' if only_postponed else 'to postpone'}")
    messages = [act(one).message for one in chosen]
    return Done(f"{verb} {title}: " + " · ".join(messages), objective, {"messages": messages})


def _refuse_closed(journal: Journal, cycle: str) -> None:
    if phase_of(thing(journal.connection, "cycle", cycle)) == "closed":
        raise Refused("the cycle is closed and read-only: carry it over into another cycle to change it")


def _require_planner(session: Session, journal: Journal) -> None:
    if not may_plan(session.person(journal)):
        raise Refused("a viewer reads and changes nothing; ask a program lead for a role")
