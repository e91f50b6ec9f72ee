"""The form of a CSV file: what its rows are and which column holds what, by its header, its map and our guesses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from okrtui.actions.csv_dialect import decimal_of, delimiter_of, records
from okrtui.actions.csv_files import WRITTEN_ONLY_COLUMNS, unguarded
from okrtui.actions.csv_headers import COLUMNS, DEFAULT_WORDS, FIGURES, guessed, headers_in_use, plain
from okrtui.actions.csv_map import NO_MAP, ColumnMap
from okrtui.actions.incoming import quoted
from okrtui.okr.errors import BadInput
from okrtui.okr.text import clean_line, cut

_SAMPLES = 3
_DEFINES = frozenset({"baseline", "target", "bands", "milestones", "limits", "method", "due", "weight"})
SAYS = frozenset({"actual", "milestones_done", "confidence", "insight", "next_action", "status", "learning"})
"""Columns that say something about a week."""

_LONGEST_HEADER = 40
_UNKNOWN = (
    "the header is unknown; it has objective and title, or key_result and week; say with --map what is what"
)


class Row(NamedTuple):
    """One row: its line in the file, from 1, and its cells by our columns."""

    line: int
    cells: Mapping[str, str]


class Header(NamedTuple):
    """What was made of a file's first row.

    Attributes:
        texts: the headers, clean.
        places: where in a row our columns stand; several are read as one text.
        guesses: those of our columns that neither the map nor our own name told.
        kind: what a row is: "key_result", "check_in", "both", or "" where nothing tells.
        notes: what the person should know, a sentence each.
        delimiter: between cells.
    """

    texts: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]
    guesses: frozenset[str]
    kind: str
    notes: tuple[str, ...]
    delimiter: str

    @property
    def unknown(self) -> list[str]:
        """Headers of columns that mean nothing here."""
        used = {place for places in self.places.values() for place in places}
        return [text for place, text in enumerate(self.texts) if place not in used and text]

    @property
    def columns(self) -> dict[str, str]:
        """Their headers by our columns."""
        return {
            name: " + ".join(self.texts[place] for place in places) for name, places in self.places.items()
        }

    @property
    def is_foreign(self) -> bool:
        """Whether a column has another header than ours."""
        return any(plain(name) != plain(theirs) for name, theirs in self.columns.items())


class Table(NamedTuple):
    """A CSV file.

    Attributes:
        kind: what a row is: "key_result", "check_in", or "both": a KR and what was reported on it.
        rows: its rows without empty ones.
        header: what was made of its first row.
        decimal: the decimal mark of its figures, "" where nothing tells.
        column_map: what was stated about it.
    """

    kind: str
    rows: list[Row]
    header: Header
    decimal: str
    column_map: ColumnMap = NO_MAP

    def shown_column(self, name: str) -> str:
        """A column as messages name it: their header, and ours behind it where it is another word."""
        places = self.header.places.get(name, ())
        if not places:
            return name
        theirs = cut(self.header.texts[places[0]], _LONGEST_HEADER)
        return name if plain(theirs) == plain(name) else f"{theirs} ({name})"


def kind_of_table(text: str, column_map: ColumnMap = NO_MAP) -> str | None:
    """What the rows of a CSV file are, by its header and map; None where nothing tells, so that it may be no table."""
    try:
        return read_header(text, "", column_map).kind or None
    except BadInput:
        return None


def read_header(text: str, file: str = "", column_map: ColumnMap = NO_MAP) -> Header:
    """What a file's first row says, with what the map states.

    Raises:
        BadInput: a column stands there twice, or the map names one that is not there.
    """
    delimiter = column_map.delimiter or delimiter_of(text)
    line, cells = next(records(text, delimiter, file), (1, []))
    texts = tuple(clean_line(cell) for cell in cells)
    _refuse_twins(texts, f"{file}: line {line}")
    places, guesses = _places(texts, column_map, file)
    notes = []
    if _has_goals_only(places):
        places["title"] = places.get("metric", places["objective"])
        notes.append("no column holds a KR’s title; each objective is taken as one with a KR of its own")
    kind = column_map.rows or (_kind(places, column_map) if len(texts) > 1 else "")
    named = places.pop("key_result", ()) or places.get("title", ())
    if named and kind:
        places.pop("title", None)
        places["key_result" if kind == "check_in" else "title"] = named
    return Header(texts, places, frozenset(guesses), kind, tuple(notes), delimiter)


def read_table(text: str, file: str = "", column_map: ColumnMap = NO_MAP) -> Table:
    """The table in a CSV file.

    Raises:
        BadInput: nothing tells what its rows are, a column stands there twice, or a row has too many cells.
    """
    header = read_header(text, file, column_map)
    if not header.kind:
        raise BadInput(f"{file}: {_UNKNOWN}")
    body = records(text, header.delimiter, file)
    next(body)
    read = _reader(header, column_map)
    rows: list[Row] = []
    width = len(header.texts)
    for line, cells in body:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            raise BadInput(f"{file}: line {line}: {len(cells)} cells, but the header has {width}")
        rows.append(Row(line, read(cells, rows[-1].cells if rows else {})))
    decimal = column_map.decimal or decimal_of(_figures(rows))
    return Table(header.kind, rows, header, decimal, column_map)


def samples(text: str, header: Header) -> list[str]:
    """The first different cells of each column, for people to see what it holds."""
    body = records(text, header.delimiter)
    next(body, None)
    seen: list[list[str]] = [[] for _ in header.texts]
    for _, cells in islice(body, 50):
        for of_column, cell in zip(seen, cells, strict=False):
            shown = clean_line(cell)
            if shown and len(of_column) < _SAMPLES and shown not in of_column:
                of_column.append(shown)
    return [", ".join(cells) for cells in seen]


def cells_of(text: str, header: Header, column: str, most: int = 200) -> list[str]:
    """The first cells of a column of ours, as they stand."""
    body = records(text, header.delimiter)
    next(body, None)
    places = header.places.get(column, ())
    return [cells[place] for _, cells in islice(body, most) for place in places if place < len(cells)]


def _refuse_twins(texts: Sequence[str], where: str) -> None:
    seen: set[str] = set()
    for text in texts:
        name = plain(text)
        if name and name in seen:
            raise BadInput(f"{where}: the column {quoted(text)} stands there twice")
        seen.add(name)


def _places(
    texts: Sequence[str], column_map: ColumnMap, file: str
) -> tuple[dict[str, tuple[int, ...]], set[str]]:
    """Where our columns stand: those of the map, then our guesses in what is left; and which ones were guessed."""
    by_header = {plain(text): place for place, text in enumerate(texts)}
    stated: dict[str, tuple[int, ...]] = {}
    for name, theirs in column_map.columns.items():
        for one in theirs:
            if plain(one) not in by_header:
                shown = ", ".join(text for text in texts[:20] if text)
                raise BadInput(
                    f"{file}: there is no column {quoted(one)}, which the map names; there are {shown}"
                )
        stated[name] = tuple(by_header[plain(one)] for one in theirs)
    mapped = {place for places in stated.values() for place in places}
    left = ["" if place in mapped else text for place, text in enumerate(texts)]
    found = guessed(left, headers_in_use())
    places = {name: (place,) for name, place in found.items() if name not in stated}
    own = {name for name in places if plain(texts[places[name][0]]) == plain(name)}
    guesses = set(places) - own
    return {**places, **{name: at for name, at in stated.items() if at}}, guesses


def _has_goals_only(places: Mapping[str, tuple[int, ...]]) -> bool:
    """Whether objectives have figures themselves and no column names KRs."""
    has_name = bool({"title", "key_result"} & places.keys())
    return not has_name and "objective" in places and {"baseline", "target"} <= places.keys()


def _kind(places: Mapping[str, tuple[int, ...]], column_map: ColumnMap) -> str:
    """What a row is, by the columns that there are; "" where they tell nothing."""
    names = {*places, *column_map.constants}
    if not {"title", "key_result"} & names:
        return ""
    is_dated = bool({"week", "date", "at"} & names)
    if is_dated and SAYS & names:
        return "both" if "objective" in names and _DEFINES & names else "check_in"
    if is_dated and "objective" not in names:
        return "check_in"
    return "key_result" if "objective" in names else ""


def _reader(
    header: Header, column_map: ColumnMap
) -> Callable[[Sequence[str], Mapping[str, str]], dict[str, str]]:
    """What turns the cells of a row, and the row above it, into cells by our columns."""
    single = [(name, places[0]) for name, places in header.places.items() if len(places) == 1]
    several = [(name, places) for name, places in header.places.items() if len(places) > 1]
    words = _words_in_use(header, column_map)
    constants = [(name, text) for name, text in column_map.constants.items()]
    written = frozenset(WRITTEN_ONLY_COLUMNS)
    single = [(name, place) for name, place in single if name not in written]

    def read(cells: Sequence[str], above: Mapping[str, str]) -> dict[str, str]:
        count = len(cells)
        row = {name: unguarded(cells[place]) for name, place in single if place < count}
        for name, places in several:
            parts = [unguarded(cells[place]) for place in places if place < count]
            row[name] = "\n".join(part for part in parts if part.strip())
        for name, ours in words:
            cell = row.get(name)
            if cell:
                row[name] = ours.get(clean_line(cell).casefold(), cell)
        for name in column_map.fill_down:
            if not row.get(name, "").strip():
                row[name] = above.get(name, "")
        for name, text in constants:
            if not row.get(name, "").strip():
                row[name] = text
        return row

    return read


def _words_in_use(header: Header, column_map: ColumnMap) -> list[tuple[str, Mapping[str, str]]]:
    """What words mean, by our columns: the map's, before those that we know."""
    names = [name for name in (*header.places, *column_map.constants) if name in COLUMNS]
    tables = {name: {**DEFAULT_WORDS.get(name, {}), **column_map.words.get(name, {})} for name in names}
    return [(name, table) for name, table in tables.items() if table]


def _figures(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        for name in FIGURES:
            cell = row.cells.get(name)
            if cell:
                yield cell
