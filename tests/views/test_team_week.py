"""A team's week: what it counts, whom it names, how it stood in an earlier week."""

from __future__ import annotations

from typing import Any

import pytest

from okrtui.actions.changes import approve
from okrtui.actions.key_results import postpone_key_result
from okrtui.actions.undoing import undo
from okrtui.okr.errors import BadInput, NotFound
from okrtui.views.sub_teams import sub_teams
from okrtui.views.team_escalations import team_clocks
from okrtui.views.team_figures import team_figures
from okrtui.views.team_names import team_called, team_names
from okrtui.views.team_week import TeamWeek, team_week
from okrtui.views.team_words import completion_told, person_told, team_head
from okrtui.views.workspace import calendar, workspace
from tests.views.growth import Growth

W44, W45, W46, W47 = (f"2026-{day}T09:00:00+00:00" for day in ("10-27", "11-03", "11-10", "11-17"))
TIMES = (W44, W45, W46, W47)


class Crew:
    """The team "Crew" below "Company": Ana and Ben own a key result each."""

    def __init__(self, growth: Growth) -> None:
        self.growth = growth
        self.company = growth.add("team", name="Company")
        self.team = growth.add("team", name="Crew", parent=self.company)
        growth.edit("objective", growth.objective, team=self.team)
        self.ben = growth.a_member("ben", "Ben")
        self.hers = growth.a_key_result("Increase repeat purchase rate")
        self.his = growth.a_key_result("Lift expansion", owner=self.ben)

    def report(self, key_result: str, *actuals: str | None, confidences: tuple[int, ...] = ()) -> None:
        """Figures for the weeks up to W47, None for a week that is left out."""
        several = list(zip(TIMES[-len(actuals) :], actuals, strict=True))
        for place, (time, actual) in enumerate(several):
            if actual is not None:
                given: dict[str, Any] = {"confidence": confidences[place]} if confidences else {}
                self.growth.check_in(key_result, time, actual=actual, **given)
        self.growth.at(W47)

    def week(self, week: str | None = None, team: str | None = "", first: int | None = None) -> TeamWeek:
        with self.growth.reading() as c:
            return team_week(c, self.team if team == "" else team, self.growth.now, week, first)


@pytest.fixture
def crew(growth: Growth) -> Crew:
    crew = Crew(growth)
    growth.at(W47)
    return crew


def test_who_has_checked_in_and_who_has_not_and_for_how_long(crew: Crew) -> None:
    crew.report(crew.hers, "21", "22")
    crew.report(crew.his, "20", "21", None, None)
    week = crew.week()
    assert [(one.name, one.complete, one.owed, one.waits) for one in week.people] == [
        ("Ben", 0, 1, 1),
        ("Ana", 1, 1, 0),
    ]
    assert [person_told(one) for one in week.people] == ["not checked in · 1 week behind", "checked in"]
    assert (week.owed, week.complete, week.completion) == (2, 1, 50)


def test_the_line_that_tells_the_week(crew: Crew) -> None:
    crew.report(crew.hers, "21", "22")
    crew.report(crew.his, "25", None, None)
    with crew.growth.reading() as c:
        week = team_week(c, crew.team, crew.growth.now, with_escalations=False)
    assert team_head(week.figures, week.clocks(crew.growth.now), crew.growth.now) == (
        "Crew · W47 · 1 of 2 checked in (50 %, goal 90) · A 1 G 1 · 1 stale"
    )


@pytest.mark.parametrize(
    ("figures", "red", "recovered"),
    [
        (("26", "18"), 1, 0),
        (("18", "26"), 0, 1),
        (("18", "18"), 0, 0),
        (("26", "18", None), 0, 0),
        (("26", None, "18"), 1, 0),
    ],
)
def test_what_turned_red_or_recovered_this_week(
    crew: Crew, figures: tuple[str | None, ...], red: int, recovered: int
) -> None:
    crew.report(crew.hers, *figures)
    week = crew.week()
    assert (len(week.turned_red), len(week.recovered)) == (red, recovered)


