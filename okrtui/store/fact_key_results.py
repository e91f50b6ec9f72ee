"""Facts about KRs: what the check-ins say, scored, so that showing a KR costs one row (domain, Scores; The week).

A KR's current figure is that of the greatest week that has one; within a week the later time counts, then the id.
What depends on the clock (due, stale, pace) is left to those who show it.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import msgspec

from okrtui.okr.escalations import Week
from okrtui.okr.figures import Figures, figures_of
from okrtui.okr.quantities import change_between
from okrtui.okr.rag import is_unverified, rag_of
from okrtui.okr.scoring import Score, score
from okrtui.okr.streaks import first_day_of_colour, red_weeks
from okrtui.okr.weeks import middle_of
from okrtui.store.fact_codes import code_of
from okrtui.store.fact_escalations import write_escalations
from okrtui.store.fold_governed import agreements_of
from okrtui.store.folding import Folding, encode
from okrtui.store.history import history_of
from okrtui.store.rows import chunks, delete_rows, query, replace_rows
from okrtui.store.trend import WEEKS, trend_of
from okrtui.store.yardstick import Yardstick, yardstick_of

_KEY_RESULTS = """
SELECT k.*, o.cycle, o.team, c.start AS cycle_start, c.end AS cycle_end
FROM key_result k LEFT JOIN objective o ON o.id = k.objective LEFT JOIN cycle c ON c.id = o.cycle
WHERE k.id IN ({marks})
"""

_CHECK_INS = """
SELECT id, key_result, week, actual, milestones_done, confidence, insight, next_action, help_needed, help_from,
       evidence, status, at, first_at
FROM check_in WHERE key_result IN ({marks}) AND is_shown = 1 AND COALESCE(retracted, 0) = 0 AND week IS NOT NULL
ORDER BY key_result, week, COALESCE(at, ''), id, identity
"""

_KEPT = """
SELECT key_result, pending FROM key_result_fact WHERE key_result IN ({marks})
"""

ByWeek = dict[str, list[dict[str, Any]]]
"""A KR's check-ins by week, the oldest week first, and within one by time."""

_NO_AGREEMENT = {"is_in_force": 0, "in_force_at": None, "agreement": None}
_OF_THE_LAST = ("confidence", "insight", "next_action", "help_needed", "help_from", "evidence", "status")


class Figure:
    """The figure that a KR reported for one week, with the check-in's row; scored when somebody asks.

    Attributes:
        week: the week.
        row: the check-in's row.
    """

    __slots__ = ("_figures", "_is_scored", "_rag", "_score", "_yardstick", "row", "week")

    def __init__(self, week: str, row: dict[str, Any], figures: Figures, yardstick: Yardstick) -> None:
        self.week = week
        self.row = row
        self._figures = figures
        self._yardstick = yardstick
        self._is_scored = False
        self._score: Score | None = None
        self._rag: str | None = None

    @property
    def score(self) -> Score | None:
        """The figure's score, None where the KR's figures are incomplete."""
        if not self._is_scored:
            self._score = score(self._figures, self.row["actual"], _decoded(self.row["milestones_done"]))
            self._is_scored = True
        return self._score

    @property
    def exact(self) -> Fraction | None:
        """The score before it is rounded."""
        scored = self.score
        return scored.exact if scored else None

    @property
    def rag(self) -> str | None:
        """The score's RAG."""
        if self._rag is None and (scored := self.score) is not None:
            known = self._yardstick.rags
            self._rag = known.get(scored.rounded)
            if self._rag is None:
                self._rag = known[scored.rounded] = rag_of(scored.rounded, self._yardstick.thresholds)
        return self._rag


def work_out_key_results(folding: Folding) -> None:
    """Work out the facts of the KRs whose row or check-ins changed."""
    for some in chunks(sorted(folding.dirty_facts)):
        marks = ",".join("?" * len(some))
        key_results = query(folding.connection, _KEY_RESULTS.format(marks=marks), some)
        check_ins: dict[str, ByWeek] = {one: {} for one in some}
        for row in query(folding.connection, _CHECK_INS.format(marks=marks), some):
            check_ins[row["key_result"]].setdefault(row["week"], []).append(row)
        kept = {
            row["key_result"]: row["pending"]
            for row in query(folding.connection, _KEPT.format(marks=marks), some)
        }
        known = {row["id"] for row in key_results}
        delete_rows(
            folding.connection, "key_result_fact", "key_result", [one for one in some if one not in known]
        )
        agreements = _agreements(folding, {row["id"]: row["cycle"] for row in key_results})
        weeks: dict[str, list[Week]] = {one: [] for one in some}
        facts = []
        for row in key_results:
            one, by_week = row["id"], check_ins[row["id"]]
            reported = _figures(folding, row, by_week)
            weeks[one] = _weeks(folding, row, reported, by_week)
            facts.append(
                {
                    **_fact(row, reported, weeks[one], by_week),
                    **agreements.get(one, _NO_AGREEMENT),
                    "pending": _pending(folding, one, kept.get(one)),
                }
            )
        replace_rows(folding.connection, "key_result_fact", facts)
        write_escalations(folding, weeks)
        folding.dirty_scores.update(row["objective"] for row in key_results if row["objective"])


