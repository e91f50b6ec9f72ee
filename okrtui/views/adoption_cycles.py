"""What each cycle says about adoption: KRs above their baseline, and objectives by level (domain, Adoption signals)."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from okrtui.okr.figures import figures_of, ladder_direction
from okrtui.okr.quantities import compare
from okrtui.okr.text import clean_line
from okrtui.views.structures import read_list
from okrtui.views.teams_below import asked, values_of


class CycleSignals(NamedTuple):
    """One cycle: KRs in force and how many of them stand above their baseline; objectives by level."""

    id: str
    name: str
    kind: str
    phase: str
    key_results: int
    improved: int
    objectives: dict[str, int]


_FIGURES = """
SELECT o.cycle, COALESCE(k.method, 'linear'), k.direction, k.bands, k.baseline, f.actual, f.score_n
FROM key_result_fact f JOIN key_result k ON k.id = f.key_result JOIN objective o ON o.id = f.objective
WHERE f.is_in_force = 1 AND COALESCE(k.archived, 0) = 0 AND COALESCE(o.archived, 0) = 0
"""
_LEVELS = """
SELECT o.cycle, CASE WHEN o.team IS NULL THEN 'none' WHEN t.parent IS NULL THEN 'company' ELSE 'team' END AS level,
       COUNT(*)
FROM objective o LEFT JOIN team t ON t.id = o.team WHERE COALESCE(o.archived, 0) = 0
"""


def cycle_signals(c: sqlite3.Connection, teams: Collection[str] | None) -> list[CycleSignals]:
    """Every cycle with a KR in force or an objective, by its start; of these teams alone, None for all."""
    counted: dict[str, tuple[int, int]] = {}
    for cycle, *figures in c.execute(asked(_FIGURES, teams), values_of(teams)):
        in_force, improved = counted.get(cycle, (0, 0))
        counted[cycle] = (in_force + 1, improved + _is_improved(*figures))
    levels: dict[str, dict[str, int]] = {}
    for cycle, level, count in c.execute(asked(_LEVELS, teams, " GROUP BY o.cycle, level"), values_of(teams)):
        levels.setdefault(cycle, {})[level] = count
    rows = c.execute(
        "SELECT id, name, COALESCE(kind, 'custom'), COALESCE(phase, 'draft') FROM cycle ORDER BY start, name, id"
    )
    found = []
    for id_, name, kind, phase in rows:
        if id_ in counted or id_ in levels:
            in_force, improved = counted.get(id_, (0, 0))
            found.append(
                CycleSignals(
                    id_, clean_line(name or ""), kind, phase, in_force, improved, levels.get(id_, {})
                )
            )
    return found


def _is_improved(
    method: str,
    direction: str | None,
    bands_text: str | None,
    baseline: str | None,
    actual: str | None,
    score_n: str | None,
) -> bool:
    """Whether a KR stands above its baseline: by its score, which is 0 there, or by the figures of a ladder.

    A range guards and has no baseline to leave.
    """
    if method == "range" or score_n is None:
        return False
    if method != "ladder":
        return int(score_n) > 0
    if baseline is None or actual is None:
        return False
    figures = figures_of({"method": method, "direction": direction, "bands": read_list(bands_text)})
    moved = compare(actual, baseline)
    return moved < 0 if ladder_direction(figures) == "down" else moved > 0
