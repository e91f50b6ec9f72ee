"""Reading one key result of the house format: its sentence, then its labelled fields.

"Reduce X from 3 days to 1 day by Mar 31. Owner: A. Source: B." A sentence without figures becomes a title
alone, so that the writing standards can judge it (Playbook, Formatting template and annotated anti-pattern).
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from okrtui.okr.figures import METHODS
from okrtui.okr.house_quotes import (
    NOTHING,
    UnreadableError,
    masked,
    split_labels,
    split_list,
    split_remark,
    unquoted,
)
from okrtui.okr.house_values import (
    agreed_unit,
    direction_between,
    looks_like_figure,
    read_day,
    read_figure,
    read_quantity,
    without_verb,
)
from okrtui.okr.written import WrittenKeyResult, WrittenLimits

KEY_RESULT_LABELS = (
    "Owner",
    "Collaborators",
    "Source",
    "Source of truth",
    "Source link",
    "Due",
    "Method",
    "Ladder",
    "Milestones",
    "Range",
    "Baseline",
    "Target",
    "Metric",
    "Unit",
    "Direction",
    "Definition",
    "Weight",
    "Refresh",
    "Kind",
    "Contributes to",
    "Divergence",
)
_FIGURED = ("Ladder", "Milestones", "Range")
# Lengths are bounded so that no line, whatever its making, takes long to read.
_FROM_TO = re.compile(r"(?P<from>.{1,60}?) to (?P<to>.{1,60}?)(?:,? by (?P<due>.+))?", re.IGNORECASE)
_LINKED = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)\)[ .;,|]*")
_ENDS_IN_URL = re.compile(r"(?:(.*?)[ ,:(]+)?(https?://[^\s()<>]+?)\)?[ .;,|]*", re.IGNORECASE)
_LIMIT = re.compile(r"(floor|low|high|ceiling) (.+)", re.IGNORECASE)
_CHEVRONS = re.compile(r"([^<]+)<([^<]+?)(?:\u2013|\.\.| to )([^<]+)<([^<]+)")


class Sentence(NamedTuple):
    """What the sentence of a KR says before its first label."""

    title: str
    baseline: str | None = None
    target: str | None = None
    unit: str = ""
    due: str | None = None


def read_key_result(pieces: list[str], start: date, line: int = 0) -> WrittenKeyResult:
    """Return the KR that the clean lines `pieces` write: its sentence, then lines of labelled fields.

    Raises UnreadableError, saying why, for figures, days or fields that can't be read.
    """
    sentence, fields = _sentence_and_fields(pieces)
    said = read_sentence(sentence, start)
    if not said.title and not sentence:
        raise UnreadableError(
            "the key result is empty: write “Move X from A to B by DATE. Owner: … Source: …”"
        )
    baseline, target, unit = _figures(said, fields)
    bands = _ladder(fields.get("Ladder", ""))
    source, url = _source(fields)
    return WrittenKeyResult(
        title=said.title,
        method=_method(fields),
        metric=_said_or(fields, "Metric", without_verb(said.title) if said.baseline else ""),
        unit=unit,
        direction=_direction(fields, derived_direction(baseline, target, bands)),
        baseline=baseline,
        target=target,
        bands=bands,
        milestones=_milestones(fields.get("Milestones", "")),
        limits=_limits(fields.get("Range", "")),
        due=_due(said.due, fields, start),
        owner=unquoted(fields.get("Owner", "")),
        collaborators=tuple(
            unquoted(name) for name in split_list(_ended(fields.get("Collaborators", "")), ",")
        ),
        source=source,
        source_url=url,
        refresh=unquoted(fields.get("Refresh", "")),
        weight=_positive(fields["Weight"], "weight") if "Weight" in fields else None,
        indicator=_choice(fields, "Kind", ("leading", "lagging")),
        contributes_to=_links(fields.get("Contributes to", "")),
        is_divergence="Divergence" in fields,
        definition=unquoted(fields.get("Definition", "")),
        line=line,
    )


def read_sentence(text: str, start: date) -> Sentence:
    """Return what "Move X from A to B by DATE" says; without figures, the title and a due date if it has one.

    Raises UnreadableError where figures stand there and can't be read.
    """
    text = text.rstrip(" .;,|")
    if (match := _from_to(text)) is not None:
        title, first, last, due = match
        (baseline, unit), (target, other) = read_figure(first), read_figure(last)
        day = read_day(due, start) if due else None
        if due and day is None:
            raise UnreadableError(f"“{due}” is no day; write one such as 2027-03-31 or Mar 31")
        return Sentence(unquoted(title), baseline, target, agreed_unit(unit, other), day)
    at = masked(text).lower().rfind(" by ")
    if at >= 0 and (day := read_day(text[at + 4 :], start)):
        return Sentence(unquoted(text[:at]), due=day)
    return Sentence(unquoted(text))


def states_figures(text: str) -> bool:
    """Return whether a line says "from A to B" with figures, and so is a KR without its label."""
    return _from_to(split_labels(text, KEY_RESULT_LABELS)[0]) is not None


def derived_direction(
    baseline: str | None, target: str | None, bands: tuple[tuple[str, str], ...]
) -> str | None:
    """Return the direction that the figures themselves show, or None."""
    if baseline is not None and target is not None:
        return direction_between(baseline, target)
    return direction_between(bands[-1][0], bands[0][0]) if len(bands) > 1 else None


def _sentence_and_fields(pieces: list[str]) -> tuple[str, dict[str, str]]:
    sentence = ""
    fields: dict[str, str] = {}
    for number, piece in enumerate(pieces):
        head, found = split_labels(piece, KEY_RESULT_LABELS)
        if number == 0:
            sentence = head
        elif head:
            raise UnreadableError(f"“{head}” is no field of a key result")
        for label, value in found:
            name = "Source" if label == "Source of truth" else label
            if name in fields:
                raise UnreadableError(f"“{label}:” stands there twice; give it once")
            fields[name] = value
    method, _, figures = fields.get("Method", "").partition(" ")
    if figures and method.capitalize() in _FIGURED:
        fields |= {"Method": method, method.capitalize(): figures}
    return sentence, fields


def _from_to(text: str) -> tuple[str, str, str, str] | None:
    """Split at the last " from " whose both sides are figures: (title, from, to, by)."""
    hidden = masked(text)
    end = len(hidden)
    while (at := hidden.lower().rfind(" from ", 0, end)) >= 0:
        match = _FROM_TO.fullmatch(text[at + 6 :].rstrip(" .;,|"))
        if match and looks_like_figure(match["from"]) and looks_like_figure(match["to"]):
            return text[:at], match["from"], match["to"], match["due"] or ""
        end = at
    return None


def _figures(said: Sentence, fields: dict[str, str]) -> tuple[str | None, str | None, str]:
    baseline, target, unit = said.baseline, said.target, said.unit
    if "Baseline" in fields:
        baseline, first = read_figure(_ended(fields["Baseline"]))
        unit = agreed_unit(unit, first)
    if "Target" in fields:
        target, last = read_figure(_ended(fields["Target"]))
        unit = agreed_unit(unit, last)
    return baseline, target, unquoted(fields["Unit"]) if "Unit" in fields else unit


def _method(fields: dict[str, str]) -> str:
    if "Method" not in fields:
        return next((label.lower() for label in _FIGURED if label in fields), "linear")
    name = unquoted(fields["Method"]).lower()
    if name not in METHODS:
        raise UnreadableError(f"“{name}” is no scoring method; use {', '.join(METHODS)}")
    return name


def _ladder(raw: str) -> tuple[tuple[str, str], ...]:
    bands = []
    for part in split_list(_ended(raw).replace("->", "→"), ","):
        bound, arrow, score = part.partition("→")
        if not arrow:
            raise UnreadableError(f"“{part}” is no band of a ladder; write 4→1.0, 6→0.7")
        bands.append((read_quantity(bound), read_quantity(score)))
    return tuple(bands)


def _milestones(raw: str) -> tuple[tuple[str, str | None], ...]:
    found = (split_remark(part) for part in split_list(_ended(raw), ","))
    return tuple(
        (unquoted(name), _positive(weight, "milestone's weight") if weight else None)
        for name, weight in found
    )


def _limits(raw: str) -> WrittenLimits | None:
    raw = _ended(raw)
    if not raw:
        return None
    if match := _CHEVRONS.fullmatch(raw):
        return WrittenLimits(*(read_quantity(figure) for figure in match.groups()))
    figures: dict[str, str] = {}
    for part in split_list(raw, ","):
        match = _LIMIT.fullmatch(part)
        if match is None:
            raise UnreadableError(f"“{part}” is no limit; write floor 80, low 95, high 99, ceiling 110")
        figures[match[1].lower()] = read_quantity(match[2])
    return WrittenLimits(**figures)


def _source(fields: dict[str, str]) -> tuple[str, str]:
    """Return (name, address) of the source of truth: [name](address), name and address, or either alone."""
    raw, link = fields.get("Source", ""), unquoted(fields.get("Source link", ""))
    if match := _LINKED.fullmatch(raw):
        return match[1].strip(), link or match[2]
    if not link and (match := _ENDS_IN_URL.fullmatch(masked(raw))):
        return unquoted(raw[: match.end(1)] if match[1] else ""), raw[match.start(2) : match.end(2)]
    return unquoted(raw), link


def _links(raw: str) -> tuple[tuple[str, str], ...]:
    found = (split_remark(part) for part in split_list(_ended(raw), ";"))
    return tuple((unquoted(title), unquoted(how)) for title, how in found)


def _due(said: str | None, fields: dict[str, str], start: date) -> str | None:
    if "Due" not in fields:
        return said
    day = read_day(unquoted(fields["Due"]), start)
    if day is None or (said and said != day):
        raise UnreadableError(
            f"“Due: {fields['Due']}” is no day, or not the sentence's; write one such as 2027-03-31"
        )
    return day


def _direction(fields: dict[str, str], derived: str | None) -> str | None:
    return _choice(fields, "Direction", ("up", "down", NOTHING), derived)


def _choice(
    fields: dict[str, str], label: str, choices: tuple[str, ...], default: str | None = None
) -> str | None:
    if label not in fields:
        return default
    value = unquoted(fields[label]).lower()
    if value not in choices:
        raise UnreadableError(f"“{label}: {value}” can't be read; write {' or '.join(choices)}")
    return None if value == NOTHING else value


def _said_or(fields: dict[str, str], label: str, default: str) -> str:
    if label not in fields:
        return default
    return "" if fields[label].strip(" .;,|") == NOTHING else unquoted(fields[label])


def _positive(raw: str, what: str) -> str:
    quantity = read_quantity(_ended(raw))
    if quantity.startswith("-") or not quantity.strip("0."):
        raise UnreadableError(f"a {what} is above 0, not {quantity}")
    return quantity


def _ended(raw: str) -> str:
    return raw.strip().rstrip(" .;,|")
