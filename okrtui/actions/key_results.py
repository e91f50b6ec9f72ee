"""KRs: drafted, edited, archived, postponed and resumed; once in force, what defines them changes by proposal alone."""

from __future__ import annotations

from typing import Any

from okrtui.actions.changes import note_proposal, was_of
from okrtui.actions.key_result_fields import key_result_fields
from okrtui.actions.session import Done, Session
from okrtui.actions.things import code, is_in_force, phase_of, setting_of, thing
from okrtui.actions.typed import typed_date
from okrtui.okr.contribution import loop_through
from okrtui.okr.errors import BadInput, Refused
from okrtui.okr.governance import check_edit, may_plan
from okrtui.okr.kinds import governed_fields
from okrtui.okr.text import clean_text
from okrtui.okr.weeks import today_in
from okrtui.store.journal import Journal
from okrtui.views.workspace import calendar, workspace

GOVERNED = frozenset(governed_fields("key_result"))
_STATES = frozenset({"archived", "postponed"})


def add_key_result(session: Session, objective: str, title: str, **given: Any) -> Done:
    """Draft a KR; in a published objective this also makes the proposal to add it.

    Args:
        session: who acts.
        objective: the objective's id.
        title: what moves, without figures.
        **given: further fields as typed (`reason` is the proposal's).

    Raises:
        BadInput: a value can't be used: baseline = target, bands out of order, a contribution loop, …
        Refused: the cycle is past planning, or the person is a viewer.
    """
    reason = given.pop("reason", "")
    with session.writing("added a KR") as journal:
        _require_planner(session, journal)
        above = thing(journal.connection, "objective", objective)
        phase = phase_of(thing(journal.connection, "cycle", above["cycle"]))
        if phase not in ("draft", "active"):
            raise Refused(
                f"the cycle is {'in review' if phase == 'review' else phase}; draft it in the next one"
            )
        given = {"title": title, "method": "linear", "owner": session.member.id, **given}
        fields = key_result_fields(given, {})
        if not fields.get("title"):
            raise BadInput("a KR needs a title", field="title")
        key_result = journal.new_id()
        _refuse_loop(journal, key_result, fields)
        fields = {name: value for name, value in fields.items() if value is not None}
        journal.add("key_result", key_result, {**fields, "objective": objective}, base=())
        journal.fold()
        shown = code(journal.connection, key_result)
        if phase == "active" and is_in_force(journal.connection, objective):
            record = {"key_result": key_result, "action": "add", "changes": {}, "was": {}}
            done = note_proposal(session, journal, record, reason or "added to a published objective")
            return Done(f"Added {shown} {fields['title']} · {done.message}", key_result, done.details)
    return Done(f"Added {shown} {fields['title']}, a draft", key_result, {"code": shown})


def edit_key_result(session: Session, key_result: str, **given: Any) -> Done:
    """Change a KR's fields, given as typed; an empty text clears one.

    Raises:
        BadInput: a value can't be used.
        Refused: a field was agreed at publication, the cycle is closed, or the person is a viewer.
    """
    with session.writing("edited a KR") as journal:
        _require_planner(session, journal)
        setting = setting_of(journal.connection, key_result)
        before = setting.key_result
        if (_STATES | {"objective"}) & given.keys():
            raise BadInput(
                "archive, postpone and resume have commands of their own; a KR stays in its objective"
            )
        fields = key_result_fields(given, before)
        changed = {name: value for name, value in fields.items() if value != before[name]}
        governed = {
            name for name in changed if name in GOVERNED and not _is_link_alone(name, changed, before)
        }
        check_edit(set(changed), governed, setting.phase, setting.is_in_force)
        _refuse_loop(journal, key_result, changed)
        if changed:
            journal.add("key_result", key_result, changed)
    return Done("Saved the KR · undo with u" if changed else "Nothing changed", key_result)


def archive_key_result(session: Session, key_result: str, reason: str = "") -> Done:
    """Archive a KR; one in force gets the proposal.

    Raises:
        BadInput: a proposal has no reason.
        Refused: the phase or the person's rights forbid it.
    """
    return _change_state(session, key_result, "archive", {"archived": True}, reason)


def postpone_key_result(session: Session, key_result: str, reason: str, until: str | None = None) -> Done:
    """Postpone a KR from today, until a date or until it is resumed; one in force gets the proposal.

    Raises:
        BadInput: the reason is missing, or `until` is no date to come.
        Refused: the phase or the person's rights forbid it.
    """
    with session.reading() as connection:
        today = today_in(session.now(), calendar(workspace(connection))).isoformat()
    if not clean_text(reason):
        raise BadInput("say why it is postponed", field="reason")
    postponed = {"since": today, "reason": clean_text(reason)}
    if until:
        postponed["until"] = typed_date(until, "until")
        if postponed["until"] <= today:
            raise BadInput("a KR is postponed until a day to come", field="until")
    return _change_state(session, key_result, "postpone", {"postponed": postponed}, reason)


def resume_key_result(session: Session, key_result: str, reason: str = "") -> Done:
    """Resume a postponed KR; one in force gets the proposal.

    Raises:
        Refused: it is not postponed, or the phase or the person's rights forbid it.
    """
    return _change_state(session, key_result, "resume", {"postponed": None}, reason or "resumed")


def _change_state(
    session: Session, key_result: str, action: str, changes: dict[str, Any], reason: str
) -> Done:
    with session.writing(f"{action} a KR") as journal:
        _require_planner(session, journal)
        setting = setting_of(journal.connection, key_result)
        if all(setting.key_result[name] == value for name, value in changes.items()):
            raise Refused(f"nothing to {action}: {setting.key_result['title']} is so already")
        if setting.phase == "closed":
            raise Refused("the cycle is closed and read-only")
        if not setting.is_in_force:
            journal.add("key_result", key_result, changes)
            verb = {"archive": "Archived", "postpone": "Postponed", "resume": "Resumed"}[action]
            return Done(f"{verb} {setting.key_result['title']} · undo with u", key_result)
        record = {
            "key_result": key_result,
            "action": action,
            "changes": changes,
            "was": was_of(setting, changes),
        }
        return note_proposal(session, journal, record, reason)


def _is_link_alone(name: str, changed: dict[str, Any], before: dict[str, Any]) -> bool:
    """The link to a source of truth may move freely; its name is agreed."""
    return name == "source" and (changed[name] or {}).get("name") == (before[name] or {}).get("name")


def _refuse_loop(journal: Journal, key_result: str, fields: dict[str, Any]) -> None:
    links = [link["key_result"] for link in fields.get("contributes_to") or ()]
    if not links:
        return
    for above in links:
        thing(journal.connection, "key_result", above)
    graph: dict[str, set[str]] = {}
    rows = journal.connection.execute("SELECT key_result, above FROM contribution WHERE is_in_effect = 1")
    for below, above in rows:
        if below != key_result:
            graph.setdefault(below, set()).add(above)
    graph[key_result] = set(links)
    loop = loop_through(graph, key_result)
    if loop:
        names = " → ".join(code(journal.connection, one) for one in loop)
        raise BadInput(
            f"a KR can't contribute to itself, not even over others: {names}", field="contributes_to"
        )


def _require_planner(session: Session, journal: Journal) -> None:
    if not may_plan(session.person(journal)):
        raise Refused("a viewer reads and changes nothing; ask a program lead for a role")
