"""Maps, scales and guesses for others' tables: stated exactly, read exactly."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.actions.csv_dates import formats_that_fit, moment, week
from okrtui.actions.csv_dialect import decimal_of, delimiter_of, head, records
from okrtui.actions.csv_headers import COLUMNS, DEFAULT_HEADERS, guessed, headers_from, headers_in_use, plain
from okrtui.actions.csv_map import map_text, read_map
from okrtui.actions.csv_scales import Scale, scaled
from okrtui.actions.csv_table import kind_of_table, read_header, read_table
from okrtui.okr.errors import BadInput
from okrtui.okr.quantities import is_quantity
from okrtui.okr.weeks import Calendar

CONFIG = Path(__file__).parents[2] / "config"
BERLIN = Calendar("Europe/Berlin", "monday", "10:00")


def test_the_shipped_headers_are_the_defaults() -> None:
    with (CONFIG / "csv_headers.toml").open("rb") as file:
        shipped = headers_from(tomllib.load(file))
    assert {name: tuple(words) for name, words in shipped.items()} == dict(DEFAULT_HEADERS)
    assert list(shipped) == list(DEFAULT_HEADERS)


def test_no_header_means_two_things() -> None:
    assert DEFAULT_HEADERS.keys() <= set(COLUMNS)
    means: dict[str, str] = {}
    for name, words in DEFAULT_HEADERS.items():
        for word in words:
            assert means.setdefault(plain(word), name) == name, word


def test_own_headers_replace_the_lists_that_they_have(home: Path) -> None:
    from okrtui import home as places

    folder = Path(places.config_dir())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "csv_headers.toml").write_text('actual = ["Stand heute"]\n', encoding="utf-8")
    assert headers_in_use()["actual"] == ["Stand heute"]
    assert headers_in_use()["target"] == DEFAULT_HEADERS["target"]
    (folder / "csv_headers.toml").write_text('actuel = ["x"]\n', encoding="utf-8")
    with pytest.raises(BadInput, match="actuel is no column"):
        headers_in_use()


@pytest.mark.parametrize("path", sorted((CONFIG / "maps").glob("*.toml")), ids=lambda path: path.name)
def test_the_shipped_maps_are_maps(path: Path) -> None:
    column_map = read_map(path.read_text(encoding="utf-8"), path.name)
    assert column_map.scales["confidence"] == Scale("0", "10", "1", "5")
    assert column_map.words["status"]["off track"] == "behind"
    assert read_map(map_text(column_map)) == column_map


@pytest.mark.parametrize(
    ("header", "kind", "told"),
    [
        (
            "objective_title,objective_description,team_name,cycle_name,kr_title,kr_type,kr_unit,kr_baseline,kr_target",
            "key_result",
            {"objective": 0, "why": 1, "team": 2, "cycle": 3, "title": 4, "method": 5, "unit": 6, "baseline": 7,
             "target": 8},
        ),
        (
            "Goal Title|Owner Email|Starting Value|Target Value|Current Value|Last Update",
            "both",
            {"objective": 0, "title": 0, "owner": 1, "baseline": 2, "target": 3, "actual": 4, "date": 5},
        ),
        ("OBJECTIVE;Key Result;Start;Target (%);due_date", "key_result", {"target": 3, "due": 4}),
        ("Key Result,Date,Value,Confidence,Comment,Next Steps,Updated By", "check_in", {"key_result": 0, "date": 1}),
        ("Ziel;Schlüsselergebnis;Datum;Istwert;Zuversicht;Kommentar", "check_in", {"key_result": 1, "actual": 3}),
        ("key_result,week,actual", "check_in", {"week": 1}),
        ("objective,title,baseline,target", "key_result", {"title": 1}),
        ("Objective,Title,Key Result,Target", "key_result", {"title": 2}),
        ("Name,Colour", "", {}),
        ("Objective: win back customers, and keep them", "", {}),
        ("Objective", "", {}),
    ],
)  # fmt: skip
def test_what_a_row_is_and_where_things_stand_is_told_from_the_header(
    header: str, kind: str, told: dict[str, int]
) -> None:
    found = read_header(header + "\n")
    assert found.kind == kind
    assert {name: found.places.get(name) for name in told} == {name: (place,) for name, place in told.items()}
    assert (kind_of_table(header) or "") == kind


@given(st.lists(st.sampled_from([word for words in DEFAULT_HEADERS.values() for word in words]), max_size=8))
def test_a_column_means_one_thing_and_a_thing_has_one_column(header: list[str]) -> None:
    found = guessed([word.upper().replace(" ", "_") for word in header], DEFAULT_HEADERS)
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a;b;c\n1,5;2,5;3\n", ";"),
        ("a,b\n1,2\n", ","),
        ('"a;b",c,d\n1,2,3\n', ","),
        ("a\tb, c\td\n1\t2\t3\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("sep=;\na;b,c\n", ";"),
        ('\ufeffa;b\r\n"x\r\ny, z";2\r\n', ";"),
        ("alone\n1\n", ","),
    ],
)
def test_the_delimiter_is_told_from_the_header_and_the_rows(text: str, mark: str) -> None:
    assert delimiter_of(text) == mark


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["1,5", "2"], ","),
        (["1.5"], "."),
        (["1.234,5"], ","),
        (["1,234.5", "7,000"], "."),
        (["1.234.567"], ","),
        (["1,234"], ""),
        (["1,5", "1.5"], ""),
        (["12,5 %", "3.000"], ","),
        ([], ""),
    ],
)
def test_the_decimal_mark_is_told_where_it_can_be_nothing_else(cells: list[str], mark: str) -> None:
    assert decimal_of(cells) == mark


def test_lines_are_counted_as_they_stand_in_the_file_and_the_head_is_cut_between_rows() -> None:
    text = 'sep=,\r\na,b\r\n"1\r\n2",x\r\n\r\n3,y\r\n4,z\r\n'
    assert [line for line, _ in records(text, ",")] == [2, 3, 6, 7]
    assert head(text, "", 2) == ('sep=,\r\na,b\r\n"1\r\n2",x\r\n\r\n3,y\r\n', False)
    assert head(text, "", 3) == (text, True)


@pytest.mark.parametrize(
    ("figure", "scale", "places", "ours"),
    [
        ("0", Scale("0", "10", "1", "5"), 0, "1"),
        ("7", Scale("0", "10", "1", "5"), 0, "4"),
        ("10", Scale("0", "10", "1", "5"), 0, "5"),
        ("1.25", Scale("0", "10", "1", "5"), 0, "2"),
        ("62.5", Scale("0", "100", "1", "5"), 0, "4"),
        ("0.24", Scale("0", "1", "0", "100"), 9, "24"),
        ("1", Scale("0", "3", "0", "1"), 9, "0.333333333"),
        ("2", Scale("0", "3", "0", "-1"), 9, "-0.666666667"),
        ("2", Scale("1", "5", "5", "1"), 0, "4"),
    ],
)
def test_scales_are_worked_out_exactly_and_rounded_once(
    figure: str, scale: Scale, places: int, ours: str
) -> None:
    assert scaled(figure, scale, places) == ours


@given(
    st.integers(-(10**6), 10**6), st.integers(1, 10**6), st.integers(-(10**6), 10**6), st.integers(-99, 99)
)
def test_a_scaled_figure_is_a_quantity_within_half_a_billionth(
    low: int, width: int, ours: int, to: int
) -> None:
    scale = Scale(str(low), str(low + width), str(ours), str(to))
    figure = low + width // 3
    read = scaled(str(figure), scale)
    exact = ours + Fraction(width // 3) * (to - ours) / width
    assert is_quantity(read)
    assert abs(Fraction(read) - exact) <= Fraction(1, 2 * 10**9)


def test_a_figure_beyond_the_stated_ends_is_refused() -> None:
    with pytest.raises(BadInput, match="outside the scale from 0 to 10"):
        scaled("11", Scale("0", "10", "1", "5"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rows = 'people'", "rows is one of key_results, check_ins, both"),
        ("delimiter = '%'", "no delimiter"),
        ("decimal = ';'", "no decimal mark"),
        ("colums = {}", "colums means nothing here"),
        ("[columns]\nactuel = 'x'", "actuel is no column of ours"),
        ("[columns]\nactual = 3", "columns.actual has to be a header"),
        ("[scales.confidence]\nfrom = [0, 0]\nto = [1, 5]", "two different ends"),
        ("[scales.confidence]\nfrom = [0]\nto = [1, 5]", "needs from"),
        ("[scales.insight]\nfrom = [0, 1]\nto = [1, 5]", "have scales"),
        ("[values]\nstatus = 'x'", "table of words"),
        ("time = '25:00'", "time of day"),
        ("= x", "is no TOML"),
    ],
)
def test_what_a_map_cant_say_is_named(text: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read_map(text, "m.toml")


def test_columns_may_stand_without_their_table_and_missing_ones_are_named() -> None:
    column_map = read_map('objective = "A"\ntitle = "B"\ninsight = ["C", "D"]\n')
    table = read_table("A,B,C,D\no,k,one,two\n", "t.csv", column_map)
    assert table.rows[0].cells == {"objective": "o", "title": "k", "insight": "one\ntwo"}
    with pytest.raises(BadInput, match="no column “A”, which the map names; there are X, Y"):
        read_table("X,Y\n1,2\n", "t.csv", column_map)


@pytest.mark.parametrize(
    ("cell", "date_format", "told"),
    [
        ("2026-11-16", "", ("2026-W46", "2026-11-15T23:00:00+00:00")),
        ("2026-11-17", "", ("2026-W47", "2026-11-16T23:00:00+00:00")),
        ("2026-11-16 09:59", "", ("2026-W46", "2026-11-16T08:59:00+00:00")),
        ("2026-11-16T10:00:00+01:00", "", ("2026-W47", "2026-11-16T09:00:00+00:00")),
        ("2026-11-16T10:00:00Z", "", ("2026-W47", "2026-11-16T10:00:00+00:00")),
        ("16.11.2026", "%d.%m.%Y", ("2026-W46", "2026-11-15T23:00:00+00:00")),
        ("11/16/2026 14:00", "%m/%d/%Y %H:%M", ("2026-W47", "2026-11-16T13:00:00+00:00")),
    ],
)
def test_a_date_tells_the_check_in_week_and_the_day_of_the_deadline_is_the_ending_weeks(
    cell: str, date_format: str, told: tuple[str, str]
) -> None:
    assert moment(cell, date_format, BERLIN) == told


def test_a_date_can_mean_another_time_of_day() -> None:
    assert moment("2026-11-16", "", BERLIN, "11:00") == ("2026-W47", "2026-11-16T10:00:00+00:00")


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("2026-W47", "2026-W47"),
        ("2026W7", "2026-W07"),
        ("KW 47/2026", "2026-W47"),
        ("2026-11-22", "2026-W47"),
    ],
)
def test_a_week_is_read_by_name_or_by_a_day_of_it(cell: str, told: str) -> None:
    assert week(cell, "") == told


@pytest.mark.parametrize("cell", ["2026-W54", "47", "soon", "W47", "٢٠٢٦-W47"])
def test_what_is_no_week_is_refused(cell: str) -> None:
    with pytest.raises(BadInput):
        week(cell, "")


def test_the_forms_of_dates_that_fit_are_told() -> None:
    assert formats_that_fit(["24.12.2026"]) == ["%d.%m.%Y"]
    assert formats_that_fit(["2026-12-24"]) == [""]
    assert formats_that_fit(["01/02/2026", "13/02/2026"]) == ["%d/%m/%Y"]
    assert formats_that_fit(["01/02/2026"]) == ["%d/%m/%Y", "%m/%d/%Y"]
    assert formats_that_fit([]) == []
