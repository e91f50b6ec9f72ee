"""Folding what governance guards: changes, objectives and KRs.

Once a KR has an agreement in its cycle, the values that define it come from the agreement and from approved
changes alone; a plain edit of them has no effect, is kept, and stands as `pending` (the log and its exchange, §2;
domain, Cycle and governance).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from okrtui.okr.kinds import governed_fields
from okrtui.store.clock import agreement_id
from okrtui.store.counted import Conflicts, Counted, differ, fold_values
from okrtui.store.entry import Entry
from okrtui.store.folding import Folding, encode
from okrtui.store.registers import Write, heads
from okrtui.store.rows import chunks, delete_rows, replace_rows
from okrtui.store.shapes import row_of

APPROVED, DECLINED = "approved", "declined"

_GOVERNED = """
SELECT DISTINCT k.objective FROM agreement a JOIN key_result k ON k.id = a.key_result WHERE k.objective IN ({marks})
"""


def fold_changes(folding: Folding, changes: set[str]) -> None:
    """Fold these proposals with the decisions on them; what they change, or changed before, becomes dirty."""
    rows, facts, gone = [], [], []
    for change, counted in folding.counted("change", changes):
        _mark_targets(folding, change)
        if not counted.entries:
            gone.append(change)
            continue
        fact, proposal = _judge(folding, change, counted)
        rows.append(row_of("change", change, proposal.d))
        facts.append(fact)
    delete_rows(folding.connection, "change", "id", gone)
    delete_rows(folding.connection, "change_fact", "change", gone)
    replace_rows(folding.connection, "change", rows)
    replace_rows(folding.connection, "change_fact", facts)
    for fact in facts:
        _mark_targets(folding, fact["change"])


def _mark_targets(folding: Folding, change: str) -> None:
    folding.dirty_key_results.update(
        folding.ids("SELECT key_result FROM change_fact WHERE change = ?", change)
    )
    folding.dirty_objectives.update(folding.ids("SELECT objective FROM change_fact WHERE change = ?", change))


def _judge(folding: Folding, change: str, counted: Counted) -> tuple[dict[str, Any], Entry]:
    """The state of a proposal, and the entry that it is about: the approved one, else the shown one.

    A decision names the entry that it is about in its base, so that nobody slips other values under it.
    """
    approvals = folding.ids("SELECT approval FROM verdict WHERE change = ?", change)
    decisions: list[Entry] = []
    approved: list[Entry] = []
    for entry in (one for _, of in folding.counted("approval", approvals) for one in of.entries):
        if entry.d.get("change") != change:
            continue
        named = [one for one in counted.entries if one.id in entry.base] or counted.entries
        about = [one for one in named if _counts(folding, entry, one)]
        if about:
            decisions.append(entry)
        if entry.d.get("verdict") == APPROVED:
            approved += about
    rejections = [entry for entry in decisions if entry.d.get("verdict") == DECLINED]
    deciding = min(rejections or decisions, key=lambda entry: entry.stamp, default=None)
    state = "proposed" if deciding is None else DECLINED if rejections else APPROVED
    shown = counted.revisions()[0].stamp
    proposal = max(
        approved or [entry for entry in counted.entries if entry.stamp == shown], key=lambda one: one.stamp
    )
    fact = {
        "change": change,
        "key_result": proposal.d.get("key_result"),
        "objective": proposal.d.get("objective"),
        "state": state,
        "is_effective": int(state == APPROVED),
        "proposal": proposal.sha,
        "decided_by": deciding.d.get("by") if deciding else None,
        "decided_at": deciding.d.get("at") if deciding else None,
        "reason": deciding.d.get("reason") if deciding else None,
    }
    return fact, proposal


def _counts(folding: Folding, decision: Entry, proposal: Entry) -> bool:
    """A sponsor's decision on another's proposal counts; one's own only while nobody else had an account."""
    authority = folding.authority
    if decision.d.get("verdict") not in (APPROVED, DECLINED):
        return False
    if authority.is_alone(decision):
        return True
    if decision.au == proposal.au and not authority.is_believed(decision):
        return False
    if decision.d.get("by") == proposal.d.get("by"):
        return False
    return authority.is_sponsor(decision)


def fold_objectives(folding: Folding, objectives: set[str]) -> None:
    """Fold what people wrote of these objectives; their KRs become dirty."""
    rows: list[dict[str, Any]] = []
    conflicts: dict[str, Conflicts] = {}
    gone: list[str] = []
    for objective, counted in folding.counted("objective", objectives):
        conflicts[objective] = {}
        is_new = not folding.ids("SELECT id FROM objective WHERE id = ?", objective)
        folding.are_codes_dirty = folding.are_codes_dirty or is_new == bool(counted.entries)
        folding.dirty_key_results.update(
            folding.ids("SELECT id FROM key_result WHERE objective = ?", objective)
        )
        if not counted.entries:
            gone.append(objective)
            continue
        values, conflicts[objective] = fold_values("objective", counted)
        rows.append(row_of("objective", objective, values))
    folding.dirty_objectives |= objectives
    delete_rows(folding.connection, "objective", "id", gone)
    replace_rows(folding.connection, "objective", rows)
    folding.note_conflicts("objective", conflicts)


