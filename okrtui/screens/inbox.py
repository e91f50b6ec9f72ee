"""The inbox: what waits for whoever is at work, each opened by Enter where it can be settled (domain rules, §6).

With a key result's id it is that one's escalations instead, open and closed, whosever turn they are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import on
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget

from okrtui import home
from okrtui.okr.escalation_steps import ACKNOWLEDGED, ANSWERED, ASKED, HUDDLE, RED_STREAK
from okrtui.okr.text import cell_width, clean_line
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.escalation_rows import told_rows
from okrtui.screens.inbox_lines import NOTHING, Heading, draw, rows_of
from okrtui.screens.page import Page
from okrtui.views.escalation_text import name_of, state_text, turn_text
from okrtui.views.inbox import ACTION, CHANGE, CHECK_IN, DECISION, ESCALATION, NOTICE, Waiting, inbox
from okrtui.widgets.hanging_text import Hanging
from okrtui.widgets.line_list import LineList, LineOpened, LineSelected
from okrtui.widgets.told_pane import ToldPane

if TYPE_CHECKING:
    from okrtui.views.changes import ChangeRow
    from okrtui.views.decisions import DecisionLine
    from okrtui.views.escalations import EscalationLine

CLOSED = "closed"
_STEPS = {"acknowledge": ACKNOWLEDGED, "note_huddle": HUDDLE, "ask_sponsor": ASKED}


class Waits(NamedTuple):
    """What one reading gives; `about` is the title of the one key result that it is about, "" for a person's inbox."""

    waiting: list[Waiting]
    about: str
    teams: tuple[tuple[str, str], ...]


