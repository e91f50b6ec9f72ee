from __future__ import annotations

from okrtui.actions.decisions import close_action, decide
from okrtui.views.reminders import Debt, Owed, owed
from tests.views.growth import Growth

TUESDAY = "2026-11-17T10:00:00+00:00"


def debts(growth: Growth, *teams: str | None) -> dict[str, list[Debt]]:
    with growth.reading() as c:
        found: Owed = owed(c, growth.now, teams or None)
    return {one.member.handle: one.debts for one in found.people}


def test_who_owes_a_check_in_is_named_and_who_is_done_is_not(growth: Growth) -> None:
    ben = growth.a_member("ben", "Ben", account=True)
    mine, his = growth.a_key_result("Mine"), growth.a_key_result("His", owner=ben)
    growth.check_in(mine, "2026-11-10T10:00:00+00:00", actual="20")
    growth.check_in(his, "2026-11-10T10:00:00+00:00", actual="27")
    growth.check_in(mine, TUESDAY, actual="24")
    (debt,) = debts(growth)["ben"]
    assert (debt.kind, debt.title, debt.todo, debt.due) == (
        "check_in",
        "His",
        "check in for W47",
        "Mon 10:00",
    )
    assert "check_in" not in {debt.kind for debt in debts(growth).get("ana", [])}


def test_a_week_that_is_missing_is_told_too(growth: Growth) -> None:
    one = growth.a_key_result("Repeat rate")
    growth.check_in(one, "2026-11-03T10:00:00+00:00", actual="24")
    growth.at(TUESDAY)
    (debt,) = [debt for debt in debts(growth)["ana"] if debt.kind == "check_in"]
    assert (debt.todo, debt.is_overdue) == ("check in for W47; W46 is missing", True)


def test_where_one_person_alone_has_an_account_everything_is_theirs(growth: Growth) -> None:
    growth.a_key_result("His", owner=growth.a_member("ben", "Ben"))
    growth.at(TUESDAY)
    assert list(debts(growth)) == ["ana"]


def test_escalations_are_owed_by_those_whose_turn_it_is(growth: Growth) -> None:
    growth.a_member("ben", "Ben", account=True)
    one = growth.a_key_result("Repeat rate")
    growth.check_in(one, "2026-11-10T10:00:00+00:00", actual="27")
    growth.check_in(one, TUESDAY, actual="19")
    (debt,) = debts(growth)["ana"]
    assert (debt.kind, debt.title, debt.due) == ("response", "Repeat rate", "Thu 10:00")
    assert debt.todo.startswith("red response: ")
    growth.at("2026-11-20T10:00:00+00:00")
    assert debts(growth)["ana"][0].is_overdue


def test_actions_are_owed_from_the_week_on_in_which_they_are_due_until_they_are_done(growth: Growth) -> None:
    growth.at(TUESDAY)
    given = {"evidence": "Funnel", "owner": growth.ana, "kind": "scope"}
    soon = decide(growth.session, "Ask the shops", due="2026-11-20", **given).id
    decide(growth.session, "Move the office", due="2026-12-20", **given)
    (debt,) = debts(growth)["ana"]
    assert (debt.kind, debt.id, debt.due, debt.is_overdue) == ("action", soon, "2026-11-20", False)
    growth.at("2026-11-21T10:00:00+00:00")
    assert debts(growth)["ana"][0].is_overdue
    close_action(growth.session, soon, "They said yes")
    assert debts(growth) == {}


def test_a_team_names_those_who_owe_something_of_its_okrs_with_all_that_they_owe(growth: Growth) -> None:
    ben = growth.a_member("ben", "Ben", account=True)
    team = growth.add("team", name="Shop")
    objective = growth.an_objective("Win the shops", team=team)
    growth.a_key_result("Shops", objective=objective, owner=ben)
    growth.a_key_result("His other", owner=ben)
    growth.a_key_result("Mine")
    growth.at(TUESDAY)
    assert set(debts(growth)) == {"ana", "ben"}
    found = debts(growth, team)
    assert list(found) == ["ben"]
    assert list(debts(growth, None)) == ["ana", "ben"]
    assert {debt.title for debt in found["ben"]} == {"Shops", "His other"}
