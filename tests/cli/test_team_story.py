"""Three people, one shared workspace: a meeting with votes, a blocker and two decisions, a key result that goes red
twice and travels up to the sponsor, and a week later the digest and the adoption figures that tell of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Call, Outcome
from tests.serving import serving
from tests.sync.sharing import living_in

PEOPLE = ("ana", "ben", "cem")
REPEAT, ONBOARDING = "Increase repeat purchase rate", "Reduce onboarding time"
KR = ("--due", "2026-12-31", "--source", "Dashboard", "--refresh", "weekly")
WEEK_44, WEEK_45, WEEK_46 = (f"2026-{day}T09:00:00+01:00" for day in ("10-28", "11-04", "11-12"))


class People:
    """Ana leads the program and owns the objective, Ben is champion and owns a KR, Cem is the sponsor and owns one."""

    def __init__(self, okrtui: Call, homes: Path) -> None:
        self._okrtui = okrtui
        self._homes = homes
        self.now = "2026-10-01T09:00:00+02:00"

    def does(self, who: str, *words: str, code: int = 0) -> Outcome:
        with living_in(self._homes / who):
            done = self._okrtui("--as", who, *words, now=self.now)
        assert done.code == code, (who, words, done)
        return done

    def reads(self, who: str, *words: str) -> Any:
        return self.does(who, *words, "--json").document

    def exchange(self) -> None:
        for who in (*PEOPLE, *PEOPLE):
            self.does(who, "sync")

    def inbox(self, who: str) -> list[str]:
        return [one["title"] for one in self.reads(who, "inbox")]


@contextmanager
def _shared(kind: str, people: People, folder: Path) -> Iterator[None]:
    """The workspace on a shared directory, or on a server, with everybody in it."""
    if kind == "store":
        place = str(folder / "store")
        people.does("ana", "move", "--to", place, "--trust", "directory")
        for who in PEOPLE[1:]:
            people.does(who, "join", place)
        yield
        return
    with serving(folder / "server") as server:
        people.does("ana", "move", "--to", server.url, "--code", server.code("ana"))
        (workspace,) = server.service.log.workspaces()
        for who in PEOPLE[1:]:
            people.does(who, "join", server.url, server.code(who, workspace.ws))
        yield


@pytest.fixture(params=["store", "server"])
def people(
    request: pytest.FixtureRequest, okrtui: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[People]:
    monkeypatch.setenv("OKRTUI_NO_SENDING", "1")
    people = People(okrtui, tmp_path)
    people.does("ana", "init", "Acme", "--timezone", "Europe/Berlin")
    for words in (
        ("member", "edit", "ana", "--role", "program_lead"),
        ("member", "add", "ben", "--name", "Ben", "--account", "--role", "champion"),
        ("member", "add", "cem", "--name", "Cem", "--account", "--role", "sponsor"),
        ("team", "add", "Acme"),
        ("team", "add", "Growth", "--parent", "Acme", "--champion", "ben"),
        ("team", "add", "Data", "--parent", "Acme"),
        ("cycle", "new", "2026 Q4"),
        ("objective", "add", "Delight first-time customers", "--team", "Growth", "--owner", "ana"),
        (
            "kr",
            "add",
            "Delight",
            "--title",
            REPEAT,
            "--baseline",
            "18",
            "--target",
            "28",
            "--owner",
            "ben",
            *KR,
        ),
        (
            "kr",
            "add",
            "Delight",
            "--title",
            ONBOARDING,
            "--baseline",
            "9",
            "--target",
            "4",
            "--owner",
            "cem",
            *KR,
        ),
        ("cycle", "publish", "2026 Q4"),
    ):
        people.does("ana", *words)
    with _shared(request.param, people, tmp_path):
        yield people


def _check_in(people: People, who: str, about: str, actual: str, confidence: str, *more: str) -> None:
    texts = ("--insight", f"{about} stands at {actual}", "--next", "Go on")
    people.does(who, "checkin", about, "--actual", actual, "--confidence", confidence, *texts, *more)


def _go_red_twice(people: People) -> None:
    people.now = WEEK_44
    _check_in(people, "ben", REPEAT, "19", "3")
    _check_in(people, "cem", ONBOARDING, "6", "4")
    people.exchange()
    people.now = WEEK_45
    _check_in(people, "ben", REPEAT, "19.5", "2", "--help-needed", "event export", "--help-from", "Data")
    _check_in(people, "cem", ONBOARDING, "5.5", "3")
    people.exchange()


def test_a_team_meets_votes_decides_and_writes_its_minutes(people: People) -> None:
    _go_red_twice(people)
    people.does(
        "ana", "meet", "Growth", "--attend", "ana,ben,cem", "--not-done", REPEAT, "--done", ONBOARDING
    )
    people.does("ana", "vote", "open", REPEAT)
    people.exchange()
    for who, confidence in (("ana", "3"), ("ben", "2"), ("cem", "4")):
        people.does(who, "vote", "cast", REPEAT, confidence)
    people.exchange()
    hidden = people.does("ben", "vote", "show", REPEAT).out
    assert "3 voted" in hidden
    assert "lowest" not in hidden
    people.does("ana", "vote", "reveal", REPEAT)
    people.exchange()
    assert "lowest 2: Ben · highest 4: Cem" in people.does("cem", "vote", "show", REPEAT).out
    people.does("ana", "vote", "agree", REPEAT, "2")
    decided = ("--evidence", "flat for two weeks", "--due", "2026-11-11", "--kr", REPEAT)
    people.does("ana", "decide", "Move an engineer", *decided, "--owner", "ben", "--kind", "resource_shift")
    people.does("ana", "decide", "Drop the newsletter", *decided, "--owner", "cem", "--kind", "scope")
    people.does("ana", "escalation", "raise", "blocker", "No event export", "--kr", REPEAT, "--from", "Data")
    minutes = people.does("ana", "meet", "Growth", "--end").out
    people.exchange()
    assert minutes.strip() in people.does("cem", "meet", "Growth", "--minutes").out
    for told in ("1 of 2 promises kept", "Move an engineer", "agreed 2", "No event export"):
        assert told in minutes
    assert people.inbox("cem") == ["Move an engineer", "Drop the newsletter"]
    people.does("ana", "decision", "approve", "Move an", code=4)
    people.does("cem", "decision", "approve", "Move an")
    people.exchange()
    assert "Move an engineer" in people.inbox("ben")


def test_a_key_result_that_is_red_twice_travels_up_to_the_sponsor(people: People) -> None:
    _go_red_twice(people)
    assert people.does("ben", "status", "--line").out == "OKR all done · 1 red · huddle within 48 h\n"
    streak = f"{REPEAT} red_streak"
    people.does("ben", "escalation", "answer", streak, "--revised-bet", "Another", code=4)
    people.does("ben", "escalation", "huddle", streak, "--note", "The incentive is too small")
    people.exchange()
    people.does("ana", "escalation", "ask", streak, "--help-request", "A larger incentive")
    people.exchange()
    assert REPEAT in people.inbox("cem")
    people.does("cem", "escalation", "answer", streak, "--text", "Granted")
    people.exchange()
    assert REPEAT not in people.inbox("cem")

    people.now = WEEK_46
    _check_in(people, "ben", REPEAT, "23", "4")
    people.exchange()
    digest = people.does("ana", "digest", "--team", "Growth", "--week", "W45").out
    assert "2 of 2 check-ins complete (100 %, goal 90 %)" in digest
    assert "red for 2 weeks · answered" in digest
    weeks = {one["week"]: one for one in people.reads("ana", "adoption")["weeks"]}
    assert [(weeks[week]["complete"], weeks[week]["owed"]) for week in ("2026-W45", "2026-W46")] == [
        (2, 2),
        (1, 2),
    ]
    assert len({people.does(who, "export").out for who in PEOPLE}) == 1
