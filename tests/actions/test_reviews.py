"""Reviews: what a meeting leaves behind, who may keep it, and the monthly review from its agenda to its minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrtui.actions.comments import add_comment
from okrtui.actions.decisions import decide
from okrtui.actions.monthly_reviews import change_review, save_monthly
from okrtui.actions.people import add_team, edit_member
from okrtui.actions.reviews import save_review
from okrtui.actions.session import Session
from okrtui.okr.errors import BadInput, NotFound, OutOfReach, Refused
from okrtui.okr.minutes import LONGEST
from okrtui.views.monthly_review import Agenda, monthly_agenda
from okrtui.views.reviews import find_review, reviews
from okrtui.views.running_review import running_review
from tests.builders import Published, a_cycle, a_member, a_workspace, at, row

NOW = "2026-11-17T09:00:00+00:00"


@pytest.fixture
def ana(home: Path) -> Session:
    """Ana's workspace with a published quarter, on Tuesday of W47."""
    session = a_workspace(home)
    Published(session)
    at(NOW)
    return session


def agenda(session: Session, team: str | None = None) -> Agenda:
    with session.reading() as c:
        return monthly_agenda(c, session.now(), team)


def of(session: Session, section: str) -> list[str]:
    return [one.title for one in agenda(session).of_section(section)]


def a_decision(session: Session, text: str, **given: str) -> str:
    needed = {"evidence": "Score 0.21", "owner": session.member.id, "due": "2026-11-30"}
    return decide(session, text, **{**needed, **given}).id


def test_a_review_keeps_what_it_brought(ana: Session) -> None:
    decision = a_decision(ana, "We move")
    made = save_review(
        ana, "weekly", attendees=[ana.member.id] * 2, notes="It went\nwell", learnings=["Ask first"],
        improvements=["Be brief"], decisions=[decision], promises=[{"key_result": "k", "is_kept": True}],
    )  # fmt: skip
    with ana.reading() as c:
        (kept,) = reviews(c)
    assert (kept.id, kept.kind, kept.week, kept.by_name) == (made.id, "weekly", "2026-W47", "Ana")
    assert (kept.notes, kept.learnings, kept.improvements) == ("It went\nwell", ("Ask first",), ("Be brief",))
    assert (kept.attendees, kept.decisions, kept.cycle_name) == (("Ana",), (decision,), "Q4 2026")


def test_a_review_of_nothing_or_with_strangers_is_refused(ana: Session) -> None:
    with pytest.raises(BadInput):
        save_review(ana, "weekly", notes=" ")
    for about in ({"attendees": ["x"]}, {"decisions": ["x"]}, {"team": "x"}):
        with pytest.raises(NotFound):
            save_review(ana, "weekly", notes="n", **about)


def test_its_cycle_is_the_shortest_that_runs_today(ana: Session) -> None:
    a_cycle(ana, "FY 2026", "annual", ("2026-01-01", "2026-12-31"))
    review = save_review(ana, "monthly", notes="n").id
    with ana.reading() as c:
        assert find_review(c, review[-6:]).cycle_name == "Q4 2026"


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("sponsor", True),
        ("leadership", True),
        ("program_lead", True),
        ("champion", True),
        ("member", False),
        ("viewer", False),
        ("data_steward", False),
    ],
)
def test_reviews_are_kept_by_those_who_hold_them(ana: Session, role: str, may: bool) -> None:
    bea = a_member(ana, "bea", role)
    if may:
        save_review(bea, "monthly", notes="n")
    else:
        with pytest.raises(Refused):
            save_review(bea, "monthly", notes="n")


def test_a_teams_champion_and_an_objectives_owner_hold_theirs(ana: Session) -> None:
    bea, cy = a_member(ana, "bea", "member"), a_member(ana, "cy", "member")
    team = add_team(ana, "Shop", champion=bea.member.id).id
    save_review(bea, "weekly", team=team, notes="n")
    with pytest.raises(Refused):
        save_review(cy, "weekly", team=team, notes="n")
    edit_member(ana, ana.member.id, roles=["sponsor"])
    with ana.writing("gave it away") as journal:
        (objective,) = journal.connection.execute("SELECT id FROM objective").fetchone()
        journal.add("objective", objective, {"owner": cy.member.id})
    save_review(cy, "weekly", team=team, notes="n")


