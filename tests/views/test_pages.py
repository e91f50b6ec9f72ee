"""The objective's page, the tree, the lists, the sitting and the update's facts."""

from __future__ import annotations

import pytest

from okrtui.actions.drafts import save_draft
from okrtui.okr.errors import NotFound
from okrtui.okr.update import update_lines
from okrtui.views import lists
from okrtui.views.objective_page import objective_page
from okrtui.views.people import member_by_handle, members, team_by_name, teams
from okrtui.views.sitting import due_queue, sitting
from okrtui.views.tree import tree
from okrtui.views.updates import update_facts
from tests.views.growth import Growth

W45, W46, W47 = (f"2026-11-{day:02d}T09:00:00+00:00" for day in (3, 10, 17))


def test_an_objectives_score_says_where_it_comes_from(growth: Growth) -> None:
    first = growth.a_key_result(weight="2")
    second = growth.a_key_result("Lift 30-day expansion", weight="1")
    growth.check_in(first, W47, actual="24")
    with growth.reading() as c:
        page = objective_page(c, growth.objective, growth.now)
    assert (page.row.score, page.row.reported_text) == ("0.40", "1/2 reported")
    counted = {each.id: (each.weight, each.score) for each in page.provenance.key_results}
    assert counted == {first: ("2", "0.60"), second: ("1", None)}
    assert {(each.at[:10], each.by) for each in page.provenance.agreed} == {("2026-10-01", "Ana")}
    assert page.provenance.text.startswith("weighted mean of 2 KRs (")
    assert page.provenance.text.endswith(" · 1/2 reported · agreed 1 Oct by Ana")
    assert {line.id for line in page.key_results} == {first, second}


def test_an_objective_without_agreed_weights_is_a_draft_score(growth: Growth) -> None:
    growth.a_key_result()
    with growth.reading() as c:
        page = objective_page(c, growth.objective, growth.now)
        with pytest.raises(NotFound):
            objective_page(c, "nothing", growth.now)
    assert page.provenance.is_draft
    assert "draft" in page.provenance.text


def test_the_tree_stands_company_first_and_shows_what_each_moves(growth: Growth) -> None:
    company = growth.add("team", name="Northwind")
    crew = growth.add("team", name="Activation", parent=company, champion=growth.ana)
    top = growth.an_objective("Be the shop that people return to", team=company)
    revenue = growth.a_key_result("Net revenue retention", objective=top, baseline="90", target="110")
    growth.edit("objective", growth.objective, team=crew, contributes_to=revenue)
    growth.a_key_result(contributes_to=[{"key_result": revenue, "how": "they renew"}])
    with growth.reading() as c:
        rows = tree(c, growth.cycle, growth.now)
    assert [(row.depth, row.kind, row.title) for row in rows] == [
        (0, "team", "Northwind"),
        (1, "objective", "Be the shop that people return to"),
        (2, "key_result", "Net revenue retention"),
        (1, "team", "Activation"),
        (2, "objective", "Delight first-time customers so that they return"),
        (3, "key_result", "Increase repeat purchase rate"),
    ]
    assert [(row.title, row.moves[0].title, row.moves[0].how) for row in rows if row.moves] == [
        ("Delight first-time customers so that they return", "Net revenue retention", ""),
        ("Increase repeat purchase rate", "Net revenue retention", "they renew"),
    ]


def test_teams_that_stand_below_each_other_are_shown_all_the_same(growth: Growth) -> None:
    one = growth.add("team", name="One")
    two = growth.add("team", name="Two", parent=one)
    growth.edit("team", one, parent=two)
    growth.edit("objective", growth.objective, team=two)
    with growth.reading() as c:
        assert [row.title for row in tree(c, None, growth.now) if row.kind != "team"] == [
            "Delight first-time customers so that they return"
        ]


def test_lists_filter(growth: Growth) -> None:
    ben = growth.a_member("ben", "Ben")
    growth.a_key_result()
    his = growth.a_key_result("His", owner=ben, in_force=False)
    growth.an_objective("Archived one", archived=True)
    with growth.reading() as c:
        assert [line.id for line in lists.key_results(c, growth.now, owner=ben)] == [his]
        assert [row.id for row in lists.objectives(c, cycle=growth.cycle)] == [growth.objective]
        assert len(lists.objectives(c, with_archived=True)) == 2
        assert lists.objectives(c, phases=("closed",)) == []
        assert [cycle.name for cycle in lists.cycles(c)] == ["Q4 2026"]
        assert not [*lists.changes(c), *lists.comments(c), *lists.initiatives(c)]


