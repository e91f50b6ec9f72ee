"""What is written to the terminal: the cells that changed, and the same picture as writing all of them gives."""

from __future__ import annotations

from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from okrtui.screens.changed_cells import Picture
from tests.screens.terminal_picture import TerminalPicture

SIZE = (12, 3)
STYLES = [
    Style(), Style(bold=True), Style(dim=True), Style(color="#ff7a45", bgcolor="#14171c"), Style(color="red"),
    Style(color="blue", bgcolor="#14171c", bold=True), Style(underline=True, color="red"), Style(reverse=True),
]  # fmt: skip
TEXTS = st.text(alphabet="abc ─●漢é́🙂", max_size=14)
LINES = st.lists(st.tuples(TEXTS, st.sampled_from(STYLES)), max_size=4)
PICTURES = st.lists(LINES, min_size=SIZE[1], max_size=SIZE[1])


@pytest.fixture
def console() -> Console:
    return Console(file=StringIO(), color_system="truecolor", force_terminal=True)


def strip_of(pieces: list[tuple[str, Style]]) -> Strip:
    return Strip([Segment(text, style) for text, style in pieces]).adjust_cell_length(SIZE[0])


def painting(lines: list[list[tuple[str, Style]]]) -> LayoutUpdate:
    return LayoutUpdate([[strip_of(pieces)] for pieces in lines], Region(0, 0, *SIZE))


@given(pictures=st.lists(PICTURES, min_size=1, max_size=5))
@example(pictures=[[[], [], [(" ", Style(bold=True)), ("\u0301", Style())]]])
@example(pictures=[[[], [], [("a", Style()), ("", Style(bold=True)), ("\u0301", Style())]]])
def test_writing_the_changes_gives_the_same_picture_as_writing_all(
    pictures: list[list[list[tuple[str, Style]]]],
) -> None:
    console = Console(file=StringIO(), color_system="truecolor", force_terminal=True)
    picture, changed = Picture(), TerminalPicture(*SIZE)
    for lines in pictures:
        changed.feed(picture.changes(painting(lines), SIZE, console).encode())
        whole = TerminalPicture(*SIZE)
        whole.feed(painting(lines).render_segments(console).encode())
        assert changed.seen == whole.seen


def test_what_is_written_whole_is_what_was_painted(console: Console) -> None:
    terminal = TerminalPicture(*SIZE)
    bold = Style(bold=True)
    lines = [[("ab", bold), ("cd", Style())], [("漢字", bold)], [("─●─", Style())]]
    terminal.feed(Picture().changes(painting(lines), SIZE, console).encode())
    bold_look, plain = (frozenset("1"), "", ""), (frozenset[str](), "", "")
    assert terminal.cells[0][:4] == [("a", bold_look), ("b", bold_look), ("c", plain), ("d", plain)]
    assert [letter for letter, _ in terminal.cells[1][:4]] == ["漢", "", "字", ""]
    assert "".join(letter for letter, _ in terminal.cells[2]) == "─●─" + " " * 9


@pytest.mark.parametrize("emoji", ["❤️", "👨‍👩‍👧‍👦", "🇩🇪", "👍🏽", "☎️", "🚲", "1️⃣"])
def test_what_follows_an_emoji_stands_in_its_own_cell_however_wide_the_terminal_takes_it(
    emoji: str, console: Console
) -> None:
    terminal = TerminalPicture(*SIZE)
    lines = [[("漢" * 6, Style())], [("e\u0301x", Style()), ("yz", Style(bold=True))], []]
    picture = Picture()
    terminal.feed(picture.changes(painting(lines), SIZE, console).encode())
    lines[0] = [(f"a{emoji}b", Style()), (f"{emoji}cd", Style(bold=True))]
    terminal.feed(picture.changes(painting(lines), SIZE, console).encode())
    letters = [letter for letter, _ in terminal.cells[0]]
    assert [letters[at] for at in (0, 3, 6, 7, 8, 9)] == ["a", "b", "c", "d", " ", " "]
    assert [letter for letter, _ in terminal.cells[1]][:4] == ["e\u0301", "x", "y", "z"]


def test_a_letter_beside_an_emoji_that_is_drawn_alone_leaves_the_emoji_whole(console: Console) -> None:
    picture, terminal = Picture(), TerminalPicture(*SIZE)
    terminal.feed(picture.changes(painting([[("❤️ 1", Style())], [], []]), SIZE, console).encode())
    chops = [{0: None, 3: strip_of([("2", Style())]).crop(0, 1)}, {}, {}]
    update = ChopsUpdate(chops, [(0, 3, 4)], [[3, 4], [], []])
    terminal.feed(picture.changes(update, SIZE, console).encode())
    assert [letter for letter, _ in terminal.cells[0]][:4] == ["❤️", " ", " ", "2"]


def test_nothing_is_written_where_nothing_changed(console: Console) -> None:
    picture = Picture()
    lines = [[("one", Style(bold=True))], [("漢", Style())], []]
    assert picture.changes(painting(lines), SIZE, console)
    assert picture.changes(painting(lines), SIZE, console) == ""


def test_one_changed_letter_costs_one_letter(console: Console) -> None:
    picture = Picture()
    picture.changes(painting([[("branch 1", Style())], [], []]), SIZE, console)
    assert (
        picture.changes(painting([[("branch 2", Style())], [], []]), SIZE, console)
        == "\x1b[1;8H\x1b[0m2\x1b[0m"
    )


def test_a_part_of_a_line_is_taken_in_where_it_stands(console: Console) -> None:
    picture, terminal = Picture(), TerminalPicture(*SIZE)
    terminal.feed(picture.changes(painting([[("left  right", Style())], [], []]), SIZE, console).encode())
    chops = [{0: None, 6: strip_of([("RIGHT!", Style())]).crop(0, 6)}, {}, {}]
    update = ChopsUpdate(chops, [(0, 6, 12)], [[6, 12], [], []])
    terminal.feed(picture.changes(update, SIZE, console).encode())
    assert "".join(letter for letter, _ in terminal.cells[0]) == "left  RIGHT!"


def test_another_size_and_a_forgotten_picture_are_written_whole(console: Console) -> None:
    picture = Picture()
    lines = [[("one", Style())], [], []]
    whole = picture.changes(painting(lines), SIZE, console)
    picture.forget()
    assert picture.changes(painting(lines), SIZE, console) == whole
    smaller = picture.changes(painting(lines), (SIZE[0] - 1, SIZE[1]), console)
    assert smaller.count("H") == SIZE[1]
