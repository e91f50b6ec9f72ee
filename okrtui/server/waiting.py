"""Long polls: hundreds of clients wait for a workspace's next entry, and none of them holds a thread.

Whoever wants to wait watches first and reads then, so that nothing can come in between unseen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listen = Callable[[str, Callable[[int], None]], Callable[[], None]]
"""Calls the function with each new head of the workspace, from any thread; what it gives ends that."""


class Watch:
    """One workspace, watched by all who wait for it."""

    def __init__(self) -> None:
        self.watchers = 0
        self.end: Callable[[], None] = lambda: None
        self._head = 0
        self._event = asyncio.Event()

    async def beyond(self, after: int, seconds: float) -> None:
        """Return once the log is known to reach beyond `after`, the time is over or the server stops."""
        try:
            async with asyncio.timeout(seconds):
                while self._head <= after:
                    await self._event.wait()
        except TimeoutError:
            return

    def move(self, head: int) -> None:
        """The log reaches to `head`: wake whoever waits. In the event loop alone."""
        self._head = max(head, self._head)
        self._event.set()
        self._event = asyncio.Event()


class Waiting:
    """The workspaces that are watched; in the event loop alone."""

    def __init__(self, listen: Listen) -> None:
        self._listen = listen
        self._watches: dict[str, Watch] = {}
        self.is_stopping = False

    @property
    def watchers(self) -> int:
        """How many requests watch now."""
        return sum(watch.watchers for watch in self._watches.values())

    @contextmanager
    def watching(self, ws: str) -> Iterator[Watch]:
        """Watch a workspace, in the event loop."""
        watch = self._watches.get(ws)
        if watch is None:
            watch = self._watches[ws] = Watch()
            self._start(ws, watch)
        watch.watchers += 1
        if self.is_stopping:
            watch.move(_END)
        try:
            yield watch
        finally:
            watch.watchers -= 1
            if not watch.watchers:
                watch.end()
                self._watches.pop(ws, None)

    def stop(self) -> None:
        """Let everyone go at once, now and from now on."""
        self.is_stopping = True
        for watch in self._watches.values():
            watch.move(_END)

    def _start(self, ws: str, watch: Watch) -> None:
        loop = asyncio.get_running_loop()

        def tell(head: int) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(watch.move, head)

        watch.end = self._listen(ws, tell)


_END = 2**63
