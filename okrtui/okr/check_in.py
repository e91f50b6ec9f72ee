"""What makes a check-in complete, plausible and timely enough to be saved.

Serves the domain rules, §3: four parts and none of them by default, a question where a figure looks wrong and
never a silent correction, earlier weeks marked late and weeks to come refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from okrtui.okr.errors import BadInput, Refused
from okrtui.okr.quantities import billionths, change_between, compare, show_quantity
from okrtui.okr.text import clean_line

LEAST_CONFIDENCE, MOST_CONFIDENCE = 1, 5
REPORTED_WEEKS_TO_JUDGE_BY = 3
IMPLAUSIBLE_MOVE = 10
"""A move beyond this many times the largest one so far is asked about."""

_HOW_TO_GIVE = {
    "actual": "actual is missing: give the figure reached, or say that it is the same as last week",
    "milestones_done": "milestones done are missing: name those that are done, or say that none is",
    "confidence": "confidence is missing: press or pass 1–5",
    "insight": "insight is missing: write one sentence on what the week showed",
    "next_action": "next action is missing: write the next step, or say that last week's stands",
}


def missing_parts(
    actual: str | None,
    done: Sequence[str] | None,
    confidence: int | None,
    insight: str | None,
    next_action: str | None,
    method: str,
) -> list[str]:
    """The fields that a check-in lacks to be complete, in the order of the form (domain rules, §3).

    A KR of milestones needs `done`, in which an empty list says that none is done; every other one an actual.
    Text that shows nothing on a screen counts as missing.
    """
    is_given = {
        "milestones_done" if method == "milestones" else "actual": (
            done is not None if method == "milestones" else _says_something(actual)
        ),
        "confidence": confidence is not None,
        "insight": _says_something(insight),
        "next_action": _says_something(next_action),
    }
    return [field for field, given in is_given.items() if not given]


def require_complete(
    actual: str | None,
    done: Sequence[str] | None,
    confidence: int | None,
    insight: str | None,
    next_action: str | None,
    method: str,
) -> None:
    """Raise BadInput that names the first missing field and says how to give it; see `missing_parts`."""
    missing = missing_parts(actual, done, confidence, insight, next_action, method)
    if missing:
        raise BadInput(_HOW_TO_GIVE[missing[0]], field=missing[0])


def parse_confidence(typed: str | int) -> int:
    """A confidence of 1 to 5 as typed or pressed; anything else raises BadInput."""
    text = str(typed).strip()
    if len(text) == 1 and text.isascii() and text.isdigit():
        confidence = int(text)
        if LEAST_CONFIDENCE <= confidence <= MOST_CONFIDENCE:
            return confidence
    raise BadInput(
        f"{text[:20]!r} is not a confidence: give a whole number from 1 (unlikely) to 5 (certain)",
        field="confidence",
    )


def check_milestones_done(done: Sequence[str], names: Sequence[str]) -> list[str]:
    """The KR's milestones that are done, in the KR's order and spelling.

    Each typed name is a milestone's name, or an unambiguous start of one, in any case. Raises BadInput where
    it fits none or several.
    """
    found = {_milestone(typed, names) for typed in done}
    return [name for name in names if name in found]


def plausibility_questions(
    actual: str, history: Sequence[str], valid_range: tuple[str | None, str | None] | None, unit: str
) -> list[str]:
    """Questions to confirm before an unlikely actual is kept (domain rules, §3); mostly none.

    Args:
        actual: the quantity about to be saved.
        history: actuals of the weeks reported before, oldest first.
        valid_range: the metric's lowest and highest valid quantity, None where that side is open.
        unit: the KR's unit, for the wording.
    """
    questions = []
    if valid_range is not None and not _is_within(actual, *valid_range):
        shown = _show_range(*valid_range, unit)
        questions.append(f"Is {show_quantity(actual, unit)} right? The metric's valid range is {shown}.")
    largest = _largest_move(history)
    if largest and abs(billionths(actual) - billionths(history[-1])) > IMPLAUSIBLE_MOVE * largest:
        moved = show_quantity(change_between(history[-1], actual), unit)
        questions.append(
            f"Is {show_quantity(actual, unit)} right? It moved by {moved}, more than "
            f"{IMPLAUSIBLE_MOVE} times the largest move so far."
        )
    return questions


def check_week(week: str, running: str, cycle_phase: str) -> bool:
    """Whether a check-in for this week is late, being of an earlier week than the running one.

    Raises Refused for a week to come, and unless the cycle is active or in review (domain rules, §3 and §4).
    """
    if cycle_phase == "draft":
        raise Refused("the cycle is a draft: publish it, then check in")
    if cycle_phase == "closed":
        raise Refused("the cycle is closed and read-only: check-ins were possible until its review ended")
    if week > running:
        raise Refused(f"{week} is still to come: the running check-in week is {running}")
    return week < running


def _says_something(text: str | None) -> bool:
    return text is not None and bool(clean_line(text))


def _milestone(typed: str, names: Sequence[str]) -> str:
    wanted = clean_line(typed).casefold()
    spelled = {clean_line(name).casefold(): name for name in names}
    if wanted in spelled:
        return spelled[wanted]
    fitting = [name for folded, name in spelled.items() if wanted and folded.startswith(wanted)]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(clean_line(name) for name in fitting or names)
    problem = "fits several milestones" if fitting else "is not a milestone of this KR"
    raise BadInput(f"{clean_line(typed)!r} {problem}: name one of {known}", field="milestones_done")


def _is_within(actual: str, low: str | None, high: str | None) -> bool:
    return (low is None or compare(actual, low) >= 0) and (high is None or compare(actual, high) <= 0)


def _show_range(low: str | None, high: str | None, unit: str) -> str:
    if low is None or high is None:
        edge = f"at most {high}" if low is None else f"at least {low}"
        return show_quantity(edge, unit)
    return show_quantity(f"{low} to {high}", unit)


def _largest_move(history: Sequence[str]) -> int:
    """In billionths; 0 while there are too few weeks to judge by, or none of them moved."""
    if len(history) < REPORTED_WEEKS_TO_JUDGE_BY:
        return 0
    figures = [billionths(actual) for actual in history]
    return max(abs(after - before) for before, after in pairwise(figures))
