"""The agenda of a monthly review as lines in sections, and one of its points told in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual.content import Content

from okrtui.okr.text import cell_width, clean_line, cut, fit
from okrtui.screens.decision_lines import Heading
from okrtui.views.monthly_review import SECTIONS
from okrtui.widgets.hanging_text import Hanging

if TYPE_CHECKING:
    from okrtui.views.decisions import DecisionLine
    from okrtui.views.monthly_review import Agenda, Point

_CODE, _FACT, _LABEL = 4, 21, 10
_WITH_FACT = 70
_SHORT = {
    "dependencies": "DEPENDENCIES",
    "escalations": "OPEN FOR MORE THAN A WEEK",
    "shifts": "SHIFTS OF RESOURCES",
    "actions": "ACTIONS PAST THEIR DATE",
    "risks": "RISKS",
    "learnings": "LEARNINGS, MICRO-OKRS FIRST",
}


def rows_of(agenda: Agenda) -> list[Any]:
    """The points in their sections, each with a heading."""
    rows: list[Any] = []
    for section in SECTIONS:
        points = agenda.of_section(section)
        if points:
            rows += [*([Heading("")] if rows else []), Heading(_SHORT[section]), *points]
    return rows


def draw(row: Any, width: int, is_selected: bool, has_words: bool) -> Content:
    """One line: what it is about, what was noted of it, and the first thing that is said of it."""
    if isinstance(row, Heading):
        return Content.styled(cut(row.text, width), ".heading")
    point: Point = row
    has_fact = width >= _WITH_FACT
    mark = " noted" if has_words else ""
    room = max(width - _CODE - 2 - cell_width(mark) - (_FACT + 2) * has_fact - 1, 8)
    fact = point.facts[0] if point.facts else ""
    return Content.assemble(
        (fit(point.code, _CODE), ".muted"),
        "  ",
        (fit(clean_line(point.title), room), ".strong" if is_selected else ""),
        (mark, ".good"),
        ("  " + fit(fact, _FACT), _style_of(fact)) if has_fact else "",
    )


def _style_of(fact: str) -> str:
    if "RED" in fact:
        return ".rag-red"
    return ".needed" if fact == "waits for the sponsor" else ".muted"


def told_rows(point: Point, words: str, decided: Sequence[DecisionLine]) -> list[Hanging]:
    """All that is said of one point, what was noted of it here, and what this review decided so far."""
    rows = [Hanging(Content(""), Content.styled(clean_line(point.title), ".strong"))]
    rows.append(Hanging(Content(""), Content.styled(" · ".join(point.facts), ".muted")))
    rows.append(Hanging())
    rows += [_row(label, text) for label, text in point.notes]
    lines = [line for line in words.splitlines() if line.strip()]
    if lines:
        rows += [
            Hanging(),
            *(_row("" if place else "noted", line, ".good") for place, line in enumerate(lines)),
        ]
    if decided:
        rows += [Hanging(), Hanging(Content(""), Content.styled("DECIDED IN THIS REVIEW", ".heading"))]
        rows += [_row(one.owner_name.partition(" ")[0], one.decision) for one in decided]
    return rows


def _row(label: str, text: str, style: str = "") -> Hanging:
    shown = clean_line(text)
    name = fit(clean_line(label), _LABEL - 2) + "  "
    return Hanging(Content.styled(name, ".muted"), Content.styled(shown, style) if style else Content(shown))
