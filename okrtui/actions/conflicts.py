"""Settling a conflict: one of the versions is written anew over all of them, so that every replica shows it."""

from __future__ import annotations

from typing import Any

import msgspec

from okrtui.actions.changes import note_proposal
from okrtui.actions.session import Done, Session
from okrtui.actions.things import champions_of, setting_of, thing
from okrtui.okr.errors import NotFound, Refused
from okrtui.okr.governance import may_check_in, may_manage_members, may_plan
from okrtui.okr.kinds import KINDS
from okrtui.store.counted import RECORD
from okrtui.store.journal import Journal


def settle(session: Session, kind: str, entity: str, field: str, entry: str) -> Done:
    """Let one version stand.

    Args:
        session: who settles it.
        kind: of the thing.
        entity: its id.
        field: the field in conflict, or "*" for a whole check-in.
        entry: id of the version that is to stand.

    Raises:
        NotFound: it is settled already, or has no such version.
        Refused: the person may not change it.
    """
    with session.writing("settled a conflict") as journal:
        chosen = _version(journal, kind, entity, field, entry)
        fields = chosen["d"]
        if chosen["k"] in ("agreement", "change"):
            return _propose(session, journal, entity, field, chosen)
        _require_right(session, journal, kind, entity, fields)
        if field == RECORD:
            written = journal.add(kind, entity, _settled(session, fields, entry))
        else:
            written = journal.add(kind, entity, {field: fields[field]})
        message = "Settled: the other version stays readable" if KINDS[kind].is_record else "Settled"
    return Done(f"{message} · undo with u", written.id)


def _settled(session: Session, fields: dict[str, Any], entry: str) -> dict[str, Any]:
    """A version of a check-in written anew: its author still reports; who else settles it is named as its typist."""
    kept = {name: value for name, value in fields.items() if name != "on_behalf"}
    typed_by = {} if fields["author"] == session.member.id else {"on_behalf": session.member.id}
    return {**kept, **typed_by, "at": session.stamp(), "replaces": entry}


def _version(journal: Journal, kind: str, entity: str, field: str, entry: str) -> dict[str, Any]:
    row = journal.connection.execute(
        "SELECT entries FROM conflict WHERE kind = ? AND entity = ? AND field = ?", (kind, entity, field)
    ).fetchone()
    if row is None:
        raise NotFound("this conflict is settled already")
    if entry not in msgspec.json.decode(row[0]):
        raise NotFound("there is no such version; `okrtui conflict list` shows them")
    (body,) = journal.connection.execute("SELECT body FROM entry WHERE id = ?", (entry,)).fetchone()
    document: dict[str, Any] = msgspec.json.decode(body)
    return document


def _propose(session: Session, journal: Journal, key_result: str, field: str, chosen: dict[str, Any]) -> Done:
    """What was agreed is settled as everything agreed is changed: by a proposal that a sponsor decides."""
    values = chosen["d"]["values" if chosen["k"] == "agreement" else "changes"]
    record = {
        "key_result": key_result,
        "action": "edit",
        "changes": {field: values.get(field)},
        "was": {field: thing(journal.connection, "key_result", key_result)[field]},
    }
    return note_proposal(session, journal, record, "Settles versions that did not see each other")


def _require_right(
    session: Session, journal: Journal, kind: str, entity: str, fields: dict[str, Any]
) -> None:
    person = session.person(journal)
    if kind == "check_in":
        setting = setting_of(journal.connection, fields["key_result"])
        if setting.phase in ("review", "closed"):
            raise Refused("the cycle takes no check-ins any more; all versions stay readable")
        values, team = setting.key_result, setting.objective["team"]
        near = (values["owner"] or "", values["collaborators"] or (), setting.objective["owner"] or "")
        if may_check_in(person, *near, champions_of(journal.connection, team)) is None:
            raise Refused("only those who may check in on this KR settle its check-ins")
    elif kind in ("member", "workspace"):
        if not may_manage_members(person) and entity != person.member:
            raise Refused("this is settled by the workspace's creator or a program lead")
    elif not may_plan(person):
        raise Refused("a viewer reads and changes nothing; ask a program lead for a role")
