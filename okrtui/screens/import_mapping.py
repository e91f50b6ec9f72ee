"""What the columns of others' tables mean: theirs at the left, ours beside them, and what is in them.

What could be guessed stands there already; below it stands what would be added, worked out from the first rows.
The mapping can be saved as a map file, for `okrtui import --map`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from okrtui.okr.text import clean_line, cut, fit
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.form_dialog import FormDialog, FormField
from okrtui.screens.import_choice import Choice, ImportChoicePage
from okrtui.screens.mapping_words import (
    AUTOMATIC,
    MEANINGS,
    OPTIONS,
    Option,
    choices_of,
    column_choices,
    said_here,
    told_of,
    value_of,
)
from okrtui.screens.page import Page
from okrtui.widgets.hanging_text import Hanging, HangingText
from okrtui.widgets.line_list import LineList, LineOpened

if TYPE_CHECKING:
    from okrtui.actions.csv_table import Header
    from okrtui.actions.import_files import Source
    from okrtui.actions.imports import ImportOptions
    from okrtui.actions.session import Done, Session

TRIED_ROWS = 300
"""Rows of which the page itself says what they would add; the preview says it of all."""

_WIDTHS = (24, 18)


class ColumnRow(NamedTuple):
    """One of their columns: its place, its header, what it means, and samples."""

    place: int
    theirs: str
    ours: str
    samples: str


class OptionRow(NamedTuple):
    """Something that holds for the whole table."""

    option: Option
    value: str


class Heading(NamedTuple):
    """A line above others."""

    text: str
    about: str = ""


class Tried(Message):
    """The first rows were read with the map as it stands."""

    def __init__(self, number: int, lines: list[str], is_good: bool) -> None:
        super().__init__()
        self.number = number
        self.lines = lines
        self.is_good = is_good


class ImportMappingPage(Page):
    """The columns of one table; `go_on` is called with the options once they are right."""

    SCOPE = "mapping"
    CSS_PATH = "import_mapping.tcss"
    LISTS = True
    BINDINGS = bindings_for("mapping")

    def __init__(
        self, source: Source, path: str, options: ImportOptions, go_on: Callable[[ImportOptions], None]
    ) -> None:
        super().__init__()
        self._source = source
        self._path = path
        self._options = options
        self._go_on = go_on
        self._header: Header | None = None
        self._cycles: Mapping[str, str] = {}
        self._tries = 0

    def compose_body(self) -> Iterable[Widget]:
        mark = ">" if self.okrtui.is_ascii else "▌"
        yield LineList(self._draw, is_selectable=_is_choice, key_of=_key, mark=mark, id="columns")
        yield HangingText(id="tried")

    def on_mount(self) -> None:
        self.query_one("#columns").focus()
        self.read(_cycles, self._begin)

    def reload(self) -> None:
        """What stands here comes from the file and from nowhere else."""

    def _begin(self, cycles: Mapping[str, tuple[str, str]]) -> None:
        from okrtui.actions.csv_choices import chosen_map
        from okrtui.actions.csv_table import read_header
        from okrtui.okr.errors import BadInput

        self._cycles = {id_: name for id_, (name, _) in cycles.items()}
        active = [id_ for id_, (_, phase) in cycles.items() if phase == "active"]
        only = active or list(cycles)
        try:
            header = read_header(self._source.text, self._source.name, self._options.tables)
            if "cycle" not in {*header.places, *self._options.tables.constants} and len(only) == 1:
                self._options = self._options._replace(cycle=self._options.cycle or only[0])
            self._take(chosen_map(self._source.text, self._options.tables))
        except BadInput as error:
            self.warn(said_here(str(error)))

    def _take(self, column_map: Any) -> None:
        """Go on with another map: show it, and try it on the first rows."""
        from okrtui.actions.csv_table import read_header, samples

        self._options = self._options._replace(column_map=column_map)
        tables = self._options.tables
        self._header = header = read_header(self._source.text, self._source.name, tables)
        meanings = {place: name for name, places in header.places.items() for place in places}
        rows: list[Any] = [Heading("COLUMNS", "what is in this file, and what it means here")]
        rows += [
            ColumnRow(place, text, meanings.get(place, ""), shown)
            for place, (text, shown) in enumerate(
                zip(header.texts, samples(self._source.text, header), strict=True)
            )
        ]
        rows += [Heading(""), Heading("THE FILE")]
        rows += [OptionRow(one, value_of(one, self._options, self._cycles)) for one in OPTIONS]
        self.query_one("#columns", LineList).show(rows)
        self.set_header(f"Import · {clean_line(self._source.name)}", right=told_of(header.kind))
        self.refresh_footer()
        self._try()

    def _try(self) -> None:
        """Say what the first rows would add, from a thread."""
        self._tries += 1
        number, options, source = self._tries, self._options, self._source

        def work() -> None:
            lines, is_good = _tried(self.okrtui.session(), source, options)
            self.post_message(Tried(number, lines, is_good))

        if self.okrtui.path:
            self.run_worker(work, thread=True, exclusive=True, exit_on_error=False, group="try")

    @on(Tried)
    def show_what_was_tried(self, event: Tried) -> None:
        event.stop()
        if event.number == self._tries:
            style = ".muted" if event.is_good else ".needed"
            lines = [Hanging(Content("  "), Content.styled(said_here(line), style)) for line in event.lines]
            self.query_one("#tried", HangingText).show(lines)

    def why_not(self, action: str) -> str:
        is_known = self._header is not None and bool(self._header.kind)
        if action == "show_preview" and not is_known:
            return "say first which column holds the KR, and which its objective or the date"
        return ""

    @on(LineOpened)
    def choose_opened(self, event: LineOpened) -> None:
        event.stop()
        self._choose(event.row)

    def action_open(self) -> None:
        row = self.query_one("#columns", LineList).selected_row
        if _is_choice(row):
            self._choose(row)

    def action_show_preview(self) -> None:
        self.okrtui.go_back()
        self._go_on(self._options)

    def action_save_map(self) -> None:
        field = FormField("path", "File", os.path.splitext(self._path)[0] + ".map.toml")
        about = "The columns, scales and forms above, for okrtui import --map FILE."
        self.okrtui.push_screen(FormDialog(self, "Save the map", (field,), "Save", self._save, about=about))

    def _save(self, session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.csv_map import save_map

        return save_map(texts["path"], self._options.tables)

    def _choose(self, row: ColumnRow | OptionRow) -> None:
        if isinstance(row, ColumnRow):
            heading, about = f"What is “{cut(clean_line(row.theirs), 40)}”?", clean_line(row.samples)
            choices, now = column_choices(self._header), row.ours
        else:
            heading, about, now = row.option.name, row.option.help, row.value
            choices = choices_of(row.option, self._cycles)
        taken = [one for one in choices if one.value == now] or [Choice(now, now, "as it stands")]
        choices = choices if taken[0] in choices else [*taken, *choices]
        self.okrtui.push_screen(
            ImportChoicePage(heading, choices, now, lambda value: self._change(row, value), about)
        )

    def _change(self, row: ColumnRow | OptionRow, value: str) -> None:
        from okrtui.actions.csv_choices import with_meaning
        from okrtui.okr.errors import BadInput

        before = self._options
        try:
            if isinstance(row, OptionRow):
                self._options = row.option.change(self._options, value, self._cycles)
                self._take(self._options.tables)
            elif self._header is not None:
                self._take(with_meaning(self._options.tables, self._header, row.place, value))
        except BadInput as error:
            self._options = before
            self.warn(said_here(str(error)))

    def _draw(self, row: Any, width: int, is_selected: bool) -> Content:
        if isinstance(row, Heading):
            return Content.assemble((row.text, ".heading"), "  ", (row.about, ".faint"))
        theirs, ours = (min(one, width // 3) for one in _WIDTHS)
        strong = ".strong" if is_selected else ""
        if isinstance(row, OptionRow):
            left, middle, right = row.option.name, row.value or AUTOMATIC, row.option.help
        else:
            left, middle, right = row.theirs or "(no header)", row.ours, row.samples
        shown = MEANINGS[middle].name if middle in MEANINGS else middle or "left out"
        return Content.assemble(
            (fit(clean_line(left), theirs), strong), " ",
            (fit(clean_line(shown), ours), ".key" if middle else ".faint"), " ",
            (cut(clean_line(right), max(width - theirs - ours - 2, 0)), ".muted"),
        )  # fmt: skip


def _tried(session: Session, source: Source, options: ImportOptions) -> tuple[list[str], bool]:
    """What the first rows of a table would add, or what is wrong with them."""
    from okrtui.actions.csv_dialect import head
    from okrtui.actions.imports import plan_sources
    from okrtui.okr.errors import OkrtuiError

    text, is_whole = head(source.text, options.tables.delimiter, TRIED_ROWS)
    of_what = "" if is_whole else f" (of the first {TRIED_ROWS} rows)"
    try:
        plan = plan_sources(session, [source._replace(text=text)], options)
    except OkrtuiError as error:
        named: list[str] = getattr(error, "candidates", [])
        return (
            [*named[:2], f"… {len(named)} problems so far"] if len(named) > 2 else named or [str(error)]
        ), False
    unread = f", {len(plan.unread)} cells not read" if plan.unread else ""
    return [f"{plan.summary[0]}{unread}{of_what}", *plan.notes[:2]], True


def _cycles(connection: Any) -> dict[str, tuple[str, str]]:
    """Name and phase of each cycle, by its id."""
    from okrtui.views.workspace import cycles

    return {cycle.id: (cycle.name, cycle.phase) for cycle in cycles(connection)}


def _is_choice(row: Any) -> bool:
    return isinstance(row, (ColumnRow, OptionRow))


def _key(row: Any) -> str:
    if isinstance(row, ColumnRow):
        return f"column {row.place}"
    return row.option.name if isinstance(row, OptionRow) else ""
