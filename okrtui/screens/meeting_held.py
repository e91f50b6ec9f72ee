"""The meeting that a page holds: as it stands, what was read of it, and keeping every change of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from textual import work

from okrtui.screens.page import Page

if TYPE_CHECKING:
    from okrtui.okr.meeting import Running
    from okrtui.screens.meeting_keeper import Change, MeetingKeeper
    from okrtui.views.meeting import Meeting, Step
    from okrtui.views.workspace import MemberRow


class Reading(NamedTuple):
    """What one reading gives: the meeting, who presents it, the screen where it stands, and how new all that is."""

    meeting: Meeting
    member: MemberRow
    step: Step | None
    version: int


class HoldsMeeting(Page):
    """What the parts of a meeting's page share.

    Args:
        team: the team's id.
    """

    show_step: Callable[[], None]
    """Shows the key result that is spoken about, or the end after the last one."""

    def __init__(self, team: str) -> None:
        super().__init__()
        self.team = team
        self._reading: Reading | None = None
        self._keeper: MeetingKeeper | None = None
        self._ahead: dict[str, Step] = {}

    @property
    def running(self) -> Running | None:
        """The meeting as it stands."""
        return self._keeper.running if self._keeper else None

    @property
    def reading(self) -> Reading | None:
        """What was read last."""
        return self._reading

    @property
    def step(self) -> Step | None:
        """The screen of the key result that is spoken about."""
        return self._ahead.get(self.running.key_result) if self.running else None

    def change(self, change: Change) -> None:
        """Change the meeting and write that down."""
        if self._keeper is not None:
            self._keeper.change(change)
            self._write()

    @work(thread=True, exit_on_error=False, group="meeting")
    def _write(self) -> None:
        self.keep()

    def keep(self) -> None:
        if self._keeper is not None:
            self._keeper.write()

    def forget(self) -> None:
        """The meeting is over: nothing more is kept of it."""
        self._keeper = None
