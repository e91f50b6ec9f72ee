"""A KR's figures and signals in words, as every list and card of the command line shows them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from okrtui.okr.bar import bar_ends
from okrtui.okr.quantities import show_quantity, show_signed
from okrtui.okr.rag import rag_word, show_score

if TYPE_CHECKING:
    from okrtui.okr.figures import Figures
    from okrtui.views.lines import KeyResultLine

NOTHING = "—"


def way(figures: Figures, unit: str) -> str:
    """Where a KR goes from and to: "18 → 28 %", "3 milestones", "95 to 99.9 %"."""
    if figures.method == "milestones":
        count = len(figures.milestones)
        return f"{count} milestone{'' if count == 1 else 's'}"
    first, last = bar_ends(figures)
    if not first and not last:
        return NOTHING
    joint = " to " if figures.method == "range" else " → "
    return show_quantity(f"{first}{joint}{last}", unit)


def reached(line: KeyResultLine) -> str:
    """The current figure: "24", "2 of 3", or — where nothing was reported."""
    if line.figures.method == "milestones":
        if line.done is None:
            return NOTHING
        return f"{len(line.done)} of {len(line.figures.milestones)}"
    return line.actual if line.actual is not None else NOTHING


def standing(line: KeyResultLine) -> str:
    """What a KR waits for, in a word or two: "due", "overdue", "1 wk old", "postponed", or its last week."""
    if line.is_archived:
        return "archived"
    if line.postponed:
        return "postponed"
    if not line.is_in_force:
        return "draft"
    if line.is_overdue:
        return "overdue"
    if line.stale_weeks:
        return f"{line.stale_weeks} wk old"
    return "due" if line.is_due else (line.last_week or "")


def scored(score: str | None, rag: str | None, scale: str) -> str:
    """Score and band: "0.60 AMBER", or — where there is no score."""
    return (
        f"{show_score(score, scale)} {rag_word(rag)}"
        if score is not None and rag
        else show_score(score, scale)
    )


def signals(line: KeyResultLine, scale: str) -> str:
    """All signals of a KR in one line, none mixed with another."""
    parts = [
        f"{line.stale_weeks} wk old" if line.stale_weeks else "",
        scored(line.score, line.rag, scale) + (" (unverified)" if line.is_unverified else ""),
        f"attainment {show_score(line.attainment, scale)}"
        if line.attainment not in (None, line.score)
        else "",
        f"{line.pace} {show_signed(line.pace_by)}" if line.pace else "",
        f"confidence {line.confidence}/5" if line.confidence else "",
        f"declared {line.status.replace('_', ' ')}" if line.status else "",
        "postponed" if line.postponed else "",
        "draft" if not line.is_in_force and not line.is_archived else "",
        line.last_week or "no check-in yet",
    ]
    return " · ".join(part for part in parts if part)


def day(text: str | None) -> str:
    """A date as people read it: "31 Dec 2026"."""
    if not text:
        return ""
    when = date.fromisoformat(text)
    return f"{when.day} {when:%b} {when.year}"


def instant(text: str | None, zone: str) -> str:
    """A stored time in the workspace's zone: "17 Nov 2026 09:00"."""
    if not text:
        return ""
    from zoneinfo import ZoneInfo

    when = datetime.fromisoformat(text).astimezone(ZoneInfo(zone))
    return f"{day(when.date().isoformat())} {when:%H:%M}"


def signal_items(line: KeyResultLine, scale: str) -> dict[str, Any]:
    """What is worked out about a KR, with the interchange format's names; what is unknown is left out."""
    from okrtui.views.json_text import Number

    worked_out: dict[str, Any] = {
        "code": line.code,
        "actual": None if line.actual is None else Number(line.actual),
        "milestones_done": line.done,
        "change": None if line.change is None else Number(line.change.lstrip("+")),
        "score": None if line.score is None else Number(show_score(line.score, scale)),
        "attainment": None if line.attainment is None else Number(show_score(line.attainment, scale)),
        "rag": line.rag,
        "unverified": line.is_unverified or None,
        "pace": line.pace,
        "pace_by": None if line.pace_by is None else Number(line.pace_by.lstrip("+")),
        "confidence": line.confidence,
        "status": line.status,
        "week": line.last_week,
        "stale_weeks": line.stale_weeks,
        "is_due": line.is_due,
        "is_overdue": line.is_overdue,
        "is_in_force": line.is_in_force,
    }
    return {name: value for name, value in worked_out.items() if value is not None}
