"""One line an escalation: what folding stored, and what the hour makes of it (domain rules, §6).

On the path of `okrtui status`.
"""

from __future__ import annotations

from collections import namedtuple

from okrtui.okr.escalation_clocks import is_for_the_review, moment_of, turn
from okrtui.okr.escalation_steps import (
    BLOCKER,
    CHAMPION,
    DATA_ISSUE,
    KR_OWNER,
    LEAD,
    OBJECTIVE_OWNER,
    RED_RESPONSE,
    SPONSOR,
    STEWARD,
    Answer,
)
from okrtui.okr.instants import datetime
from okrtui.okr.text import clean_line, clean_text
from okrtui.okr.weeks import deadline_of, today_in
from okrtui.views.key_result_line import shown_code
from okrtui.views.structures import read_list, read_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrtui.okr.escalation_clocks import Turn
    from okrtui.okr.weeks import Calendar
    from okrtui.views.holders import Holders

OPEN, ANSWERED, RECOVERED, WITHDRAWN = "open", "answered", "recovered", "withdrawn"
OVER, POSTPONED = "over", "postponed"
STATES = (OPEN, ANSWERED, RECOVERED, WITHDRAWN, OVER, POSTPONED)

_CLOSED_BY = {"answer": ANSWERED, "colour": RECOVERED, "reading": RECOVERED, "withdrawn": WITHDRAWN}
_RUNNING = ("active", "review")
_TEXTS = ("text", "root_cause", "revised_bet", "help_request", "next_checkpoint", "workaround")


class AnswerLine(namedtuple("AnswerLine", "id step by by_name at texts help_from")):
    """One step that was taken.

    Attributes:
        step: "acknowledged", "huddle", "asked" or "answered".
        by, by_name: who took it.
        at: UTC time as text, "" where it is unknown.
        texts: what was said, by the answer's field.
        help_from: id of the team that is asked for help, "" where none is.
    """

    __slots__ = ()

    id: str
    step: str
    by: str
    by_name: str
    at: str
    texts: dict[str, str]
    help_from: str


class EscalationLine(
    namedtuple(
        "EscalationLine",
        "id kind title text key_result code objective objective_title team team_name week last_week opened_at"
        " turn holders holder_names watchers is_overdue on_review help_team help_from state closed_at closed_week"
        " answers metric initiative by by_name kr_owner objective_owner champion steward collaborators red_weeks",
    )
):
    """One escalation; texts are clean, ids None where there are none.

    Attributes:
        title: of its KR or metric, else the first words that were typed.
        text: what somebody typed who raised it, the help that is asked for, or what a data issue found; else "".
        week, last_week: the one that opened it and the last that it stands for; "" for one raised by hand.
        opened_at: the aware UTC instant at which its clock began.
        turn: whose turn it is, what is to do and until when; None once it is not open.
        holders, holder_names: whose turn that is: ids and names of members.
        watchers: ids of those who are to know of it: of red weeks whose help crosses teams the sponsors, of data
            issues program leads and objective owners, of blockers the champions of both teams.
        on_review: whether it stands on the monthly review's agenda.
        help_team, help_from: id and name of the team that is asked for help.
        state: "open", "answered", "recovered", "withdrawn"; "over" where the KR is archived or its cycle has ended,
            "postponed" while the KR is.
        closed_at: UTC time as text, "" while it is open or where it is unknown.
        answers: the steps taken so far, the oldest first.
        by, by_name: who raised it by hand.
        kr_owner, objective_owner, champion, steward, collaborators: ids of those whom its KR, objective, team and
            metric name.
        red_weeks: how many reported weeks in a row its KR has been red.
    """

    __slots__ = ()

    id: str
    kind: str
    title: str
    text: str
    key_result: str | None
    code: str
    objective: str | None
    objective_title: str
    team: str | None
    team_name: str
    week: str
    last_week: str
    opened_at: datetime
    turn: Turn | None
    holders: list[str]
    holder_names: list[str]
    watchers: list[str]
    is_overdue: bool
    on_review: bool
    help_team: str | None
    help_from: str
    state: str
    closed_at: str
    closed_week: str
    answers: list[AnswerLine]
    metric: str | None
    initiative: str | None
    by: str | None
    by_name: str
    kr_owner: str | None
    objective_owner: str | None
    champion: str | None
    steward: str | None
    collaborators: list[str]
    red_weeks: int

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state == OPEN


