"""As much of a terminal as okrtui writes to: what stands on it after cursor moves, styles and letters."""

from __future__ import annotations

import codecs
import re

from rich.cells import cell_len

_SEQUENCE = re.compile(
    r"\x1b(?:\[([0-?]*)[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|[P_^][^\x1b]*\x1b\\|[^\[\]P_^])"
)


class TerminalPicture:
    """The cells of a screen: each a letter ("" where a wide one stands to the left) and its style's codes."""

    def __init__(self, columns: int, lines: int) -> None:
        self._size = columns, lines
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self._at = 0, 0
        self._code = ""
        self.cells: list[list[tuple[str, str]]] = []
        self._clear()

    @property
    def text(self) -> str:
        """What can be read, line by line."""
        return "\n".join("".join(letter for letter, _ in line) for line in self.cells)

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
        elif final == "m":
            self._code = values.removeprefix("0").removeprefix(";")
        elif final == "J" or (final == "h" and values == "?1049"):
            self._clear()

    def _clear(self) -> None:
        columns, lines = self._size
        self.cells = [[(" ", "")] * columns for _ in range(lines)]

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
                line[x + place] = (letter if place == 0 else "", self._code)
        self._at = x + width, y
