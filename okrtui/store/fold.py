"""Folding: the tables as a pure function of the set of log entries.

Whatever the order in which entries arrive, and however often, folding what was touched step by step gives the same
tables as folding the whole log anew. Each entity is folded from all of its own entries; what depends on it (a KR's
facts, its objective's score, the contributors' mean) is worked out again from the tables.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from okrtui.okr.kinds import KINDS
from okrtui.store.authority import Authority
from okrtui.store.counted import Conflicts, Counted, fold_values
from okrtui.store.entry import Entry, read_entry
from okrtui.store.fact_codes import set_code_length
from okrtui.store.fact_contributions import work_out_contributions
from okrtui.store.fact_decisions import work_out_decisions
from okrtui.store.fact_escalations import write_raised
from okrtui.store.fact_key_results import work_out_key_results
from okrtui.store.fact_objectives import work_out_objectives
from okrtui.store.fold_check_ins import fold_check_ins
from okrtui.store.fold_governed import (
    fold_changes,
    fold_key_results,
    fold_objectives,
    govern_objectives,
)
from okrtui.store.folding import Folding, encode
from okrtui.store.granting import work_out
from okrtui.store.rows import delete_rows, replace_rows
from okrtui.store.shapes import is_known, is_well_formed, row_of
from okrtui.store.uncollected import uncollected

Touched = dict[str, set[str]]
"""Entities by kind."""

_FOLDED_APART = ("objective", "key_result", "check_in", "change")


@uncollected()
def fold(connection: sqlite3.Connection, touched: Touched) -> None:
    """Fold these entities and whatever depends on them."""
    folding = Folding(connection)
    touched = {kind: set(entities) for kind, entities in touched.items() if kind in KINDS}
    is_other_workspace = _learn_workspace(folding, touched)
    _learn_authority(folding, touched)
    if is_other_workspace:
        touched = all_entities(connection)
    for kind in KINDS:
        if kind not in _FOLDED_APART and touched.get(kind):
            _fold_kind(folding, kind, touched[kind])
    fold_changes(folding, touched.get("change", set()) | folding.dirty_changes)
    fold_objectives(folding, touched.get("objective", set()) | folding.dirty_objectives)
    fold_check_ins(folding, touched.get("check_in", set()))
    fold_key_results(folding, touched.get("key_result", set()) | folding.dirty_key_results)
    govern_objectives(folding)
    folding.dirty_facts |= folding.dirty_key_results
    folding.dirty_scores |= folding.dirty_objectives
    work_out_key_results(folding)
    write_raised(folding, folding.dirty_raised)
    work_out_decisions(folding)
    work_out_contributions(folding)
    work_out_objectives(folding)
    set_code_length(folding)


def fold_anew(connection: sqlite3.Connection) -> None:
    """Drop what was folded and fold the whole log again."""
    from okrtui.store.tables import ALL_FOLDED

    for table in ALL_FOLDED:
        connection.execute(f'DELETE FROM "{table.name}"')
    fold(connection, all_entities(connection))


def all_entities(connection: sqlite3.Connection) -> Touched:
    """Every entity that the log has entries for, by kind."""
    touched: Touched = {}
    for kind, entity in connection.execute("SELECT k, e FROM entry"):
        if kind in KINDS:
            touched.setdefault(kind, set()).add(entity)
    return touched


def _learn_workspace(folding: Folding, touched: Touched) -> bool:
    """Learn who made the workspace, and its entity's id; returns whether that is another one than before."""
    if "workspace" not in touched:
        return False
    root, workspace = folding.connection.execute(
        "SELECT au, e FROM entry WHERE id = (SELECT value FROM meta WHERE name = 'ws') AND k = 'workspace'"
        " ORDER BY hlc, au, dev, n LIMIT 1"
    ).fetchone() or ("", "")
    is_other = workspace != folding.workspace
    folding.workspace = workspace
    folding.set_fact("root", root)
    folding.set_fact("workspace", workspace)
    return is_other


def _learn_authority(folding: Folding, touched: Touched) -> None:
    """Work out who may speak; entities of which other entries count now are to be folded, too."""
    before = folding.recall_authority()
    if before is not None and not {"member", "workspace"} & touched.keys():
        return
    bodies = folding.connection.execute("SELECT body FROM entry WHERE k = 'member'").fetchall()
    members = [
        one for one in (read_entry(body) for (body,) in bodies) if is_known(one) and is_well_formed(one)
    ]
    folding.authority = work_out(folding.facts.get("root", ""), members)
    folding.set_fact("authority", encode(folding.authority))
    if before is not None and before != folding.authority:
        _touch_unlike(folding, before, members, touched)


