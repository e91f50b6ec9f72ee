"""The check-in meeting: one key result at a time for a projector, the same five points for each, and a clock
(Playbook, 30-minute weekly check-in).

The next key result is read ahead, so that a step waits for nothing; where the meeting stands is kept at every step.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from okrtui import home
from okrtui.okr.meeting import (
    AGENDA,
    LENGTH,
    Running,
    clock,
    is_forgotten,
)
from okrtui.okr.weeks import calendar_of
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.days import show_day
from okrtui.screens.meeting_body import MeetingBody
from okrtui.screens.meeting_held import Reading
from okrtui.screens.meeting_keeper import MeetingKeeper
from okrtui.screens.meeting_records import RecordsThings
from okrtui.screens.meeting_steps import StepsThrough
from okrtui.screens.meeting_text import Setting, clock_text
from okrtui.screens.page import Page
from okrtui.widgets.meeting_head import AIRY

if TYPE_CHECKING:
    from okrtui.views.meeting import Step

TICK, SLOW_TICK = 1.0, 15.0
"""Seconds between two looks at the clock, and on a slow line."""
LOOK_AHEAD_AFTER = 0.15
"""Seconds after a key: what it asked for comes first."""


class MeetingPage(StepsThrough, RecordsThings):
    """The meeting of one team.

    Args:
        team: the team's id.
    """

    SCOPE = "meeting"
    CSS_PATH = "meeting.tcss"
    BINDINGS = bindings_for("meeting")

    def __init__(self, team: str) -> None:
        super().__init__(team)
        self._was_told = False
        self._soon: Timer | None = None

    def compose_body(self) -> Iterable[Widget]:
        yield MeetingBody(id="meeting", ascii_only=self.okrtui.is_ascii)
        yield Static("", id="meeting-waits", markup=False)

    def on_mount(self) -> None:
        assert self.okrtui.path is not None
        self._keeper = MeetingKeeper(self.okrtui.path, self.team, self.post_failed)
        self.set_header("Check-in meeting")
        self.query_one("#meeting").display = False
        self.reload()
        self.set_interval(SLOW_TICK if self.okrtui.is_slow else TICK, self._tick)

    def on_unmount(self) -> None:
        self.keep()

    # Reading

    def reload(self) -> None:
        self.read(self._fetch, self._show)

    def _fetch(self, connection: sqlite3.Connection) -> Reading:
        from okrtui.views.meeting import meeting, step
        from okrtui.views.workspace import acting_member

        now, version = home.now(), self._keeper.version if self._keeper else 0
        held = meeting(connection, self.team, now)
        member = acting_member(connection, self.okrtui.acting_as, home.unix_name())
        running = self.running or held.running
        shown = None
        if running and running.key_result:
            shown = step(connection, running.key_result, running.week, now, member.id)
        return Reading(held, member, shown, version)

    def _show(self, reading: Reading) -> None:
        if self._keeper is None:  # the meeting was over before this reading came
            return
        before = self.running
        self._keeper.take(reading.meeting.running, reading.version)
        self._reading = reading
        is_new = reading.step != self.step
        if reading.step:
            self._ahead[reading.step.card.line.id] = reading.step
        if self.running is None:
            self._show_waiting(before is not None)
            return
        if not self._was_told:
            self._was_told = True
            self._tell_what_is_taken_up(self.running)
        if is_new or self.running != before:
            self.show_step()
        self._look_ahead(anew=True)

    def _show_waiting(self, was_running: bool) -> None:
        """The meeting has not begun, or was ended elsewhere."""
        assert self._reading is not None
        held = self._reading.meeting
        self.query_one("#meeting").display = False
        waits = self.query_one("#meeting-waits", Static)
        waits.display = True
        self.set_header(f"{held.team.name} · check-in meeting {held.week[5:]}")
        if was_running:
            waits.update("This meeting was ended from another terminal.")
        elif not held.lines:
            waits.update(
                f"No key result of {held.team.name} is in force: there is nothing to meet about yet."
            )
        else:
            count = len(held.lines)
            minutes = int(LENGTH.total_seconds()) // 60
            told = f"{count} key result{'' if count == 1 else 's'}, {minutes} minutes"
            waits.update(
                Content.assemble(
                    (f"{held.team.name} · {held.week[5:]}\n\n", ".strong"),
                    f"{told}\n{' · '.join(AGENDA)}\n\n",
                    ("a says who is here and begins", ".muted"),
                )
            )
            if not self._was_told:
                self._was_told = True
                self.action_note_attendees()
        self.refresh_footer()

    def _tell_what_is_taken_up(self, running: Running) -> None:
        if is_forgotten(running, home.now()):
            day = show_day(running.began[:10])
            self.warn(f"this meeting began on {day}: E ends it with its minutes or drops it")
        elif running.place or running.promises:
            self.say("the meeting goes on where it was")
        if self._reading and not self._reading.meeting.may_save(self._reading.member):
            self.warn(
                "its minutes can be copied, but saved by a champion, a program lead or the sponsor alone"
            )

    # Showing

    def show_step(self) -> None:
        """Show the key result that is spoken about, or the end after the last one."""
        running = self.running
        if running is None or self._reading is None:
            return
        if not running.key_result:
            self._open_end()
            return
        step = self.step
        if step is None:
            self._read_steps([running.key_result], "step")
            return
        self._draw(step, running)
        self._tick()
        self.refresh_footer()
        self._look_ahead()

    def _look_ahead(self, anew: bool = False) -> None:
        """Read what a key may lead to, and draw its chart, once what is asked for now stands on the screen."""
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(LOOK_AHEAD_AFTER, partial(self._prepare, anew))

    def _prepare(self, anew: bool) -> None:
        running = self.running
        if running is None or not running.key_result:
            return
        near = self._near(running)
        if wanted := [one for one in near if anew or one not in self._ahead]:
            self._read_steps(wanted, "ahead")
            return
        self.query_one(MeetingBody).prepare([self._ahead[one].card for one in near])

    @staticmethod
    def _near(running: Running) -> list[str]:
        """The key results before and after the one on the screen, to which a key may lead."""
        place = running.place
        return [*running.steps[max(place - 1, 0) : place], *running.steps[place + 1 : place + 2]]

    def _draw(self, step: Step, running: Running) -> None:
        assert self._reading is not None
        self.query_one("#meeting-waits").display = False
        body = self.query_one(MeetingBody)
        body.display = True
        body.show(step, self._setting(running), self._reading.meeting.lines, running)

    def _setting(self, running: Running) -> Setting:
        assert self._reading is not None
        workspace = self._reading.meeting.workspace
        poll = self.step.poll if self.step else None
        return Setting(
            week=running.week,
            scale=workspace.scale,
            now=home.now(),
            calendar=calendar_of(workspace.timezone, workspace.deadline),
            point=running.point,
            is_kept=running.promises.get(running.key_result),
            is_presenter=poll is not None and poll.by == self._reading.member.id,
            is_airy=self.size.height >= AIRY,
        )

    def _read_steps(self, key_results: list[str], group: str) -> None:
        """Read screens; the one that is spoken about is shown once it is there."""
        running, reading = self.running, self._reading
        if running is None or reading is None:
            return

        def fetch(connection: sqlite3.Connection) -> dict[str, Step]:
            from okrtui.views.meeting import step

            now = home.now()
            return {one: step(connection, one, running.week, now, reading.member.id) for one in key_results}

        def show(found: dict[str, Step]) -> None:
            is_waited_for = self.step is None
            self._ahead |= found
            if is_waited_for and self.step is not None:
                self.show_step()
            else:
                self._look_ahead()

        self.read(fetch, show, group=group)

    def _tick(self) -> None:
        running, reading = self.running, self._reading
        if running is None or reading is None or self.okrtui.screen is not self:
            return
        place = f"{running.place + 1} of {len(running.steps)}"
        self.set_header(
            f"{reading.meeting.team.name} · {running.week[5:]} · {place}",
            f"{running.point + 1} {AGENDA[running.point]}",
            clock_text(clock(running, home.now()), is_brief=self.has_class("-narrow")),
        )

    # The end

    def _open_end(self) -> None:
        from okrtui.screens.meeting_end import MeetingEndPage

        self.keep()
        if self.okrtui.screen is self:
            self.okrtui.push_screen(MeetingEndPage(self))

    def go_on(self) -> None:
        """Back from the minutes to the last key result."""
        if self.running is not None and not self.running.key_result:
            self.go_to(len(self.running.steps) - 1)

    def action_go_back(self) -> None:
        self.keep()
        if self.running is not None:
            self.okrtui.go_back()
            page = self.okrtui.screen
            if isinstance(page, Page):
                page.say("the meeting waits where it is: M goes on with it")
            return
        super().action_go_back()
