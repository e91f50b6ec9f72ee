from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from okrtui import home
from okrtui.okr.errors import BadInput, NotFound
from okrtui.screens import terminal
from okrtui.screens.actions_table import ACTIONS, FOOTERS
from okrtui.screens.app import OkrtuiApp
from okrtui.screens.keymap import key_clashes, own_keys
from okrtui.screens.page import Page
from okrtui.screens.themes import ANSI, DARK, LIGHT, MONO, colours_for, theme_for
from okrtui.widgets.key_footer import KeyFooter
from okrtui.widgets.line_list import LineList
from okrtui.widgets.message_line import MessageLine
from tests.screens.settling import settled
from tests.screens.terminal_run import ROOT, TerminalRun


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_keeps_the_draft_and_restores_the_terminal(
    acme: Any, number: signal.Signals, code: int
) -> None:
    run = TerminalRun(acme.path)
    run.read_until("DUE")
    run.press("c")
    run.read_until("as last week")
    run.press("24")
    run.read_until("AMBER")
    run.send(number)
    left = run.wait()
    assert run.code == code
    assert b"\x1b[?1049l" in left
    assert b"\x1b[?1000l" in left
    assert b"\x1b[?25h" in left
    assert acme.count("SELECT count(*) FROM draft WHERE body LIKE '%\"24\"%'") == 1


@pytest.mark.parametrize(
    ("key", "shown"), [("", ""), ("\x10", "Search"), ("n", "Objective:"), ("/", "find: ")]
)
def test_while_nothing_happens_nothing_is_written(acme: Any, key: str, shown: str) -> None:
    run = TerminalRun(acme.path)
    run.read_until("DUE")
    if key:
        run.press(key)
        run.read_until(shown)
    run.read_for(1.0)
    assert run.read_for(1.5) == b""
    run.press("\x11")
    run.wait()
    assert run.code == 0


def test_a_fault_on_a_page_ends_in_one_line_and_keeps_the_draft(acme: Any) -> None:
    faulty = (
        "from okrtui.screens.sitting import SittingPage\nSittingPage.action_next_stands = lambda page: 1 / 0"
    )
    run = TerminalRun(acme.path, before=faulty)
    run.read_until("DUE")
    run.press("c")
    run.read_until("as last week")
    run.press("24")
    run.read_until("AMBER")
    run.press("\x0e")
    left = run.wait().partition(b"\x1b[?1049l")[2]
    assert run.code == 1
    assert b"okrtui: a fault of okrtui, written to " in left
    assert b"Traceback" not in left
    assert "ZeroDivisionError" in Path(home.log_path()).read_text(encoding="utf-8")
    assert acme.count("SELECT count(*) FROM draft WHERE body LIKE '%\"24\"%'") == 1


def test_with_no_color_no_colour_is_written(acme: Any) -> None:
    run = TerminalRun(acme.path, NO_COLOR="1")
    seen = run.read_until("DUE") + run.read_for(0.5)
    assert b"38;2;" not in seen
    assert b"48;2;" not in seen
    run.press("q")
    run.wait()


@pytest.mark.parametrize(("code", "expected"), [(0, "written in the editor"), (1, "typed before")])
def test_the_editor_gets_the_text_and_its_failure_keeps_it(
    acme: Any, tmp_path: Path, code: int, expected: str
) -> None:
    editor = tmp_path / "editor"
    editor.write_text(f"#!/bin/sh\necho 'written in the editor' > \"$1\"\nexit {code}\n")
    editor.chmod(0o755)
    run = TerminalRun(acme.path, VISUAL=str(editor))
    run.read_until("DUE")
    run.press("c")
    run.read_until("as last week")
    run.press("24")
    run.read_until("AMBER")
    run.press("\t4")
    run.read_until("[4]")
    run.press("typed before")
    run.read_until("typed before")
    run.press("\x05")
    run.read_until("written in" if code == 0 else "ended with 1")
    run.press("\x07")
    run.read_until("DUE")
    run.press("q")
    run.wait()
    assert acme.count(f"SELECT count(*) FROM draft WHERE body LIKE '%{expected}%'") == 1


@pytest.mark.skipif(not hasattr(signal, "SIGTSTP"), reason="no job control")
def test_ctrl_z_suspends_and_keeps_the_draft(acme: Any) -> None:
    run = TerminalRun(acme.path)
    run.read_until("DUE")
    run.press("c")
    run.read_until("as last week")
    run.press("24")
    run.read_until("AMBER")
    run.press("\x1a")
    run.read_until("\x1b[?1049l")
    assert acme.count("SELECT count(*) FROM draft") == 1
    run.send(signal.SIGCONT)
    run.read_until("\x1b[?1049h")
    run.press("\x11")
    run.wait()
    assert run.code == 0


