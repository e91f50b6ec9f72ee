"""The lines of a team's page: grouped, sorted and found, and how those are drawn that are no key results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from okrtui.okr.rag import RAGS, rag_letter
from okrtui.okr.text import cut, fit
from okrtui.views.team_words import due_told, open_turn, person_told
from okrtui.widgets.bar_line import rag_style
from okrtui.widgets.finding import holds_all

if TYPE_CHECKING:
    from okrtui.views.escalations import EscalationLine
    from okrtui.views.sub_teams import SubTeam
    from okrtui.views.team_week import PersonWeek, TeamLine, TeamWeek

GROUPS = ("person", "objective", "nothing")
SORTS = ("what waits", "lowest score", "lowest confidence", "title")
FIRST_CLOCKS = 3
"""So many open escalations stand above the people; the others below them."""
CLOCK_WIDTH = 16
TEAM_NAME_WIDTH = 24


class Heading(NamedTuple):
    """A line that names what follows; `told` stands beside it, urgent or not. The first of a list names the columns."""

    text: str
    told: str = ""
    is_urgent: bool = False
    names_columns: bool = False


class Clock(NamedTuple):
    """An open escalation."""

    escalation: EscalationLine


class Below(NamedTuple):
    """A team right below this one."""

    team: SubTeam


Row = Heading | Clock | Below | str
"""Any line but a key result's, which is a TeamLine."""


def rows_of(
    week: TeamWeek,
    below: Sequence[SubTeam],
    grouping: str,
    sorting: str,
    words: str,
    is_beside: bool = False,
    most_clocks: int = FIRST_CLOCKS,
) -> list[Row | TeamLine]:
    """All lines of the page, in the order in which it shows them.

    Args:
        week: the team's week.
        below: the teams right below it.
        grouping: one of `GROUPS`.
        sorting: one of `SORTS`.
        words: only what holds them, with the headings above it; "" shows everything.
        is_beside: whether the open escalations stand beside the lines, so that the first of them suffice here.
        most_clocks: how many of them stand above the people.
    """
    clocks = [
        Clock(one)
        for one in sorted(week.escalations, key=lambda one: open_turn(one).due)
        if holds_all(words, one.title, one.code, one.objective_title, *one.holder_names)
    ]
    rows: list[Row | TeamLine] = []
    if clocks:
        rows += [
            "",
            Heading("WAITS FOR AN ANSWER", _count(clocks, most_clocks), True),
            *clocks[:most_clocks],
        ]
    rows += _groups(week, grouping, sorting, words)
    if clocks[most_clocks:] and not is_beside:
        rows += ["", Heading("MORE THAT WAITS"), *clocks[most_clocks:]]
    teams = [Below(one) for one in below if holds_all(words, one.figures.name)]
    if teams:
        rows += ["", Heading("TEAMS BELOW", "each counts its own"), *teams]
    return rows or ["", *_nothing(week, words)]


def draw_heading(row: Heading, width: int) -> Content:
    """A heading with what is told beside it."""
    told = cut(row.told, max(width - len(row.text) - 2, 0))
    return Content.assemble(
        (cut(row.text, width), ".heading"), "  ", (told, ".needed" if row.is_urgent else ".faint")
    )


