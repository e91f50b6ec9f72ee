"""Undo and redo: the last save of this person on this replica is taken back by correcting entries.

Nothing is erased: a check-in goes back to its previous revision or is retracted, a field gets the value back that
it had, a new objective or KR is archived. What binds others (a publication, a decision) is not undone; it is
changed by a proposal.
"""

from __future__ import annotations

from typing import Any

from okrtui.actions.session import Done, Session
from okrtui.actions.things import is_in_force, phase_of, setting_of, thing
from okrtui.okr.errors import Refused
from okrtui.okr.governance import may_plan
from okrtui.okr.kinds import KINDS, governed_fields
from okrtui.store.counted import Counted
from okrtui.store.entry import Entry, read_entry
from okrtui.store.folding import Folding
from okrtui.store.journal import Journal
from okrtui.store.registers import Write, heads
from okrtui.store.rows import query
from okrtui.views.saves import SaveRow, last_save, last_undo

_PROPOSE = "make a proposal to change what was agreed"
_INSTEAD = {
    "agreement": _PROPOSE, "approval": _PROPOSE, "change": _PROPOSE, "waiver": _PROPOSE,
    "member": "change the member with okrtui member", "workspace": "set it anew with okrtui workspace set",
    "decision": "record another one that takes it back", "review": "hold another one",
    "poll": "drop it, or ask anew, with okrtui vote",
}  # fmt: skip
"""What binds others, and what can be done in place of undoing it."""
_SPEAKS_BY = {"comment": "text", "answer": "step", "escalation": "kind"}
"""Records that say nothing without this field: taking them back clears it."""
_RULINGS = ("decided", "declined")
"""A sponsor's word on a decision stands."""
_NEW_CYCLE_STAYS = "a new cycle stays; archive the objectives in it that you don't want"
_PHASES_GO_ON = "a cycle's phases only go on"


def undo(session: Session) -> Done:
    """Take the last save back.

    Raises:
        Refused: there is nothing to undo, it binds others, or somebody has changed it since.
    """
    with session.writing("undid") as journal:
        save = last_save(journal.connection, journal.author)
        if save is None:
            raise Refused("there is nothing to undo")
        _take_back(session, journal, save)
        _mark(journal, save.number)
        journal.undoes = save.number
    return Done(f"Undone: {save.what} · redo with U")


def redo(session: Session) -> Done:
    """Take the last undo back.

    Raises:
        Refused: nothing was undone, or something was saved since.
    """
    with session.writing("redid") as journal:
        save = last_undo(journal.connection, journal.author)
        if save is None:
            raise Refused("there is nothing to redo")
        undone = query(journal.connection, "SELECT what FROM saved WHERE number = ?", (save.undoes,))[0]
        _take_back(session, journal, save)
        _mark(journal, save.number)
        journal.redoes = save.number
        journal.what = undone["what"]
    return Done(f"Redone: {undone['what']} · undo with u")


def _mark(journal: Journal, number: int) -> None:
    journal.connection.execute("UPDATE saved SET is_undone = 1 WHERE number = ?", (number,))


def _take_back(session: Session, journal: Journal, save: SaveRow) -> None:
    rows = journal.connection.execute(
        "SELECT body FROM entry WHERE dev = ? AND n BETWEEN ? AND ? ORDER BY n DESC",
        (journal.dev, save.first_n, save.last_n),
    ).fetchall()
    entries = [read_entry(body) for (body,) in rows]
    for entry in entries:
        if instead := _instead(entry):
            raise Refused(f"it can't be undone, for it binds others: {save.what}; {instead}")
    if not may_plan(session.person(journal)):
        raise Refused("a viewer reads and changes nothing; ask a program lead for a role")
    for entry in entries:
        _refuse_bound(journal, entry)
        if KINDS[entry.k].is_record:
            _take_back_record(session, journal, entry)
        else:
            _take_back_fields(journal, entry)


def _instead(entry: Entry) -> str:
    """What can be done where an entry binds others and can't be undone; "" where it can."""
    if entry.k == "cycle" and "phase" in entry.d:
        return _PHASES_GO_ON if entry.base else _NEW_CYCLE_STAYS
    if entry.d.get("step") in _RULINGS:
        return "record another decision"
    return _INSTEAD.get(entry.k, "")


def _refuse_bound(journal: Journal, entry: Entry) -> None:
    """Refuse what somebody has bound since: a cycle that was closed, values that were agreed."""
    key_result = entry.e if entry.k == "key_result" else entry.d.get("key_result")
    objective = entry.e if entry.k == "objective" else entry.d.get("objective")
    if key_result:
        setting = setting_of(journal.connection, key_result)
        phase, is_bound = setting.phase, setting.is_in_force
    elif objective:
        phase = phase_of(
            thing(journal.connection, "cycle", thing(journal.connection, "objective", objective)["cycle"])
        )
        is_bound = is_in_force(journal.connection, objective)
    else:
        return
    if phase == "closed":
        raise Refused("the cycle is closed and read-only; it can't be undone any more")
    governed = governed_fields(entry.k)
    if not governed or not is_bound:
        return
    is_new = not any(one.stamp < entry.stamp for one in _entries(journal, entry))
    if is_new or not set(governed).isdisjoint(entry.d):
        raise Refused("it was agreed at publication since; make a proposal to change it")


def _entries(journal: Journal, entry: Entry) -> list[Entry]:
    folding = Folding(journal.connection)
    folding.recall_authority()
    counted: Counted = next(folding.counted(entry.k, [entry.e]))[1]
    return counted.entries


def _take_back_record(session: Session, journal: Journal, entry: Entry) -> None:
    entries = _entries(journal, entry)
    standing = journal.heads(entry.k, entry.e, ())
    shown = next(one for one in entries if one.id in standing)
    if len(standing) > 1 or _content(shown) != _content(entry):
        raise Refused("it was revised since; revise it again instead")
    before = [one for one in entries if one.id in entry.base]
    if entry.k == "check_in":
        record = before[-1].d if before else {**entry.d, "retracted": True}
        journal.add("check_in", entry.e, {**record, "at": session.stamp(), "replaces": shown.id})
    elif entry.k in _SPEAKS_BY:
        taken_back = {**entry.d, _SPEAKS_BY[entry.k]: None}
        journal.add(entry.k, entry.e, before[-1].d if before else taken_back)
    else:
        raise Refused(f"a {entry.k.replace('_', ' ')} can't be undone; record another one")


def _content(entry: Entry) -> dict[str, Any]:
    return {name: value for name, value in entry.d.items() if name not in ("at", "replaces")}


def _take_back_fields(journal: Journal, entry: Entry) -> None:
    before = [one for one in _entries(journal, entry) if one.stamp < entry.stamp]
    if not before:
        _put_away(journal, entry)
        return
    restored: dict[str, Any] = {}
    for field, value in entry.d.items():
        if journal.shown(entry.k, entry.e, field) != value:
            raise Refused(f"{field.replace('_', ' ')} was changed since; edit it instead")
        writes = [Write(one.stamp, one.id, one.base, one.d[field]) for one in before if field in one.d]
        standing = heads(writes, {})
        restored[field] = standing[0].value if standing else None
    journal.add(entry.k, entry.e, restored)


def _put_away(journal: Journal, entry: Entry) -> None:
    fields = KINDS[entry.k].by_name
    if "archived" in fields:
        journal.add(entry.k, entry.e, {"archived": True})
    elif entry.k == "initiative":
        journal.add(entry.k, entry.e, {"key_results": [], "state": "stopped"})
    else:
        raise Refused(f"a new {entry.k} can't be undone; edit it instead")
