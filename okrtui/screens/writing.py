"""Writing an objective with its key results in the house format, with the quality gate's findings as one types.

What was typed is kept on disk until it was saved, whatever ends the page (Playbook, Formatting template).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from textual import on, work
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Select, Static, TextArea

from okrtui import home
from okrtui.okr.errors import OkrtuiError
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.page import Page
from okrtui.screens.writing_findings import Judgement, finding_rows, judge_text
from okrtui.widgets.hanging_text import HangingText
from okrtui.widgets.reading_pane import ReadingPane

if TYPE_CHECKING:
    from okrtui.actions.session import Done, Session
    from okrtui.views.workspace import CycleRow

PAUSE = 0.3
"""Seconds after a key until the text is judged and kept."""
BEGINNING = "Objective: \n\nKR 1: "
NEXT_KEY_RESULT = "KR {}: "


class WritingData(NamedTuple):
    """What one reading gives: open cycles, the text to begin with, and where the text belongs."""

    cycles: list[CycleRow]
    cycle: str | None
    text: str


class TextJudged(Message):
    """The quality gate has looked at the text."""

    def __init__(self, judgement: Judgement) -> None:
        super().__init__()
        self.judgement = judgement


class CycleChooser(Select[str]):
    """The cycle of what is written; a letter typed here by mistake opens no page over the text."""

    def on_key(self, event: Key) -> None:
        if event.is_printable and event.key != "space":
            event.stop()


class WritingPage(Page):
    """An editor, and what the gate says of the text in it."""

    SCOPE = "writing"
    CSS_PATH = "writing.tcss"
    BINDINGS = bindings_for("writing")

    def __init__(self, objective: str | None = None) -> None:
        super().__init__()
        self.objective = objective
        self._data: WritingData | None = None
        self._timer: Timer | None = None
        self._is_saved = False

    def compose_body(self) -> Iterable[Widget]:
        with Horizontal(id="writing-cycle"):
            yield Static(Content.styled("Cycle", ".muted"))
            yield CycleChooser((), id="cycle", compact=True, prompt="no open cycle")
        with Container(id="writing"):
            yield TextArea(id="text", compact=True, soft_wrap=True, tab_behavior="focus")
            with ReadingPane(id="findings"):
                yield HangingText(id="finding-rows")

    def on_mount(self) -> None:
        self.set_header("Edit the objective" if self.objective else "Write an objective")
        self.query_one("#text").focus()

    def reload(self) -> None:
        if self._data is None:
            self.read(self._fetch, self._take)

    def why_not(self, action: str) -> str:
        return "save it, then publish it on its page" if action == "publish" else ""

    def _fetch(self, connection: sqlite3.Connection) -> WritingData:
        from okrtui.views.lists import cycles

        known = [cycle for cycle in cycles(connection) if cycle.phase in ("draft", "active")]
        kept = _read_kept(self._kept_path)
        if self.objective is None:
            today = home.now().date().isoformat()
            running = [cycle for cycle in known if cycle.start <= today <= cycle.end]
            chosen = (running or known)[-1:]
            return WritingData(known, chosen[0].id if chosen else None, kept or BEGINNING)
        from okrtui.actions.gate import written_objective
        from okrtui.okr.house_format import format_okrs
        from okrtui.views.objective_page import objective_page

        row = objective_page(connection, self.objective, home.now()).row
        written, _ = written_objective(connection, self.objective)
        return WritingData(known, row.cycle, kept or format_okrs([written._replace(team=row.team_name)]))

    def _take(self, data: WritingData) -> None:
        self._data = data
        chooser: Select[str] = self.query_one("#cycle", Select)
        chooser.set_options([(Content(f"{each.name} ({each.phase})"), each.id) for each in data.cycles])
        if data.cycle in {each.id for each in data.cycles}:
            chooser.value = str(data.cycle)
        chooser.disabled = self.objective is not None
        area = self.query_one(TextArea)
        area.load_text(data.text)
        begins = self.objective is not None or data.text == BEGINNING
        area.move_cursor((0, len(area.document.get_line(0))) if begins else area.document.end)
        self._judge()

    @property
    def _cycle(self) -> CycleRow | None:
        chosen = self.query_one("#cycle", Select).value
        cycles = self._data.cycles if self._data else []
        return next((each for each in cycles if each.id == chosen), None)

    @on(TextArea.Changed, "#text")
    @on(Select.Changed, "#cycle")
    def wait_for_a_pause(self) -> None:
        if self._timer is None:  # a running one goes on: who types without a pause is kept, too
            self._timer = self.set_timer(PAUSE, self._judge)

    def _judge(self) -> None:
        self._timer = None
        if self._data is not None:
            self._judge_text(self.query_one(TextArea).text, self._cycle)

    @work(thread=True, exclusive=True, exit_on_error=False, group="judge")
    def _judge_text(self, text: str, cycle: CycleRow | None) -> None:
        self._keep(text)
        self.post_message(TextJudged(judge_text(text, cycle, home.now().date())))

    @on(TextJudged)
    def show_findings(self, event: TextJudged) -> None:
        event.stop()
        self.query_one("#finding-rows", HangingText).show(finding_rows(event.judgement))
        self.set_header(
            "Edit the objective" if self.objective else "Write an objective", right=event.judgement.counts
        )

    @property
    def _kept_path(self) -> str:
        name = os.path.basename(self.okrtui.path or "none")
        return os.path.join(home.state_dir(), "writing", f"{name}-{self.objective or 'new'}.md")

    def _keep(self, text: str) -> None:
        if self._data is not None and not self._is_saved and text.strip() != self._data.text.strip():
            home.write_private(self._kept_path, text)

    def keep(self) -> None:
        self._keep(self.query_one(TextArea).text)

    def action_leave(self) -> None:
        self.keep()
        self.okrtui.go_back()

    def action_save(self) -> None:
        cycle = self._cycle
        text = self.query_one(TextArea).text
        start = date.fromisoformat(cycle.start) if cycle else home.now().date()
        objective = self.objective

        def save(session: Session) -> Done:
            from okrtui.actions.written_okrs import rewrite_objective, save_written
            from okrtui.okr.errors import BadInput
            from okrtui.okr.house_format import parse_okrs

            written, unread = parse_okrs(text, start)
            if unread:
                raise BadInput(f"line {unread[0].line} can't be read: {unread[0].why}")
            if objective and len(written) == 1:
                return rewrite_objective(session, objective, written[0])
            if objective:
                raise BadInput("one objective is edited here: keep one line that begins with “Objective:”")
            if cycle is None:
                raise BadInput("there is no open cycle: okrtui cycle new makes one")
            return save_written(session, cycle.id, written)

        self.say("saving …")
        self.perform(save, self._leave_saved, self._tell_why_not)

    def _leave_saved(self, done: Done) -> None:
        self._is_saved = True
        if os.path.exists(self._kept_path):
            os.unlink(self._kept_path)
        self.okrtui.go_back()
        if self.objective is None:
            self.okrtui.open_objective(done.id)
        page = self.okrtui.screen
        if isinstance(page, Page):
            page.call_after_refresh(page.say, done.message)

    def _tell_why_not(self, error: OkrtuiError) -> None:
        self.warn(str(error))

    def action_add_key_result(self) -> None:
        area = self.query_one(TextArea)
        count = sum(1 for line in area.text.splitlines() if line.lstrip("-*• ").upper().startswith("KR"))
        before = area.text.rstrip()
        area.load_text(f"{before}\n{NEXT_KEY_RESULT.format(count + 1)}")
        area.move_cursor(area.document.end)

    def action_open_editor(self) -> None:
        from okrtui.screens.editor import edit_text

        area = self.query_one(TextArea)
        try:
            area.load_text(edit_text(self.okrtui, area.text))
        except OkrtuiError as error:
            self.warn(str(error))


def _read_kept(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
