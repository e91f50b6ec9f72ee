"""Planning and governance from the command line: cycles, objectives, KRs, changes, people."""

from __future__ import annotations

import pytest

from tests.cli.conftest import OBJECTIVE, ONBOARDING, REPEAT, Call, check_in


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        (("2026 Q4",), "2026-10-01", "2026-12-31"),
        (("Q1 2027",), "2027-01-01", "2027-03-31"),
        (("2027 H1",), "2027-01-01", "2027-06-30"),
        (("2027",), "2027-01-01", "2027-12-31"),
        (("Autumn push", "--kind", "quarter"), "2026-10-01", "2026-12-31"),
        (("--kind", "annual"), "2026-01-01", "2026-12-31"),
        (
            ("Sprint", "--kind", "custom", "--start", "2026-11-20", "--end", "2026-12-05"),
            "2026-11-20",
            "2026-12-05",
        ),
    ],
)
def test_a_cycles_dates_are_worked_out_from_its_name_and_kind(
    okrtui: Call, words: tuple[str, ...], start: str, end: str
) -> None:
    okrtui("init", "Acme")
    made = okrtui("cycle", "new", *words, "--json")
    assert made.code == 0, made
    cycle = okrtui("cycle", "list", "--json").document[0]
    assert (cycle["start"], cycle["end"]) == (start, end)


def test_a_custom_cycle_without_dates_ends_with_2(okrtui: Call) -> None:
    okrtui("init", "Acme")
    outcome = okrtui("cycle", "new", "Sprint", "--kind", "custom")
    assert outcome.code == 2
    assert "--start" in outcome.err


def test_a_cycle_with_findings_is_not_published_and_every_finding_is_named(okrtui: Call) -> None:
    okrtui("init", "Acme")
    okrtui("cycle", "new", "2026 Q4")
    okrtui("objective", "add", "Launch the new app")
    outcome = okrtui("cycle", "publish")
    assert outcome.code == 4
    assert "O-PROJECT" in outcome.err
    assert ":O-PROJECT --reason" in outcome.err
    assert okrtui("cycle", "list", "--json").document[0].get("phase", "draft") == "draft"


def test_a_waiver_with_a_reason_lets_a_finding_be(okrtui: Call) -> None:
    okrtui("init", "Acme")
    okrtui("cycle", "new", "2026 Q4")
    okrtui("objective", "add", OBJECTIVE)
    okrtui(
        *("kr", "add", OBJECTIVE, "--title", REPEAT, "--baseline", "18", "--target", "28", "--unit", "%"),
        *("--due", "2026-12-31", "--source", "Shop", "--refresh", "weekly", "--lagging"),
    )
    assert okrtui("cycle", "publish").code == 4
    waived = ("--waive", f"{OBJECTIVE}:S-KR-COUNT")
    assert okrtui("cycle", "publish", *waived).code == 2
    outcome = okrtui("cycle", "publish", *waived, "--reason", "One figure says it all")
    assert outcome.code == 0, outcome
    assert "1 objective, 1 KR in force" in outcome.err


def test_what_the_gate_only_warns_of_is_said_when_publishing(okrtui: Call) -> None:
    okrtui("init", "Acme")
    okrtui("cycle", "new", "2026 Q4")
    for title in (OBJECTIVE, "Win back customers who left"):
        okrtui("objective", "add", title)
        for kr, kind in ((REPEAT, "--lagging"), (ONBOARDING, "--leading")):
            okrtui(
                *("kr", "add", title, "--title", kr, "--baseline", "18", "--target", "28", "--unit", "%"),
                *("--due", "2026-12-31", "--source", "Shop", "--refresh", "quarterly", kind),
            )
    outcome = okrtui("cycle", "publish")
    assert outcome.code == 0, outcome
    assert "K-REFRESH  warning" in outcome.err
    assert outcome.err.splitlines()[-1].startswith("Published 2026 Q4")
    okrtui("objective", "add", "Attract new riders", "--cycle", "2026 Q4")
    for kr, kind in ((REPEAT, "--lagging"), (ONBOARDING, "--leading")):
        okrtui(
            *("kr", "add", "Attract new riders", "--title", kr, "--baseline", "18", "--target", "28"),
            *("--due", "2026-12-31", "--source", "Shop", "--refresh", "quarterly", kind, "--unit", "%"),
        )
    published = okrtui("objective", "publish", "Attract new riders", "--json").document
    assert {one["code"] for one in published["warnings"]} >= {"K-REFRESH"}


