"""Home: what is due this week, what is done and what comes later, one line a key result (Playbook, weekly check-in).

Sections say what to do about a key result. The strip beneath answers "what did I say last time?".
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import on
from textual.containers import Container
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from okrtui import home
from okrtui.okr.weeks import calendar_of, show_deadline
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.finds_lines import FindsLines
from okrtui.screens.votes_asked import TellsOfVotes
from okrtui.widgets.detail_strip import DetailStrip
from okrtui.widgets.finding import holds_all
from okrtui.widgets.key_result_columns import Columns, columns_for, heading, row
from okrtui.widgets.line_list import LineList, LineOpened, LineSelected

if TYPE_CHECKING:
    from okrtui.okr.weeks import Calendar
    from okrtui.views.escalation_line import EscalationLine
    from okrtui.views.lines import KeyResultLine
    from okrtui.views.my_week import MyWeek

RIGHT_MARGIN = 1
FIRST_LINES = 100
"""So many are read before the first paint; whoever has more sees the rest a moment later."""
LONGEST_TIMER = timedelta(days=1)
CLOCK_STEP = timedelta(hours=1)


class Section(NamedTuple):
    """A heading among the lines; the first one names the columns."""

    text: str
    is_urgent: bool
    is_first: bool


class MyWeekPage(TellsOfVotes, FindsLines):
    """The list of a person's key results, what needs them first."""

    SCOPE = "my_week"
    LISTS = True
    LIST = "lines"
    BINDINGS = bindings_for("my_week")

    def __init__(self) -> None:
        super().__init__()
        self._week: MyWeek | None = None
        self._columns: Columns | None = None
        self._width = 0
        self._timer: Timer | None = None

    def compose_body(self) -> Iterable[Widget]:
        mark = ">" if self.okrtui.is_ascii else "▌"
        with Container(id="week"):
            yield LineList(self._draw, is_selectable=_is_line, key_of=_key, mark=mark, id="lines")
            yield DetailStrip(id="detail")
            yield DetailStrip(id="update")

    def on_mount(self) -> None:
        self.query_one("#lines").focus()
        self.set_header("okrtui")

    def reload(self) -> None:
        if self._week is None:
            self.read_at_once(self._fetch_first, self._show)
        else:
            self.read(self._fetch, self._show)
        self.call_after_refresh(self.read_votes)

    def why_not(self, action: str) -> str:
        line = self._selected
        if action in ("open", "copy_update", "show_objective", "answer_turn") and line is None:
            return "there is no key result here yet: n writes an objective, i imports a file"
        if action == "check_in":
            if line is None:
                return "there is nothing to check in yet"
            if not line.is_in_force and not (self._week and self._week.due):
                return "this key result is a draft: publish its cycle first"
        return super().why_not(action)

    @property
    def _selected(self) -> KeyResultLine | None:
        selected = self.query_one("#lines", LineList).selected_row
        return selected if _is_line(selected) else None

    def _fetch_first(self, connection: sqlite3.Connection) -> MyWeek:
        from okrtui.screens.undoable import undoable

        self.okrtui.can_undo, self.okrtui.can_redo = undoable(connection, self.okrtui.acting_as)
        return self._fetch(connection, FIRST_LINES)

    def _fetch(self, connection: sqlite3.Connection, first: int | None = None) -> MyWeek:
        from okrtui.views.my_week import my_week
        from okrtui.views.workspace import acting_member

        member = acting_member(connection, self.okrtui.acting_as, home.unix_name())
        return my_week(connection, member, home.now(), first)

    def _show(self, week: MyWeek) -> None:
        self._wake_in_time(week)
        is_unchanged = week == self._week
        self._week = week
        self._show_header(week)
        if is_unchanged:
            return
        self.show_found()
        if not week.is_whole:
            self.call_after_refresh(self.reload)

    def _show_header(self, week: MyWeek) -> None:
        """The place, what is due, and before it the clock that runs out first."""
        now = home.now()
        due = f"{len(week.due)}{'' if week.is_whole else ' or more'}"
        until = show_deadline(week.deadline, now, self._calendar)
        told = f"{due} due by {until}" if week.due else "nothing is due" if week.all else ""
        names = " + ".join(cycle.name for cycle in week.cycles) or "no active cycle"
        self.set_header(
            f"{week.workspace.name} · {names} · {week.week.partition('-')[2]}",
            " · ".join(filter(None, [self._clock(week), told])),
            week.member.handle,
        )

    def _clock(self, week: MyWeek) -> str:
        if not week.escalated:
            return ""
        from okrtui.views.escalation_text import clock_text

        return clock_text(week.escalated[0], home.now())

    def _turn_of(self, line: KeyResultLine | None) -> str:
        """Whose turn it is where the key result has been red for two weeks, and how long they have; else ""."""
        found = next((one for one in self._escalated if line and one.key_result == line.id), None)
        if found is None:
            return ""
        from okrtui.views.escalation_text import turn_text

        return turn_text(found, home.now(), with_names=False)

    @property
    def _escalated(self) -> list[EscalationLine]:
        return self._week.escalated if self._week else []

    def show_found(self) -> None:
        if self._week is None:
            return
        found = [line for line in self._week.all if not self._words or holds_all(
            self._words, line.title, line.objective_title, line.owner_name, line.code)]  # fmt: skip
        chosen = {line.id for line in found}
        rows: list[Section | KeyResultLine | str] = []
        sections = (("DUE", self._week.due), ("DONE THIS WEEK", self._week.done), ("LATER", self._week.later))
        for name, members in sections:
            shown = [line for line in members if line.id in chosen]
            if shown:
                rows += ["", Section(name, name == "DUE", not rows), *shown]
        if not rows:
            rows = ["", *self._nothing_to_show()]
        self._columns = None
        self.query_one("#lines", LineList).show(rows)
        self.show_what_was_said()

    def _nothing_to_show(self) -> list[str]:
        if self._words:
            return [f"Nothing holds “{self._words}”."]
        return ["No key results of yours yet.", "", "n  write an objective with its key results",
                "i  import OKRs from a file", "o  see everyone's OKRs"]  # fmt: skip

    def _columns_in(self, width: int) -> Columns:
        """The columns for lines of that many cells, shared anew when the width or the week changed."""
        assert self._week is not None
        if self._columns is None or self._width != width:
            self._width = width
            self._columns = columns_for(
                self._week.all,
                width - RIGHT_MARGIN,
                scale=self._week.workspace.scale,
                calendar=self._calendar,
                now=home.now(),
                is_ascii=self.okrtui.is_ascii,
            )
        return self._columns

    @property
    def _calendar(self) -> Calendar:
        assert self._week is not None
        return calendar_of(self._week.workspace.timezone, self._week.workspace.deadline)

    def _draw(self, item: Any, width: int, is_selected: bool) -> Content:
        if isinstance(item, str):
            return Content.assemble((item, ".muted"))
        columns = self._columns_in(width)
        if isinstance(item, Section):
            style = ".needed" if item.is_urgent else ".heading"
            return heading(columns, item.text, style, with_names=item.is_first)
        return row(columns, item, is_selected=is_selected)

    def _wake_in_time(self, week: MyWeek) -> None:
        """Read again when the week ends, the day does, or a clock tells another hour, should nobody touch anything."""
        now = home.now()
        midnight = datetime(now.year, now.month, now.day, tzinfo=now.tzinfo) + timedelta(days=1)
        moments = [week.deadline, midnight]
        clocks = [one.turn.due for one in week.escalated[:1] if one.turn]
        moments += [now + (due - now) % CLOCK_STEP for due in clocks]
        pause = max(min(moments) - now, timedelta(seconds=1))
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(min(pause, LONGEST_TIMER).total_seconds() + 1, self.reload)

    @on(LineSelected)
    def show_what_was_said(self) -> None:
        if self._week is None:
            return
        strip = self.query_one("#detail", DetailStrip)
        strip.show_line(
            self._selected,
            member=self._week.member.id,
            scale=self._week.workspace.scale,
            is_ascii=self.okrtui.is_ascii,
            turn=self._turn_of(self._selected),
        )
        self.refresh_footer()
        if self.has_class("-widest"):
            self._show_update_beside()

    @on(LineOpened)
    def open_the_card(self, event: LineOpened) -> None:
        self.okrtui.open_card(event.row.id)

    def action_check_in(self) -> None:
        line = self._selected
        if line is None or self._week is None:
            return
        if not line.is_in_force and self._week.due:
            line = self._week.due[0]
        self.okrtui.open_sitting(line.id)

    def action_open(self) -> None:
        if self._selected is not None:
            self.okrtui.open_card(self._selected.id)

    def action_show_objective(self) -> None:
        if self._selected is not None:
            self.okrtui.open_objective(self._selected.objective)

    def action_answer_turn(self) -> None:
        if self._selected is not None:
            self.okrtui.open_inbox(self._selected.id)

    def action_copy_update(self) -> None:
        if self._selected is not None:
            self.copy_updates([self._selected.id], self.query_one("#detail", DetailStrip).show_texts)

    def _show_update_beside(self) -> None:
        line = self._selected
        beside = self.query_one("#update", DetailStrip)
        if line is None:
            beside.show_texts([])
            return
        self.read_updates([line.id], lambda texts: beside.show_texts(["the update, y copies it", "", *texts]))


def _is_line(item: Any) -> bool:
    return item is not None and not isinstance(item, str | Section)


def _key(item: Any) -> str:
    return str(item.id) if _is_line(item) else ""