def test_the_first_weeks_of_a_quarter_turn_nothing(crew: Crew) -> None:
    crew.growth.check_in(crew.hers, "2026-10-06T09:00:00+00:00", actual="26")
    crew.growth.check_in(crew.hers, "2026-10-13T09:00:00+00:00", actual="18")
    assert crew.week().turned_red == []


def test_confidence_that_fell_for_two_weeks_is_told(crew: Crew) -> None:
    crew.report(crew.hers, "20", "21", "22", confidences=(5, 4, 2))
    crew.report(crew.his, "20", "21", "22", confidences=(5, 4, 4))
    assert [one.line.id for one in crew.week().falling] == [crew.hers]


def test_help_that_was_asked_for_this_week_and_its_escalation(crew: Crew) -> None:
    crew.growth.check_in(crew.his, W47, actual="26", help_needed="An export", help_from=crew.company)
    week = crew.week()
    assert [(one.line.help_needed, one.line.help_from) for one in week.help_asked] == [
        ("An export", "Company")
    ]
    assert [(one.kind, one.key_result) for one in week.escalations] == [("blocker", crew.his)]
    crew.growth.at("2026-11-24T09:00:00+00:00")
    assert crew.week().help_asked == []


def test_two_red_weeks_show_the_huddle_and_its_clock(crew: Crew) -> None:
    crew.report(crew.hers, "18", "18")
    week = crew.week()
    assert "1 huddle due in 48 h" in team_head(week.figures, week.clocks(crew.growth.now), crew.growth.now)
    assert week.rag["red"] == 1


def test_an_earlier_week_stands_as_it_ended(crew: Crew) -> None:
    crew.report(crew.hers, "26", "18", "27")
    crew.report(crew.his, "22", None, None)
    week = crew.week("2026-W46")
    hers = next(one for one in week.lines if one.line.id == crew.hers)
    assert (hers.line.actual, hers.line.score, hers.line.rag, hers.line.change) == ("18", "0.00", "red", "-8")
    assert (hers.turned, hers.is_complete, hers.line.trend) == ("red", True, crew_trend(crew, 2))
    assert (week.complete, week.owed, week.is_running, week.rag["red"]) == (1, 2, False, 1)
    assert [one.line.id for one in week.stale] == [crew.his]
    assert week.escalations == []


def crew_trend(crew: Crew, weeks: int) -> str:
    """The first so many weeks of her trend as it is now."""
    (line,) = (one.line for one in crew.week().lines if one.line.id == crew.hers)
    return line.trend[:weeks]


def test_the_running_week_and_the_same_week_later_tell_the_same(crew: Crew) -> None:
    crew.report(crew.hers, "26", "21", "18", confidences=(5, 4, 3))
    crew.report(crew.his, "20", "21", "26")
    now = crew.week()
    crew.growth.at("2026-11-24T09:00:00+00:00")
    later = crew.week("2026-W47")
    assert (later.owed, later.complete, later.rag) == (now.owed, now.complete, now.rag)
    for ours, theirs in zip(now.lines, later.lines, strict=True):
        assert (theirs.turned, theirs.is_falling, theirs.is_complete) == (
            ours.turned,
            ours.is_falling,
            ours.is_complete,
        )
        for name in (
            "actual",
            "score",
            "rag",
            "change",
            "trend",
            "confidence",
            "insight",
            "red_weeks",
            "history",
        ):
            assert getattr(theirs.line, name) == getattr(ours.line, name), name


def test_a_key_result_counts_from_the_week_in_which_it_ran(crew: Crew) -> None:
    assert crew.week("2026-W30").lines == []
    assert completion_told(crew.week("2026-W30").figures) == "no key results in force"
    with pytest.raises(BadInput):
        crew.week("2026-W48")


