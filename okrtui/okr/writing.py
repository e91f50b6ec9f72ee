"""The quality gate: what is wrong with an OKR as it is written, and how to mend it.

The rules are those of the Playbook, Writing standards and examples. Each finding has a code. "error!" blocks
publishing for good, "error" unless it is waived, "warning" informs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from okrtui.okr.errors import BadInput
from okrtui.okr.figures import Figures, check_figures, missing_figures
from okrtui.okr.writing_signs import (
    activity_sign,
    begins_with,
    has_digits,
    is_initiative,
    is_one_sentence,
    is_slower_than_weekly,
    names_several,
    project_sign,
    without_time_spans,
)
from okrtui.okr.writing_words import DEFAULT_WORDS, Words
from okrtui.okr.written import WrittenKeyResult, WrittenObjective

LONGEST_OBJECTIVE = 100
SEVERITIES = ("error!", "error", "warning")


class Finding(NamedTuple):
    """One finding; `objective` and `key_result` are indexes from 0, `line` is the line in the file or 0."""

    code: str
    severity: str
    message: str
    remedy: str
    objective: int
    key_result: int | None
    line: int


class CycleFrame(NamedTuple):
    """What the standards need to know of a cycle; `is_company` says that the objectives are the company's."""

    kind: str
    start: date
    end: date
    is_company: bool = False


class _Fault(NamedTuple):
    code: str
    severity: str
    message: str
    remedy: str


def lint_objective(
    objective: WrittenObjective, cycle: CycleFrame | None = None, words: Words = DEFAULT_WORDS
) -> list[Finding]:
    """Judge one objective with its KRs.

    Args:
        objective: as written; a house-format text is not asked for what that format has no place for.
        cycle: where known, due dates are held against it and a micro cycle's counts apply.
        words: the word lists to look for.

    Returns:
        the findings, the objective's first, then each KR's in order; `objective` is 0 in all.
    """
    faults = [*_title_faults(objective, words), *_set_faults(objective, cycle)]
    findings = [Finding(*fault, 0, None, objective.line) for fault in faults]
    for index, kr in enumerate(objective.key_results):
        of_kr = [
            *_key_result_faults(kr, objective, cycle, words),
            *_alignment_faults(kr, objective, cycle, words),
        ]
        findings += [Finding(*fault, 0, index, kr.line or objective.line) for fault in of_kr]
    return findings


def lint_set(
    objectives: Sequence[WrittenObjective], cycle: CycleFrame | None = None, words: Words = DEFAULT_WORDS
) -> list[Finding]:
    """Judge the objectives of one cycle together: each by itself, then how many a team has (S-OBJECTIVES)."""
    findings = [
        finding._replace(objective=index)
        for index, objective in enumerate(objectives)
        for finding in lint_objective(objective, cycle, words)
    ]
    return findings + list(_count_findings(objectives, cycle))


def is_blocking(finding: Finding) -> bool:
    """Return whether a finding stands in the way of publishing."""
    return finding.severity in ("error!", "error")


def is_waivable(finding: Finding) -> bool:
    """Return whether a champion may waive a finding with a reason and the objective owner's consent."""
    return finding.severity == "error"


def _title_faults(objective: WrittenObjective, words: Words) -> Iterator[_Fault]:
    title = objective.title.strip()
    if not is_one_sentence(title):
        what = "is not one sentence" if title else "is empty"
        yield _Fault(
            "O-SENTENCE", "error", f"the objective {what}", "say the one outcome in one short sentence"
        )
    if len(title) > LONGEST_OBJECTIVE:
        message = f"the objective has {len(title)} characters, more than {LONGEST_OBJECTIVE}"
        yield _Fault(
            "O-LENGTH", "warning", message, "cut it down to what one remembers; the why has its own field"
        )
    if has_digits(title):
        is_span = not has_digits(without_time_spans(title, words))
        message = (
            "a time span with digits stands in the objective" if is_span else "digits stand in the objective"
        )
        remedy = "move the figure into a key result, with baseline and target"
        yield _Fault("O-DIGITS", "warning" if is_span else "error", message, remedy)
    if sign := project_sign(title, words):
        message = f"“{sign}” makes the objective a project or task label, not an outcome"
        remedy = "say what will be different for whom once the work has paid off: “Win back …”"
        yield _Fault("O-PROJECT", "error", message, remedy)
    elif title and not begins_with(title, words.strong_verbs):
        some = ", ".join(words.strong_verbs[:5])
        yield _Fault(
            "O-VERB",
            "warning",
            "the objective does not start with a strong verb",
            f"start with one: {some}, …",
        )
    if not objective.is_house_format:
        yield from _owner_faults("O-OWNER", "objective", objective.owner)


def _set_faults(objective: WrittenObjective, cycle: CycleFrame | None) -> Iterator[_Fault]:
    count = len(objective.key_results)
    is_micro = cycle is not None and cycle.kind == "micro"
    fewest, most, place = (1, 2, "in a micro cycle") if is_micro else (2, 5, "an objective")
    if not fewest <= count <= most:
        message = f"{count} key results; {fewest} to {most} {place} can be steered"
        remedy = (
            "keep the ones that prove the outcome"
            if count > most
            else "add the measures that prove the outcome"
        )
        yield _Fault("S-KR-COUNT", "error", message, remedy)
    elif count == most and not is_micro:
        remedy = "keep two to four that prove the outcome"
        yield _Fault("S-KR-COUNT", "warning", f"{count} key results are the most that can be steered", remedy)
    if objective.is_house_format or not count:
        return
    kinds = {kr.indicator for kr in objective.key_results}
    if missing := [kind for kind in ("leading", "lagging") if kind not in kinds]:
        message = f"no key result is marked {' and none '.join(missing)}"
        yield _Fault(
            "S-BALANCE", "warning", message, "mark each as leading (behaviour) or lagging (impact); have both"
        )