class InboxPage(Page):
    """What waits in sections, and the selected one in full."""

    SCOPE = "inbox"
    CSS_PATH = "inbox.tcss"
    LISTS = True
    BINDINGS = bindings_for("inbox")

    def __init__(self, key_result: str = "") -> None:
        super().__init__()
        self._key_result = key_result
        self._waits: Waits | None = None
        self._longest = 0

    def compose_body(self) -> Iterable[Widget]:
        mark = ">" if self.okrtui.is_ascii else "▌"
        with Container(id="waits"):
            yield LineList(self._draw, is_selectable=_is_waiting, key_of=_key, mark=mark, id="waiting")
            yield ToldPane(id="told")

    def on_mount(self) -> None:
        self.set_header(self._place)
        self.query_one("#waiting").focus()
        super().on_mount()

    @property
    def _place(self) -> str:
        return "Escalations" if self._key_result else "Inbox"

    def reload(self) -> None:
        key_result, now, acting_as = self._key_result, home.now(), self.okrtui.acting_as

        def fetch(c: sqlite3.Connection) -> Waits:
            from okrtui.views.lines import line
            from okrtui.views.people import team_choices
            from okrtui.views.workspace import acting_member

            teams = team_choices(c)
            if key_result:
                return Waits(_of_key_result(c, key_result, now), line(c, key_result, now).title, teams)
            return Waits(inbox(c, acting_member(c, acting_as, home.unix_name()), now), "", teams)

        self.read(fetch, self._show)

    def why_not(self, action: str) -> str:
        one = self._selected
        if one is None and action in ("open", "answer_turn", "show_card", *_STEPS):
            return "nothing waits"
        line = one.escalation if one else None
        if action == "show_card":
            return "" if one and one.key_result else "it is about no key result"
        if action == "raise_escalation":
            return "" if one and one.key_result else "choose a line that is about a key result"
        if action == "open" and one and one.kind == CLOSED:
            return "it is closed"
        if action in _STEPS or action == "answer_turn":
            if line is None or line.turn is None:
                return "it is no open escalation"
            return _why_no_step(line, _STEPS.get(action, line.turn.step))
        return super().why_not(action)

    @property
    def _selected(self) -> Waiting | None:
        row = self.query_one("#waiting", LineList).selected_row
        return row if _is_waiting(row) else None

    def _show(self, waits: Waits) -> None:
        self._waits = waits
        self._longest = max((cell_width(clean_line(one.title)) for one in waits.waiting), default=0)
        open_ones = [one for one in waits.waiting if one.kind not in (CLOSED, NOTICE)]
        late = sum(one.is_overdue for one in open_ones)
        told = f"{len(open_ones)} wait{'s' if len(open_ones) == 1 else ''}" if open_ones else ""
        overdue = f"{late} overdue" if late else ""
        self.set_header(
            f"{self._place}{f' · {waits.about}' if waits.about else ''}",
            " · ".join(filter(None, [told, overdue])),
        )
        self.query_one("#waiting", LineList).show(rows_of(waits.waiting, NOTHING[bool(self._key_result)]))
        self._tell()

    def _draw(self, item: Any, width: int, is_selected: bool) -> Content:
        return draw(item, width, home.now(), self._longest, is_selected)

    @on(LineSelected)
    def tell_selected(self) -> None:
        self._tell()

    def _tell(self) -> None:
        one = self._selected
        rows: list[Hanging] = []
        if one and one.escalation:
            rows = told_rows(one.escalation, home.now())
        elif one:
            rows = [
                Hanging(
                    Content(""), Content.styled(f"{one.code}  {clean_line(one.title)}".strip(), ".strong")
                ),
                Hanging(),
                Hanging(Content(""), Content(clean_line(one.todo))),
            ]
        self.query_one(ToldPane).show(rows)
        self.refresh_footer()

    @on(LineOpened)
    def open_opened(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        one = self._selected
        if one is None:
            return
        if one.kind == CHECK_IN:
            self.okrtui.open_sitting(one.key_result)
        elif one.kind == ESCALATION:
            self.action_answer_turn()
        elif one.kind == CHANGE:
            self._open_change(one.id)
        elif one.kind in (DECISION, ACTION):
            self._open_decision(one.id, one.kind)
        elif one.kind == NOTICE:
            self.action_show_card()

    def action_show_card(self) -> None:
        if (one := self._selected) and one.key_result:
            self.okrtui.open_card(one.key_result)

    def action_answer_turn(self) -> None:
        one = self._selected
        if one and one.escalation and one.escalation.turn:
            self._ask(one.escalation, one.escalation.turn.step)

    def action_acknowledge(self) -> None:
        self._take(ACKNOWLEDGED)

    def action_note_huddle(self) -> None:
        self._take(HUDDLE)

    def action_ask_sponsor(self) -> None:
        self._take(ASKED)

    def action_raise_escalation(self) -> None:
        from okrtui.screens.escalation_forms import raise_form

        one = self._selected
        if one and one.key_result and self._waits:
            form = raise_form(self, one.title, self._waits.teams, key_result=one.key_result)
            self.okrtui.push_screen(form)

    def _take(self, step: str) -> None:
        if (one := self._selected) and one.escalation and not _why_no_step(one.escalation, step):
            self._ask(one.escalation, step)

    def _ask(self, line: EscalationLine, step: str) -> None:
        from okrtui.screens.escalation_forms import step_form

        if self._waits:
            self.okrtui.push_screen(step_form(self, line, step, self._waits.teams, home.now()))

    def _open_change(self, id_: str) -> None:
        def fetch(c: sqlite3.Connection) -> ChangeRow | None:
            from okrtui.views.changes import changes

            return next(iter(changes(c, only=[id_])), None)

        def show(change: ChangeRow | None) -> None:
            from okrtui.screens.change_forms import decision_form

            if change is not None:
                self.okrtui.push_screen(decision_form(self, change))

        self.read(fetch, show, group="change")

    def _open_decision(self, id_: str, kind: str) -> None:
        def fetch(c: sqlite3.Connection) -> DecisionLine:
            from okrtui.views.decisions import decision

            return decision(c, id_)

        def show(found: DecisionLine) -> None:
            from okrtui.screens.decision_forms import done_form
            from okrtui.screens.ruling_form import ruling_form

            self.okrtui.push_screen(done_form(self, found) if kind == ACTION else ruling_form(self, found))

        self.read(fetch, show, group="decision")


def _of_key_result(c: sqlite3.Connection, key_result: str, now: datetime) -> list[Waiting]:
    """The escalations of one key result, as what waits for whoever's turn it is."""
    from okrtui.views.escalations import escalations

    return [
        Waiting(
            ESCALATION if one.turn else CLOSED,
            one.id,
            name_of(one),
            turn_text(one, now) if one.turn else state_text(one),
            one.turn.due if one.turn else None,
            one.is_overdue,
            key_result,
            one.code,
            one,
        )
        for one in escalations(c, now, key_results=[key_result], open_only=False)
    ]


def _why_no_step(line: EscalationLine, step: str) -> str:
    """Why an escalation can't take this step; "" where it can. Who may take it is the action's business."""
    taken = {one.step for one in line.answers}
    if step == HUDDLE and line.kind != RED_STREAK:
        return "a huddle is held on a red streak"
    if step == ASKED and line.kind not in (RED_STREAK, "blocker"):
        return "the sponsor is asked about red streaks and blockers"
    if step != ANSWERED and step in taken:
        return {ASKED: "the sponsor was asked already", HUDDLE: "the huddle was held already"}.get(
            step, "it was acknowledged already"
        )
    return ""


def _is_waiting(row: Any) -> bool:
    return row is not None and not isinstance(row, Heading)


def _key(row: Any) -> tuple[str, str]:
    return (row.kind, row.id) if _is_waiting(row) else ("", "")
