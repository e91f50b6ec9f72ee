"""What is recorded in a meeting without leaving it: check-ins, decisions, blockers, answers, bets, and votes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrtui.screens import meeting_forms
from okrtui.screens.meeting_held import HoldsMeeting

if TYPE_CHECKING:
    from okrtui.actions.session import Done, Session
    from okrtui.views.polls import PollRow

_VOTES = frozenset(f"confidence_{number}" for number in range(1, 6))


class RecordsThings(HoldsMeeting):
    """The part of a meeting's page that writes into the workspace."""

    @property
    def _poll(self) -> PollRow | None:
        return self.step.poll if self.step else None

    @property
    def _is_own_poll(self) -> bool:
        return bool(self._poll and self.reading and self._poll.by == self.reading.member.id)

    def why_not(self, action: str) -> str:
        poll = self._poll
        if action == "answer_escalation" and self.step and not self.step.escalations:
            return "no escalation of it is open"
        if action == "note_bet" and self.step and not self.step.card.initiatives:
            return "no bet should move it: okrtui initiative add adds one"
        if action == "drop_vote" and not (poll and poll.state == "open" and self._is_own_poll):
            return "no vote of yours is open"
        if action == "hold_vote" and poll and poll.state == "open" and not self._is_own_poll:
            return f"{poll.by_name} reveals this vote"
        if action in _VOTES:
            if poll is None:
                return "no vote is open: v opens one"
            if poll.state == "revealed" and not self._is_own_poll:
                return f"{poll.by_name} saves what you agree on"
        return super().why_not(action)

    def action_check_in(self) -> None:
        from okrtui.screens.meeting_sitting import MeetingSittingPage

        if self.step and self.running and self.reading:
            page = MeetingSittingPage(self.step.card.line.id, self.running.week, self.reading.member.id)
            self.okrtui.push_screen(page)

    def action_record_decision(self) -> None:
        if self.step and self.reading:
            people, me = self.reading.meeting.people, self.reading.member.id
            self.okrtui.push_screen(
                meeting_forms.meeting_decision_form(self, self.step.card.line, people, me)
            )

    def action_raise_blocker(self) -> None:
        if self.step and self.reading:
            teams = self.reading.meeting.teams
            self.okrtui.push_screen(meeting_forms.meeting_blocker_form(self, self.step.card.line, teams))

    def action_answer_escalation(self) -> None:
        """Ask which step is taken where there are several, then for its words."""
        if self.step is None:
            return
        choices = meeting_forms.step_choices(self.step.escalations)
        if len(choices) == 1:
            self._take_step(choices[0][1])
        elif choices:
            form = meeting_forms.choice_form(
                self, f"Escalations of {self.step.card.line.title}", "What is done?", choices, self._take_step
            )
            self.okrtui.push_screen(form)

    def _take_step(self, chosen: str) -> None:
        place, step = chosen.split()
        if self.step and self.reading:
            escalation = self.step.escalations[int(place)]
            teams = self.reading.meeting.teams
            self.okrtui.push_screen(meeting_forms.meeting_answer_form(self, escalation, step, teams))

    def action_note_bet(self) -> None:
        if self.step and self.step.card.initiatives:
            self.okrtui.push_screen(meeting_forms.meeting_bet_form(self, self.step.card.initiatives))

    # Votes

    def action_hold_vote(self) -> None:
        """Open a vote; reveal the one that is open."""
        if self.step is None or self.running is None or self.reading is None:
            return
        poll, key_result = self._poll, self.step.card.line.id
        team, week = self.reading.meeting.team.id, self.running.week
        is_open = poll is not None and poll.state == "open"

        def act(session: Session) -> Done:
            from okrtui.actions import polls

            if poll is not None and is_open:
                return polls.reveal(session, poll.id)
            return polls.open_poll(session, key_result, team=team, week=week)

        self.perform(act)

    def action_drop_vote(self) -> None:
        poll = self._poll

        def act(session: Session) -> Done:
            from okrtui.actions import polls

            assert poll is not None
            return polls.drop(session, poll.id)

        if poll is not None:
            self.perform(act)

    def _say_confidence(self, value: int) -> None:
        """The presenter's own vote while it is open; what the team agrees on once it is revealed."""
        poll = self._poll

        def act(session: Session) -> Done:
            from okrtui.actions import polls

            assert poll is not None
            if poll.state == "open":
                return polls.cast(session, poll.id, value)
            return polls.agree(session, poll.id, value)

        if poll is not None:
            self.perform(act)

    def action_confidence_1(self) -> None:
        self._say_confidence(1)

    def action_confidence_2(self) -> None:
        self._say_confidence(2)

    def action_confidence_3(self) -> None:
        self._say_confidence(3)

    def action_confidence_4(self) -> None:
        self._say_confidence(4)

    def action_confidence_5(self) -> None:
        self._say_confidence(5)
