"""The form of a CSV file: its delimiter, its header and its decimal mark, told from the file itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from okrtui.actions.csv_files import (
    CHECK_IN_COLUMNS,
    KEY_RESULT_COLUMNS,
    WRITTEN_ONLY_COLUMNS,
    unguarded,
)
from okrtui.okr.errors import BadInput
from okrtui.okr.quantities import parse_quantity
from okrtui.okr.text import clean_line

_DELIMITERS = (",", ";", "\t")
_LARGEST_CELL = 1_000_000
_HEADERS = {
    "key_result": ({"objective", "title"}, KEY_RESULT_COLUMNS),
    "check_in": ({"key_result", "week"}, CHECK_IN_COLUMNS),
}


class Row(NamedTuple):
    """One row: its line in the file, from 1, and its cells by column."""

    line: int
    cells: Mapping[str, str]


class Table(NamedTuple):
    """A CSV file.

    Attributes:
        kind: what a row is: "key_result" or "check_in".
        rows: its rows without empty ones.
        unknown: headers of columns that mean nothing here.
        has_decimal_comma: whether figures are written with a comma.
    """

    kind: str
    rows: list[Row]
    unknown: list[str]
    has_decimal_comma: bool


def kind_of_table(text: str) -> str | None:
    """What the rows of a CSV file are, by its header; None where it is no table of ours."""
    header = next(_records(text, _delimiter(text)), (0, []))[1]
    names = {_column(name) for name in header}
    return next((kind for kind, (needed, _) in _HEADERS.items() if needed <= names), None)


def read_table(text: str, file: str = "") -> Table:
    """The table in a CSV file.

    Raises:
        BadInput: its header is none of ours, a column stands there twice, or a row has too many cells.
    """
    kind = kind_of_table(text)
    if kind is None:
        raise BadInput(f"{file}: the header is unknown; it has objective and title, or key_result and week")
    records = _records(text, _delimiter(text))
    header = [_column(name) for name in next(records)[1]]
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise BadInput(f"{file}: line 1: the column {twice[0]} stands there twice")
    rows = []
    for line, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            raise BadInput(f"{file}: line {line}: {len(cells)} cells, but the header has {len(header)}")
        rows.append(Row(line, {name: unguarded(cell) for name, cell in zip(header, cells, strict=False)}))
    understood = {*_HEADERS[kind][1], *WRITTEN_ONLY_COLUMNS}
    unknown = [name for name in header if name not in understood]
    return Table(kind, rows, unknown, _has_decimal_comma(kind, rows))


def figure(cell: str, unit: str, has_decimal_comma: bool) -> str | None:
    """A cell's quantity; None where it is empty.

    Raises:
        BadInput: it is no quantity.
    """
    typed = cell.strip()
    if not typed:
        return None
    if has_decimal_comma and "," in typed:
        typed = typed.replace(".", "").replace(",", ".")
    return parse_quantity(typed, unit)


def day(cell: str, date_format: str) -> str | None:
    """A cell's date, ISO or in the format that was stated (as `strptime` has it); None where it is empty.

    Raises:
        BadInput: it is no such date.
    """
    typed = clean_line(cell)
    if not typed:
        return None
    try:
        if date_format:
            return datetime.strptime(typed, date_format).date().isoformat()  # noqa: DTZ007 - a date has no zone
        return date.fromisoformat(typed).isoformat()
    except ValueError as error:
        how = f"in the form {date_format}" if date_format else "such as 2026-12-31, or state --date-format"
        raise BadInput(f"“{typed[:40]}” is no date; write it {how}") from error


def _delimiter(text: str) -> str:
    first = text.removeprefix("\ufeff").lstrip("\r\n").partition("\n")[0]
    return max(_DELIMITERS, key=first.count)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(f"line {line}: this is no CSV: {error}") from error


def _column(header: str) -> str:
    return clean_line(header).casefold().replace(" ", "_")


def _has_decimal_comma(kind: str, rows: Sequence[Row]) -> bool:
    """Whether a figure can only be read with a comma as its decimal mark."""
    names = ("baseline", "target", "weight") if kind == "key_result" else ("actual",)
    cells = [cell for row in rows for name in names if (cell := row.cells.get(name, "").strip())]
    with_comma = [cell for cell in cells if "," in cell]
    return bool(with_comma) and all("." not in cell or cell.rfind(".") < cell.rfind(",") for cell in cells)