def draw_clock(row: Clock, width: int, now: datetime, *, is_selected: bool) -> Content:
    """An open escalation: its clock, where, what is to be done and whose turn it is."""
    one = row.escalation
    turn = open_turn(one)
    clock = due_told(turn.due - now)
    who = ", ".join(one.holder_names) or "nobody"
    todo = f"{turn.todo} · {who}"
    title = max(min(width // 3, 40), 8)
    return Content.assemble(
        (fit(clock, CLOCK_WIDTH), ".needed" if one.is_overdue else ".strong"),
        " ",
        (fit(f"{one.code} {one.title}".strip(), title), ".strong" if is_selected else ""),
        "  ",
        (cut(todo, max(width - CLOCK_WIDTH - title - 3, 0)), ".muted"),
    )


def draw_below(row: Below, width: int, *, is_selected: bool) -> Content:
    """A team below, with the figures of its week."""
    team = row.team.figures
    name = fit(team.name, min(TEAM_NAME_WIDTH, max(width // 3, 8)))
    owed = f"{team.complete:>3} of {team.owed} checked in" if team.owed else "nothing owed"
    share = "" if team.completion is None else f"{team.completion:>4} %"
    parts: list[Content | str | tuple[str, str]] = [
        (name, ".strong" if is_selected else ""), "  ", (fit(owed, 20), ".muted"), (share, ".muted"), "  ",
    ]  # fmt: skip
    for rag in RAGS:
        parts += ["  ", (f"{rag_letter(rag)} {team.rag[rag]}", rag_style(rag) if team.rag[rag] else ".faint")]
    if team.stale:
        parts += ["  ", (f"{team.stale} stale", ".needed")]
    return Content.assemble(*parts)


def marked_title(one: TeamLine) -> str:
    """A key result's title after its marks: checked in or not, and what its week tells."""
    done = "✓" if one.is_complete else "·" if one.owes else " "
    return f"{done}{sign_of(one)} {one.line.title}"


def sign_of(one: TeamLine) -> str:
    """The sign of what stands out most: turned red, help asked for, losing confidence, recovered."""
    if one.turned == "red":
        return "▼"
    if one.is_reported and (one.line.help_needed or one.line.help_from):
        return "!"
    if one.is_falling:
        return "↓"
    if one.turned == "recovered":
        return "▲"
    return "○" if one.line.stale_weeks else " "


def _groups(week: TeamWeek, grouping: str, sorting: str, words: str) -> list[Row | TeamLine]:
    key = _SORTS[sorting]
    rows: list[Row | TeamLine] = []
    for heading, lines in _grouped(week, grouping):
        found = [one for one in lines if _holds(one, words)]
        if not found:
            continue
        if not rows:
            rows += ["", Heading("", names_columns=True)]
        elif heading:
            rows.append("")
        rows += [*([heading] if heading else []), *sorted(found, key=key)]
    return rows


def _grouped(week: TeamWeek, grouping: str) -> list[tuple[Heading | None, Sequence[TeamLine]]]:
    if grouping == "person":
        return [(_person(one), one.lines) for one in week.people]
    if grouping == "nothing":
        return [(None, week.lines)]
    by_objective: dict[str, list[TeamLine]] = {}
    for one in week.lines:
        by_objective.setdefault(one.line.objective, []).append(one)
    return [
        (Heading(lines[0].line.objective_title, _reported(lines)), lines) for lines in by_objective.values()
    ]


def _person(person: PersonWeek) -> Heading:
    return Heading(person.name or "nobody", person_told(person), not person.is_done)


def _reported(lines: Sequence[TeamLine]) -> str:
    owed = sum(one.owes for one in lines)
    return f"{sum(one.owes and one.is_complete for one in lines)} of {owed} checked in" if owed else ""


def _holds(one: TeamLine, words: str) -> bool:
    line = one.line
    return holds_all(words, line.title, line.objective_title, line.owner_name, line.code)


def _score(one: TeamLine) -> Fraction:
    line = one.line
    if line.score_n is None or line.score_d is None:
        return Fraction(2)
    return Fraction(line.score_n, line.score_d)


_SORTS: dict[str, Callable[[TeamLine], tuple[object, ...]]] = {
    "what waits": lambda one: (one.is_complete or not one.owes, -one.line.stale_weeks, one.line.title),
    "lowest score": lambda one: (_score(one), one.line.title),
    "lowest confidence": lambda one: (one.line.confidence or 9, _score(one), one.line.title),
    "title": lambda one: (one.line.title.casefold(),),
}


def _count(clocks: Sequence[Clock], shown: int) -> str:
    return f"{shown} of {len(clocks)}" if len(clocks) > shown else ""


def _nothing(week: TeamWeek, words: str) -> list[str]:
    if words:
        return [f"Nothing holds “{words}”."]
    if not week.is_running:
        return ["No key result was in force in that week.", "", "W  the week after"]
    return [
        "No key results in force yet.",
        "",
        "n  write an objective with its key results",
        "o  see everyone's OKRs",
    ]
