"""Raising escalations by hand, and who may take which step with which words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from okrtui import home as clock
from okrtui.actions.escalations import raise_escalation, take_step
from okrtui.actions.people import add_team, edit_member
from okrtui.actions.session import Session
from okrtui.actions.undoing import redo, undo
from okrtui.okr.errors import BadInput, NotFound, Refused
from okrtui.views.escalations import EscalationLine, escalations
from tests.builders import Published, a_check_in, a_member, a_published_cycle, a_workspace, at, rows

W46, W47 = "2026-11-10T09:00:00+00:00", "2026-11-17T09:00:00+00:00"
RESPONSE = {"root_cause": "SMB only", "revised_bet": "mail enterprise"}


class Shop:
    """Ana made it; Bo leads, Cy owns the objective, Di is champion, Ed owns the KR, Flo sponsors, Gus looks on."""

    def __init__(self, folder: Path) -> None:
        ana = a_workspace(folder)
        self.of: dict[str, Session] = {"ana": ana}
        for handle, *roles in (
            ("bo", "program_lead"), ("cy",), ("di",), ("ed",), ("flo", "sponsor"), ("gus", "viewer"), ("hal",),
        ):  # fmt: skip
            self.of[handle] = a_member(ana, handle, *roles)
        self.published: Published = a_published_cycle(ana)
        self.key_result = self.published.key_result
        team = add_team(ana, "Shop", champion=self.id("di")).id
        self.data = add_team(ana, "Data").id
        with ana.writing("arranged") as journal:
            journal.add("objective", self.published.objective, {"owner": self.id("cy"), "team": team})
            journal.add("key_result", self.key_result, {"collaborators": [self.id("ana")]})
        edit_member(ana, ana.member.id, roles=["member"])
        at(W46)
        a_check_in(ana, self.key_result, "19")
        at(W47)
        a_check_in(ana, self.key_result, "20", help_needed="an export", help_from=self.data)

    def id(self, handle: str) -> str:
        return self.of[handle].member.id

    def line(self, kind: str) -> EscalationLine:
        with self.of["ana"].reading() as c:
            (found,) = escalations(c, clock.now(), kinds=[kind], open_only=False)
        return found

    def take(self, handle: str, kind: str, step: str, **texts: str) -> str:
        return take_step(self.of[handle], self.line(kind).id, step, **texts).message


@pytest.fixture
def shop(home: Path) -> Shop:
    return Shop(home)


def test_an_answer_closes_it_and_says_so(shop: Shop) -> None:
    message = shop.take("bo", "red_response", "answered", **RESPONSE)
    assert message.startswith("Answered: red response")
    line = shop.line("red_response")
    assert (line.state, line.answers[0].texts) == ("answered", RESPONSE)
    with pytest.raises(Refused, match="nothing waits here any more: answered by Bo"):
        shop.take("bo", "red_response", "answered", **RESPONSE)


@pytest.mark.parametrize(
    ("kind", "step", "able"),
    [
        ("red_response", "answered", {"ana", "bo", "cy", "di"}),
        ("red_streak", "huddle", {"bo", "di"}),
        ("red_streak", "answered", {"cy"}),
        ("red_streak", "asked", {"cy"}),
        ("red_streak", "acknowledged", {"di"}),
        ("blocker", "answered", {"ana", "bo", "cy", "di"}),
        ("blocker", "asked", {"bo", "cy", "di"}),
        ("blocker", "acknowledged", {"cy"}),
    ],
)
def test_each_step_is_up_to_those_whom_the_rules_name(
    shop: Shop, kind: str, step: str, able: set[str]
) -> None:
    """The KR's owner is Ana, who is its collaborator too."""
    texts = {
        ("red_response", "answered"): RESPONSE,
        ("red_streak", "answered"): {"revised_bet": "x"},
        ("blocker", "answered"): {"text": "x"},
    }.get((kind, step), {"help_request": "x"} if step == "asked" else {})
    for handle in shop.of:
        if handle in able:
            shop.take(handle, kind, step, **texts)
            undo(shop.of[handle])
            continue
        with pytest.raises(Refused, match="up to the"):
            shop.take(handle, kind, step, **texts)


def test_from_being_asked_on_the_decision_is_the_sponsors(shop: Shop) -> None:
    shop.take("di", "red_streak", "huddle", text="pricing is the cause")
    asked = shop.take("cy", "red_streak", "asked", help_request="a price test", help_from=shop.data)
    assert asked.endswith("next: Flo to decide on the help asked for")
    with pytest.raises(Refused, match=r"this step is up to the sponsor \(here: Flo\)"):
        shop.take("cy", "red_streak", "answered", text="I decide")
    shop.take("flo", "red_streak", "answered", text="one country")
    assert [one.step for one in shop.line("red_streak").answers] == ["huddle", "asked", "answered"]


def test_the_only_one_with_an_account_takes_every_step(home: Path) -> None:
    ana = a_workspace(home)
    key_result = a_published_cycle(ana).key_result
    for moment, actual in ((W46, "19"), (W47, "20")):
        at(moment)
        a_check_in(ana, key_result, actual)
    with ana.reading() as c:
        (streak,) = escalations(c, clock.now(), kinds=["red_streak"])
    for step, texts in (
        ("acknowledged", {}), ("huddle", {}), ("asked", {"help_request": "x"}), ("answered", {"text": "y"}),
    ):  # fmt: skip
        take_step(ana, streak.id, step, **texts)
    with ana.reading() as c:
        assert escalations(c, clock.now(), kinds=["red_streak"]) == []


