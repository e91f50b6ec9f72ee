"""What happens in the demo's eight weeks: check-ins, bets, remarks, proposals, in the order of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from okrtui.actions.changes import approve, decline, propose
from okrtui.actions.check_ins import check_in
from okrtui.actions.comments import add_comment
from okrtui.actions.demo_calls import calls
from okrtui.actions.demo_meetings import Happening, meetings
from okrtui.actions.demo_planning import NEXT_QUARTER_AT, RUNNING, draft_next
from okrtui.actions.demo_story.events import BETS, PROPOSALS, REMARKS
from okrtui.actions.demo_story.shapes import BASE, SAME, Bet, KeyResult, Proposal, Remark, Report
from okrtui.actions.demo_telling import Stage
from okrtui.actions.demo_timetable import RUNNING as RUNNING_WEEK
from okrtui.actions.initiatives import add_initiative, edit_initiative
from okrtui.actions.key_results import postpone_key_result

_MENDED_AFTER = timedelta(minutes=26)
_OBJECTIVES = frozenset(one.key for one in RUNNING)


def live(stage: Stage) -> None:
    """Everything that people did since the quarter was published."""
    drafted: Happening = (stage.times.at(NEXT_QUARTER_AT), partial(draft_next, stage))
    happenings = [*_reports(stage), *_bets(stage), *_remarks(stage), *_proposals(stage), drafted]
    happenings += [*meetings(stage), *calls(stage)]
    for _, happen in sorted(happenings, key=lambda one: one[0]):
        happen()
    stage.journal.fold()


def _reports(stage: Stage) -> Iterator[Happening]:
    places: Counter[tuple[int, str]] = Counter()
    for objective in RUNNING:
        for key_result in objective.key_results:
            for report in key_result.reports:
                author = report.by or key_result.owner
                sitting = (report.week, "" if report.week == RUNNING_WEEK else author)
                at = stage.times.reported(report, author, places[sitting])
                places[sitting] += 1
                if report.mistyped:
                    before = at - _MENDED_AFTER
                    yield before, partial(_report, stage, key_result, report, author, before, report.mistyped)
                yield at, partial(_report, stage, key_result, report, author, at, report.figure)


def _report(
    stage: Stage,
    key_result: KeyResult,
    report: Report,
    author: str,
    at: datetime,
    figure: str | tuple[str, ...],
) -> None:
    same = figure == SAME
    stands = report.next_action == SAME
    if key_result.key in stage.unfolded:
        stage.journal.fold()
        stage.unfolded.clear()
    stage.unfolded.add(key_result.key)
    check_in(
        stage.acting(author, at, is_folding=False),
        stage.ids[key_result.key],
        actual=figure if isinstance(figure, str) and not same else None,
        done=figure if isinstance(figure, tuple) else None,
        same=same,
        confidence=report.confidence,
        insight=report.insight,
        next_action=None if stands else report.next_action,
        next_stands=stands,
        help_needed=report.help_needed or None,
        help_from=stage.ids[report.help_from] if report.help_from else None,
        evidence=[f"{BASE}/{report.evidence}"] if report.evidence else None,
        learning=report.learning or None,
        status=report.status or None,
        initiative=stage.ids.get(report.bet),
        week=stage.times.week(report.week),
        confirmed=True,
    )


def _bets(stage: Stage) -> Iterator[Happening]:
    for bet in BETS:
        at = stage.times.at(bet.when)
        yield at, partial(_begin, stage, bet, at)
        for when, state, learning in bet.became:
            after = stage.times.at(when)
            yield after, partial(_turn, stage, bet, after, state, learning)


def _begin(stage: Stage, bet: Bet, at: datetime) -> None:
    author = bet.lead if bet.lead not in ("amir", "greta") else "robin"
    made = add_initiative(
        stage.acting(author, at),
        bet.title,
        [stage.ids[one] for one in bet.key_results],
        hypothesis=bet.hypothesis,
        lead=stage.ids[bet.lead],
        url=f"{BASE}/tickets/{bet.ticket}",
        state=bet.state,
        start_criteria=bet.start_criteria,
        stop_criteria=bet.stop_criteria,
    )
    stage.ids[bet.key] = made.id


def _turn(stage: Stage, bet: Bet, at: datetime, state: str, learning: str) -> None:
    edit_initiative(stage.acting(bet.lead, at), stage.ids[bet.key], state=state, learning=learning)


def _remarks(stage: Stage) -> Iterator[Happening]:
    for remark in REMARKS:
        at = stage.times.at(remark.when)
        yield at, partial(_remark, stage, remark, at)


def _remark(stage: Stage, remark: Remark, at: datetime) -> None:
    about = stage.ids[remark.about]
    session = stage.acting(remark.author, at)
    if remark.about in _OBJECTIVES:
        add_comment(session, remark.text, objective=about, kind=remark.kind)
    else:
        add_comment(session, remark.text, key_result=about, kind=remark.kind)


def _proposals(stage: Stage) -> Iterator[Happening]:
    for proposal in PROPOSALS:
        at = stage.times.at(proposal.when)
        decided = stage.times.at(proposal.decided) if proposal.decided else None
        name = f"{proposal.key_result} proposal"
        yield at, partial(_propose, stage, proposal, at, name)
        if decided:
            yield decided, partial(_decide, stage, proposal, decided, name)


def _propose(stage: Stage, proposal: Proposal, at: datetime, name: str) -> None:
    session, key_result = stage.acting(proposal.by, at), stage.ids[proposal.key_result]
    if proposal.action == "postpone":
        made = postpone_key_result(session, key_result, proposal.reason)
    else:
        made = propose(session, key_result, dict(proposal.changes), proposal.reason)
    stage.ids[name] = made.details["change"]


def _decide(stage: Stage, proposal: Proposal, at: datetime, name: str) -> None:
    decide = approve if proposal.verdict == "approved" else decline
    decide(stage.acting(proposal.decided_by, at), stage.ids[name], proposal.decision)
