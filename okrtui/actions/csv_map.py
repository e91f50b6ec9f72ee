"""Maps for others' tables: which column is what, what their words and scales mean, and what holds for every row.

A map is a TOML file that a person writes, or saves from the import screen; `config/maps/` has examples. It says
only what the header does not tell.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from okrtui.actions.csv_dialect import checked_decimal, checked_delimiter
from okrtui.actions.csv_headers import COLUMNS
from okrtui.actions.csv_scales import Scale, scale_from
from okrtui.actions.session import Done
from okrtui.okr.errors import BadInput
from okrtui.okr.text import clean_line

KINDS_OF_ROWS = {"key_results": "key_result", "check_ins": "check_in", "both": "both"}
SCALED_COLUMNS = ("confidence", "actual", "baseline", "target", "weight")
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class ColumnMap(NamedTuple):
    """What was stated about tables; what is empty is told from each table itself.

    Attributes:
        columns: their headers by our columns; several are read as one text, a paragraph each. () leaves a column
            of ours out, whatever the header says.
        constants: cells that hold for every row, by our columns, where a row has none of its own.
        words: by our columns, what their words mean (theirs in lower case).
        scales: by our columns, what their figures mean.
        rows: what a row is: "key_result", "check_in" or "both".
        fill_down: our columns in which an empty cell means the one above it.
        delimiter, decimal: the dialect.
        date_format: the form of dates, as `strptime` has it.
        time: the local time of day, "HH:MM", that a date without one means.
    """

    columns: Mapping[str, tuple[str, ...]] = _NOTHING
    constants: Mapping[str, str] = _NOTHING
    words: Mapping[str, Mapping[str, str]] = _NOTHING
    scales: Mapping[str, Scale] = _NOTHING
    rows: str = ""
    fill_down: tuple[str, ...] = ()
    delimiter: str = ""
    decimal: str = ""
    date_format: str = ""
    time: str = ""


NO_MAP = ColumnMap()


def read_map(text: str, file: str = "") -> ColumnMap:
    """The map in a TOML text.

    Raises:
        BadInput: it is no TOML, or says something that a map can't say; the place is named.
    """
    name = clean_line(file) or "the map"
    try:
        content = tomllib.loads(text.removeprefix("\ufeff"), parse_float=str)
    except ValueError as error:
        raise BadInput(f"{name} is no TOML: {clean_line(str(error))}") from error
    try:
        return _map_from(content)
    except BadInput as error:
        raise BadInput(f"{name}: {error}") from error


def map_text(column_map: ColumnMap) -> str:
    """A map as the TOML that `read_map` reads."""
    import tomli_w

    kinds = {kind: name for name, kind in KINDS_OF_ROWS.items()}
    content: dict[str, Any] = {
        "rows": kinds.get(column_map.rows, ""),
        "delimiter": column_map.delimiter,
        "decimal": column_map.decimal,
        "date_format": column_map.date_format,
        "time": column_map.time,
        "fill_down": list(column_map.fill_down),
        "columns": {
            name: theirs[0] if len(theirs) == 1 else list(theirs)
            for name, theirs in column_map.columns.items()
        },
        "constants": dict(column_map.constants),
        "values": {name: dict(words) for name, words in column_map.words.items()},
        "scales": {
            name: {
                "from": [_number(one.low), _number(one.high)],
                "to": [_number(one.our_low), _number(one.our_high)],
            }
            for name, one in column_map.scales.items()
        },
    }
    return tomli_w.dumps({name: value for name, value in content.items() if value})


def save_map(path: str, column_map: ColumnMap) -> Done:
    """Write a map to a file, in place of an older map but of nothing else.

    Raises:
        BadInput: something else stands there, or the file can't be written; `field` is "path".
    """
    place = os.path.expanduser(path.strip())
    shown = clean_line(place)
    try:
        if os.path.exists(place):
            with open(place, encoding="utf-8") as file:
                read_map(file.read(), place)
        with open(place, "w", encoding="utf-8") as file:
            file.write(map_text(column_map))
    except BadInput as error:
        raise BadInput(f"{shown} is there and no map; give another name", field="path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise BadInput(f"{shown or 'the map'} can't be written: {reason}", field="path") from error
    return Done(f"Saved the map as {shown}; okrtui import FILE --map takes it")


def _map_from(content: Mapping[str, Any]) -> ColumnMap:
    columns = dict(_table(content, "columns"))
    columns |= {name: value for name, value in content.items() if name in COLUMNS}
    unknown = sorted(content.keys() - _TOP)
    if unknown:
        raise BadInput(f"{clean_line(unknown[0])} means nothing here; a map has {', '.join(_KEYS)}")
    fill_down = _texts(content.get("fill_down", []), "fill_down")
    for name in fill_down:
        _check_column(name, "fill_down")
    return ColumnMap(
        columns=_by_column(columns, "columns", _texts),
        constants=_by_column(_table(content, "constants"), "constants", _constant),
        words=_by_column(_table(content, "values"), "values", _words),
        scales=_by_column(_table(content, "scales"), "scales", _scale),
        rows=_kind(_text(content, "rows")),
        fill_down=fill_down,
        delimiter=checked_delimiter(_text(content, "delimiter")),
        decimal=checked_decimal(_text(content, "decimal")),
        date_format=_text(content, "date_format"),
        time=_time(_text(content, "time")),
    )


_DIALECT_KEYS = ("rows", "delimiter", "decimal", "date_format", "time", "fill_down")
_KEYS = (*_DIALECT_KEYS, "columns", "constants", "values", "scales")
_TOP = frozenset((*_KEYS, *COLUMNS))
"""What may stand at the top of a map: its own keys, and our columns without [columns] before them."""


def _by_column(table: Mapping[str, Any], key: str, read: Callable[[Any, str], Any]) -> dict[str, Any]:
    for name in table:
        _check_column(name, key)
    return {name: read(value, f"{key}.{name}") for name, value in table.items()}


def _check_column(name: str, key: str) -> None:
    if name not in COLUMNS:
        raise BadInput(f"{key}: {clean_line(name)} is no column of ours; they are {', '.join(COLUMNS)}")


def _table(content: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = content.get(key, {})
    if not isinstance(value, dict):
        raise BadInput(f"{key} has to be a table, such as [{key}]")
    return value


def _text(content: Mapping[str, Any], key: str) -> str:
    value = content.get(key, "")
    if not isinstance(value, str):
        raise BadInput(f"{key} has to be a text in quotes")
    return value


def _texts(value: Any, key: str) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(one, str) for one in texts):
        raise BadInput(f"{key} has to be a header in quotes, or a list of them")
    return tuple(one for one in texts if one.strip())


def _constant(value: Any, key: str) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise BadInput(f"{key} has to be a text in quotes")
    return str(value)


def _words(value: Any, key: str) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(one, (str, int)) for one in value.values()):
        raise BadInput(f'{key} has to be a table of words, such as "Off Track" = "behind"')
    return {clean_line(theirs).casefold(): str(ours) for theirs, ours in value.items()}


def _scale(value: Any, key: str) -> Scale:
    name = key.partition(".")[2]
    if name not in SCALED_COLUMNS:
        raise BadInput(f"{key}: only {', '.join(SCALED_COLUMNS)} have scales")
    return scale_from(value, name)


def _kind(typed: str) -> str:
    if typed and typed not in KINDS_OF_ROWS:
        raise BadInput(f"rows is one of {', '.join(KINDS_OF_ROWS)}, not {clean_line(typed)[:40]}")
    return KINDS_OF_ROWS.get(typed, "")


def _time(typed: str) -> str:
    hours, colon, minutes = typed.partition(":")
    is_time = (
        bool(colon) and hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60
    )
    if typed and not is_time:
        raise BadInput("time is a time of day such as 09:00")
    return typed


def _number(text: str) -> int | str:
    return int(text) if text.lstrip("-").isdigit() else text