def test_the_agenda_tells_shifts_and_risks_since_the_last_monthly_review(ana: Session) -> None:
    bea = a_member(ana, "bea", "member")
    a_decision(ana, "An old shift", kind="resource_shift")
    a_decision(bea, "An old proposal", kind="resource_shift")
    with ana.reading() as c:
        (key_result,) = c.execute("SELECT id FROM key_result ORDER BY title LIMIT 1").fetchone()
    add_comment(ana, "An old risk", key_result=key_result, kind="risk")
    save_review(ana, "monthly", notes="n")
    at("2026-11-19T09:00:00+00:00")
    a_decision(ana, "A new shift", kind="resource_shift")
    a_decision(ana, "A priority", kind="priority")
    add_comment(ana, "A new risk", key_result=key_result, kind="risk")
    add_comment(ana, "A win", key_result=key_result, kind="win")
    assert of(ana, "shifts") == ["An old proposal", "A new shift"]
    assert of(ana, "risks") == ["A new risk"]
    assert of(ana, "actions") == []
    at("2026-12-01T09:00:00+00:00")
    assert set(of(ana, "actions")) == {"An old shift", "A priority"}


def test_a_weekly_review_or_another_teams_monthly_one_resets_nothing(ana: Session) -> None:
    company = add_team(ana, "Acme").id
    shop, fleet = (add_team(ana, name, parent=company).id for name in ("Shop", "Fleet"))
    before = agenda(ana, shop).since
    save_review(ana, "weekly", team=shop, notes="n")
    save_review(ana, "monthly", team=fleet, notes="n")
    assert agenda(ana, shop).since == before == agenda(ana).since
    for team in (company, None, shop):
        save_review(ana, "monthly", team=team, notes="n")
        assert agenda(ana, shop).since == ana.now().replace(microsecond=0)
        at("2026-11-18T09:00:00+00:00" if team == company else "2026-11-19T09:00:00+00:00")


def test_the_minutes_tell_who_was_there_what_was_said_and_decided(ana: Session) -> None:
    bea = a_member(ana, "bea", "member")
    a_decision(bea, "Move *two* @channel people", kind="resource_shift")
    (point,) = agenda(ana).points
    made = a_decision(ana, "Hold the letters", kind="priority")
    done = save_monthly(
        ana, notes="**We** met", said={point.key: "Ask\nagain"}, attendees=[ana.member.id, bea.member.id],
        decided=[made], learnings=["Ask first"],
    )  # fmt: skip
    minutes = done.details["minutes"]
    assert "**Present:** Ana, Bea" in minutes
    assert "## Notes\n\n**We** met" in minutes
    assert "- **Hold the letters** (priority, owner Ana, due 2026-11-30)" in minutes
    assert "**Move \\*two\\* \\@channel people** · waits for the sponsor" in minutes
    assert "- said: Ask\n- said: again" in minutes
    kept = row(ana, "review", done.id)
    assert kept["notes"] == minutes.strip()


def test_minutes_are_never_longer_than_a_review_keeps(ana: Session) -> None:
    for number in range(40):
        a_decision(ana, f"Shift {number} " + "x" * 400, kind="resource_shift")
    minutes = save_monthly(ana, notes="n").details["minutes"]
    assert len(minutes) <= LONGEST + 1
    assert "left out" in minutes


def test_what_a_review_notes_is_kept_until_it_is_saved(ana: Session) -> None:
    def kept() -> tuple[str, dict[str, str], tuple[str, ...]] | None:
        with ana.reading() as c:
            found = running_review(c, None)
        return (found.began, dict(found.said), found.attendees) if found else None

    assert kept() is None
    change_review(ana.path, None, lambda one: one._replace(said={"risk:1": "Ask “them”"}))
    at("2026-11-17T10:00:00+00:00")
    change_review(ana.path, None, lambda one: one._replace(attendees=(ana.member.id,)))
    assert kept() == ("2026-11-17T09:00:00+00:00", {"risk:1": "Ask “them”"}, (ana.member.id,))
    with ana.reading() as c:
        assert running_review(c, "shop") is None
    save_monthly(ana, notes="n")
    assert kept() is None


def test_a_review_that_cannot_be_kept_says_so(tmp_path: Path) -> None:
    with pytest.raises(OutOfReach, match="can't be kept"):
        change_review(str(tmp_path / "none.okr"), None, lambda one: one)
