"""A red streak in a real terminal: seen on My week, answered from the inbox, gone from both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.builders import a_check_in, a_published_cycle, a_workspace, at, rows
from tests.terminal.terminal import Terminal


def test_a_red_streak_is_seen_and_travels_to_its_answer(
    terminal: Callable[..., Terminal], home: Path
) -> None:
    session = a_workspace(home)
    published = a_published_cycle(session)
    for moment, actual in (("2026-11-10T09:00:00+00:00", "19"), ("2026-11-17T09:00:00+00:00", "20")):
        at(moment)
        a_check_in(session, published.key_result, actual)
    one = terminal(OKRTUI_HOME=str(home), OKRTUI_NOW="2026-11-18T11:00:00+00:00")
    one.start()
    one.sees("huddle within 22 h")
    one.press("I")
    one.sees("TO ANSWER")
    one.press("Enter")
    one.sees("Root cause")
    one.write("Only small accounts react")
    one.press("Tab")
    one.write("Mail the others")
    one.press("Tab", "Tab", "Tab", "Enter")
    one.sees("Answered: red response")
    one.sees("2 wait")
    one.press("H")
    one.sees("The huddle was held")
    one.press("Tab", "Enter")
    one.sees("decide: change the bet")
    one.press("Enter")
    one.sees("Changed bet")
    one.write("Leave the others alone")
    one.press("Tab", "Tab", "Enter")
    one.sees("Answered: red for 2 weeks")
    one.sees("1 waits")
    one.press("Escape")
    one.sees("  1 due by Mon 10:00")
    told = rows(session, "SELECT kind, closed_by FROM escalation_fact ORDER BY kind")
    assert [(each["kind"], each["closed_by"]) for each in told] == [
        ("red_response", "answer"),
        ("red_streak", "answer"),
    ]