def govern_objectives(folding: Folding) -> None:
    """Once any of its KRs is agreed, an objective is archived by an approved change alone."""
    for some in chunks(sorted(folding.dirty_objectives)):
        marks = ",".join("?" * len(some))
        governed = set(folding.ids(_GOVERNED.format(marks=marks), *some))
        changes = folding.effective_changes("objective", sorted(governed))
        archived = []
        for objective, counted in folding.counted("objective", some):
            if objective in governed:
                standing = heads(_change_writes(changes.get(objective, []), "archived"), {})
            else:
                standing = counted.heads_of("archived")
            value = None if not standing or standing[0].value is None else int(standing[0].value)
            archived.append((value, objective))
        folding.connection.executemany("UPDATE objective SET archived = ? WHERE id = ?", archived)


def fold_key_results(folding: Folding, key_results: set[str]) -> None:
    """Fold these KRs: what people wrote, and over it what was agreed."""
    for some in chunks(sorted(key_results)):
        _fold_some_key_results(folding, some)
    folding.dirty_key_results |= key_results


def _fold_some_key_results(folding: Folding, key_results: Sequence[str]) -> None:
    """Fold as many KRs as one statement takes."""
    conflicts: dict[str, Conflicts] = {}
    gone: list[str] = []
    marks = ",".join("?" * len(key_results))
    before = dict(
        folding.connection.execute(
            f"SELECT id, objective FROM key_result WHERE id IN ({marks})", tuple(key_results)
        )
    )
    folding.dirty_objectives.update(one for one in before.values() if one is not None)
    written: dict[str, dict[str, Any]] = {}
    for key_result, counted in folding.counted("key_result", key_results):
        conflicts[key_result] = {}
        is_new = key_result not in before
        folding.are_codes_dirty = folding.are_codes_dirty or is_new == bool(counted.entries)
        if not counted.entries:
            gone.append(key_result)
            continue
        written[key_result], conflicts[key_result] = fold_values("key_result", counted)
        links = counted.heads_of("contributes_to")
        folding.link_stamps[key_result] = encode(links[0].stamp) if links else ""
    folding.dirty_objectives.update(one["objective"] for one in written.values() if one.get("objective"))
    _put_what_was_agreed(folding, written, conflicts)
    rows = [row_of("key_result", key_result, values) for key_result, values in written.items()]
    delete_rows(folding.connection, "key_result", "id", gone)
    replace_rows(folding.connection, "key_result", rows)
    folding.note_conflicts("key_result", conflicts)


def agreements_of(folding: Folding, cycles: Mapping[str, str | None]) -> dict[str, str]:
    """The id of the agreement that puts each KR in force: its cycle's, else one that it has from another cycle.

    Args:
        folding: the folding.
        cycles: the cycle of each KR that is asked about.
    """
    marks = ",".join("?" * len(cycles))
    sql = f"SELECT key_result, id FROM agreement WHERE key_result IN ({marks}) ORDER BY id DESC"
    several: dict[str, list[str]] = {}
    for key_result, agreement in folding.connection.execute(sql, tuple(cycles)):
        several.setdefault(key_result, []).append(agreement)
    found = {}
    for key_result, agreements in several.items():
        expected = agreement_id(folding.workspace, cycles[key_result] or "", key_result)
        found[key_result] = expected if expected in agreements else agreements[-1]
    return found


def _put_what_was_agreed(
    folding: Folding, written: Mapping[str, dict[str, Any]], conflicts: dict[str, Conflicts]
) -> None:
    """Put over what was written of KRs what was agreed on each, and note the plain edits that have no effect."""
    objectives = sorted({one["objective"] for one in written.values() if one.get("objective")})
    marks = ",".join("?" * len(objectives))
    cycles = dict(
        folding.connection.execute(f"SELECT id, cycle FROM objective WHERE id IN ({marks})", objectives)
    )
    agreements = agreements_of(folding, {one: cycles.get(of.get("objective")) for one, of in written.items()})
    agreed = dict(folding.counted("agreement", agreements.values()))
    changes = folding.effective_changes("key_result", sorted(agreements))
    for key_result, values in written.items():
        folding.pending[key_result] = None
        if key_result in agreements:
            folding.pending[key_result] = _overlay(
                values,
                agreed[agreements[key_result]],
                changes.get(key_result, []),
                conflicts[key_result],
            )


def _overlay(
    values: dict[str, Any], agreed: Counted, changes: Sequence[Entry], conflicts: Conflicts
) -> dict[str, Any] | None:
    """Put the agreed values over the written ones; returns the plain edits that have no effect."""
    pending: dict[str, Any] = {}
    originally = [(one.stamp, one.id, one.base, one.d.get("values") or {}) for one in agreed.entries]
    for field in governed_fields("key_result"):
        originals = [Write(stamp, id, base, given.get(field)) for stamp, id, base, given in originally]
        standing = heads([*originals, *_change_writes(changes, field)], agreed.void)
        written, effective = values.get(field), standing[0].value
        conflicts.pop(field, None)
        if differ(standing):
            conflicts[field] = standing
        if field == "source":
            effective = {**(written or {}), "name": (effective or {}).get("name")}
            effective = {name: one for name, one in effective.items() if one} or None
            written, originals = (
                (written or {}).get("name"),
                [one._replace(value=_name(one)) for one in originals],
            )
            is_pending = written not in [(effective or {}).get("name"), *(one.value for one in originals)]
        else:
            is_pending = written != effective and written not in [one.value for one in originals]
        if is_pending and (written or effective):
            pending[field] = written
        values[field] = effective
    return pending or None


def _name(write: Write) -> Any:
    return (write.value or {}).get("name")


def _change_writes(changes: Sequence[Entry], field: str) -> list[Write]:
    return [
        Write(entry.stamp, entry.id, entry.base, entry.d["changes"][field])
        for entry in changes
        if field in (entry.d.get("changes") or {})
    ]
