"""What one round with a shared server works on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from okrtui.store.replica import Replica
from okrtui.sync.remote import Remote
from okrtui.sync.rounds import Progress
from okrtui.sync.server_client import ServerClient


class ServerRound(NamedTuple):
    """One round.

    Attributes:
        replica: this side.
        remote: the server.
        client: what speaks to it.
        now: the clock.
        progress: told how far a long transfer has come; None where nobody listens.
    """

    replica: Replica
    remote: Remote
    client: ServerClient
    now: Callable[[], datetime]
    progress: Progress | None
