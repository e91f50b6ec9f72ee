"""How far each workspace's log reaches, and who waits for it to grow.

What this process appends is told at once; what other servers append on the same database is found by asking for the
counters once a second, for as long as somebody waits.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from okrtui.okr.errors import OutOfReach

POLL_SECONDS = 1.0

Listener = Callable[[int], None]


class Heads:
    """The heads that this process knows of.

    Args:
        read: gives the heads of these workspaces, from the database.
    """

    def __init__(self, read: Callable[[Iterable[str]], Mapping[str, int]]) -> None:
        self._read = read
        self._changed = threading.Condition()
        self._heads: dict[str, int] = {}
        self._listeners: dict[str, list[Listener]] = {}
        self._poller: threading.Thread | None = None
        self._is_closed = False

    def note(self, ws: str, head: int) -> None:
        """A workspace's log reaches to `head`; whoever listens is told, on the caller's thread.

        It may be less than before: notes overtake each other, and a restored log is shorter.
        """
        with self._changed:
            if head == self._heads.get(ws):
                return
            self._heads[ws] = head
            listeners = list(self._listeners.get(ws, ()))
        for listener in listeners:
            listener(head)

    def listen(self, ws: str, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each new head, from any thread; gives the function that ends it."""
        with self._changed:
            self._listeners.setdefault(ws, []).append(listener)
            if self._poller is None and not self._is_closed:
                self._poller = threading.Thread(target=self._poll, name="heads", daemon=True)
                self._poller.start()
            self._changed.notify_all()

        def end() -> None:
            with self._changed:
                several = self._listeners.get(ws, [])
                if listener in several:
                    several.remove(listener)
                if not several:
                    self._listeners.pop(ws, None)

        return end

    def wait(self, ws: str, after: int, seconds: float) -> int:
        """The head once it is beyond `after`, or as it is when the time is over."""
        told: queue.SimpleQueue[int] = queue.SimpleQueue()
        end = self.listen(ws, told.put)
        try:
            head = self._read([ws]).get(ws, 0)
            until = time.monotonic() + seconds
            while head <= after and (left := until - time.monotonic()) > 0:
                with suppress(queue.Empty):
                    head = told.get(timeout=left)
            return head
        finally:
            end()

    def close(self) -> None:
        """Stop asking."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
            poller = self._poller
        if poller is not None:
            poller.join()

    def _poll(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_closed or bool(self._listeners))
                if self._is_closed:
                    return
                asked = list(self._listeners)
            try:
                for ws, head in self._read(asked).items():
                    self.note(ws, head)
            except OutOfReach:
                pass  # whoever waits asks again; the next round may find the database
            begun = time.monotonic()
            with self._changed:
                self._changed.wait_for(lambda: self._is_closed, POLL_SECONDS - (time.monotonic() - begun))
