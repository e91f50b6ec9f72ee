"""Escalations: raising a blocker or a data issue by hand, and the steps towards closing one (Playbook, Escalation
path and SLAs; domain, Escalations).
"""

from __future__ import annotations

from typing import Any

from okrtui.actions.session import Done, Session
from okrtui.actions.things import thing
from okrtui.actions.typed import typed_fields
from okrtui.okr.errors import BadInput, Refused
from okrtui.okr.escalation_answers import COLLABORATOR, RAISER, WHO, may_take, said_in
from okrtui.okr.escalation_steps import (
    ACKNOWLEDGED,
    ANSWERED,
    ASKED,
    BLOCKER,
    CHAMPION,
    DATA_ISSUE,
    HUDDLE,
    KR_OWNER,
    NAMES,
    OBJECTIVE_OWNER,
    STEWARD,
)
from okrtui.okr.governance import may_plan
from okrtui.okr.meeting_kinds import BY_HAND
from okrtui.okr.text import clean_line, cut
from okrtui.store.journal import Journal
from okrtui.views.escalation_line import EscalationLine
from okrtui.views.escalation_text import state_text
from okrtui.views.escalations import escalation as find_escalation
from okrtui.views.holders import Holders

_ABOUT = {
    BLOCKER: ("key_result", "objective", "initiative"),
    DATA_ISSUE: ("metric", "key_result", "objective"),
}
_SHOWN = 60
_ALREADY = {
    ACKNOWLEDGED: "it was acknowledged already",
    HUDDLE: "the huddle was held already",
    ASKED: "the sponsor was asked already",
}
_DID = {
    ACKNOWLEDGED: "acknowledged an escalation",
    HUDDLE: "noted a huddle",
    ASKED: "asked the sponsor",
    ANSWERED: "answered an escalation",
}


def raise_escalation(session: Session, kind: str, text: str, *, help_from: str = "", **about: str) -> Done:
    """Raise a blocker or a data issue.

    Args:
        session: who raises it.
        kind: "blocker" or "data_issue".
        text: what is in the way.
        help_from: id of the team whose help a blocker needs.
        about: the id of the one thing that it is about, by its kind: key_result, objective, initiative (of a
            blocker) or metric (of a data issue).

    Raises:
        BadInput: there is no such kind, no text, or not exactly one thing that it may be about.
        NotFound: that thing, or the team, is not there.
        Refused: the person is a viewer.
    """
    if kind not in BY_HAND:
        raise BadInput(
            f"a person raises a blocker or a data_issue, not {clean_line(kind)[:20]!r}", field="kind"
        )
    named = {name: id_ for name, id_ in about.items() if id_}
    allowed = [one for one in named if one in _ABOUT[kind]]
    if len(named) != 1 or not allowed:
        things = " or ".join(one.replace("_", " ").replace("key result", "KR") for one in _ABOUT[kind])
        raise BadInput(f"say what the {NAMES[kind]} is about: one {things}")
    with session.writing(f"raised a {NAMES[kind]}") as journal:
        if not may_plan(session.person(journal)):
            raise Refused("a viewer reads and changes nothing; ask a program lead for a role")
        fields = typed_fields("escalation", {"kind": kind, "text": text, "help_from": help_from})
        if not fields["text"]:
            raise BadInput("say in a line what is in the way", field="text")
        ((of, id_),) = named.items()
        thing(journal.connection, of, id_)
        if fields["help_from"]:
            thing(journal.connection, "team", fields["help_from"])
        record = {name: value for name, value in {**fields, of: id_}.items() if value is not None}
        escalation = journal.new_id()
        journal.add(
            "escalation", escalation, {**record, "by": session.member.id, "at": session.stamp()}, base=()
        )
    with session.reading() as c:
        line = find_escalation(c, session.now(), escalation)
    return Done(f"Raised: {cut(clean_line(text), _SHOWN)} · {_turn(line)}", escalation, {"kind": kind})


