"""Cells of a table as the fields of a log entry hold them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from okrtui.actions.brought import Brought, same_words
from okrtui.actions.csv_dates import day, week
from okrtui.actions.csv_dialect import figure
from okrtui.actions.csv_scales import scaled
from okrtui.actions.csv_table import Row, Table
from okrtui.actions.incoming import Problems, quoted
from okrtui.actions.interchange_read import json_value
from okrtui.actions.interchange_values import LONGEST_TEXT, Reader, read_value
from okrtui.okr.check_in import parse_confidence
from okrtui.okr.errors import BadInput
from okrtui.okr.fields import STRUCTURES, Field
from okrtui.okr.text import clean_line

_TRUE, _FALSE = ("true", "yes", "1", "x"), ("", "false", "no", "0")
_BY_CELL = ("ref", "refs", "date", "week", "choice", "number", "flag")
"""Types whose value depends on nothing but the cell, and comes again and again."""


class NotUnderstood(BadInput):
    """A word in a column whose meaning was guessed; it is left out and told."""


class Cells:
    """Reads the cells of one table; what was read before is remembered."""

    def __init__(
        self, table: Table, brought: Brought, date_format: str, where: Callable[[Row, str], str]
    ) -> None:
        self._table = table
        self._brought = brought
        self._date_format = date_format
        self._where = where
        self._known: dict[tuple[str, str], Any] = {}

    def value(self, field: Field, cell: str, row: Row, unit: str = "") -> Any:
        """A cell as a log entry holds it; None where it is empty.

        Raises:
            NotUnderstood: a word in a guessed column that has no such word.
            BadInput: it can't stand there; `field` says in which column of ours.
        """
        if not cell or not cell.strip():
            return None
        if field.type == "text" and cell.isascii() and cell.isprintable() and len(cell) <= LONGEST_TEXT:
            return clean_line(cell)
        is_known_by_cell = field.type in _BY_CELL
        key = (field.name, cell)
        if is_known_by_cell and key in self._known:
            return self._known[key]
        try:
            value = self._read(field, cell, row, unit)
        except BadInput as error:
            kind = self._refusal(field)
            raise kind(f"{error}{self._remedy(field)}", field=field.name) from error
        if is_known_by_cell:
            self._known[key] = value
        return value

    def structure(self, field: Field, cell: str) -> Any:
        """A cell that holds JSON."""
        return _checked(field, json_value(cell))

    def _read(self, field: Field, cell: str, row: Row, unit: str) -> Any:
        if field.type in ("ref", "refs"):
            return self._reference(field, cell, self._where(row, field.name))
        if field.type in STRUCTURES:
            return _listed(cell) if field.type == "lines" else self.structure(field, cell)
        scale = self._table.column_map.scales.get(field.name)
        if field.type == "quantity":
            read = figure(cell, unit, self._table.decimal)
            return scaled(read, scale) if scale and read else read
        if field.type == "number":
            return self._confidence(cell)
        if field.type == "date":
            return day(cell, self._date_format)
        if field.type == "week":
            return week(cell, self._date_format)
        return _truth(cell) if field.type == "flag" else _checked(field, cell)

    def _confidence(self, cell: str) -> int:
        scale = self._table.column_map.scales.get("confidence")
        if not scale:
            return parse_confidence(cell)
        read = figure(cell, "", self._table.decimal)
        return parse_confidence(scaled(read or "", scale, 0))

    def _refusal(self, field: Field) -> type[BadInput]:
        is_guess = field.name in self._table.header.guesses
        return NotUnderstood if is_guess and field.type == "choice" else BadInput

    def _remedy(self, field: Field) -> str:
        """What a map can do about a cell that can't be read."""
        if field.type == "choice":
            return f"; [values.{field.name}] in a map says what a word means"
        if field.name == "confidence" and "confidence" not in self._table.column_map.scales:
            return "; [scales.confidence] in a map states another scale"
        return ""

    def _reference(self, field: Field, cell: str, where: str) -> Any:
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


def _checked(field: Field, value: Any) -> Any:
    reader = Reader(Problems(), [])
    read = read_value(field, value, "", reader)
    if reader.problems.found:
        raise BadInput(reader.problems.found[0], field=field.name)
    return read


def _listed(cell: str) -> list[str]:
    """The texts of a cell that holds one a line; "[]" is a list of none."""
    return [] if cell.strip() == "[]" else [line for one in cell.splitlines() if (line := clean_line(one))]


def _truth(cell: str) -> bool | None:
    word = cell.strip().casefold()
    if word not in (*_TRUE, *_FALSE):
        raise BadInput(f"{quoted(cell)} is neither true nor false")
    return True if word in _TRUE else None
