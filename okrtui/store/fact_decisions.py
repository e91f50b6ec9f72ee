"""Facts about decisions: where each stands, for a shift of resources is the sponsor's to decide (Playbook, Decision
rights), and whether its action is done.

A shift that its author had no right to decide waits as a proposal. Who had the right is read off the entries, so
that every replica tells the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from okrtui.store.entry import Entry
from okrtui.store.folding import Folding
from okrtui.store.rows import chunks, delete_rows, query, replace_rows
from okrtui.store.tables import DECISION_FACT

PROPOSED, DECIDED, DECLINED, DONE = "proposed", "decided", "declined", "done"


def work_out_decisions(folding: Folding) -> None:
    """Work out where the decisions stand that changed, or on which somebody decided."""
    for some in chunks(sorted(folding.dirty_decisions)):
        marks = ",".join("?" * len(some))
        rows = query(folding.raw, f"SELECT * FROM decision WHERE id IN ({marks})", some)
        entries = {one: list(counted.entries) for one, counted in folding.counted("decision", some)}
        sql = f"SELECT id, decision, step, by, at FROM answer WHERE decision IN ({marks}) ORDER BY COALESCE(at, ''), id"
        steps: dict[str, list[dict[str, Any]]] = {}
        for row in query(folding.raw, sql, some):
            steps.setdefault(row["decision"], []).append(row)
        rulings = [
            one["id"] for several in steps.values() for one in several if one["step"] in (DECIDED, DECLINED)
        ]
        ruled_by = {one: list(counted.entries) for one, counted in folding.counted("answer", rulings)}
        delete_rows(folding.connection, DECISION_FACT, list(some))
        replace_rows(
            folding.connection,
            DECISION_FACT,
            [
                _fact(folding, row, entries.get(row["id"], []), steps.get(row["id"], []), ruled_by)
                for row in rows
            ],
        )


def _fact(
    folding: Folding,
    row: dict[str, Any],
    entries: list[Entry],
    steps: list[dict[str, Any]],
    ruled_by: dict[str, list[Entry]],
) -> dict[str, Any]:
    fact = {"decision": row["id"], "state": PROPOSED, "decided_by": None, "decided_at": None}
    is_shift = row["kind"] == "resource_shift"
    if row["state"] == DECIDED and (not is_shift or _may_decide(folding, entries)):
        fact |= {"state": DECIDED, "decided_by": row["author"], "decided_at": row["at"]}
    for one in steps:
        is_ruling = one["step"] in (DECIDED, DECLINED) and _may_rule(folding, ruled_by.get(one["id"], []))
        if is_ruling and fact["state"] == PROPOSED:
            fact |= {"state": one["step"], "decided_by": one["by"], "decided_at": one["at"]}
    done = next((one for one in steps if one["step"] == DONE), None)
    return {**fact, "done_by": done and done["by"], "done_at": done and done["at"]}


def _may_decide(folding: Folding, entries: Iterable[Entry]) -> bool:
    """Whether somebody who wrote the decision may decide on resources, or is believed about what was decided."""
    authority = folding.authority
    return any(
        authority.is_sponsor(one) or authority.is_believed(one) or authority.is_alone(one) for one in entries
    )


def _may_rule(folding: Folding, entries: Iterable[Entry]) -> bool:
    return any(folding.authority.is_sponsor(one) or folding.authority.is_alone(one) for one in entries)
