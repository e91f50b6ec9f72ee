"""The monthly cross-functional review: its agenda point by point, what is noted and decided on the way, and at the end
its minutes (Playbook, Monthly cross-functional review).

What is noted is kept on this machine at once, so that a dropped session goes on where it was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import on
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget

from okrtui import home
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.decision_forms import Choices, new_decision_form
from okrtui.screens.decision_lines import Heading, state_of
from okrtui.screens.monthly_forms import end_form, note_form
from okrtui.screens.monthly_lines import draw, rows_of, told_rows
from okrtui.screens.page import Page
from okrtui.screens.rules_on_decisions import RulesOnDecisions
from okrtui.widgets.line_list import LineList, LineOpened, LineSelected
from okrtui.widgets.told_pane import ToldPane

if TYPE_CHECKING:
    from okrtui.actions.session import Done
    from okrtui.views.decisions import DecisionLine
    from okrtui.views.monthly_review import Agenda, Point
    from okrtui.views.running_review import RunningReview
    from okrtui.views.workspace import MemberRow

NOTHING = "Nothing stands on the agenda: no team waits for another, nothing is old, risky or new."


class Shown(NamedTuple):
    """What one reading gives: the agenda, what is kept of this review, its decisions, and who there is."""

    agenda: Agenda
    running: RunningReview
    decided: list[DecisionLine]
    decisions: dict[str, DecisionLine]
    members: list[MemberRow]


class MonthlyReviewPage(RulesOnDecisions):
    """The review of one team with those below it, or of all."""

    SCOPE = "monthly"
    CSS_PATH = "decisions.tcss"
    LISTS = True
    BINDINGS = bindings_for("monthly")

    def __init__(self, team: str | None = None) -> None:
        super().__init__()
        self._team = team
        self._shown: Shown | None = None

    def compose_body(self) -> Iterable[Widget]:
        mark = ">" if self.okrtui.is_ascii else "▌"
        with Container(id="log"):
            yield LineList(self._draw, is_selectable=_is_point, key_of=_key, mark=mark, id="agenda")
            yield ToldPane(id="told")

    def on_mount(self) -> None:
        self.set_header("Monthly review")
        self.query_one("#agenda").focus()
        super().on_mount()

    def reload(self) -> None:
        team, now = self._team, home.now()

        def fetch(c: sqlite3.Connection) -> Shown:
            from okrtui.views.decisions import decisions
            from okrtui.views.monthly_review import monthly_agenda
            from okrtui.views.people import members
            from okrtui.views.running_review import RunningReview, running_review

            agenda = monthly_agenda(c, now, team)
            running = running_review(c, team) or RunningReview(began=now.isoformat())
            decided = decisions(c, only=running.decided) if running.decided else []
            named = [one.decision for one in agenda.points if one.decision]
            on_agenda = {one.id: one for one in decisions(c, only=named)} if named else {}
            return Shown(agenda, running, decided[::-1], on_agenda, members(c))

        self.read(fetch, self._take)

    def why_not(self, action: str) -> str:
        point = self._point
        if action in ("open", "note_point") and point is None:
            return "nothing stands on the agenda"
        if action == "open" and point and not (point.key_result or point.objective or point.decision):
            return "it is about no key result"
        if action in ("approve_decision", "decline_decision", "close_action"):
            wanted = "open" if action == "close_action" else "proposed"
            decision = self.selected_decision()
            if decision is None:
                return "select a decision on the agenda"
            told = {"open": "its action is not to be done", "proposed": "it waits for nobody's word"}
            return "" if state_of(decision) == wanted else told[wanted]
        return super().why_not(action)

    @property
    def _point(self) -> Point | None:
        row = self.query_one("#agenda", LineList).selected_row
        return row if _is_point(row) else None

    def selected_decision(self) -> DecisionLine | None:
        point = self._point
        return self._shown.decisions.get(point.decision) if self._shown and point else None

    def _take(self, shown: Shown) -> None:
        self._shown = shown
        self.query_one("#agenda", LineList).show(rows_of(shown.agenda) or [Heading(NOTHING)])
        self._tell()

    def _draw(self, item: Any, width: int, is_selected: bool) -> Content:
        has_words = bool(self._shown and _is_point(item) and item.key in self._shown.running.said)
        return draw(item, width, is_selected, has_words)

    @on(LineSelected)
    def tell_selected(self) -> None:
        self._tell()

    def _tell(self) -> None:
        shown, point = self._shown, self._point
        if shown is None:
            return
        rows = told_rows(point, shown.running.said.get(point.key, ""), shown.decided) if point else []
        self.query_one(ToldPane).show(rows)
        agenda, points = shown.agenda, shown.agenda.points
        place = f"{points.index(point) + 1} of {len(points)}" if point in points else ""
        made = f"{len(shown.decided)} decided" if shown.decided else ""
        here = f"{len(shown.running.attendees)} here" if shown.running.attendees else ""
        name = agenda.team_name or agenda.workspace_name
        right = " · ".join(filter(None, (here, made, place)))
        self.set_header(f"{name} · monthly review", right=right)
        self.refresh_footer()

    @on(LineOpened)
    def open_opened(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        point = self._point
        if point is None:
            return
        if point.key_result:
            self.okrtui.open_card(point.key_result)
        elif point.objective:
            self.okrtui.open_objective(point.objective)
        elif point.decision:
            self.okrtui.open_decisions()

    def ask_for_decision(self, choices: Choices) -> None:
        point = self._point
        about = {"key_result": point.key_result, "objective": point.objective} if point else {}
        if about.get("key_result"):
            about["objective"] = ""
        title = f"{point.code} {point.title}" if point and any(about.values()) else ""
        self.okrtui.push_screen(
            new_decision_form(self, choices, **about, title=title, then=self._note_decision)
        )

    def _note_decision(self, done: Done) -> None:
        """A decision that is recorded here is this review's."""
        decision = done.id
        self._change(lambda running: running._replace(decided=(*running.decided, decision)))

    def action_note_point(self) -> None:
        shown, point = self._shown, self._point
        if shown is None or point is None:
            return
        key = point.key

        def note(text: str) -> Callable[[RunningReview], RunningReview]:
            def change(running: RunningReview) -> RunningReview:
                others = {of: words for of, words in running.said.items() if of != key}
                return running._replace(said={**others, **({key: text} if text else {})})

            return change

        self.okrtui.push_screen(
            note_form(self, point.title, shown.running.said.get(key, ""), lambda text: self._keep(note(text)))
        )

    def action_note_present(self) -> None:
        from okrtui.screens.meeting_forms import attendees_form

        if self._shown is None:
            return

        def note(_: object, ids: list[str]) -> Done:
            return self._keep(lambda running: running._replace(attendees=tuple(ids)))

        present = self._shown.running.attendees
        self.okrtui.push_screen(
            attendees_form(self, "Monthly review", self._shown.members, present, "Note", note)
        )

    def action_save_review(self) -> None:
        if self._shown is None:
            return
        running, names = self._shown.running, {one.id: one.name for one in self._shown.members}
        here = [names[one] for one in running.attendees if one in names]
        form = end_form(self, self._team, running, here, len(self._shown.decided), self._leave)
        self.okrtui.push_screen(form)

    def _leave(self, done: Done) -> None:
        self.okrtui.go_back()
        if isinstance(beneath := self.okrtui.screen, Page):
            beneath.say(done.message)

    def _change(self, change: Callable[[RunningReview], RunningReview]) -> None:
        """Keep something of the review in a thread; the page is read again."""
        self.perform(lambda _: self._keep(change))

    def _keep(self, change: Callable[[RunningReview], RunningReview]) -> Done:
        """Keep what the change makes of what is kept now; called in a thread."""
        from okrtui.actions.monthly_reviews import change_review
        from okrtui.actions.session import Done

        change_review(self.okrtui.session().path, self._team, change)
        return Done("Noted")


def _is_point(row: Any) -> bool:
    return row is not None and not isinstance(row, Heading)


def _key(row: Any) -> str:
    return str(row.key) if _is_point(row) else ""
