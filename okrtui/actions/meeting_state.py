"""The state of a running meeting, kept on this machine at every step.

Plain `sqlite3`, in a transaction of its own: a dropped session resumes where it was, and a second terminal may note
something in the same meeting.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from urllib.parse import quote

from okrtui import home
from okrtui.okr.errors import OutOfReach
from okrtui.okr.meeting import KIND, Running, from_text, to_text
from okrtui.okr.unreachable import replica_line

BUSY_SECONDS = 5.0

Change = Callable[[Running | None], Running | None]


def change_meeting(path: str, team: str, change: Change) -> Running | None:
    """Change what is kept of a team's meeting, at once and alone.

    Args:
        path: the replica's file.
        team: the team's id.
        change: called with the meeting that is kept, or None; gives what is to be kept, None to forget it.

    Returns:
        What is kept now.

    Raises:
        OutOfReach: the file can't be written.
    """
    try:
        with closing(_connect(path)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            row = connection.execute(
                "SELECT body FROM meeting WHERE team = ? AND kind = ?", (team, KIND)
            ).fetchone()
            kept = change(from_text(row[0]) if row else None)
            if kept is None:
                connection.execute("DELETE FROM meeting WHERE team = ? AND kind = ?", (team, KIND))
            else:
                connection.execute(
                    "INSERT OR REPLACE INTO meeting (team, kind, body, saved_at) VALUES (?, ?, ?, ?)",
                    (team, KIND, to_text(kept), home.now().isoformat()),
                )
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise OutOfReach(f"the meeting can't be kept: {replica_line(error, path)}") from error
    return kept


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(path)}?mode=rw", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    connection.execute("PRAGMA synchronous = FULL")
    return connection
