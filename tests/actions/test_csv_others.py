"""Tables of other programs in a workspace: history as odd as it is, all or nothing, twice the same."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from okrtui.actions import cycles
from okrtui.actions.csv_files import export_csv
from okrtui.actions.csv_map import read_map
from okrtui.actions.imports import ImportPlan, carry_out, plan_import
from okrtui.actions.interchange import export_document
from okrtui.actions.session import Session
from okrtui.actions.workspaces import create_workspace
from okrtui.okr.errors import BadInput
from tests.actions.a_workspace import at_home, import_into, write
from tests.actions.test_interchange import rows
from tests.sweep import sweep_size

GOALS = (
    "Goal Title;Measure Name;Owner Email;Starting Value;Target Value;Current Value;Confidence;Comment;Status;"
    "Last Update\r\n"
    'Größe gewinnen;Mehr Gäste;Ina.Gross@ex.de;1.000,5;2.000;980,25;7;"Gut.\r\nWeiter";On Track;24.11.2026\r\n'
    "Größe gewinnen;Weniger Wartezeit;bo@ex.de;9;3;-1,5;10;=1+1;Off Track;23.11.2026 \r\n"
    ";Mehr Ruhe;bo@ex.de;9;3;;;;;\r\n"
)
MAP = """
date_format = "%d.%m.%Y"
fill_down = ["objective"]
[constants]
cycle = "2026 Q4"
[scales.confidence]
from = [0, 10]
to = [1, 5]
"""


@pytest.fixture
def session(home: Path) -> Session:
    """An empty workspace with a draft cycle."""
    session = create_workspace("Other", handle="ana", timezone="Europe/Berlin")
    cycles.new_cycle(session, "2026 Q4", "quarter", "2026-10-01", "2026-12-31")
    return session


def bring(session: Session, home: Path, text: str, column_map: str = MAP, **options: Any) -> ImportPlan:
    return import_into(session, write(home, "t.csv", text), column_map=read_map(column_map), **options)


def test_a_mixed_table_gives_krs_and_a_check_in_of_each_that_has_a_figure(
    session: Session, home: Path
) -> None:
    plan = bring(session, home, GOALS)
    assert plan.additions == {"members": 2, "objectives": 1, "key_results": 3, "check_ins": 2}
    assert rows(session, "SELECT title, baseline, target FROM key_result ORDER BY title") == [
        ("Mehr Gäste", "1000.5", "2000"),
        ("Mehr Ruhe", "9", "3"),
        ("Weniger Wartezeit", "9", "3"),
    ]
    told = "SELECT actual, confidence, insight, status, week, at FROM check_in ORDER BY at DESC"
    assert rows(session, told) == [
        ("980.25", 4, "Gut.\nWeiter", "on_track", "2026-W48", "2026-11-23T23:00:00+00:00"),
        ("-1.5", 5, "=1+1", "behind", "2026-W47", "2026-11-22T23:00:00+00:00"),
    ]
    assert rows(session, "SELECT handle, email FROM member WHERE email IS NOT NULL ORDER BY handle") == [
        ("bo", "bo@ex.de"),
        ("ina-gross", "Ina.Gross@ex.de"),
    ]


def test_the_same_table_again_adds_nothing_and_a_changed_one_tells_field_by_field(
    session: Session, home: Path
) -> None:
    bring(session, home, GOALS)
    before = export_document(session)
    assert bring(session, home, GOALS).additions == {}
    assert export_document(session) == before
    plan = bring(session, home, GOALS.replace("2.000;", "2.500;").replace("-1,5", "-2"))
    told = [(each.thing, each.field, each.ours, each.theirs) for each in plan.differences]
    assert told == [
        ("key result Mehr Gäste", "target", "2000", "2500"),
        ("Weniger Wartezeit, 2026-W47 (t.csv: line 4)", "actual", "-1.5", "-2"),
    ]
    assert export_document(session) == before


def test_update_takes_what_differs(session: Session, home: Path) -> None:
    bring(session, home, GOALS)
    bring(session, home, GOALS.replace("2.000;", "2.500;").replace("-1,5", "-2"), update=True)
    assert rows(session, "SELECT target FROM key_result WHERE title = 'Mehr Gäste'") == [("2500",)]
    assert rows(session, "SELECT actual FROM check_in WHERE is_shown = 1 AND week = '2026-W47'") == [("-2",)]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("24.11.2026", "11/24/2026"), r"line 2, column Last Update \(date\): “11/24/2026” is no date"),
        ((";7;", ";11;"), "line 2, column confidence: 11 lies outside the scale from 0 to 10"),
        (("980,25", "viel"), r"line 2, column Current Value \(actual\): “viel” is not a quantity"),
        (
            ("980,25", "1.5"),
            r"line 2, column Current Value \(actual\): “1.5” is no figure with the decimal mark ,",
        ),
        (("Weniger Wartezeit;", ";"), r"line 4, column Measure Name \(title\): a KR needs a title"),
        (("1.000,5;2.000", "9;9"), "line 2, target: baseline and target are both 9"),
    ],
)
def test_a_bad_cell_is_named_by_line_and_their_column_and_nothing_comes_in(
    session: Session, home: Path, change: tuple[str, str], told: str
) -> None:
    before = export_document(session)
    with pytest.raises(BadInput, match=told):
        bring(session, home, GOALS.replace(*change), MAP.replace("date_format", 'decimal = ","\ndate_format'))
    assert export_document(session) == before


def test_words_that_a_guess_does_not_know_are_left_out_and_told(session: Session, home: Path) -> None:
    text = GOALS.replace("Status", "Health").replace("Off Track", "Purple")
    plan = bring(session, home, text)
    assert [(each.unread.line, each.unread.text) for each in plan.unread] == [
        (4, "Health (status): “Purple”")
    ]
    with pytest.raises(BadInput, match=r"column status: .*\[values.status\] in a map says what a word means"):
        bring(session, home, GOALS.replace("Off Track", "Purple"))
    meant = MAP + '[values.status]\nPURPLE = "at_risk"\n'
    assert bring(session, home, GOALS.replace("Off Track", "Purple"), meant, update=True).differences


def test_a_figure_without_a_date_is_told_and_no_check_in(session: Session, home: Path) -> None:
    plan = bring(session, home, GOALS.replace("24.11.2026", ""))
    assert plan.additions["check_ins"] == 1
    assert "it has no date" in plan.unread[0].unread.why
    header, _, rest = GOALS.partition("\r\n")
    undated = (
        header.rpartition(";")[0]
        + "\r\n"
        + "\r\n".join(
            line.rpartition(";")[0] if line.endswith((".2026", " ", ";")) else line
            for line in rest.split("\r\n")
        )
    )
    plan = bring(session, home, undated)
    assert any("actual" in note and "no column says of which week" in note for note in plan.notes)


HISTORY = "Objective,Key Result,Date,Start,Target,Value,Comment\n"


def test_history_goes_in_as_it_is_holes_doubles_and_overshoots(session: Session, home: Path) -> None:
    days = (("2024-01-03", "12"), ("2024-01-04", "-7.25"), ("2024-07-01", "130"), ("2025-12-30", "99.999"))
    text = HISTORY + "".join(f'Aim,Grow,{day},10,100,{value},"a ""b""\nc"\n' for day, value in days)
    stated = '[constants]\ncycle = "2024"\ncycle_phase = "closed"\n'
    stated += 'cycle_start = "2024-01-01"\ncycle_end = "2024-12-31"\n'
    plan = bring(session, home, text, stated)
    assert plan.additions == {"cycles": 1, "objectives": 1, "key_results": 1, "check_ins": 4, "agreements": 1}
    assert rows(session, "SELECT kind, phase FROM cycle WHERE name = '2024'") == [("annual", "closed")]
    found = rows(session, "SELECT week, actual, insight FROM check_in WHERE is_shown = 1 ORDER BY at")
    assert [row[:2] for row in found] == [
        ("2024-W01", "12"), ("2024-W01", "-7.25"), ("2024-W26", "130"), ("2026-W01", "99.999"),
    ]  # fmt: skip
    assert {row[2] for row in found} == {'a "b"\nc'}
    assert bring(session, home, text, stated).additions == {}


def test_a_kr_that_stands_there_otherwise_in_a_later_row_keeps_its_first_and_it_is_told(
    session: Session, home: Path
) -> None:
    text = HISTORY + "Aim,Grow,2026-10-07,10,100,12,\nAim,Grow,2026-10-14,10,120,13,\n"
    plan = bring(session, home, text, '[constants]\ncycle = "2026 Q4"\n')
    assert plan.additions["key_results"] == 1
    assert [(one.unread.line, one.unread.text) for one in plan.unread] == [(3, "target: “120”")]


def test_a_plan_is_made_again_where_the_workspace_changed_meanwhile(session: Session, home: Path) -> None:
    path = write(home, "t.csv", "objective,title,cycle,baseline,target\nAim,Grow,2026 Q4,1,2\n")
    one, two = plan_import(session, [path]), plan_import(session, [path])
    carry_out(one)
    assert carry_out(two).details["additions"] == {}
    assert rows(session, "SELECT COUNT(*) FROM key_result") == [(1,)]


def test_long_reading_tells_how_far_it_is(session: Session, home: Path) -> None:
    lines = "".join(f"Aim,KR {n},2026 Q4,1,2\n" for n in range(2100))
    path = write(home, "t.csv", "objective,title,cycle,baseline,target\n" + lines)
    told: list[tuple[int, int]] = []
    plan_import(session, [path], progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 2100), (2000, 2100), (2100, 2100)]


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)
_FORMULA = st.builds("{}{}".format, st.sampled_from("=+-@'"), _TEXT)
_WORDS = st.one_of(_TEXT, _FORMULA).map(str.strip).filter(lambda text: any(map(str.isalpha, text)))
_NUMBER = st.decimals(-(10**9), 10**9, places=2, allow_nan=False).map(lambda number: format(number, "f"))


@settings(
    max_examples=sweep_size(4, 60, 600),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    krs=st.lists(
        st.tuples(_WORDS, _NUMBER, _NUMBER, _WORDS).filter(lambda kr: float(kr[1]) != float(kr[2])),
        min_size=1, max_size=4, unique_by=lambda kr: kr[0].casefold(),
    ),
    delimiter=st.sampled_from(",;\t|"),
    comma=st.booleans(),
)  # fmt: skip
def test_krs_exported_in_any_dialect_are_the_same_krs_elsewhere(
    tmp_path_factory: pytest.TempPathFactory,
    krs: list[tuple[str, str, str, str]],
    delimiter: str,
    comma: bool,
) -> None:
    folder = tmp_path_factory.mktemp("dialects")
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(["Objective", "KR Title", "Start Value", "Target Value", "Description", "Quarter"])
    for title, baseline, target, definition in krs:
        figures = [figure.replace(".", ",") if comma else figure for figure in (baseline, target)]
        writer.writerow(["Aim", title, *figures, definition, "2026 Q4"])
    exported = []
    for number in range(2):
        with at_home(folder / str(number), "2026-10-20T09:00:00+00:00"):
            session = create_workspace("W", handle="ana")
            cycles.new_cycle(session, "2026 Q4", "quarter", "2026-10-01", "2026-12-31")
            source = text.getvalue() if not number else exported[0]
            import_into(session, write(folder, f"{number}.csv", "\ufeff" + source))
            exported.append(export_csv(session))
    first, second = (sorted(csv.reader(io.StringIO(one, newline=""))) for one in exported)
    assert first == second
    assert len(first) == len(krs) + 1
