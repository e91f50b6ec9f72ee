"""What people typed becomes one harmless line, cut by cells."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.text import cell_width, clean_line, clean_text, cut, fit

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("plain", "plain"),
        ("  two   words\t", "two words"),
        ("one\ntwo\r\nthree", "one two three"),
        ("\x1b[31mred\x1b[0m\x07", "[31mred[0m"),
        ("c1\x9bcsi\x85next", "c1csi next"),
        ("line\u2028paragraph\u2029end", "line paragraph end"),
        ("abc\u202etxt.exe\u202c", "abctxt.exe"),
        ("\u2066isolate\u2069", "isolate"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("half\ud800pair", "halfpair"),
        ("e\u0301", "\u00e9"),
        ("caf\u00a0\u00a0\u00e9", "caf \u00e9"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("hidden\U000e0041tag", "hiddentag"),
    ],
)
def test_a_line_keeps_its_words_and_loses_what_could_harm(typed: str, line: str) -> None:
    assert clean_line(typed) == line


def test_a_text_keeps_its_line_breaks() -> None:
    assert clean_text("\ufeffone \x1b[2J\r\n\ttwo\rthree\u2028four\n") == "one [2J\ntwo\nthree\nfour"


@given(ANY_TEXT)
def test_a_clean_line_is_printable_and_cleaning_it_again_changes_nothing(typed: str) -> None:
    line = clean_line(typed)
    assert clean_line(line) == line
    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in line)
    assert "\n" not in line


@given(ANY_TEXT)
def test_a_clean_text_is_its_clean_lines(typed: str) -> None:
    text = clean_text(typed)
    assert clean_text(text) == text
    assert [clean_line(line) for line in text.split("\n")] == text.split("\n")


@pytest.mark.parametrize(
    ("text", "cells"),
    [("abc", 3), ("日本", 4), ("e\u0301", 1), ("\uff41", 2), ("", 0), ("❤️ ok", 5), ("👩‍🚀", 2), ("👍🏽", 2), ("🇩🇪", 2),
     ("नमस्ते", 4), ("\u1112\u1161\u11ab", 2)],
)  # fmt: skip
def test_width_is_counted_in_cells(text: str, cells: int) -> None:
    assert cell_width(text) == cells


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Repeat purchases", 16, "Repeat purchases"),
        ("Repeat purchases", 7, "Repeat…"),
        ("日本語の", 5, "日本…"),
        ("日本語の", 4, "日…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_what_is_too_long_is_cut_with_an_ellipsis(text: str, width: int, shown: str) -> None:
    assert cut(text, width) == shown


def test_an_ellipsis_without_room_goes() -> None:
    assert cut("abcdef", 2, "...") == "ab"


@given(ANY_TEXT, st.integers(0, 30))
def test_a_fitted_text_takes_exactly_its_width(text: str, width: int) -> None:
    assert cell_width(fit(clean_line(text), width)) == width


def test_importing_it_loads_nothing_heavy() -> None:
    program = "import sys; a = set(sys.modules); import okrtui.okr.text; print(sorted(set(sys.modules) - a))"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "['__future__', 'okrtui', 'okrtui.okr', 'okrtui.okr.text']"
