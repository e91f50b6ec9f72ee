from __future__ import annotations

import pytest

from okrtui import home
from okrtui.actions.comments import add_comment
from okrtui.actions.decisions import decide
from okrtui.okr.completion import completion
from okrtui.okr.errors import BadInput
from okrtui.okr.periods import month_period, week_period
from okrtui.okr.report import report_text
from okrtui.views.digest import (
    COMPANY,
    Digest,
    Scope,
    digest,
    person_scope,
    team_scope,
)
from okrtui.views.digest_json import digest_json
from okrtui.views.digest_report import digest_report
from okrtui.views.json_text import to_json
from okrtui.views.workspace import calendar, workspace
from tests.views.growth import Growth

EVERYTHING = Scope(COMPANY, None, "Growth")


def told(growth: Growth, scope: Scope = EVERYTHING, week: str = "2026-W47", **more: bool) -> Digest:
    with growth.reading() as c:
        period = week_period(week, calendar(workspace(c)))
        return digest(c, scope, period, growth.now, **more)


def section(found: Digest, title: str) -> list[str]:
    """The lines of one section of the digest, as text."""
    report = digest_report(found, home.now())
    only = report._replace(
        lead=(), sections=[one for one in report.sections if one.title == title], notice=""
    )
    return report_text(only).splitlines()[3:]


def test_a_week_tells_completion_and_what_moved(growth: Growth) -> None:
    moved, still = growth.a_key_result("Repeat rate"), growth.a_key_result("Onboarding")
    growth.check_in(moved, "2026-11-10T10:00:00+00:00", actual="22")
    growth.check_in(moved, "2026-11-17T10:00:00+00:00", actual="24")
    found = told(growth)
    assert (found.owed, found.complete, completion(found.owed, found.complete)) == (2, 1, 50)
    assert section(found, "What moved") == ["- Repeat rate · 18 → 24 → 28 % · +2 · 0.60 AMBER · Ana"]
    assert {one.line.id for one in found.told} == {moved, still}


def test_what_turned_red_and_what_recovered_is_told(growth: Growth) -> None:
    fell, rose = growth.a_key_result("Fell"), growth.a_key_result("Rose")
    for key_result, before, now in ((fell, "24", "19"), (rose, "19", "24")):
        growth.check_in(key_result, "2026-11-10T10:00:00+00:00", actual=before)
        growth.check_in(key_result, "2026-11-17T10:00:00+00:00", actual=now)
    found = told(growth)
    assert section(found, "Turned red")[0].startswith("- Fell · 18 → 19 → 28 % · 0.10 RED")
    assert section(found, "Recovered")[0].startswith("- Rose · 18 → 24 → 28 %")
    assert any(line.startswith("- Fell · red response · Ana: ") for line in section(found, "Escalations"))


def test_an_earlier_week_is_told_as_it_stood(growth: Growth) -> None:
    one = growth.a_key_result("Repeat rate")
    growth.check_in(one, "2026-11-10T10:00:00+00:00", actual="22")
    growth.check_in(one, "2026-11-17T10:00:00+00:00", actual="27")
    found = told(growth, week="2026-W46")
    assert (found.is_running, found.complete, found.told[0].line.actual) == (False, 1, "22")


def test_a_month_adds_its_weeks_up_and_ends_with_the_last_that_has_begun(growth: Growth) -> None:
    one = growth.a_key_result("Repeat rate")
    growth.check_in(one, "2026-10-27T10:00:00+00:00", actual="20")
    growth.check_in(one, "2026-11-10T10:00:00+00:00", actual="22")
    growth.check_in(one, "2026-11-17T10:00:00+00:00", actual="24")
    with growth.reading() as c:
        period = month_period("2026-11", growth.now, calendar(workspace(c)))
        found = digest(c, EVERYTHING, period, growth.now)
    assert period.weeks == ["2026-W45", "2026-W46", "2026-W47"]
    assert (found.owed, found.complete) == (3, 2)
    (moved,) = [one for one in found.told if one.has_moved]
    assert (moved.before and moved.before.actual, moved.line.actual) == ("20", "24")


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "November", "2027-01", "9999-99"])
def test_no_month_and_one_to_come_are_told(growth: Growth, month: str) -> None:
    with growth.reading() as c, pytest.raises(BadInput):
        month_period(month, growth.now, calendar(workspace(c)))


