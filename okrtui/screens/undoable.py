"""Whether undo and redo have something to take back, for the person at the screen: their keys are dim where not."""

from __future__ import annotations

import sqlite3

from okrtui import home
from okrtui.okr.errors import OkrtuiError
from okrtui.views.saves import last_save, last_undo
from okrtui.views.workspace import acting_member


def undoable(connection: sqlite3.Connection, acting_as: str | None) -> tuple[bool, bool]:
    """Whether there is something to undo, and to redo; neither for someone who has no account here."""
    try:
        me = acting_member(connection, acting_as, home.unix_name()).handle
    except OkrtuiError:
        return False, False
    return last_save(connection, me) is not None, last_undo(connection, me) is not None
