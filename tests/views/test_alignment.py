"""Orphans, gaps, overlaps and coverage; the tree branch by branch."""

from __future__ import annotations

import pytest

from okrtui.actions.changes import approve
from okrtui.actions.key_results import (
    add_key_result,
    archive_key_result,
    edit_key_result,
    postpone_key_result,
)
from okrtui.okr.errors import BadInput
from okrtui.views import tree_branch
from okrtui.views.alignment import Alignment, alignment, choices_above
from okrtui.views.contribution import contributors
from okrtui.views.governors import who_changes
from okrtui.views.tree import tree
from okrtui.views.tree_branch import Branch, branches, found_branches, grown
from tests.views.growth import Growth


class Company:
    """A company KR, a crew's KR that moves it, and another crew."""

    def __init__(self, growth: Growth) -> None:
        self.growth = growth
        self.company = growth.add("team", name="Northwind")
        self.crew = growth.add("team", name="Activation", parent=self.company)
        self.others = growth.add("team", name="Billing", parent=self.company)
        self.top = growth.an_objective("Be the shop that people return to", team=self.company)
        self.retention = growth.a_key_result("Net revenue retention", objective=self.top, metric="retention")
        self.cash = growth.a_key_result("Raise cash flow", objective=self.top)
        growth.edit("objective", growth.objective, team=self.crew)
        self.repeat = growth.a_key_result(contributes_to=self.link("they renew"), metric="repeat rate")

    def link(self, how: str) -> list[dict[str, str]]:
        return [{"key_result": self.retention, "how": how}]

    def found(self, team: str | None = None) -> Alignment:
        with self.growth.reading() as c:
            return alignment(c, team=team)


@pytest.fixture
def company(growth: Growth) -> Company:
    return Company(growth)


def test_a_company_kr_that_nobody_moves_is_a_gap(company: Company) -> None:
    assert [one.title for one in company.found().gaps] == ["Raise cash flow"]


def test_a_team_kr_that_moves_nothing_is_an_orphan_unless_that_is_meant(company: Company) -> None:
    loose = company.growth.an_objective("Bill without errors", team=company.others)
    company.growth.a_key_result("Cut disputes", objective=loose)
    company.growth.a_key_result("Pay on time", objective=loose, divergence=True)
    assert [(one.title, one.team_name) for one in company.found().orphans] == [("Cut disputes", "Billing")]
    assert company.found(company.crew).orphans == []


def test_an_objective_that_names_a_kr_above_lifts_its_krs(company: Company) -> None:
    lifted = company.growth.an_objective("Bill right", team=company.others, contributes_to=company.cash)
    company.growth.a_key_result("Cut disputes", objective=lifted)
    assert (company.found().orphans, company.found().gaps) == ([], [])


def test_without_a_company_there_is_nothing_to_contribute_to(growth: Growth) -> None:
    growth.a_key_result()
    with growth.reading() as c:
        found = alignment(c)
    assert (found.orphans, found.gaps) == ([], [])


def test_one_metric_moved_side_by_side_is_an_overlap(company: Company) -> None:
    other = company.growth.an_objective("Bill without errors", team=company.others)
    company.growth.a_key_result("Repeat orders", objective=other, metric="Repeat Rate")
    company.growth.a_key_result(
        "They stay", objective=other, metric="retention", contributes_to=company.link("so")
    )
    (overlap,) = company.found().overlaps
    assert {one.title for one in overlap.key_results} == {"Increase repeat purchase rate", "Repeat orders"}
    assert company.found(company.company).overlaps == []


def test_archived_and_postponed_ones_are_neither_orphans_nor_movers(company: Company) -> None:
    other = company.growth.an_objective("Bill without errors", team=company.others)
    loose = company.growth.a_key_result("Cut disputes", objective=other)
    session = company.growth.session
    approve(session, postpone_key_result(session, loose, "later").id)
    approve(session, archive_key_result(session, company.repeat, "over").id)
    company.growth.a_key_result("Pay on time", objective=other, divergence=True)
    found = company.found()
    assert (found.orphans, {one.title for one in found.gaps}) == (
        [],
        {"Net revenue retention", "Raise cash flow"},
    )


