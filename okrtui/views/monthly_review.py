"""The agenda of the monthly cross-functional review, made from what teams ask of each other, what stays open, what was
shifted, what is risky and what was learned (Playbook, Monthly cross-functional review).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from okrtui.okr.escalation_steps import BLOCKER, NAMES
from okrtui.okr.text import clean_line, clean_text
from okrtui.okr.weeks import today_in
from okrtui.views.decisions import DecisionLine, decisions
from okrtui.views.escalation_text import turn_text
from okrtui.views.escalations import EscalationLine, escalations
from okrtui.views.review_words import learnings, red_links, risks
from okrtui.views.teams_below import teams_below
from okrtui.views.workspace import calendar, workspace

MONTHLY = "monthly"
MONTH = timedelta(days=28)
"""How far back a first review looks."""
WEEK = timedelta(days=7)

SECTIONS = {
    "dependencies": "Dependencies",
    "escalations": "Open for more than a week",
    "shifts": "Shifts of resources",
    "actions": "Actions past their date",
    "risks": "Risks",
    "learnings": "Learnings, Micro-OKRs first",
}
"""The sections of the agenda in their order, with their headings."""


class Point(NamedTuple):
    """One point of the agenda.

    Attributes:
        key: tells it from others, also when the agenda is made anew.
        section: one of `SECTIONS`.
        code: of the KR or objective that it is about, "" for none.
        title: of that, or the words themselves.
        facts: what is said of it, in parts.
        notes: further lines, each a label ("" for none) and a text.
        key_result: the KR's id, "" for none; likewise `objective` and `decision`.
    """

    key: str
    section: str
    code: str
    title: str
    facts: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    key_result: str = ""
    objective: str = ""
    decision: str = ""


class Agenda(NamedTuple):
    """The agenda of a review: of one team with those below it, or of all; since when it looks back."""

    team: str | None
    team_name: str
    workspace_name: str
    since: datetime
    today: str
    points: tuple[Point, ...]

    def of_section(self, section: str) -> list[Point]:
        """The points of one section."""
        return [one for one in self.points if one.section == section]


def monthly_agenda(c: sqlite3.Connection, now: datetime, team: str | None = None) -> Agenda:
    """The agenda of the review that is held now.

    Args:
        c: a connection to the replica.
        now: an aware instant.
        team: a team's id: what it and the teams below it do, ask and are asked; None for all.
    """
    of = workspace(c)
    today = today_in(now, calendar(of)).isoformat()
    teams = None if team is None else frozenset(teams_below(c, team))
    since = last_review_at(c, team) or now - MONTH
    row = c.execute("SELECT name FROM team WHERE id = ?", (team,)).fetchone() if team else None
    points = (
        *_waiting(c, now, teams),
        *_dependencies(c, teams),
        *_shifts(c, since, today, teams),
        *_risks(c, since, teams),
        *_learnings(c, since, teams),
    )
    ordered = tuple(one for section in SECTIONS for one in points if one.section == section)
    return Agenda(team, clean_line(row[0] or "") if row else "", of.name, since, today, ordered)


def last_review_at(c: sqlite3.Connection, team: str | None) -> datetime | None:
    """When the last monthly review was held that spoke of this team: its own, one of a team above it, or of all.

    Args:
        c: a connection to the replica.
        team: the team's id; None asks for one of all, or of a team without one above it.
    """
    (at,) = c.execute(_LAST, {"kind": MONTHLY, "team": team}).fetchone()
    return datetime.fromisoformat(at).astimezone(UTC) if at else None


_LAST = """
WITH RECURSIVE above(id) AS (
    SELECT id FROM team WHERE id = :team OR (:team IS NULL AND parent IS NULL)
    UNION SELECT t.parent FROM team t JOIN above a ON t.id = a.id WHERE t.parent IS NOT NULL
)
SELECT MAX(at) FROM review WHERE kind = :kind AND (team IS NULL OR team IN (SELECT id FROM above))
"""


def _waiting(c: sqlite3.Connection, now: datetime, teams: Collection[str] | None) -> list[Point]:
    """What is open: help that teams ask of each other, and whatever has been open for a week."""
    points = []
    for line in escalations(c, now):
        if teams is not None and line.team not in teams and line.help_team not in teams:
            continue
        is_old = line.on_review or line.opened_at <= now - WEEK
        if is_old or (line.kind == BLOCKER and line.help_team):
            section = "escalations" if is_old else "dependencies"
            points.append(_escalation(line, now, section, _asked(c, line)))
    return points


def _asked(c: sqlite3.Connection, line: EscalationLine) -> str:
    """What help a check-in asks for in its own words; what somebody raised by hand has words of its own."""
    row = c.execute(
        "SELECT help_needed FROM check_in WHERE key_result = ? AND week = ? AND is_shown = 1"
        " AND COALESCE(retracted, 0) = 0 AND help_needed IS NOT NULL ORDER BY COALESCE(at, '') DESC, id LIMIT 1",
        (line.key_result, line.last_week),
    ).fetchone()
    return clean_text(row[0]) if row and line.kind == BLOCKER else line.text


def _escalation(line: EscalationLine, now: datetime, section: str, words: str) -> Point:
    days = (now - line.opened_at).days
    asked = f"{line.team_name or 'no team'} asks {line.help_from}" if line.help_from else line.team_name
    said = [(one.by_name, " · ".join(one.texts.values())) for one in line.answers if one.texts]
    return Point(
        f"escalation:{line.id}",
        section,
        line.code,
        line.title,
        tuple(filter(None, (NAMES[line.kind], asked, f"open for {days} day{'s' * (days != 1)}"))),
        tuple(filter(lambda note: note[1], (("", words), ("next", turn_text(line, now)), *said))),
        key_result=line.key_result or "",
        objective=line.objective or "",
    )


def _dependencies(c: sqlite3.Connection, teams: Collection[str] | None) -> list[Point]:
    return [
        Point(
            f"link:{one.id}",
            "dependencies",
            one.code,
            one.title,
            (one.standing, f"{one.team_name or 'no team'} depends on {', '.join(one.asked)}"),
            one.links,
            key_result=one.id,
        )
        for one in red_links(c)
        if teams is None or not one.teams.isdisjoint(teams)
    ]


def _shifts(c: sqlite3.Connection, since: datetime, today: str, teams: Collection[str] | None) -> list[Point]:
    """Shifts that wait, those that were recorded or decided since then, and all actions past their date."""
    asked, known = None if teams is None else sorted(teams), since.isoformat()
    shifts = decisions(c, teams=asked, kinds=["resource_shift"])
    waiting = decisions(c, teams=asked, state="proposed")
    new = [one for one in shifts if one.state != "proposed" and max(one.at, one.ruled_at) > known]
    late = [one for one in decisions(c, teams=asked, state="open") if one.is_overdue(today)]
    points = [_decision(one, "shifts") for one in (*waiting, *new)]
    return points + [_decision(one, "actions") for one in late if one not in new]


def _decision(one: DecisionLine, section: str) -> Point:
    state = {"proposed": "waits for the sponsor", "declined": "declined"}.get(
        one.state, "done" if one.is_done else "decided"
    )
    notes = [("evidence", one.evidence), ("change", one.change)]
    notes += [("about", f"{linked.code} {linked.title}".strip()) for linked in one.linked]
    notes += [("sponsor", one.reason), ("done", one.outcome)]
    named = next((linked for linked in one.linked if linked.kind != "initiative"), None)
    ids = {named.kind: named.id} if named else {}
    return Point(
        f"decision:{one.id}",
        section,
        named.code if named else "",
        one.decision,
        tuple(filter(None, (state, one.owner_name, f"due {one.due}" if one.due else ""))),
        tuple(note for note in notes if note[1]),
        key_result=ids.get("key_result", ""),
        objective=ids.get("objective", ""),
        decision=one.id,
    )


def _risks(c: sqlite3.Connection, since: datetime, teams: Collection[str] | None) -> list[Point]:
    return [
        Point(
            f"risk:{one.id}",
            "risks",
            one.code,
            one.text,
            (one.title, one.by),
            key_result=one.key_result,
            objective=one.objective,
        )
        for one in risks(c, since)
        if teams is None or one.team in teams
    ]


def _learnings(c: sqlite3.Connection, since: datetime, teams: Collection[str] | None) -> list[Point]:
    return [
        Point(
            f"learning:{one.id}",
            "learnings",
            one.code,
            one.text,
            tuple(filter(None, ("Micro-OKR" if one.is_micro else "", one.title, one.by))),
            key_result=one.key_result,
        )
        for one in learnings(c, since)
        if teams is None or one.team in teams
    ]