def _touch_unlike(folding: Folding, before: Authority, members: list[Entry], touched: Touched) -> None:
    """Touch what may count for another authority than before: decisions, and entries that were void or are now."""
    now = folding.authority
    touched.setdefault("change", set()).update(folding.ids("SELECT id FROM change"))
    ruled = "SELECT id FROM decision WHERE kind = 'resource_shift' OR state IS NOT 'decided'"
    touched.setdefault("decision", set()).update(folding.ids(ruled))
    judged = (before.refused ^ now.refused) | (before.settled ^ now.settled)
    touched.setdefault("member", set()).update(one.e for one in members if one.sha in judged)
    anything, by_role = now.authors_unlike(before)
    for authors, kinds in ((anything, ""), (by_role, " AND k IN ('workspace', 'cycle')")):
        for author in sorted(authors):
            written = f"SELECT DISTINCT k, e FROM entry WHERE au = ?{kinds}"
            for kind, entity in folding.connection.execute(written, (author,)).fetchall():
                if kind in KINDS:
                    touched.setdefault(kind, set()).add(entity)


def _fold_kind(folding: Folding, kind: str, entities: set[str]) -> None:
    rows: list[dict[str, Any]] = []
    conflicts: dict[str, Conflicts] = {}
    gone = []
    for entity, counted in folding.counted(kind, entities):
        conflicts[entity] = {}
        if kind == "approval":
            _note_verdicts(folding, entity, counted)
        elif kind == "answer":
            _mark_answered(folding, entity, counted)
        if not counted.entries:
            gone.append(entity)
            continue
        values, conflicts[entity] = fold_values(kind, counted)
        rows.append(row_of(kind, entity, values))
    if kind == "agreement":
        _mark_agreed(folding, entities)
    delete_rows(folding.connection, kind, "id", gone)
    replace_rows(folding.connection, kind, rows)
    folding.note_conflicts(kind, conflicts)
    _mark_dirty(folding, kind, entities)


def _note_verdicts(folding: Folding, approval: str, counted: Counted) -> None:
    """Keep which proposals a decision speaks of; what it spoke of before is judged again, too."""
    folding.dirty_changes.update(folding.ids("SELECT change FROM verdict WHERE approval = ?", approval))
    delete_rows(folding.connection, "verdict", "approval", [approval])
    changes = sorted({entry.d["change"] for entry in counted.entries if entry.d.get("change")})
    replace_rows(folding.connection, "verdict", [{"approval": approval, "change": one} for one in changes])
    folding.dirty_changes.update(changes)


def _mark_answered(folding: Folding, answer: str, counted: Counted) -> None:
    """What an answer speaks of, or spoke of before, is worked out again."""
    before = folding.connection.execute(
        "SELECT key_result, escalation, decision FROM answer WHERE id = ?", (answer,)
    ).fetchall()
    now = [
        (one.d.get("key_result"), one.d.get("escalation"), one.d.get("decision")) for one in counted.entries
    ]
    for key_result, escalation, decision in [*before, *now]:
        if escalation:
            folding.dirty_raised.add(escalation)
        elif key_result:
            folding.dirty_facts.add(key_result)
        if decision:
            folding.dirty_decisions.add(decision)


def _mark_agreed(folding: Folding, agreements: set[str]) -> None:
    for agreement in agreements:
        for key_result in folding.ids("SELECT key_result FROM agreement WHERE id = ?", agreement):
            folding.dirty_key_results.add(key_result)
            sql = "SELECT objective FROM key_result WHERE id = ?"
            folding.dirty_objectives.update(folding.ids(sql, key_result))


def _mark_dirty(folding: Folding, kind: str, entities: set[str]) -> None:
    if kind == "workspace":
        folding.dirty_objectives.update(folding.ids("SELECT id FROM objective"))
        folding.dirty_key_results.update(folding.ids("SELECT id FROM key_result"))
    elif kind == "member":
        holders = folding.ids("SELECT id FROM member WHERE account = 1 LIMIT 2")
        folding.set_fact("sole_account", holders[0] if len(holders) == 1 else "")
    elif kind == "escalation":
        folding.dirty_raised |= entities
    elif kind == "decision":
        folding.dirty_decisions |= entities
    elif kind == "cycle":
        for cycle in entities:
            folding.dirty_objectives.update(folding.ids("SELECT id FROM objective WHERE cycle = ?", cycle))
    elif kind == "agreement":
        _mark_agreed(folding, entities)
