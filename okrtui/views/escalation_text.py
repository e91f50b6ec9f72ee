"""Escalations in words and as JSON: where one stands, whose turn it is and how long they have (domain rules, §6).

On the path of `okrtui status`.
"""

from __future__ import annotations

from okrtui.okr.escalation_steps import ANSWERED, HOLDERS, NAMES
from okrtui.okr.instants import datetime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from okrtui.views.escalation_line import AnswerLine, EscalationLine

STEP_WORDS = {
    "acknowledged": "acknowledged",
    "huddle": "huddle held",
    "asked": "sponsor asked",
    "answered": "answered",
}
FIELD_WORDS = {
    "text": "",
    "root_cause": "root cause",
    "revised_bet": "bet",
    "help_request": "help",
    "next_checkpoint": "next checkpoint",
    "workaround": "workaround or fix",
}
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_HOURS_UP_TO = 72


def within(due: datetime, now: datetime) -> str:
    """How long somebody has until an aware instant: "within 22 h", "within 5 d", "due now", "overdue by 3 h".

    What is left is rounded down, so that nobody has less time than they are told.
    """
    left = int((due - now).total_seconds())
    span = abs(left)
    if span < _MINUTE:
        return "due now"
    if span < _HOUR:
        told = f"{span // _MINUTE} min"
    else:
        told = f"{span // _HOUR} h" if span <= _HOURS_UP_TO * _HOUR else f"{span // _DAY} d"
    return f"within {told}" if left > 0 else f"overdue by {told}"


def clock_text(line: EscalationLine, now: datetime) -> str:
    """The step and its clock, and nothing else: "huddle within 22 h", "decide overdue by 3 h"."""
    if line.turn is None:
        return state_text(line)
    return f"{line.turn.todo.partition(' ')[0].rstrip(':,')} {within(line.turn.due, now)}"


def turn_text(line: EscalationLine, now: datetime, with_names: bool = True) -> str:
    """Whose turn it is: "huddle within 22 h (champion: Cy)"; where nobody's, how it ended."""
    if line.turn is None:
        return state_text(line)
    role, names = HOLDERS[line.turn.holder], ", ".join(line.holder_names)
    who = f"{role}: {names}" if with_names and names else role
    return f"{line.turn.todo} {within(line.turn.due, now)} ({who})"


def state_text(line: EscalationLine) -> str:
    """Where an escalation stands, in a few words."""
    if line.state == "answered":
        last = next((one for one in line.answers if one.step == ANSWERED), None)
        return f"answered by {last.by_name}" if last and last.by_name else "answered"
    if line.state == "recovered":
        return f"recovered in {line.closed_week[-3:]}" if line.closed_week else "recovered"
    return {
        "open": "open",
        "withdrawn": "withdrawn: its cause was corrected away",
        "over": "over: the KR is archived or its cycle has ended",
        "postponed": "postponed with its KR",
    }[line.state]


def name_of(line: EscalationLine) -> str:
    """What it is: "red response, W46–W47"."""
    if not line.week:
        return NAMES[line.kind]
    weeks = line.week[-3:] if line.week == line.last_week else f"{line.week[-3:]}–{line.last_week[-3:]}"
    return f"{NAMES[line.kind]}, {weeks}"


def said(answer: AnswerLine) -> list[str]:
    """What was said at a step, a line each: "root cause: …"."""
    return [
        f"{FIELD_WORDS[name]}: {text}" if FIELD_WORDS[name] else text for name, text in answer.texts.items()
    ]


def escalation_json(line: EscalationLine) -> dict[str, Any]:
    """An escalation for `--json`, with the interchange format's names."""
    turn = line.turn
    return {
        "id": line.id,
        "kind": line.kind,
        "title": line.title,
        "text": line.text,
        "key_result": line.key_result,
        "code": line.code,
        "objective": line.objective,
        "team": line.team,
        "metric": line.metric,
        "initiative": line.initiative,
        "week": line.week or None,
        "last_week": line.last_week or None,
        "opened_at": line.opened_at.isoformat(),
        "help_from": line.help_team,
        "state": line.state,
        "turn": turn
        and {
            "holder": turn.holder,
            "holders": line.holders,
            "todo": turn.todo,
            "due": turn.due.isoformat(),
            "step": turn.step,
            "is_overdue": line.is_overdue,
        },
        "on_review": line.on_review,
        "by": line.by,
        "closed_at": line.closed_at or None,
        "closed_week": line.closed_week or None,
        "answers": [
            {"id": one.id, "step": one.step, "by": one.by, "at": one.at or None, **one.texts}
            | ({"help_from": one.help_from} if one.help_from else {})
            for one in line.answers
        ],
    }
