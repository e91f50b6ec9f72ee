"""What stands above and beside a team's lines: how many checked in, the bands, what turned, and the clocks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from okrtui.okr.completion import GOAL
from okrtui.okr.rag import RAGS, rag_letter
from okrtui.okr.text import cell_width, cut, fit
from okrtui.views.team_words import (
    clocks_counted,
    clocks_told,
    completion_told,
    due_told,
    notes_of,
    open_turn,
)
from okrtui.widgets.bar_line import rag_style
from okrtui.widgets.hanging_text import Hanging

if TYPE_CHECKING:
    from okrtui.views.team_week import TeamLine, TeamWeek

SIGNS = {"turned red": "▼", "recovered": "▲", "confidence falling": "↓", "help asked for": "!", "stale": "○"}
"""The sign that each note's key results carry in the list."""

MOST_BOXES = 20
_GAP = 3
_AROUND = 6
"""Cells of the header that its texts leave free."""


def header_texts(week: TeamWeek, now: datetime, width: int) -> tuple[str, str]:
    """The line that tells the week, in two parts: how it stands, and what is urgent; shorter where there is less room.

    Args:
        week: the team's week.
        now: an aware instant.
        width: cells of the line.
    """
    place = f"{week.name} · {week.week.partition('-')[2]}"
    stale = f"{len(week.stale)} stale" if week.stale else ""
    rag = " ".join(f"{rag_letter(rag)} {week.rag[rag]}" for rag in RAGS if week.rag[rag])
    short = f"{week.complete} of {week.owed} checked in" if week.owed else completion_told(week.figures)
    clock, counted = clocks_told(week.clocks(now), now), clocks_counted(week.clocks(now))
    left = urgent = ""
    for parts, last in (
        ((place, completion_told(week.figures), rag), clock),
        ((place, completion_told(week.figures)), clock),
        ((place, completion_told(week.figures)), counted),
        ((place, short), counted),
    ):
        left, urgent = " · ".join(filter(None, parts)), " · ".join(filter(None, [stale, last]))
        if cell_width(left) + cell_width(urgent) + _AROUND <= width:
            break
    return left, urgent


def measure_rows(week: TeamWeek, width: int) -> list[Content]:
    """One line in boxes: the check-ins of the week against the goal, and how many key results stand in each band."""
    if not week.lines:
        return []
    total = sum(week.rag.values())
    words = [f"{rag_letter(rag)} {week.rag[rag]} " for rag in RAGS if week.rag[rag]]
    owed = f" {week.completion} %, goal {GOAL}" if week.owed else " nothing owed"
    room = width - cell_width(owed) - sum(map(len, words)) - 2 * len(words) - _GAP
    boxes = min(week.owed, MOST_BOXES, max(room // 3, 4))
    filled = week.complete * boxes // week.owed if week.owed else 0
    is_reached = week.completion is None or week.completion >= GOAL
    parts: list[Content | str | tuple[str, str]] = [
        ("■" * filled, ".good" if is_reached else ".warned"), ("□" * (boxes - filled), ".muted"),
        (owed, ".muted" if is_reached else ".needed"), " " * _GAP,
    ]  # fmt: skip
    left = max(min(room - boxes, total), 0)
    for rag in RAGS:
        if week.rag[rag]:
            run = max(week.rag[rag] * left // total, 1) if left else 0
            parts += [(f"{rag_letter(rag)} {week.rag[rag]} {'■' * run}", rag_style(rag)), "  "]
    return [Content.assemble(*parts)]


def note_rows(week: TeamWeek, width: int, most: int) -> list[Content]:
    """What turned, falls, is stale or asks for help, a line each, at most so many."""
    notes = notes_of(week)[:most]
    label = max((cell_width(name) for name, _ in notes), default=0) + 4
    return [
        Content.assemble(
            (fit(f"{SIGNS[name]} {name}", label), ".muted" if name == "recovered" else ".needed"),
            cut(_listed(found), max(width - label, 0)),
        )
        for name, found in notes
    ]


def aside_rows(week: TeamWeek, now: datetime) -> list[Hanging]:
    """The third column of a wide terminal: what is asked for, and the open escalations in full."""
    rows: list[Hanging] = []
    if week.help_asked:
        rows.append(Hanging(Content.styled("HELP ASKED FOR", ".heading")))
    for one in week.help_asked:
        line = one.line
        asked = f"{line.help_from}: {line.help_needed}" if line.help_from else line.help_needed
        rows += [Hanging(Content.styled(f"{line.code} ", ".muted"), Content(asked.rstrip(": "))), Hanging()]
    if week.escalations:
        rows.append(Hanging(Content.styled("WAITS FOR AN ANSWER", ".heading")))
    for each in sorted(week.escalations, key=lambda one: open_turn(one).due):
        turn = open_turn(each)
        clock = due_told(turn.due - now)
        who = ", ".join(each.holder_names) or "nobody"
        rows += [
            Hanging(Content.styled(clock, ".needed" if each.is_overdue else ".strong")),
            Hanging(Content.styled(f"{each.code} " if each.code else "", ".muted"), Content(each.title)),
            Hanging(text=Content.styled(f"{turn.todo} · {who}", ".muted")),
            Hanging(),
        ]
    return rows


def _listed(found: Sequence[TeamLine]) -> str:
    """The key results with what each of them tells, such as its code, title and confidence."""
    return " · ".join(f"{one.line.code} {one.line.title}" for one in found)
