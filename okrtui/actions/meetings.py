"""Holding a meeting: beginning it or taking it up again, and saving its minutes as a review when it ends (Playbook,
30-minute weekly check-in).
"""

from __future__ import annotations

from collections.abc import Sequence

from okrtui.actions.meeting_state import change_meeting
from okrtui.actions.reviews import save_review
from okrtui.actions.session import Done, Session
from okrtui.okr.errors import NotFound, Refused
from okrtui.okr.meeting import KIND, WORST, Running, begin, in_order
from okrtui.okr.minutes import minutes_text, promises_line
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import parse_week, week_of
from okrtui.views.meeting import kept_meeting, meeting
from okrtui.views.minutes import decided_in, minutes_of, promises_of
from okrtui.views.workspace import calendar, workspace


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


def note_attendees(session: Session, team: str, attendees: Sequence[str]) -> Done:
    """Note who is at the meeting that runs on this machine; where none runs, begin it.

    Args:
        session: the presenter.
        team: the team's id.
        attendees: ids of members.

    Raises:
        Refused: none of the team's KRs is in force.
    """
    begun = meeting_begun(session, team)
    present = tuple(dict.fromkeys(attendees))
    change_meeting(session.path, team, lambda kept: (kept or begun)._replace(attendees=present))
    return Done(f"{len(present)} present", team)


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
