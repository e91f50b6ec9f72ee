"""One line a key result: the facts that folding stored, and what the hour makes of them.

What depends on now (due, overdue, stale, pace, postponed) is worked out here by the rules (domain rules, §§2
and 3). On the path of `okrtui status`.
"""

from __future__ import annotations

from collections import namedtuple

from okrtui.okr.figures import figures_of
from okrtui.okr.hygiene import TimeBox, standing
from okrtui.okr.instants import date, datetime
from okrtui.okr.pace import has_pace, pace
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import today_in
from okrtui.views.structures import read_list, read_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrtui.okr.figures import Figures
    from okrtui.okr.weeks import Calendar


class KeyResultLine(
    namedtuple(
        "KeyResultLine",
        "id code title objective objective_code objective_title cycle cycle_name cycle_start phase"
        " owner owner_handle owner_name figures unit due actual done previous_actual change"
        " score score_n score_d attainment rag is_unverified pace pace_by"
        " confidence previous_confidence last_week insight next_action help_needed help_from evidence"
        " status trend box stale_weeks is_due is_overdue due_week open_week is_reported is_in_force"
        " postponed is_archived red_weeks has_draft contributors contributors_score last_at weeks_reported"
        " history",
    )
):
    """One key result; texts are clean lines, ids and optional texts None where there are none.

    Attributes:
        code: the shortest code that tells all KRs and objectives apart.
        phase: of its cycle.
        due: the due date, the cycle's end standing in for a missing one.
        actual, done: the current figure; `done` is the list of milestones done, None where none was reported.
        change: signed text, between the last two reported weeks.
        score: rounded text; `score_n` / `score_d` the exact score; `attainment` rounded, unclamped.
        rag: "red", "amber", "green", "stretch" or None.
        pace: "ahead", "on pace", "behind" or None; `pace_by` its signed share, such as "-0.22".
        last_week: the week of the last check-in, from which confidence and the texts are.
        help_from: the name of the team that is asked.
        box: the time in which it can owe check-ins, as the rules of the week take it.
        stale_weeks: owed weeks that have ended since the last check-in.
        is_due: the running week is owed and has no check-in; `is_overdue`: likewise the week before.
        due_week: the week to check in for: the running one, or the one before where only that is open.
        open_week: the week before, while it is owed and has no check-in and can still be made up.
        is_reported: the running week has a check-in.
        postponed: {"since", "until"?, "reason"} while the postponement holds today, else None.
        has_draft: a half-typed check-in of the running week is kept on this machine.
        red_weeks: consecutive reported red weeks up to now.
        history: the reported weeks, to be read with `okr.history`.
    """

    __slots__ = ()

    id: str
    code: str
    title: str
    objective: str
    objective_code: str
    objective_title: str
    cycle: str
    cycle_name: str
    cycle_start: str
    phase: str
    owner: str | None
    owner_handle: str
    owner_name: str
    figures: Figures
    unit: str
    due: str
    actual: str | None
    done: list[str] | None
    previous_actual: str | None
    change: str | None
    score: str | None
    score_n: int | None
    score_d: int | None
    attainment: str | None
    rag: str | None
    is_unverified: bool
    pace: str | None
    pace_by: str | None
    confidence: int | None
    previous_confidence: int | None
    last_week: str | None
    insight: str
    next_action: str
    help_needed: str
    help_from: str
    evidence: list[str]
    status: str | None
    trend: str
    box: TimeBox
    stale_weeks: int
    is_due: bool
    is_overdue: bool
    due_week: str | None
    open_week: str | None
    is_reported: bool
    is_in_force: bool
    postponed: dict[str, str] | None
    is_archived: bool
    red_weeks: int
    has_draft: bool
    contributors: int
    contributors_score: str | None
    last_at: str | None
    weeks_reported: int
    history: str


Row = namedtuple(
    "Row",
    "id code title objective method baseline target direction bands milestones limits unit due postponed"
    " archived owner objective_title objective_archived objective_code cycle cycle_name cycle_start"
    " cycle_end phase"
    " handle name help_from draft in_force in_force_at box_start box_end actual done previous_actual change"
    " score score_n score_d attainment rag is_unverified confidence previous_confidence last_week last_at"
    " insight next_action help_needed evidence status trend red_weeks weeks_reported contributors"
    " contributors_score history reported reported_before",
)
"""The columns of one key result, as `okrtui.views.lines` selects them."""

FigureRow = namedtuple("FigureRow", "method baseline target direction bands milestones limits")
"""The columns that say how a key result is scored."""

Moment = namedtuple("Moment", "now today week before calendar code_length")
"""An aware instant with its local date, the week that runs, the one before, and how long codes are shown."""