Row = namedtuple(
    "Row",
    "id kind key_result week last_week opened_at help_team closed_by closed_week closed_at answers"
    " kr_title kr_owner collaborators postponed kr_archived code"
    " objective objective_title objective_owner objective_archived team team_name champion phase"
    " text metric metric_name steward initiative initiative_title by help_from red_weeks"
    " asked_champion asked_manager",
)
"""The columns of one escalation, as `okrtui.views.escalations` selects them."""


def line_from(
    row: Row, holders: Holders, now: datetime, calendar: Calendar, code_length: int
) -> EscalationLine:
    """The line that a row makes at an aware instant."""
    opened = _opened(row, now, calendar)
    answers = _answers(row, holders)
    state = _state(row, now, calendar)
    steps = [Answer(one.step, one.at) for one in answers]
    todo = turn(row.kind, opened, steps, now, calendar) if state == OPEN else None
    ids = holders.of(todo.holder, _named(row)) if todo else []
    text = clean_text(row.text or "")
    title = row.kr_title or row.metric_name or row.initiative_title or row.objective_title or text
    return EscalationLine(
        id=row.id,
        kind=row.kind,
        title=clean_line(title),
        text=text,
        key_result=row.key_result,
        code=shown_code(row.code, code_length),
        objective=row.objective,
        objective_title=clean_line(row.objective_title or ""),
        team=row.team,
        team_name=clean_line(row.team_name or ""),
        week=row.week or "",
        last_week=row.last_week or "",
        opened_at=opened,
        turn=todo,
        holders=ids,
        holder_names=holders.told(ids),
        watchers=_watchers(row, answers, holders) if todo else [],
        is_overdue=todo is not None and now >= todo.due,
        on_review=todo is not None and is_for_the_review(row.kind, opened, now),
        help_team=row.help_team,
        help_from=clean_line(row.help_from or ""),
        state=state,
        closed_at=row.closed_at or "",
        closed_week=row.closed_week or "",
        answers=answers,
        metric=row.metric,
        initiative=row.initiative,
        by=row.by,
        by_name=holders.names.get(row.by, ""),
        kr_owner=row.kr_owner,
        objective_owner=row.objective_owner,
        champion=row.champion,
        steward=row.steward,
        collaborators=[str(one) for one in read_list(row.collaborators)],
        red_weeks=row.red_weeks or 0,
    )


def _opened(row: Row, now: datetime, calendar: Calendar) -> datetime:
    """When its clock began; of an imported week whose time is unknown, the week's end."""
    return moment_of(row.opened_at or "", deadline_of(row.week, calendar) if row.week else now)


def _state(row: Row, now: datetime, calendar: Calendar) -> str:
    """Where it stands: what is over asks nothing of anybody, however red it ended."""
    if row.closed_by:
        return _CLOSED_BY[row.closed_by]
    if row.kr_archived or row.objective_archived:
        return OVER
    if row.phase == "closed" or (row.week and row.objective and row.phase not in _RUNNING):
        return OVER
    pause = read_object(row.postponed)
    today = today_in(now, calendar).isoformat()
    if pause.get("since") and pause["since"] <= today and (not pause.get("until") or today < pause["until"]):
        return POSTPONED
    return OPEN


def _named(row: Row) -> dict[str, list[str]]:
    found = {
        KR_OWNER: row.kr_owner,
        OBJECTIVE_OWNER: row.objective_owner,
        CHAMPION: row.champion,
        STEWARD: row.steward,
    }
    return {role: [id_] for role, id_ in found.items() if id_}


def _watchers(row: Row, answers: list[AnswerLine], holders: Holders) -> list[str]:
    if row.kind == RED_RESPONSE and (row.help_team or any(one.help_from for one in answers)):
        return holders.all_of(SPONSOR)
    if row.kind == BLOCKER:
        return [one for one in (row.champion, row.asked_champion, row.asked_manager) if one]
    if row.kind == DATA_ISSUE:
        owner = [row.objective_owner] if row.objective_owner else []
        return [*holders.all_of(LEAD), *owner]
    return []


def _answers(row: Row, holders: Holders) -> list[AnswerLine]:
    return [
        AnswerLine(
            id=str(one.get("id") or ""),
            step=str(one.get("step") or ""),
            by=str(one.get("by") or ""),
            by_name=holders.names.get(str(one.get("by") or ""), ""),
            at=str(one.get("at") or ""),
            texts={name: clean_text(str(one[name])) for name in _TEXTS if one.get(name)},
            help_from=str(one.get("help_from") or ""),
        )
        for one in read_list(row.answers)
        if isinstance(one, dict)
    ]
