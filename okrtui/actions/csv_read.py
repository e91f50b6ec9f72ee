"""Rows of a table as things of the workspace; a bad cell is named by its line and column.

A row is a KR, a check-in, or a KR with what was reported on it last. History is taken as it is: holes, several
check-ins in a week, figures below the baseline and past the target.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from okrtui.actions.brought import Brought, NamedUnread
from okrtui.actions.csv_cells import Cells, NotUnderstood
from okrtui.actions.csv_dates import moment
from okrtui.actions.csv_matching import Key, matched
from okrtui.actions.csv_parents import Parents
from okrtui.actions.csv_table import SAYS, Row, Table
from okrtui.actions.import_checks import check_figures_of
from okrtui.actions.incoming import Item, quoted
from okrtui.okr.errors import BadInput, OkrtuiError
from okrtui.okr.fields import Field
from okrtui.okr.kinds import KINDS
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import Calendar, calendar_of
from okrtui.okr.written import Unread

Progress = Callable[[int, int], None]

_OF_PARENTS = frozenset({"objective", "cycle", "team", "source", "source_url", "contributes_to"})
_AUTHOR = KINDS["check_in"].by_name["author"]
_REPORT_EVERY = 2000
_DEFAULT_CALENDAR = calendar_of("UTC", {})


class CsvOptions(NamedTuple):
    """What was stated beside the file: the cycle of rows that name none (an id), the form of its dates, the
    workspace's calendar, and whom to tell how many of how many rows are read.
    """

    cycle: str | None = None
    date_format: str = ""
    calendar: Calendar = _DEFAULT_CALENDAR
    progress: Progress | None = None


def read_rows(table: Table, file: str, brought: Brought, options: CsvOptions) -> None:
    """Read a table into `brought`; what is wrong with it goes into its problems."""
    rows = _Rows(table, file, brought, options)
    for header in table.header.unknown:
        brought.notes.append(f"{file}: the column {quoted(header)} is unknown and left out")
    brought.notes += [f"{file}: {note}" for note in (*table.header.notes, *_unused(table))]
    take = {"key_result": rows.key_result, "check_in": rows.check_in, "both": rows.both}[table.kind]
    total = len(table.rows)
    for number, row in enumerate(table.rows):
        try:
            take(row)
        except OkrtuiError as error:
            field = getattr(error, "field", "")
            brought.problems.add(rows.where(row, field), str(error))
        if options.progress and number % _REPORT_EVERY == 0:
            options.progress(number, total)
    rows.report()
    rows.link()
    if options.progress:
        options.progress(total, total)


def _unused(table: Table) -> list[str]:
    """What is known about a week and can't be taken in, for nothing says which week."""
    said = sorted(SAYS & table.header.places.keys())
    if table.kind != "key_result" or not said:
        return []
    columns = ", ".join(said)
    return [
        f"{columns}: left out, for no column says of which week; name a date in a map to have check-ins of it"
    ]


