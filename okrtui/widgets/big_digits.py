"""A figure in digits of three lines, legible from the end of a table; in ASCII as seven segments."""

from __future__ import annotations

from textual.renderables.digits import DIGITS, DIGITS3X3_BOLD

LINES = 3
_SEVEN = {
    "0": (" _ ", "| |", "|_|"),
    "1": ("   ", "  |", "  |"),
    "2": (" _ ", " _|", "|_ "),
    "3": (" _ ", " _|", " _|"),
    "4": ("   ", "|_|", "  |"),
    "5": (" _ ", "|_ ", " _|"),
    "6": (" _ ", "|_ ", "|_|"),
    "7": (" _ ", "  |", "  |"),
    "8": (" _ ", "|_|", "|_|"),
    "9": (" _ ", "|_|", " _|"),
    "-": ("   ", " _ ", "   "),
}


def big_digits(figure: str, *, ascii_only: bool = False) -> tuple[str, str, str]:
    """The three lines of a figure, all of one width; what has no large sign stands small on the last line.

    Args:
        figure: such as "24.5" or "2/3".
        ascii_only: where the terminal shows no other characters.
    """
    signs = [_ascii(sign) if ascii_only else _bold(sign) for sign in figure]
    lines = ["".join(sign[line] for sign in signs) for line in range(LINES)]
    return lines[0], lines[1], lines[2]


def _bold(sign: str) -> tuple[str, str, str]:
    if sign not in DIGITS or sign == " ":
        return _small(sign)
    at = DIGITS.index(sign) * LINES
    rows = [row.ljust(3) for row in DIGITS3X3_BOLD[at : at + LINES]]
    return rows[0], rows[1], rows[2]


def _ascii(sign: str) -> tuple[str, str, str]:
    return _SEVEN.get(sign) or _small(sign)


def _small(sign: str) -> tuple[str, str, str]:
    return " ", " ", sign
