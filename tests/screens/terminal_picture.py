"""As much of a terminal as okrtui writes to: what stands on it after cursor moves, styles and letters."""

from __future__ import annotations

import codecs
import re

from rich.cells import cell_len

Look = tuple[frozenset[str], str, str]
"""Attributes, colour and background, as the parameters of escape sequences."""

_SEQUENCE = re.compile(
    r"\x1b(?:\[([0-?]*)[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|[P_^][^\x1b]*\x1b\\|[^\[\]P_^])"
)


PLAIN: Look = (frozenset(), "", "")
_ENDED_BY = {"22": {"1", "2"}, "23": {"3"}, "24": {"4", "21"}, "25": {"5"}, "27": {"7"}, "29": {"9"}}
_SHOW_ON_BLANKS = frozenset(("4", "7", "9"))


class TerminalPicture:
    """The cells of a screen: each a letter ("" where a wide one stands to the left) and its style's codes."""

    def __init__(self, columns: int, lines: int) -> None:
        self._size = columns, lines
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self._at = 0, 0
        self._look = PLAIN
        self.cells: list[list[tuple[str, Look]]] = []
        self._clear()

    @property
    def text(self) -> str:
        """What can be read, line by line."""
        return "\n".join("".join(letter for letter, _ in line) for line in self.cells)

    @property
    def seen(self) -> list[list[tuple[str, Look]]]:
        """The cells as they are seen: a blank one has no colour, unless an attribute shows it."""
        return [
            [
                (letter, look if letter != " " or look[0] & _SHOW_ON_BLANKS else (frozenset(), "", look[2]))
                for letter, look in line
            ]
            for line in self.cells
        ]

    def feed(self, data: bytes) -> None:
        """Take in what was written."""
        text = self._rest + self._decoder.decode(data)
        self._rest = ""
        while text:
            if text[0] != "\x1b":
                self._put(text[0])
                text = text[1:]
            elif found := _SEQUENCE.match(text):
                self._obey(found[1] or "", found[2] or "")
                text = text[found.end() :]
            else:
                self._rest, text = text, ""

    def _obey(self, values: str, final: str) -> None:
        if final == "H":
            line, _, column = values.partition(";")
            self._at = int(column or 1) - 1, int(line or 1) - 1
        elif final == "G":
            self._at = int(values or 1) - 1, self._at[1]
        elif final == "C":
            self._at = self._at[0] + int(values or 1), self._at[1]
        elif final == "m":
            self._look = _looking(self._look, (values or "0").split(";"))
        elif final == "J" or (final == "h" and values == "?1049"):
            self._clear()

    def _clear(self) -> None:
        columns, lines = self._size
        self.cells = [[(" ", PLAIN)] * columns for _ in range(lines)]

    def _put(self, letter: str) -> None:
        (x, y), width = self._at, cell_len(letter)
        if letter == "\n" or y >= len(self.cells):
            return
        line = self.cells[y]
        if width == 0 and 0 < x <= len(line):
            at = x - 1 - (line[x - 1][0] == "")
            line[at] = (line[at][0] + letter, line[at][1])
        for place in range(width):
            if x + place < len(line):
                line[x + place] = (letter if place == 0 else "", self._look)
        self._at = x + width, y


def _looking(look: Look, codes: list[str]) -> Look:
    """The look after these parameters."""
    attributes, colour, background = set(look[0]), look[1], look[2]
    while codes:
        code = codes.pop(0)
        if code in ("38", "48"):
            count = 4 if codes[0] == "2" else 2
            code, codes = ";".join([code, *codes[:count]]), codes[count:]
        first = int(code.partition(";")[0])
        if first == 0:
            attributes, colour, background = set(), "", ""
        elif code in _ENDED_BY:
            attributes -= _ENDED_BY[code]
        elif first in range(30, 40) or first in range(90, 98):
            colour = "" if code == "39" else code
        elif first in range(40, 50) or first in range(100, 108):
            background = "" if code == "49" else code
        else:
            attributes.add(code)
    return frozenset(attributes), colour, background
