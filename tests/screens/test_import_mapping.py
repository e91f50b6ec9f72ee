"""The mapping step of an import: what the columns of others' tables mean, chosen before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

import okrtui.actions
from okrtui.actions.csv_map import read_map
from okrtui.screens.import_choice import ImportChoicePage
from okrtui.screens.import_mapping import ImportMappingPage
from okrtui.screens.import_preview import ImportPreviewPage
from okrtui.screens.mapping_words import _SAID_HERE, said_here
from okrtui.screens.my_week import MyWeekPage
from tests.screens.conftest import Acme
from tests.screens.screen import running

ACTIONS = Path(okrtui.actions.__file__).parent
THEIRS = (
    "Goal Title;Measure Name;Owner Email;Starting Value;Target Value;Current Value;Zuversicht;Anmerkung;"
    "Last Update;Mood\r\n"
    'Größe gewinnen;Mehr Gäste;ina@ex.de;1.000,5;2.000;1.250,25;7;"Gut.\r\nWeiter so";24.11.2026;x\r\n'
    "Größe gewinnen;Weniger Wartezeit;bo@ex.de;9;3;11;10;[b]=1+1[/];23.11.2026;y\r\n"
)


@pytest.fixture
def theirs(tmp_path: Path) -> str:
    path = tmp_path / "theirs.csv"
    path.write_text(THEIRS, encoding="utf-8", newline="")
    return str(path)


async def test_others_columns_stand_beside_ours_with_samples_and_nothing_is_written(
    acme: Acme, theirs: str
) -> None:
    before = acme.count("SELECT count(*) FROM entry")
    async with running(acme.path, lambda app: app.open_import([theirs]), size=(100, 30)) as screen:
        assert isinstance(screen.app.screen, ImportMappingPage)
        shown = screen.shown
    for line in (
        "Goal Title",
        "objective",
        "Größe gewinnen",
        "1.250,25",
        "%d.%m.%Y",
        "a KR and a check-in on it",
    ):
        assert line in shown
    assert "Mood" in shown
    assert "left out" in shown
    assert acme.count("SELECT count(*) FROM entry") == before


async def test_a_choice_changes_what_would_be_added_and_the_import_takes_it(acme: Acme, theirs: str) -> None:
    async with running(acme.path, lambda app: app.open_import([theirs]), size=(100, 30)) as screen:
        page = screen.app.screen
        assert isinstance(page, ImportMappingPage)
        assert "Q4 2026" in screen.shown
        assert "is not a confidence" in screen.shown
        columns = page.query_one("#columns")
        columns.select("Confidence")  # type: ignore[attr-defined]
        await screen.press("enter")
        assert isinstance(screen.app.screen, ImportChoicePage)
        await screen.press("down", "enter")
        assert "2 KRs, 2 check-ins" in screen.shown
        columns.select("column 7")  # type: ignore[attr-defined]
        await screen.press("enter")
        choice = screen.app.screen
        assert isinstance(choice, ImportChoicePage)
        choice._take(next(one for one in choice._choices if one.value == "insight"))
        await screen.settle()
        await screen.press("ctrl+s")
        assert isinstance(screen.app.screen, ImportPreviewPage)
        assert "Weniger Wartezeit" in screen.shown
        await screen.press("ctrl+s")
        assert isinstance(screen.app.screen, MyWeekPage)
    rows = "SELECT count(*) FROM check_in WHERE (actual, confidence, insight) IN (VALUES (?,?,?))"
    for told in (("1250.25", 4, "Gut.\nWeiter so"), ("11", 5, "[b]=1+1[/]")):
        with acme.session.reading() as connection:
            assert connection.execute(rows, told).fetchone()[0] == 1


async def test_what_is_wrong_is_said_in_the_words_of_the_page(acme: Acme, tmp_path: Path) -> None:
    table = tmp_path / "their.csv"
    table.write_text("Objective,Key result,Baseline,Target,Due\nWin back,Return rate,1,3,someday\n")
    async with running(acme.path, lambda app: app.open_import([str(table)]), size=(120, 40)) as screen:
        await screen.press("m")
        assert isinstance(screen.app.screen, ImportMappingPage)
        assert "choose at Dates" in screen.shown
        assert "--date-format" not in screen.shown


def test_every_refusal_that_is_said_otherwise_on_the_pages_is_one_of_the_actions() -> None:
    actions = "".join(path.read_text(encoding="utf-8") for path in ACTIONS.glob("*.py"))
    for there, here in _SAID_HERE:
        assert there in actions
        assert said_here(f"line 2: {there} x") == f"line 2: {here} x"


async def test_the_mapping_can_be_saved_and_is_a_map(acme: Acme, theirs: str, tmp_path: Path) -> None:
    async with running(acme.path, lambda app: app.open_import([theirs]), size=(100, 30)) as screen:
        await screen.press("w")
        field = screen.app.screen.query_one("#field-path", Input)
        assert field.value.endswith("theirs.map.toml")
        await screen.press("ctrl+s")
        assert "Saved the map" in screen.message
    saved = read_map((tmp_path / "theirs.map.toml").read_text(encoding="utf-8"))
    assert saved.columns["objective"] == ("Goal Title",)
    assert saved.columns["baseline"] == ("Starting Value",)
    assert saved.date_format == "%d.%m.%Y"


async def test_a_map_takes_the_place_of_nothing_else(acme: Acme, theirs: str, tmp_path: Path) -> None:
    async with running(acme.path, lambda app: app.open_import([theirs]), size=(100, 30)) as screen:
        await screen.press("w")
        screen.app.screen.query_one("#field-path", Input).value = theirs
        await screen.press("ctrl+s")
        assert "no map" in screen.shown
    assert (tmp_path / "theirs.csv").read_bytes().decode() == THEIRS


async def test_a_table_with_headers_that_mean_nothing_can_be_mapped_by_hand(
    acme: Acme, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Thing,When,How much\nIncrease repeat purchase rate,2026-10-15,22\n", encoding="utf-8")
    async with running(acme.path, lambda app: app.open_import([str(path)]), size=(100, 30)) as screen:
        page = screen.app.screen
        assert isinstance(page, ImportMappingPage)
        await screen.press("ctrl+s")
        assert "say first which column" in screen.message
        for place, meaning in (("column 0", "title"), ("column 1", "date"), ("column 2", "actual")):
            page.query_one("#columns").select(place)  # type: ignore[attr-defined]
            await screen.press("enter")
            choice = screen.app.screen
            assert isinstance(choice, ImportChoicePage)
            choice._take(next(one for one in choice._choices if one.value.endswith(meaning)))
            await screen.settle()
        assert "a row is a check-in" in screen.shown
        await screen.press("ctrl+s")
        await screen.press("ctrl+s")
        assert isinstance(screen.app.screen, MyWeekPage)
    assert acme.count("SELECT count(*) FROM check_in WHERE actual = '22'") == 1


async def test_our_own_tables_need_no_mapping_and_can_have_it(acme: Acme, tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text("key_result,week,actual\nIncrease repeat purchase rate,2026-W43,22\n", encoding="utf-8")
    async with running(acme.path, lambda app: app.open_import([str(path)])) as screen:
        assert isinstance(screen.app.screen, ImportPreviewPage)
        assert "1 check-in" in screen.shown
        await screen.press("m")
        assert isinstance(screen.app.screen, ImportMappingPage)
        await screen.press("ctrl+s")
        assert "1 check-in" in screen.shown
