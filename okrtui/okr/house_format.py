"""The house format: OKRs as plain text that people write by hand (Playbook, Formatting template).

A document may hold several objectives, each with its KRs and the initiatives below them, as Markdown or plain
lines, and prose around them. What stands inside an OKR and can't be read is named by its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from okrtui.okr.house_lines import LONGEST_LINE, OBJECTIVE_LABELS, Line, lines_of
from okrtui.okr.house_parse import read_key_result, states_figures
from okrtui.okr.house_quotes import UnreadableError, split_labels, split_list, unquoted
from okrtui.okr.house_values import VERBS
from okrtui.okr.house_write import objective_lines
from okrtui.okr.written import Unread, WrittenKeyResult, WrittenObjective

_OUTSIDE, _IN_OBJECTIVE, _IN_KEY_RESULT, _IN_INITIATIVES, _IN_PROSE = range(5)
_CLAIMS_A_KEY_RESULT = re.compile(
    r"KRs?\b ?\d*(?: ?\([^)]*\))?(?: ?:| ?\d)|(?:Owner|Source) ?:", re.IGNORECASE
)
_NO_FORM = "write “KR 1: Move X from A to B by DATE. Owner: … Source: …”, or set it apart from the OKR"


def parse_okrs(text: str, start: date) -> tuple[list[WrittenObjective], list[Unread]]:
    """Read every OKR in a document.

    Args:
        text: the whole document; line ends, tabs and a byte-order mark don't matter.
        start: a date without a year is the first such date on or after this day.

    Returns:
        the objectives in order, their KRs with line numbers from 1, and the lines that can't be read.
        Prose before, between and after OKRs is passed over.
    """
    reader = _Reader(start)
    for line in lines_of(text):
        reader.take(line)
    reader.finish()
    return reader.objectives, sorted(reader.unread)


def format_okrs(objectives: Iterable[WrittenObjective]) -> str:
    """Return objectives in the house format, Markdown with ISO dates; `parse_okrs` gives them back."""
    return "\n\n".join("\n".join(objective_lines(objective)) for objective in objectives) + "\n"


class _Reader:
    """Where in a document we stand: the OKR that is being read, and lines that wait to be understood."""

    def __init__(self, start: date) -> None:
        self.objectives: list[WrittenObjective] = []
        self.unread: list[Unread] = []
        self._start = start
        self._state = _OUTSIDE
        self._objective: list[str] = []
        self._objective_line = 0
        self._key_results: list[WrittenKeyResult] = []
        self._initiatives: list[str] = []
        self._pieces: list[str] = []
        self._pieces_line = 0
        self._prose: list[Line] = []

    def take(self, line: Line) -> None:
        """Read the next line."""
        if line.kind == "objective":
            self.finish()
            self._state, self._objective, self._objective_line = _IN_OBJECTIVE, [line.text], line.number
        elif self._state == _OUTSIDE:
            if line.kind in ("key result", "too long"):
                self._refuse(line, "a key result needs an “Objective: …” line above it")
        elif line.kind == "key result" or self._is_bare_key_result(line):
            self._begin_key_result(line)
        elif line.kind == "too long":
            self._refuse(line, f"the line is longer than {LONGEST_LINE} characters")
        elif line.kind == "initiatives" and (line.text or self._state != _IN_PROSE):
            self._begin_initiatives(line)
        elif self._state == _IN_INITIATIVES and line.is_bullet:
            self._initiatives.append(unquoted(line.text))
        elif not self._continues(line) and line.kind != "heading for KRs":
            self._take_prose(line)

    def finish(self) -> None:
        """Close the OKR that is being read; prose below it is passed over unless it claims to be a KR."""
        self._end_key_result()
        for line in self._prose:
            if _claims_a_key_result(line):
                self._refuse(line, _NO_FORM)
        if self._state != _OUTSIDE:
            self.objectives.append(self._finished_objective())
        self._state, self._prose, self._key_results, self._initiatives = _OUTSIDE, [], [], []

    def _is_bare_key_result(self, line: Line) -> bool:
        is_open = self._state in (_IN_OBJECTIVE, _IN_KEY_RESULT)
        return is_open and not line.is_continuation and not line.is_heading and states_figures(line.text)

    def _begin_key_result(self, line: Line) -> None:
        self._end_key_result()
        self._refuse_prose()
        self._state, self._pieces, self._pieces_line = _IN_KEY_RESULT, [line.text], line.number

    def _begin_initiatives(self, line: Line) -> None:
        self._end_key_result()
        self._refuse_prose()
        if line.text and not line.is_bullet_of_one:
            separator = "," if ";" not in line.text else ";"
            parts = split_list(line.text.replace(",”", "”,"), separator)
            self._initiatives += [named for part in parts if (named := _initiative(part))]
        elif line.text:
            self._initiatives.append(unquoted(line.text))
        self._state = _IN_PROSE if line.text and not line.is_bullet_of_one else _IN_INITIATIVES

    def _continues(self, line: Line) -> bool:
        """Take a line that belongs to the item above: labelled fields, or the wrapped rest of a sentence."""
        items = {
            _IN_OBJECTIVE: self._objective,
            _IN_KEY_RESULT: self._pieces,
            _IN_INITIATIVES: self._initiatives,
        }
        pieces = items.get(self._state)
        if not pieces:
            return False
        if line.kind == "fields" and self._state != _IN_INITIATIVES:
            pieces.append(line.text)
        elif line.is_continuation:
            pieces[-1] = f"{pieces[-1]} {line.text}"
        else:
            return False
        return True

    def _take_prose(self, line: Line) -> None:
        inside = self._state in (_IN_OBJECTIVE, _IN_KEY_RESULT)
        if inside and (line.is_bullet or (line.is_attached and not line.is_heading)):
            self._refuse(line, _NO_FORM)
            return
        if self._state != _IN_PROSE:
            self._end_key_result()
            self._state = _IN_PROSE
        self._prose.append(line)

    def _refuse_prose(self) -> None:
        """Name the lines that turned out to stand inside an OKR."""
        for line in self._prose:
            if not line.is_heading:
                self._refuse(line, _NO_FORM)
        self._prose = []

    def _refuse(self, line: Line, why: str) -> None:
        self.unread.append(Unread(line.number, line.raw, why))

    def _end_key_result(self) -> None:
        if not self._pieces:
            return
        try:
            self._key_results.append(read_key_result(self._pieces, self._start, self._pieces_line))
        except UnreadableError as error:
            self.unread.append(Unread(self._pieces_line, " ".join(self._pieces), str(error)))
        self._pieces = []

    def _finished_objective(self) -> WrittenObjective:
        fields: dict[str, str] = {}
        title = ""
        for number, piece in enumerate(self._objective):
            head, found = split_labels(piece, OBJECTIVE_LABELS)
            if number == 0:
                title = unquoted(head)
            elif head:
                self.unread.append(Unread(self._objective_line, piece, "an objective has no such field"))
            for label, value in found:
                if label in fields:
                    self.unread.append(Unread(self._objective_line, piece, f"“{label}:” stands there twice"))
                fields.setdefault(label, unquoted(value))
        return WrittenObjective(
            title=title,
            owner=fields.get("Owner", ""),
            team=fields.get("Team", ""),
            why=fields.get("Why", ""),
            key_results=tuple(self._key_results),
            initiatives=tuple(self._initiatives),
            line=self._objective_line,
        )


def _initiative(part: str) -> str:
    return unquoted(part.removeprefix("and ")).strip(" .,;")


def _claims_a_key_result(line: Line) -> bool:
    if line.is_heading:
        return False
    first = line.text.partition(" ")[0].lower()
    is_sentence = first in VERBS and any(character.isdigit() for character in line.text)
    return is_sentence or states_figures(line.text) or _CLAIMS_A_KEY_RESULT.match(line.text) is not None
