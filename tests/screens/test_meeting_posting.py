"""Posting a meeting's minutes from its last page: to a receiver on loopback, once."""

from __future__ import annotations

import os
from pathlib import Path

from okrtui.actions.meetings import meeting_begun
from okrtui.actions.objectives import edit_objective
from okrtui.actions.people import add_team
from tests.delivery.receivers import Receiver, receiving
from tests.screens.conftest import Acme
from tests.screens.screen import running

THURSDAY = "2026-11-19T09:00:00+00:00"


def with_a_meeting(acme: Acme) -> str:
    team = add_team(acme.session, "Growth").id
    edit_objective(acme.session, acme.objective, team=team)
    acme.at(THURSDAY)
    meeting_begun(acme.session, team)
    return team


def with_a_channel(receiver: Receiver) -> None:
    path = Path(os.environ["OKRTUI_HOME"]) / "config" / "channels.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'[chat]\ntype = "mattermost"\nurl = "{receiver.url}/hooks/x"\nteams = ["Growth"]\n')
    path.chmod(0o600)


async def test_minutes_are_posted_once_they_are_saved(acme: Acme) -> None:
    team = with_a_meeting(acme)
    with receiving() as receiver:
        with_a_channel(receiver)
        async with running(acme.path, lambda app: app.open_meeting(team)) as screen:
            await screen.press("E")
            await screen.press("P")
            assert receiver.posted == []
            await screen.press("ctrl+s")
            await screen.press("P")
            await screen.until(lambda: "Minutes posted to chat" in screen.message)
            await screen.press("P")
            await screen.until(lambda: "had been posted before" in screen.message)
    assert len(receiver.posted) == 1
    assert "check-in meeting 2026-W47" in receiver.posted[0].document["text"]


async def test_without_a_channel_it_is_said_where_to_describe_one(acme: Acme) -> None:
    team = with_a_meeting(acme)
    async with running(acme.path, lambda app: app.open_meeting(team)) as screen:
        await screen.press("E", "ctrl+s")
        await screen.press("P")
        await screen.until(lambda: "channels.toml" in screen.message)
