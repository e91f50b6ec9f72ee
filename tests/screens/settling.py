"""Waiting until an app has done what was asked of it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from textual.pilot import Pilot
from textual.worker import WorkerCancelled


async def settled(pilot: Pilot[Any], rounds: int = 3) -> None:
    """Wait until no worker runs and what they posted was handled; one that a newer one replaced is no failure."""
    for _ in range(rounds):
        with suppress(WorkerCancelled):
            await pilot.app.workers.wait_for_complete()
        await pilot.pause()
