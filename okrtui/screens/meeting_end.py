"""The end of a meeting: its minutes as they will be saved, and the post to the team's channel (Playbook, publish notes
in the OKR space).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.widget import Widget

from okrtui import home
from okrtui.okr.minutes import Minutes, minutes_text, promises_line
from okrtui.screens import clipboard
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.minutes_text import minutes_rows
from okrtui.screens.page import Page
from okrtui.widgets.hanging_text import HangingText
from okrtui.widgets.reading_pane import ReadingPane

if TYPE_CHECKING:
    from okrtui.actions.session import Done, Session
    from okrtui.screens.meeting import MeetingPage


class Drafted(NamedTuple):
    """The minutes as facts and as Markdown."""

    minutes: Minutes
    text: str


class MeetingEndPage(Page):
    """The minutes of a meeting, before and after they are saved.

    Args:
        meeting: the page of the meeting, beneath this one.
    """

    SCOPE = "meeting_end"
    CSS_PATH = "meeting.tcss"
    LISTS = True
    BINDINGS = bindings_for("meeting_end")

    def __init__(self, meeting: MeetingPage) -> None:
        super().__init__()
        self._meeting = meeting
        self._drafted: Drafted | None = None
        self._is_saved = False

    def compose_body(self) -> Iterable[Widget]:
        with ReadingPane(id="minutes-pane"):
            yield HangingText(id="minutes")

    def on_mount(self) -> None:
        self.query_one(ReadingPane).focus()
        self.reload()

    def reload(self) -> None:
        running, team = self._meeting.running, self._meeting.team
        if self._is_saved or running is None:
            return

        def fetch(connection: sqlite3.Connection) -> Drafted:
            from okrtui.views.minutes import minutes_of
            from okrtui.views.workspace import acting_member

            member = acting_member(connection, self.okrtui.acting_as, home.unix_name())
            minutes = minutes_of(connection, team, running, home.now(), member)
            return Drafted(minutes, minutes_text(minutes))

        self.read(fetch, self._show)

    def _show(self, drafted: Drafted) -> None:
        self._drafted = drafted
        minutes = drafted.minutes
        told = [f"{len(minutes.decisions)} decided" if minutes.decisions else "", promises_line(minutes)]
        state = "saved" if self._is_saved else "not saved yet"
        self.set_header(
            f"{minutes.team} · minutes of {minutes.week[5:]}", state, " · ".join(filter(None, told))
        )
        self.query_one("#minutes", HangingText).show(minutes_rows(drafted.text))
        self.refresh_footer()

    def why_not(self, action: str) -> str:
        if action in ("save_minutes", "drop_meeting") and self._is_saved:
            return "the minutes are saved, and the meeting is over"
        if action == "post_minutes" and not self._is_saved:
            return "save the minutes first, with ctrl+s"
        return super().why_not(action)

    def action_save_minutes(self) -> None:
        team = self._meeting.team
        self._meeting.keep()

        def save(session: Session) -> Done:
            from okrtui.actions.meetings import end_meeting

            return end_meeting(session, team)

        self.perform(save, self._saved)

    def _saved(self, done: Done) -> None:
        self._is_saved = True
        if self._drafted is not None:
            self._show(self._drafted)
        self.say(f"{done.message} · P posts them, y copies them")

    def action_copy_minutes(self) -> None:
        if self._drafted is not None:
            sent = clipboard.send(self.okrtui, self._drafted.text)
            self.say(f"Minutes {sent}")

    def action_post_minutes(self) -> None:
        team = self._meeting.team
        self.say("Posting the minutes …")

        def post(session: Session) -> Done:
            from okrtui.actions.session import Done
            from okrtui.delivery.minuting import post_minutes
            from okrtui.views.workspace import workspace

            with session.reading() as c:
                names = [home.name_of_replica(session.path), workspace(c).name]
            return Done(post_minutes(session.path, home.now(), team, names))

        self.perform(post)

    def action_drop_meeting(self) -> None:
        from okrtui.screens.form_dialog import FormDialog

        team = self._meeting.team

        def drop(session: Session, texts: object) -> Done:
            from okrtui.actions.meetings import drop_meeting

            return drop_meeting(session.path, team)

        about = Content(
            "Nothing of it is kept but what was saved in it: check-ins, decisions, blockers, votes."
        )
        form = FormDialog(
            self, "Drop this meeting without minutes", (), "Drop", drop, about=about, is_grave=True,
            then=partial(self._leave),
        )  # fmt: skip
        self.okrtui.push_screen(form)

    def _leave(self, done: Done) -> None:
        """Off both pages: the meeting is over."""
        self._is_saved = True
        self.action_go_back()

    def action_go_back(self) -> None:
        """Back to the last key result; once the meeting is over, to what was open before it."""
        self.okrtui.go_back()
        if self._is_saved:
            self._meeting.forget()
            self.okrtui.go_back()
        else:
            self._meeting.go_on()
