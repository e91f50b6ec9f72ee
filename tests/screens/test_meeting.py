"""The check-in meeting on the screen: one key result at a time, what is recorded in it, votes, and its end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.widgets import Input, Select, TextArea

from okrtui.actions import polls
from okrtui.actions.check_ins import check_in
from okrtui.actions.initiatives import add_initiative
from okrtui.actions.meeting_state import change_meeting
from okrtui.actions.meetings import meeting_begun
from okrtui.actions.objectives import edit_objective
from okrtui.actions.people import add_member, add_team, edit_team
from okrtui.actions.session import Session
from okrtui.okr.meeting import Running, with_promise
from okrtui.screens.app import OkrtuiApp
from okrtui.screens.form_dialog import FormDialog
from okrtui.screens.meeting import MeetingPage
from okrtui.screens.meeting_end import MeetingEndPage
from okrtui.screens.meeting_sitting import MeetingSittingPage
from okrtui.screens.my_week import MyWeekPage
from okrtui.screens.vote import VotePage
from okrtui.views.meeting import kept_meeting
from tests.screens.conftest import TITLES, Acme
from tests.screens.screen import Screen, running

THURSDAY = "2026-11-19T09:00:00+00:00"
HOSTILE = "[bold red]Pay[/] \x1b[31mnow\x1b[0m \u202eevil"

Opens = Callable[[OkrtuiApp], object]


class Team(Acme):
    """The team Growth of Nora and Ben, who has an account too, with Acme's two key results."""

    def __init__(self, acme: Acme) -> None:
        self.__dict__ |= acme.__dict__
        self.team = add_team(self.session, "Growth").id
        edit_objective(self.session, self.objective, team=self.team)
        ben = add_member(self.session, "ben", "Ben Ode", account=True, roles=["champion"]).id
        edit_team(self.session, self.team, champion=ben)
        self.ben = Session.at(self.path, "ben")
        self.at(THURSDAY)

    def open(self, app: OkrtuiApp) -> None:
        app.open_meeting(self.team)

    def kept(self) -> Running | None:
        with self.session.reading() as c:
            return kept_meeting(c, self.team)


@pytest.fixture
def team(acme: Acme) -> Team:
    return Team(acme)


@pytest.fixture
def begun(team: Team) -> Team:
    meeting_begun(team.session, team.team)
    return team


def fill(screen: Screen, **texts: str) -> None:
    """Type into a form's fields."""
    form = screen.app.screen
    assert isinstance(form, FormDialog)
    for name, text in texts.items():
        field = form.query_one(f"#field-{name}")
        if isinstance(field, TextArea):
            field.text = text
        else:
            assert isinstance(field, Input | Select)
            field.value = text


async def test_a_meeting_begins_once_it_is_said_who_is_here(team: Team) -> None:
    async with running(team.path, team.open) as screen:
        assert "Who is here?" in screen.shown
        assert team.kept() is None
        await screen.press("space", "ctrl+s")
        assert "1 of 2" in screen.shown
    kept = team.kept()
    assert kept is not None
    assert len(kept.attendees) == 2


async def test_who_cancels_has_begun_nothing(team: Team) -> None:
    async with running(team.path, team.open) as screen:
        await screen.press("escape")
        assert "a says who is here and begins" in screen.shown
        await screen.press("n")
        assert screen.message == "the meeting has not begun: a says who is here and begins it"
        await screen.press("escape")
        assert isinstance(screen.app.screen, MyWeekPage)
    assert team.kept() is None


async def test_one_screen_tells_all_of_a_key_result(begun: Team) -> None:
    async with running(begun.path, begun.open, (120, 40)) as screen:
        shown, drawn = screen.shown, screen.drawn
    for told in (
        "1 KR MOVEMENT", "2 CONFIDENCE", "3 IMPEDIMENTS", "4 NEXT BETS", "5 HELP NEEDED", "PROMISED IN W46",
        "Draft the incentive", "no check-in for W47 yet", "3 of 5", "red",
    ):  # fmt: skip
        assert told.casefold() in shown.casefold(), told
    for told in (TITLES[0], "Delight customers so that they return", "0.30 RED", "28 %", "30 min left"):
        assert told in drawn


