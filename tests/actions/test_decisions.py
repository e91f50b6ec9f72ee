"""Recording decisions, the sponsor's word on them, and closing their actions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from okrtui.actions.decisions import close_action, decide, rule
from okrtui.actions.initiatives import add_initiative
from okrtui.actions.people import edit_member
from okrtui.actions.reviews import save_review
from okrtui.actions.session import Session
from okrtui.actions.undoing import redo, undo
from okrtui.okr.errors import BadInput, NotFound, Refused
from okrtui.views.decisions import DecisionLine, decision, decisions
from tests.builders import Published, a_member, a_published_cycle, a_workspace, at
from tests.copies import another_home, meet

TODAY, DUE = "2026-11-17", "2026-11-30"


@pytest.fixture
def ana(home: Path) -> Session:
    """Ana, alone in her workspace, on Tuesday of W47."""
    session = a_workspace(home)
    at("2026-11-17T09:00:00+00:00")
    return session


def record(session: Session, text: str = "Two people move", **given: Any) -> str:
    needed = {"evidence": "Score 0.21", "owner": session.member.id, "due": DUE}
    return decide(session, text, **{**needed, **given}).id


def line(session: Session, id_: str) -> DecisionLine:
    with session.reading() as c:
        return decision(c, id_)


def listed(session: Session, **filters: Any) -> list[str]:
    with session.reading() as c:
        return [one.decision for one in decisions(c, **filters)]


@pytest.mark.parametrize("missing", ["evidence", "owner", "due"])
@pytest.mark.parametrize("nothing", ["", "  ", "\x1b"])
def test_a_decision_without_evidence_owner_or_date_is_refused(
    ana: Session, missing: str, nothing: str
) -> None:
    with pytest.raises(BadInput) as refused:
        record(ana, **{missing: nothing})
    assert refused.value.field == missing
    assert listed(ana) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": " "}, "decision"),
        ({"kind": "nonsense"}, "kind"),
        ({"due": "30.11."}, "due"),
        ({"due": "2026-11-16"}, "due"),
        ({"date": "2026-11-18"}, "date"),
    ],
)
def test_what_cannot_be_used_is_named(ana: Session, given: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        record(ana, **given)
    assert refused.value.field == field


def test_it_names_only_what_is_there(ana: Session) -> None:
    for about in ({"owner": "nobody"}, {"key_results": ["x"]}, {"objectives": ["x"]}, {"initiatives": ["x"]}):
        with pytest.raises(NotFound):
            record(ana, **about)


def test_it_is_kept_with_all_that_was_said(ana: Session) -> None:
    published = a_published_cycle(ana)
    at("2026-11-17T09:00:00+00:00")
    bet = add_initiative(ana, "The incentive", [published.key_result]).id
    id_ = record(
        ana, "Stop the ads\n\x1b[31mnow", change="Half the budget", kind="priority", date="2026-11-10",
        key_results=[published.key_result] * 2, objectives=[published.objective], initiatives=[bet],
    )  # fmt: skip
    found = line(ana, id_)
    assert (found.date, found.due, found.kind, found.state) == ("2026-11-10", DUE, "priority", "decided")
    assert (found.decision, found.evidence, found.change) == (
        "Stop the ads\n[31mnow",
        "Score 0.21",
        "Half the budget",
    )
    assert (found.owner_name, found.by, found.is_done) == ("Ana", "Ana", False)
    assert [(one.kind, one.id) for one in found.linked] == [
        ("key_result", published.key_result), ("objective", published.objective), ("initiative", bet),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("roles", "state"),
    [
        (["sponsor"], "decided"),
        (["program_lead"], "proposed"),
        (["leadership"], "proposed"),
        (["member"], "proposed"),
    ],
)
def test_a_shift_of_resources_of_anybody_but_the_sponsor_waits(
    ana: Session, roles: list[str], state: str
) -> None:
    bea = a_member(ana, "bea", *roles)
    assert line(ana, record(bea, kind="resource_shift")).state == state
    assert line(ana, record(bea, kind="priority")).state == "decided"


def test_the_creator_without_the_sponsors_role_waits_too_but_not_alone(ana: Session) -> None:
    assert line(ana, record(ana, kind="resource_shift")).state == "decided"
    a_member(ana, "bea", "sponsor")
    edit_member(ana, ana.member.id, roles=["member"])
    assert line(ana, record(ana, kind="resource_shift")).state == "proposed"


def test_a_viewer_records_nothing(ana: Session) -> None:
    with pytest.raises(Refused):
        record(a_member(ana, "vic", "viewer"))


def test_the_sponsor_approves_or_declines_what_waits_once(ana: Session) -> None:
    bea = a_member(ana, "bea", "member")
    first, second = (record(bea, text, kind="resource_shift") for text in ("One", "Two"))
    with pytest.raises(Refused, match="sponsor"):
        rule(bea, first, "decided")
    with pytest.raises(BadInput, match="why"):
        rule(ana, second, "declined")
    with pytest.raises(BadInput):
        rule(ana, second, "done")
    rule(ana, first, "decided", "The day shift has room")
    rule(ana, second, "declined", "Not now")
    yes, no = line(bea, first), line(bea, second)
    assert (yes.state, yes.ruled_by, yes.reason) == ("decided", "Ana", "The day shift has room")
    assert (no.state, no.ruled_by, no.reason) == ("declined", "Ana", "Not now")
    for id_ in (first, second):
        with pytest.raises(Refused, match="already"):
            rule(ana, id_, "decided")


def test_a_sponsors_own_decision_needs_no_word(ana: Session) -> None:
    with pytest.raises(Refused, match="already"):
        rule(ana, record(ana, kind="resource_shift"), "decided")


def test_an_action_is_closed_with_what_came_of_it(ana: Session) -> None:
    bea = a_member(ana, "bea", "member")
    id_ = record(ana)
    with pytest.raises(BadInput, match="what came of it"):
        close_action(bea, id_, " ")
    close_action(bea, id_, "34 orders cleared")
    found = line(ana, id_)
    assert (found.is_done, found.done_by, found.outcome) == (True, "Bea", "34 orders cleared")
    with pytest.raises(Refused, match="done already"):
        close_action(bea, id_, "again")


def test_nothing_is_closed_that_was_not_decided(ana: Session) -> None:
    bea = a_member(ana, "bea", "member")
    waits, declined = (record(bea, kind="resource_shift") for _ in range(2))
    rule(ana, declined, "declined", "No")
    with pytest.raises(Refused, match="waits for the sponsor"):
        close_action(ana, waits, "x")
    with pytest.raises(Refused, match="declined"):
        close_action(ana, declined, "x")


class Log:
    """Decisions of every state and kind, on two KRs of one objective and on another objective."""

    def __init__(self, ana: Session) -> None:
        self.ana = ana
        self.published = Published(ana)
        at("2026-11-17T09:00:00+00:00")
        bea = a_member(ana, "bea", "member")
        first, second = self.published.key_results
        record(ana, "On the first", key_results=[first], kind="priority", date="2026-11-02", due="2026-11-10")
        closed = record(ana, "On the second", key_results=[second], kind="scope", date="2026-11-09")
        record(bea, "On both, waits", key_results=[first, second], kind="resource_shift")
        self.declined = record(
            bea, "On the objective", objectives=[self.published.objective], kind="resource_shift"
        )
        self.nothing = record(ana, "On nothing", date="2026-11-16")
        close_action(ana, closed, "It went well")
        rule(ana, self.declined, "declined", "No")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, {"On the first", "On the second", "On both, waits", "On the objective", "On nothing"}),
        ({"kinds": ["priority", "scope"]}, {"On the first", "On the second"}),
        ({"kinds": []}, set()),
        ({"state": "proposed"}, {"On both, waits"}),
        ({"state": "declined"}, {"On the objective"}),
        ({"state": "open"}, {"On the first", "On nothing"}),
        ({"state": "done"}, {"On the second"}),
        ({"state": "decided"}, {"On the first", "On the second", "On nothing"}),
        ({"since": "2026-11-09"}, {"On the second", "On both, waits", "On the objective", "On nothing"}),
        ({"since": "2026-11-18"}, set()),
        ({"kinds": ["resource_shift"], "state": "proposed"}, {"On both, waits"}),
    ],
)
def test_the_log_is_filtered(ana: Session, filters: dict[str, Any], found: set[str]) -> None:
    Log(ana)
    assert set(listed(ana, **filters)) == found


def test_the_log_is_filtered_by_what_decisions_are_about(ana: Session) -> None:
    log = Log(ana)
    first, second = log.published.key_results
    assert set(listed(ana, key_results=[first])) == {"On the first", "On both, waits"}
    assert set(listed(ana, key_results=[second])) == {"On the second", "On both, waits"}
    of_objective = {"On the first", "On the second", "On both, waits", "On the objective"}
    assert set(listed(ana, objectives=[log.published.objective])) == of_objective
    assert listed(ana, teams=["none"]) == []


def test_a_teams_decisions_are_those_on_its_objectives_and_those_of_its_reviews(ana: Session) -> None:
    log = Log(ana)
    with ana.writing("made a team") as journal:
        journal.add("team", "shop", {"name": "Shop"}, ())
        journal.add("objective", log.published.objective, {"team": "shop"})
    assert "On nothing" not in listed(ana, teams=["shop"])
    save_review(ana, "monthly", team="shop", decisions=[log.nothing])
    assert set(listed(ana, teams=["shop"])) == set(listed(ana))


def test_the_newest_stands_first_and_what_is_late_is_told(ana: Session) -> None:
    Log(ana)
    with ana.reading() as c:
        found = decisions(c)
    assert [one.date for one in found] == sorted((one.date for one in found), reverse=True)
    assert [one.decision for one in found if one.is_overdue(TODAY)] == ["On the first"]


def test_whatever_is_asked_for_never_reaches_the_statement(ana: Session) -> None:
    Log(ana)
    for hostile in ("' OR 1=1 --", '"]', ":v0"):
        assert listed(ana, key_results=[hostile]) == []
        assert listed(ana, kinds=[hostile]) == []
        assert listed(ana, state=hostile) == []


def test_a_decision_stands_on_the_record_and_undo_says_what_to_do_instead(ana: Session) -> None:
    record(ana)
    with pytest.raises(Refused, match="takes it back"):
        undo(ana)
    bea = a_member(ana, "bea", "member")
    waits = record(bea, kind="resource_shift")
    rule(ana, waits, "declined", "No")
    with pytest.raises(Refused, match="record another decision"):
        undo(ana)
    assert line(ana, waits).state == "declined"


def test_closing_an_action_is_taken_back_and_done_again(ana: Session) -> None:
    id_ = record(ana)
    close_action(ana, id_, "It went well")
    undo(ana)
    assert (line(ana, id_).is_done, line(ana, id_).outcome) == (False, "")
    redo(ana)
    assert (line(ana, id_).is_done, line(ana, id_).outcome) == (True, "It went well")


def test_two_machines_agree_on_a_shift_that_was_proposed_on_one_and_decided_on_the_other(
    ana: Session, tmp_path: Path
) -> None:
    a_member(ana, "bea", "member")
    bea = another_home(ana, tmp_path, "bea")
    id_ = record(bea, kind="resource_shift")
    meet(ana, bea)
    rule(ana, id_, "decided", "Yes")
    with pytest.raises(Refused, match="waits for the sponsor"):
        close_action(bea, id_, "Too early")
    meet(ana, bea)
    close_action(bea, id_, "They moved")
    meet(ana, bea)
    for session in (ana, bea):
        found = line(session, id_)
        assert (found.state, found.reason, found.outcome) == ("decided", "Yes", "They moved")


def test_two_sponsors_who_had_not_met_end_with_the_same_word(ana: Session, tmp_path: Path) -> None:
    a_member(ana, "ines", "sponsor")
    id_ = record(a_member(ana, "bea", "member"), kind="resource_shift")
    ines = another_home(ana, tmp_path, "ines")
    at("2026-11-17T10:00:00+00:00")
    rule(ines, id_, "declined", "No")
    at("2026-11-17T11:00:00+00:00")
    rule(ana, id_, "decided", "Yes")
    meet(ana, ines)
    assert line(ana, id_) == line(ines, id_)
    assert line(ana, id_).state == "declined"