def line_from(row: Row, moment: Moment) -> KeyResultLine:
    """The line that a row makes at a moment."""
    is_archived = bool(row.archived or row.objective_archived)
    postponed = read_object(row.postponed)
    box = time_box(
        row.box_start or row.cycle_start,
        row.box_end or row.due or row.cycle_end,
        bool(row.in_force),
        row.in_force_at,
        postponed,
        is_archived,
        moment.calendar,
    )
    reported = [moment.week] * row.reported + [moment.before] * row.reported_before
    stands = standing(box, reported, row.last_week, moment.now, moment.calendar, moment.week)
    takes = row.phase in ("active", "review")
    is_due, is_overdue = takes and stands.is_due, takes and stands.is_overdue
    only_before = moment.before if is_overdue and not row.reported else None
    word, by = _pace(row, box, moment)
    return KeyResultLine(
        **_identity(row, moment),
        **_reported(row),
        pace=word,
        pace_by=by,
        box=box,
        stale_weeks=stands.stale_weeks,
        is_due=is_due,
        is_overdue=is_overdue,
        due_week=moment.week if is_due else only_before,
        open_week=moment.before if is_overdue else None,
        is_reported=bool(row.reported),
        is_in_force=bool(row.in_force),
        postponed=postponed if is_postponed_on(box, moment.today) else None,
        is_archived=is_archived,
        has_draft=row.draft is not None,
    )


def _identity(row: Row, moment: Moment) -> dict[str, object]:
    handle = clean_line(row.handle or "")
    return {
        "id": row.id,
        "code": shown_code(row.code, moment.code_length),
        "title": clean_line(row.title or ""),
        "objective": row.objective,
        "objective_code": shown_code(row.objective_code, moment.code_length),
        "objective_title": clean_line(row.objective_title or ""),
        "cycle": row.cycle,
        "cycle_name": clean_line(row.cycle_name or ""),
        "cycle_start": row.cycle_start or "",
        "phase": row.phase,
        "owner": row.owner,
        "owner_handle": handle,
        "owner_name": clean_line(row.name or "") or handle,
        "figures": figures_from(row),
        "unit": clean_line(row.unit or ""),
        "due": row.due or row.cycle_end or "",
    }


def figures_from(row: Row | FigureRow) -> Figures:
    """The method and its figures from their columns."""
    milestones = [
        {**each, "name": clean_line(str(each.get("name") or ""))}
        for each in read_list(row.milestones)
        if isinstance(each, dict)
    ]
    return figures_of(
        {
            "method": row.method,
            "baseline": row.baseline,
            "target": row.target,
            "direction": row.direction,
            "bands": read_list(row.bands),
            "milestones": milestones,
            "limits": read_object(row.limits),
        }
    )


def _reported(row: Row) -> dict[str, object]:
    return {
        "actual": row.actual,
        "done": None if row.done is None else [clean_line(str(name)) for name in read_list(row.done)],
        "previous_actual": row.previous_actual,
        "change": row.change,
        "score": row.score,
        "score_n": None if row.score_n is None else int(row.score_n),
        "score_d": None if row.score_d is None else int(row.score_d),
        "attainment": row.attainment,
        "rag": row.rag,
        "is_unverified": bool(row.is_unverified),
        "confidence": row.confidence,
        "previous_confidence": row.previous_confidence,
        "last_week": row.last_week,
        "insight": clean_line(row.insight or ""),
        "next_action": clean_line(row.next_action or ""),
        "help_needed": clean_line(row.help_needed or ""),
        "help_from": clean_line(row.help_from or ""),
        "evidence": [clean_line(str(link)) for link in read_list(row.evidence)],
        "status": row.status,
        "trend": row.trend or "",
        "red_weeks": row.red_weeks or 0,
        "contributors": row.contributors or 0,
        "contributors_score": row.contributors_score,
        "last_at": row.last_at,
        "weeks_reported": row.weeks_reported or 0,
        "history": row.history or "",
    }


def _pace(row: Row, box: TimeBox, moment: Moment) -> tuple[str | None, str | None]:
    """Pace is told for growing methods in an active cycle, from the exact score (domain rules, §2)."""
    if row.phase != "active" or row.score_n is None or not has_pace(row.method or ""):
        return None, None
    return pace(int(row.score_n), int(row.score_d), box.start, box.end, moment.today)


def is_postponed_on(box: TimeBox, day: date) -> bool:
    """Whether the key result's postponement holds on that local date."""
    if box.postponed is None:
        return False
    since, until = box.postponed
    return bool(since <= day and (until is None or day < until))


def _day(text: str | None, fallback: date) -> date:
    return date.fromisoformat(text) if text else fallback


def time_box(
    start: str | None,
    end: str | None,
    in_force: bool,
    in_force_at: str | None,
    postponed: Mapping[str, str],
    is_archived: bool,
    of: Calendar,
) -> TimeBox:
    """The weeks in which a KR can owe a check-in, from what is stored (domain rules, §3)."""
    first, last = _day(start, date.min), _day(end, date.max)
    since = None
    if in_force:
        since = today_in(datetime.fromisoformat(in_force_at), of) if in_force_at else first
    pause = None
    if postponed.get("since"):
        until = postponed.get("until")
        pause = (date.fromisoformat(postponed["since"]), date.fromisoformat(until) if until else None)
    return TimeBox(first, last, since, pause, is_archived)


def shown_code(code: str | None, length: int) -> str:
    """A code cut to the length at which all differ."""
    return (code or "")[:length]
