"""The history of a KR as a line of text: each reported week, its colour and confidence, and whether it was complete.

Worked out when folding, so that a team's week, of now or of earlier, needs no check-in scored again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from okrtui.okr.check_in import missing_parts
from okrtui.okr.escalations import Week
from okrtui.okr.history import Reported, history_text


def history_of(
    weeks: Iterable[Week],
    colours: dict[str, str | None],
    check_ins: dict[str, list[dict[str, Any]]],
    method: str | None,
) -> str:
    """The history of a KR, the oldest week first.

    Args:
        weeks: its reported weeks as escalations see them.
        colours: the colour of each week with a figure, also where it counts as none.
        check_ins: its check-ins' rows by week and, within one, by time.
        method: the KR's.
    """
    reported = []
    for week, rag, _, _ in weeks:
        rows = check_ins[week]
        is_complete = any(_is_complete(row, method) for row in rows)
        reported.append(Reported(week, colours.get(week), bool(rag), rows[-1]["confidence"], is_complete))
    return history_text(reported)


def _is_complete(row: dict[str, Any], method: str | None) -> bool:
    """As `missing_parts` has it, which is asked only where it isn't plain to see."""
    has_figures = row["confidence"] is not None and row["actual"] and method != "milestones"
    if has_figures and _is_plain(row["insight"]) and _is_plain(row["next_action"]):
        return True
    parts = (row["actual"], row["milestones_done"], row["confidence"], row["insight"], row["next_action"])
    return not missing_parts(*parts, method or "")


def _is_plain(text: str | None) -> bool:
    return bool(text) and text.isprintable() and not text.isspace()  # type: ignore[union-attr]
