"""Actions that several pages offer, as the workers call them; importing `actions` costs what SQLModel costs,
so it happens here, in the worker's thread.
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