def test_a_target_change_is_proposed_approved_and_logged(acme: Call) -> None:
    proposed = acme("change", "propose", REPEAT, "--target", "30", "--reason", "A new market opened")
    assert proposed.code == 0, proposed
    assert acme("show", REPEAT, "--json").document["target"] == 28
    assert acme("change", "approve", REPEAT, "--reason", "Agreed").code == 0
    assert acme("show", REPEAT, "--json").document["target"] == 30
    log = acme("change", "list").out
    for part in ("approved", "28", "30", "A new market opened"):
        assert part in log


def test_a_declined_change_leaves_everything_as_it_is(acme: Call) -> None:
    acme("change", "propose", REPEAT, "--target", "30", "--reason", "Bold")
    assert acme("change", "decline", REPEAT, "--reason", "Too bold").code == 0
    assert acme("show", REPEAT, "--json").document["target"] == 28


def test_the_only_sponsor_among_several_people_is_told_who_can_decide(acme: Call) -> None:
    acme("member", "add", "bo", "--account")
    acme("change", "propose", REPEAT, "--target", "30", "--reason", "Bold")
    refused = acme("change", "approve", REPEAT)
    assert (refused.code, "--role sponsor" in refused.err) == (4, True)


def test_a_free_field_is_edited_in_an_active_cycle(acme: Call) -> None:
    assert acme("kr", "edit", REPEAT, "--refresh", "daily").code == 0
    assert acme("show", REPEAT, "--json").document["refresh"] == "daily"


def test_a_postponement_in_an_active_cycle_is_a_proposal_first(acme: Call) -> None:
    assert acme("kr", "postpone", ONBOARDING, "--reason", "The team is away").code == 0
    assert "postponed" not in acme("show", ONBOARDING, "--json").document
    assert acme("change", "approve", ONBOARDING).code == 0
    assert acme("show", ONBOARDING, "--json").document["postponed"]["reason"] == "The team is away"


def test_members_and_teams_are_added_edited_and_listed(acme: Call) -> None:
    assert acme("member", "add", "growth-pm", "--name", "Gro Berg", "--role", "champion").code == 0
    assert acme("team", "add", "Acme").code == 0
    assert acme("team", "add", "Growth", "--parent", "Acme", "--champion", "growth-pm").code == 0
    assert acme("member", "edit", "growth-pm", "--email", "gro@acme.example").code == 0
    assert "gro@acme.example" in acme("member", "list").out
    assert "Gro Berg" in acme("team", "list").out
    teams = acme("team", "list", "--json").document
    assert {team["name"] for team in teams} == {"Acme", "Growth"}


def test_an_initiative_and_a_comment_stand_on_the_card(acme: Call) -> None:
    assert acme("initiative", "add", "Guided checklist", "--kr", REPEAT, "--state", "running").code == 0
    assert acme("comment", REPEAT, "Well done", "--kind", "win").code == 0
    card = acme("show", REPEAT).out
    assert "Guided checklist (running)" in card
    assert "win by" in card
    assert acme("list", "comments", "--json").document[0]["kind"] == "win"


def test_what_is_set_for_everyone_is_shown_again(acme: Call) -> None:
    assert acme("workspace", "set", "scale", "percent").code == 0
    check_in(acme, "24")
    assert "60 AMBER" in acme("show", REPEAT).out
    assert acme("workspace", "show", "--json").document["scale"] == "percent"


def test_member_rights_shows_all_seven_activities(okrtui: Call) -> None:
    assert "mid-cycle KR change    program lead     sponsor" in okrtui("member", "rights").out
    rows = okrtui("member", "rights", "--json").document
    assert len(rows) == 7
    assert rows[3] == {
        "activity": "weekly updates",
        "responsible": "KR owners",
        "accountable": "objective owner",
        "consulted": "champions",
        "informed": "program lead",
    }


def test_whoami_names_the_member_and_the_workspace(acme: Call) -> None:
    assert acme("whoami").out == "ana in Acme\n" or "ana" in acme("whoami").out
    assert acme("whoami", "--json").document["handle"] == "ana"


def test_a_person_without_an_account_cannot_act(acme: Call) -> None:
    acme("member", "add", "bo")
    outcome = acme("whoami", "--as", "bo")
    assert outcome.code == 4
    assert "ana" in outcome.err


def test_settings_are_written_read_and_listed(okrtui: Call) -> None:
    assert okrtui("config", "set", "theme", "dark").code == 0
    assert okrtui("config", "get", "theme").out == "dark\n"
    assert okrtui("config", "list", "--json").document["theme"] == "dark"
    assert okrtui("config", "path").out.endswith("okrtui.toml\n")
    assert okrtui("config", "set", "theme", "plaid").code == 2
