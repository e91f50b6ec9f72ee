"""Hearing of others' changes while a screen is open: a held request at a server, a look at a shared directory's names.

Nothing is taken in here: whoever hears something runs a round.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from okrtui.okr.errors import OkrtuiError
from okrtui.store.replica import Replica
from okrtui.sync.backoff import Backoff
from okrtui.sync.remote import STORE, Remote

LOOK_EVERY = 1.0

Listen = Callable[[float, threading.Event], bool]
"""Waits for so many seconds at most, or until stopped; whether there is something new, or something is wrong.

What is wrong a round tells, and those who look at the screen learn of it.
"""


def listener_for(path: str, remote: Remote) -> Listen:
    """What listens to this other side for the replica at `path`."""
    return _store_listener(remote.place) if remote.kind == STORE else _server_listener(path, remote)


def _server_listener(path: str, remote: Remote) -> Listen:
    from okrtui.sync.server_exchange import await_news

    replica, backoff = Replica.open(path), Backoff()
    pause = 0.0

    def listen(seconds: float, stopped: threading.Event) -> bool:
        nonlocal pause
        if stopped.wait(pause):
            return False
        try:
            has_news = await_news(replica, remote, seconds)
        except OkrtuiError as error:
            pause = backoff.failed(getattr(error, "retry_after", 0.0))
            return True
        backoff.succeeded()
        pause = 0.0
        return has_news

    return listen


def _store_listener(directory: str) -> Listen:
    from okrtui.sync.store_watch import StoreWatch

    watch = StoreWatch(directory)

    def listen(seconds: float, stopped: threading.Event) -> bool:
        for _ in range(max(int(seconds / LOOK_EVERY), 1)):
            if stopped.wait(LOOK_EVERY):
                return False
            if watch.has_changed():
                return True
        return False

    return listen
