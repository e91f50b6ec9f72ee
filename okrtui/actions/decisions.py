"""Decisions: recording one with its evidence, owner and date, the sponsor's word on it, and closing its action.

A shift of resources is the sponsor's to decide; whoever else records one proposes it (Playbook, Decision rights;
Decision log template).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from okrtui.actions.session import Done, Session
from okrtui.actions.things import thing
from okrtui.actions.typed import typed_fields
from okrtui.okr.errors import BadInput, NotFound, Refused
from okrtui.okr.governance import may_decide_resources, may_plan
from okrtui.okr.text import clean_line, cut
from okrtui.okr.weeks import today_in
from okrtui.store.journal import Journal
from okrtui.views.decisions import DecisionLine, decision
from okrtui.views.workspace import calendar, workspace

DECIDED, DECLINED, PROPOSED = "decided", "declined", "proposed"
RESOURCE_SHIFT = "resource_shift"

_NEEDED = {
    "decision": "say what was decided",
    "evidence": "say what it rests on: a decision needs evidence (a figure, a link, an experiment's result)",
    "owner": "name one who sees to it: a decision needs an owner",
    "due": "say until when: a decision needs a due date such as 2026-12-31",
}
_SHOWN = 60


def decide(
    session: Session,
    text: str,
    *,
    evidence: str = "",
    owner: str = "",
    due: str = "",
    kind: str = "other",
    change: str = "",
    date: str = "",
    key_results: Sequence[str] = (),
    objectives: Sequence[str] = (),
    initiatives: Sequence[str] = (),
) -> Done:
    """Record a decision; a shift of resources by somebody who is not the sponsor waits as a proposal.

    Args:
        session: who records it.
        text: what was decided.
        evidence: what it rests on.
        owner: id of the member who sees to it.
        due: until when, as typed.
        kind: "resource_shift", "priority", "scope" or "other".
        change: what becomes of OKRs or initiatives.
        date: when it was decided, as typed; by default today.
        key_results: ids of the KRs that it is about.
        objectives: ids of the objectives that it is about.
        initiatives: ids of the initiatives that it is about.

    Raises:
        BadInput: what was decided, evidence, owner or due date is missing, or a value can't be used.
        NotFound: the owner, or something that it is about, is not there.
        Refused: the person is a viewer.
    """
    with session.writing("recorded a decision") as journal:
        person = session.person(journal)
        if not may_plan(person):
            raise Refused("a viewer reads and changes nothing; ask a program lead for a role")
        today = today_in(session.now(), calendar(workspace(journal.connection))).isoformat()
        given: dict[str, Any] = {
            "decision": text,
            "evidence": evidence,
            "owner": owner,
            "due": due,
            "kind": kind,
        }
        about = {"key_results": key_results, "objectives": objectives, "initiatives": initiatives}
        given |= {name: list(dict.fromkeys(ids)) for name, ids in about.items() if ids}
        fields = typed_fields("decision", {**given, "change": change, "date": date or today})
        _check(journal.connection, fields, today)
        state = DECIDED if kind != RESOURCE_SHIFT or may_decide_resources(person) else PROPOSED
        record = {name: value for name, value in fields.items() if value is not None}
        record |= {"state": state, "author": session.member.id, "at": session.stamp()}
        id_ = journal.new_id()
        journal.add("decision", id_, record, base=())
    shown = cut(clean_line(fields["decision"]), _SHOWN)
    if state == PROPOSED:
        message = f"Proposed: {shown} · it waits for the sponsor"
    else:
        message = f"Decided: {shown} · due {fields['due']}"
    return Done(message, id_, {"state": state})


def rule(session: Session, decision_id: str, verdict: str, reason: str = "") -> Done:
    """Say the sponsor's word on a decision that waits.

    Args:
        session: a sponsor.
        decision_id: the decision's id.
        verdict: "decided" or "declined".
        reason: why; asked for where it is declined.

    Raises:
        BadInput: there is no such verdict, or no reason for declining.
        NotFound: there is no such decision.
        Refused: the person is no sponsor, or it was decided already.
    """
    if verdict not in (DECIDED, DECLINED):
        raise BadInput(f"a decision is decided or declined, not {clean_line(verdict)[:20]!r}")
    with session.writing(f"{'approved' if verdict == DECIDED else 'declined'} a decision") as journal:
        line = decision(journal.connection, decision_id)
        if not may_decide_resources(session.person(journal)):
            raise Refused("this is decided by the sponsor, and you are none: ask the sponsor")
        if line.state != PROPOSED:
            raise Refused(f"it was {line.state} already; record another decision")
        answer = typed_fields("answer", {"text": reason})
        if verdict == DECLINED and not answer["text"]:
            raise BadInput("say why it is declined: whoever proposed it reads it", field="text")
        _note(session, journal, line, verdict, answer)
    word = "Approved" if verdict == DECIDED else "Declined"
    return Done(f"{word}: {cut(clean_line(line.decision), _SHOWN)}", decision_id, {"state": verdict})


def close_action(session: Session, decision_id: str, text: str) -> Done:
    """Say that a decision's action is done, and what came of it.

    Raises:
        BadInput: there is no word on what came of it.
        NotFound: there is no such decision.
        Refused: the person is a viewer, it is not decided, or its action is done already.
    """
    with session.writing("closed a decision's action") as journal:
        line = decision(journal.connection, decision_id)
        if not may_plan(session.person(journal)):
            raise Refused("a viewer reads and changes nothing; ask a program lead for a role")
        if line.state != DECIDED:
            waits = "waits for the sponsor" if line.state == PROPOSED else "was declined"
            raise Refused(f"there is nothing to close yet: it {waits}")
        if line.is_done:
            raise Refused("its action is done already; record another decision for what is left")
        answer = typed_fields("answer", {"text": text})
        if not answer["text"]:
            raise BadInput("say what came of it, in a line", field="text")
        _note(session, journal, line, "done", answer)
    shown = cut(clean_line(line.decision), _SHOWN)
    return Done(f"Done: {shown} · undo with u", decision_id, {"state": "done"})


def _check(connection: sqlite3.Connection, fields: dict[str, Any], today: str) -> None:
    for name, asked in _NEEDED.items():
        if not fields[name]:
            raise BadInput(asked, field=name)
    if fields["date"] > today:
        raise BadInput("a decision's date is not in the future", field="date")
    if fields["due"] < fields["date"]:
        raise BadInput(f"it can't be due before it was decided, on {fields['date']}", field="due")
    try:
        thing(connection, "member", fields["owner"])
    except NotFound as error:
        raise NotFound("there is no such member: okrtui member list shows who there is") from error
    for name, kind in (
        ("key_results", "key_result"),
        ("objectives", "objective"),
        ("initiatives", "initiative"),
    ):
        for one in fields.get(name) or ():
            thing(connection, kind, one)


def _note(session: Session, journal: Journal, line: DecisionLine, step: str, answer: dict[str, Any]) -> None:
    """Write a step; its base names the revision that it is about, so that nobody slips other words under it."""
    texts = {name: value for name, value in answer.items() if value is not None}
    record = {"decision": line.id, "step": step, **texts, "by": session.member.id, "at": session.stamp()}
    journal.add("answer", journal.new_id(), record, base=journal.heads("decision", line.id, ()))
