"""Reminders to many people: what is planned, and a channel that is away."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrtui import home
from okrtui.delivery.channels import Channel
from okrtui.delivery.ledger import LocalLedger
from okrtui.delivery.reminding import GIVE_UP_AFTER, Planned, remind, reminders
from okrtui.delivery.secrets import Secret
from okrtui.delivery.sending import Patience
from okrtui.views.people import teams
from okrtui.views.reminders import owed
from tests.delivery.receivers import Answer, Receiver
from tests.views.growth import Growth

PATIENCE = Patience(tries=1)


@pytest.fixture
def growth(home: Path) -> Growth:
    """Ten people, each with a KR that has no check-in, half of them in the team Shop."""
    found = Growth()
    shop = found.add("team", name="Shop")
    objective = found.an_objective("Win the shops", team=shop)
    for number in range(10):
        owner = found.a_member(f"p{number}", f"Person {number}", account=True)
        about = {"objective": objective} if number % 2 else {}
        found.a_key_result(f"KR {number}", owner=owner, **about)
    found.at("2026-11-17T10:00:00+00:00")
    return found


def planned(growth: Growth, *channels: Channel) -> list[Planned]:
    with growth.reading() as c:
        names = {row.id: row.name for row in teams(c)}
        return reminders(
            owed(c, growth.now), channels, names, LocalLedger(growth.path), growth.now, ["growth"]
        )


def a_channel(receiver: Receiver) -> Channel:
    return Channel("chat", "mattermost", url=Secret(f"{receiver.url}/x"))


def test_everyone_gets_a_message_of_their_own(growth: Growth, receiver: Receiver) -> None:
    told = remind(planned(growth, a_channel(receiver)), LocalLedger(growth.path), home.now())
    assert [one.recipient for one in told] == [f"p{number}" for number in range(10)]
    assert len(receiver.posted) == 10
    assert all(f"KR {n}" in posted.document["text"] for n, posted in enumerate(receiver.posted))
    assert planned(growth, a_channel(receiver)) == []


def test_a_channel_for_a_team_reaches_those_who_owe_something_of_it(
    growth: Growth, receiver: Receiver
) -> None:
    found = planned(growth, a_channel(receiver)._replace(teams=("shop",)))
    named = [one.message.recipient.handle for one in found if one.message.recipient]
    assert named == ["p1", "p3", "p5", "p7", "p9"]


def test_a_channel_that_is_away_is_not_asked_by_everybody_and_the_next_run_sends_all(
    growth: Growth, receiver: Receiver
) -> None:
    receiver.answers = [Answer(503)]
    ledger = LocalLedger(growth.path)
    told = remind(planned(growth, a_channel(receiver)), ledger, home.now(), patience=PATIENCE)
    assert {one.state for one in told} == {"failed"}
    assert len(told) == 10
    assert len(receiver.posted) == GIVE_UP_AFTER
    receiver.answers = [Answer()]
    told = remind(planned(growth, a_channel(receiver)), ledger, home.now(), patience=PATIENCE)
    assert [one.state for one in told] == ["sent"] * 10


def test_what_failed_once_in_a_while_does_not_end_a_run(growth: Growth, receiver: Receiver) -> None:
    receiver.answers = [Answer(400), Answer(), Answer(400), Answer(400), Answer()]
    told = remind(
        planned(growth, a_channel(receiver)), LocalLedger(growth.path), home.now(), patience=PATIENCE
    )
    assert [one.state for one in told].count("failed") == 3
    assert len(receiver.posted) == 10
