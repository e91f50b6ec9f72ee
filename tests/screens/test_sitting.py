from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from okrtui.screens.app import OkrtuiApp
from okrtui.screens.my_week import MyWeekPage
from okrtui.screens.sitting import SittingPage
from okrtui.screens.sitting_form import SittingForm
from okrtui.widgets.message_line import MessageLine
from okrtui.widgets.question_line import QuestionLine
from tests.screens.settling import settled

_NAMES = {" ": "space", ",": "comma", ".": "full_stop", "=": "equals_sign"}


async def type_text(pilot: Pilot[Any], text: str) -> None:
    await pilot.press(*[_NAMES.get(letter, letter) for letter in text])


def form(app: OkrtuiApp) -> SittingForm:
    return app.screen.query_one(SittingForm)


def message(app: OkrtuiApp) -> str:
    return app.screen.query_one(MessageLine).text


async def check_in_as_last_week(pilot: Pilot[Any]) -> None:
    """Six keys beside the two texts."""
    await pilot.press("equals_sign", "tab", "4")
    await type_text(pilot, "SMB moved")
    await pilot.press("tab")
    await type_text(pilot, "Launch it")
    await pilot.press("ctrl+s")
    await settled(pilot)


async def test_all_due_key_results_are_checked_in_in_one_sitting(acme: Any) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        await check_in_as_last_week(pilot)
        assert message(app).startswith("Saved W47")
        await check_in_as_last_week(pilot)
        assert "2 of 2 checked in. y copies the updates." in str(
            app.screen.query_one("#finished-text").render()
        )
        await pilot.press("ctrl+g")
        await settled(pilot)
        assert isinstance(app.screen, MyWeekPage)
    assert acme.count("SELECT count(*) FROM check_in WHERE week = '2026-W47' AND actual IN ('21', '7')") == 2
    assert (
        acme.count("SELECT count(*) FROM check_in WHERE week = '2026-W47' AND repeats LIKE '%actual%'") == 2
    )
    assert acme.count("SELECT count(*) FROM draft") == 0


async def test_no_confidence_is_preselected_and_what_is_missing_is_said_after_the_first_try(
    acme: Any,
) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        assert form(app).typed().as_draft()["confidence"] == ""
        assert "last week 3" in str(app.screen.query_one("#confidence-hint").render())
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "press 1" in str(app.screen.query_one("#confidence-hint").render())
        assert message(app) == "not saved yet: actual, confidence, insight, next action"
    assert acme.count("SELECT count(*) FROM check_in WHERE week = '2026-W47'") == 0


async def test_score_and_change_follow_as_one_types(acme: Any) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        await type_text(pilot, "24")
        await pilot.pause()
        shown = str(app.screen.query_one("#actual-hint").render())
        assert "0.60 AMBER" in shown
        assert "+3" in shown


async def test_escape_keeps_the_draft_and_a_new_sitting_shows_it(acme: Any) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        await type_text(pilot, "24")
        await pilot.press("tab", "2")
        await type_text(pilot, "Half a thought")
        await pilot.press("escape")
        await settled(pilot)
        assert acme.count("SELECT count(*) FROM draft") == 1
        await pilot.press("c")
        await settled(pilot)
        values = form(app).typed().as_draft()
        assert (values["actual"], values["confidence"], values["insight"]) == ("24", "2", "Half a thought")


async def test_typing_replaces_the_figure_that_one_comes_back_to_and_adds_to_the_one_being_typed(
    acme: Any,
) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        await type_text(pilot, "24")
        assert form(app).typed().as_draft()["actual"] == "24"
        await pilot.press("ctrl+g")
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        await type_text(pilot, "26")
        assert form(app).typed().as_draft()["actual"] == "26"
        await pilot.press("tab", "shift+tab", "2", "5")
        assert form(app).typed().as_draft()["actual"] == "25"
        await pilot.press("tab", "shift+tab", "end", "full_stop", "5")
        assert form(app).typed().as_draft()["actual"] == "25.5"


async def test_a_draft_is_on_disk_half_a_second_after_the_last_key(acme: Any) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        await type_text(pilot, "24")
        await pilot.pause(0.7)
        await settled(pilot)
        assert acme.count("SELECT count(*) FROM draft WHERE body LIKE '%\"24\"%'") == 1


async def test_opening_a_form_and_leaving_it_makes_no_draft(acme: Any) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        await pilot.press("ctrl+g")
        await settled(pilot)
    assert acme.count("SELECT count(*) FROM draft") == 0


async def test_an_unlikely_figure_is_asked_about_and_kept_after_a_yes(acme: Any) -> None:
    acme.at("2026-11-24T09:00:00+00:00")
    from okrtui.actions.check_ins import check_in

    for key_result in acme.key_results:
        check_in(acme.session, key_result, actual="8", confidence=3, insight="x", next_action="y", week="W47")
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        await type_text(pilot, "2400")
        await pilot.press("tab", "4")
        await type_text(pilot, "so it is")
        await pilot.press("ctrl+n", "ctrl+s")
        await settled(pilot)
        assert app.screen.query_one(QuestionLine).is_asking
        assert acme.count("SELECT count(*) FROM check_in WHERE actual = '2400'") == 0
        await pilot.press("n")
        await settled(pilot)
        assert not app.screen.query_one(QuestionLine).is_asking
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("y")
        await settled(pilot)
    assert acme.count("SELECT count(*) FROM check_in WHERE actual = '2400' AND confirmed = 1") == 1


