"""The keys of a meeting that lead through it: key results, agenda points, promises, the order, who is here, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrtui import home
from okrtui.okr.meeting import TREE, WORST, at_next_point, at_place, in_order, with_promise
from okrtui.screens.meeting_body import MeetingBody
from okrtui.screens.meeting_held import HoldsMeeting

if TYPE_CHECKING:
    from okrtui.actions.session import Done, Session

_ONCE_IT_RUNS = frozenset(
    ("next_step", "previous_step", "next_point", "promise_done", "promise_not_done", "record_decision", "raise_blocker",
     "answer_escalation", "note_bet", "hold_vote", "drop_vote", "switch_order", "end_meeting", "check_in",
     *(f"confidence_{number}" for number in range(1, 6)))
)  # fmt: skip


class StepsThrough(HoldsMeeting):
    """The part of a meeting's page that goes from one to the next."""

    def why_not(self, action: str) -> str:
        if action == "hold_meeting":
            return "this is the meeting"
        if self.running is None and action in _ONCE_IT_RUNS:
            return "the meeting has not begun: a says who is here and begins it"
        if self.running is not None and action in ("promise_done", "promise_not_done"):
            return "" if self.step and self.step.promise else "nothing was promised before"
        if action == "previous_step" and self.running and not self.running.place:
            return "this is the first key result"
        return super().why_not(action)

    def go_to(self, place: int) -> None:
        """Go to the key result at a place, or to the end."""
        now = home.now()
        self.change(lambda meeting: at_place(meeting, place, now))
        self.show_step()

    def action_next_step(self) -> None:
        if self.running is not None:
            self.go_to(self.running.place + 1)

    def action_previous_step(self) -> None:
        if self.running is not None:
            self.go_to(self.running.place - 1)

    def action_next_point(self) -> None:
        now = home.now()
        self.change(lambda meeting: at_next_point(meeting, now))
        self.show_step()

    def action_promise_done(self) -> None:
        self._answer(True)

    def action_promise_not_done(self) -> None:
        self._answer(False)

    def _answer(self, is_kept: bool) -> None:
        running = self.running
        if running is None:
            return
        key_result = running.key_result
        told = None if running.promises.get(key_result) is is_kept else is_kept
        self.change(lambda meeting: with_promise(meeting, key_result, told))
        self.show_step()

    def action_switch_order(self) -> None:
        from okrtui.views.meeting import ordered

        running, reading = self.running, self.reading
        if running is None or reading is None:
            return
        order = TREE if running.order == WORST else WORST
        steps = [one.id for one in ordered(reading.meeting.lines, order) if one.id in running.steps]
        steps += [one for one in running.steps if one not in steps]
        self.change(lambda meeting: in_order(meeting, steps, order))
        self.say("objective by objective" if order == TREE else "what goes worst comes first")
        self.show_step()

    def action_note_attendees(self) -> None:
        from okrtui.screens.meeting_forms import attendees_form

        reading, running = self.reading, self.running
        if reading is None or not reading.meeting.lines:
            return
        held, team = reading.meeting, self.team
        present = running.attendees if running else (reading.member.id,)

        def note(session: Session, attendees: list[str]) -> Done:
            from okrtui.actions.meetings import note_attendees

            return note_attendees(session, team, attendees)

        title = f"{held.team.name} · check-in meeting {held.week[5:]}"
        verb = "Note" if running else "Begin"
        self.okrtui.push_screen(attendees_form(self, title, held.people, present, verb, note))

    def action_said_down(self) -> None:
        self.query_one(MeetingBody).scroll_points(1)

    def action_said_up(self) -> None:
        self.query_one(MeetingBody).scroll_points(-1)

    def action_end_meeting(self) -> None:
        if self.running is not None:
            self.go_to(len(self.running.steps))
