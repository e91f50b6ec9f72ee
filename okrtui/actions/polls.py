"""Votes on confidence: opened by a meeting's presenter, cast by everyone at once, revealed together, and agreed on.

Voting again replaces one's vote. What was agreed becomes the confidence of the week's check-in where there is one;
where there is none it stays with the vote, and the check-in's form names it: a confidence is always pressed, never
filled in (domain, The week).
"""

from __future__ import annotations

from okrtui.actions.check_ins import check_in
from okrtui.actions.session import Done, Session
from okrtui.actions.things import code, setting_of, thing
from okrtui.okr.check_in import parse_confidence
from okrtui.okr.errors import OkrtuiError, Refused
from okrtui.okr.governance import may_plan
from okrtui.okr.identity import derived_id
from okrtui.okr.weeks import parse_week, week_of
from okrtui.store.journal import Journal
from okrtui.views.polls import DROPPED, OPEN, OVER, REVEALED, PollRow, open_polls, poll
from okrtui.views.workspace import calendar, workspace

_ENDED = {REVEALED: "was revealed", DROPPED: "was dropped", OVER: "is over"}


def open_poll(session: Session, key_result: str, *, team: str | None = None, week: str | None = None) -> Done:
    """Open a vote on the confidence in a KR.

    Args:
        session: the presenter.
        key_result: the KR's id.
        team: id of the team that meets; by default the objective's.
        week: as typed; by default the running one.

    Raises:
        BadInput: there is no such week.
        NotFound: there is no such KR or team.
        Refused: the person is a viewer, the KR is no longer checked in, or a vote on it is open.
    """
    with session.writing("opened a vote") as journal:
        _require_voice(session, journal)
        setting = setting_of(journal.connection, key_result)
        if not setting.is_in_force or setting.phase == "closed" or setting.key_result["archived"]:
            raise Refused("no vote is held on it: it is a draft, archived, or its cycle is closed")
        waiting = [
            one for one in open_polls(journal.connection, session.now()) if one.key_result == key_result
        ]
        if waiting:
            raise Refused(f"a vote on it is open already, by {waiting[0].by_name}: reveal or drop it first")
        team = team or setting.objective["team"]
        if team:
            thing(journal.connection, "team", team)
        running = week_of(session.now(), calendar(workspace(journal.connection)))
        record = {
            "key_result": key_result,
            "week": parse_week(week, running) if week else running,
            "team": team,
            "state": OPEN,
            "by": session.member.id,
            "at": session.stamp(),
        }
        id_ = journal.new_id()
        journal.add("poll", id_, {name: one for name, one in record.items() if one is not None}, base=())
        shown = code(journal.connection, key_result)
    return Done(f"The vote on {shown} is open: everyone votes on My week, or with okrtui vote cast", id_)


def cast(session: Session, poll_id: str, confidence: str | int) -> Done:
    """Vote, or vote again.

    Raises:
        BadInput: it is no confidence from 1 to 5.
        NotFound: there is no such vote.
        Refused: the person is a viewer, or the vote is not open any more.
    """
    value = parse_confidence(confidence)
    with session.writing("voted") as journal:
        _require_voice(session, journal)
        asked = poll(journal.connection, poll_id, session.now(), session.member.id)
        _require_open(asked)
        here = workspace(journal.connection).id
        record = {"poll": poll_id, "confidence": value, "author": session.member.id, "at": session.stamp()}
        journal.add("vote", derived_id(here, "vote", poll_id, session.member.id), record)
    again = "again " if asked.own is not None else ""
    return Done(f"Voted {again}on {asked.code}: hidden by courtesy until all votes are revealed", poll_id)


def reveal(session: Session, poll_id: str) -> Done:
    """Show everyone's votes at once.

    Raises:
        NotFound: there is no such vote.
        Refused: the person did not open it, or it is not open any more.
    """
    asked = _end(session, poll_id, REVEALED, "revealed a vote")
    return Done(f"{asked.voted} voted on {asked.code}: now they can be seen", poll_id, {"voted": asked.voted})


def drop(session: Session, poll_id: str) -> Done:
    """End a vote without showing what was voted.

    Raises:
        NotFound: there is no such vote.
        Refused: the person did not open it, or it is not open any more.
    """
    asked = _end(session, poll_id, DROPPED, "dropped a vote")
    return Done(f"Dropped the vote on {asked.code}: nobody sees what was voted", poll_id)


def agree(session: Session, poll_id: str, confidence: str | int) -> Done:
    """Save the value that the team agreed on: with the vote, and as the confidence of the week's check-in.

    Returns:
        details: saved_in_check_in, and why not where it is false.

    Raises:
        BadInput: it is no confidence from 1 to 5.
        NotFound: there is no such vote.
        Refused: the person did not open it, or it is not revealed.
    """
    value = parse_confidence(confidence)
    with session.writing("agreed on a confidence") as journal:
        asked = _own(session, journal, poll_id)
        if asked.state != REVEALED:
            raise Refused("reveal the votes first: what they show is what you agree on")
        journal.add("poll", poll_id, {"agreed": value})
    problem = _put_in_check_in(session, asked, value)
    kept = "saved in the check-in" if not problem else "kept with the vote; the check-in's form names it"
    return Done(
        f"Agreed on {value} for {asked.code}: {kept}",
        poll_id,
        {"agreed": value, "saved_in_check_in": not problem, "why_not": problem},
    )


def _put_in_check_in(session: Session, asked: PollRow, value: int) -> str:
    """Revise the week's check-in, if it has a complete one that this person may revise; else say why not."""
    try:
        check_in(session, asked.key_result, confidence=value, week=asked.week, confirmed=True)
    except OkrtuiError as error:
        return str(error) if isinstance(error, Refused) else "there is no check-in of this week yet"
    return ""


def _end(session: Session, poll_id: str, state: str, what: str) -> PollRow:
    with session.writing(what) as journal:
        asked = _own(session, journal, poll_id)
        _require_open(asked)
        journal.add("poll", poll_id, {"state": state})
    return asked


def _own(session: Session, journal: Journal, poll_id: str) -> PollRow:
    _require_voice(session, journal)
    asked = poll(journal.connection, poll_id, session.now(), session.member.id)
    if asked.by != session.member.id:
        raise Refused(f"{asked.by_name or 'another person'} opened this vote, and reveals or drops it")
    return asked


def _require_open(asked: PollRow) -> None:
    if asked.state != OPEN:
        raise Refused(f"the vote on {asked.code} {_ENDED[asked.state]}: a new one can be opened")


def _require_voice(session: Session, journal: Journal) -> None:
    if not may_plan(session.person(journal)):
        raise Refused("a viewer reads and changes nothing; ask a program lead for a role")
