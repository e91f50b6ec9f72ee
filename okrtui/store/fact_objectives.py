"""Facts about objectives: the weighted score of their KRs, with where it comes from (domain, Scores)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from okrtui.okr.rag import rag_of
from okrtui.okr.rollup import Part, roll_up
from okrtui.store.fact_codes import code_of
from okrtui.store.folding import Folding, encode
from okrtui.store.rows import chunks, delete_rows, query, replace_rows
from okrtui.store.yardstick import yardstick_of

_PARTS = """
SELECT k.id, k.objective, k.weight, k.postponed, k.archived, f.score_n, f.score_d, f.is_in_force, a.at, a.by
FROM key_result k JOIN key_result_fact f ON f.key_result = k.id LEFT JOIN agreement a ON a.id = f.agreement
WHERE k.objective IN ({marks}) ORDER BY k.id
"""


def work_out_objectives(folding: Folding) -> None:
    """Score the objectives whose KRs changed."""
    for some in chunks(sorted(folding.dirty_scores)):
        marks = ",".join("?" * len(some))
        objectives = query(
            folding.connection,
            "SELECT o.id, o.cycle, c.phase FROM objective o LEFT JOIN cycle c ON c.id = o.cycle"
            f" WHERE o.id IN ({marks})",
            some,
        )
        parts: dict[str, list[dict[str, Any]]] = {}
        for row in query(folding.connection, _PARTS.format(marks=marks), some):
            parts.setdefault(row["objective"], []).append(row)
        known = {row["id"] for row in objectives}
        delete_rows(
            folding.connection, "objective_fact", "objective", [one for one in some if one not in known]
        )
        rows = [_fact(folding, one, parts.get(one["id"], [])) for one in objectives]
        replace_rows(folding.connection, "objective_fact", rows)


def _fact(folding: Folding, objective: dict[str, Any], key_results: list[dict[str, Any]]) -> dict[str, Any]:
    is_draft = (objective["phase"] or "draft") == "draft"
    counting = [row for row in key_results if is_draft or row["is_in_force"]]
    rollup = roll_up([_part(row) for row in counting], is_draft)
    rag = None if rollup.rounded is None else rag_of(rollup.rounded, yardstick_of(folding).thresholds)
    return {
        "objective": objective["id"],
        "cycle": objective["cycle"],
        "code": code_of(objective["id"]),
        "score_n": None if rollup.exact is None else str(rollup.exact.numerator),
        "score_d": None if rollup.exact is None else str(rollup.exact.denominator),
        "score": rollup.rounded,
        "rag": rag,
        "reported": rollup.reported,
        "counted": rollup.counted,
        "postponed": rollup.postponed,
        "archived": rollup.archived,
        "is_draft": int(rollup.is_draft),
        "weights": encode(rollup.weights),
        "agreed": encode(
            sorted({(row["at"] or "", row["by"] or "") for row in counting if row["is_in_force"]})
        ),
    }


def _part(row: dict[str, Any]) -> Part:
    return Part(
        key_result=row["id"],
        exact=None if row["score_n"] is None else Fraction(int(row["score_n"]), int(row["score_d"])),
        weight=row["weight"],
        is_postponed=bool(row["postponed"]),
        is_archived=bool(row["archived"]),
    )
