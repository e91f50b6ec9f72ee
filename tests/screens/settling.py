"""Waiting until an app has done what was asked of it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

ROUNDS = 100
"""Looks before an app that never rests is left alone."""

LOOK = 0.02
"""Seconds between two looks; to look costs next to nothing, while a pause of the pilot's asks every widget."""


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until no worker runs and what they posted was handled; one that a newer one replaced is no failure."""
    for _ in range(ROUNDS):
        is_still = await _looks_still(pilot.app) and await _looks_still(pilot.app)
        if not is_still:
            continue
        await pilot.pause()
        if _rests(pilot.app):
            return


async def _looks_still(app: App[Any]) -> bool:
    with suppress(WorkerCancelled):
        await app.workers.wait_for_complete()
    await asyncio.sleep(LOOK)
    return _rests(app)


def _rests(app: App[Any]) -> bool:
    """Whether no worker runs, no key waits for its turn, and neither the app nor the page has anything to do."""
    screen = app.screen
    return (
        all(worker.is_finished for worker in app.workers)
        and not getattr(app, "_is_busy", False)
        and not screen._layout_required
        and not screen._callbacks
        and all(node._message_queue.empty() for node in (app, *screen.walk_children(with_self=True)))
    )
