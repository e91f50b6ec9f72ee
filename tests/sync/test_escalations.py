"""A red streak among four people with homes of their own and one shared directory: the whole ladder to the sponsor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.builders import Published, at
from tests.sync.people import Person, Team, a_folder

W46, W47 = "2026-11-10T09:00:00+00:00", "2026-11-17T09:00:00+00:00"


class Shop:
    """Ana made it and sponsors; Bo is the team's champion, Cy owns the objective, Ed the KR."""

    def __init__(self, team: Team) -> None:
        at("2026-10-01T09:00:00+00:00")
        self.ana = team.ana
        self.bo, self.cy, self.ed = (team.joins(handle) for handle in ("bo", "cy", "ed"))
        self.ana.does("team", "add", "Shop", "--champion", "bo")
        with self.ana.at_work():
            session = self.ana.session
            self.published = Published(session)
            ids = {handle: session_id(self.ana, handle) for handle in ("cy", "ed")}
            with session.reading() as c:
                (team_id,) = c.execute("SELECT id FROM team WHERE name = 'Shop'").fetchone()
            with session.writing("arranged") as journal:
                journal.add("objective", self.published.objective, {"owner": ids["cy"], "team": team_id})
                journal.add("key_result", self.published.key_result, {"collaborators": [ids["ed"]]})
        self.meet()

    @property
    def people(self) -> tuple[Person, ...]:
        return (self.ana, self.bo, self.cy, self.ed)

    def meet(self) -> None:
        """Everybody exchanges until all have all."""
        for person in (*self.people, *self.people):
            person.syncs()

    def checks_in(self, time: str, actual: str) -> None:
        at(time)
        self.ed.checks_in(self.published.key_result, actual)
        self.meet()


def session_id(person: Person, handle: str) -> str:
    with person.session.reading() as c:
        return str(c.execute("SELECT id FROM member WHERE handle = ?", (handle,)).fetchone()[0])


def asked(person: Person, *words: str) -> list[dict[str, Any]]:
    found = json.loads(person.does(*words, "--json").out)
    assert isinstance(found, list)
    return found


def waits_for(person: Person) -> list[str]:
    return [one["todo"] for one in asked(person, "inbox") if "red for 2 weeks" in one["todo"]]


@pytest.fixture
def shop(home: object) -> Iterator[Shop]:
    with a_folder() as folder:
        yield Shop(Team(folder))


def test_a_streak_goes_from_the_champion_to_the_objectives_owner_to_the_sponsor(shop: Shop) -> None:
    shop.checks_in(W46, "19")
    shop.checks_in(W47, "20")
    lists = [asked(person, "escalation", "list") for person in shop.people]
    assert all(one == lists[0] for one in lists[1:])
    assert [one["kind"] for one in lists[0]] == ["red_response", "red_streak"]
    assert [bool(waits_for(person)) for person in shop.people] == [False, True, False, False]
    assert "huddle within 48 h" in shop.bo.does("status", "--line").out

    refused = shop.cy("escalation", "huddle", "red_streak")
    assert refused.code == 4
    assert "up to the champion or program lead (here: ana, bo)" in refused.err
    shop.bo.does("escalation", "huddle", "red_streak", "--note", "pricing")
    shop.meet()
    assert [bool(waits_for(person)) for person in shop.people] == [False, False, True, False]
    shop.cy.does("escalation", "ask", "red_streak", "--help-request", "a price test")
    shop.meet()
    assert waits_for(shop.ana) == ["red for 2 weeks: decide on the help asked for"]
    assert [bool(waits_for(person)) for person in shop.people] == [True, False, False, False]
    shop.ana.does("escalation", "answer", "red_streak", "--text", "one country")
    shop.meet()
    assert not any(waits_for(person) for person in shop.people)
    told = shop.ed.does("escalation", "show", "red_streak").out
    for said in ("pricing", "a price test", "one country", "answered by ana"):
        assert said in told, said


def test_two_who_answer_apart_agree_afterwards_on_who_was_first(shop: Shop) -> None:
    shop.checks_in(W46, "19")
    at("2026-11-10T12:00:00+00:00")
    shop.bo.does("escalation", "answer", "red_response", "--root-cause", "b", "--revised-bet", "b")
    at("2026-11-10T11:00:00+00:00")
    shop.ed.does("escalation", "answer", "red_response", "--root-cause", "e", "--revised-bet", "e")
    shop.meet()
    ends = [asked(person, "escalation", "list", "--all") for person in shop.people]
    assert all(one == ends[0] for one in ends[1:])
    assert ends[0][0]["closed_at"] == "2026-11-10T11:00:00+00:00"
    assert [one["root_cause"] for one in ends[0][0]["answers"]] == ["e", "b"]
