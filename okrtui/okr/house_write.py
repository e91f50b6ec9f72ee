"""Writing OKRs in the house format, so that reading them again gives the same OKRs.

Everything stands plain, as the Playbook's template has it; a text that would be taken for something else
stands in “curly quotes”. Whether a sentence would is found out by reading it, so writer and reader
can't drift apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from okrtui.okr.house_lines import OBJECTIVE_LABELS, kind_of
from okrtui.okr.house_parse import (
    KEY_RESULT_LABELS,
    Sentence,
    derived_direction,
    read_key_result,
    read_sentence,
)
from okrtui.okr.house_quotes import (
    NOTHING,
    UnreadableError,
    is_plain,
    quoted,
    split_labels,
    written,
    written_element,
)
from okrtui.okr.house_values import without_verb, write_figure
from okrtui.okr.text import clean_line
from okrtui.okr.written import WrittenKeyResult, WrittenObjective

_ANY_DAY = date(2000, 1, 1)


def objective_lines(objective: WrittenObjective) -> list[str]:
    """Return the lines of one objective, its KRs and initiatives."""
    lines = [f"## Objective: {_text(objective.title, OBJECTIVE_LABELS)}", ""]
    fields = zip(OBJECTIVE_LABELS, (objective.owner, objective.team, objective.why), strict=True)
    if said := [f"{label}: {_text(value, OBJECTIVE_LABELS)}." for label, value in fields if value]:
        lines += [" ".join(said), ""]
    lines += [f"- KR {number}: {_key_result(kr)}" for number, kr in enumerate(objective.key_results, 1)]
    if objective.initiatives:
        lines += ["", "Initiatives (bets):", *(f"- {_initiative(text)}" for text in objective.initiatives)]
    while not lines[-1]:
        lines.pop()
    return lines


def _text(value: str, labels: tuple[str, ...] = KEY_RESULT_LABELS) -> str:
    return written(clean_line(value), labels)


def _initiative(text: str) -> str:
    text = clean_line(text)
    has_words = any(character.isalnum() for character in text)  # bare marks would read as a rule or a bullet
    is_safe = has_words and is_plain(text, KEY_RESULT_LABELS) and kind_of(text) == "text"
    return text if is_safe else quoted(text)


def _key_result(kr: WrittenKeyResult) -> str:
    sentence, says_unit = _sentence(kr)
    fields = [*_people_and_source(kr), *_measure(kr, says_unit), *_remarks(kr)]
    return " ".join([f"{sentence}.", *(f"{label}: {value}." for label, value in fields)])


def _sentence(kr: WrittenKeyResult) -> tuple[str, bool]:
    """Return the sentence and whether it says the unit: the plainest form that reads as it should."""
    title = clean_line(kr.title)
    unit = clean_line(kr.unit) if kr.baseline is not None and kr.target is not None else ""
    units = (unit, "") if is_plain(unit, KEY_RESULT_LABELS) else ("",)
    names = (title, quoted(title)) if is_plain(title, KEY_RESULT_LABELS) else (quoted(title),)
    for shown in units:
        for name in names:
            sentence = name + _from_to(kr, shown) + (f" by {kr.due}" if kr.due else "")
            if _reads_as(sentence, kr, title, shown):
                return sentence, shown == clean_line(kr.unit)
    return quoted(title), False


def _from_to(kr: WrittenKeyResult, unit: str) -> str:
    if kr.baseline is None or kr.target is None:
        return ""
    return f" from {write_figure(kr.baseline, unit)} to {write_figure(kr.target, unit)}"


def _reads_as(sentence: str, kr: WrittenKeyResult, title: str, unit: str) -> bool:
    head, fields = split_labels(f"{sentence}. Owner: x", KEY_RESULT_LABELS)
    has_figures = kr.baseline is not None and kr.target is not None
    figures = (kr.baseline, kr.target) if has_figures else (None, None)
    try:
        return len(fields) == 1 and read_sentence(head, _ANY_DAY) == Sentence(title, *figures, unit, kr.due)
    except UnreadableError:
        return False


def _people_and_source(kr: WrittenKeyResult) -> Iterator[tuple[str, str]]:
    if kr.owner:
        yield "Owner", _text(kr.owner)
    if kr.collaborators:
        yield "Collaborators", ", ".join(_element(name) for name in kr.collaborators)
    source, url = clean_line(kr.source), clean_line(kr.source_url)
    if not source and not url:
        return
    forms = [f"[{source}]({url})" if source and url else url or _text(source), quoted(source)]
    for form in forms:
        if _source_of(form) == (source, url):
            yield "Source", form
            return
    if source:
        yield "Source", quoted(source)
    yield "Source link", quoted(url)


def _source_of(form: str) -> tuple[str, str] | None:
    """Return what a written source reads as; None where it would end early or run on."""
    try:
        read = read_key_result([f"x. Source: {form}. Owner: y"], _ANY_DAY)
    except UnreadableError:
        return None
    return (read.source, read.source_url) if read.owner == "y" else None


def _measure(kr: WrittenKeyResult, says_unit: bool) -> Iterator[tuple[str, str]]:
    named = {"ladder": kr.bands, "milestones": kr.milestones, "range": kr.limits}
    first_named = next((method for method, figures in named.items() if figures), "linear")
    if kr.method != first_named:
        yield "Method", kr.method
    if kr.bands:
        yield "Ladder", ", ".join(f"{bound}→{score}" for bound, score in kr.bands)
    if kr.milestones:
        yield "Milestones", ", ".join(_element(name) + (f" ({w})" if w else "") for name, w in kr.milestones)
    if kr.limits:
        yield "Range", ", ".join(f"{name} {figure}" for name, figure in kr.limits._asdict().items() if figure)
    if kr.baseline is None or kr.target is None:
        if kr.baseline is not None:
            yield "Baseline", kr.baseline
        if kr.target is not None:
            yield "Target", kr.target
    if not says_unit:
        yield "Unit", _text(kr.unit)
    has_figures = kr.baseline is not None and kr.target is not None
    if clean_line(kr.metric) != (without_verb(clean_line(kr.title)) if has_figures else ""):
        yield "Metric", _text(kr.metric) if kr.metric else NOTHING
    if kr.direction != derived_direction(kr.baseline, kr.target, kr.bands):
        yield "Direction", kr.direction or NOTHING


def _remarks(kr: WrittenKeyResult) -> Iterator[tuple[str, str]]:
    if kr.definition:
        yield "Definition", _text(kr.definition)
    if kr.weight is not None:
        yield "Weight", kr.weight
    if kr.refresh:
        yield "Refresh", _text(kr.refresh)
    if kr.indicator:
        yield "Kind", kr.indicator
    if kr.contributes_to:
        links = (_element(title) + (f" ({_element(how)})" if how else "") for title, how in kr.contributes_to)
        yield "Contributes to", "; ".join(links)
    if kr.is_divergence:
        yield "Divergence", "intended"


def _element(text: str) -> str:
    return written_element(clean_line(text), KEY_RESULT_LABELS)
