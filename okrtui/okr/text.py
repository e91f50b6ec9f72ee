"""Text that came from people, made fit for a terminal: cleaned on the way in, cut and padded on the way out.

Whatever a file, a colleague or a pipe delivers may hold escape sequences, direction overrides or invisible
characters; nothing of that reaches a table or a screen. This module is on the path of `okrtui status`, so it
imports nothing until a text that isn't ASCII needs it.
"""

from __future__ import annotations

_SPACED = dict.fromkeys((0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), " ")
_NEWLINES = dict.fromkeys((0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n")
# Direction overrides and isolates let a text pretend to be another; zero-width spaces, soft hyphens and tag
# characters hide in one. ZWJ and ZWNJ stay: emoji and several scripts need them.
_INVISIBLE = (
    *range(0x20),
    *range(0x7F, 0xA0),
    0x00AD,
    0x200B,
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    0xFFFE,
    0xFFFF,
    *range(0xE0000, 0xE0080),
)
_NO_CELL = ("Mn", "Mc", "Me", "Cf", "Cc", "Cs")
_PARTS = (("\u1160", "\u11ff"), ("\U0001f3fb", "\U0001f3ff"))
"""Vowels and finals of Korean syllables, and the tints of emoji: parts of the letter before them."""
_ONE_CELL = frozenset(
    "".join(map(chr, range(0x20, 0x7F))) + "─●◄►┼═╞╡■□╌▁▂▃▄▅▆▇█▲▼·—−…“”’→€£°ÄÖÜäöüßàâçèéêëîïñóôùúûŁłńśźżąęć"
)
"""The program's own signs and letters that are common: what holds nothing else is as wide as it is long."""
_JOINER, _AS_EMOJI = "\u200d", "\ufe0f"
_IN_A_LINE: dict[int, str | None] = {**dict.fromkeys(_INVISIBLE), **_SPACED}
_IN_A_TEXT: dict[int, str | None] = {**dict.fromkeys(_INVISIBLE), 0x09: " ", 0x0A: "\n", **_NEWLINES}


def clean_line(text: str) -> str:
    """Return `text` as one line: NFC, no control or hidden characters, white space stripped and single."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(_composed(text.translate(_IN_A_LINE)).split())


def clean_text(text: str) -> str:
    """Return `text` cleaned like `clean_line`, line by line, with its line breaks kept as newlines."""
    lines = text.replace("\r\n", "\n").translate(_IN_A_TEXT).split("\n")
    return "\n".join(clean_line(line) for line in lines).strip("\n")


def _composed(text: str) -> str:
    """Return `text` without lone surrogates and in NFC."""
    if text.isascii():
        return text
    import unicodedata

    return unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8"))


def cell_width(text: str) -> int:
    """Return how many terminal cells clean `text` takes: wide characters two, combining ones none."""
    if text.isascii() or _ONE_CELL.issuperset(text):
        return len(text)
    return sum(cells for _, cells in _letters(text))


def cut(text: str, width: int, ellipsis: str = "…") -> str:
    """Return clean `text` in at most `width` cells; what is too long ends in `ellipsis`, room given."""
    if cell_width(text) <= width:
        return text
    mark = ellipsis if cell_width(ellipsis) <= width else ""
    room = width - cell_width(mark)
    if text.isascii() or _ONE_CELL.issuperset(text):
        return text[: max(room, 0)] + mark
    kept: list[str] = []
    for letter, cells in _letters(text):
        room -= cells
        if room < 0:
            break
        kept.append(letter)
    return "".join(kept) + mark


def fit(text: str, width: int) -> str:
    """Return clean `text` cut or padded with spaces to exactly `width` cells."""
    shown = cut(text, width)
    return shown + " " * (width - cell_width(shown))


def _letters(text: str) -> list[tuple[str, int]]:
    """Characters with the signs that belong to each, and their cells; an emoji of several signs takes two."""
    letters: list[tuple[str, int]] = []
    is_joined = False
    for character in text:
        cells = _cells(character)
        if letters and (cells == 0 or (is_joined and character != " ")):
            before, width = letters[-1]
            is_emoji = character == _AS_EMOJI and width and not before.isalpha()
            letters[-1] = before + character, 2 if is_emoji else width
        else:
            letters.append((character, cells))
        is_joined = character == _JOINER
    return letters


def _cells(character: str) -> int:
    import unicodedata

    if unicodedata.category(character) in _NO_CELL or any(one <= character <= last for one, last in _PARTS):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