def test_people_are_listed_with_those_whom_they_refer_to(growth: Growth) -> None:
    growth.a_member("ben", "Ben")
    company = growth.add("team", name="Northwind")
    growth.add("team", name="Activation", parent=company, champion=growth.ana)
    with growth.reading() as c:
        assert [(each.handle, each.account, each.is_only_account) for each in members(c)] == [
            ("ana", True, True),
            ("ben", False, False),
        ]
        activation = team_by_name(c, "activation")
        assert (activation.parent_name, activation.champion_name) == ("Northwind", "Ana")
        assert [each.name for each in teams(c)] == ["Activation", "Northwind"]
        assert member_by_handle(c, "ben").name == "Ben"
        with pytest.raises(NotFound):
            member_by_handle(c, "nobody")
        with pytest.raises(NotFound):
            team_by_name(c, "Sales")


def test_the_sitting_has_what_was_said_last_week(growth: Growth) -> None:
    key_result = growth.a_key_result()
    growth.check_in(key_result, W45, actual="20", insight="Flat", next_action="Wait")
    growth.check_in(key_result, W46, actual="21.0", confidence=2)
    growth.at(W47)
    save_draft(growth.path, key_result, "2026-W47", {"actual": "24", "confidence": 4})
    with growth.reading() as c:
        shown = sitting(c, key_result, None, growth.now)
    assert shown.week == "2026-W47"
    assert not shown.is_late
    assert shown.last is not None
    assert (shown.last.week, shown.last.actual, shown.last.confidence) == ("2026-W46", "21.0", 2)
    assert shown.this is None
    assert shown.draft == {"actual": "24", "confidence": 4}
    assert shown.history == ["20", "21.0"]


def test_the_sitting_of_a_reported_week_revises_it(growth: Growth) -> None:
    key_result = growth.a_key_result()
    growth.check_in(key_result, W46, actual="21")
    growth.at(W47)
    with growth.reading() as c:
        shown = sitting(c, key_result, "2026-W46", growth.now)
    assert shown.is_late
    assert shown.this is not None
    assert (shown.this.actual, shown.last, shown.history) == ("21", None, [])


def test_the_queue_is_what_my_week_has_due(growth: Growth) -> None:
    done = growth.a_key_result("Done")
    due = growth.a_key_result("Due")
    growth.check_in(done, W47, actual="20")
    with growth.reading() as c:
        assert due_queue(c, growth.member(), growth.now) == [due]


def test_a_metrics_valid_range_reaches_the_sitting(growth: Growth) -> None:
    key_result = growth.a_key_result()
    growth.add("metric", name="Repeat rate", key_results=[key_result], valid_range={"min": "0", "max": "100"})
    with growth.reading() as c:
        assert sitting(c, key_result, None, growth.now).valid_range == ("0", "100")


def test_the_update_tells_the_last_check_in(growth: Growth) -> None:
    team = growth.add("team", name="Data team")
    key_result = growth.a_key_result()
    growth.check_in(key_result, W46, actual="21")
    growth.check_in(key_result, W47, actual="24", confidence=4, help_needed="Event export", help_from=team)
    with growth.reading() as c:
        facts = update_facts(c, key_result, growth.now)
        earlier = update_facts(c, key_result, growth.now, "2026-W46")
        with pytest.raises(NotFound):
            update_facts(c, key_result, growth.now, "2026-W40")
    assert update_lines(facts)[1:3] == [
        "18 → 24 → 28 % (+3 since last week)",
        "score 0.60 · AMBER · confidence 4/5 · on pace +0.08",
    ]
    assert facts.help_from == "Data team"
    assert (earlier.actual, earlier.change, earlier.score, earlier.pace) == ("21", "", "0.30", "")


def test_the_update_of_a_key_result_without_check_ins_has_no_figures(growth: Growth) -> None:
    key_result = growth.a_key_result(method="milestones", milestones=[{"name": "Draft"}, {"name": "Consent"}])
    with growth.reading() as c:
        facts = update_facts(c, key_result, growth.now)
    assert (facts.milestones_total, facts.milestones_done, facts.score) == (2, None, "")


def test_the_update_counts_milestones(growth: Growth) -> None:
    key_result = growth.a_key_result(method="milestones", milestones=[{"name": "Draft"}, {"name": "Consent"}])
    growth.check_in(key_result, W47, done=["Draft"])
    with growth.reading() as c:
        facts = update_facts(c, key_result, growth.now)
    assert (facts.milestones_done, facts.score, facts.rag) == (1, "0.50", "AMBER")