def test_neither_sqlmodel_nor_the_charts_are_imported_before_the_first_page_stands(acme: Any) -> None:
    code = (
        "import asyncio, sys\n"
        "from okrtui.screens.app import OkrtuiApp\n"
        "async def main():\n"
        f"    app = OkrtuiApp({acme.path!r})\n"
        "    async with app.run_test() as pilot:\n"
        "        for _ in range(5):\n"
        "            await app.workers.wait_for_complete(); await pilot.pause()\n"
        "        assert app.screen._week is not None\n"
        "asyncio.run(main())\n"
        "heavy = {'sqlmodel', 'sqlalchemy', 'pydantic', 'textual_plotext', 'okrtui.screens.sitting', 'click'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=os.environ, check=False
    )
    assert done.stdout == "[]\n", done.stderr


def test_what_is_no_terminal_is_refused_with_the_plain_commands_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(BadInput, match="okrtui status"):
        terminal.refuse_what_is_no_terminal()
    monkeypatch.setenv("TERM", "dumb")
    with pytest.raises(BadInput, match=r"dumb.*okrtui checkin"):
        terminal.refuse_what_is_no_terminal()


def test_a_workspace_that_is_not_there_is_told_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OKRTUI_HOME", str(tmp_path))
    assert terminal.path_of(None) is None
    with pytest.raises(NotFound, match="okrtui init"):
        terminal.path_of("acme")


@pytest.mark.parametrize(
    ("setting", "no_color", "environ", "theme"),
    [
        ("auto", False, {}, DARK),
        ("auto", False, {"COLORFGBG": "0;15"}, LIGHT),
        ("auto", True, {}, MONO),
        ("light", True, {}, MONO),
        ("light", False, {}, LIGHT),
        ("auto", False, {"TERM": "linux"}, ANSI),
        ("auto", False, {"TERM": "screen", "COLORTERM": "truecolor"}, ANSI),
        ("auto", False, {"TERM": "xterm"}, ANSI),
        ("auto", False, {"TERM": "xterm", "COLORTERM": "truecolor"}, DARK),
        ("auto", False, {"TERM": "screen-256color"}, DARK),
        ("auto", False, {"TERM": "rxvt-16color", "COLORFGBG": "0;15"}, ANSI),
        ("auto", False, {"TERM": "vt100"}, MONO),
        ("auto", False, {"TERM": "xterm-mono"}, MONO),
        ("dark", False, {"TERM": "linux"}, DARK),
    ],
)
def test_the_theme_follows_the_setting_and_the_terminal(
    setting: str, no_color: bool, environ: dict[str, str], theme: str
) -> None:
    assert theme_for(setting, no_color, environ) == theme


@pytest.mark.parametrize(
    ("setting", "environ", "colours"),
    [
        ("auto", {"COLORTERM": "truecolor", "TERM": "screen-256color"}, ""),
        ("auto", {"COLORTERM": "truecolor", "TERM": "screen-256color", "STY": "1.pts"}, "256"),
        ("auto", {"COLORTERM": "24bit", "TERM": "screen", "STY": "1.pts"}, "standard"),
        ("auto", {"COLORTERM": "truecolor", "TERM": "tmux-256color", "STY": "1.pts", "TMUX": "/tmp/t"}, ""),
        (
            "auto",
            {"COLORTERM": "truecolor", "TERM": "screen-256color", "STY": "1.pts", "TMUX": "/tmp/t"},
            "256",
        ),
        ("auto", {"TERM": "screen", "STY": "1.pts"}, ""),
        ("truecolor", {"TERM": "screen-256color", "STY": "1.pts"}, "truecolor"),
        ("16color", {"COLORTERM": "truecolor"}, "standard"),
    ],
)
def test_colours_are_as_many_as_the_setting_says_and_no_more_than_screen_takes(
    setting: str, environ: dict[str, str], colours: str
) -> None:
    assert colours_for(setting, environ) == colours