class _Rows:
    """The rows of one table, taken in one by one."""

    def __init__(self, table: Table, file: str, brought: Brought, options: CsvOptions) -> None:
        column_map = table.column_map
        self._date_format = options.date_format or column_map.date_format
        self._table = table
        self._file = file
        self._brought = brought
        self._calendar = options.calendar
        self._cells = Cells(table, brought, self._date_format, self.where)
        self._parents = Parents(brought, options.cycle, self._date_format)
        self._links: list[tuple[int, Row, str]] = []
        self._found: set[str] = set()
        self._made: dict[tuple[str, str], tuple[str, Row]] = {}
        self._reported: dict[Key, list[tuple[dict[str, Any], str]]] = {}
        self._moments: dict[str, tuple[str, str] | None] = {}
        places = {*table.header.places, *column_map.constants}
        self._of_key_result = [
            field
            for name, field in KINDS["key_result"].by_name.items()
            if name in places and name not in _OF_PARENTS
        ]
        self._of_check_in = [
            field
            for name, field in KINDS["check_in"].by_name.items()
            if name in places and name not in ("key_result", "author")
        ]

    def where(self, row: Row, column: str = "") -> str:
        """A place in the file, for messages."""
        place = f"{self._file}: line {row.line}" if self._file else f"line {row.line}"
        return f"{place}, column {self._table.shown_column(column)}" if column else place

    def key_result(self, row: Row) -> None:
        """Take in one KR with its objective; two of one title are two."""
        self._take_key_result(row, self._title(row), self._parents.objective(row.cells, self.where(row)))

    def both(self, row: Row) -> None:
        """Take in a KR, the first time that it stands there, and what was reported on it."""
        title, objective = self._title(row), self._parents.objective(row.cells, self.where(row))
        key = (objective, title.casefold())
        if key not in self._made:
            self._made[key] = (self._take_key_result(row, title, objective), row)
        id_, first = self._made[key]
        self._tell_changes(first, row)
        if not any(row.cells.get(name, "").strip() for name in SAYS):
            return
        owner = self._brought.things("key_result")[id_].get("owner") or self._brought.member
        if not any(row.cells.get(name, "").strip() for name in ("week", "date", "at")):
            self._leave_out(row, "", title, "it has no date, so that nobody knows of which week it is")
            return
        self._take_check_in(row, id_, owner)

    def check_in(self, row: Row) -> None:
        """Take in one check-in; several of one person for one KR and week are told apart later."""
        self._take_check_in(row, self._parents.key_result(row.cells), self._brought.member)

    def report(self) -> None:
        """Tell the check-ins from each other and from those that are here, and bring them."""
        standing = self._brought.known.standing_check_ins() if self._reported else {}
        for key, rows in self._reported.items():
            times = [fields.get("at") for fields, _ in rows]
            ids = matched(self._brought.workspace_id, key, times, standing.get(key, ()))
            for (fields, where), one in zip(rows, ids, strict=True):
                self._brought.take(Item("check_in", one.revision, fields, where, one.identity))

    def link(self) -> None:
        """Find the KRs above, which may stand further down in the table."""
        field = KINDS["key_result"].by_name["contributes_to"]
        for place, row, id_ in self._links:
            try:
                links = self._cells.structure(field, row.cells[field.name]) or []
            except BadInput as error:
                self._brought.problems.add(self.where(row, field.name), str(error))
                continue
            for link in links:
                above = self._parents.titles.get(link.get("key_result", "").casefold(), [])
                if not above or above[-1] == id_:
                    problem = f"there is no KR {quoted(link.get('key_result', ''))}"
                    self._brought.problems.add(self.where(row, field.name), problem)
                else:
                    link["key_result"] = above[-1]
            item = self._brought.items[place]
            self._brought.items[place] = item._replace(fields={**item.fields, "contributes_to": links})

    def _title(self, row: Row) -> str:
        title = clean_line(row.cells.get("title", ""))
        if not title:
            raise BadInput("a KR needs a title", field="title")
        return title

    def _take_key_result(self, row: Row, title: str, objective: str) -> str:
        brought, cells = self._brought, row.cells
        known = [
            id_
            for id_ in self._parents.titles.get(title.casefold(), ())
            if id_ not in self._found and brought.things("key_result")[id_].get("objective") == objective
        ]
        fields: dict[str, Any] = {"objective": objective, "title": title}
        unit = clean_line(cells.get("unit", ""))
        for field in self._of_key_result:
            value = self._value(field, row, unit)
            fields |= {} if value is None else {field.name: value}
        if not known:
            fields.setdefault("method", "linear")
        source = {"name": clean_line(cells.get("source", "")), "url": clean_line(cells.get("source_url", ""))}
        fields["source"] = {name: text for name, text in source.items() if text}
        where = self.where(row)
        ours = brought.things("key_result").get(known[0], {}) if known else {}
        check_figures_of({**ours, **fields}, where, brought.problems)
        id_ = brought.add("key_result", fields, where, known[0] if known else "")
        self._found.add(id_)
        self._parents.note_key_result(title, id_)
        if cells.get("contributes_to", "").strip():
            self._links.append((len(brought.items) - 1, row, id_))
        return id_

    def _take_check_in(self, row: Row, key_result: str, author: str) -> None:
        author = self._author(row) or author
        fields: dict[str, Any] = {"key_result": key_result, "author": author}
        unit = self._parents.unit_of(key_result)
        for field in self._of_check_in:
            value = self._value(field, row, unit)
            if value is not None:
                fields[field.name] = value
        self._date(row, fields)
        key = (key_result, fields["week"], author)
        self._reported.setdefault(key, []).append((fields, self.where(row)))

    def _date(self, row: Row, fields: dict[str, Any]) -> None:
        """Give a check-in its week, and the time at which it was made where that is known."""
        cell = row.cells.get("date", "")
        if cell.strip():
            if cell not in self._moments:
                self._moments[cell] = self._moment(cell, "date")
            told = self._moments[cell]
            if told:
                fields.setdefault("week", told[0])
                fields.setdefault("at", told[1])
        if "week" not in fields and "at" in fields:
            told = self._moment(fields["at"], "at")
            fields |= {"week": told[0]} if told else {}
        if "week" not in fields:
            raise BadInput("a check-in needs a week such as 2026-W47, or a date", field="week")

    def _moment(self, cell: str, column: str) -> tuple[str, str] | None:
        date_format = self._date_format if column == "date" else ""
        try:
            return moment(cell, date_format, self._calendar, self._table.column_map.time)
        except BadInput as error:
            raise BadInput(str(error), field=column) from error

    def _author(self, row: Row) -> str | None:
        author: str | None = self._value(_AUTHOR, row)
        return author

    def _value(self, field: Field, row: Row, unit: str = "") -> Any:
        """A cell's value; None where it is empty, or a word whose meaning could only be guessed at."""
        cell = row.cells.get(field.name, "")
        if not cell:
            return None
        try:
            return self._cells.value(field, cell, row, unit)
        except NotUnderstood as error:
            self._leave_out(row, field.name, cell, str(error))
            return None

    def _leave_out(self, row: Row, column: str, text: str, why: str) -> None:
        shown = f"{self._table.shown_column(column)}: {quoted(text)}" if column else quoted(text)
        self._brought.unread.append(NamedUnread(self._file, Unread(row.line, shown, why)))

    def _tell_changes(self, first: Row, row: Row) -> None:
        """Tell where a KR's second row defines it otherwise than its first, which counts."""
        if first is row:
            return
        for field in self._of_key_result:
            if first.cells.get(field.name, "") != row.cells.get(field.name, ""):
                why = f"the KR stands there otherwise in line {first.line}, which counts"
                self._leave_out(row, field.name, row.cells.get(field.name, ""), why)
