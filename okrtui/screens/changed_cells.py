"""Writing to the terminal only what changed on it: over a slow line a key costs bytes, and most of a repaint is old.

Textual paints regions anew, changed or not. Here the picture that the terminal shows is kept, and of each painting
only the cells that differ from it are written. A resize, a return from the shell and the key that redraws write all.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast

from rich.cells import cell_len, get_character_cell_size
from rich.console import Console, RenderableType
from rich.style import Style
from textual import events
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.screen import Screen
from textual.strip import Strip

NEAR = 4
"""Changed cells so near each other are written in one go, for moving the cursor costs more."""
MOST_STYLES = 2048
RESET = "\x1b[0m"

T = TypeVar("T")


class Picture:
    """What the terminal shows, cell by cell: its letters and the codes that style them."""

    def __init__(self) -> None:
        self._letters: list[list[str]] = []
        self._styles: list[list[str]] = []
        self._wide: set[int] = set()
        self._codes: dict[Style, str] = {}
        self._size = (0, 0)

    def forget(self) -> None:
        """Take nothing for shown, so that the next painting is written whole."""
        self._size = (0, 0)

    def changes(self, update: LayoutUpdate | ChopsUpdate, size: tuple[int, int], console: Console) -> str:
        """Take in a painting; what must be written so that the terminal shows it.

        Args:
            update: the whole screen, or the chops of some of its lines.
            size: the screen's columns and lines.
            console: it says how many colours there are.
        """
        is_new = size != self._size
        if is_new:
            if not isinstance(update, LayoutUpdate):
                return update.render_segments(console)
            self._begin(size)
        written = []
        for y, pieces in _lines_of(update):
            if 0 <= y < size[1]:
                written.append(self._take_line(y, pieces, is_new, console))
        text = "".join(written)
        return text + RESET if text else ""

    def _begin(self, size: tuple[int, int]) -> None:
        columns, lines = size
        self._size = size
        self._letters = [[" "] * columns for _ in range(lines)]
        self._styles = [[""] * columns for _ in range(lines)]
        self._wide.clear()

    def _take_line(self, y: int, pieces: list[tuple[int, Strip]], is_new: bool, console: Console) -> str:
        """Take in what stands on one line; what has to be written of it."""
        columns = self._size[0]
        before, styles_before, was_wide = self._letters[y], self._styles[y], y in self._wide
        letters, styles = before.copy(), styles_before.copy()
        is_wide = False
        for x, strip in pieces:
            is_wide |= self._place(letters, styles, x, strip, console)
        self._letters[y], self._styles[y] = letters[:columns], styles[:columns]
        if is_wide or (was_wide and "" in self._letters[y]):
            self._wide.add(y)
        elif was_wide:
            self._wide.discard(y)
        if is_new or was_wide or is_wide:
            same = not is_new and letters == before and styles == styles_before
            return "" if same else self._write(y, 0, columns)
        if letters == before and styles == styles_before:
            return ""
        return "".join(self._write(y, *run) for run in _runs(letters, before, styles, styles_before, columns))

    def _place(self, letters: list[str], styles: list[str], x: int, strip: Strip, console: Console) -> bool:
        """Put a strip's letters and styles on a line; whether some take another width than one cell."""
        is_wide = False
        for segment in strip:
            cells = list(segment.text)
            if not segment.text.isascii() and any(get_character_cell_size(each) != 1 for each in cells):
                is_wide = True
                cells = _cells_of(segment.text)
            width = len(cells)
            letters[x : x + width] = cells
            styles[x : x + width] = [self._code(segment.style, console)] * width
            x += width
        return is_wide

    def _code(self, style: Style | None, console: Console) -> str:
        """The parameters of the escape sequence that begins this style."""
        if style is None:
            return ""
        code = self._codes.get(style)
        if code is None:
            if len(self._codes) >= MOST_STYLES:
                self._codes.clear()
            rendered = style.render("x", color_system=console._color_system)
            code = rendered[2 : rendered.index("m")] if rendered.startswith("\x1b[") else ""
            self._codes[style] = code
        return code

    def _write(self, y: int, start: int, end: int) -> str:
        """The cells of one line from `start` to before `end`, from where they stand."""
        letters, styles = self._letters[y], self._styles[y]
        written = [f"\x1b[{y + 1};{start + 1}H"]
        at = start
        while at < end:
            code, begun = styles[at], at
            while at < end and styles[at] == code:
                at += 1
            written.append(f"\x1b[0;{code}m" if code else RESET)
            written.append("".join(letters[begun:at]))
        return "".join(written)


class ChangedCells(App[T]):
    """An app that writes only the cells that changed."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._picture = Picture()

    def on_mount(self) -> None:
        self.app_resume_signal.subscribe(self, self._show_all_again)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(renderable, LayoutUpdate | ChopsUpdate) and self._writes_now():
            size = (self.size.width, self.size.height)
            text = self._picture.changes(renderable, size, self.console)
            if not text and self.cursor_position == self._previous_cursor_position:
                return
            renderable = cast("RenderableType", _Changes(text))
        super()._display(screen, renderable)

    def _writes_now(self) -> bool:
        """Whether a painting goes to a terminal of which the program has the whole screen."""
        if self._driver is None or self._driver.is_inline or self.is_headless:
            return False
        return self._running and not self._closed and not self._batch_count

    def on_resize(self, event: events.Resize) -> None:
        self._picture.forget()

    def action_redraw(self) -> None:
        self._show_all_again(self)

    def _show_all_again(self, _: object) -> None:
        self._picture.forget()
        self.screen.refresh(layout=True)


class _Changes(CompositorUpdate):
    """What of a painting is to be written."""

    def __init__(self, text: str) -> None:
        self._text = text

    def render_segments(self, console: Console) -> str:
        return self._text


def _lines_of(update: LayoutUpdate | ChopsUpdate) -> list[tuple[int, list[tuple[int, Strip]]]]:
    """The strips of each painted line with the column at which they begin."""
    if isinstance(update, ChopsUpdate):
        return [(y, _pieces_of(update, y, start, end)) for y, start, end in update.spans]
    lines = []
    for y, strips in enumerate(update.strips, update.region.y):
        x, pieces = update.region.x, []
        for strip in strips:
            pieces.append((x, strip))
            x += strip.cell_length
        lines.append((y, pieces))
    return lines


def _pieces_of(update: ChopsUpdate, y: int, start: int, end: int) -> list[tuple[int, Strip]]:
    """What was painted anew of one line, from column `start` to before `end`; beside it chops may be unfinished."""
    pieces = []
    for (x, strip), stop in zip(update.chops[y].items(), update.chop_ends[y], strict=False):
        if strip is not None and x < end and stop > start:
            pieces.append((x, strip if stop <= end else strip.crop(0, end - x)))
    return pieces


def _cells_of(text: str) -> list[str]:
    """One text a cell: a wide letter's second cell is empty, a combining sign stands with the letter before it."""
    cells: list[str] = []
    for letter in text:
        width = get_character_cell_size(letter)
        if width:
            cells += [letter, *[""] * (width - 1)]
        elif cells:
            cells[-1] += letter
    return (cells + [" "] * cell_len(text))[: cell_len(text)]


def _runs(
    letters: list[str], before: list[str], styles: list[str], styles_before: list[str], end: int
) -> list[tuple[int, int]]:
    """The stretches of cells that differ, near ones joined."""
    runs: list[tuple[int, int]] = []
    for at in range(end):
        if letters[at] == before[at] and styles[at] == styles_before[at]:
            continue
        if runs and at - runs[-1][1] <= NEAR:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs
