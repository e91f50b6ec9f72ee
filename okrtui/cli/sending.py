"""Sending what a command saved: a round of exchange of its own process, so that nobody waits for it at the prompt."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing

from okrtui import home, settings
from okrtui.okr.errors import OkrtuiError

NEVER = "OKRTUI_NO_SENDING"
"""The variable that keeps commands from sending, for scripts that run a round themselves."""


def send_in_background(path: str) -> None:
    """Start a round for this replica where it is a shared one and something waits; it tells nobody how it went.

    What can't be sent waits for the next round, and `okrtui sync --status` says so.
    """
    if os.environ.get(NEVER) or not _has_news(path) or not _is_wanted():
        return
    slug = os.path.basename(path).removesuffix(home.REPLICA_SUFFIX)
    quiet = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in range(3)]
    words = [sys.executable, "-m", "okrtui", "sync", "-w", slug]
    try:
        os.posix_spawn(sys.executable, words, os.environ, file_actions=quiet, setsid=True)
    except (OSError, NotImplementedError):
        return


def _has_news(path: str) -> bool:
    from okrtui.views.connect import connect

    sql = "SELECT EXISTS (SELECT 1 FROM outbox) AND EXISTS (SELECT 1 FROM meta WHERE name = 'remote')"
    try:
        with closing(connect(path)) as connection:
            return bool(connection.execute(sql).fetchone()[0])
    except (OkrtuiError, sqlite3.Error):
        return False


def _is_wanted() -> bool:
    try:
        return bool(settings.get("send_at_once"))
    except settings.SettingsError:
        return True
