"""What is done about the decision that a page has selected, and recording a new one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from okrtui import home
from okrtui.screens.decision_forms import approve_form, decision_choices, decline_form, done_form
from okrtui.screens.page import Page

if TYPE_CHECKING:
    from okrtui.screens.decision_forms import Choices
    from okrtui.views.decisions import DecisionLine


class RulesOnDecisions(Page):
    """A page on which decisions are made, approved, declined and closed."""

    selected_decision: Callable[[], DecisionLine | None]
    """The decision that the keys are about."""

    ask_for_decision: Callable[[Choices], None]
    """Asks for a new decision, given what it may be about."""

    def action_new_decision(self) -> None:
        now, acting_as = home.now(), self.okrtui.acting_as

        def fetch(connection: sqlite3.Connection) -> Choices:
            return decision_choices(connection, now, acting_as)

        self.read(fetch, self.ask_for_decision, group="choices")

    def action_approve_decision(self) -> None:
        if decision := self.selected_decision():
            self.okrtui.push_screen(approve_form(self, decision))

    def action_decline_decision(self) -> None:
        if decision := self.selected_decision():
            self.okrtui.push_screen(decline_form(self, decision))

    def action_close_action(self) -> None:
        if decision := self.selected_decision():
            self.okrtui.push_screen(done_form(self, decision))
