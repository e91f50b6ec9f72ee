"""A running server's parts, as every endpoint is handed them."""

from __future__ import annotations

import time
from typing import NamedTuple

from okrtui import home
from okrtui.server.accounts import Accounts
from okrtui.server.config import ServerConfig
from okrtui.server.invitations import Invitations, Limits
from okrtui.server.limits import Buckets
from okrtui.server.log import ServerLog
from okrtui.server.metrics import Metrics
from okrtui.server.people import People
from okrtui.server.waiting import Waiting


class Service(NamedTuple):
    """The parts of one server process."""

    config: ServerConfig
    log: ServerLog
    accounts: Accounts
    people: People
    waiting: Waiting
    metrics: Metrics
    buckets: Buckets
    started: float

    @classmethod
    def start(cls, config: ServerConfig, log: ServerLog) -> Service:
        """Everything around an open log."""
        waiting = Waiting(log.listen)
        return cls(
            config=config,
            log=log,
            accounts=accounts_of(config, log),
            people=People(log.replica, log.database),
            waiting=waiting,
            metrics=Metrics(lambda: waiting.watchers),
            buckets=Buckets(config.requests_per_second, config.burst),
            started=time.monotonic(),
        )


def accounts_of(config: ServerConfig, log: ServerLog) -> Accounts:
    """The accounts in the log's database."""
    limits = Limits(config.vain_enrolments, config.vain_minutes, config.vain_per_code)
    return Accounts(log.database, home.now, Invitations(log.database, home.now, limits))
