"""The words of the mapping page: what a column can mean, and what holds for a whole table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from okrtui.okr.text import clean_line
from okrtui.screens.import_choice import Choice

if TYPE_CHECKING:
    from okrtui.actions.csv_table import Header
    from okrtui.actions.imports import ImportOptions

AUTOMATIC = "told from the file"

_SAID_HERE = (
    (
        "make it with okrtui cycle new, or give --cycle",
        "choose one at Cycle, or make it with okrtui cycle new",
    ),
    ("say with --map what is what", "choose what its columns mean"),
    ("state --date-format", "choose at Dates"),
    ("state the file’s with --decimal", "choose the file’s at Decimal mark"),
    ("; --update takes", "; okrtui import --update takes"),
)
"""What refusals and notes say for the command line, and what it is on these pages."""

MEANINGS = {
    one.value: one
    for one in (
        Choice("objective", "objective", "the objective's title"),
        Choice("title", "key result", "the KR's title"),
        Choice("key_result", "key result", "the KR's title"),
        Choice("owner", "owner", "who answers for the KR: name, handle or e-mail address"),
        Choice("team", "team", "the objective's team"),
        Choice("cycle", "cycle", "the cycle's name, such as 2026 Q4"),
        Choice("baseline", "baseline", "where the figure started"),
        Choice("target", "target", "where it is to be"),
        Choice("actual", "actual", "where it is: the figure of a check-in"),
        Choice("unit", "unit", "of the figures"),
        Choice("date", "date", "when the check-in was made; its week follows"),
        Choice("week", "week", "the check-in's week, such as 2026-W47, or a day of it"),
        Choice("confidence", "confidence", "1–5, or on the scale that is chosen below"),
        Choice("insight", "insight", "what was learned: comments, notes"),
        Choice("next_action", "next action", "what comes next"),
        Choice("author", "author", "who made the check-in"),
        Choice("status", "status", "on track, at risk, behind: the owner's word"),
        Choice("due", "due", "the KR's due date"),
        Choice("method", "method", "linear, percent, ladder, milestones, range"),
        Choice("metric", "metric", "what is measured"),
        Choice("definition", "definition", "how it is measured"),
        Choice("source", "source", "the source of truth"),
        Choice("source_url", "source link", "where the source of truth is"),
        Choice("weight", "weight", "the KR's weight in its objective"),
        Choice("direction", "direction", "up or down"),
        Choice("indicator", "indicator", "leading or lagging"),
        Choice("collaborators", "collaborators", "who else may check in"),
        Choice("milestones_done", "milestones done", "the names of those that are done"),
        Choice("help_needed", "help needed", "what stands in the way"),
        Choice("help_from", "help from", "the team whose help is needed"),
        Choice("evidence", "evidence", "links, one a line"),
        Choice("learning", "learning", "a pattern worth keeping"),
        Choice("objective_owner", "objective owner", "who answers for the objective"),
        Choice("why", "why", "why the objective matters"),
        Choice("theme", "theme", "the strategy theme"),
        Choice("cycle_start", "cycle start", "the first day; makes cycles that are not there"),
        Choice("cycle_end", "cycle end", "the last day"),
        Choice("cycle_phase", "cycle phase", "draft, active, review or closed"),
    )
}
"""What a column can mean, by our column."""

_KINDS = {"": "nothing tells what a row is", "key_result": "a row is a KR", "check_in": "a row is a check-in"}

Change = Callable[["ImportOptions", str, Mapping[str, str]], "ImportOptions"]


class Option(NamedTuple):
    """Something that holds for the whole table; `change` gives the options with another value."""

    name: str
    help: str
    change: Change


def _set_rows(options: ImportOptions, value: str, cycles: Mapping[str, str]) -> ImportOptions:
    return options._replace(column_map=options.tables._replace(rows=value))


def _set_cycle(options: ImportOptions, value: str, cycles: Mapping[str, str]) -> ImportOptions:
    found = [id_ for id_, name in cycles.items() if name == value]
    return options._replace(cycle=found[0] if found else None)


def _set_dates(options: ImportOptions, value: str, cycles: Mapping[str, str]) -> ImportOptions:
    return options._replace(column_map=options.tables._replace(date_format=value), date_format="")


def _set_decimal(options: ImportOptions, value: str, cycles: Mapping[str, str]) -> ImportOptions:
    return options._replace(column_map=options.tables._replace(decimal=value), decimal="")


def _set_confidence(options: ImportOptions, value: str, cycles: Mapping[str, str]) -> ImportOptions:
    from okrtui.actions.csv_choices import with_confidence

    return options._replace(column_map=with_confidence(options.tables, value))


OPTIONS = (
    Option("A row is", "a KR, a check-in, or a KR with its latest check-in", _set_rows),
    Option("Cycle", "of rows that name none", _set_cycle),
    Option("Dates", "the form in which they stand", _set_dates),
    Option("Decimal mark", "of the figures", _set_decimal),
    Option("Confidence", "their scale; it is brought to 1–5 and rounded", _set_confidence),
)


def value_of(option: Option, options: ImportOptions, cycles: Mapping[str, str]) -> str:
    """What an option is set to, "" where the file tells."""
    from okrtui.actions.csv_choices import confidence_of

    column_map = options.tables
    values = {
        "A row is": column_map.rows,
        "Cycle": cycles.get(options.cycle or "", ""),
        "Dates": column_map.date_format,
        "Decimal mark": column_map.decimal,
        "Confidence": confidence_of(column_map),
    }
    return values[option.name]


def choices_of(option: Option, cycles: Mapping[str, str]) -> list[Choice]:
    """What an option can be set to."""
    from okrtui.actions.csv_choices import CONFIDENCE_SCALES
    from okrtui.actions.csv_dates import KNOWN_FORMATS

    told = Choice("", AUTOMATIC)
    if option.name == "A row is":
        kinds = (("key_result", "a KR"), ("check_in", "a check-in"), ("both", "a KR and a check-in"))
        return [told, *(Choice(value, name) for value, name in kinds)]
    if option.name == "Cycle":
        return [
            Choice("", AUTOMATIC, "each row names its own"),
            *(Choice(one, one) for one in cycles.values()),
        ]
    if option.name == "Dates":
        return [Choice("", "ISO", "2026-12-31"), *(Choice(one, one, _example(one)) for one in KNOWN_FORMATS)]
    if option.name == "Decimal mark":
        return [told, Choice(".", ".", "1,234.5 is one thousand two hundred thirty-four and a half"),
                Choice(",", ",", "1.234,5 is the same")]  # fmt: skip
    return [
        Choice(name, name, "as ours" if scale is None else "") for name, scale in CONFIDENCE_SCALES.items()
    ]


def column_choices(header: Header | None) -> Sequence[Choice]:
    """What a column can mean, with the header that has each meaning so far."""
    kind = header.kind if header else ""
    unfit = "title" if kind == "check_in" else "key_result"
    taken = header.columns if header else {}
    return [
        Choice("", "left out", "not read"),
        *(
            one._replace(about=f"{one.about} · now {taken[one.value]}") if one.value in taken else one
            for one in MEANINGS.values()
            if one.value != unfit
        ),
    ]


def told_of(kind: str) -> str:
    """What a row is, in words."""
    return _KINDS.get(kind, "a row is a KR and a check-in on it")


def _example(date_format: str) -> str:
    from datetime import datetime

    return datetime(2026, 12, 31, 14, 5).strftime(date_format)  # noqa: DTZ001 - a form, not a moment


def said_here(text: str) -> str:
    """A refusal or note in the words of these pages: what the command line names an option, here is a line."""
    for there, here in _SAID_HERE:
        text = text.replace(there, here)
    return clean_line(text)
