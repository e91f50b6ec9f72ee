"""The preview of an import: what would be new stands there before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from okrtui.actions.interchange import export_document
from okrtui.screens.first_run import FirstRunPage
from okrtui.screens.import_preview import ImportPreviewPage
from okrtui.screens.my_week import MyWeekPage
from tests.screens.conftest import Acme
from tests.screens.screen import running

TEXT = """Objective: Win back customers who left

KR 1: Increase reactivated accounts from 2% to 9% by 15 Dec. Owner: Growth PM. Source: CRM.
KR 2: Reduce answer time from 9 days to 2 days by 15 Dec. Owner: Nora Lind. Source: Helpdesk.
KR 3: Reduce churn from 9% to 2% by 45 Dec. Owner: Nora Lind. Source: Helpdesk.
"""


@pytest.fixture
def okrs(tmp_path: Path) -> str:
    path = tmp_path / "okrs.md"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


async def test_the_preview_shows_okrs_with_their_figures_and_writes_nothing(acme: Acme, okrs: str) -> None:
    before = acme.count("SELECT count(*) FROM entry")
    async with running(acme.path, lambda app: app.open_import([okrs])) as screen:
        shown = screen.shown
    assert "Win back customers who left" in shown
    assert "2 → 9 % · by 15 Dec · Growth PM · CRM" in shown
    assert acme.count("SELECT count(*) FROM entry") == before


async def test_a_line_that_cant_be_read_is_named_by_its_number(acme: Acme, okrs: str) -> None:
    async with running(acme.path, lambda app: app.open_import([okrs])) as screen:
        assert "okrs.md line 5" in screen.shown
        assert "45 Dec" in screen.shown


async def test_import_writes_what_the_preview_showed(acme: Acme, okrs: str) -> None:
    async with running(acme.path, lambda app: app.open_import([okrs])) as screen:
        await screen.press("ctrl+s")
        assert isinstance(screen.app.screen, MyWeekPage)
        assert "2 KRs" in screen.message
    assert acme.count("SELECT count(*) FROM key_result") == 4


async def test_cancelling_writes_nothing(acme: Acme, okrs: str) -> None:
    async with running(acme.path, lambda app: app.open_import([okrs])) as screen:
        await screen.press("backspace")
        assert isinstance(screen.app.screen, MyWeekPage)
    assert acme.count("SELECT count(*) FROM key_result") == 2


async def test_a_path_can_be_typed(acme: Acme, okrs: str) -> None:
    async with running(acme.path, lambda app: app.open_import()) as screen:
        screen.app.screen.query_one("#path", Input).value = okrs
        await screen.press("enter")
        assert "Win back customers who left" in screen.shown


async def test_a_file_that_is_not_there_is_said_and_can_be_mended(acme: Acme, tmp_path: Path) -> None:
    async with running(acme.path, lambda app: app.open_import([str(tmp_path / "gone.md")])) as screen:
        assert isinstance(screen.app.screen, ImportPreviewPage)
        assert "No such file" in screen.message
        await screen.press("ctrl+s")
        assert "name a file first" in screen.message


async def test_hostile_text_of_a_file_is_shown_as_text(acme: Acme, tmp_path: Path) -> None:
    path = tmp_path / "hostile.md"
    path.write_text(TEXT.replace("customers", "[blink]customers[/] \x1b[31mred"), encoding="utf-8")
    async with running(acme.path, lambda app: app.open_import([str(path)])) as screen:
        assert "[blink]customers[/]" in screen.shown
        assert "\x1b" not in screen.shown


async def test_the_first_run_begins_with_a_file_and_shows_its_preview(home: Path, okrs: str) -> None:
    async with running(None) as screen:
        await screen.press("down", "enter")
        field = screen.app.screen.query_one("#file", Input)
        assert screen.app.focused is field
        field.value = okrs
        await screen.press("enter")
        assert isinstance(screen.app.screen, ImportPreviewPage)
        assert "Win back customers who left" in screen.shown
        await screen.press("ctrl+s")
        assert isinstance(screen.app.screen, MyWeekPage)


async def test_in_the_first_run_a_document_becomes_the_workspace(
    acme: Acme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = tmp_path / "acme.json"
    document.write_text(export_document(acme.session), encoding="utf-8")
    monkeypatch.setenv("OKRTUI_HOME", str(tmp_path / "other"))
    async with running(None) as screen:
        await screen.press("down", "enter")
        screen.app.screen.query_one("#file", Input).value = str(document)
        await screen.press("enter")
        assert isinstance(screen.app.screen, ImportPreviewPage)
        assert "becomes the workspace Acme" in screen.shown
        assert screen.app.path is None
        await screen.press("ctrl+s")
        assert isinstance(screen.app.screen, MyWeekPage)
        assert screen.app.path is not None


async def test_a_first_run_with_a_file_that_cant_be_read_stays(home: Path, tmp_path: Path) -> None:
    async with running(None) as screen:
        await screen.press("down", "enter")
        screen.app.screen.query_one("#file", Input).value = str(tmp_path / "gone.md")
        await screen.press("enter")
        assert isinstance(screen.app.screen, FirstRunPage)
        assert "No such file" in screen.message
