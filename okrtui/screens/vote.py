"""Voting on the confidence in a key result that a meeting's presenter asks for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from okrtui import home
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.meeting_text import signals_of, vote_rows
from okrtui.screens.page import Page
from okrtui.widgets.hanging_text import Hanging, HangingText
from okrtui.widgets.meeting_head import MeetingHead

if TYPE_CHECKING:
    from okrtui.actions.session import Done, Session
    from okrtui.views.lines import KeyResultLine
    from okrtui.views.polls import PollRow

_WORDS = {
    5: "certain",
    4: "likely",
    3: "could go either way",
    2: "unlikely",
    1: "as good as lost",
}


class Asked(NamedTuple):
    """The vote, its key result, and the workspace's scale."""

    poll: PollRow
    line: KeyResultLine
    scale: str


class VotePage(Page):
    """One vote.

    Args:
        poll: its id.
    """

    SCOPE = "vote"
    CSS_PATH = "meeting.tcss"
    BINDINGS = bindings_for("vote")

    def __init__(self, poll: str) -> None:
        super().__init__()
        self._poll = poll
        self._asked: Asked | None = None

    def compose_body(self) -> Iterable[Widget]:
        with Vertical(id="vote-body"):
            yield MeetingHead(id="vote-head")
            yield HangingText(id="vote-words")

    def reload(self) -> None:
        self.read(self._fetch, self._show)

    def _fetch(self, connection: sqlite3.Connection) -> Asked:
        from okrtui.views.lines import line
        from okrtui.views.polls import poll
        from okrtui.views.workspace import acting_member, workspace

        now = home.now()
        member = acting_member(connection, self.okrtui.acting_as, home.unix_name())
        asked = poll(connection, self._poll, now, member.id)
        return Asked(asked, line(connection, asked.key_result, now), workspace(connection).scale)

    def _show(self, asked: Asked) -> None:
        self._asked = asked
        poll, line = asked.poll, asked.line
        where = " · ".join(filter(None, [poll.team_name, poll.week[5:]]))
        self.set_header(f"Vote · {where}", "open" if poll.state == "open" else poll.state)
        self.query_one(MeetingHead).show(line, signals_of(line, asked.scale, home.now()))
        self.query_one("#vote-words", HangingText).show(self._rows(poll, line))
        self.refresh_footer()

    def _rows(self, poll: PollRow, line: KeyResultLine) -> list[Hanging]:
        rows = []
        if line.insight:
            week = (line.last_week or "").partition("-")[2]
            rows += [Hanging(Content.styled(f"{week}  ", ".heading"), Content(line.insight)), Hanging()]
        question = "How sure are you that the target will be hit by the cycle's end?"
        rows += [Hanging(text=Content.styled(question, ".strong")), Hanging()]
        for value, words in _WORDS.items():
            is_own = poll.own == value
            mark = "■" if is_own else " "
            label = Content.assemble((f"{mark} ", ".mark"), (str(value), ".key"), "  ")
            rows.append(Hanging(label, Content.styled(words, ".strong" if is_own else "")))
        return [*rows, Hanging(), *vote_rows(poll, is_presenter=False)]

    def why_not(self, action: str) -> str:
        if action.startswith("confidence_") and self._asked and self._asked.poll.state != "open":
            return "this vote is over"
        return super().why_not(action)

    def _vote(self, value: int) -> None:
        poll = self._poll

        def act(session: Session) -> Done:
            from okrtui.actions.polls import cast

            return cast(session, poll, value)

        self.perform(act)

    def action_confidence_1(self) -> None:
        self._vote(1)

    def action_confidence_2(self) -> None:
        self._vote(2)

    def action_confidence_3(self) -> None:
        self._vote(3)

    def action_confidence_4(self) -> None:
        self._vote(4)

    def action_confidence_5(self) -> None:
        self._vote(5)
