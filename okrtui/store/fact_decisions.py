"""Facts about decisions: where each stands, for a shift of resources is the sponsor's to decide (Playbook, Decision
rights), and whether its action is done.

A shift that its author had no right to decide waits as a proposal. Who had the right is read off the entries, so
that every replica tells the same. A sponsor's word is about the revision that it names: a decision that somebody
writes anew waits again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from okrtui.store.counted import Counted
from okrtui.store.entry import Entry
from okrtui.store.folding import Folding
from okrtui.store.rows import chunks, delete_rows, query, replace_rows

PROPOSED, DECIDED, DECLINED, DONE = "proposed", "decided", "declined", "done"
RESOURCE_SHIFT = "resource_shift"

_STEPS = """
SELECT id, decision, step, by, at FROM answer WHERE decision IN ({marks}) ORDER BY COALESCE(at, ''), id
"""


def work_out_decisions(folding: Folding) -> None:
    """Work out where the decisions stand that changed, or on which somebody decided."""
    for some in chunks(sorted(folding.dirty_decisions)):
        marks = ",".join("?" * len(some))
        rows = query(folding.connection, f"SELECT * FROM decision WHERE id IN ({marks})", some)
        written = dict(folding.counted("decision", some))
        steps: dict[str, list[dict[str, Any]]] = {one: [] for one in some}
        for row in query(folding.connection, _STEPS.format(marks=marks), some):
            steps[row["decision"]].append(row)
        given = [one["id"] for several in steps.values() for one in several]
        answers = dict(folding.counted("answer", given))
        delete_rows(folding.connection, "decision_fact", "decision", list(some))
        facts = [_fact(folding, row, written[row["id"]], steps[row["id"]], answers) for row in rows]
        replace_rows(folding.connection, "decision_fact", facts)


def _fact(
    folding: Folding,
    row: dict[str, Any],
    written: Counted,
    steps: Sequence[dict[str, Any]],
    answers: dict[str, Counted],
) -> dict[str, Any]:
    fact = {"decision": row["id"], "state": PROPOSED, "decided_by": None, "decided_at": None}
    shown = _shown(written)
    if row["state"] == DECIDED and (row["kind"] != RESOURCE_SHIFT or _may_decide(folding, shown)):
        fact |= {"state": DECIDED, "decided_by": row["author"], "decided_at": row["at"]}
    for one in steps:
        if fact["state"] == PROPOSED and _is_ruling(folding, answers[one["id"]], written, shown):
            fact |= {"state": one["step"], "decided_by": one["by"], "decided_at": one["at"]}
    done = next((one for one in steps if one["step"] == DONE), None)
    return {**fact, "done_by": done and done["by"], "done_at": done and done["at"]}


def _shown(counted: Counted) -> Entry:
    """The entry of the revision that stands."""
    stamp = counted.revisions()[0].stamp
    return next(one for one in counted.entries if one.stamp == stamp)


def _may_decide(folding: Folding, entry: Entry) -> bool:
    """Whether who wrote this may decide on resources, or is believed about what was decided."""
    authority = folding.authority
    return authority.is_sponsor(entry) or authority.is_believed(entry) or authority.is_alone(entry)


def _is_ruling(folding: Folding, answer: Counted, written: Counted, shown: Entry) -> bool:
    """Whether this is a sponsor's word on the revision that stands.

    One that names no revision, as an imported one, is about whichever stands.
    """
    entry = _shown(answer)
    if entry.d.get("step") not in (DECIDED, DECLINED):
        return False
    named = {one.id for one in written.entries} & set(entry.base)
    if named and shown.id not in named:
        return False
    return folding.authority.is_sponsor(entry) or folding.authority.is_alone(entry)
