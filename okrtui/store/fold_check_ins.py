"""Folding check-ins: every revision stays a row, and one of each identity is shown.

Actual, confidence and texts travel together, so a check-in is one register whose values are whole revisions
(the log and its exchange, §2).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from okrtui.store.counted import RECORD, Conflicts, Counted, differ
from okrtui.store.folding import Folding
from okrtui.store.registers import Write
from okrtui.store.rows import chunks, insert_rows
from okrtui.store.shapes import row_of


def fold_check_ins(folding: Folding, identities: set[str]) -> None:
    """Fold these check-ins; the facts of the KRs that they speak of become dirty."""
    for some in chunks(sorted(identities)):
        _fold_some(folding, some)


def _fold_some(folding: Folding, identities: Sequence[str]) -> None:
    """Fold as many check-ins as one statement takes, so that a long log needs little memory."""
    rows: list[dict[str, Any]] = []
    conflicts: dict[str, Conflicts] = {}
    for identity, counted in folding.counted("check_in", identities):
        several = counted.revisions()
        conflicts[identity] = {RECORD: several} if differ(several) else {}
        rows.extend(_rows(identity, counted, several))
    marks = ",".join("?" * len(identities))
    before = folding.connection.execute(
        f"SELECT DISTINCT key_result FROM check_in WHERE identity IN ({marks})", tuple(identities)
    )
    folding.dirty_facts.update(one for (one,) in before if one)
    folding.connection.execute(f"DELETE FROM check_in WHERE identity IN ({marks})", tuple(identities))
    insert_rows(folding.connection, "check_in", rows)
    folding.dirty_facts.update(row["key_result"] for row in rows if row["key_result"])
    folding.note_conflicts("check_in", conflicts)


def _rows(identity: str, counted: Counted, several: list[Write]) -> list[dict[str, Any]]:
    standing = {write.stamp for write in several}
    times = [str(entry.d["at"]) for entry in counted.entries if entry.d.get("at")]
    first_at = min(times, default=None)
    rows = []
    for entry in counted.entries:
        row, stamp = row_of("check_in", entry.id, entry.d), entry.stamp
        row["identity"] = identity
        row["is_shown"] = int(stamp == several[0].stamp)
        row["is_head"] = int(stamp in standing)
        row["first_at"] = first_at
        rows.append(row)
    return rows