@pytest.mark.parametrize(
    ("kind", "step", "texts", "told"),
    [
        ("red_response", "answered", {}, "root cause is missing"),
        ("red_response", "answered", {"root_cause": "x"}, "revised bet is missing"),
        ("red_response", "answered", {"root_cause": " \x1b ", "revised_bet": "y"}, "root cause is missing"),
        ("red_response", "answered", {**RESPONSE, "help_from": "t"}, "say what help the team is asked for"),
        ("red_response", "answered", {**RESPONSE, "workaround": "x"}, "says nothing of workaround"),
        ("red_response", "huddle", {}, "has no step 'huddle': it takes acknowledge, answer"),
        ("red_response", "asked", {"help_request": "x"}, "has no step 'ask'"),
        ("red_response", "nonsense", {}, "has no step 'nonsense'"),
        ("red_streak", "answered", {}, "changed bet is missing"),
        ("red_streak", "asked", {}, "help request is missing"),
        ("blocker", "answered", {}, "how it was resolved is missing"),
    ],
)
def test_what_a_step_has_to_say_is_asked_for(
    shop: Shop, kind: str, step: str, texts: dict[str, str], told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        shop.take("cy", kind, step, **texts)
    assert shop.line(kind).is_open
    assert shop.line(kind).answers == []


@pytest.mark.parametrize("step", ["acknowledged", "huddle", "asked"])
def test_a_step_is_taken_once(shop: Shop, step: str) -> None:
    texts = {"help_request": "x"} if step == "asked" else {}
    handle = "cy" if step == "asked" else "di"
    shop.take(handle, "red_streak", step, **texts)
    with pytest.raises(Refused, match="already"):
        shop.take(handle, "red_streak", step, **texts)


def test_help_from_a_team_that_is_not_there_and_an_escalation_that_is_none(shop: Shop) -> None:
    with pytest.raises(NotFound):
        shop.take("cy", "red_streak", "asked", help_request="x", help_from="nowhere")
    with pytest.raises(NotFound, match="there is no escalation"):
        take_step(shop.of["cy"], "nowhere", "answered", text="x")


def test_undo_opens_it_again_and_redo_closes_it(shop: Shop) -> None:
    shop.take("bo", "red_response", "answered", **RESPONSE)
    undo(shop.of["bo"])
    assert shop.line("red_response").is_open
    redo(shop.of["bo"])
    assert shop.line("red_response").state == "answered"
    raised = raise_escalation(shop.of["ed"], "blocker", "no lawyer", objective=shop.published.objective)
    undo(shop.of["ed"])
    assert rows(shop.of["ed"], "SELECT 1 FROM escalation_fact WHERE id = ?", raised.id) == []


def test_a_blocker_raised_by_hand_is_the_objective_owners_and_whoever_raised_it_may_close_it(
    shop: Shop,
) -> None:
    done = raise_escalation(shop.of["hal"], "blocker", "no export", key_result=shop.key_result)
    assert done.message == "Raised: no export · next: Cy to resolve it"
    take_step(shop.of["hal"], done.id, "answered", text="it came")
    (found,) = rows(shop.of["hal"], "SELECT * FROM escalation_fact WHERE id = ?", done.id)
    assert found["closed_by"] == "answer"


def test_a_data_issue_is_acknowledged_and_then_worked_around_by_the_steward(shop: Shop) -> None:
    issue = raise_escalation(shop.of["hal"], "data_issue", "counts twice", key_result=shop.key_result).id
    with pytest.raises(Refused, match="data steward or program lead"):
        take_step(shop.of["hal"], issue, "acknowledged")
    steward = a_member(shop.of["ana"], "ida", "data_steward")
    message = take_step(steward, issue, "acknowledged").message
    assert message.endswith("next: Ida to find a workaround or fix")
    with pytest.raises(BadInput, match="workaround or fix is missing"):
        take_step(steward, issue, "answered")
    assert take_step(steward, issue, "answered", workaround="by hand").message.startswith("Answered")


@pytest.mark.parametrize(
    ("kind", "text", "about", "told"),
    [
        ("red_response", "x", {"key_result": "k"}, "a person raises a blocker or a data_issue"),
        ("blocker", "x", {}, "say what the blocker is about: one KR or objective or initiative"),
        ("blocker", "x", {"metric": "m"}, "say what the blocker is about"),
        ("blocker", "x", {"key_result": "k", "objective": "o"}, "say what the blocker is about"),
        ("data_issue", "x", {"initiative": "i"}, "say what the data issue is about"),
        ("blocker", " \n ", {"key_result": "k"}, "say in a line what is in the way"),
    ],
)
def test_what_can_not_be_raised(shop: Shop, kind: str, text: str, about: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        raise_escalation(shop.of["cy"], kind, text, **about)


def test_a_viewer_raises_nothing_and_nothing_is_raised_about_what_is_not_there(shop: Shop) -> None:
    with pytest.raises(Refused, match="viewer"):
        raise_escalation(shop.of["gus"], "blocker", "x", key_result=shop.key_result)
    with pytest.raises(NotFound):
        raise_escalation(shop.of["cy"], "blocker", "x", key_result="nowhere")
    with pytest.raises(NotFound):
        raise_escalation(shop.of["cy"], "blocker", "x", key_result=shop.key_result, help_from="nowhere")