def _fact(
    key_result: dict[str, Any], reported: list[Figure], weeks: list[Week], check_ins: ByWeek
) -> dict[str, Any]:
    """What the check-ins say of a KR."""
    colours = {one.week: one.rag for one in reported}
    return {
        "key_result": key_result["id"],
        "objective": key_result["objective"],
        "cycle": key_result["cycle"],
        "owner": key_result["owner"],
        "code": code_of(key_result["id"]),
        "box_start": key_result["cycle_start"],
        "box_end": key_result["due"] or key_result["cycle_end"],
        **_current(key_result, reported),
        **_last(check_ins),
        "trend": trend_of([(one.week, one.exact) for one in reported[-WEEKS:]]),
        "history": history_of(weeks, colours, check_ins, key_result["method"]),
        "red_weeks": red_weeks(weeks),
        "weeks_reported": len(weeks),
        "contributors": 0,
        "contributors_score": None,
    }


def _pending(folding: Folding, key_result: str, kept: str | None) -> str | None:
    """The plain edits that have no effect, as text: those that were found now, else those that were kept."""
    if key_result not in folding.pending:
        return kept
    edits = folding.pending[key_result]
    return None if edits is None else encode(edits)


def _figures(folding: Folding, key_result: dict[str, Any], check_ins: ByWeek) -> list[Figure]:
    """The figure of each week that has one, the oldest first: the last of a week counts."""
    column = "milestones_done" if key_result["method"] == "milestones" else "actual"
    figures = _figures_of(key_result)
    yardstick = yardstick_of(folding)
    reported = []
    for week, rows in check_ins.items():
        row = next((one for one in reversed(rows) if one[column] is not None), None)
        if row is not None:
            reported.append(Figure(week, row, figures, yardstick))
    return reported


def _figures_of(key_result: dict[str, Any]) -> Figures:
    structures = {name: _decoded(key_result[name]) for name in ("bands", "milestones", "limits")}
    return figures_of({**key_result, **structures})


def _decoded(text: str | None) -> Any:
    return None if text is None else msgspec.json.decode(text)


def _agreements(folding: Folding, cycles: dict[str, str | None]) -> dict[str, dict[str, Any]]:
    """What puts these KRs in force, of those that are."""
    agreements = agreements_of(folding, cycles)
    marks = ",".join("?" * len(agreements))
    sql = f"SELECT id, at FROM agreement WHERE id IN ({marks})"
    times = dict(folding.connection.execute(sql, tuple(agreements.values())))
    return {
        key_result: {"is_in_force": 1, "in_force_at": times[agreement], "agreement": agreement}
        for key_result, agreement in agreements.items()
    }


def _current(key_result: dict[str, Any], reported: list[Figure]) -> dict[str, Any]:
    if not reported:
        empty = dict.fromkeys(
            ("actual", "done", "figure_week", "figure_at", "previous_actual", "change", "score_n", "score_d")
        )
        return {**empty, "score": None, "attainment": None, "rag": None, "is_unverified": 0}
    figure, one = reported[-1], reported[-1].score
    previous = reported[-2].row["actual"] if len(reported) > 1 else None
    actual = figure.row["actual"]
    source = _decoded(key_result["source"]) or {}
    has_source = bool(source.get("name") or source.get("url"))
    return {
        "actual": actual,
        "done": figure.row["milestones_done"],
        "figure_week": figure.week,
        "figure_at": figure.row["at"],
        "previous_actual": previous,
        "change": change_between(previous, actual) if previous is not None and actual is not None else None,
        "score_n": str(one.exact.numerator) if one else None,
        "score_d": str(one.exact.denominator) if one else None,
        "score": one.rounded if one else None,
        "attainment": one.attainment if one else None,
        "rag": figure.rag,
        "is_unverified": int(is_unverified(figure.rag, bool(_decoded(figure.row["evidence"])), has_source)),
    }


def _last(check_ins: ByWeek) -> dict[str, Any]:
    if not check_ins:
        nothing = dict.fromkeys(("last_check_in", "last_week", "last_at", "previous_confidence"))
        return {**nothing, **dict.fromkeys(_OF_THE_LAST)}
    *before, last = [rows[-1] for rows in check_ins.values()]
    return {
        "last_check_in": last["id"],
        "last_week": last["week"],
        "last_at": last["at"],
        "previous_confidence": before[-1]["confidence"] if before else None,
        **{name: last[name] for name in _OF_THE_LAST},
    }


def _weeks(
    folding: Folding, key_result: dict[str, Any], reported: list[Figure], check_ins: ByWeek
) -> list[Week]:
    """The weeks with a check-in as escalations see them, the oldest first."""
    start, end = key_result["cycle_start"], key_result["due"] or key_result["cycle_end"]
    yardstick = yardstick_of(folding)
    coloured = date.max
    if start and end:
        box = (date.fromisoformat(start), date.fromisoformat(end))
        coloured = first_day_of_colour(box, yardstick.grace)
    has_colour = False
    figures = {one.week: one for one in reported}
    weeks = []
    for week, rows in check_ins.items():
        last, figure = rows[-1], figures.get(week)
        rag: str | None = ""
        if figure:
            has_colour = has_colour or middle_of(week, yardstick.calendar) >= coloured
            rag = figure.rag if has_colour else None
        first = figure.row if figure else last
        asks = last["help_from"] if last["help_from"] != key_result["team"] else None
        weeks.append(Week(week, rag, first["first_at"] or "", asks or ""))
    return weeks