def _key_result_faults(
    kr: WrittenKeyResult, objective: WrittenObjective, cycle: CycleFrame | None, words: Words
) -> Iterator[_Fault]:
    figures = _figures(kr)
    missing = missing_figures(figures)
    if missing:
        message = " and ".join(f"no {name}" for name in missing)
        yield _Fault("K-MEASURE", "error!", message, _measure_remedy(kr.method))
    else:
        try:
            check_figures(figures)
        except BadInput as error:
            yield _Fault("K-MEASURE", "error!", str(error), _measure_remedy(kr.method))
    yield from _owner_faults("K-OWNER", "key result", kr.owner)
    if not kr.source.strip() and not kr.source_url.strip():
        remedy = "name where the figure is read: “Source: …”, a dashboard, a table or a report"
        yield _Fault("K-SOURCE", "error!", "no source of truth", remedy)
    yield from _due_faults(kr.due, cycle)
    if sign := activity_sign(kr.title, kr.method == "range", words):
        message = f"“{sign}” is an activity, not an outcome"
        remedy = (
            "say which metric it should move, from where to where, and list the activity as an initiative"
        )
        yield _Fault("K-ACTIVITY", "error", message, remedy)
    if is_initiative(kr.title, objective.initiatives, not missing):
        remedy = "keep it under “Initiatives (bets)”, and measure what it should move"
        yield _Fault("S-INITIATIVE", "error", "an initiative is listed among the key results", remedy)


def _alignment_faults(
    kr: WrittenKeyResult, objective: WrittenObjective, cycle: CycleFrame | None, words: Words
) -> Iterator[_Fault]:
    if objective.is_house_format:
        return
    if not kr.refresh.strip():
        remedy = "say how often its source is refreshed: daily or weekly"
        yield _Fault("K-REFRESH", "warning", "no refresh frequency", remedy)
    elif is_slower_than_weekly(kr.refresh, words):
        message = f"its source is refreshed {kr.refresh.strip()}, slower than weekly"
        yield _Fault(
            "K-REFRESH", "warning", message, "reconsider it as a KPI, or find a signal that moves weekly"
        )
    is_team = bool(objective.team.strip()) if cycle is None else not cycle.is_company
    if is_team and not kr.contributes_to and not kr.is_divergence:
        remedy = "name the key result above that it moves, and how, or mark it as intended divergence"
        yield _Fault("K-CONTRIBUTES", "warning", "it names no key result above it", remedy)


def _owner_faults(code: str, what: str, owner: str) -> Iterator[_Fault]:
    if not owner.strip():
        yield _Fault(
            code, "error!", "no owner", f"name the one person who answers for the {what}: “Owner: …”"
        )
    elif names_several(owner):
        message = f"“{owner.strip()}” is more than one owner"
        yield _Fault(code, "error!", message, "name one; the others are collaborators")


def _due_faults(due: str | None, cycle: CycleFrame | None) -> Iterator[_Fault]:
    if not due:
        example = cycle.end.isoformat() if cycle is not None else "2027-03-31"
        yield _Fault("K-DUE", "error", "no due date", f"say by which day: “by {example}”")
    elif cycle is not None and not cycle.start.isoformat() <= due <= cycle.end.isoformat():
        message = f"due {due}, outside the cycle"
        yield _Fault(
            "K-DUE",
            "error",
            message,
            f"choose a day from {cycle.start.isoformat()} to {cycle.end.isoformat()}",
        )


def _count_findings(objectives: Sequence[WrittenObjective], cycle: CycleFrame | None) -> Iterator[Finding]:
    if cycle is not None and cycle.kind == "micro":
        if len(objectives) != 1:
            line = objectives[-1].line if objectives else 0
            message = f"a micro cycle has exactly one objective, not {len(objectives)}"
            last = max(len(objectives) - 1, 0)
            yield Finding(
                "S-OBJECTIVES", "error", message, "keep the one experiment that matters now", last, None, line
            )
        return
    most = 5 if cycle is not None and cycle.is_company and cycle.kind == "annual" else 4
    by_team: dict[str, list[int]] = {}
    for index, objective in enumerate(objectives):
        by_team.setdefault(objective.team.strip().casefold(), []).append(index)
    for indexes in by_team.values():
        if len(indexes) > most:
            first_over = indexes[most]
            message = f"{len(indexes)} objectives in one cycle; more than {most} blur the focus"
            remedy = "keep the few that matter most now, and draft the rest for the next cycle"
            line = objectives[first_over].line
            yield Finding("S-OBJECTIVES", "warning", message, remedy, first_over, None, line)


def _figures(kr: WrittenKeyResult) -> Figures:
    return Figures(
        kr.method,
        kr.baseline,
        kr.target,
        kr.direction,
        kr.bands,
        tuple((name, weight or "1") for name, weight in kr.milestones),
        kr.limits._asdict() if kr.limits else None,
    )


def _measure_remedy(method: str) -> str:
    if method == "ladder":
        return "give the bands, best first: “Ladder: 4→1.0, 6→0.7, 8→0.3”"
    if method == "milestones":
        return "name the milestones in order: “Milestones: closed beta (1), all customers (2)”"
    if method == "range":
        return "give the limits: “Range: floor 80, low 95, high 99, ceiling 110”"
    return "say where the metric stands and where it should be: “… from 18 % to 28 %”"
