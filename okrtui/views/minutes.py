"""What the minutes of a meeting tell, read when it ends: figures, words, promises, votes, decisions and blockers."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from typing import NamedTuple

from okrtui.okr.errors import NotFound
from okrtui.okr.meeting import KIND, Running
from okrtui.okr.meeting_kinds import BY_HAND
from okrtui.okr.minutes import DecisionTold, KeyResultTold, Minutes, VoteTold
from okrtui.okr.text import clean_line, clean_text
from okrtui.okr.update import update_lines
from okrtui.okr.weeks import today_in
from okrtui.views.decisions import DecisionLine, decisions
from okrtui.views.escalations import EscalationLine, escalations
from okrtui.views.meeting import Step, meeting, step
from okrtui.views.people import member_names
from okrtui.views.polls import REVEALED, PollRow, recent_polls
from okrtui.views.updates import update_facts
from okrtui.views.workspace import MemberRow, calendar

LAST = 3
"""So many of a team's last minutes are listed."""


class SavedMinutes(NamedTuple):
    """The minutes of one meeting as they were saved; `at` is RFC 3339 in UTC."""

    id: str
    week: str
    at: str
    by_name: str
    attendees: tuple[str, ...]
    text: str


def minutes_of(
    c: sqlite3.Connection, team: str, running: Running, now: datetime, presenter: MemberRow
) -> Minutes:
    """What the minutes of a meeting that runs would tell now."""
    held = meeting(c, team, now)
    names = member_names(c)
    known = {one.id for one in held.lines}
    votes = {one.key_result: one for one in reversed(recent_polls(c, now, since=running.began))}
    steps = [step(c, one, running.week, now) for one in running.steps if one in known]
    began = datetime.fromisoformat(running.began)
    raised = escalations(c, now, teams=[team], open_only=False)
    return Minutes(
        team=held.team.name,
        week=running.week,
        day=today_in(now, calendar(held.workspace)).isoformat(),
        presenter=presenter.name,
        attendees=tuple(names[one] for one in running.attendees if one in names),
        key_results=tuple(_told(c, one, running, now, votes.get(one.card.line.id)) for one in steps),
        decisions=tuple(
            DecisionTold(clean_line(one.decision), one.owner_name, one.due, one.state == "proposed")
            for one in decided_in(c, team, running)
        ),
        blockers=tuple(
            escalation_text(one) for one in raised if one.kind in BY_HAND and one.opened_at >= began
        ),
    )


def decided_in(c: sqlite3.Connection, team: str, running: Running) -> list[DecisionLine]:
    """The decisions on the team's OKRs since the meeting began, whoever recorded them, the first one first."""
    since = (datetime.fromisoformat(running.began) - timedelta(days=1)).date().isoformat()
    recent = decisions(c, teams=[team], since=since)
    return [one for one in reversed(recent) if one.at >= running.began]


def promises_of(c: sqlite3.Connection, running: Running) -> list[dict[str, object]]:
    """What became of last week's next actions, as a review keeps them."""
    kept = []
    for key_result, is_kept in running.promises.items():
        row = c.execute(
            "SELECT next_action FROM check_in WHERE key_result = ? AND week < ? AND is_shown = 1"
            " AND COALESCE(retracted, 0) = 0 ORDER BY week DESC, COALESCE(at, '') DESC, id DESC LIMIT 1",
            (key_result, running.week),
        ).fetchone()
        kept.append(
            {"key_result": key_result, "is_kept": is_kept, "text": clean_line((row and row[0]) or "")}
        )
    return kept


def last_minutes(c: sqlite3.Connection, team: str, most: int = LAST) -> list[SavedMinutes]:
    """The last minutes of a team's weekly meetings, newest first."""
    names = member_names(c)
    rows = c.execute(
        "SELECT id, week, at, by, attendees, notes FROM review WHERE kind = ? AND team = ?"
        " ORDER BY COALESCE(at, '') DESC, id DESC LIMIT ?",
        (KIND, team, most),
    ).fetchall()
    found = []
    for id_, week, at, by, attendees, notes in rows:
        present = c.execute("SELECT value FROM json_each(COALESCE(?, '[]'))", (attendees,)).fetchall()
        found.append(
            SavedMinutes(
                id=id_,
                week=week or "",
                at=at or "",
                by_name=names.get(by, ""),
                attendees=tuple(names[one] for (one,) in present if one in names),
                text=clean_text(notes or ""),
            )
        )
    return found


def newest_minutes(c: sqlite3.Connection, team: str) -> SavedMinutes:
    """The last minutes of a team; raises NotFound where none were saved."""
    for found in last_minutes(c, team, 1):
        return found
    raise NotFound("no minutes of this team are saved yet: okrtui meet TEAM --end writes them")


def escalation_text(line: EscalationLine) -> str:
    """An escalation in one line: what it is, in the words of whoever raised it, whom it waits for and until when."""
    what = line.text or f"{line.kind.replace('_', ' ')}{f' since {line.week[5:]}' if line.week else ''}"
    waits = f"{line.turn.todo} ({', '.join(line.holder_names) or 'nobody'})" if line.turn else ""
    return " · ".join(filter(None, [clean_line(what), waits]))


def _told(
    c: sqlite3.Connection, shown: Step, running: Running, now: datetime, vote: PollRow | None
) -> KeyResultTold:
    line = shown.card.line
    facts = update_facts(c, line.id, now, running.week if shown.is_of_week else None)
    _, way, standing, *_ = update_lines(facts)
    told = shown.told if shown.is_of_week else None
    asked = f" (from {facts.help_from})" if told and facts.help_from else ""
    return KeyResultTold(
        code=line.code,
        title=line.title,
        way=way,
        standing=standing if told else f"no check-in for {running.week[5:]} · {standing}",
        insight=clean_line(told.insight) if told else "",
        promise=clean_line(shown.promise),
        is_kept=running.promises.get(line.id),
        next_action=clean_line(told.next_action) if told else "",
        help_needed=f"{clean_line(told.help_needed)}{asked}" if told and told.help_needed else "",
        impediments=tuple(escalation_text(one) for one in shown.escalations),
        vote=_vote(vote) if vote and vote.state == REVEALED else None,
    )


def _vote(vote: PollRow) -> VoteTold:
    return VoteTold(vote.voted, vote.lowest, vote.highest, vote.agreed)
