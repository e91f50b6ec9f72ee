"""The status as bare facts, for scripts: words parted by tabs, and data that becomes JSON.

Like the status in bars it is on the path of a prompt, and imports as little.
"""

from __future__ import annotations

from okrtui.okr.bar import bar_ends
from okrtui.okr.rag import show_score
from okrtui.views.json_text import Number
from okrtui.views.status import reached, state_of, status_head

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from okrtui.views.lines import KeyResultLine
    from okrtui.views.my_week import MyWeek

COLUMNS = (
    "title",
    "owner",
    "rag",
    "score",
    "actual",
    "from",
    "to",
    "unit",
    "pace",
    "confidence",
    "last_week",
    "state",
)
"""What the columns of the status in words are called."""


def status_plain(week: MyWeek, now: datetime, others: Sequence[KeyResultLine] = ()) -> list[str]:
    """The status as words alone: the head, the columns' names, and a line a key result, parted by tabs."""
    rows = [line_words(line, week.workspace.scale) for line in (*week.all, *others)]
    return [status_head(week, now), "\t".join(COLUMNS), *("\t".join(row) for row in rows)]


def status_json(week: MyWeek, others: Sequence[KeyResultLine] = ()) -> dict[str, Any]:
    """The status as data with the interchange format's names; quantities are Numbers (see `json_text`)."""
    return {
        "workspace": week.workspace.name,
        "week": week.week,
        "deadline": week.deadline.isoformat(),
        "due": len(week.due),
        "overdue": week.overdue_count,
        "red_streaks": _streaks(week),
        "key_results": [line_json(line, week.workspace.scale) for line in (*week.all, *others)],
    }


def _streaks(week: MyWeek) -> list[dict[str, Any]]:
    if not week.escalated:
        return []
    from okrtui.views.escalation_text import escalation_json

    return [escalation_json(one) for one in week.escalated]


def line_words(line: KeyResultLine, scale: str) -> list[str]:
    """One fact a column, in the order of `COLUMNS`."""
    left, right = bar_ends(line.figures)
    rag = f"{line.rag} unverified" if line.is_unverified else line.rag
    told = [
        line.title,
        line.owner_name,
        rag or "no score",
        show_score(line.score, scale) if line.score else "",
        reached(line) if line.actual or line.done is not None else "",
        left,
        right,
        line.unit,
        f"{line.pace} {line.pace_by}" if line.pace else "",
        str(line.confidence or ""),
        line.last_week or "",
        state_of(line),
    ]
    return [each or "-" for each in told]


def line_json(line: KeyResultLine, scale: str) -> dict[str, Any]:
    """A key result as data; quantities are Numbers."""
    figures = line.figures
    return {
        "id": line.id,
        "code": line.code,
        "objective": line.objective,
        "title": line.title,
        "owner": line.owner,
        "owner_name": line.owner_name,
        "phase": line.phase,
        "method": figures.method,
        "unit": line.unit or None,
        "baseline": _number(figures.baseline),
        "target": _number(figures.target),
        "due": line.due or None,
        "actual": _number(line.actual),
        "milestones_done": line.done,
        "change": _number(line.change),
        "score": _number(show_score(line.score, scale) if line.score else None),
        "attainment": _number(show_score(line.attainment, scale) if line.attainment else None),
        "rag": line.rag,
        "unverified": line.is_unverified,
        "pace": line.pace,
        "pace_by": _number(line.pace_by),
        "confidence": line.confidence,
        "stale_weeks": line.stale_weeks,
        "is_due": line.is_due,
        "is_overdue": line.is_overdue,
        "postponed": line.postponed,
        "check_in": _last(line),
    }


def _last(line: KeyResultLine) -> dict[str, Any] | None:
    """The last check-in; its figure stands beside it, for it may be an earlier week's."""
    if line.last_week is None:
        return None
    return {
        "week": line.last_week,
        "confidence": line.confidence,
        "insight": line.insight or None,
        "next_action": line.next_action or None,
        "help_needed": line.help_needed or None,
        "help_from": line.help_from or None,
        "evidence": line.evidence,
        "status": line.status,
        "at": line.last_at,
    }


def _number(text: str | None) -> Number | None:
    """A quantity as a number literal; JSON knows no leading plus."""
    return None if text is None else Number(text.removeprefix("+"))
