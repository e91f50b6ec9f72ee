"""Any terminal: every page at every size, too small and back, the mouse off, an editor that isn't there."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import TextArea

from okrtui import home
from okrtui.okr.errors import OutOfReach
from okrtui.screens.app import OkrtuiApp
from okrtui.screens.editor import edit_text
from okrtui.screens.my_week import MyWeekPage
from okrtui.screens.page import Page
from okrtui.widgets.key_footer import KeyFooter
from tests.screens.conftest import Acme
from tests.screens.screen import running
from tests.sweep import sweep_size

WAYS = {
    "my_week": (),
    "sitting": ("c",),
    "card": ("enter",),
    "revisions": ("enter", "r"),
    "objective": ("p",),
    "all_okrs": ("o",),
    "writing": ("n",),
    "import": ("i",),
    "settings": ("comma",),
    "help": ("question_mark",),
}


SIZES = [(80, 24), (60, 16), (120, 40), (200, 60)]


@pytest.mark.parametrize("size", SIZES[: sweep_size(2, 4, 4)])
async def test_every_page_fits_and_shows_its_keys(acme: Acme, size: tuple[int, int]) -> None:
    async with running(acme.path, size=size) as screen:
        for scope, keys in WAYS.items():
            await screen.press(*keys)
            page = screen.app.screen
            assert isinstance(page, Page)
            assert scope == page.SCOPE
            assert page.virtual_size.width <= size[0], scope
            assert not page.query_one("#too-small").display
            footer = page.query_one(KeyFooter)
            assert footer.region.bottom == size[1], scope
            assert footer.render().cell_length <= size[0] + 3, scope
            while not isinstance(screen.app.screen, MyWeekPage):
                await screen.press("ctrl+g")


async def test_a_terminal_too_small_says_so_and_what_is_typed_meanwhile_is_there_when_it_is_larger(
    acme: Acme,
) -> None:
    async with running(acme.path) as screen:
        await screen.press("c", "equals_sign", "tab", "4", "tab", *"half")
        for width, height in ((59, 24), (80, 15), (1, 1)):
            await screen._pilot.resize_terminal(width, height)
            await screen.settle()
            assert screen.app.screen.query_one("#too-small").display
            await screen.press("x")
        await screen._pilot.resize_terminal(80, 24)
        await screen.settle()
        assert not screen.app.screen.query_one("#too-small").display
        texts = [area.text for area in screen.app.screen.query(TextArea)]
        assert "halfxxx" in texts


def test_the_mouse_can_be_switched_off(acme: Acme) -> None:
    assert OkrtuiApp(acme.path).has_mouse
    path = Path(home.config_dir())
    path.mkdir(parents=True, exist_ok=True)
    (path / "okrtui.toml").write_text("mouse = false\n")
    assert not OkrtuiApp(acme.path).has_mouse


@pytest.mark.parametrize("command", ["/no/such/editor", "editor 'unfinished", "'' --wait"])
def test_an_editor_that_cannot_be_run_is_told_in_one_line(
    acme: Acme, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("VISUAL", command)
    with pytest.raises(OutOfReach, match=r"set \$VISUAL or \$EDITOR"):
        edit_text(OkrtuiApp(acme.path), "kept")


async def test_ctrl_g_closes_the_palette(acme: Acme) -> None:
    async with running(acme.path) as screen:
        await screen.press("ctrl+p")
        assert not isinstance(screen.app.screen, Page)
        await screen.press("ctrl+g")
        assert isinstance(screen.app.screen, Page)
