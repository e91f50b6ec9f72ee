"""What a server sends by itself, at the hours that its settings name: reminders, and digests of the week that ended.

Hours are of each workspace's own time zone. An hour is claimed in the database before anything of it is sent, so that
of several servers one does it, and every message once more, so that none goes twice whatever happens in between.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from typing import NamedTuple

from okrtui import home
from okrtui.delivery.channels import Channel, fitting, read_channels
from okrtui.delivery.digesting import digest_message
from okrtui.delivery.ledger import Ledger
from okrtui.delivery.message import CLAIMED, FAILED, KNOWN, SENT, Delivered
from okrtui.delivery.reminding import remind, reminders
from okrtui.delivery.sending import USUAL, Patience, deliver
from okrtui.okr.errors import NotFound, OkrtuiError
from okrtui.okr.periods import week_period
from okrtui.okr.weeks import Calendar, add_weeks, opens_at, week_of
from okrtui.server.config import ServerConfig
from okrtui.server.ledger import ServerLedger
from okrtui.server.log import ServerLog
from okrtui.server.logs import server_log
from okrtui.views.connect import connect
from okrtui.views.digest import COMPANY, Scope, digest, team_scope
from okrtui.views.people import teams
from okrtui.views.reminders import owed
from okrtui.views.team_names import team_called
from okrtui.views.workspace import calendar, workspace

TICK_SECONDS = 30.0
LATE = timedelta(hours=12)
"""How much later than its hour something is still sent, as after a server was down."""

AGAIN = timedelta(minutes=10)
"""How long after the first try an hour is gone through again whose messages did not all arrive; then twice as long."""

ABANDONED = timedelta(hours=1)
"""An hour that was begun so long ago and not ended is of a server that was stopped; others go through it again. What
it sent stays claimed, message by message."""


class Hour(NamedTuple):
    """Something that is sent at an hour of the week: "reminder" or "digest"."""

    kind: str
    weekday: str
    time: str


def hours_of(config: ServerConfig) -> list[Hour]:
    """The hours that the settings name."""
    named = (("reminder", config.remind_at), ("digest", config.digest_at))
    return [Hour(kind, *text.split()) for kind, text in named if text]


class Sender:
    """Sends what is due; `tick` looks once.

    Args:
        config: the settings.
        log: the open log.
        now: the clock.
        patience: how long a message is tried.

    Raises:
        OkrtuiError: the file of channels can't be used.
    """

    def __init__(
        self,
        config: ServerConfig,
        log: ServerLog,
        now: Callable[[], datetime] = home.now,
        patience: Patience = USUAL,
    ) -> None:
        self._hours = hours_of(config)
        self._channels = read_channels(config.channels) if self._hours else []
        self._log = log
        self._now = now
        self._patience = patience

    @property
    def is_wanted(self) -> bool:
        """Whether there is anything to be sent, ever."""
        return bool(self._hours and self._channels)

    def tick(self) -> list[Delivered]:
        """Send what is due in any workspace; what goes wrong is logged and tried at the next tick."""
        told = []
        for standing in self._log.workspaces():
            # A name is what its members say it is: only an id makes sure whose messages a channel gets.
            own = [one for one in self._channels if standing.ws in one.workspaces]
            for hour in self._hours if own else ():
                try:
                    told += self._at(standing.ws, hour, own)
                except (OkrtuiError, sqlite3.Error) as error:
                    server_log().error("not sent", ws=standing.ws, what=hour.kind, why=str(error))
        return told

    def _at(self, ws: str, hour: Hour, channels: list[Channel]) -> list[Delivered]:
        now = self._now()
        with closing(connect(self._log.replica(ws))) as c:
            zone = workspace(c).timezone
        of = Calendar(zone, hour.weekday, hour.time)
        moment = opens_at(week_of(now, of), of)
        if now - moment > LATE:
            return []
        ledger = ServerLedger(self._log.database, ws)
        key = f"hour/{hour.kind}/{moment.isoformat()}"
        if not _claim(ledger, key, now):
            return []
        state = FAILED
        try:
            send = self._reminders if hour.kind == "reminder" else self._digests
            told = send(ws, channels, ledger, now)
            state = FAILED if any(one.state == FAILED for one in told) else SENT
        finally:
            ledger.settle([key], state, "", 1, self._now())
        for one in told:
            level = server_log().info if one.is_well else server_log().error
            level("message", ws=ws, key=one.key, state=one.state, why=one.problem)
        return told

    def _reminders(self, ws: str, channels: list[Channel], ledger: Ledger, now: datetime) -> list[Delivered]:
        with closing(connect(self._log.replica(ws))) as c:
            found = owed(c, now)
            names = {row.id: row.name for row in teams(c)}
        planned = reminders(found, channels, names, ledger, now, [ws])
        return remind(planned, ledger, now, patience=self._patience)

    def _digests(self, ws: str, channels: list[Channel], ledger: Ledger, now: datetime) -> list[Delivered]:
        """Each channel's digest of the week that ended: of its teams, where it names some, else of the company."""
        told = []
        with closing(connect(self._log.replica(ws))) as c:
            row = workspace(c)
            of = calendar(row)
            period = week_period(add_weeks(week_of(now, of), -1), of)
            for channel in channels:
                for team in channel.teams or ("",):
                    if not fitting([channel], "digest", team, [ws]):
                        continue
                    try:
                        scope = (
                            team_scope(c, team_called(c, team).id) if team else Scope(COMPANY, None, row.name)
                        )
                    except NotFound as error:
                        server_log().error("not sent", ws=ws, what="digest", why=str(error))
                        continue
                    message = digest_message(digest(c, scope, period, now), None, now)
                    told += deliver(ledger, message, [channel], now, patience=self._patience)
        return [one for one in told if one.state != KNOWN]


def _claim(ledger: Ledger, key: str, now: datetime) -> bool:
    """Whether this server is the one to go through an hour now."""
    is_again = False
    for line in ledger.lines([key]):
        age = now - datetime.fromisoformat(line.at)
        if line.state == FAILED and age < AGAIN * 2 ** (line.tries - 1):
            return False
        is_again = line.state == CLAIMED and age > ABANDONED
    return ledger.claim([key], "", "", now, is_again).is_granted


@contextmanager
def keeping_hours(sender: Sender, stop_seconds: float) -> Iterator[None]:
    """Tick in a thread of its own while the block runs; at its end a message under way gets so many seconds."""
    if not sender.is_wanted:
        yield
        return
    is_over = threading.Event()

    def tick_on() -> None:
        while not is_over.wait(TICK_SECONDS):
            try:
                sender.tick()
            except (OkrtuiError, sqlite3.Error, OSError) as error:
                server_log().error("not sent", why=str(error))

    thread = threading.Thread(target=tick_on, name="hours", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join(stop_seconds)
