"""What the columns of other programs' tables mean: guesses by header, and words for states by cell.

The guesses are the defaults of `config/csv_headers.toml`; a person's own copy of it in the configuration folder
replaces the lists that it has. Case, spaces, underscores and punctuation of a header count for nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from okrtui import home
from okrtui.actions.csv_files import CHECK_IN_COLUMNS, KEY_RESULT_COLUMNS, WRITTEN_ONLY_COLUMNS
from okrtui.okr.errors import BadInput
from okrtui.okr.text import clean_line

EXTRA_COLUMNS = ("date", "why", "theme", "objective_owner", "cycle_start", "cycle_end", "cycle_phase")
"""Columns that are read and that our own tables don't have."""

COLUMNS = tuple(dict.fromkeys((*KEY_RESULT_COLUMNS, *CHECK_IN_COLUMNS, *EXTRA_COLUMNS)))
"""Every column that is read, by our names."""

FIGURES = ("baseline", "target", "weight", "actual")

DEFAULT_HEADERS: Mapping[str, tuple[str, ...]] = {
    "objective": (
        *("objective title", "objective name", "objective", "goal title", "goal name", "goal"),
        *("parent goal", "parent objective", "ziel", "zielsetzung"),
    ),
    "key_result": (
        *("key result", "key result title", "key result name", "kr", "kr title", "kr name"),
        *("measure name", "schlüsselergebnis"),
    ),
    "title": ("title", "name", "measure", "metric name", "titel"),
    "cycle": (
        *("cycle", "cycle name", "quarter", "period", "time period", "timeframe", "okr cycle", "session"),
        *("quartal", "zyklus"),
    ),
    "team": ("team", "team name", "department", "group", "abteilung"),
    "owner": (
        *("kr owner", "key result owner", "owner", "owner name", "owner email", "owner e-mail"),
        *("owner email id", "kr owner email", "responsible", "assignee", "assigned to", "dri"),
        *("verantwortlich", "verantwortliche", "besitzer"),
    ),
    "objective_owner": ("objective owner", "objective owner email", "goal owner"),
    "why": ("objective description", "goal description", "why"),
    "theme": ("theme", "strategy theme", "pillar", "strategic pillar"),
    "method": ("method", "kr type", "key result type", "measure type", "metric type", "value type"),
    "metric": ("metric", "kr metric", "kennzahl"),
    "unit": ("unit", "kr unit", "unit of measure", "measurement unit", "metric unit", "einheit"),
    "baseline": (
        *("baseline", "starting value", "start value", "initial value", "kr baseline", "kr start", "start"),
        *("baseline value", "from", "metric start value", "startwert", "ausgangswert"),
    ),
    "target": (
        *("target", "target value", "goal value", "kr target", "end value", "desired value", "to"),
        *("metric target value", "zielwert"),
    ),
    "weight": ("weight", "weighting", "kr weight", "gewicht", "gewichtung"),
    "due": ("due", "due date", "deadline", "end date", "target date", "kr due", "fällig", "fällig am"),
    "definition": ("definition", "key result description", "kr description", "description", "beschreibung"),
    "source": ("source", "data source", "source of truth", "quelle", "datenquelle"),
    "source_url": ("source url", "source link", "data source url"),
    "indicator": ("indicator", "indicator type", "leading or lagging"),
    "week": ("week", "iso week", "calendar week", "check-in week", "kalenderwoche", "kw"),
    "date": (
        *("check-in date", "checkin date", "date of check-in", "last update", "last updated"),
        *("last update date", "last updated at", "last check-in", "last check-in date", "update date"),
        *("updated at", "updated on", "reported at", "reported on", "recorded at", "date", "timestamp"),
        *("datum", "stand vom"),
    ),
    "actual": (
        *("actual", "current value", "current", "actual value", "latest value", "kr current", "new value"),
        *("metric current value", "value", "aktueller wert", "istwert", "wert"),
    ),
    "confidence": (
        *("confidence", "confidence level", "confidence score", "confidence rating", "zuversicht"),
    ),
    "insight": (
        *("insight", "comment", "comments", "check-in comment", "update", "note", "notes"),
        *("status update", "check-in note", "kommentar", "notiz"),
    ),
    "next_action": (
        *("next action", "next actions", "next step", "next steps", "plans", "nächster schritt"),
        *("nächste schritte",),
    ),
    "help_needed": ("help needed", "blocker", "blockers", "impediments", "hindernisse"),
    "learning": ("learning", "learnings", "lessons learned"),
    "status": ("status", "kr status", "check-in status", "health", "health status"),
    "author": (
        *("author", "check-in author", "updated by", "reported by", "checked in by", "created by"),
        *("author email", "user", "autor"),
    ),
    "evidence": ("evidence", "evidence link", "evidence links", "links"),
}
"""Headers by the column of ours that they mean; where several stand in a table, the first one here is taken."""

