"""Two homes of one workspace without anything in between: entries are carried over by hand."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from okrtui import home
from okrtui.actions.session import Session
from okrtui.store.copies import become_new_device
from okrtui.store.replica import Replica
from okrtui.sync.receive import receive
from tests.builders import bodies


def another_home(session: Session, folder: Path, acting_as: str) -> Session:
    """A second replica of a session's workspace, a device of its own, on which somebody acts."""
    path = folder / f"{acting_as}-{len(list(folder.iterdir()))}.okr"
    shutil.copy(session.path, path)
    become_new_device(str(path), home.now())
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("DELETE FROM meta WHERE name LIKE 'was:%'")
        raw.execute("DELETE FROM outbox")
    return Session.at(str(path), acting_as)


def meet(*sessions: Session) -> None:
    """Everybody gets everybody's entries."""
    everything = [body for session in sessions for body in bodies(session.path)]
    for session in sessions:
        receive(Replica.open(session.path), everything)