async def test_the_keys_lead_through_points_and_key_results_and_back(begun: Team) -> None:
    async with running(begun.path, begun.open) as screen:
        for point in ("confidence", "impediments", "next bets", "help needed"):
            await screen.press("space")
            assert point in screen.shown.splitlines()[0]
        await screen.press("space")
        assert "2 of 2" in screen.shown
        await screen.press("pageup")
        assert "1 of 2" in screen.shown
        await screen.press("left")
        assert screen.message == "this is the first key result"
        await screen.press("right", "n")
        assert isinstance(screen.app.screen, MeetingEndPage)
        await screen.press("escape")
        assert "2 of 2" in screen.shown


async def test_every_step_is_kept_at_once(begun: Team) -> None:
    async with running(begun.path, begun.open) as screen:
        await screen.press("n", "plus", "space")
        kept = begun.kept()
        assert kept is not None
        assert (kept.place, kept.point, list(kept.promises.values())) == (1, 1, [True])
    async with running(begun.path, begun.open) as screen:
        assert "2 of 2" in screen.shown
        assert screen.message == "the meeting goes on where it was"


async def test_a_promise_is_done_or_not_done_or_taken_back(begun: Team) -> None:
    async with running(begun.path, begun.open) as screen:
        for key, told in (("plus", True), ("minus", False), ("minus", None)):
            await screen.press(key)
            kept = begun.kept()
            assert kept is not None
            assert kept.promises.get(begun.key_results[0]) is told


async def test_what_another_terminal_notes_is_shown_and_stays(begun: Team) -> None:
    async with running(begun.path, begun.open) as screen:
        first = begun.key_results[0]
        change_meeting(begun.path, begun.team, lambda kept: kept and with_promise(kept, first, True))
        await screen.until(lambda: "PROMISED IN W46  done" in screen.shown)
        await screen.press("n", "minus")
        kept = begun.kept()
        assert kept is not None
        assert kept.promises == {first: True, begun.key_results[1]: False}


async def test_a_meeting_that_was_ended_elsewhere_says_so(begun: Team) -> None:
    async with running(begun.path, begun.open) as screen:
        change_meeting(begun.path, begun.team, lambda kept: None)
        await screen.until(lambda: "ended from another terminal" in screen.drawn)
        await screen.press("escape")
        assert isinstance(screen.app.screen, MyWeekPage)
    assert begun.kept() is None


