"""Everything that a workspace holds, out as one document of our JSON and back in."""

from __future__ import annotations

from okrtui.actions.interchange_export import written_document
from okrtui.actions.session import Session


def export_document(session: Session) -> str:
    """The whole workspace as one document; two exports of one state at one moment are the same text."""
    with session.reading() as connection:
        return written_document(connection, session.now())