def test_coverage_tells_how_many_report_and_contribute(company: Company) -> None:
    company.growth.check_in(company.repeat, "2026-11-17T09:00:00+00:00", actual="24")
    company.growth.an_objective("Nothing in it yet", team=company.crew)
    told = {each.name: each[2:] for each in company.found().coverage}
    assert told == {"Activation": (1, 1, 2, 1), "Northwind": (2, 0, 1, 0)}


def test_a_loop_is_refused(company: Company) -> None:
    back = [{"key_result": company.repeat, "how": "round"}]
    with pytest.raises(BadInput, match="contribute to itself"):
        edit_key_result(company.growth.session, company.retention, contributes_to=back)


def test_a_kr_shows_what_moves_it_and_how(company: Company) -> None:
    company.growth.check_in(company.repeat, "2026-11-17T09:00:00+00:00", actual="24")
    with company.growth.reading() as c:
        (one,) = contributors(c, company.retention)
        assert [label.partition(" ")[2] for label, _ in choices_above(c, company.growth.objective)] == [
            "Net revenue retention",
            "Raise cash flow",
        ]
    assert (one.title, one.how, one.score, one.rag) == (
        "Increase repeat purchase rate",
        "they renew",
        "0.60",
        "amber",
    )


def test_who_changes_what_was_agreed(company: Company) -> None:
    with company.growth.reading() as c:
        assert who_changes(c) == "Ana proposes and approves: the only one with an account"
    company.growth.a_member("ben", "Ben", account=True)
    with company.growth.reading() as c:
        assert who_changes(c, "Ben").startswith("Ben or ")


def read_all(growth: Growth) -> list[Branch]:
    with growth.reading() as c:
        return branches(c, None, growth.now)


def test_all_branches_together_are_the_tree(company: Company) -> None:
    company.growth.an_objective("Of nobody")
    with company.growth.reading() as c:
        whole = tree(c, None, company.growth.now)
        shown = branches(c, None, company.growth.now)
    assert [row for each in shown for row in each.rows] == [row for row in whole if row.kind != "team"]
    assert [each.name for each in shown if each.team] == [row.title for row in whole if row.kind == "team"]


def test_no_more_than_the_first_objectives_are_read_until_they_are_wanted(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        company.growth.an_objective(f"Objective {number}", team=company.others)
    monkeypatch.setattr(tree_branch, "MOST", 3)
    top, crew, billing = read_all(company.growth)
    assert [(each.loaded, each.has_more) for each in (top, crew, billing)] == [
        (1, False),
        (1, False),
        (1, True),
    ]
    with company.growth.reading() as c:
        more = grown(c, billing, None, company.growth.now, 1)
        rest = grown(c, more, None, company.growth.now, 9)
    assert [row.title for row in rest.rows] == ["Objective 0", "Objective 1", "Objective 2"]
    assert (more.has_more, rest.has_more, rest.loaded) == (True, False, 3)


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("repeat", ["Delight first-time customers so that they return"]),
        ("delight ana", ["Delight first-time customers so that they return"]),
        ("retention", ["Be the shop that people return to"]),
        ("RETURN", ["Be the shop that people return to", "Delight first-time customers so that they return"]),
        ("%", []),
        ("nothing at all", []),
    ],
)
def test_words_are_found_in_what_was_not_read_yet(company: Company, words: str, titles: list[str]) -> None:
    with company.growth.reading() as c:
        found = found_branches(c, None, company.growth.now, words)
    assert [row.title for each in found for row in each.rows if row.kind == "objective"] == titles


def test_a_tree_of_one_cycle_leaves_the_others_out(company: Company) -> None:
    later = company.growth.add(
        "cycle", name="Q1", kind="quarter", start="2027-01-01", end="2027-03-31", phase="draft"
    )
    next_one = company.growth.add(
        "objective", cycle=later, title="Next", owner=company.growth.ana, team=company.crew
    )
    add_key_result(company.growth.session, next_one, "Later")
    with company.growth.reading() as c:
        found = branches(c, later, company.growth.now)
    assert [(each.name, [row.title for row in each.rows]) for each in found] == [
        ("Northwind", []),
        ("Activation", ["Next", "Later"]),
    ]
