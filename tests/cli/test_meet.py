"""`okrtui meet` and `okrtui vote`: the meeting from the command line, in words and as JSON."""

from __future__ import annotations

import pytest

from tests.cli.conftest import OBJECTIVE, ONBOARDING, REPEAT, Call, check_in

LAST_WEEK = "2026-11-12T09:00:00+01:00"
THURSDAY = "2026-11-19T09:00:00+01:00"


@pytest.fixture
def growth(acme: Call, monkeypatch: pytest.MonkeyPatch) -> Call:
    """The team Growth on Thursday of W47: it has all KRs; one of them was checked in last week."""
    monkeypatch.setenv("OKRTUI_NOW", THURSDAY)
    assert acme("team", "add", "Growth").code == 0
    assert acme("objective", "edit", OBJECTIVE, "--team", "Growth").code == 0
    assert check_in(acme, "20", now=LAST_WEEK).code == 0
    return acme


def test_the_agenda_is_the_same_five_points_for_every_key_result(growth: Call) -> None:
    told = growth("meet", "Growth", "--agenda").out
    assert "KR movement · confidence · impediments · next bets · help needed" in told
    assert "promised in W46: Offer the incentive to the first 500" in told
    assert told.index(REPEAT) < told.index(ONBOARDING), "what is red comes before what was never reported"


def test_the_agenda_as_json_has_the_figures_of_every_step(growth: Call) -> None:
    document = growth("meet", "Growth", "--json").document
    first = document["key_results"][0]
    assert (document["week"], document["running"], len(document["key_results"])) == ("2026-W47", None, 3)
    assert (first["title"], first["actual"], first["rag"]) == (REPEAT, 20, "red")
    assert first["promised"] == {"week": "2026-W46", "next_action": "Offer the incentive to the first 500"}
    assert (first["is_promise_kept"], first["is_reported"], first["vote"]) == (None, False, None)


def test_a_whole_meeting_is_held_from_the_command_line(growth: Call) -> None:
    noted = growth("meet", "Growth", "--attend", "ana", "--done", REPEAT, "--json")
    assert noted.document["running"]["attendees"] == ["ana"]
    assert noted.document["key_results"][0]["is_promise_kept"] is True
    assert growth("meet", "Growth", "--not-done", REPEAT).code == 0
    ended = growth("meet", "Growth", "--end", "--json")
    assert (ended.code, ended.document["promises"]) == (0, "0 of 1 promises kept")
    saved = growth("meet", "Growth", "--minutes", "--json").document
    assert [one["text"] for one in saved] == [ended.document["minutes"].strip()]
    assert "check-in meeting 2026-W47" in growth("meet", "Growth", "--minutes").out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("Growth", "--end"), 3, "no meeting of this team was begun here"),
        (("Growth", "--drop"), 3, "no meeting of this team runs here"),
        (("Growth", "--minutes"), 3, "no minutes of this team are saved yet"),
        (("Nowhere",), 3, "no team is called"),
        (("Growth", "--end", "--drop"), 2, "give one of --end, --drop and --minutes"),
        (("Growth", "--attend", "nobody"), 3, "no member is called"),
        (("Growth", "--done", "no such"), 3, "no key result is called"),
        (("Growth", "--week", "W99"), 2, "week"),
    ],
)
def test_what_cant_be_done_is_said_in_one_line(
    growth: Call, words: tuple[str, ...], code: int, told: str
) -> None:
    outcome = growth("meet", *words)
    assert outcome.code == code
    assert told in outcome.err
    assert len(outcome.err.strip().splitlines()) == 1


def test_a_vote_is_hidden_until_it_is_revealed(growth: Call) -> None:
    assert growth("vote", "open", REPEAT).code == 0
    assert growth("vote", "cast", REPEAT, "4").code == 0
    hidden = growth("vote", "show", REPEAT, "--json").document[0]
    assert (hidden["state"], hidden["voted"], hidden["own"]) == ("open", ["ana"], 4)
    assert not {"votes", "lowest", "highest"} & hidden.keys()
    assert "hidden by courtesy" in growth("vote", "show").out
    shown = growth("vote", "reveal", REPEAT, "--json").document["vote"]
    assert (shown["lowest"], shown["highest"], shown["votes"]) == (4, 4, [{"name": "ana", "confidence": 4}])
    agreed = growth("vote", "agree", REPEAT, "3", "--json").document
    assert (agreed["agreed"], agreed["saved_in_check_in"]) == (3, False)
    assert "agreed 3" in growth("vote", "show", REPEAT).out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("cast", REPEAT, "4"), 3),
        (("reveal", REPEAT), 3),
        (("drop", REPEAT), 3),
        (("show", REPEAT), 3),
        (("show",), 0),
    ],
)
def test_without_a_vote_the_command_says_how_to_open_one(
    growth: Call, words: tuple[str, ...], code: int
) -> None:
    outcome = growth("vote", *words)
    assert outcome.code == code
    assert "okrtui vote open KR" in outcome.out + outcome.err


def test_a_dropped_vote_is_gone(growth: Call) -> None:
    growth("vote", "open", REPEAT)
    assert growth("vote", "cast", REPEAT, "9").code == 2
    assert growth("vote", "drop", REPEAT).code == 0
    assert growth("vote", "show", REPEAT).code == 3
