"""A digest as a report, in the order in which people read it: progress, what needs them, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from okrtui.okr.bar import bar_ends
from okrtui.okr.completion import GOAL, completion
from okrtui.okr.escalation_steps import NAMES
from okrtui.okr.quantities import change_between, show_signed
from okrtui.okr.rag import RAGS, rag_word, show_score
from okrtui.okr.report import Item, Report, Section
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import Calendar, show_deadline, today_in
from okrtui.views.decisions import DecisionLine
from okrtui.views.digest import COMPANY, Digest, Part, Told
from okrtui.views.escalations import EscalationLine
from okrtui.views.key_result_line import KeyResultLine
from okrtui.views.status import reached
from okrtui.views.workspace import calendar

MOST_POINTS = 15
"""Points of a section; a digest that nobody reads to its end tells nothing. The JSON has all."""

_STATES = {"answered": "answered", "recovered": "recovered", "over": "over", "postponed": "postponed"}


def digest_report(digest: Digest, now: datetime) -> Report:
    """The digest of a person, a team or the company, for reading."""
    of = calendar(digest.workspace)
    told = digest.told
    red = [one for one in told if one.turned == "red"]
    recovered = [one for one in told if one.turned == "recovered"]
    stale = [one for one in told if one.line.stale_weeks and not one.line.postponed]
    help_asked = [one for one in told if one.is_reported and (one.line.help_needed or one.line.help_from)]
    moved = sorted((one for one in told if one.has_moved), key=_size_of_move, reverse=True)
    stale.sort(key=lambda one: -one.line.stale_weeks)
    sections = [
        Section("Teams", [_part(part) for part in digest.teams]),
        Section("People", [_part(part) for part in digest.people]),
        _section("What moved", [_moved(one, digest) for one in moved]),
        _section("Turned red", [_standing(one.line, digest, True) for one in red]),
        _section("Recovered", [_standing(one.line, digest, False) for one in recovered]),
        _section("Escalations", [_escalation(one, now, of) for one in digest.escalations]),
        _section("Help needed", [_help(one.line) for one in help_asked]),
        _section("Decisions", [_decision(one) for one in digest.decisions]),
        _section(
            "Weekly notes", [Item(note.about, (note.author,), (("", note.text),)) for note in digest.notes]
        ),
        _section(
            "Next actions", [_next(one.line) for one in told if one.is_reported and one.line.next_action]
        ),
        _section("Without a check-in", [_stale(one.line) for one in stale]),
    ]
    return Report(_title(digest), _lead(digest, now, of), [one for one in sections if one.items])


def way(line: KeyResultLine) -> str:
    """The way from baseline over the actual to the target, "18 → 24 → 28 %"."""
    if line.figures.method == "milestones":
        return f"{reached(line)} milestones"
    left, right = bar_ends(line.figures)
    actual = reached(line)
    steps = (actual, right) if line.figures.method == "range" else (left, actual, right)
    return " ".join(part for part in (" → ".join(step for step in steps if step), line.unit) if part)


def _title(digest: Digest) -> str:
    whose = digest.workspace.name if digest.scope.kind == COMPANY else digest.scope.name
    name = digest.period.name
    return f"{whose} · {name[-3:] if '-W' in name else name}"


def _lead(digest: Digest, now: datetime, of: Calendar) -> list[str]:
    first, last = today_in(digest.period.start, of), today_in(digest.period.end, of)
    where = "" if digest.scope.kind == COMPANY else digest.workspace.name
    running = f"the week runs until {show_deadline(digest.period.end, now, of)}" if digest.is_running else ""
    parts = (f"{first} to {last}", where, running)
    return [" · ".join(part for part in parts if part), *([_totals(digest)] if digest.has_totals else [])]


def _totals(digest: Digest) -> str:
    share = completion(digest.owed, digest.complete)
    asked = (
        "no check-in was owed"
        if share is None
        else f"{digest.complete} of {digest.owed} check-ins complete ({share} %, goal {GOAL} %)"
    )
    return " · ".join(part for part in (asked, _bands(digest.rag)) if part)


def _bands(rag: dict[str, int]) -> str:
    return " ".join(f"{rag_word(band)} {rag[band]}" for band in RAGS if rag[band])


def _section(title: str, items: Sequence[Item]) -> Section:
    return Section(title, items[:MOST_POINTS], max(0, len(items) - MOST_POINTS))


def _part(part: Part) -> Item:
    share = completion(part.owed, part.complete)
    asked = "nothing owed" if share is None else f"{part.complete} of {part.owed} checked in ({share} %)"
    return Item(part.name or "nobody", (asked, _bands(part.rag)))


def _scored(line: KeyResultLine, digest: Digest) -> str:
    if line.rag is None:
        return ""
    unverified = ", unverified" if line.is_unverified else ""
    return f"{show_score(line.score, digest.workspace.scale)} {rag_word(line.rag)}{unverified}"


def _moved(one: Told, digest: Digest) -> Item:
    before = one.before.actual if one.before else None
    actual = one.line.actual
    change = show_signed(change_between(before, actual)) if before and actual else ""
    return Item(one.line.title, (way(one.line), change, _scored(one.line, digest), one.line.owner_name))


def _size_of_move(one: Told) -> Decimal:
    """How far the score moved either way: what moved most is told first."""
    before = one.before.score if one.before else None
    return abs(Decimal(one.line.score or 0) - Decimal(before or 0))


def _standing(line: KeyResultLine, digest: Digest, with_next: bool) -> Item:
    notes = [("Insight", line.insight), *([("Next", line.next_action)] if with_next else [])]
    return Item(line.title, (way(line), _scored(line, digest), line.owner_name), notes)


def _escalation(one: EscalationLine, now: datetime, of: Calendar) -> Item:
    notes = _texts(one)
    if one.turn is None:
        return Item(one.title, (NAMES[one.kind], _STATES.get(one.state, one.state)), notes)
    due = show_deadline(one.turn.due, now, of)
    clock = f"overdue since {due}" if one.is_overdue else f"due {due}"
    who = ", ".join(one.holder_names) or "nobody"
    asked = f"help from {one.help_from}" if one.help_from else ""
    return Item(one.title, (NAMES[one.kind], asked, f"{who}: {one.turn.todo}", clock), notes)


def _texts(one: EscalationLine) -> list[tuple[str, str]]:
    """What the last answer said."""
    if not one.answers:
        return []
    said = one.answers[-1].texts
    return [(clean_line(name).replace("_", " ").capitalize(), text) for name, text in said.items()]


def _help(line: KeyResultLine) -> Item:
    asked = f"from {line.help_from}" if line.help_from else ""
    return Item(line.title, (line.owner_name, asked), (("", line.help_needed),))


def _decision(one: DecisionLine) -> Item:
    state = "done" if one.is_done else "" if one.state == "decided" else one.state
    kind = "" if one.kind == "other" else one.kind.replace("_", " ")
    due = f"due {one.due}" if one.due and not one.is_done else ""
    notes = [
        ("Evidence", one.evidence),
        ("Change", one.change),
        ("About", ", ".join(link.title for link in one.linked)),
    ]
    return Item(_first_line(one.decision), (kind, state, one.owner_name, due), _given(notes))


def _next(line: KeyResultLine) -> Item:
    return Item(line.title, (line.owner_name, line.next_action))


def _stale(line: KeyResultLine) -> Item:
    weeks = "week" if line.stale_weeks == 1 else "weeks"
    return Item(line.title, (f"{line.stale_weeks} {weeks}", line.owner_name))


def _given(notes: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(label, text) for label, text in notes if text]


def _first_line(text: str) -> str:
    return text.partition("\n")[0]
