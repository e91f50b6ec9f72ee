"""Decisions, reviews and adoption from the command line: in words, as JSON, and with the exit codes of scripts."""

from __future__ import annotations

import json

import pytest

from okrtui.okr.adoption import COMPLETION_GOAL, DECISIONS_GOAL
from tests.cli.conftest import ONBOARDING, REPEAT, Call, Outcome, check_in

NEEDED = ("--evidence", "Score 0.21", "--owner", "ana", "--due", "2026-12-01")
BY_BEA = ("--as", "bea")


def decide(acme: Call, text: str, *more: str, needed: tuple[str, ...] = NEEDED) -> Outcome:
    return acme("decide", text, *needed, *more)


@pytest.fixture
def team(acme: Call) -> Call:
    """Ana, the sponsor, and Bea, who is none."""
    assert acme("member", "add", "bea", "--name", "Bea Ode", "--account", "--role", "member").code == 0
    return acme


@pytest.mark.parametrize("missing", ["--evidence", "--owner", "--due"])
def test_a_decision_without_evidence_owner_or_date_ends_with_2(acme: Call, missing: str) -> None:
    at = NEEDED.index(missing)
    done = decide(acme, "Stop the ads", needed=NEEDED[:at] + NEEDED[at + 2 :])
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert acme("decision", "list", "--json").document == []


def test_a_decision_is_recorded_listed_shown_and_closed(acme: Call) -> None:
    made = decide(acme, "Stop the ads", "--kr", "repeat purchase", "--kind", "priority", "--json")
    assert made.code == 0
    assert made.document["state"] == "decided"
    listed = acme("decision", "list")
    assert "Stop the ads" in listed.out
    assert "to do" in listed.out
    assert acme("decision", "done", "stop ads").code == 2
    closed = acme("decision", "done", "stop ads", "--outcome", "Nobody missed them")
    assert "Done: Stop the ads" in closed.err
    shown = acme("decision", "show", "stop ads")
    for part in ("Score 0.21", REPEAT, "Nobody missed them", "1 Dec 2026"):
        assert part in shown.out
    (item,) = acme("decision", "list", "--state", "done", "--json").document
    assert (item["id"], item["is_done"], item["done"]["text"]) == (
        made.document["id"], True, "Nobody missed them",
    )  # fmt: skip


def test_a_key_results_card_tells_what_was_decided_about_it(acme: Call) -> None:
    decide(acme, "Stop the ads", "--kr", "repeat purchase")
    assert "Stop the ads (to do, ana, due 1 Dec 2026)" in acme("show", "repeat purchase").out
    (item,) = acme("show", "repeat purchase", "--json").document["decisions"]
    assert item["decision"] == "Stop the ads"
    assert "Decisions" not in acme("show", "onboarding").out


def test_a_shift_of_resources_waits_for_the_sponsor(team: Call) -> None:
    made = decide(team, "Move two people", "--kind", "resource_shift", *BY_BEA)
    assert "it waits for the sponsor" in made.err
    assert team("decision", "approve", "move two", *BY_BEA).code == 4
    assert team("decision", "decline", "move two").code == 2
    assert team("decision", "decline", "move two", "--reason", "Not now").code == 0
    again = team("decision", "approve", "move two")
    assert (again.code, "declined already" in again.err) == (4, True)
    (item,) = team("decision", "list", "--json").document
    assert item["state"] == "declined"
    assert item["ruled"] == {"by": "ana", "at": item["ruled"]["at"], "text": "Not now"}


