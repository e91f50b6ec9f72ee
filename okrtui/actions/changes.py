"""Change requests: what defines a KR in force changes by proposal and approval (Playbook, Decision rights).

The program lead or the KR's owner proposes, the sponsor decides; whoever is the only one with an account may
approve their own, and leaves the record all the same (domain, Cycle and governance).
"""

from __future__ import annotations

from typing import Any

from okrtui.actions.agreements import write_agreement
from okrtui.actions.key_result_fields import key_result_fields
from okrtui.actions.session import Done, Session
from okrtui.actions.things import Setting, code, setting_of, thing
from okrtui.okr.errors import BadInput, Refused
from okrtui.okr.figures import check_figures, figures_of
from okrtui.okr.governance import check_proposal, may_approve, may_propose
from okrtui.okr.kinds import governed_fields
from okrtui.okr.text import clean_text
from okrtui.store.entry import MAX_BASE
from okrtui.store.journal import Journal
from okrtui.views.workspace import workspace


def propose(session: Session, key_result: str, changes: dict[str, Any], reason: str) -> Done:
    """Propose new values for what defines a KR in force.

    Args:
        session: who proposes.
        key_result: the KR's id.
        changes: new values by field, as typed.
        reason: why.

    Raises:
        BadInput: a value can't be used, nothing would change, or the reason is missing.
        Refused: the phase or the person's rights forbid it, or the method would change.
    """
    with session.writing("proposed a change") as journal:
        setting = setting_of(journal.connection, key_result)
        if not setting.is_in_force:
            raise Refused("the KR is a draft; edit it directly with `okrtui kr edit`")
        fields = key_result_fields(changes, setting.key_result)
        changed = {name: value for name, value in fields.items() if value != setting.key_result[name]}
        if not changed:
            raise BadInput("nothing would change; give another value")
        check_proposal(set(changed), set(governed_fields("key_result")), setting.phase)
        record = {
            "key_result": key_result,
            "action": "edit",
            "changes": changed,
            "was": was_of(setting, changed),
        }
        return note_proposal(session, journal, record, reason)


def approve(session: Session, change: str, reason: str = "") -> Done:
    """Approve a proposal: it takes effect at once.

    Raises:
        Refused: the person may not, it was decided already, or the cycle is past it.
    """
    return _decide(session, change, "approved", reason)


def decline(session: Session, change: str, reason: str = "") -> Done:
    """Decline a proposal: it stays readable and has no effect.

    Raises:
        Refused: the person may not, or it was decided already.
    """
    return _decide(session, change, "declined", reason)


def was_of(setting: Setting, changes: dict[str, Any]) -> dict[str, Any]:
    """The values that the changes would replace."""
    return {name: setting.key_result[name] for name in changes}


def note_proposal(session: Session, journal: Journal, record: dict[str, Any], reason: str) -> Done:
    """Write a proposal.

    Args:
        session: who proposes.
        journal: the transaction.
        record: what it is about: `key_result` or `objective`, `action`, `changes`, `was`.
        reason: why.

    Raises:
        BadInput: the reason is missing.
        Refused: the person may not propose, or the cycle takes no change requests.
    """
    if not clean_text(reason):
        raise BadInput("say why: a proposal needs a reason", field="reason")
    owner, title, phase = _about(journal, record)
    if not may_propose(session.person(journal), owner or ""):
        raise Refused("changes are proposed by the owner or a program lead; ask one of them")
    if phase != "active":
        raise Refused(
            f"the cycle is {'in review' if phase == 'review' else phase}: it takes no change requests"
        )
    change = journal.new_id()
    fields = {**record, "reason": clean_text(reason), "by": session.member.id, "at": session.stamp()}
    journal.add("change", change, fields, base=_replaced(journal, record))
    return Done(
        f"Proposed to {record['action']} {title}: it waits for the sponsor; `okrtui change approve`",
        change,
        {"change": change},
    )


def _about(journal: Journal, record: dict[str, Any]) -> tuple[str | None, str, str]:
    if "key_result" in record:
        setting = setting_of(journal.connection, record["key_result"])
        shown = f"{code(journal.connection, record['key_result'])} {setting.key_result['title']}"
        return setting.key_result["owner"], shown, setting.phase
    values = thing(journal.connection, "objective", record["objective"])
    cycle = thing(journal.connection, "cycle", values["cycle"])
    return (
        values["owner"],
        f"{code(journal.connection, record['objective'])} {values['title']}",
        str(cycle["phase"]),
    )


def _replaced(journal: Journal, record: dict[str, Any]) -> list[str]:
    """The entries whose values the proposal replaces: the agreement, and the changes that took effect since."""
    target = "key_result" if "key_result" in record else "objective"
    entity = record[target]
    base: list[str] = []
    if target == "key_result":
        found = journal.connection.execute(
            "SELECT agreement FROM key_result_fact WHERE key_result = ?", (entity,)
        ).fetchone()
        if found and found[0]:
            base += journal.heads("agreement", found[0], ())
    changes = journal.effective_changes(target, entity)
    seen = {one for change in changes for one in change.base}
    return ([one.id for one in changes if one.id not in seen] + base)[:MAX_BASE]


def _decide(session: Session, change: str, verdict: str, reason: str) -> Done:
    with session.writing(f"{verdict} a change") as journal:
        record = thing(journal.connection, "change", change)
        record = {name: value for name, value in record.items() if value is not None}
        state = journal.connection.execute(
            "SELECT state FROM change_fact WHERE change = ?", (change,)
        ).fetchone()
        if state and state[0] != "proposed":
            raise Refused(f"it was {state[0]} already; propose another change")
        person = session.person(journal)
        if not may_approve(person, record.get("by", "")):
            if "sponsor" in person.roles:
                raise Refused(
                    "you proposed it, and nobody decides on their own: another sponsor has to"
                    " (okrtui member edit HANDLE --role sponsor --account makes one)"
                )
            raise Refused("changes are decided by the sponsor, and you are none: ask the sponsor")
        _, title, phase = _about(journal, record)
        if verdict == "approved":
            if phase != "active":
                raise Refused("the cycle takes no changes any more; decline the proposal")
            _check_still_fits(journal, record)
        decision = {"change": change, "verdict": verdict, "by": session.member.id, "at": session.stamp()}
        if clean_text(reason):
            decision["reason"] = clean_text(reason)
        journal.add("approval", journal.new_id(), decision, base=journal.heads("change", change, ()))
        if verdict == "approved" and record.get("action") == "add":
            write_agreement(session, journal, record["key_result"], workspace(journal.connection).id)
    return Done(f"{verdict.capitalize()}: {record.get('action', 'edit')} {title}", change)


def _check_still_fits(journal: Journal, record: dict[str, Any]) -> None:
    """Other changes may have come in between: the figures must still make sense together."""
    if "key_result" not in record:
        return
    values = setting_of(journal.connection, record["key_result"]).key_result
    check_figures(figures_of({**values, **record.get("changes", {})}))