@pytest.mark.parametrize(("colours", "is_garbled"), [("auto", False), ("truecolor", True)])
def test_in_gnu_screen_24_bits_are_written_only_where_one_asks_for_them(
    acme: Any, colours: str, is_garbled: bool
) -> None:
    path = Path(home.config_dir())
    path.mkdir(parents=True)
    (path / "okrtui.toml").write_text(f'colours = "{colours}"\n')
    run = TerminalRun(acme.path, STY="1.pts", TERM="screen-256color")
    seen = run.read_until("DUE") + run.read_for(0.3)
    assert (b"38;2;" in seen) == is_garbled
    run.press("q")
    run.wait()


def test_over_a_slow_line_no_page_takes_more_than_sixteen_colours(acme: Any) -> None:
    path = Path(home.config_dir())
    path.mkdir(parents=True)
    (path / "okrtui.toml").write_text('slow = true\ntheme = "dark"\n')
    run = TerminalRun(acme.path)
    seen = run.read_until("DUE")
    for key, shown in (("\r", "UPDATES"), ("\x10", "Search"), ("\x07", "UPDATES"), (",", "YOURS")):
        run.press(key)
        seen += run.read_until(shown) + run.read_for(0.2)
    assert b"8;2;" not in seen
    assert b"8;5;" not in seen
    run.press("q")
    run.wait()


def test_every_action_has_keys_of_its_own_on_each_of_its_pages() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    taken: dict[tuple[str, str], str] = {}
    for action in ACTIONS:
        for scope in action.scopes:
            for key in action.keys:
                pair = {action.id, taken.setdefault((scope, key), action.id)}
                assert len(pair) == 1, f"{key} on {scope}: {pair}"


def test_no_footer_shows_more_than_seven_keys() -> None:
    ids = {action.id for action in ACTIONS}
    for actions in FOOTERS.values():
        assert len(actions) <= 7
        assert set(actions) <= ids


def test_own_keys_replace_the_defaults_and_clashes_are_told() -> None:
    assert own_keys({"find": "F, /"}) == {"find": "F,slash"}
    assert key_clashes({"find": "F"}) == []
    assert key_clashes({"find": "c"}) == [
        "settings: c stands for find and for check_in: find has it, give check_in another key"
    ]
    assert key_clashes({"fnid": "c"}) == ["settings: there is no action 'fnid' to give keys to"]


async def test_an_own_key_works_and_stands_in_the_footer(acme: Any) -> None:
    path = Path(home.config_dir())
    path.mkdir(parents=True)
    (path / "okrtui.toml").write_text('theme = "light"\n[keys]\nfind = "F"\n')
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.theme == "light"
        assert "F find" in str(app.screen.query_one(KeyFooter).render())
        await pilot.press("slash")
        assert app.focused is not None
        assert app.focused.id == "lines"
        await pilot.press("F")
        assert app.focused.id == "find"


async def test_a_clashing_key_does_one_thing_and_help_and_footer_show_which(acme: Any) -> None:
    path = Path(home.config_dir())
    path.mkdir(parents=True)
    (path / "okrtui.toml").write_text('[keys]\nfind = "c"\n')
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "find has it" in app.screen.query_one(MessageLine).text
        footer = str(app.screen.query_one(KeyFooter).render())
        assert "c find" in footer
        assert "check in" not in footer
        await pilot.press("c")
        assert app.focused is not None
        assert app.focused.id == "find"
        await pilot.press("escape", "question_mark")
        await settled(pilot)
        rows = app.screen.query_one(LineList)
        drawn = {rows.render_line(y).text[:40].strip(" ▌") for y in range(3)}
        assert {"check in", "c                  find"} <= drawn


async def test_settings_that_cannot_be_read_are_told_and_do_not_stop_anything(acme: Any) -> None:
    path = Path(home.config_dir())
    path.mkdir(parents=True)
    (path / "okrtui.toml").write_text("theme = \n")
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "is not TOML" in app.screen.query_one(MessageLine).text


async def test_a_fault_of_ours_is_one_line_and_a_trace_in_the_log(acme: Any) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        page = app.screen
        assert isinstance(page, Page)
        page.perform(lambda session: 1 // 0)  # type: ignore[arg-type]
        await settled(pilot)
        assert "ZeroDivisionError" in page.query_one(MessageLine).text
    assert "ZeroDivisionError" in Path(home.log_path()).read_text()


async def test_a_replica_that_cannot_be_read_is_told_in_one_line(acme: Any, tmp_path: Path) -> None:
    broken = tmp_path / "broken.okr"
    broken.write_bytes(b"not a database at all" * 100)
    app = OkrtuiApp(str(broken))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "okrtui doctor" in app.screen.query_one(MessageLine).text