async def test_next_stands_is_stored_as_a_repeat_on_purpose(acme: Any) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        await type_text(pilot, "24")
        await pilot.press("tab", "right", "right", "enter")
        await type_text(pilot, "SMB moved")
        await pilot.press("ctrl+n", "ctrl+s")
        await settled(pilot)
    sql = "SELECT count(*) FROM check_in WHERE week = '2026-W47' AND confidence = 2 AND repeats LIKE '%next_action%'"
    assert acme.count(sql) == 1


async def test_an_unknown_team_is_named_at_its_field_and_nothing_is_saved(acme: Any) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        await type_text(pilot, "24")
        await pilot.press("tab", "4")
        await type_text(pilot, "SMB moved")
        await pilot.press("ctrl+n", "tab", "tab")
        await type_text(pilot, "events")
        await pilot.press("tab")
        await type_text(pilot, "Nobody")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert message(app) == "help from which team? There are: Data team"
        assert app.focused is not None
        assert app.focused.id == "help_from"
    assert acme.count("SELECT count(*) FROM check_in WHERE week = '2026-W47'") == 0


async def test_a_reopened_saved_week_is_revised(acme: Any) -> None:
    app = OkrtuiApp(acme.path, open_check_in=acme.key_results[0])
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, SittingPage)
        await check_in_as_last_week(pilot)
        await pilot.press("ctrl+g")
        await settled(pilot)
        app.open_sitting(acme.key_results[0])
        await settled(pilot)
        assert form(app).typed().as_draft()["insight"] == "SMB moved"
        await pilot.press("backspace", "backspace", "2", "5", "ctrl+s")
        await settled(pilot)
        assert message(app).startswith("Revised W47")
    assert acme.count("SELECT count(*) FROM check_in WHERE week = '2026-W47'") == 2


async def test_beside_the_form_stands_what_will_be_posted(acme: Any) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        await type_text(pilot, "24")
        await pilot.press("tab", "4")
        await type_text(pilot, "SMB moved")
        await settled(pilot)
        shown = str(app.screen.query_one("#preview").render())
        assert "18 → 24 → 28 % (+3 since last week)" in shown
        assert "Insight: SMB moved" in shown


async def test_milestones_are_ticked(acme: Any) -> None:
    from okrtui.actions.cycles import new_cycle, publish_cycle
    from okrtui.actions.key_results import add_key_result
    from okrtui.actions.objectives import add_objective

    cycle = new_cycle(acme.session, "Pilot", "micro", "2026-11-09", "2026-12-04", acme.key_results[0]).id
    objective = add_objective(acme.session, cycle, "Win consent from every user").id
    add_key_result(
        acme.session, objective, "Increase consent steps agreed", method="milestones", due="2026-12-04",
        milestones=[{"name": "Legal text"}, {"name": "Banner"}], source={"name": "Board"}, refresh="weekly",
    )  # fmt: skip
    publish_cycle(acme.session, cycle)
    with acme.session.reading() as connection:
        key_result = connection.execute("SELECT id FROM key_result WHERE method = 'milestones'").fetchone()[0]
    app = OkrtuiApp(acme.path, open_check_in=key_result)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "last week" not in str(app.screen.query_one("#next_action-hint").render())
        await pilot.press("down", "space")
        await settled(pilot)
        assert "0.50 AMBER" in str(app.screen.query_one("#actual-hint").render())
        await pilot.press("enter", "4")
        await type_text(pilot, "Agreed")
        await pilot.press("enter")
        await type_text(pilot, "Ask legal")
        await pilot.press("enter")
        await settled(pilot)
        assert message(app).startswith("Saved W47")
    assert acme.count("SELECT count(*) FROM check_in WHERE milestones_done = '[\"Banner\"]'") == 1


async def test_help_over_a_form_leaves_what_was_typed(acme: Any) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        await type_text(pilot, "24")
        await pilot.press("f1")
        await settled(pilot)
        assert not isinstance(app.screen, SittingPage)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, SittingPage)
        assert form(app).typed().as_draft()["actual"] == "24"


async def test_one_left_for_later_keeps_its_draft_and_is_counted(acme: Any) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        await type_text(pilot, "24")
        await pilot.press("ctrl+l")
        await settled(pilot)
        await check_in_as_last_week(pilot)
        assert "1 of 2 checked in." in str(app.screen.query_one("#finished-text").render())
        await pilot.press("u")
        await settled(pilot)
        assert message(app).startswith("Undone")
    assert acme.count("SELECT count(*) FROM draft") == 1