def test_the_list_is_narrowed(team: Call) -> None:
    decide(team, "One", "--kr", "repeat purchase", "--kind", "priority", "--date", "2026-11-01")
    decide(team, "Two", "--kr", "onboarding", "--kind", "resource_shift", *BY_BEA)
    decide(team, "Three", "--objective", "delight")

    def found(*filters: str) -> list[str]:
        return sorted(one["decision"] for one in team("decision", "list", *filters, "--json").document)

    assert found() == ["One", "Three", "Two"]
    assert found("--kr", ONBOARDING) == ["Two"]
    assert found("--objective", "delight") == ["One", "Three", "Two"]
    assert found("--kind", "priority") == ["One"]
    assert found("--state", "proposed") == ["Two"]
    assert found("--since", "2026-11-10") == ["Three", "Two"]
    assert team("decision", "list", "--since", "yesterday").code == 2
    assert team("decision", "list", "--kr", "nothing like it").code == 3


def test_a_decision_of_no_such_name_is_not_found(acme: Call) -> None:
    for verb in ("show", "approve", "decline", "done"):
        done = acme("decision", verb, "nothing like it")
        assert done.code == 3
        assert "no decision is called" in done.err


def test_hostile_words_are_harmless(acme: Call) -> None:
    decide(acme, "Stop\x1b[31m the\nads\u202e", "--change", "\x1b]0;title\x07")
    for call in (("decision", "list"), ("decision", "show", "stop"), ("review", "monthly")):
        out = acme(*call).out
        assert "\x1b" not in out
        assert "\u202e" not in out


def test_the_monthly_reviews_agenda_is_printed_and_its_minutes_saved(team: Call) -> None:
    decide(team, "Move two people", "--kind", "resource_shift", "--kr", "repeat purchase", *BY_BEA)
    team("comment", "repeat purchase", "Finance has 340 letters", "--kind", "risk")
    agenda = team("review", "monthly")
    for part in ("Shifts of resources", "Move two people", "waits for the sponsor", "Risks", "340 letters"):
        assert part in agenda.out
    sections = team("review", "monthly", "--json").document["sections"]
    assert [one["section"] for one in sections if one["points"]] == ["shifts", "risks"]
    assert team("review", "monthly", "--notes", "x").code == 2
    saved = team(
        "review", "monthly", "--save", "--notes", "-", "--attend", "ana", "--attend", "bea", "--json",
        typed="We **met**",
    )  # fmt: skip
    assert "We **met**" in saved.document["minutes"]
    assert "**Present:** ana, Bea Ode" in saved.document["minutes"]
    (item,) = team("review", "list", "--json").document
    assert (item["id"], item["kind"], len(item["decisions"])) == (saved.document["id"], "monthly", 1)
    shown = team("review", "show", "last")
    assert "Monthly review of all" in shown.out
    assert "We **met**" in shown.out
    assert json.loads(team("review", "show", item["id"][-8:], "--json").out)["id"] == item["id"]
    assert team("review", "show", "xxxx").code == 3
    assert team("review", "list", "--kind", "weekly").err.startswith("no review")
    assert team("review", "monthly", "--save", "--notes", "n", *BY_BEA).code == 4


def test_adoption_is_told_in_words_and_as_json(acme: Call) -> None:
    check_in(acme, "21")
    decide(acme, "Stop the ads", "--kr", "repeat purchase", "--kind", "resource_shift")
    told = acme("adoption")
    for part in ("goal 90 %", "W47 so far", "1 of 3", "goal 2 a month", "For steering, not for pay"):
        assert part in told.out
    document = acme("adoption", "--weeks", "4", "--json").document
    assert document["goals"] == {
        "completion_percent": COMPLETION_GOAL, "decisions_a_month": DECISIONS_GOAL, "key_results_improved": 2,
    }  # fmt: skip
    assert [(one["week"], one["owed"], one["complete"]) for one in document["weeks"]] == [
        ("2026-W44", 3, 0), ("2026-W45", 3, 0), ("2026-W46", 3, 0), ("2026-W47", 3, 1),
    ]  # fmt: skip
    assert document["months"][-1] == {
        "month": "2026-11", "resource_shifts": 1, "priorities": 0, "decisions": 1,
    }  # fmt: skip
    assert "Ana" not in json.dumps(document)
    assert acme("adoption", "--weeks", "0").code == 2
    assert acme("adoption", "--team", "nobody").code == 3