DEFAULT_WORDS: Mapping[str, Mapping[str, str]] = {
    "status": {
        **dict.fromkeys(("on track", "ontrack", "on-track", "good"), "on_track"),
        **dict.fromkeys(("at risk", "atrisk", "at-risk", "needs attention", "progressing"), "at_risk"),
        **dict.fromkeys(("off track", "offtrack", "off-track", "delayed", "late"), "behind"),
    },
    "method": {
        **dict.fromkeys(
            ("number", "numeric", "metric", "value", "currency", "increase", "decrease"), "linear"
        ),
        **dict.fromkeys(("percentage", "%"), "percent"),
    },
    "indicator": {"lead": "leading", "lag": "lagging"},
}
"""What the words of others mean in these columns, in lower case; our own words stand for themselves."""

FILE_NAME = "csv_headers.toml"


def plain(header: str) -> str:
    """A header with nothing left but its letters and digits in lower case."""
    return "".join(filter(str.isalnum, clean_line(header).casefold()))


def headers_in_use() -> Mapping[str, Sequence[str]]:
    """The headers by column: the defaults, with the lists of a person's own `csv_headers.toml` in their place.

    Raises:
        BadInput: that file is no TOML, or holds something else than lists of headers by our columns.
    """
    path = os.path.join(home.config_dir(), FILE_NAME)
    if not os.path.exists(path):
        return DEFAULT_HEADERS
    import tomllib

    try:
        with open(path, "rb") as file:
            own = tomllib.load(file)
    except (OSError, ValueError) as error:
        raise BadInput(f"{FILE_NAME} can't be read: {clean_line(str(error))}") from error
    return {**DEFAULT_HEADERS, **headers_from(own)}


def headers_from(own: Mapping[str, Any]) -> dict[str, list[str]]:
    """The lists of a read `csv_headers.toml`; BadInput where a name is no column or a value no list of texts."""
    for name, value in own.items():
        if name not in COLUMNS:
            raise BadInput(f"{FILE_NAME}: {clean_line(name)} is no column; use {', '.join(DEFAULT_HEADERS)}")
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise BadInput(f"{FILE_NAME}: {name} has to be a list of headers in quotes")
    return dict(own)


def guessed(header: Sequence[str], headers: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Which column of a table holds what: the places of columns in the header, by our names.

    Our own names come first, then the guesses in their order; a unit in brackets at a header's end is passed over
    where the whole says nothing. A column means one thing at most, and a thing has one column at most.
    """
    found: dict[str, int] = {}
    taken: set[int] = set()
    own = {plain(name): name for name in (*COLUMNS, *WRITTEN_ONLY_COLUMNS)}
    for place, text in enumerate(header):
        name = own.get(plain(text))
        if name and name not in found:
            found[name] = place
            taken.add(place)
    for shorten in (False, True):
        places: dict[str, int] = {}
        for place, text in enumerate(header):
            if place not in taken:
                places.setdefault(plain(_without_brackets(text) if shorten else text), place)
        for name, words in headers.items():
            for word in words:
                at = places.get(plain(word), -1)
                if name not in found and at >= 0 and at not in taken:
                    found[name] = at
                    taken.add(at)
    return found


def _without_brackets(header: str) -> str:
    text = clean_line(header)
    for opening in "([":
        text = text.partition(opening)[0]
    return text
