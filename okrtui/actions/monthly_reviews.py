"""Holding a monthly review: what is noted while it runs is kept on this machine, and at its end its minutes become a
review (Playbook, Monthly cross-functional review).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from urllib.parse import quote

from okrtui import home
from okrtui.actions.reviews import save_review
from okrtui.actions.session import Done, Session
from okrtui.okr.errors import OutOfReach
from okrtui.okr.unreachable import replica_line
from okrtui.views.decisions import decisions
from okrtui.views.monthly_minutes import minutes_text
from okrtui.views.monthly_review import MONTHLY, monthly_agenda
from okrtui.views.people import member_names
from okrtui.views.running_review import RunningReview, running_review

BUSY_SECONDS = 5.0


def save_monthly(
    session: Session,
    team: str | None = None,
    *,
    notes: str = "",
    said: Mapping[str, str] | None = None,
    attendees: Sequence[str] = (),
    decided: Sequence[str] = (),
    learnings: Sequence[str] = (),
) -> Done:
    """Save a monthly review with its minutes.

    Args:
        session: who held it.
        team: id of the team that met, with those below it; None where all did.
        notes: what was noted as a whole, Markdown.
        said: what was noted of single points, by their keys.
        attendees: ids of members.
        decided: ids of the decisions that it made.
        learnings: a line each.

    Returns:
        `id` is the review's; details: minutes (Markdown).

    Raises:
        NotFound: somebody or something that it names is not there.
        Refused: the person may not hold reviews here.
    """
    with session.reading() as c:
        agenda = monthly_agenda(c, session.now(), team)
        names = member_names(c)
        made = list(reversed(decisions(c, only=list(decided)))) if decided else []
    present = [names[one] for one in attendees if one in names]
    minutes = minutes_text(agenda, session.member.name, present, notes, said or {}, made)
    done = save_review(
        session,
        MONTHLY,
        team=team,
        attendees=attendees,
        notes=minutes,
        learnings=learnings,
        decisions=decided,
    )
    change_review(session.path, team, lambda _: None)
    return done._replace(details={"minutes": minutes})


def change_review(
    path: str, team: str | None, change: Callable[[RunningReview], RunningReview | None]
) -> None:
    """Change what a review has noted so far on this machine, at once and alone.

    Args:
        path: the replica's file.
        team: the team's id, None for all.
        change: called with what is kept, or with a review that begins now; gives what is to be kept, None to forget it.

    Raises:
        OutOfReach: the file can't be written.
    """
    try:
        with closing(
            sqlite3.connect(
                f"file:{quote(path)}?mode=rw", uri=True, timeout=BUSY_SECONDS, isolation_level=None
            )
        ) as connection:
            connection.execute("BEGIN IMMEDIATE")
            now = home.now().isoformat()
            review = change(running_review(connection, team) or RunningReview(began=now))
            key = (team or "", MONTHLY)
            if review is None:
                connection.execute("DELETE FROM meeting WHERE team = ? AND kind = ?", key)
            else:
                body = json.dumps({**review._asdict(), "said": dict(review.said)}, ensure_ascii=False)
                connection.execute(
                    "INSERT OR REPLACE INTO meeting (team, kind, body, saved_at) VALUES (?, ?, ?, ?)",
                    (*key, body, now),
                )
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise OutOfReach(f"the review can't be kept: {replica_line(error, path)}") from error
