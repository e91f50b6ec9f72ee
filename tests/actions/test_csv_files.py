"""KRs and check-ins as CSV tables, out and in."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrtui.actions import cycles
from okrtui.actions.csv_dialect import figure
from okrtui.actions.csv_files import export_csv, guarded, unguarded
from okrtui.actions.csv_table import read_table
from okrtui.actions.imports import plan_import
from okrtui.actions.interchange import export_document
from okrtui.actions.session import Session
from okrtui.actions.workspaces import create_workspace
from okrtui.okr.errors import BadInput
from tests.actions.a_workspace import a_workspace, at_home, import_into, live_on, write
from tests.actions.test_interchange import rows
from tests.sweep import sweep_size


@pytest.fixture
def session(home: Path) -> Session:
    """A workspace at work."""
    session = a_workspace()
    live_on(session, 3)
    return session


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("what", ["krs", "checkins"])
def test_what_was_exported_holds_nothing_new(session: Session, home: Path, what: str) -> None:
    before = export_document(session)
    plan = import_into(session, write(home, "t.csv", "\ufeff" + export_csv(session, what)))
    assert (plan.additions, plan.differences, plan.notes) == ({}, [], [])
    assert export_document(session) == before


def test_owners_stand_as_handles_and_parents_by_title(session: Session) -> None:
    first = next(row for row in table(export_csv(session)) if row["title"] == "Raise share of paid")
    assert (first["objective"], first["cycle"], first["team"]) == (
        "Delight first-time customers",
        "2026 Q4",
        "Acme",
    )
    assert (first["owner"], first["weight"]) == ("ben", "2.50")
    assert '"key_result": "Lift repeat purchase"' in first["contributes_to"]


def test_both_tables_rebuild_the_okrs_elsewhere(session: Session, home: Path, tmp_path: Path) -> None:
    krs, check_ins = export_csv(session), export_csv(session, "checkins")
    with at_home(tmp_path / "two", "2026-12-20T09:00:00+00:00"):
        other = create_workspace("Other", handle="ana")
        cycles.new_cycle(other, "2026 Q4", "quarter", "2026-10-01", "2026-12-31")
        paths = [write(tmp_path, "c.csv", check_ins), write(tmp_path, "k.csv", krs)]
        import_into(other, *paths)
        columns = [name for name in table(krs)[0] if name not in ("archived", "postponed")]
        there = {(row["objective"], row["title"]): row for row in table(export_csv(other))}
        for row in table(krs):
            again = there[row["objective"], row["title"]]
            assert [again[name] for name in columns] == [row[name] for name in columns]
        assert len(table(export_csv(other, "checkins"))) == len(table(check_ins))
        assert import_into(other, *paths).additions == {}


KRS = "objective;cycle;title;owner;baseline;target;unit;due\r\n"


def test_semicolons_and_decimal_commas_are_told_from_the_file(session: Session, home: Path) -> None:
    text = KRS + "Calm the queue;2026 Q4;Cut backlog;Cy Dent;1.234,50;12,250;;2026-12-01\r\n"
    import_into(session, write(home, "t.csv", text))
    found = rows(session, "SELECT baseline, target, due FROM key_result WHERE title = 'Cut backlog'")
    assert found == [("1234.50", "12.250", "2026-12-01")]
    assert rows(session, "SELECT name, account FROM member WHERE handle = 'cy-dent'") == [("Cy Dent", None)]


def test_dates_can_be_stated(session: Session, home: Path) -> None:
    path = write(home, "t.csv", KRS + "Calm the queue;2026 Q4;Cut backlog;;1;2;;24.12.2026\n")
    with pytest.raises(BadInput, match=r"line 2, column due: .*--date-format"):
        import_into(session, path)
    import_into(session, path, date_format="%d.%m.%Y")
    assert rows(session, "SELECT due FROM key_result WHERE title = 'Cut backlog'") == [("2026-12-24",)]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Calm;2026 Q4;Cut;;x;2;;", "line 2, column baseline: “x” is not a quantity"),
        ("Calm;2026 Q4;Cut;;nan;2;;", "line 2, column baseline: “nan” is not a finite number"),
        ("Calm;2026 Q4;Cut;;2;2;;", "line 2, target: baseline and target are both 2"),
        ("Calm;1999;Cut;;1;2;;", "line 2, column cycle: there is no cycle “1999”"),
        ("Calm;2026 Q4;;;1;2;;", "line 2, column title: a KR needs a title"),
        (";2026 Q4;Cut;;1;2;;", "line 2, column objective"),
        ("Calm;2026 Q4;Cut;;1;2;;;;;x", "line 2: 11 cells, but the header has 8"),
    ],
)
def test_a_bad_row_is_named_by_line_and_column_and_nothing_comes_in(
    session: Session, home: Path, row: str, told: str
) -> None:
    good = "Calm the queue;2026 Q4;Cut backlog;;1;2;;\n"
    before = export_document(session)
    with pytest.raises(BadInput, match=told):
        import_into(session, write(home, "t.csv", f"{KRS}{row}\n{good}"))
    assert export_document(session) == before


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Lift repeat purchase,2026-W99,1,3", "line 2, column week"),
        ("Lift repeat purchase,2026-W41,1,6", "line 2, column confidence"),
        ("Nothing,2026-W41,1,3", "line 2, column key_result: no KR is called “Nothing”"),
    ],
)
def test_a_bad_check_in_is_named_too(session: Session, home: Path, row: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        plan_import(session, [write(home, "t.csv", f"key_result,week,actual,confidence\n{row}\n")])


def test_several_check_ins_of_a_week_are_told_by_their_order(session: Session, home: Path) -> None:
    text = (
        "Key result,Week,Actual,Author,Mood\n" + "Lift repeat purchase,2026-W40,21.50 %,growth-pm,fine\n" * 2
    )
    path = write(home, "t.csv", text)
    plan = import_into(session, path)
    assert plan.additions == {"check_ins": 2}
    assert plan.notes == ["t.csv: the column “Mood” is unknown and left out"]
    assert import_into(session, path).additions == {}


def test_an_unknown_header_is_said(session: Session, home: Path) -> None:
    with pytest.raises(BadInput, match="header is unknown"):
        plan_import(session, [write(home, "t.csv", "Aim,Owner Email\nx,y\n")])


def test_cells_that_look_like_formulas_are_guarded(session: Session) -> None:
    text = export_csv(session, "checkins")
    assert "'-- call" in text
    assert '"=cmd()' not in text.replace("'=cmd()", "")


@given(st.text("=+-@'1.2a\n", max_size=6))
def test_guarding_is_undone_exactly_and_numbers_stay_plain(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).startswith(("=", "@"))
    assert guarded("-5.20") == "-5.20"


@pytest.mark.parametrize(
    ("cell", "decimal", "read"),
    [
        ("1.5", "", "1.5"),
        ("1,5", "", "1.5"),
        ("1.234,5", ",", "1234.5"),
        ("1,234.5", ".", "1234.5"),
        ("1.234", ",", "1234"),
        ("1,234,567", ".", "1234567"),
        ("-1’234.50", ".", "-1234.50"),
        ("0012", "", "12"),
        ("", ",", None),
        ("28 %", ",", "28"),
    ],
)
def test_a_figure_is_read_by_the_files_decimal_mark(cell: str, decimal: str, read: str | None) -> None:
    assert figure(cell, "", decimal) == read


@pytest.mark.parametrize(
    ("cell", "decimal"), [("1.5", ","), ("1,5", "."), ("1,23,456", "."), ("1.5,2.5", ",")]
)
def test_a_figure_against_the_decimal_mark_is_refused(cell: str, decimal: str) -> None:
    with pytest.raises(BadInput):
        figure(cell, "", decimal)


def test_delimiters_are_told_from_the_header() -> None:
    for mark in ",;\t|":
        found = read_table(mark.join(("objective", "title")) + "\n" + mark.join(("a", "b")) + "\n")
        assert found.rows[0].cells == {"objective": "a", "title": "b"}


OFTEN = [
    f"Lift repeat purchase,2026-W{week},{actual},{insight}"
    for week, actual, insight in ((40, 21, "a"), (40, 19, "b"), (40, 25, "c"), (41, 18, "d"), (41, 30, "e"))
]
TIMES = ["2026-10-02", "2026-09-29", "2026-10-01", "2026-10-09", "2026-10-07"]
SAME = [f"{row},2026-10-01T08:00:00+00:00" for row in OFTEN]
DATED = [f"{row},{day}T08:00:00+00:00" for row, day in zip(OFTEN, TIMES, strict=True)]
HEADER = "key_result,week,actual,insight"


@pytest.mark.parametrize(
    ("header", "lines"), [(HEADER, OFTEN), (f"{HEADER},at", DATED)], ids=["bare", "dated"]
)
def test_a_history_with_several_check_ins_a_week_comes_in_once(
    session: Session, home: Path, header: str, lines: list[str]
) -> None:
    path = write(home, "t.csv", "\n".join((header, *lines)))
    assert import_into(session, path).additions == {"check_ins": 5}
    plan = plan_import(session, [path])
    assert (plan.additions, plan.differences) == ({}, [])


@settings(max_examples=sweep_size(4, 40, 200))
@given(st.permutations(DATED), st.integers(0, 5))
def test_a_grown_history_brings_what_is_new_whatever_its_order(lines: list[str], known: int) -> None:
    with tempfile.TemporaryDirectory() as folder, at_home(Path(folder), "2026-12-20T09:00:00+00:00"):
        session = a_workspace()
        header = f"{HEADER},at"
        import_into(session, write(Path(folder), "t.csv", "\n".join((header, *sorted(lines[:known])))))
        plan = import_into(session, write(Path(folder), "t.csv", "\n".join((header, *lines))))
        assert (plan.additions.get("check_ins", 0), plan.differences) == (5 - known, [])
        found = rows(session, "SELECT at, insight FROM check_in WHERE at IS NOT NULL AND is_shown = 1")
        expected = {(one.split(",")[4], one.split(",")[3]) for one in lines}
        assert expected <= set(found)


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        ('"never closed\nLift repeat purchase,2026-W41,22,x\n', "t.csv: line 3: .* never closed"),
        ('"closed" and more\n', "t.csv: line 3: .* behind a closed quote"),
        ("x" * 1_000_001 + "\n", "t.csv: line 3: .* more than 1,000,000 letters"),
    ],
    ids=["open quote", "text behind a quote", "endless cell"],
)
def test_a_quote_that_swallows_rows_refuses_the_file(
    session: Session, home: Path, rest: str, told: str
) -> None:
    text = f"{HEADER}\nLift repeat purchase,2026-W40,21,fine\nLift repeat purchase,2026-W41,22,{rest}"
    with pytest.raises(BadInput, match=told):
        plan_import(session, [write(home, "t.csv", text)])
