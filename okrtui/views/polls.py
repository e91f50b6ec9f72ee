"""Votes on confidence: which are open, who has voted, and, once revealed, what was voted (Playbook, weekly check-in).

A vote that is not revealed tells how many voted and nothing else. That is a courtesy of the program, no secret: who
reads the log itself can read the votes. Every page and command that shows one says so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from okrtui.okr.errors import NotFound
from okrtui.okr.text import clean_line
from okrtui.views.lines import code_length, shown_code
from okrtui.views.people import name_of

COURTESY = "hidden by courtesy until all are revealed at once; who reads the log can read them"
OPEN, REVEALED, DROPPED, OVER = "open", "revealed", "dropped", "over"
LASTS = timedelta(hours=12)
"""A vote that nobody revealed in this time is over: no meeting is that long."""

_SELECT = (
    "SELECT p.id, p.key_result, f.code, k.title, p.week, p.team, t.name, COALESCE(p.state, 'open'), p.by,"
    " m.name, m.handle, COALESCE(p.at, ''), p.agreed"
    " FROM poll p JOIN key_result k ON k.id = p.key_result JOIN key_result_fact f ON f.key_result = p.key_result"
    " LEFT JOIN team t ON t.id = p.team LEFT JOIN member m ON m.id = p.by"
)
_NEWEST_FIRST = " ORDER BY COALESCE(p.at, '') DESC, p.id DESC"


class Ballot(NamedTuple):
    """One person's vote, told only after revealing."""

    member: str
    name: str
    confidence: int


class PollRow(NamedTuple):
    """One vote on confidence.

    Attributes:
        state: "open", "revealed", "dropped", or "over" where nobody revealed it in time.
        by: id of the presenter, who opened it.
        at: RFC 3339 in UTC.
        agreed: the value that the team agreed on, or None.
        voted: how many have voted; `voters` are their names.
        own: the reader's own vote, or None.
        ballots: by confidence, the lowest first; empty until revealed.
    """

    id: str
    key_result: str
    code: str
    title: str
    week: str
    team: str | None
    team_name: str
    state: str
    by: str | None
    by_name: str
    at: str
    agreed: int | None
    voted: int
    voters: tuple[str, ...]
    own: int | None
    ballots: tuple[Ballot, ...]

    @property
    def lowest(self) -> int | None:
        """The lowest vote, once revealed."""
        return self.ballots[0].confidence if self.ballots else None

    @property
    def highest(self) -> int | None:
        """The highest vote, once revealed."""
        return self.ballots[-1].confidence if self.ballots else None

    def names_at(self, confidence: int | None) -> list[str]:
        """Who voted so, once revealed."""
        return [one.name for one in self.ballots if one.confidence == confidence]


def poll(c: sqlite3.Connection, poll_id: str, now: datetime, member: str | None = None) -> PollRow:
    """One vote; raises NotFound where there is none of that id.

    Args:
        c: a connection to the replica.
        poll_id: its id.
        now: an aware instant.
        member: who reads, for their own vote.
    """
    for found in _read(c, " WHERE p.id = ?", (poll_id,), now, member):
        return found
    raise NotFound(f"there is no vote {clean_line(poll_id)[:40]!r}: okrtui vote show lists the last ones")


def open_polls(c: sqlite3.Connection, now: datetime, member: str | None = None) -> list[PollRow]:
    """The votes that are open now, the newest first."""
    since = _stamp(now - LASTS)
    found = _read(c, " WHERE p.state = 'open' AND p.at >= ?", (since,), now, member)
    return [one for one in found if one.state == OPEN]


def recent_polls(
    c: sqlite3.Connection, now: datetime, member: str | None = None, since: str | None = None
) -> list[PollRow]:
    """The votes of the last hours, or since a UTC time as text, dropped ones too, the newest first."""
    return _read(c, " WHERE p.at >= ?", (since or _stamp(now - LASTS),), now, member)


def poll_on(
    c: sqlite3.Connection, key_result: str, now: datetime, member: str | None = None
) -> PollRow | None:
    """The last vote on a KR that is open or revealed and not long past, or None."""
    found = _read(c, " WHERE p.key_result = ? AND p.at >= ?", (key_result, _stamp(now - LASTS)), now, member)
    return next((one for one in found if one.state in (OPEN, REVEALED)), None)


def agreed_on(c: sqlite3.Connection, key_result: str, week: str) -> int | None:
    """The confidence that a vote on a KR agreed on for a week, or None."""
    row = c.execute(
        "SELECT agreed FROM poll WHERE key_result = ? AND week = ? AND state = 'revealed'"
        " AND agreed BETWEEN 1 AND 5 ORDER BY at DESC, id DESC LIMIT 1",
        (key_result, week),
    ).fetchone()
    return int(row[0]) if row else None


def _read(
    c: sqlite3.Connection, where: str, values: Sequence[str], now: datetime, member: str | None
) -> list[PollRow]:
    rows = c.execute(f"{_SELECT}{where}{_NEWEST_FIRST}", tuple(values)).fetchall()
    length = code_length(c) if rows else 0
    return [_row(c, row, length, now, member) for row in rows]


def _row(
    c: sqlite3.Connection, row: tuple[Any, ...], length: int, now: datetime, member: str | None
) -> PollRow:
    id_, key_result, code, title, week, team, team_name, state, by, name, handle, at, agreed = row
    ballots = _ballots(c, id_)
    if state == OPEN and at < _stamp(now - LASTS):
        state = OVER
    return PollRow(
        id=id_,
        key_result=key_result,
        code=shown_code(code, length),
        title=clean_line(title or ""),
        week=week or "",
        team=team,
        team_name=clean_line(team_name or ""),
        state=state,
        by=by,
        by_name=name_of(name, handle),
        at=at,
        agreed=agreed,
        voted=len(ballots),
        voters=tuple(sorted(one.name for one in ballots)),
        own=next((one.confidence for one in ballots if one.member == member), None),
        ballots=tuple(ballots) if state == REVEALED else (),
    )


def _ballots(c: sqlite3.Connection, poll_id: str) -> list[Ballot]:
    """Everyone's last vote, the lowest confidence first."""
    rows = c.execute(
        "SELECT v.author, m.name, m.handle, v.confidence FROM vote v JOIN member m ON m.id = v.author"
        " WHERE v.poll = ? AND v.confidence BETWEEN 1 AND 5 ORDER BY COALESCE(v.at, ''), v.id",
        (poll_id,),
    )
    last = {author: Ballot(author, name_of(name, handle), one) for author, name, handle, one in rows}
    return sorted(last.values(), key=lambda one: (one.confidence, one.name))


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0).isoformat()