def test_what_is_postponed_is_not_owed_and_in_no_band(crew: Crew) -> None:
    crew.report(crew.hers, "26", "26")
    proposal = postpone_key_result(crew.growth.session, crew.his, "later")
    approve(crew.growth.session, proposal.id)
    week = crew.week()
    assert (week.owed, week.rag["green"]) == (1, 1)


def test_an_undone_check_in_is_owed_again(crew: Crew) -> None:
    crew.report(crew.hers, "26")
    undo(crew.growth.session)
    assert crew.week().complete == 0


def test_sub_teams_have_figures_of_their_own(crew: Crew) -> None:
    crew.report(crew.hers, "26")
    with crew.growth.reading() as c:
        (below,) = sub_teams(c, crew.company, crew.growth.now, None)
    assert (below.figures.name, below.figures.owed, below.figures.complete, below.figures.completion) == (
        "Crew",
        2,
        1,
        50,
    )
    assert crew.week(team=crew.company).lines == []


def test_the_first_lines_are_those_without_a_check_in(crew: Crew) -> None:
    crew.report(crew.hers, "26")
    week = crew.week(first=1)
    assert ([one.line.id for one in week.lines], week.is_whole) == ([crew.his], False)
    assert crew.week(first=2).is_whole


def test_objectives_of_no_team_have_a_week_too(crew: Crew) -> None:
    loose = crew.growth.an_objective("Win back those who left")
    key_result = crew.growth.a_key_result("Win back", objective=loose)
    assert [one.line.id for one in crew.week(team=None).lines] == [key_result]


def test_ones_own_teams_come_first(crew: Crew) -> None:
    crew.growth.add("team", name="A team of others")
    with crew.growth.reading() as c:
        assert [one.name for one in team_names(c, crew.ben)] == ["Crew", "A team of others", "Company"]
        assert [one.is_own for one in team_names(c, crew.ben)] == [True, False, False]
    loose = crew.growth.an_objective("Win back those who left")
    crew.growth.a_key_result("Win back", objective=loose, owner=crew.ben)
    crew.growth.a_key_result("Win over", objective=loose, owner=crew.ben)
    with crew.growth.reading() as c:
        told = [(one.name, one.is_own) for one in team_names(c, crew.ben)]
    assert told[:2] == [("no team", True), ("Crew", True)]


@pytest.mark.parametrize("name", ["crew", " CREW ", "cr"])
def test_a_team_is_found_by_the_start_of_its_name(crew: Crew, name: str) -> None:
    with crew.growth.reading() as c:
        assert team_called(c, name).id == crew.team


@pytest.mark.parametrize("name", ["c", "nobody", ""])
def test_a_name_that_fits_no_team_or_several_names_those_there_are(crew: Crew, name: str) -> None:
    with crew.growth.reading() as c, pytest.raises(NotFound, match="Company, Crew"):
        team_called(c, name)


@pytest.mark.parametrize("is_of_a_team", [True, False])
def test_figures_and_clocks_alone_are_those_of_the_whole_week(crew: Crew, is_of_a_team: bool) -> None:
    crew.report(crew.hers, "26", "18", "18")
    crew.report(crew.his, "25", None, None)
    third = crew.growth.a_key_result("Keep the error budget", in_force=False)
    crew.growth.check_in(crew.hers, W47, actual="18", help_needed="An export", help_from=crew.company)
    team = crew.team if is_of_a_team else None
    if not is_of_a_team:
        crew.growth.edit("objective", crew.growth.objective, team=None)
    for postponed in (None, crew.his, crew.hers):
        if postponed:
            approve(crew.growth.session, postpone_key_result(crew.growth.session, postponed, "later").id)
        now = crew.growth.now
        with crew.growth.reading() as c:
            week = team_week(c, team, now)
            assert team_figures(c, team, now)._replace(name=week.name) == week.figures
            assert team_clocks(c, team, now, calendar(workspace(c))) == week.clocks(now)
        assert (week.clocks(now).count > 0) is (postponed != crew.hers)
        assert third not in {one.line.id for one in week.lines}
