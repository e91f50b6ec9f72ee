"""The part of a page that tells of open votes on confidence, and opens the one that waits for the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrtui import home

if TYPE_CHECKING:
    import sqlite3

    from okrtui.screens.page import Page
    from okrtui.views.polls import PollRow
else:
    Page = object  # a part of a page, that is no page itself


class TellsOfVotes(Page):
    """Reads which votes are open and shows them in one line above everything else."""

    _polls: tuple[PollRow, ...] = ()

    def read_votes(self, key_result: str | None = None) -> None:
        """Look which votes are open, on one key result or on any, after all else is shown."""

        def fetch(connection: sqlite3.Connection) -> tuple[PollRow, ...]:
            from okrtui.views.polls import open_polls
            from okrtui.views.workspace import acting_member

            member = acting_member(connection, self.okrtui.acting_as, home.unix_name())
            found = open_polls(connection, home.now(), member.id)
            asked = [one for one in found if key_result in (None, one.key_result)]
            return tuple(sorted(asked, key=lambda one: one.own is not None))

        self.read(fetch, self._show_votes, group="votes")

    def _show_votes(self, polls: tuple[PollRow, ...]) -> None:
        """The line comes with the first vote and takes no room once there is none."""
        self._polls = polls
        if not polls and not self.query("#votes"):
            return
        from okrtui.widgets.vote_line import VoteLine

        if not self.query("#votes"):
            self.query_one("#body").mount(VoteLine(id="votes"), before=0)
        self.query_one("#votes", VoteLine).show(polls)

    def why_not(self, action: str) -> str:
        if action == "vote" and not self._polls:
            return "nobody asks for a vote"
        return super().why_not(action)

    def action_vote(self) -> None:
        if self._polls:
            self.okrtui.open_vote(self._polls[0].id)
