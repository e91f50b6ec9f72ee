"""`okrtui escalation` and `okrtui inbox`: what is escalated, the steps, and what waits for oneself."""

from __future__ import annotations

import pytest

from tests.cli.conftest import OBJECTIVE, ONBOARDING, REPEAT, Call, check_in

W46, W47 = "2026-11-10T10:00:00+01:00", "2026-11-17T10:00:00+01:00"
LATER = "2026-11-18T12:00:00+01:00"


@pytest.fixture
def red(acme: Call) -> Call:
    """The first KR was red in two weeks."""
    assert check_in(acme, "19", now=W46).code == 0
    assert check_in(acme, "20", now=W47).code == 0
    return acme


def test_the_list_tells_what_whose_turn_and_until_when(red: Call) -> None:
    listed = red("escalation", "list", now=LATER).out
    head, response, streak = listed.splitlines()
    assert head.split() == ["id", "code", "about", "what", "turn"]
    assert "red response, W46–W47" in response
    assert "answer with root cause, revised bet, help request overdue by 6 d" in response
    assert "huddle within 22 h (champion: ana)" in streak
    one = red("escalation", "list", "--kind", "red_streak", "--mine", "--json", now=LATER).document
    assert [each["turn"]["todo"] for each in one] == ["huddle"]
    assert red("escalation", "list", "--kr", ONBOARDING, now=LATER).err == "nothing is escalated\n"


def test_a_streak_travels_the_whole_ladder(red: Call) -> None:
    said = []
    for words in (
        ("acknowledge", "red_streak", "--note", "seen"),
        ("huddle", "red_streak", "--note", "pricing"),
        ("ask", "red_streak", "--help-request", "a price test"),
        ("answer", "red_streak", "--text", "one country"),
    ):
        done = red("escalation", *words, now=LATER)
        assert done.code == 0, done
        said.append(done.err)
    assert "next: ana to decide: change the bet or ask for help" in said[1]
    assert "next: ana to decide on the help asked for" in said[2]
    shown = red("escalation", "show", "red_streak", now=LATER).out
    for told in (
        "sponsor asked",
        "help: a price test",
        "huddle held",
        "pricing",
        "one country",
        "answered by ana",
    ):
        assert told in shown
    document = red("escalation", "show", "red_streak", "--json", now=LATER).document
    assert (document["state"], document["turn"], len(document["answers"])) == ("answered", None, 4)
    assert red("escalation", "list", "--kind", "red_streak", now=LATER).out == ""
    assert "answered by ana" in red("escalation", "list", "--all", now=LATER).out


def test_an_answer_says_what_it_lacks_and_then_closes(red: Call) -> None:
    lacking = red("escalation", "answer", "red response", now=LATER)
    assert (lacking.code, lacking.err) == (2, "okrtui: the root cause is missing: this step needs it\n")
    done = red(
        *("escalation", "answer", "red response", "--root-cause", "SMB", "--revised-bet", "mail", "--json"),
        now=LATER,
    )
    assert done.document["step"] == "answered"
    again = red(
        "escalation", "answer", "red response", "--root-cause", "SMB", "--revised-bet", "x", now=LATER
    )
    assert (again.code, again.err) == (4, "okrtui: nothing waits here any more: answered by ana\n")


def test_several_that_fit_are_told_with_their_ids(red: Call) -> None:
    several = red("escalation", "show", REPEAT, now=LATER)
    assert several.code == 3
    assert "use the id" in several.err
    id_ = red("escalation", "list", "--kind", "red_streak", "--json", now=LATER).document[0]["id"]
    assert id_[-6:] in several.err
    assert red("escalation", "show", id_[-6:], "--json", now=LATER).document["id"] == id_
    assert red("escalation", "show", "no such thing", now=LATER).code == 3


@pytest.mark.parametrize("about", [("--kr", REPEAT), ("--objective", OBJECTIVE)])
def test_a_blocker_is_raised_and_resolved(acme: Call, about: tuple[str, str]) -> None:
    acme("team", "add", "Data")
    raised = acme("escalation", "raise", "blocker", "No export", *about, "--from", "Data", "--json", now=W47)
    id_ = raised.document["id"]
    assert raised.document["message"] == "Raised: No export · next: ana to resolve it"
    shown = acme("escalation", "show", id_, now=W47).out
    assert "Data" in shown
    assert "No export" in shown
    assert acme("escalation", "answer", id_, "--text", "it came", now=W47).code == 0
    assert acme("escalation", "raise", "blocker", "x", now=W47).code == 2


def test_the_inbox_lists_what_waits_for_oneself(red: Call) -> None:
    red("change", "propose", ONBOARDING, "--due", "2026-12-30", "--reason", "later", now=LATER)
    lines = red("inbox", now=LATER).out.splitlines()
    assert [line.split("  ")[0] for line in lines[1:]] == [
        "to answer", "to answer", "to check in", "to check in", "to approve",
    ]  # fmt: skip
    document = red("inbox", "--json", now=LATER).document
    assert [one["kind"] for one in document] == [
        "escalation", "escalation", "check_in", "check_in", "change",
    ]  # fmt: skip
    assert document[1]["escalation"]["turn"]["step"] == "huddle"


def test_the_card_tells_what_is_escalated(red: Call) -> None:
    shown = red("show", REPEAT, now=LATER).out
    assert "! red for 2 weeks, W47: huddle within 22 h (champion: ana)" in shown
    document = red("show", REPEAT, "--json", now=LATER).document
    assert [one["kind"] for one in document["escalations"]] == ["red_response", "red_streak"]
    assert red("show", ONBOARDING, "--json", now=LATER).document["escalations"] == []


def test_open_ones_are_completed_by_their_ids_and_words(red: Call) -> None:
    offered = dict(line.split("\t") for line in red("--complete", "escalations", "streak").out.splitlines())
    ((id_, title),) = offered.items()
    assert title == f"{REPEAT} red streak"
    assert red("escalation", "show", id_, "--json", now=LATER).document["kind"] == "red_streak"
    assert len(red("--complete", "escalations", "").out.splitlines()) == 2


def test_an_empty_inbox_says_so(okrtui: Call) -> None:
    okrtui("init", "Acme")
    outcome = okrtui("inbox")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "nothing waits for you\n")
