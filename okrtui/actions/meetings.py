"""Holding a meeting: its state is kept on this machine at every step, and its minutes are saved as a review.

The state is written with plain `sqlite3`, in a transaction of its own, so that a dropped session resumes where it was
and a second terminal may note something in the same meeting.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from urllib.parse import quote

from okrtui import home
from okrtui.actions.reviews import save_review
from okrtui.actions.session import Done, Session
from okrtui.okr.errors import NotFound, OutOfReach, Refused
from okrtui.okr.meeting import WORST, Running, begin, from_text, in_order, to_text
from okrtui.okr.minutes import minutes_text, promises_line
from okrtui.okr.text import clean_line
from okrtui.okr.unreachable import replica_line
from okrtui.okr.weeks import parse_week, week_of
from okrtui.views.meeting import KIND, kept_meeting, meeting
from okrtui.views.minutes import decided_in, minutes_of, promises_of
from okrtui.views.workspace import calendar, workspace

BUSY_SECONDS = 5.0

Change = Callable[[Running | None], Running | None]


def change_meeting(path: str, team: str, change: Change) -> Running | None:
    """Change what is kept of a team's meeting, at once and alone.

    Args:
        path: the replica's file.
        team: the team's id.
        change: called with the meeting that is kept, or None; gives what is to be kept, None to forget it.

    Returns:
        What is kept now.

    Raises:
        OutOfReach: the file can't be written.
    """
    try:
        with closing(_connect(path)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            row = connection.execute(
                "SELECT body FROM meeting WHERE team = ? AND kind = ?", (team, KIND)
            ).fetchone()
            kept = change(from_text(row[0]) if row else None)
            if kept is None:
                connection.execute("DELETE FROM meeting WHERE team = ? AND kind = ?", (team, KIND))
            else:
                connection.execute(
                    "INSERT OR REPLACE INTO meeting (team, kind, body, saved_at) VALUES (?, ?, ?, ?)",
                    (team, KIND, to_text(kept), home.now().isoformat()),
                )
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise OutOfReach(f"the meeting can't be kept: {replica_line(error, path)}") from error
    return kept


def meeting_begun(session: Session, team: str, *, order: str = "", week: str | None = None) -> Running:
    """The meeting of a team that runs on this machine; one that begins now where none does.

    Args:
        session: the presenter, who is there.
        team: the team's id.
        order: of `ORDERS`; by default worst first, or as it runs.
        week: the week that it is about, as typed; by default the one that fits now.

    Raises:
        BadInput: there is no such week, or it is yet to come.
        Refused: none of the team's KRs is in force.
    """
    now = session.now()
    with session.reading() as c:
        running = week_of(now, calendar(workspace(c)))
        held = meeting(c, team, now, order, parse_week(week, running) if week else None)
    if not held.lines:
        raise Refused(f"no KR of {held.team.name} is in force: there is nothing to meet about yet")
    steps = [one.id for one in held.lines]

    def begin_or_go_on(kept: Running | None) -> Running:
        if kept is None:
            return begin(held.week, steps, order or WORST, [session.member.id], now)
        kept = kept._replace(week=held.week)
        return in_order(kept, steps, order or kept.order)

    begun = change_meeting(session.path, team, begin_or_go_on)
    assert begun is not None
    return begun


def drop_meeting(path: str, team: str) -> Done:
    """Forget the meeting of a team that runs on this machine; what was saved in it stays.

    Raises:
        NotFound: none runs.
        OutOfReach: the file can't be written.
    """

    def forget(kept: Running | None) -> None:
        if kept is None:
            raise NotFound("no meeting of this team runs here")

    change_meeting(path, team, forget)
    return Done("Dropped the meeting: no minutes are saved, decisions and check-ins stay")


def end_meeting(session: Session, team: str) -> Done:
    """Save the minutes of the meeting that runs, as a weekly review, and forget its state.

    Returns:
        `id` is the review's; details: minutes (Markdown), week, decisions (their ids), promises (in words).

    Raises:
        NotFound: no meeting of this team runs on this machine.
        Refused: this person may not record reviews here; the meeting stays.
    """
    with session.reading() as c:
        running = kept_meeting(c, team)
        if running is None:
            raise NotFound("no meeting of this team was begun here: okrtui meet TEAM begins one")
        told = minutes_of(c, team, running, session.now(), session.member)
        decided = [one.id for one in decided_in(c, team, running)]
        promises = promises_of(c, running)
    text = minutes_text(told)
    done = save_review(
        session,
        KIND,
        team=team,
        week=running.week,
        attendees=running.attendees,
        notes=text,
        decisions=decided,
        promises=[{**one, "text": clean_line(str(one["text"]))} for one in promises],
    )
    change_meeting(session.path, team, lambda kept: None)
    details = {
        "team": told.team,
        "week": running.week,
        "minutes": text,
        "decisions": decided,
        "promises": promises_line(told),
    }
    return Done(f"Saved the minutes of {told.team}, {running.week[5:]}", done.id, details)


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(path)}?mode=rw", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    connection.execute("PRAGMA synchronous = FULL")
    return connection
