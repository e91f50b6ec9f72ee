"""Choosing by hand what a table's columns mean: from what was guessed to a map that says it all.

The import screen changes one thing at a time; each change gives a new map, and the map can be saved.
"""

from __future__ import annotations

from collections.abc import Mapping

from okrtui.actions.csv_dates import formats_that_fit
from okrtui.actions.csv_files import WRITTEN_ONLY_COLUMNS
from okrtui.actions.csv_headers import COLUMNS
from okrtui.actions.csv_map import ColumnMap
from okrtui.actions.csv_scales import Scale
from okrtui.actions.csv_table import Header, cells_of, read_header

CONFIDENCE_SCALES: Mapping[str, Scale | None] = {
    "1–5": None,
    "0–10": Scale("0", "10", "1", "5"),
    "1–10": Scale("1", "10", "1", "5"),
    "0–100": Scale("0", "100", "1", "5"),
    "0–1": Scale("0", "1", "1", "5"),
}
"""The scales of confidence that others use, by the words for them."""

_DATED = ("date", "due", "week", "cycle_start", "cycle_end")


def chosen_map(text: str, column_map: ColumnMap) -> ColumnMap:
    """A map that says what was guessed: each column, and the form of the dates where only one fits."""
    header = read_header(text, "", column_map)
    filled = column_map._replace(columns=_columns(header, header.places))
    if column_map.date_format:
        return filled
    cells = [cell for name in _DATED if name != "week" for cell in cells_of(text, header, name)]
    fitting = formats_that_fit(cells)
    return filled._replace(date_format=fitting[0]) if len(fitting) == 1 else filled


def with_meaning(column_map: ColumnMap, header: Header, place: int, name: str) -> ColumnMap:
    """The map in which one column means something else.

    Args:
        column_map: so far.
        header: as it was read with that map.
        place: the column, from 0.
        name: our column, or "" where this one is left out.
    """
    places = {ours: theirs for ours, theirs in header.places.items() if theirs != (place,) and ours != name}
    if name:
        twin = {"title": "key_result", "key_result": "title"}.get(name, "")
        places.pop(twin, None)
        places[name] = (place,)
    return column_map._replace(columns=_columns(header, places))


def with_confidence(column_map: ColumnMap, name: str) -> ColumnMap:
    """The map with another scale of confidence, by its words."""
    scales = {ours: scale for ours, scale in column_map.scales.items() if ours != "confidence"}
    scale = CONFIDENCE_SCALES[name]
    return column_map._replace(scales=scales | ({"confidence": scale} if scale else {}))


def confidence_of(column_map: ColumnMap) -> str:
    """The words for the map's scale of confidence."""
    scale = column_map.scales.get("confidence")
    known = [name for name, one in CONFIDENCE_SCALES.items() if one == scale]
    return known[0] if known else f"{scale.low}–{scale.high}" if scale else "1–5"


def _columns(header: Header, places: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[str, ...]]:
    """The columns of a map; what was guessed and is not to be is left out by name."""
    chosen = {
        name: tuple(header.texts[one] for one in at)
        for name, at in places.items()
        if name in COLUMNS and name not in WRITTEN_ONLY_COLUMNS
    }
    left_out: dict[str, tuple[str, ...]] = {name: () for name in COLUMNS if name not in chosen}
    return chosen | left_out
