"""A team's week for a prompt, a login banner and scripts: `okrtui status --team` in each of its forms.

Like the person's status it prints nothing itself and imports next to nothing.
"""

from __future__ import annotations

from okrtui.okr.completion import GOAL
from okrtui.okr.text import cut
from okrtui.views.status import in_ascii, line_rows
from okrtui.views.status_facts import COLUMNS, line_json, line_words
from okrtui.views.team_words import due_told, notes_of, open_turn, person_told, team_head, team_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from typing import Any

    from okrtui.views.escalations import EscalationLine
    from okrtui.views.sub_teams import SubTeam
    from okrtui.views.team_week import PersonWeek, TeamLine, TeamWeek

MOST_CLOCKS = 5
"""So many open escalations are told, the most urgent."""
__all__ = ["team_banner", "team_head", "team_json", "team_line", "team_plain", "team_rows"]

NOTICE = "for steering, not for pay or appraisal"


def team_rows(
    week: TeamWeek,
    width: int,
    ascii_only: bool,
    now: datetime,
    paint: Callable[[str, str | None, bool], str] | None = None,
) -> list[str]:
    """The team's week beneath its head, in lines of `width` cells: people with their key results, what to look at.

    Args:
        week: the team's week.
        width: cells of a line.
        ascii_only: where the terminal shows no other characters.
        now: an aware instant.
        paint: gives a RAG letter its colour, as `status_rows` takes it.
    """
    shown = [one.line for person in week.people for one in person.lines]
    scale = week.workspace.scale
    # Owners stand above their lines: everybody is told as if they looked at their own.
    drawn = iter(
        line_rows([line._replace(owner=None) for line in shown], width, ascii_only, scale, paint=paint)
    )
    rows = []
    for person in week.people:
        rows.append(f"{person.name or 'nobody'} · {person_told(person)}")
        rows += [next(drawn) for _ in person.lines]
    rows += [
        f"{name}: {', '.join(f'{one.line.code} {one.line.title}' for one in found)}"
        for name, found in notes_of(week)
    ]
    rows += [escalation_told(one, now) for one in week.escalations[:MOST_CLOCKS]]
    if week.escalations[MOST_CLOCKS:]:
        rows.append(f"{len(week.escalations) - MOST_CLOCKS} more wait: okrtui escalation list")
    told = [cut(row, width) for row in rows]
    return [in_ascii(row) for row in told] if ascii_only else told


def team_banner(week: TeamWeek, width: int, now: datetime) -> list[str]:
    """Two calm lines for a login, none while nobody has anything left to check in."""
    missing = ", ".join(person.name for person in week.people if not person.is_done)
    return (
        [cut(team_head(week.figures, week.clocks(now), now), width), cut(f"To check in: {missing}", width)]
        if missing
        else []
    )


def team_plain(week: TeamWeek, now: datetime) -> list[str]:
    """The team's week as words alone: the head, the columns' names, and a line a key result, parted by tabs."""
    names = [*COLUMNS, "checked_in", "turned", "confidence_falling"]
    rows = [
        [
            *line_words(one.line, week.workspace.scale),
            "complete" if one.is_complete else "incomplete" if one.is_reported else "no" if one.owes else "-",
            one.turned or "-",
            "yes" if one.is_falling else "-",
        ]
        for person in week.people
        for one in person.lines
    ]
    return [team_head(week.figures, week.clocks(now), now), *("\t".join(row) for row in [names, *rows])]


def team_json(week: TeamWeek, below: Sequence[SubTeam] = ()) -> dict[str, Any]:
    """The team's week as data with the interchange format's names; lists of key results are ids.

    Args:
        week: the team's week.
        below: the teams right below it, with figures of their own.
    """
    return {
        "workspace": week.workspace.name,
        "team": {"id": week.team, "name": week.name} if week.team else None,
        "week": week.week,
        "deadline": week.deadline.isoformat(),
        "is_running": week.is_running,
        "owed": week.owed,
        "complete": week.complete,
        "completion": week.completion,
        "goal": GOAL,
        "rag": week.rag,
        "turned_red": _ids(week.turned_red),
        "recovered": _ids(week.recovered),
        "confidence_falling": _ids(week.falling),
        "stale": _ids(week.stale),
        "help_asked": _ids(week.help_asked),
        "escalations": [_escalation(one) for one in week.escalations],
        "checked_in": [_person(one) for one in week.people if one.is_done],
        "not_checked_in": [_person(one) for one in week.people if not one.is_done],
        "teams_below": [
            {"id": each.id, **each.figures._asdict(), "completion": each.figures.completion} for each in below
        ],
        "notice": NOTICE,
        "key_results": [_line(one, week.workspace.scale) for one in week.lines],
    }


def escalation_told(one: EscalationLine, now: datetime) -> str:
    """An open escalation in one line: its clock, what is to be done, by whom, and where."""
    who = ", ".join(one.holder_names) or "nobody"
    where = f"{one.code} {one.title}" if one.code else one.title
    turn = open_turn(one)
    return f"{due_told(turn.due - now)}: {turn.todo} ({who}) · {where}"


def _ids(lines: list[TeamLine]) -> list[str]:
    return [one.line.id for one in lines]


def _person(person: PersonWeek) -> dict[str, Any]:
    return {
        "id": person.id,
        "handle": person.handle,
        "name": person.name,
        "owed": person.owed,
        "complete": person.complete,
        "weeks_behind": person.waits,
        "key_results": _ids(person.lines),
    }


def _line(one: TeamLine, scale: str) -> dict[str, Any]:
    return {
        **line_json(one.line, scale),
        "owes": one.owes,
        "is_reported": one.is_reported,
        "is_complete": one.is_complete,
        "turned": one.turned or None,
        "is_confidence_falling": one.is_falling,
    }


def _escalation(one: EscalationLine) -> dict[str, Any]:
    turn = open_turn(one)
    return {
        "id": one.id,
        "kind": one.kind,
        "key_result": one.key_result,
        "title": one.title,
        "opened_at": one.opened_at.isoformat(),
        "holder": turn.holder,
        "holders": one.holders,
        "todo": turn.todo,
        "step": turn.step,
        "due": turn.due.isoformat(),
        "is_overdue": one.is_overdue,
    }
