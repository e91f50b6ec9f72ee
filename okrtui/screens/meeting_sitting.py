"""Checking in for somebody who is present, from within a meeting: one key result's form, then back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrtui.screens.page import Page
from okrtui.screens.sitting import SittingPage
from okrtui.screens.sitting_queue import Turn, turn_of

if TYPE_CHECKING:
    import sqlite3

    from okrtui.actions.session import Done


class MeetingSittingPage(SittingPage):
    """The form of one key result; a KR of another person is checked in on their behalf, and marked so.

    Args:
        key_result: its id.
        week: the week that the meeting is about.
        member: id of the presenter.
    """

    def __init__(self, key_result: str, week: str, member: str) -> None:
        super().__init__(key_result, week)
        self._only = key_result
        self._member = member

    def open_turn(self, connection: sqlite3.Connection) -> Turn | None:
        return turn_of(connection, self._only, [self._only], self._week)

    def set_header(self, left: str, middle: str = "", right: str = "") -> None:
        super().set_header(f"Check in{self._for_whom()}", middle, right)

    def why_not(self, action: str) -> str:
        if action == "skip":
            return "there is only this one: ctrl+g leaves and keeps the draft"
        return super().why_not(action)

    def _for_whom(self) -> str:
        line = self._turn.sitting.line if self._turn else None
        is_own = line is None or line.owner in (None, self._member)
        return "" if is_own or line is None else f" on behalf of {line.owner_name}"

    def _checked_in(self, key_result: str, done: Done) -> None:
        self._is_over = True  # what is saved is no draft any more
        self.okrtui.go_back()
        page = self.okrtui.screen
        if isinstance(page, Page):
            page.say(done.message)