def test_a_week_to_come_is_told(growth: Growth) -> None:
    growth.at("2026-11-17T10:00:00+00:00")
    with pytest.raises(BadInput, match="yet to come"):
        told(growth, week="2026-W48")


def test_a_weekly_note_and_decisions_stand_in_their_week(growth: Growth) -> None:
    growth.a_key_result("Repeat rate")
    growth.at("2026-11-11T10:00:00+00:00")
    add_comment(growth.session, "Last week's", objective=growth.objective, kind="weekly note")
    growth.at("2026-11-18T10:00:00+00:00")
    add_comment(growth.session, "Two shops\ncame back", objective=growth.objective, kind="weekly note")
    add_comment(growth.session, "Just a note", objective=growth.objective, kind="note")
    decide(
        growth.session,
        "Move Ana to onboarding",
        evidence="Funnel",
        owner=growth.ana,
        due="2026-11-30",
        kind="scope",
    )
    found = told(growth)
    assert [note.text for note in found.notes] == ["Two shops\ncame back"]
    assert section(found, "Weekly notes") == [
        "- Delight first-time customers so that they return · Ana",
        "  - Two shops",
        "    came back",
    ]
    assert section(found, "Decisions")[0] == "- Move Ana to onboarding · scope · Ana · due 2026-11-30"
    assert [note.text for note in told(growth, week="2026-W46").notes] == ["Last week's"]
    assert section(told(growth, week="2026-W46"), "Decisions") == []


def test_a_team_and_a_person_have_digests_of_their_own(growth: Growth) -> None:
    ben = growth.a_member("ben", "Ben", account=True)
    team = growth.add("team", name="Shop")
    objective = growth.an_objective("Win the shops", team=team)
    theirs = growth.a_key_result("Shops", objective=objective, owner=ben)
    mine = growth.a_key_result("Mine")
    growth.at("2026-11-17T10:00:00+00:00")
    with growth.reading() as c:
        shop = team_scope(c, team)
    assert [one.line.id for one in told(growth, shop).told] == [theirs]
    assert [one.line.id for one in told(growth, person_scope(growth.member("ben"))).told] == [theirs]
    assert {one.line.id for one in told(growth).told} == {theirs, mine}
    assert [part.name for part in told(growth).teams] == ["no team", "Shop"]


def test_how_each_person_stands_is_told_only_where_it_is_asked_for(growth: Growth) -> None:
    growth.a_key_result("Repeat rate")
    growth.at("2026-11-17T10:00:00+00:00")
    assert told(growth).people == []
    assert "people" not in digest_json(told(growth))
    found = told(growth, per_person=True)
    assert [(part.name, part.owed) for part in found.people] == [("Ana", 1)]
    assert section(found, "People") == ["- Ana · 0 of 1 checked in (0 %)"]


def test_the_digest_of_another_person_tells_no_totals_unless_they_are_asked_for(growth: Growth) -> None:
    ben = growth.a_member("ben", "Ben", account=True)
    growth.a_key_result("His", owner=ben)
    growth.at("2026-11-17T10:00:00+00:00")
    scope = person_scope(growth.member("ben"))
    found = told(growth, scope)
    assert "complete" not in digest_json(found)
    assert "%" not in "".join(digest_report(found, growth.now).lead)
    assert digest_json(told(growth, scope, per_person=True))["complete"] == 0
    assert digest_json(told(growth, scope, is_own=True))["complete"] == 0


def test_a_digest_says_what_it_is_not_for(growth: Growth) -> None:
    growth.at("2026-11-17T10:00:00+00:00")
    found = told(growth)
    assert "not for pay or appraisal" in report_text(digest_report(found, growth.now))
    assert "not for pay or appraisal" in to_json(digest_json(found))


def test_long_sections_are_cut_and_the_json_is_not(growth: Growth) -> None:
    for number in range(20):
        growth.a_key_result(f"KR {number}")
    with growth.reading() as c:
        ids = [row[0] for row in c.execute("SELECT id FROM key_result")]
    for one in ids:
        growth.check_in(one, "2026-11-17T10:00:00+00:00", actual="24")
    found = told(growth)
    assert section(found, "Next actions")[-1] == "- and 5 more"
    assert len(digest_json(found)["key_results"]) == 20
