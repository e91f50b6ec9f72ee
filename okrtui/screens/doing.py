"""Actions that several pages offer, as the workers call them; importing `actions` takes a while, so it happens here,
in the worker's thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from okrtui.actions.session import Done, Session


def undo_last(session: Session) -> Done:
    """Undo the last save of this person on this replica."""
    from okrtui.actions.undoing import undo

    return undo(session)


def redo_last(session: Session) -> Done:
    """Do again what was undone last."""
    from okrtui.actions.undoing import redo

    return redo(session)


def write_refused_again(session: Session, entry: str) -> Done:
    """Write what a server rejected once more."""
    from okrtui.actions.refusals import write_again

    return write_again(session, entry)


def set_refused_aside(session: Session, entry: str) -> Done:
    """Take what a server rejected off the list."""
    from okrtui.actions.refusals import set_aside

    return set_aside(session, entry)


def settle_conflict(session: Session, kind: str, entity: str, field: str, version: str) -> Done:
    """Let one version of a conflict stand."""
    from okrtui.actions.conflicts import settle

    return settle(session, kind, entity, field, version)