def take_step(session: Session, escalation: str, step: str, **texts: str | None) -> Done:
    """Take a step on an escalation: acknowledge it, note its huddle, ask the sponsor, or answer it.

    Args:
        session: who takes it.
        escalation: its id.
        step: "acknowledged", "huddle", "asked" or "answered".
        texts: what is said, by the answer's field: text, root_cause, revised_bet, help_request, help_from (a team's
            id), next_checkpoint, workaround.

    Raises:
        BadInput: it has no such step, or the step lacks a text that it needs.
        NotFound: there is no such escalation, or no such team.
        Refused: the step is up to somebody else, was taken already, or nothing is open any more.
    """
    with session.writing(_DID.get(step, "answered an escalation")) as journal:
        line = find_escalation(journal.connection, session.now(), escalation)
        is_asked = any(one.step == ASKED for one in line.answers)
        said = _said(line, step, is_asked, texts)
        _check_open(line, step)
        _check_right(session, journal, line, step, is_asked)
        if said.get("help_from"):
            thing(journal.connection, "team", said["help_from"])
        record = {**_named(line), **said, "step": step, "by": session.member.id, "at": session.stamp()}
        answer = journal.new_id()
        journal.add("answer", answer, record, base=())
    with session.reading() as c:
        after = find_escalation(c, session.now(), escalation)
    return Done(f"{_done(line, step)} · {_turn(after)}", answer, {"escalation": escalation, "step": step})


def _said(line: EscalationLine, step: str, is_asked: bool, texts: dict[str, str | None]) -> dict[str, Any]:
    """What is said, as the log keeps it."""
    fields = said_in(line.kind, step, is_asked)
    given = typed_fields("answer", {name: value for name, value in texts.items() if value})
    given = {name: value for name, value in given.items() if value is not None}
    known = {one.name for one in fields}
    for name in given:
        if name not in known:
            labels = ", ".join(one.label.lower() for one in fields)
            raise BadInput(f"this step says nothing of {name.replace('_', ' ')}: give {labels}", field=name)
    for one in fields:
        if one.is_needed and one.name not in given:
            raise BadInput(f"the {one.label.lower()} is missing: this step needs it", field=one.name)
    if "help_from" in given and "help_request" not in given:
        raise BadInput("help request: say what help the team is asked for", field="help_request")
    return given


def _check_open(line: EscalationLine, step: str) -> None:
    if not line.is_open:
        raise Refused(f"nothing waits here any more: {state_text(line)}")
    if step in _ALREADY and any(one.step == step for one in line.answers):
        raise Refused(f"{_ALREADY[step]}: {_turn(line)}")


def _check_right(session: Session, journal: Journal, line: EscalationLine, step: str, is_asked: bool) -> None:
    """Refuse whoever is none of those whose step it is, and stands in for none of them."""
    roles = may_take(line.kind, step, is_asked, line.turn.holder if line.turn else "")
    holders = Holders(journal.connection)
    named = {
        role: [id_]
        for role, id_ in (
            (KR_OWNER, line.kr_owner),
            (OBJECTIVE_OWNER, line.objective_owner),
            (CHAMPION, line.champion),
            (STEWARD, line.steward),
        )
        if id_
    }
    named |= {COLLABORATOR: line.collaborators, RAISER: [line.by] if line.by else []}
    able = {id_ for role in roles for id_ in holders.who(role, named)}
    if session.member.id in able and may_plan(session.person(journal)):
        return
    names = ", ".join(sorted(holders.told([id_ for id_ in able if id_ in holders.names])))
    who = " or ".join(WHO[role] for role in roles)
    raise Refused(f"this step is up to the {who}" + (f" (here: {names})" if names else ""))


def _named(line: EscalationLine) -> dict[str, str]:
    """What an answer names, so that it still can be told what it was about when its cause is corrected away."""
    about = {"key_result": line.key_result} if line.key_result else {}
    if not line.week:
        return {**about, "escalation": line.id}
    return {**about, "kind": line.kind, "week": line.week, **({"metric": line.metric} if line.metric else {})}


def _done(line: EscalationLine, step: str) -> str:
    word = {ACKNOWLEDGED: "Acknowledged", HUDDLE: "Huddle noted", ASKED: "Asked the sponsor"}.get(
        step, "Answered"
    )
    return f"{word}: {NAMES[line.kind]}, {cut(f'{line.code} {line.title}'.strip(), _SHOWN)}"


def _turn(line: EscalationLine) -> str:
    if line.turn is None:
        return state_text(line)
    names = ", ".join(line.holder_names) or WHO[line.turn.holder]
    return f"next: {names} to {line.turn.todo}"
