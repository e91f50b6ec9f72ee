"""The lines of a house-format document, freed of Markdown and told apart by how they begin.

Bullets, numbering, headings, quotes and bold marks are decoration; "Objective:", "KR 1:" and "Initiatives
(bets):" open the parts of an OKR (Playbook, Formatting template).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from okrtui.okr.house_parse import KEY_RESULT_LABELS
from okrtui.okr.house_quotes import split_labels
from okrtui.okr.text import clean_line

OBJECTIVE_LABELS = ("Owner", "Team", "Why")
LONGEST_LINE = 8000
_LABELS = tuple(dict.fromkeys((*KEY_RESULT_LABELS, *OBJECTIVE_LABELS)))
_DECORATION = re.compile(
    r"(?:> ?)*(?P<bullet>(?:[-*•◦▪‣+\u2013—]|[0-9]{1,3}[.)]) )?(?:\[[ xX]\] )?(?P<heading>#{1,6} )?"
)
_MARKS = r"[*_]{0,3}"
_NUMBER = r"(?: ?#?[0-9]+(?:\.[0-9]+)?)"
_COLON = r" ?(?::|[.)\u2013—-](?= |$))"
_REMARK = r"(?: ?\([^)]*\))?"
_OBJECTIVE = re.compile(
    rf"{_MARKS}(?:Objective{_NUMBER}?{_REMARK}|O{_NUMBER}){_MARKS} ?:{_MARKS} ?(.*)", re.IGNORECASE
)
_KEY_RESULT = re.compile(
    rf"{_MARKS}(?:KR|Key Result)(?:{_NUMBER}{_REMARK}{_MARKS}{_COLON}|{_REMARK}{_MARKS} ?:){_MARKS} ?(.*)",
    re.IGNORECASE,
)
_INITIATIVES = re.compile(
    rf"{_MARKS}(?:Initiatives|Bets){_REMARK}{_MARKS} ?(?::{_MARKS} ?(.*))?", re.IGNORECASE
)
_INITIATIVE = re.compile(rf"{_MARKS}(?:Initiative|Bet){_NUMBER}?{_MARKS} ?:{_MARKS} ?(.+)", re.IGNORECASE)
_KEY_RESULTS = re.compile(rf"{_MARKS}(?:KRs|Key Results){_REMARK}{_MARKS} ?:?{_MARKS}", re.IGNORECASE)
_RULE = re.compile(r"[-*_=`~ ]*(?:```\w*)?")


class Line(NamedTuple):
    """One line that isn't blank: `kind` says what it opens, `text` is what follows that."""

    number: int
    raw: str
    kind: str  # "objective", "key result", "initiatives", "heading for KRs", "fields", "text" or "too long"
    text: str
    is_bullet: bool
    is_heading: bool
    is_attached: bool  # no blank line above
    is_continuation: bool  # attached, indented and no bullet: the rest of the line above
    is_bullet_of_one: bool  # "Initiative: …": the text is one initiative, not a list


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines of a document that aren't blank, numbered from 1."""
    is_attached = False
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        line = clean_line(raw[: LONGEST_LINE + 1])
        is_indented = raw[:2] == "  " or raw[:1] == "\t"
        read = None if _RULE.fullmatch(line) else _line(number, line, is_attached, is_indented)
        if len(raw) > LONGEST_LINE:
            yield Line(number, line[:80] + "…", "too long", "", False, False, is_attached, False, False)
        elif read is not None and (read.text or read.kind != "text"):
            yield read
        is_attached = read is not None


def kind_of(text: str) -> str:
    """Return what a line without its bullet opens; "text" where it opens nothing."""
    return _kind_and_rest(text)[0]


def _line(number: int, line: str, is_attached: bool, is_indented: bool) -> Line:
    decoration = _DECORATION.match(line)
    assert decoration is not None
    is_bullet, is_heading = bool(decoration["bullet"]), bool(decoration["heading"])
    kind, rest = _kind_and_rest(_unbold(line[decoration.end() :]))
    return Line(
        number,
        line,
        kind.removesuffix(" of one"),
        rest,
        is_bullet,
        is_heading,
        is_attached,
        is_attached and is_indented and not is_bullet and not is_heading,
        kind.endswith(" of one"),
    )


def _kind_and_rest(text: str) -> tuple[str, str]:
    for kind, pattern in (
        ("objective", _OBJECTIVE),
        ("key result", _KEY_RESULT),
        ("initiatives", _INITIATIVES),
        ("initiatives of one", _INITIATIVE),
    ):
        if match := pattern.fullmatch(text):
            return kind, match[1] or ""
    if _KEY_RESULTS.fullmatch(text):
        return "heading for KRs", ""
    head, fields = split_labels(text, _LABELS)
    return ("fields" if fields and not head else "text"), text


def _unbold(text: str) -> str:
    """Return a line that is bold as a whole without its marks."""
    for mark in ("**", "__"):
        inner = text.removeprefix(mark).removesuffix(mark)
        if len(inner) == len(text) - 2 * len(mark) and mark not in inner:
            return inner
    return text
