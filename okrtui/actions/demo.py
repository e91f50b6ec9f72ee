"""The demo workspace: a made-up company in week 8 of its quarter, told relative to the day on which it is made.

It lies apart from the person's own workspaces, in a home of its own, and is never made the current one.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

from okrtui import home
from okrtui.actions.demo_happenings import live
from okrtui.actions.demo_planning import found, plan
from okrtui.actions.demo_story.people import COMPANY, OTHERS, VIEWER
from okrtui.actions.demo_telling import Stage, StoryJournal
from okrtui.actions.demo_timetable import Timetable
from okrtui.store.replica import Replica

SEED = 2024


def make_demo(directory: str, now: datetime | None = None, viewer: str | None = None) -> str:
    """Make the demo below `directory`, which becomes the user's alone and can serve as `OKRTUI_HOME`.

    Args:
        directory: a folder without workspaces.
        now: the aware moment that lies in the quarter's week 8; by default now.
        viewer: handle of the member who looks at it; by default made from the Unix name.

    Returns:
        The replica's path. The same moment and viewer give the same demo in every view.

    Raises:
        BadInput: there is a demo in that folder already.
    """
    moment = (now or home.now()).astimezone(UTC).replace(microsecond=0)
    times = Timetable(moment)
    home.make_private_dir(directory)
    path = os.path.join(directory, "data", "workspaces", home.workspace_slug(COMPANY) + home.REPLICA_SUFFIX)
    home.make_private_dir(os.path.dirname(path))
    with Replica.making(path, times.founded) as replica, replica.connected() as connection:
        journal = StoryJournal(connection, times.founded, SEED)
        stage = Stage(replica.path, replica, journal, times, _handles(viewer or _own_handle()))
        found(stage)
        plan(stage)
        live(stage)
    return path


def _own_handle() -> str:
    try:
        return home.handle_of(home.unix_name())
    except home.HomeError:
        return VIEWER.key


def _handles(viewer: str) -> dict[str, str]:
    """Everybody's handle; somebody who is called like the viewer gets another one."""
    others = {one.key: f"{one.key}-2" if one.key == viewer else one.key for one in OTHERS}
    return {VIEWER.key: viewer, **others}
