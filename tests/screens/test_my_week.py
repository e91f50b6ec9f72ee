from __future__ import annotations

from typing import Any

import pytest

from okrtui.actions.check_ins import check_in
from okrtui.actions.people import add_member
from okrtui.screens.app import OkrtuiApp
from okrtui.screens.my_week import MyWeekPage
from okrtui.screens.themes import NAMES
from okrtui.widgets.detail_strip import DetailStrip
from okrtui.widgets.find_line import FindLine
from okrtui.widgets.header_line import HeaderLine
from okrtui.widgets.key_footer import KeyFooter
from okrtui.widgets.line_list import LineList
from okrtui.widgets.message_line import MessageLine
from tests.screens.settling import settled


def lines_of(app: OkrtuiApp) -> list[str]:
    """What the list shows, line by line."""
    lines = app.screen.query_one(LineList)
    return [lines.render_line(y).text.rstrip() for y in range(lines.size.height)]


def text_of(app: OkrtuiApp, widget: type[Any]) -> str:
    return str(app.screen.query_one(widget).render())


async def test_what_is_due_stands_first_with_all_that_matters(acme: Any) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        shown = lines_of(app)
        assert shown[1].split()[0] == "DUE"
        assert "▌ Increase repeat purchase" in shown[2]
        assert shown[2].split()[-4:] == ["0.30", "R", "3", "W46"]
        assert "28 %" in shown[2]
        header = text_of(app, HeaderLine)
        assert "Acme · Q4 2026 · W47" in header
        assert "2 due by Mon 10:00" in header


async def test_the_strip_says_what_was_said_last_time(acme: Any) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        shown = text_of(app, DetailStrip)
        assert "W46  Enterprise is flat" in shown
        assert "next Draft the incentive" in shown


async def test_what_is_checked_in_moves_to_done(acme: Any) -> None:
    check_in(acme.session, acme.key_results[0], actual="24", confidence=4, insight="x", next_action="y")
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        shown = [line.strip() for line in lines_of(app)]
        assert shown[shown.index("DONE THIS WEEK") + 1].endswith("today")


async def test_a_check_in_made_in_another_terminal_appears_by_itself(acme: Any) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        check_in(acme.session, acme.key_results[0], actual="24", confidence=4, insight="x", next_action="y")
        for _ in range(30):
            await pilot.pause(0.1)
            await settled(pilot)
            if "1 due" in text_of(app, HeaderLine):
                break
        assert "1 due by Mon 10:00" in text_of(app, HeaderLine)


async def test_finding_shows_only_the_lines_that_hold_the_words(acme: Any) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"onboard")
        await settled(pilot)
        assert not any("repeat purchase" in line for line in lines_of(app))
        assert any("onboarding" in line for line in lines_of(app))
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.focused, LineList)
        await pilot.press("slash", "escape")
        await settled(pilot)
        assert any("repeat purchase" in line for line in lines_of(app))
        assert app.screen.query_one(FindLine).value == ""


async def test_undo_and_redo_are_dim_while_there_is_nothing_for_them(acme: Any) -> None:
    add_member(acme.session, "ben", "Ben")
    other = OkrtuiApp(acme.path, acting_as="ben")
    async with other.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("u")
        assert text_of(other, MessageLine).strip() == "there is nothing to undo"
    app = OkrtuiApp(acme.path)
    check_in(acme.session, acme.key_results[0], actual="24", confidence=4, insight="x", next_action="y")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("U")
        assert text_of(app, MessageLine).strip() == "there is nothing to redo"
        await pilot.press("u")
        await settled(pilot)
        await pilot.press("U")
        await settled(pilot)
        assert "Redone" in text_of(app, MessageLine)


async def test_undo_takes_the_last_check_in_back(acme: Any) -> None:
    check_in(acme.session, acme.key_results[0], actual="24", confidence=4, insight="x", next_action="y")
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "1 due" in text_of(app, HeaderLine)
        await pilot.press("u")
        await settled(pilot)
        assert "2 due" in text_of(app, HeaderLine)
        assert app.screen.query_one(MessageLine).text


async def test_copying_an_update_says_where_it_went_and_shows_it(
    acme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("y")
        await settled(pilot)
        assert app.screen.query_one(MessageLine).text == "Update sent to the terminal's clipboard"
        assert "18 → 21 → 28 %" in app.clipboard
        assert "18 → 21 → 28 %" in text_of(app, DetailStrip)


async def test_a_person_without_key_results_is_told_what_to_do(acme: Any) -> None:
    add_member(acme.session, "ben", account=True)
    app = OkrtuiApp(acme.path, acting_as="ben")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        shown = "\n".join(lines_of(app))
        assert "No key results of yours yet." in shown
        await pilot.press("c")
        await settled(pilot)
        assert isinstance(app.screen, MyWeekPage)
        assert app.screen.query_one(MessageLine).text == "there is nothing to check in yet"


async def test_a_hostile_title_is_shown_as_plain_text(acme: Any) -> None:
    from okrtui.actions.key_results import add_key_result
    from okrtui.actions.objectives import add_objective

    with acme.session.reading() as connection:
        cycle = connection.execute("SELECT id FROM cycle").fetchone()[0]
    objective = add_objective(acme.session, cycle, "Win [bold red]trust[/]").id
    add_key_result(
        acme.session, objective, "[blink]Raise\x1b[31m[/] [@click=app.quit]x[/]", baseline="1", target="2"
    )
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        shown = "\n".join(lines_of(app))
        assert "[blink]Raise[31m[/]" in shown
        assert "\x1b" not in shown


@pytest.mark.parametrize("theme", NAMES)
@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40), (200, 60)])
async def test_every_line_fits_and_no_figure_is_cut(acme: Any, theme: str, size: tuple[int, int]) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        await settled(pilot)
        row = next(line for line in lines_of(app) if "Increase" in line)
        assert len(row) <= app.screen.query_one(LineList).size.width
        assert "W46" in row.split()
        assert "0.30 R" in row
        footer = text_of(app, KeyFooter)
        assert footer.startswith(" c check in")
        assert "? keys" in footer


async def test_a_terminal_that_is_too_small_is_told_so(acme: Any) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(50, 12)) as pilot:
        await settled(pilot)
        assert app.screen.query_one("#too-small").display
        drawn = "".join(strip.text for strip in app.screen._compositor.render_strips())
        assert " ".join(drawn.split()) == "make me larger: 60 columns and 16 lines"
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert app.screen.query_one("#body").display


async def test_without_unicode_everything_is_ascii(acme: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("locale.getpreferredencoding", lambda do_setlocale=True: "ANSI_X3.4-1968")
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert all(line.isascii() for line in lines_of(app))


async def test_who_has_more_than_the_first_paint_reads_sees_the_rest_a_moment_later(
    acme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okrtui.screens.my_week.FIRST_LINES", 1)
    shown: list[int] = []
    show = MyWeekPage._show

    def noting(page: MyWeekPage, week: Any) -> None:
        shown.append(len(week.all))
        show(page, week)

    monkeypatch.setattr(MyWeekPage, "_show", noting)
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert shown[:2] == [1, 2]
        assert "2 due by Mon 10:00" in text_of(app, HeaderLine)
        assert sum("days" in line or "%" in line for line in lines_of(app)) == 2
