"""Writing letters in their looks with as few characters as a terminal needs, each in the cell where it belongs.

Terminals disagree about how wide an emoji of several signs is; what follows one is written to its own cell, whatever
the terminal took the emoji for.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len, get_character_cell_size, split_graphemes
from rich.console import Console
from rich.style import Style

RESET = "\x1b[0m"
_FLAGS = ("\U0001f1e6", "\U0001f1ff")
"""The first and the last of the letters that make a flag, two by two."""


class Look(NamedTuple):
    """How a cell looks, as parameters of escape sequences: bold and the like, colour, background.

    A blank cell has no colour and no attributes of its own, unless they show.
    """

    attributes: str
    colour: str
    background: str
    is_blank: bool = False


PLAIN = Look("", "", "")
_SHOW_ON_BLANKS = frozenset(("4", "7", "9", "21", "53"))
_SOFT = ("", "1", "2")
"""What 22 ends: bold and dim."""


class Pen:
    """Writes letters in their looks, with as few parameters as the look before leaves necessary."""

    def __init__(self) -> None:
        self._now: Look | None = None
        self.written: list[str] = []

    def move(self, x: int, y: int) -> None:
        """Go to a cell."""
        self.written.append(f"\x1b[{y + 1};{x + 1}H")

    def skip(self, cells: int) -> None:
        """Go on to the right."""
        self.written.append(f"\x1b[{cells}C")

    def write(self, letters: str, look: Look) -> None:
        """Write in this look."""
        codes = self._codes(look)
        if codes:
            self.written.append(f"\x1b[{';'.join(codes)}m")
        self.written.append(letters)

    def _codes(self, look: Look) -> list[str]:
        now = self._now
        if look.is_blank and now is not None and now.attributes in _SOFT:
            self._now = now._replace(background=look.background)
            return [look.background or "49"] if now.background != look.background else []
        self._now = look._replace(is_blank=False)
        if now is None or _is_hard(now.attributes, look.attributes):
            return ["0", *filter(None, look[:3])]
        codes: list[str] = []
        if now.attributes != look.attributes:
            codes += filter(None, ["22" if now.attributes else "", look.attributes])
        if now.colour != look.colour:
            codes.append(look.colour or "39")
        if now.background != look.background:
            codes.append(look.background or "49")
        return codes


def takes_one_cell(letter: str) -> bool:
    """Whether every terminal shows this letter in one cell, whatever stands beside it."""
    return get_character_cell_size(letter) == 1 and not _is_half_a_flag(letter)


def cells_of(text: str) -> tuple[str, list[str]]:
    """The combining signs before the first letter, then one text a cell, as many as Textual reckons with.

    A wide letter's second cell is empty; combining signs, joined emoji and the second half of a flag stand with the
    letter before them.
    """
    signs = ""
    cells: list[str] = []
    for start, end, width in split_graphemes(text)[0]:
        letter = text[start:end]
        if not width:
            signs += letter
        elif cells and _is_half_a_flag(letter) and _is_half_a_flag(cells[-1]):
            cells[-1:] = [cells[-1] + letter, ""]
        else:
            cells += [letter, *[""] * (width - 1)]
    return signs, cells[: cell_len(text)]


def in_their_places(cells: list[str], x: int) -> str:
    """The letters of cells that begin at column x, with moves to each one's column where terminals may not agree."""
    placed = []
    for at, letter in enumerate(cells, x):
        if not letter or _is_sure(letter):
            placed.append(letter)
        else:
            width = 2 if cells[at - x + 1 : at - x + 2] == [""] else 1
            placed.append(f"{' ' * width}\x1b[{at + 1}G{letter}\x1b[{at + width + 1}G")
    return "".join(placed)


def _is_half_a_flag(letter: str) -> bool:
    return len(letter) == 1 and _FLAGS[0] <= letter <= _FLAGS[1]


def _is_sure(letter: str) -> bool:
    """Whether terminals agree about how wide this is: emoji and what is made of several signs they don't."""
    return len(letter) == 1 and (
        letter < "\u2000" or "\u2e80" <= letter < "\U0001f000" or get_character_cell_size(letter) == 1
    )


def _is_hard(before: str, after: str) -> bool:
    """Whether other attributes can't be told without beginning anew."""
    return before != after and not {before, after}.issubset(_SOFT)


def looks_in(style: Style, console: Console) -> tuple[Look, Look]:
    """How letters and how blanks look in a style, with as many colours as the terminal has."""
    system = console._color_system
    if system is None:
        return PLAIN, PLAIN._replace(is_blank=True)
    bare = style.without_color.render("x", color_system=system)
    attributes = bare[2 : bare.index("m")] if bare.startswith("\x1b[") else ""
    colour, background = (
        "" if each is None else ";".join(each.downgrade(system).get_ansi_codes(foreground=is_colour))
        for each, is_colour in ((style.color, True), (style.bgcolor, False))
    )
    look = Look(attributes, colour, background)
    shows = _SHOW_ON_BLANKS.intersection(attributes.split(";"))
    return look, look if shows else Look("", "", background, is_blank=True)
