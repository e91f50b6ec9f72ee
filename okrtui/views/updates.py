"""The facts of the update that is posted after a check-in, from what is stored (domain rules, §3)."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from okrtui.okr.bar import bar_ends
from okrtui.okr.errors import NotFound
from okrtui.okr.figures import Figures, limit
from okrtui.okr.quantities import change_between, show_signed
from okrtui.okr.rag import is_unverified, rag_of, rag_word, show_score
from okrtui.okr.scoring import Score, score
from okrtui.okr.update import UpdateFacts
from okrtui.views.lines import KeyResultLine, line
from okrtui.views.people import teams
from okrtui.views.sitting import Reported, reported_weeks
from okrtui.views.structures import read_object
from okrtui.views.workspace import WorkspaceRow, workspace


def update_facts(
    c: sqlite3.Connection, key_result_id: str, now: datetime, week: str | None = None
) -> UpdateFacts:
    """What the update of a key result tells: of its last check-in, or of one week's.

    Pace and staleness belong to now, so that an earlier week's update has none.

    Raises:
        NotFound: there is no such key result, or that week has no check-in.
    """
    shown = line(c, key_result_id, now)
    reported = reported_weeks(c, key_result_id)
    if week is None and not reported:
        return _about(shown)
    asked = week or reported[-1].week
    told = next((each for each in reversed(reported) if each.week == asked), None)
    if told is None:
        raise NotFound(
            f"{shown.code} {shown.title} has no check-in for {asked}: leave --week out for the last one"
        )
    is_last = asked == reported[-1].week
    figure = _figure(reported, asked, shown.figures)
    row = workspace(c)
    return _with_score(_about(shown), shown, row, figure, _has_source(c, shown.id))._replace(
        week=asked,
        change=_change(reported, figure),
        confidence=told.confidence,
        pace=_pace(shown) if is_last else "",
        declared=told.status or "",
        stale_weeks=shown.stale_weeks if is_last else 0,
        insight=told.insight,
        next_action=told.next_action,
        help_needed=told.help_needed,
        help_from=next((team.name for team in teams(c) if team.id == told.help_from), ""),
        evidence=tuple(told.evidence),
    )


def _about(shown: KeyResultLine) -> UpdateFacts:
    figures = shown.figures
    left, right = bar_ends(figures)
    if figures.method == "range":
        left, right = "", _limits(figures)
    return UpdateFacts(
        key_result=shown.title,
        objective=shown.objective_title,
        baseline=left,
        target=right,
        unit=shown.unit,
        milestones_total=len(figures.milestones) if figures.method == "milestones" else None,
        stale_weeks=shown.stale_weeks,
    )


def _with_score(
    facts: UpdateFacts,
    shown: KeyResultLine,
    row: WorkspaceRow,
    figure: Reported | None,
    has_source: bool,
) -> UpdateFacts:
    worth = _worth(shown.figures, figure)
    rag = rag_of(worth.rounded, row.thresholds) if worth else None
    attainment = worth.attainment if worth and worth.attainment != worth.rounded else None
    names = [name for name, _ in shown.figures.milestones]
    done = [name for name in (figure.done or []) if name in names] if figure else []
    return facts._replace(
        actual=(figure.actual or "") if figure else "",
        milestones_done=len(done) if figure and shown.figures.method == "milestones" else None,
        score=show_score(worth.rounded, row.scale) if worth else "",
        attainment=show_score(attainment, row.scale) if attainment else "",
        rag=rag_word(rag) if rag else "",
        is_unverified=is_unverified(rag, bool(figure and figure.evidence), has_source),
    )


def _figure(reported: list[Reported], week: str, figures: Figures) -> Reported | None:
    """The check-in that gives the figure as of a week: the last one up to it that has one."""
    for each in reversed(reported):
        has_figure = each.done if figures.method == "milestones" else each.actual
        if each.week <= week and has_figure is not None:
            return each
    return None


def _worth(figures: Figures, figure: Reported | None) -> Score | None:
    return score(figures, figure.actual, figure.done) if figure else None


def _change(reported: list[Reported], figure: Reported | None) -> str:
    """How far the figure moved since the week reported before, "" where there is none."""
    if figure is None or figure.actual is None:
        return ""
    before = [each.actual for each in reported if each.week < figure.week and each.actual is not None]
    return change_between(before[-1], figure.actual) if before else ""


def _pace(shown: KeyResultLine) -> str:
    return f"{shown.pace} {show_signed(shown.pace_by)}" if shown.pace else ""


def _limits(figures: Figures) -> str:
    low, high = limit(figures, "low"), limit(figures, "high")
    if low and high:
        return f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}" if high else ""


def _has_source(c: sqlite3.Connection, key_result_id: str) -> bool:
    row = c.execute("SELECT source FROM key_result WHERE id = ?", (key_result_id,)).fetchone()
    return any(read_object(row[0]).values())
