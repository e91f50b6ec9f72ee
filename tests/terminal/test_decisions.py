"""Decisions in a real terminal: proposed by one, approved by the sponsor, told in the minutes of the monthly review."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tests.builders import a_member, a_published_cycle, a_workspace, at, rows
from tests.terminal.terminal import Terminal


def choose_a_shift(bea: Terminal) -> None:
    """Take the list's first line; a list that opens takes keys only once it has the focus, so it is tried again."""
    for _ in range(5):
        bea.press("Enter")
        bea.sees("a shift of resources")
        bea.press("Home", "Enter")
        deadline = time.monotonic() + 3
        while time.monotonic() < deadline:
            if "something else" not in bea.screen():
                return
            time.sleep(0.1)
    raise AssertionError(bea.screen())


def propose(bea: Terminal) -> None:
    """Record a shift of resources as somebody who is no sponsor, and fail to approve it."""
    bea.start("--as", "bea")
    bea.sees("? keys")
    bea.press("D")
    bea.sees("n records the first")
    bea.press("n")
    bea.sees("Record a decision")
    bea.write("Two people move to the shop")
    bea.press("Tab")
    bea.write("Score 0.21 for three weeks")
    bea.press("Tab", "Tab", "Tab")
    bea.sees("something else")
    choose_a_shift(bea)
    bea.press("C-s")
    bea.sees("Proposed: Two people move to the shop")
    bea.sees("WAITS FOR THE SPONSOR")
    bea.press("a")
    bea.sees("Approve this?")
    bea.press("C-s")
    bea.sees("you are none")


def approve_and_note(ana: Terminal) -> None:
    """Approve it on the monthly review's agenda and note something on it."""
    ana.start("--as", "ana")
    ana.sees("? keys")
    ana.press("R")
    ana.sees("SHIFTS OF RESOURCES")
    ana.press("a")
    ana.sees("Approve this?")
    ana.write("The day shift has room")
    ana.press("C-s")
    ana.sees("Approved: Two people move")
    ana.press("m")
    ana.sees("stands in the minutes")
    ana.write("Show it in week 50")
    ana.press("C-s")
    ana.sees(" noted ")


def test_a_shift_of_resources_goes_from_its_proposal_to_the_minutes_though_a_session_breaks_off(
    terminal: Callable[..., Terminal], home: Path
) -> None:
    session = a_workspace(home)
    a_published_cycle(session)
    at("2026-11-17T09:00:00+00:00")
    a_member(session, "bea", "member")
    now = {"OKRTUI_HOME": str(home), "OKRTUI_NOW": "2026-11-18T11:00:00+00:00"}
    propose(terminal(**now))
    ana = terminal(**now)
    approve_and_note(ana)
    ana.kill("KILL")
    again = terminal(**now)
    again.start("--as", "ana")
    again.sees("? keys")
    again.press("R")
    again.sees("Show it in week 50")
    again.press("C-s")
    again.sees("Save this review?")
    again.write("We met")
    again.press("C-s")
    again.sees("Saved the monthly review")
    (review,) = rows(session, "SELECT notes FROM review")
    assert "- said: Show it in week 50" in review["notes"]
    assert rows(session, "SELECT state, decided_by FROM decision_fact") == [
        {"state": "decided", "decided_by": session.member.id}
    ]
