"""Reviews in lines and as JSON: the agenda of the monthly one, the list, and one with its minutes."""

from __future__ import annotations

from typing import Any

from okrtui.cli.columns import Column, table
from okrtui.cli.figures_text import instant
from okrtui.cli.invocation import Invocation
from okrtui.cli.items import item, items
from okrtui.cli.streams import paint_dim, paint_head, say, tell, tell_json, width
from okrtui.okr.text import clean_line, cut
from okrtui.okr.weeks import today_in
from okrtui.views.decisions import decisions
from okrtui.views.monthly_review import SECTIONS, Agenda, Point, monthly_agenda
from okrtui.views.reviews import find_review, reviews
from okrtui.views.workspace import calendar, workspace


def print_agenda(invocation: Invocation, team: str | None, as_json: bool) -> None:
    """Print the agenda of the monthly review, of a team by its id or of all."""
    with invocation.reading() as c:
        zone = workspace(c).timezone
        agenda = monthly_agenda(c, invocation.now(), team)
    if as_json:
        tell_json(_document(agenda))
        return
    name = agenda.team_name or agenda.workspace_name
    tell(paint_head(f"{name}: cross-functional review, {agenda.today}"))
    tell(paint_dim(f"since {instant(agenda.since.isoformat(), zone)}"))
    for section, heading in SECTIONS.items():
        points = agenda.of_section(section)
        if points:
            tell()
            tell(paint_head(heading))
        for point in points:
            for line in _lines(point):
                tell(line)
    if not agenda.points:
        say("nothing stands on the agenda")


def decided_today(invocation: Invocation, team: str | None) -> list[str]:
    """The ids of the decisions of today, about a team's objectives where one is given, in their order."""
    with invocation.reading() as c:
        today = today_in(invocation.now(), calendar(workspace(c))).isoformat()
        found = decisions(c, since=today, teams=[team] if team else None)
    return [one.id for one in reversed(found)]


def print_reviews(invocation: Invocation, kind: str | None, team: str | None, as_json: bool) -> None:
    """Print the reviews that were held, newest first."""
    with invocation.reading() as c:
        zone = workspace(c).timezone
        rows = reviews(c, kind=kind, team=team)
        found = items(c, "review", [row.id for row in rows]) if as_json else []
    if as_json:
        tell_json(found)
        return
    if not rows:
        say("no review was held yet: okrtui review monthly prints the agenda of the next")
        return
    columns = (
        Column("id", paint=paint_dim),
        Column("held"),
        Column("kind"),
        Column("week"),
        Column("team", is_flexible=True),
        Column("by"),
        Column("there", is_right=True),
        Column("decisions", is_right=True),
    )
    cells = [
        (
            row.id[-6:],
            instant(row.at, zone),
            row.kind,
            row.week,
            row.team_name or "all",
            row.by_name,
            str(len(row.attendees)),
            str(len(row.decisions)),
        )
        for row in rows
    ]
    for line in table(columns, cells, width()):
        tell(line)


def print_review(invocation: Invocation, ref: str, as_json: bool) -> None:
    """Print one review with its minutes."""
    with invocation.reading() as c:
        zone = workspace(c).timezone
        row = find_review(c, ref)
        if as_json:
            tell_json(item(c, "review", row.id))
            return
        made = decisions(c, only=row.decisions) if row.decisions else []
    tell(paint_head(f"{row.kind.capitalize()} review of {row.team_name or 'all'}, {instant(row.at, zone)}"))
    told = [row.cycle_name, row.week, f"held by {row.by_name}" if row.by_name else ""]
    tell(paint_dim(" · ".join(filter(None, told))))
    if row.attendees:
        tell(f"Present: {', '.join(row.attendees)}")
    if row.notes:
        tell()
        tell(row.notes)
    for heading, lines in (
        ("Decisions", [f"{clean_line(one.decision)} ({one.owner_name}, due {one.due})" for one in made]),
        ("Learnings", list(row.learnings)),
        ("Improvements", list(row.improvements)),
    ):
        if lines:
            tell()
            tell(paint_head(heading))
            for line in lines:
                tell(f"- {line}")


def _lines(point: Point) -> list[str]:
    room = width()
    title = f"{point.code}  {clean_line(point.title)}".strip()
    lines = [f"  {title}", paint_dim(f"      {' · '.join(point.facts)}")]
    lines += [f"      {f'{label}: ' if label else ''}{clean_line(text)}" for label, text in point.notes]
    return [cut(line, room) if room and "\x1b" not in line else line for line in lines]


def _document(agenda: Agenda) -> dict[str, Any]:
    return {
        "team": agenda.team_name or None,
        "since": agenda.since.isoformat(),
        "sections": [
            {"section": section, "points": [_point(one) for one in agenda.of_section(section)]}
            for section in SECTIONS
        ],
    }


def _point(point: Point) -> dict[str, Any]:
    known = {
        "code": point.code,
        "title": point.title,
        "facts": list(point.facts),
        "notes": [{"label": label, "text": text} for label, text in point.notes],
        "key_result": point.key_result,
        "objective": point.objective,
        "decision": point.decision,
    }
    return {name: value for name, value in known.items() if value}
