"""What a sitting reads: the queue of what is due, and for each turn all that its form needs."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from okrtui import home

if TYPE_CHECKING:
    from okrtui.okr.update import UpdateFacts
    from okrtui.views.sitting import Sitting
    from okrtui.views.workspace import WorkspaceRow


class Turn(NamedTuple):
    """One key result's turn; `facts` are those of its last update."""

    queue: list[str]
    sitting: Sitting
    workspace: WorkspaceRow
    facts: UpdateFacts


def first_turn(
    connection: sqlite3.Connection, key_result: str | None, acting_as: str | None, week: str | None = None
) -> Turn | None:
    """The queue, and the turn of its first; None where nothing is due and nothing was asked for.

    Args:
        connection: to the replica.
        key_result: where to begin, by id; None: with the first that is due.
        acting_as: the handle to act as.
        week: the week of the first turn; None: the one that is due.
    """
    from okrtui.views.sitting import due_queue
    from okrtui.views.workspace import acting_member

    member = acting_member(connection, acting_as, home.unix_name())
    queue = beginning_with(key_result, due_queue(connection, member, home.now()))
    return turn_of(connection, queue[0], queue, week) if queue else None


def turn_of(
    connection: sqlite3.Connection, key_result: str, queue: list[str], week: str | None = None
) -> Turn:
    """The turn of one key result of the queue, for a week or for the one that is due."""
    from okrtui.views.sitting import sitting
    from okrtui.views.updates import update_facts
    from okrtui.views.workspace import workspace

    now = home.now()
    found = sitting(connection, key_result, week, now)
    return Turn(queue, found, workspace(connection), update_facts(connection, key_result, now))


def beginning_with(key_result: str | None, due: list[str]) -> list[str]:
    """The queue of a sitting: the one asked for, then the due ones after it and before it."""
    if key_result is None:
        return due
    if key_result not in due:
        return [key_result, *due]
    at = due.index(key_result)
    return due[at:] + due[:at]
