"""What a person sees: the main pages of the demo, drawn at a fixed moment and compared with pictures seen before.

A picture that changes on purpose is looked at and taken anew with `pytest tests/screens/test_snapshots.py
--snapshot-update`. Pictures depend on the libraries that draw, so they are compared on the pinned versions alone.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from okrtui.actions.demo import make_demo
from okrtui.screens.app import OkrtuiApp
from tests.screens.settling import settled

NOW = "2026-11-17T10:20:00+01:00"
SMALL, LARGE, HUGE = (80, 24), (120, 40), (200, 60)
BOTH = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
DRAWING = ("textual", "rich", "plotext", "textual-plotext")
PINNED = dict(
    line.split("==")
    for line in (Path(__file__).parents[2] / "requirements-dev.txt").read_text(encoding="utf-8").split()
)
OTHERS = [f"{name} {version(name)}" for name in DRAWING if version(name) != PINNED[name]]
ENVIRON = {
    "OKRTUI_NOW": NOW, "LOGNAME": "ana", "TZ": "UTC", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color",
    "COLORTERM": "truecolor", "OKRTUI_NO_WARM_UP": "1",
}  # fmt: skip
OKRS = """Objective: Win back customers who left

KR 1: Increase reactivated accounts from 2% to 9% by 15 Dec. Owner: Leonie Brandt. Source: CRM.
KR 2: Reduce answer time from 9 days to 2 days by 15 Dec. Owner: Robin Falk. Source: Helpdesk.
KR 3: Reduce churn from 9% to 2% by 45 Dec. Owner: Robin Falk. Source: Helpdesk.
"""

pytestmark = pytest.mark.skipif(
    bool(OTHERS), reason=f"the pictures are of the versions in requirements-dev.txt, here are {OTHERS}"
)

Look = Callable[..., bool]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (ENVIRON | {"OKRTUI_HOME": str(folder)}).items():
            patch.setenv(name, value)
        for name in ("NO_COLOR", "COLORFGBG", "LC_CTYPE", "LANG"):
            patch.delenv(name, raising=False)
        time.tzset()
        yield Path(make_demo(str(folder / "home"), datetime.fromisoformat(NOW)))
    time.tzset()


@pytest.fixture
def look(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snap_compare: Callable[..., bool]
) -> Look:
    """Whether the page to which keys lead from *My week* looks as it did."""
    replica = shutil.copy(demo, tmp_path / "demo.okr")
    monkeypatch.chdir(tmp_path)
    assert os.environ["OKRTUI_NOW"] == NOW

    def compare(
        *keys: str,
        size: tuple[int, int] = SMALL,
        theme: str = "",
        is_ascii: bool = False,
        opens: Callable[[OkrtuiApp], object] | None = None,
    ) -> bool:
        app = OkrtuiApp(str(replica))
        app.is_ascii = is_ascii
        if theme:
            app.theme = theme

        async def go(pilot: Pilot[int]) -> None:
            await settle(pilot)
            if opens:
                opens(app)
                await settle(pilot)
            for key in keys:
                await pilot.press(key)
                await settle(pilot)

        return bool(snap_compare(app, terminal_size=size, run_before=go))

    return compare


async def settle(pilot: Pilot[int]) -> None:
    """Wait for workers and for what they post; a cursor stands still."""
    await settled(pilot)
    for field in pilot.app.screen.query("Input, TextArea").results(Input | TextArea):
        field.cursor_blink = False


def finding(words: str) -> tuple[str, ...]:
    """The keys that find a key result in the list of all OKRs and open its card."""
    return ("o", "v", "slash", *("space" if each == " " else each for each in words), "enter", "enter")


@BOTH
def test_my_week_shows_what_is_due_first_and_what_was_said_last(look: Look, size: tuple[int, int]) -> None:
    assert look(size=size)


def test_a_very_wide_terminal_shows_trends_and_the_update_beside_my_week(look: Look) -> None:
    assert look(size=HUGE)


def test_finding_nothing_says_so(look: Look) -> None:
    assert look("slash", "z", "z", "z")


@BOTH
def test_the_sitting_scores_what_is_typed_beside_last_weeks_words(look: Look, size: tuple[int, int]) -> None:
    assert look("c", "equals_sign", "tab", "4", *"Callers stay", "tab", size=size)


def test_a_save_too_early_says_at_each_field_what_is_missing(look: Look) -> None:
    assert look("c", "ctrl+s")


def test_milestones_are_ticked_one_by_one(look: Look) -> None:
    assert look("down", "down", "down", "c", "down", "down", "space")


def test_an_unlikely_figure_is_asked_about_and_not_refused(look: Look) -> None:
    assert look("down", "c", "9", "9", "tab", "4", "x", "tab", "y", "ctrl+s")


@BOTH
def test_a_card_has_chart_and_facts_side_by_side_and_the_thread_below(
    look: Look, size: tuple[int, int]
) -> None:
    assert look("enter", size=size)


def test_a_card_of_milestones_has_boxes_in_place_of_the_chart(look: Look) -> None:
    assert look(*finding("depot ready"))


def test_a_ranges_card_draws_its_limits_across_the_chart(look: Look) -> None:
    assert look(*finding("refund share"), size=LARGE)


@BOTH
def test_an_objective_says_where_its_score_comes_from(look: Look, size: tuple[int, int]) -> None:
    assert look("p", size=size)


@BOTH
def test_the_tree_has_bars_at_every_width(look: Look, size: tuple[int, int]) -> None:
    assert look("o", size=size)


def test_the_list_has_a_section_for_each_cycle(look: Look) -> None:
    assert look("o", "v")


def test_findings_stand_beside_what_is_written(look: Look) -> None:
    assert look("n", *"Launch the app", size=LARGE)


def test_an_import_is_previewed_and_what_cant_be_read_is_named(look: Look, tmp_path: Path) -> None:
    (tmp_path / "okrs.md").write_text(OKRS, encoding="utf-8")
    assert look(opens=lambda app: app.open_import(["okrs.md"]))


def test_help_lists_the_keys_of_the_page(look: Look) -> None:
    assert look("question_mark")


def test_a_proposal_is_a_form_above_the_card(look: Look) -> None:
    assert look("enter", "f3")


@pytest.mark.parametrize("theme", ["mono", "light", "high-contrast"])
def test_fields_have_edges_in_every_theme(look: Look, theme: str) -> None:
    assert look("c", "equals_sign", theme=theme)


def test_ascii_alone_draws_the_whole_card(look: Look) -> None:
    assert look("enter", is_ascii=True)


@BOTH
def test_the_inbox_says_what_waits_for_oneself_and_until_when(look: Look, size: tuple[int, int]) -> None:
    assert look("I", size=size)


@BOTH
def test_decisions_stand_by_what_is_to_do_with_one_of_them_in_full(look: Look, size: tuple[int, int]) -> None:
    assert look("D", size=size)


def test_a_decision_is_recorded_in_a_form(look: Look) -> None:
    assert look("D", "n", size=LARGE)


@BOTH
def test_the_monthly_reviews_agenda_is_stepped_through(look: Look, size: tuple[int, int]) -> None:
    assert look("R", "down", size=size)


@BOTH
def test_adoption_is_told_in_charts_with_their_goals(look: Look, size: tuple[int, int]) -> None:
    assert look("percent_sign", size=size)


def test_ascii_alone_draws_adoption(look: Look) -> None:
    assert look("percent_sign", is_ascii=True, size=LARGE)


@pytest.mark.parametrize("size", [SMALL, LARGE, HUGE], ids=["80x24", "120x40", "200x60"])
def test_a_teams_week_has_people_as_sections_and_what_waits_above(look: Look, size: tuple[int, int]) -> None:
    assert look("t", size=size)


def test_a_teams_earlier_week_is_grouped_by_objective(look: Look) -> None:
    assert look("t", "w", "w", "v")


def test_ascii_alone_draws_a_teams_week(look: Look) -> None:
    assert look("t", is_ascii=True)


def test_the_company_lists_the_teams_below_it(look: Look) -> None:
    assert look("t", "T", "down", "down", "enter", size=LARGE)


def test_a_very_wide_tree_names_the_owners(look: Look) -> None:
    assert look("o", "down", "down", size=HUGE)


def test_what_contributes_to_nothing_is_listed_with_the_way_to_mend_it(look: Look) -> None:
    assert look("o", "a")


def test_what_is_not_governed_is_edited_in_a_form_that_says_who_changes_the_rest(look: Look) -> None:
    assert look("O", "E")
