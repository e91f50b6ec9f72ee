"""Rows of our own CSV as things of the workspace; a bad cell is named by its line and column.

Parents are found by title and people by handle or name; what a table names and nobody knows yet (an objective, a
team, a person without an account) is made. A cycle has to be there.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from okrtui.actions.brought import Brought, same_words
from okrtui.actions.csv_table import Row, Table, day, figure
from okrtui.actions.import_checks import check_figures_of
from okrtui.actions.incoming import Item, Problems, quoted
from okrtui.actions.interchange_read import json_value
from okrtui.actions.interchange_values import Reader, read_value
from okrtui.okr.check_in import parse_confidence
from okrtui.okr.errors import BadInput, OkrtuiError
from okrtui.okr.kinds import KINDS, STRUCTURES, Field
from okrtui.okr.text import clean_line
from okrtui.store.clock import check_in_identity, derived_id

_TRUE, _FALSE = ("true", "yes", "1", "x"), ("", "false", "no", "0")
_KEY_RESULT_PARENTS = ("objective", "cycle", "team", "source", "source_url")


class CsvOptions(NamedTuple):
    """What was stated beside the file: the cycle of rows that name none (an id), and the form of its dates."""

    cycle: str | None = None
    date_format: str = ""


def read_rows(table: Table, file: str, brought: Brought, options: CsvOptions) -> None:
    """Read a table into `brought`; what is wrong with it goes into its problems."""
    rows = _Rows(table, file, brought, options)
    for name in table.unknown:
        if name:
            brought.notes.append(f"{file}: the column {quoted(name)} is unknown and left out")
    for row in table.rows:
        take = rows.key_result if table.kind == "key_result" else rows.check_in
        try:
            take(row)
        except OkrtuiError as error:
            field = getattr(error, "field", "")
            brought.problems.add(rows.where(row, field), str(error))
    rows.link()


class _Rows:
    """The rows of one table, taken in one by one."""

    def __init__(self, table: Table, file: str, brought: Brought, options: CsvOptions) -> None:
        self._table = table
        self._file = file
        self._brought = brought
        self._options = options
        self._links: list[tuple[int, Row, str]] = []
        self._found: set[str] = set()
        self._seen: Counter[tuple[str, str, str]] = Counter()
        self._titles = _by_title(brought, "key_result")
        self._objectives = _by_title(brought, "objective")
        self._standing: dict[tuple[str, str, str], list[str]] | None = None

    def where(self, row: Row, column: str = "") -> str:
        """A place in the file, for messages."""
        place = f"{self._file}: line {row.line}" if self._file else f"line {row.line}"
        return f"{place}, column {column}" if column else place

    def key_result(self, row: Row) -> None:
        """Take in one KR with its objective."""
        brought, cells = self._brought, row.cells
        title = clean_line(cells.get("title", ""))
        if not title:
            raise BadInput("a KR needs a title", field="title")
        objective = self._objective(row)
        known = [
            id_
            for id_ in self._titles.get(title.casefold(), ())
            if id_ not in self._found and brought.things("key_result")[id_].get("objective") == objective
        ]
        fields: dict[str, Any] = {"objective": objective, "method": "linear"}
        for name, field in KINDS["key_result"].by_name.items():
            if name in cells and name not in _KEY_RESULT_PARENTS and name != "contributes_to":
                value = self._value(field, row)
                fields |= {} if value is None else {name: value}
        source = {"name": clean_line(cells.get("source", "")), "url": clean_line(cells.get("source_url", ""))}
        fields["source"] = {name: text for name, text in source.items() if text}
        check_figures_of(fields, self.where(row), brought.problems)
        id_ = brought.add("key_result", fields, self.where(row), known[0] if known else "")
        self._found.add(id_)
        self._titles.setdefault(title.casefold(), []).append(id_)
        self._links.append((len(brought.items) - 1, row, id_))

    def link(self) -> None:
        """Find the KRs above, which may stand further down in the table."""
        for place, row, id_ in self._links:
            if not row.cells.get("contributes_to", "").strip():
                continue
            field = KINDS["key_result"].by_name["contributes_to"]
            links = self._structure(field, row) or []
            for link in links:
                above = self._titles.get(link.get("key_result", "").casefold(), [])
                if not above or above[-1] == id_:
                    problem = f"there is no KR {quoted(link.get('key_result', ''))}"
                    self._brought.problems.add(self.where(row, field.name), problem)
                else:
                    link["key_result"] = above[-1]
            item = self._brought.items[place]
            self._brought.items[place] = item._replace(fields={**item.fields, "contributes_to": links})

    def check_in(self, row: Row) -> None:
        """Take in one check-in; several of one person for one KR and week are told by their order."""
        brought, cells = self._brought, row.cells
        key_result = self._key_result_of(row)
        author = brought.person(cells.get("author", ""), self.where(row, "author")) or brought.member
        fields: dict[str, Any] = {"key_result": key_result, "author": author}
        for name, field in KINDS["check_in"].by_name.items():
            if name in cells and name not in fields:
                value = self._value(field, row)
                fields |= {} if value is None else {name: value}
        if "week" not in fields:
            raise BadInput("a check-in needs a week such as 2026-W47", field="week")
        key = (key_result, fields["week"], author)
        number = self._seen[key]
        self._seen[key] += 1
        known = self._known_check_ins().get(key, [])
        typed = check_in_identity(brought.workspace_id, *key)
        identity = typed if not number else derived_id(brought.workspace_id, "csv", typed, str(number))
        revision = derived_id(brought.workspace_id, "csv revision", identity)
        if number < len(known):
            revision = known[number]
            identity = brought.known.identities([revision])[revision]
        brought.take(Item("check_in", revision, fields, self.where(row), identity))

    def _known_check_ins(self) -> dict[tuple[str, str, str], list[str]]:
        """The revisions that count, by KR, week and author, in their order."""
        if self._standing is None:
            self._standing = self._brought.known.standing_check_ins()
        return self._standing

    def _objective(self, row: Row) -> str:
        brought = self._brought
        cycle = self._cycle(row)
        title = clean_line(row.cells.get("objective", ""))
        if not title:
            raise BadInput("a KR needs the title of its objective", field="objective")
        for id_ in self._objectives.get(title.casefold(), ()):
            if brought.things("objective")[id_].get("cycle") == cycle:
                return id_
        where = self.where(row, "objective")
        owner = brought.person(row.cells.get("owner", ""), where) or brought.member
        team = brought.team(row.cells.get("team", ""), where)
        fields = {"cycle": cycle, "title": title, "owner": owner, "team": team}
        id_ = brought.add("objective", fields, where)
        self._objectives.setdefault(title.casefold(), []).append(id_)
        return id_

    def _cycle(self, row: Row) -> str:
        name = row.cells.get("cycle", "").strip()
        if not name and self._options.cycle:
            return self._options.cycle
        cycles = self._brought.things("cycle")
        found = [id_ for id_, values in cycles.items() if same_words(values.get("name"), name)]
        if not found:
            why = f"there is no cycle {quoted(name)}" if name else "no cycle is given"
            raise BadInput(f"{why}; make it with okrtui cycle new, or give --cycle", field="cycle")
        return found[0]

    def _key_result_of(self, row: Row) -> str:
        """The KR that a check-in row names by title, objective and cycle."""
        title = clean_line(row.cells.get("key_result", ""))
        objectives = self._brought.things("objective")
        found = []
        for id_ in self._titles.get(title.casefold(), ()):
            values = self._brought.things("key_result")[id_]
            objective = objectives.get(values.get("objective", ""), {})
            cycle = self._brought.things("cycle").get(objective.get("cycle", ""), {})
            is_its = _fits(row, "objective", objective.get("title")) and _fits(
                row, "cycle", cycle.get("name")
            )
            if is_its and self._options.cycle in (None, objective.get("cycle")):
                found.append(id_)
        if len(found) != 1:
            why = f"{len(found)} KRs are called" if found else "no KR is called"
            raise BadInput(f"{why} {quoted(title)}; say which with objective and cycle", field="key_result")
        return found[0]

    def _value(self, field: Field, row: Row) -> Any:
        """A cell as a log entry holds it; None where it is empty."""
        cell = row.cells[field.name]
        try:
            return self._read(field, cell, row)
        except BadInput as error:
            raise BadInput(str(error), field=field.name) from error

    def _read(self, field: Field, cell: str, row: Row) -> Any:
        if not cell.strip():
            return None
        if field.type in ("ref", "refs"):
            return self._reference(field, cell, row)
        if field.type in STRUCTURES:
            return _listed(cell) if field.type == "lines" else self._structure(field, row)
        if field.type == "quantity":
            unit = row.cells.get("unit", "") or self._unit(row)
            return figure(cell, unit, self._table.has_decimal_comma)
        if field.type == "date":
            return day(cell, self._options.date_format)
        if field.type == "flag":
            return _truth(cell)
        return parse_confidence(cell) if field.type == "number" else self._checked(field, cell, row)

    def _reference(self, field: Field, cell: str, row: Row) -> Any:
        where = self.where(row, field.name)
        if field.type == "refs":
            names = cell.replace(";", "\n").splitlines()
            return [id_ for name in names if (id_ := self._brought.person(name, where))]
        if field.to == "member":
            return self._brought.person(cell, where)
        if field.to == "team":
            return self._brought.team(cell, where)
        things = self._brought.things(field.to)
        found = [id_ for id_, values in things.items() if same_words(values.get("title"), cell)]
        if not found:
            raise BadInput(f"there is no {field.to.replace('_', ' ')} {quoted(cell)}")
        return found[0]

    def _structure(self, field: Field, row: Row) -> Any:
        return self._checked(field, json_value(row.cells[field.name]), row)

    def _checked(self, field: Field, value: Any, row: Row) -> Any:
        reader = Reader(Problems(), [])
        read = read_value(field, value, "", reader)
        if reader.problems.found:
            raise BadInput(reader.problems.found[0], field=field.name)
        return read

    def _unit(self, row: Row) -> str:
        """The unit of the KR that a check-in row is about."""
        for id_ in self._titles.get(clean_line(row.cells.get("key_result", "")).casefold(), ()):
            return str(self._brought.things("key_result")[id_].get("unit", ""))
        return ""


def _by_title(brought: Brought, kind: str) -> dict[str, list[str]]:
    titles: dict[str, list[str]] = {}
    for id_, values in brought.things(kind).items():
        titles.setdefault(clean_line(str(values.get("title", ""))).casefold(), []).append(id_)
    return titles


def _fits(row: Row, column: str, name: object) -> bool:
    cell = row.cells.get(column, "")
    return not cell.strip() or same_words(cell, name)


def _listed(cell: str) -> list[str]:
    """The texts of a cell that holds one a line; "[]" is a list of none."""
    return [] if cell.strip() == "[]" else [line for one in cell.splitlines() if (line := clean_line(one))]


def _truth(cell: str) -> bool | None:
    word = cell.strip().casefold()
    if word not in (*_TRUE, *_FALSE):
        raise BadInput(f"{quoted(cell)} is neither true nor false")
    return True if word in _TRUE else None
