"""Contribution links between KRs: which take effect, and what the contributors of a KR score on average.

A KR keeps its own actual as the truth; the plain mean of its contributors stands beside it. A link that closes a
loop, as two people's edits may together, does not take effect (domain, Scores; the log and its exchange, §2).
"""

from __future__ import annotations

from fractions import Fraction

import msgspec

from okrtui.okr.contribution import links_not_in_effect
from okrtui.okr.rollup import mean_of
from okrtui.okr.scoring import round_half_away
from okrtui.store.folding import Folding
from okrtui.store.rows import delete_rows, insert_rows


def work_out_contributions(folding: Folding) -> None:
    """Bring links and means up to date for the KRs whose row or facts changed."""
    above: set[str] = set(folding.dirty_facts)
    for key_result in sorted(folding.dirty_key_results):
        above |= _write_links(folding, key_result)
    if folding.are_links_dirty:
        above |= _judge_links(folding)
    for key_result in folding.dirty_facts:
        above.update(folding.ids("SELECT above FROM contribution WHERE key_result = ?", key_result))
    for key_result in sorted(above):
        _write_mean(folding, key_result)


def _write_links(folding: Folding, key_result: str) -> set[str]:
    found = folding.raw.execute(
        "SELECT contributes_to FROM key_result WHERE id = ?", (key_result,)
    ).fetchone()
    links = msgspec.json.decode(found[0]) if found and found[0] else []
    stamp = folding.link_stamps.get(key_result, "")
    hows = {link["key_result"]: link.get("how") for link in links if link.get("key_result")}
    sql = "SELECT above, how, stamp FROM contribution WHERE key_result = ?"
    before = {(one, how, at) for one, how, at in folding.raw.execute(sql, (key_result,))}
    after = {(one, how, stamp) for one, how in hows.items()}
    if before == after:
        return set()
    folding.are_links_dirty = True
    delete_rows(folding.connection, "contribution", "key_result", [key_result])
    insert_rows(
        folding.connection,
        "contribution",
        [
            {"key_result": key_result, "above": one, "how": how, "stamp": stamp, "is_in_effect": 1}
            for one, how, _ in sorted(after, key=str)
        ],
    )
    return {one for one, _, _ in before | after}


def _judge_links(folding: Folding) -> set[str]:
    rows = folding.raw.execute("SELECT stamp, key_result, above, is_in_effect FROM contribution").fetchall()
    without_effect = links_not_in_effect([(stamp, below, above) for stamp, below, above, _ in rows])
    changed = set()
    for _, below, above, was_in_effect in rows:
        is_in_effect = int((below, above) not in without_effect)
        if is_in_effect != was_in_effect:
            changed.add(above)
            folding.raw.execute(
                "UPDATE contribution SET is_in_effect = ? WHERE key_result = ? AND above = ?",
                (is_in_effect, below, above),
            )
    return changed


def _write_mean(folding: Folding, key_result: str) -> None:
    rows = folding.raw.execute(
        "SELECT f.score_n, f.score_d FROM contribution c JOIN key_result_fact f ON f.key_result = c.key_result"
        " JOIN key_result k ON k.id = c.key_result"
        " WHERE c.above = ? AND c.is_in_effect = 1 AND COALESCE(k.archived, 0) = 0",
        (key_result,),
    ).fetchall()
    if not rows and key_result in folding.dirty_facts:
        return  # its facts were just written without contributors
    mean = mean_of(Fraction(int(n), int(d)) if n is not None else None for n, d in rows)
    folding.raw.execute(
        "UPDATE key_result_fact SET contributors = ?, contributors_score = ? WHERE key_result = ?",
        (len(rows), None if mean is None else round_half_away(mean), key_result),
    )
