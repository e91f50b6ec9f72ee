"""Contribution links between KRs: which take effect, and what the contributors of a KR score on average.

A KR keeps its own actual as the truth; the plain mean of its contributors stands beside it. A link that closes a
loop, as two people's edits may together, does not take effect (domain, Scores; the log and its exchange, §2).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import msgspec

from okrtui.okr.contribution import links_not_in_effect
from okrtui.okr.rollup import mean_of
from okrtui.okr.scoring import round_half_away
from okrtui.store.folding import Folding
from okrtui.store.rows import chunks, delete_rows, insert_rows


def work_out_contributions(folding: Folding) -> None:
    """Bring links and means up to date for the KRs whose row or facts changed."""
    above: set[str] = set()
    for some in chunks(sorted(folding.dirty_key_results)):
        above |= _write_links(folding, some)
    if folding.are_links_dirty:
        above |= _judge_links(folding)
    for some in chunks(sorted(folding.dirty_facts)):
        marks = ",".join("?" * len(some))
        above.update(folding.ids(f"SELECT above FROM contribution WHERE key_result IN ({marks})", *some))
    for some in chunks(sorted(above | folding.dirty_facts)):
        _write_means(folding, some)


def _write_links(folding: Folding, key_results: Sequence[str]) -> set[str]:
    """Write the links of these KRs where they changed; returns the KRs above them, of now and of before."""
    marks = ",".join("?" * len(key_results))
    sql = f"SELECT key_result, above, how, stamp FROM contribution WHERE key_result IN ({marks})"
    before = set(folding.connection.execute(sql, key_results))
    after: set[tuple[str, str, str | None, str]] = set()
    sql = f"SELECT id, contributes_to FROM key_result WHERE id IN ({marks}) AND contributes_to IS NOT NULL"
    for key_result, links in folding.connection.execute(sql, key_results):
        stamp = folding.link_stamps.get(key_result, "")
        hows = {link.get("key_result"): link.get("how") for link in msgspec.json.decode(links)}
        after |= {(key_result, one, how, stamp) for one, how in hows.items() if one}
    changed = {link[0] for link in before ^ after}
    if not changed:
        return set()
    folding.are_links_dirty = True
    delete_rows(folding.connection, "contribution", "key_result", sorted(changed))
    insert_rows(
        folding.connection,
        "contribution",
        [
            {"key_result": below, "above": above, "how": how, "stamp": stamp, "is_in_effect": 1}
            for below, above, how, stamp in sorted(after, key=str)
            if below in changed
        ],
    )
    return {above for below, above, _, _ in before | after if below in changed}


def _judge_links(folding: Folding) -> set[str]:
    rows = folding.connection.execute(
        "SELECT stamp, key_result, above, is_in_effect FROM contribution"
    ).fetchall()
    without_effect = links_not_in_effect([(stamp, below, above) for stamp, below, above, _ in rows])
    changed = set()
    for _, below, above, was_in_effect in rows:
        is_in_effect = int((below, above) not in without_effect)
        if is_in_effect != was_in_effect:
            changed.add(above)
            folding.connection.execute(
                "UPDATE contribution SET is_in_effect = ? WHERE key_result = ? AND above = ?",
                (is_in_effect, below, above),
            )
    return changed


def _write_means(folding: Folding, key_results: Sequence[str]) -> None:
    marks = ",".join("?" * len(key_results))
    sql = f"""
    SELECT c.above, f.score_n, f.score_d FROM contribution c JOIN key_result_fact f ON f.key_result = c.key_result
    JOIN key_result k ON k.id = c.key_result
    WHERE c.above IN ({marks}) AND c.is_in_effect = 1 AND COALESCE(k.archived, 0) = 0
    """
    scores: dict[str, list[Fraction | None]] = {}
    for above, n, d in folding.connection.execute(sql, key_results):
        scores.setdefault(above, []).append(Fraction(int(n), int(d)) if n is not None else None)
    means = []
    for key_result in key_results:
        below = scores.get(key_result, [])
        if not below and key_result in folding.dirty_facts:
            continue  # its facts were just written without contributors
        mean = mean_of(below)
        means.append((len(below), None if mean is None else round_half_away(mean), key_result))
    folding.connection.executemany(
        "UPDATE key_result_fact SET contributors = ?, contributors_score = ? WHERE key_result = ?", means
    )
