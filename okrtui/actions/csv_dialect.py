"""The dialect of a CSV file: its delimiter and its decimal mark, told from the file or stated beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice

from okrtui.okr.errors import BadInput
from okrtui.okr.quantities import is_quantity, parse_quantity

DELIMITERS = (",", ";", "\t", "|")
DECIMALS = (".", ",")
_DELIMITER_NAMES = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|"}
_LARGEST_CELL = 1_000_000
_RECORDS_LOOKED_AT = 20
_SEPARATOR_LINE = "sep="
_GROUPING = str.maketrans("", "", "'’")


def checked_delimiter(typed: str) -> str:
    r"""A delimiter as people state it: one of `, ; tab |`, or "" for what the file says.

    Raises:
        BadInput: it is none of them.
    """
    delimiter = _DELIMITER_NAMES.get(typed.casefold(), typed)
    if delimiter and delimiter not in DELIMITERS:
        raise BadInput(f"{typed[:10]!r} is no delimiter; give one of , ; tab |")
    return delimiter


def checked_decimal(typed: str) -> str:
    """A decimal mark as people state it: `.` or `,`, or "" for what the file says.

    Raises:
        BadInput: it is neither.
    """
    mark = {"comma": ",", "point": ".", "dot": "."}.get(typed.casefold(), typed)
    if mark and mark not in DECIMALS:
        raise BadInput(f"{typed[:10]!r} is no decimal mark; give . or ,")
    return mark


def delimiter_of(text: str) -> str:
    """The delimiter that the header has and most of the first rows agree with; a comma where there is none."""
    start = text.removeprefix("\ufeff").lstrip("\r\n")
    first = start.partition("\n")[0].strip()
    if first.casefold().startswith(_SEPARATOR_LINE) and first[len(_SEPARATOR_LINE) :] in DELIMITERS:
        return first[len(_SEPARATOR_LINE) :]
    return max(DELIMITERS, key=lambda delimiter: _fitness(start, delimiter))


def records(text: str, delimiter: str, file: str = "") -> Iterator[tuple[int, list[str]]]:
    """The records of a file that are not empty, each with the line on which it begins, from 1.

    Raises:
        BadInput: a quote is never closed, or something stands behind a closed one; a cell is beyond all measure.
    """
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(
        io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, strict=True
    )
    line = 1
    try:
        for cells in reader:
            is_separator = line == 1 and delimiter.join(cells).strip().casefold().startswith(_SEPARATOR_LINE)
            if cells and not is_separator:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        place = f"{file}: line {line}" if file else f"line {line}"
        raise BadInput(f"{place}: this is no CSV: {_why(error)}") from error


def _why(error: csv.Error) -> str:
    """What the reader met, in words that help."""
    told = str(error)
    if "end of data" in told:
        return "a quote is opened there and never closed"
    if "expected after" in told:
        return "something stands behind a closed quote; a quote within a cell is written twice"
    if "field limit" in told:
        return f"a cell has more than {_LARGEST_CELL:,} letters; a quote may be left open"
    return told


def decimal_of(cells: Iterable[str]) -> str:
    """The decimal mark that some of these figures can only be read with; "" where none tells, or they disagree.

    "12,5", "1.234,5" and "1.234.567" tell a comma, "12.5" and "1,234,567" a point; "1,234" tells nothing.
    """
    told = set()
    for cell in cells:
        comma, point = cell.rfind(","), cell.rfind(".")
        if comma >= 0 and point >= 0:
            told.add("," if comma > point else ".")
        elif comma >= 0 or point >= 0:
            mark, other = (",", ".") if comma >= 0 else (".", ",")
            if cell.count(mark) > 1:
                told.add(other)
            elif len("".join(filter(str.isdigit, cell[cell.index(mark) + 1 :]))) != 3:
                told.add(mark)
    return told.pop() if len(told) == 1 else ""


def figure(cell: str, unit: str, decimal: str) -> str | None:
    """A cell's quantity; None where it is empty.

    Args:
        cell: the figure as it stands in the file.
        unit: the KR's own unit, which may stand beside the number.
        decimal: the file's decimal mark; the other one then groups thousands. "" reads each figure as typed.

    Raises:
        BadInput: it is no quantity.
    """
    if decimal != "," and is_quantity(cell) and not cell.startswith(("0", "-0")):
        return cell
    typed = cell.strip().translate(_GROUPING)
    if not typed:
        return None
    if decimal:
        other = "." if decimal == "," else ","
        if other in typed:
            typed = _ungrouped(typed, decimal, other, cell)
        typed = typed.replace(decimal, ".")
    return parse_quantity(typed, unit)


def _ungrouped(typed: str, decimal: str, group: str, cell: str) -> str:
    """The figure without its thousands' marks; BadInput where they do not stand before three digits each."""
    whole, mark, rest = typed.partition(decimal)
    _, *groups = whole.split(group)
    sizes = [len("".join(filter(str.isdigit, one))) for one in groups]
    if group in rest or any(size != 3 for size in sizes):
        shown = cell.strip()[:40]
        raise BadInput(
            f"“{shown}” is no figure with the decimal mark {decimal}; state the file’s with --decimal"
        )
    return whole.replace(group, "") + mark + rest


def _fitness(text: str, delimiter: str) -> tuple[float, int]:
    """How well a delimiter fits: the share of rows with as many cells as the header, and how many those are."""
    sizes: list[int] = []
    with suppress(BadInput):
        sizes.extend(len(cells) for _, cells in islice(records(text, delimiter), _RECORDS_LOOKED_AT))
    if not sizes or sizes[0] < 2:
        return 0.0, 0
    return sum(size <= sizes[0] and size > 1 for size in sizes) / len(sizes), sizes[0]


def head(text: str, delimiter: str, rows: int) -> tuple[str, bool]:
    """The header and so many rows of a file, and whether that is all of it."""
    chosen = delimiter or delimiter_of(text)
    starts = [line for line, _ in islice(records(text, chosen), rows + 2)]
    if len(starts) < rows + 2:
        return text, True
    lines = io.StringIO(text, newline="")
    return "".join(islice(lines, starts[-1] - 1)), False
