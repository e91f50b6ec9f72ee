"""Writing to the terminal only what changed on it: over a slow line a key costs bytes, and most of a repaint is old.

Textual paints regions anew, changed or not. Here the picture that the terminal shows is kept, and of each painting
only the cells that differ from it are written. A resize, a return from the shell and the key that redraws write all.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast

from rich.console import Console, RenderableType
from rich.style import Style
from textual import events
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.screen import Screen
from textual.strip import Strip

from okrtui.screens.pen import PLAIN, RESET, Look, Pen, cells_of, in_their_places, looks_in, takes_one_cell

NEAR = 4
"""Changed cells so near each other are written in one go, for moving the cursor costs more."""
MOST_STYLES = 2048

T = TypeVar("T")


class Picture:
    """What the terminal shows, cell by cell: its letters and their looks."""

    def __init__(self) -> None:
        self._letters: list[list[str]] = []
        self._looks: list[list[Look]] = []
        self._wide: set[int] = set()
        self._known: dict[Style, tuple[Look, Look]] = {}
        self._size = (0, 0)

    def forget(self) -> None:
        """Take nothing for shown, so that the next painting is written whole."""
        self._size = (0, 0)
        self._known.clear()

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
        pen = Pen()
        for y, pieces in _lines_of(update):
            if 0 <= y < size[1]:
                self._take_line(y, pieces, is_new, console, pen)
        return "".join([*pen.written, RESET]) if pen.written else ""

    def _begin(self, size: tuple[int, int]) -> None:
        columns, lines = size
        self._size = size
        self._letters = [[" "] * columns for _ in range(lines)]
        self._looks = [[PLAIN] * columns for _ in range(lines)]
        self._wide.clear()

    def _take_line(
        self, y: int, pieces: list[tuple[int, Strip]], is_new: bool, console: Console, pen: Pen
    ) -> None:
        """Take in what stands on one line, and write what has to be written of it."""
        columns = self._size[0]
        before, looks_before, was_wide = self._letters[y], self._looks[y], y in self._wide
        letters, looks = before.copy(), looks_before.copy()
        is_wide = False
        for x, strip in pieces:
            is_wide |= self._place(letters, looks, x, strip, console)
        letters, looks = letters[:columns], looks[:columns]
        self._letters[y], self._looks[y] = letters, looks
        if is_wide or (was_wide and any(len(each) != 1 for each in letters)):
            self._wide.add(y)
        else:
            self._wide.discard(y)
        if not is_new and letters == before and looks == looks_before:
            return
        if is_new or was_wide or is_wide:
            self._write(y, [(0, columns)], pen)
        else:
            self._write(y, _runs(letters, before, looks, looks_before, columns), pen)

    def _place(self, letters: list[str], looks: list[Look], x: int, strip: Strip, console: Console) -> bool:
        """Put a strip's letters and looks on a line; whether some take another width than one cell."""
        is_wide, begun, worn = False, x, PLAIN
        for segment in strip:
            cells = list(segment.text)
            if not segment.text.isascii() and not all(map(takes_one_cell, cells)):
                is_wide = True
                signs, cells = cells_of(segment.text)
                if signs and x > begun:
                    bearer = x - 1 if letters[x - 1] else x - 2
                    letters[bearer] += signs
                    looks[bearer] = worn
            width = len(cells)
            look, blank = self._looks_of(segment.style, console)
            letters[x : x + width] = cells
            looks[x : x + width] = [blank if each == " " else look for each in cells]
            x, worn = x + width, look if cells else worn
        return is_wide

    def _looks_of(self, style: Style | None, console: Console) -> tuple[Look, Look]:
        """How letters and how blanks look in this style."""
        if style is None:
            return PLAIN, PLAIN._replace(is_blank=True)
        looks = self._known.get(style)
        if looks is None:
            if len(self._known) >= MOST_STYLES:
                self._known.clear()
            looks = self._known[style] = looks_in(style, console)
        return looks

    def _write(self, y: int, runs: list[tuple[int, int]], pen: Pen) -> None:
        """These stretches of cells of one line, from where they stand."""
        letters, looks = self._letters[y], self._looks[y]
        stands = -1
        for start, end in runs:
            if stands < 0:
                pen.move(start, y)
            else:
                pen.skip(start - stands)
            at = start
            while at < end:
                look, begun = looks[at], at
                while at < end and looks[at] == look:
                    at += 1
                cells = letters[begun:at]
                pen.write(in_their_places(cells, begun) if y in self._wide else "".join(cells), look)
            stands = end


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

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """No cursor blinks: each blink would be written, and nobody typing should cost nothing."""
        if getattr(event.widget, "cursor_blink", False):
            cast("Any", event.widget).cursor_blink = False

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


def _runs(
    letters: list[str], before: list[str], looks: list[Look], looks_before: list[Look], end: int
) -> list[tuple[int, int]]:
    """The stretches of cells that differ, near ones joined."""
    runs: list[tuple[int, int]] = []
    for at in range(end):
        if letters[at] == before[at] and looks[at] == looks_before[at]:
            continue
        if runs and at - runs[-1][1] <= NEAR:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs
