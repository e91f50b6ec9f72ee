"""The decision log: what waits for the sponsor, what is to be done, and what came of it (Playbook, Decision log)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from textual import on
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget

from okrtui import home
from okrtui.okr.meeting_kinds import DECISION_KINDS
from okrtui.okr.weeks import today_in
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.decision_forms import new_decision_form
from okrtui.screens.decision_lines import KIND_SHORT, Heading, draw, rows_of, state_of, told_rows
from okrtui.screens.finds_lines import FindsLines
from okrtui.screens.rules_on_decisions import RulesOnDecisions
from okrtui.widgets.line_list import LineList, LineOpened, LineSelected
from okrtui.widgets.told_pane import ToldPane

if TYPE_CHECKING:
    from okrtui.screens.decision_forms import Choices
    from okrtui.views.decisions import DecisionLine

NOTHING = "Nothing was decided yet: n records the first."
NOT_HERE = "No decision fits. v shows every kind, Escape in / all words."


class Log(NamedTuple):
    """What one reading gives; `about` is the title of the one thing that the log is of, "" for all."""

    decisions: list[DecisionLine]
    about: str
    today: str
    zone: tzinfo


class DecisionsPage(FindsLines, RulesOnDecisions):
    """The log in sections, and the selected decision in full; of one KR or objective where an id is given."""

    SCOPE = "decisions"
    CSS_PATH = "decisions.tcss"
    LISTS = True
    LIST = "decisions"
    BINDINGS = bindings_for("decisions")

    def __init__(self, key_result: str = "", objective: str = "") -> None:
        super().__init__()
        self._key_result = key_result
        self._objective = objective
        self._log: Log | None = None
        self._kind = ""

    def compose_body(self) -> Iterable[Widget]:
        mark = ">" if self.okrtui.is_ascii else "▌"
        with Container(id="log"):
            yield LineList(self._draw, is_selectable=_is_decision, key_of=_key, mark=mark, id="decisions")
            yield ToldPane(id="told")

    def on_mount(self) -> None:
        self.set_header("Decisions")
        self.query_one("#decisions").focus()
        super().on_mount()

    def reload(self) -> None:
        key_result, objective, now = self._key_result, self._objective, home.now()

        def fetch(c: sqlite3.Connection) -> Log:
            from okrtui.views.decisions import decisions, title_of
            from okrtui.views.workspace import calendar, workspace

            of = workspace(c)
            found = decisions(
                c,
                key_results=[key_result] if key_result else None,
                objectives=[objective] if objective else None,
            )
            return Log(
                found,
                title_of(c, "key_result", key_result) or title_of(c, "objective", objective),
                today_in(now, calendar(of)).isoformat(),
                ZoneInfo(of.timezone),
            )

        self.read(fetch, self._take)

    def why_not(self, action: str) -> str:
        if action not in ("open", "approve_decision", "decline_decision", "close_action"):
            return super().why_not(action)
        decision = self.selected_decision()
        if decision is None:
            return "no decision is selected"
        state = state_of(decision)
        if action == "open":
            return (
                ""
                if any(one.kind != "initiative" for one in decision.linked)
                else "it is about no key result"
            )
        if action == "close_action":
            return {"proposed": "it waits for the sponsor first", "declined": "it was declined"}.get(
                state, "its action is done already" if state == "done" else ""
            )
        return "" if state == "proposed" else "it waits for nobody's word"

    def selected_decision(self) -> DecisionLine | None:
        row = self.query_one("#decisions", LineList).selected_row
        return row if _is_decision(row) else None

    def _take(self, log: Log) -> None:
        self._log = log
        self.show_found()

    def show_found(self) -> None:
        log = self._log
        if log is None:
            return
        rows = rows_of(log.decisions, self._words, self._kind)
        self.set_header(
            f"Decisions{f' · {log.about}' if log.about else ''}", self._summary(log), self._filtered
        )
        self.query_one("#decisions", LineList).show(rows or [Heading(NOT_HERE if log.decisions else NOTHING)])
        self._tell()

    @property
    def _filtered(self) -> str:
        kind = f"{KIND_SHORT[self._kind]} only" if self._kind else ""
        return " · ".join(filter(None, [kind, f"“{self._words}”" if self._words else ""]))

    def _summary(self, log: Log) -> str:
        waits = sum(one.state == "proposed" for one in log.decisions)
        late = sum(one.is_overdue(log.today) for one in log.decisions)
        parts = [f"{waits} wait{'s' if waits == 1 else ''} for the sponsor" if waits else ""]
        parts.append(f"{late} overdue" if late else "")
        return " · ".join(filter(None, parts))

    def _draw(self, item: Any, width: int, is_selected: bool) -> Content:
        return draw(item, width, self._log.today if self._log else "", is_selected)

    @on(LineSelected)
    def tell_selected(self) -> None:
        self._tell()

    def _tell(self) -> None:
        log, decision = self._log, self.selected_decision()
        rows = told_rows(decision, log.today, log.zone) if log and decision else []
        self.query_one(ToldPane).show(rows)
        self.refresh_footer()

    @on(LineOpened)
    def open_opened(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        decision = self.selected_decision()
        named = [one for one in decision.linked if one.kind != "initiative"] if decision else []
        if named and named[0].kind == "key_result":
            self.okrtui.open_card(named[0].id)
        elif named:
            self.okrtui.open_objective(named[0].id)

    def action_filter_decisions(self) -> None:
        ring = ("", *DECISION_KINDS)
        self._kind = ring[(ring.index(self._kind) + 1) % len(ring)]
        self.show_found()

    def ask_for_decision(self, choices: Choices) -> None:
        about = self._log.about if self._log else ""
        self.okrtui.push_screen(
            new_decision_form(
                self, choices, key_result=self._key_result, objective=self._objective, title=about
            )
        )


def _is_decision(row: Any) -> bool:
    return row is not None and not isinstance(row, Heading)


def _key(row: Any) -> str:
    return str(row.id) if _is_decision(row) else ""
