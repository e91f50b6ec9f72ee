"""A key result's card: where it stands, its chart, its facts and its thread (Playbook, KR card)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from okrtui import home
from okrtui.okr.text import clean_line
from okrtui.okr.weeks import calendar_of, today_in
from okrtui.screens.actions_table import ACTIONS, bindings_for, keys_of
from okrtui.screens.card_room import share_room
from okrtui.screens.card_text import (
    contributor_rows,
    first_facts,
    heading,
    initiative_rows,
    milestone_rows,
    more_facts,
    open_rows,
    signals,
)
from okrtui.screens.decision_lines import of_key_result
from okrtui.screens.escalation_rows import card_rows
from okrtui.screens.key_names import show_key
from okrtui.screens.page import Page
from okrtui.screens.thread_text import thread_rows
from okrtui.screens.votes_asked import TellsOfVotes
from okrtui.widgets.bar_across import BarAcross
from okrtui.widgets.chart_place import ChartPlace
from okrtui.widgets.hanging_text import Hanging, HangingText
from okrtui.widgets.reading_pane import ReadingPane

if TYPE_CHECKING:
    from okrtui.screens.edit_forms import Choices
    from okrtui.views.card import KeyResultCard
    from okrtui.views.decisions import DecisionLine
    from okrtui.views.escalations import EscalationLine
    from okrtui.views.lists import ChangeRow
    from okrtui.views.workspace import WorkspaceRow
    from okrtui.widgets.chart import ChartData


RECENT_WEEKS = 26
"""So far back the thread goes at first; a key shows the rest."""
_OLDER_WEEKS = next(action for action in ACTIONS if action.id == "older_weeks")


class CardData(NamedTuple):
    """What one reading gives: the card, the workspace by which it is shown, what is escalated and was decided."""

    card: KeyResultCard
    workspace: WorkspaceRow
    escalated: tuple[EscalationLine, ...]
    teams: tuple[tuple[str, str], ...]
    decided: tuple[DecisionLine, ...] = ()


class KeyResultCardPage(TellsOfVotes, Page):
    """The card of one key result."""

    SCOPE = "card"
    CSS_PATH = "card.tcss"
    LISTS = True
    BINDINGS = bindings_for("card")

    def __init__(self, key_result: str) -> None:
        super().__init__()
        self.key_result = key_result
        self._data: CardData | None = None
        self._recent_weeks: int | None = RECENT_WEEKS

    def compose_body(self) -> Iterable[Widget]:
        with ReadingPane(id="card"):
            yield HangingText(id="card-update", classes="part")
            with Container(id="card-halves"):
                with Vertical(id="card-state"):
                    yield Static("", id="card-objective", markup=False)
                    yield BarAcross(id="card-bar")
                    yield Static("", id="card-signals", markup=False)
                    with Horizontal(id="card-top"):
                        yield ChartPlace(id="card-chart", ascii_only=self.okrtui.is_ascii)
                        yield HangingText(id="card-facts")
                    yield HangingText(id="card-open", classes="part")
                with Vertical(id="card-story"):
                    yield HangingText(id="card-thread", classes="part")
                    yield HangingText(id="card-decisions", classes="part")
                    yield HangingText(id="card-bets", classes="part")
                    yield HangingText(id="card-contributors", classes="part")
                    yield HangingText(id="card-more", classes="part")

    def on_mount(self) -> None:
        self.query_one(ReadingPane).focus()

    def reload(self) -> None:
        key_result, now, recent_weeks = self.key_result, home.now(), self._recent_weeks

        def fetch(connection: sqlite3.Connection) -> CardData:
            from okrtui.views.card import key_result_card
            from okrtui.views.decisions import decisions
            from okrtui.views.escalations import escalations
            from okrtui.views.people import team_choices
            from okrtui.views.workspace import workspace

            return CardData(
                key_result_card(connection, key_result, now, recent_weeks),
                workspace(connection),
                tuple(escalations(connection, now, key_results=[key_result])),
                team_choices(connection),
                tuple(decisions(connection, key_results=[key_result])),
            )

        self.read(fetch, self._show)
        self.call_after_refresh(self.read_votes, self.key_result)

    def why_not(self, action: str) -> str:
        if self._data is None:
            return ""
        line = self._data.card.line
        if action in ("check_in", "edit_fields") and line.phase == "closed":
            return "the cycle is closed"
        if action == "check_in":
            return "" if line.is_in_force else "it is a draft: publish it first"
        if action == "propose_change":
            return (
                "" if line.is_in_force and line.phase == "active" else "nothing is agreed yet: edit it with e"
            )
        needed = {
            "decide_change": (self._open_change(), "no proposal is open"),
            "answer_turn": (self._data.escalated, "nothing is escalated about it"),
            "older_weeks": (not self._data.card.is_thread_whole, "all weeks are here"),
            "revisions": (line.last_week, "there is no check-in yet"),
        }
        if action in needed:
            has, otherwise = needed[action]
            return "" if has else otherwise
        return super().why_not(action)

    def _show(self, data: CardData) -> None:
        self._data = data
        card, workspace, now = data.card, data.workspace, home.now()
        line, scale = card.line, workspace.scale
        week = (line.last_week or "").partition("-")[2]
        self.set_header(f"{line.code}  {line.title}", right=" · ".join(filter(None, [line.cycle_name, week])))
        self.query_one("#card-objective", Static).update(
            Content.assemble((line.objective_code, ".faint"), "  ", (line.objective_title, ".muted"))
        )
        self.query_one(BarAcross).show(line)
        self.query_one("#card-signals", Static).update(signals(line, scale))
        self._show_facts(data)
        self._show_part("open", [*card_rows(data.escalated, now), *open_rows(card, now)])
        self._show_part("thread", self._thread(data))
        today = today_in(now, calendar_of(data.workspace.timezone, data.workspace.deadline)).isoformat()
        self._show_part("decisions", of_key_result(data.decided, today))
        self._show_part("bets", initiative_rows(card.initiatives))
        self._show_part("contributors", contributor_rows(card, scale))
        self.refresh_bindings()
        self._show_progress(card)

    def _show_facts(self, data: CardData) -> None:
        """All facts beside the chart where there is room, else those that fit there, the others at the end."""
        first, more = first_facts(data.card, home.now()), more_facts(data.card, data.workspace, home.now())
        has_boxes = data.card.line.figures.method == "milestones"
        milestones = milestone_rows(data.card.line) if has_boxes else []
        room = share_room(self.size, first, more, milestones, has_chart=bool(data.card.chart))
        chart = self.query_one("#card-chart")
        chart.styles.width = room.chart_width
        chart.styles.height = "auto" if has_boxes else room.chart_height
        self.query_one("#card-facts", HangingText).show(room.beside)
        self._show_part("more", [heading("CARD"), *room.below] if room.below else [])

    def _show_part(self, name: str, rows: Sequence[Hanging]) -> None:
        """A part of the card; one without rows takes no room."""
        part = self.query_one(f"#card-{name}", HangingText)
        part.show(rows)
        part.set_class(bool(rows), "-told")

    def _thread(self, data: CardData) -> list[Hanging]:
        card = data.card
        line = card.line
        rows = thread_rows(card.thread, line.unit, data.workspace.scale, home.now(), line.owner_name)
        if not card.is_thread_whole:
            keys = keys_of(_OLDER_WEEKS, self.okrtui.own_keys) or ("the palette",)
            shown = show_key(keys[0], self.okrtui.is_ascii)
            rows.append(Hanging(text=Content.styled(f"older weeks: {shown} shows them", ".muted")))
        return [heading("UPDATES"), *rows] if rows else [heading("UPDATES"), Hanging(text=_nothing_yet(card))]

    def _show_progress(self, card: KeyResultCard) -> None:
        """Milestones stand at once, a chart once its library is there; without a figure there is none."""
        place = self.query_one("#card-chart", ChartPlace)
        if card.line.figures.method == "milestones":
            self.query_one(BarAcross).display = False
            place.add_class("-list")
            rows = HangingText()
            place.remove_children()
            place.mount(rows)
            rows.show(milestone_rows(card.line))
            return
        place.set_class(not card.chart, "-empty")
        if card.chart:
            place.show(partial(_chart_data, card))

    def _open_change(self) -> ChangeRow | None:
        changes = self._data.card.changes if self._data else []
        return next((change for change in changes if change.state == "proposed"), None)

    def action_check_in(self) -> None:
        self.okrtui.open_sitting(self.key_result)

    def action_show_objective(self) -> None:
        if self._data:
            self.okrtui.open_objective(self._data.card.line.objective)

    def action_edit(self) -> None:
        if self._data:
            self.okrtui.open_writing(self._data.card.line.objective)

    def action_revisions(self) -> None:
        from okrtui.screens.revisions import RevisionsPage

        if self._data:
            self.okrtui.push_screen(RevisionsPage(self._data.card.line, self._data.workspace.scale))

    def action_older_weeks(self) -> None:
        self._recent_weeks = None
        self.reload()

    def action_copy_update(self) -> None:
        self.copy_updates([self.key_result], self._show_update)

    def _show_update(self, texts: list[str]) -> None:
        """The copied update, for no terminal confirms that it took it."""
        lines = [Hanging(text=Content(clean_line(line))) for text in texts for line in text.splitlines()]
        self._show_part("update", [heading("UPDATE"), *lines])
        self.query_one(ReadingPane).scroll_to(y=0, animate=False)

    def action_answer_turn(self) -> None:
        """The form of the one that is open; where there are several, the page of all of them."""
        if not self._data:
            return
        if len(self._data.escalated) > 1:
            self.okrtui.open_inbox(self.key_result)
            return
        from okrtui.screens.escalation_forms import step_form

        for line in self._data.escalated:
            if line.turn:
                form = step_form(self, line, line.turn.step, self._data.teams, home.now())
                self.okrtui.push_screen(form)

    def action_raise_escalation(self) -> None:
        from okrtui.screens.escalation_forms import raise_form

        if self._data:
            title = self._data.card.line.title
            self.okrtui.push_screen(raise_form(self, title, self._data.teams, key_result=self.key_result))

    def action_add_comment(self) -> None:
        from okrtui.screens.comment_form import comment_form

        if self._data:
            form = comment_form(self, self._data.card.line.title, key_result=self.key_result)
            self.okrtui.push_screen(form)

    def action_edit_fields(self) -> None:
        if self._data is None:
            return
        card = self._data.card

        def ask(choices: Choices) -> None:
            from okrtui.screens.edit_forms import key_result_form

            self.okrtui.push_screen(key_result_form(self, card, choices))

        def fetch(connection: sqlite3.Connection) -> Choices:
            from okrtui.screens.edit_forms import read_choices

            return read_choices(connection, card.line.objective, card.line.owner_name)

        self.read(fetch, ask, group="choices")

    def action_show_decisions(self) -> None:
        self.okrtui.open_decisions(key_result=self.key_result)

    def action_propose_change(self) -> None:
        from okrtui.screens.change_forms import proposal_form

        if self._data:
            self.okrtui.push_screen(proposal_form(self, self._data.card))

    def action_decide_change(self) -> None:
        from okrtui.screens.change_forms import decision_form

        change = self._open_change()
        if change:
            self.okrtui.push_screen(decision_form(self, change))

    def action_archive(self) -> None:
        from okrtui.screens.change_forms import archive_key_result_form

        if self._data:
            self.okrtui.push_screen(archive_key_result_form(self, self._data.card.line))

    def action_postpone(self) -> None:
        from okrtui.screens.change_forms import postpone_key_result_form

        if self._data:
            self.okrtui.push_screen(postpone_key_result_form(self, self._data.card.line))


def _chart_data(card: KeyResultCard) -> ChartData:
    from okrtui.screens.card_chart import chart_data

    return chart_data(card)


def _nothing_yet(card: KeyResultCard) -> Content:
    text = (
        "no check-in yet: c makes the first"
        if card.line.is_in_force
        else "a draft: check-ins begin when it is published"
    )
    return Content.styled(text, ".muted")