async def test_a_check_in_is_made_for_whoever_is_here_and_marked(
    begun: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OKRTUI_AS", "ben")
    async with running(begun.path, begun.open) as screen:
        await screen.press("c")
        assert isinstance(screen.app.screen, MeetingSittingPage)
        assert "on behalf of Nora Lind" in screen.shown
        await screen.press("2", "4", "tab", "4", *"It moved", "tab", *"Go on", "ctrl+s")
        assert isinstance(screen.app.screen, MeetingPage)
        assert "It moved" in screen.shown
        assert "4 of 5" in screen.shown
    found = begun.count("SELECT count(*) FROM check_in WHERE week = '2026-W47' AND on_behalf IS NOT NULL")
    assert found == 1


async def test_a_decision_is_recorded_and_stands_in_the_minutes(begun: Team) -> None:
    async with running(begun.path, begun.open, (120, 40)) as screen:
        await screen.press("d")
        fill(screen, decision="Move the budget", evidence="24 %", due="2026-12-01")
        await screen.press("ctrl+s")
        assert "Decided: Move the budget" in screen.message
        await screen.press("E")
        assert "Move the budget (owner Nora Lind, due 2026-12-01)" in screen.shown


async def test_a_blocker_is_raised_and_answered(begun: Team) -> None:
    async with running(begun.path, begun.open, (120, 40)) as screen:
        await screen.press("b")
        fill(screen, text="The export fails")
        await screen.press("ctrl+s")
        assert "The export fails" in screen.shown
        await screen.press("e")
        form = screen.app.screen
        assert isinstance(form, FormDialog)
        choices = dict(form._fields[0].choices)
        fill(screen, choice=choices["The export fails: answer it"])
        await screen.press("ctrl+s")
        fill(screen, text="Data gave another export")
        await screen.press("ctrl+s")
        assert "The export fails" not in screen.shown
    assert begun.count("SELECT count(*) FROM answer WHERE step = 'answered'") == 1


async def test_what_becomes_of_a_bet_is_noted(begun: Team) -> None:
    bet = add_initiative(begun.session, "Guided checklist", begun.key_results[:1], state="running").id
    async with running(begun.path, begun.open, (120, 40)) as screen:
        assert "Guided checklist (running)" in screen.shown
        await screen.press("i")
        fill(screen, state="stopped", learning="Nobody opened it")
        await screen.press("ctrl+s")
        assert "Guided checklist (stopped)" in screen.shown
        await screen.press("n", "i")
        assert screen.message == "no bet should move it: okrtui initiative add adds one"
    assert (
        begun.count(f"SELECT count(*) FROM initiative WHERE id = '{bet}' AND learning = 'Nobody opened it'")
        == 1
    )


async def test_the_other_order_leaves_the_key_result_on_the_screen(begun: Team) -> None:
    async with running(begun.path, begun.open) as screen:
        await screen.press("w")
        assert screen.message == "objective by objective"
        assert TITLES[0] in screen.drawn
        await screen.press("w")
        assert screen.message == "what goes worst comes first"


async def test_votes_stay_hidden_until_the_presenter_reveals_them(begun: Team) -> None:
    check_in(begun.session, begun.key_results[0], actual="24", confidence=4, insight="I", next_action="N")
    async with running(begun.path, begun.open, (120, 40)) as screen:
        await screen.press("3")
        assert screen.message == "no vote is open: v opens one"
        await screen.press("v")
        assert "hidden by courtesy" in screen.shown
        with begun.session.reading() as c:
            (vote,) = [row[0] for row in c.execute("SELECT id FROM poll")]
        polls.cast(begun.ben, vote, 2)
        await screen.press("5")
        await screen.until(lambda: "2 voted: Ben Ode, Nora Lind" in screen.shown)
        assert "lowest" not in screen.shown
        await screen.press("v")
        assert "lowest: Ben Ode" in screen.shown
        assert "highest: Nora Lind" in screen.shown
        await screen.press("3")
        assert "agreed on 3" in screen.shown
        assert "3 of 5" in screen.shown


async def test_whoever_is_asked_to_vote_sees_one_line_on_my_week_and_votes_with_a_key(
    begun: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OKRTUI_AS", "ben")
    async with running(begun.path) as screen:
        await screen.press("v")
        assert screen.message == "nobody asks for a vote"
        vote = polls.open_poll(begun.session, begun.key_results[0], team=begun.team).id
        await screen.until(lambda: "Nora Lind asks: confidence in" in screen.drawn)
        await screen.press("v")
        assert isinstance(screen.app.screen, VotePage)
        assert "hidden by courtesy" in screen.shown
        await screen.press("2")
        assert "you have voted" in screen.shown
        await screen.press("escape")
        assert "you have voted, v votes again" in screen.drawn
        polls.reveal(begun.session, vote)
        await screen.until(lambda: "VOTE" not in screen.drawn)


async def test_the_card_asks_for_a_vote_on_its_own_key_result_alone(begun: Team) -> None:
    polls.open_poll(begun.ben, begun.key_results[0])
    async with running(begun.path, lambda app: app.open_card(begun.key_results[0])) as screen:
        assert "Ben Ode asks" in screen.drawn
        await screen.press("v", "4")
        assert "you have voted" in screen.shown
    async with running(begun.path, lambda app: app.open_card(begun.key_results[1])) as screen:
        assert "asks" not in screen.drawn


async def test_the_sitting_names_what_was_agreed_on_and_leaves_it_to_be_pressed(begun: Team) -> None:
    vote = polls.open_poll(begun.session, begun.key_results[0]).id
    polls.reveal(begun.session, vote)
    polls.agree(begun.session, vote, 2)
    async with running(begun.path, lambda app: app.open_sitting(begun.key_results[0])) as screen:
        assert "your team agreed on 2" in screen.shown
        await screen.press("equals_sign", "ctrl+s")
        assert screen.message == "not saved yet: confidence, insight, next action"


async def test_the_end_saves_the_minutes_and_goes_back_to_where_one_was(begun: Team) -> None:
    async with running(begun.path, begun.open, (120, 40)) as screen:
        await screen.press("plus", "E")
        assert "not saved yet" in screen.shown
        assert "Draft the incentive (done)" in screen.shown
        await screen.press("P")
        assert screen.message == "save the minutes first, with ctrl+s"
        await screen.press("ctrl+s")
        assert "Saved the minutes of Growth, W47" in screen.message
        assert begun.kept() is None
        await screen.press("ctrl+s")
        assert screen.message == "the minutes are saved, and the meeting is over"
        await screen.press("escape")
        assert isinstance(screen.app.screen, MyWeekPage)
    assert begun.count("SELECT count(*) FROM review WHERE kind = 'weekly'") == 1
    assert begun.kept() is None


async def test_a_dropped_meeting_is_gone_after_a_question(begun: Team) -> None:
    async with running(begun.path, begun.open) as screen:
        await screen.press("E", "X")
        assert screen.app.focused is not None
        assert screen.app.focused.id == "cancel"
        await screen.press("ctrl+s")
        assert isinstance(screen.app.screen, MyWeekPage)
    assert begun.kept() is None
    assert begun.count("SELECT count(*) FROM review") == 0


async def test_m_goes_to_the_only_team_that_has_objectives(begun: Team) -> None:
    async with running(begun.path) as screen:
        await screen.press("M")
        assert isinstance(screen.app.screen, MeetingPage)


async def test_the_teams_own_page_leads_to_its_meeting(begun: Team) -> None:
    async with running(begun.path) as screen:
        await screen.press("t", "M")
        assert isinstance(screen.app.screen, MeetingPage)
        assert screen.app.screen.team == begun.team


async def test_what_was_just_recorded_can_be_undone(begun: Team) -> None:
    bet = add_initiative(begun.session, "Guided checklist", begun.key_results[:1], state="running").id
    async with running(begun.path, begun.open, (120, 40)) as screen:
        await screen.press("i")
        fill(screen, state="stopped")
        await screen.press("ctrl+s", "u")
        assert "Guided checklist (running)" in screen.shown
    assert begun.count(f"SELECT count(*) FROM initiative WHERE id = '{bet}' AND state = 'running'") == 1


async def test_who_may_not_save_minutes_is_told_at_the_beginning(
    begun: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_member(begun.session, "cleo", "Cleo", account=True)
    monkeypatch.setenv("OKRTUI_AS", "cleo")
    async with running(begun.path, begun.open, (120, 40)) as screen:
        assert "saved by a champion, a program lead or the sponsor alone" in screen.message
        await screen.press("E", "ctrl+s")
        assert "reviews are held by" in screen.message
    assert begun.kept() is not None


async def test_a_forgotten_meeting_is_told_of(begun: Team) -> None:
    begun.at("2026-11-20T09:00:00+00:00")
    async with running(begun.path, begun.open) as screen:
        assert (
            screen.message.startswith("! this meeting began on 19 Nov") or "began on 19 Nov" in screen.message
        )


async def test_text_of_people_is_never_markup_nor_an_escape_sequence(begun: Team) -> None:
    check_in(
        begun.session, begun.key_results[0], actual="22", confidence=4, insight=HOSTILE, next_action=HOSTILE,
        help_needed=HOSTILE, confirmed=True,
    )  # fmt: skip
    async with running(begun.path, begun.open, (120, 40)) as screen:
        meeting = screen.shown
        await screen.press("E")
        minutes = screen.shown
    for shown in (meeting, minutes):
        assert "[bold red]Pay[/]" in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40), (200, 60)])
async def test_the_meeting_stands_at_every_size(begun: Team, size: tuple[int, int]) -> None:
    async with running(begun.path, begun.open, size) as screen:
        assert TITLES[0] in screen.drawn
        assert "CONFIDENCE" in screen.shown


async def test_where_letters_are_ascii_the_figure_is_too(begun: Team) -> None:
    async with running(begun.path) as screen:
        screen.app.is_ascii = True
        begun.open(screen.app)
        await screen.settle()
        assert screen.drawn.isascii(), [each for each in screen.drawn if not each.isascii()]


async def test_where_there_is_little_room_the_point_that_is_spoken_about_is_in_view(begun: Team) -> None:
    async with running(begun.path, begun.open, (60, 16)) as screen:
        assert "1 KR MOVEMENT" in screen.drawn
        assert "5 HELP NEEDED" not in screen.drawn
        await screen.press("space", "space", "space", "space")
        assert "5 HELP NEEDED" in screen.drawn
        await screen.press("space")
        assert "1 KR MOVEMENT" in screen.drawn
        await screen.press("down", "down", "down", "down")
        assert "5 HELP NEEDED" in screen.drawn
