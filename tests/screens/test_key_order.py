"""A quick hand on a slow line: keys that arrive in one burst do what they would do one by one."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.keys import _character_to_key

from okrtui.screens.app import OkrtuiApp
from tests.screens.settling import settled

BURST = ["=", "tab", "4", *"Enterprise moved", "enter", *"Call three of them", "ctrl+s"]


def key(name: str) -> events.Key:
    return events.Key(_character_to_key(name) if len(name) == 1 else name, name if len(name) == 1 else None)


async def test_a_whole_check_in_typed_in_one_burst_lands_in_its_fields_and_is_saved(acme: Any) -> None:
    app = OkrtuiApp(acme.path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        for name in BURST:
            app.post_message(key(name))
        for _ in range(40):
            await pilot.pause(0.05)
        await settled(pilot)
    with acme.session.reading() as connection:
        saved = connection.execute(
            "SELECT actual, confidence, insight, next_action FROM check_in WHERE week = '2026-W47'"
        ).fetchall()
    assert saved == [("21", 4, "Enterprise moved", "Call three of them")]
