"""The sitting: all key results that are due, one after the other, until none is left (Playbook, weekly check-in).

What is half typed is kept as a draft all the while; leaving, for whatever reason, loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.app import SuspendNotSupported
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from okrtui import home
from okrtui.okr.errors import BadInput, OkrtuiError, Unconfirmed
from okrtui.okr.update import update_lines
from okrtui.okr.weeks import calendar_of, show_deadline
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.draft_keeper import PAUSE, DraftKeeper
from okrtui.screens.page import Page
from okrtui.screens.sitting_form import FormChanged, FormFinished, SittingForm
from okrtui.screens.sitting_queue import Turn, first_turn, turn_of
from okrtui.widgets.form_fields import LineField, TextField
from okrtui.widgets.question_line import Answered, QuestionLine

if TYPE_CHECKING:
    import sqlite3

    from okrtui.actions.session import Done, Session


class SittingPage(Page):
    """One check-in after the other.

    Args:
        key_result: where to begin, by its id; without one, with the first that is due.
        week: the week of its first turn; without one, the week that is due.
    """

    SCOPE = "sitting"
    CSS_PATH = "sitting.tcss"
    BINDINGS = bindings_for("sitting")

    def __init__(self, key_result: str | None = None, week: str | None = None) -> None:
        super().__init__()
        self._first = key_result
        self._week = week
        self._queue: list[str] = []
        self._place = 0
        self._saved: list[str] = []
        self._taken_back: list[str] = []
        self._turn: Turn | None = None
        self._keeper: DraftKeeper | None = None
        self._timer: Timer | None = None
        self._has_draft = False
        self._is_saving = False
        self._is_over = False

    def compose_body(self) -> Iterable[Widget]:
        with Horizontal(id="turn"):
            yield SittingForm(id="form")
            yield Static(id="preview", markup=False)
        with VerticalScroll(id="finished"):
            yield Static(id="finished-text", markup=False)
        yield QuestionLine(id="question")

    def on_mount(self) -> None:
        assert self.okrtui.path is not None
        self._keeper = DraftKeeper(self.okrtui.path, self.post_failed)
        self.set_header("Check in")
        self.query_one("#turn").display = False
        self.query_one("#finished").display = False
        self.read(self.open_turn, self._begin_first, group="sitting")

    def open_turn(self, connection: sqlite3.Connection) -> Turn | None:
        """What the sitting begins with; read in a thread."""
        return first_turn(connection, self._first, self.okrtui.acting_as, self._week)

    def reload(self) -> None:
        """What is being typed stands: nothing that happens elsewhere takes its place."""

    def why_not(self, action: str) -> str:
        if action in ("copy_update", "undo") and not self._saved:
            return "nothing is saved in this sitting yet"
        if action == "redo" and not self._taken_back:
            return "nothing is undone in this sitting"
        if action in ("save", "next_stands", "same_figure", "open_editor", "skip") and self._is_over:
            return "this sitting is over: y copies the updates, ctrl+g goes back"
        if action == "open_editor" and not isinstance(self.focused, TextField | LineField):
            return "go to a text first, then open it in the editor"
        if action == "next_stands" and self._turn and not (self._turn.sitting.last
                                                             and self._turn.sitting.last.next_action):  # fmt: skip
            return "there is no earlier next action that could stand"
        return ""

    # One key result's turn

    def _begin_first(self, turn: Turn | None) -> None:
        if turn is None:
            self._finish()
        else:
            self._queue = turn.queue
            self._begin(turn)

    def _begin(self, turn: Turn) -> None:
        self._turn = turn
        self._is_saving = False
        self._has_draft = turn.sitting.draft is not None
        self._show_header()
        form = self.query_one("#form", SittingForm)
        self.query_one("#turn").display = True
        form.fill(turn.sitting, turn.workspace, self.okrtui.is_ascii)
        self._show_preview()
        self.refresh_footer()

    def _show_header(self) -> None:
        assert self._turn is not None
        sitting, workspace = self._turn.sitting, self._turn.workspace
        week = sitting.week.partition("-")[2]
        calendar = calendar_of(workspace.timezone, workspace.deadline)
        until = show_deadline(sitting.deadline, home.now(), calendar)
        when = f"{week}, late: it was due {until}" if sitting.is_late else f"{week}, until {until}"
        marks = [when]
        if sitting.this is not None:
            marks.append("revises what is saved")
        if self._has_draft:
            marks.append("draft")
        self.set_header(f"Check in · {self._place + 1} of {len(self._queue)}", "", " · ".join(marks))

    def _next(self) -> None:
        self._place += 1
        if self._place >= len(self._queue):
            self._finish()
        else:
            following = partial(turn_of, key_result=self._queue[self._place], queue=self._queue)
            self.read(following, self._begin, group="sitting")

    def _finish(self) -> None:
        """Say what was done and show the updates, which `y` copies."""
        self._is_over = True
        self.query_one("#turn").display = False
        self.query_one("#finished").display = True
        self.query_one("#finished").focus()
        if not self._queue:
            words = "Nothing is due. Select a key result and press c to check in all the same."
        else:
            words = f"{len(self._saved)} of {len(self._queue)} checked in."
            words += " y copies the updates." if self._saved else " Nothing was saved; drafts are kept."
        self.set_header("Check in")
        self.show_footer_of("sitting_over")
        self._show_finished(words, [])
        if self._saved:
            self.read_updates(self._saved, partial(self._show_finished, words))
        self.refresh_footer()

    def _show_finished(self, words: str, texts: list[str]) -> None:
        shown = Content.assemble((words, ".strong"), "\n\n", "\n".join(texts))
        self.query_one("#finished-text", Static).update(shown)

    def _show_preview(self) -> None:
        """What would be posted, beside the form; shown where the terminal is wide."""
        if self._turn is None:
            return
        facts = self.query_one("#form", SittingForm).typed().facts(self._turn.facts)
        lines = [Content(line) for line in update_lines(facts)]
        heading = Content.assemble(("What you will post", ".heading"), "\n")
        self.query_one("#preview", Static).update(Content("\n").join([heading, *lines]))

    # Saving

    def action_save(self) -> None:
        if self._is_saving or self._is_over or self._turn is None:
            return
        missing = self.query_one("#form", SittingForm).try_saving()
        if missing:
            names = ", ".join(
                name.replace("milestones_done", "milestones").replace("_", " ") for name in missing
            )
            self.warn(f"not saved yet: {names}")
            return
        self._save()

    def _save(self, confirmed: bool = False) -> None:
        assert self._turn is not None
        assert self._keeper is not None
        form = self.query_one("#form", SittingForm)
        try:
            arguments = form.typed().arguments() | {"confirmed": confirmed}
        except BadInput as error:
            self._mend(error)
            return
        self._is_saving = True
        self._stop_timer()
        key_result, keeper = self._turn.sitting.line.id, self._keeper

        def check_in(session: Session) -> Done:
            from okrtui.actions import check_ins

            with keeper.saving():
                return check_ins.check_in(session, key_result, **arguments)

        self.perform(check_in, partial(self._checked_in, key_result), self._mend)

    def _checked_in(self, key_result: str, done: Done) -> None:
        if key_result not in self._saved:
            self._saved.append(key_result)
            self._taken_back.clear()
        self._next()

    def _mend(self, error: OkrtuiError) -> None:
        """Ask what waits for a yes; for all else say what is wrong, at its field. The draft stays."""
        self._is_saving = False
        self._note_draft()
        if isinstance(error, Unconfirmed):
            self.query_one("#question", QuestionLine).ask(error.questions)
            return
        self.warn(str(error))
        if isinstance(error, BadInput) and error.field:
            self.query_one("#form", SittingForm).focus_field(error.field)

    @on(Answered)
    def take_answer(self, event: Answered) -> None:
        event.stop()
        if event.is_yes:
            self._save(confirmed=True)
        else:
            self.query_one("#form", SittingForm).focus_first()

    @on(FormFinished)
    def save_what_is_complete(self) -> None:
        self.action_save()

    # Drafts

    @on(FormChanged)
    def keep_soon(self) -> None:
        if self._is_saving or self._is_over:
            return
        self._note_draft()
        self._show_preview()
        if self._timer is None:  # a running one goes on: who types without a pause is kept, too
            self._timer = self.set_timer(PAUSE, self._write_now)

    def keep(self) -> None:
        """Write the draft now: the page is left, the program ends, or the terminal goes away."""
        self._stop_timer()
        if self._keeper is not None and not self._is_over:
            self._keeper.write()

    def _note_draft(self) -> None:
        if self._turn is not None and self._keeper is not None:
            sitting = self._turn.sitting
            self._keeper.note(
                sitting.line.id, sitting.week, self.query_one("#form", SittingForm).typed().as_draft()
            )
            if not self._has_draft:
                self._has_draft = True
                self._show_header()

    def _write_now(self) -> None:
        self._timer = None
        self._write_draft()

    @work(thread=True, exit_on_error=False, group="draft")
    def _write_draft(self) -> None:
        if self._keeper is not None:
            self._keeper.write()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    # Keys

    def close_question(self) -> bool:
        """Take back the question that waits for a yes; whether there was one."""
        question = self.query_one("#question", QuestionLine)
        if not question.is_asking:
            return False
        question.close()
        self.query_one("#form", SittingForm).focus_first()
        return True

    def action_leave(self) -> None:
        if self.close_question():
            return
        self.keep()
        self.okrtui.workspace_changed()
        self.okrtui.go_back()

    def action_next_field(self) -> None:
        self.focus_next()

    def action_previous_field(self) -> None:
        self.focus_previous()

    def action_skip(self) -> None:
        self.keep()
        self.say("left for later, the draft is kept" if self._has_draft else "left for later")
        self._next()

    def action_same_figure(self) -> None:
        if trouble := self.query_one("#form", SittingForm).fill_same():
            self.warn(trouble)

    def action_next_stands(self) -> None:
        if trouble := self.query_one("#form", SittingForm).keep_next():
            self.warn(trouble)

    def action_undo(self) -> None:
        from okrtui.screens.doing import undo_last

        self.perform(undo_last, lambda done: self._take_back_last())

    def _take_back_last(self) -> None:
        if self._saved:
            self._taken_back.append(self._saved.pop())
        if self._is_over:
            self._finish()

    def action_redo(self) -> None:
        from okrtui.screens.doing import redo_last

        self.perform(redo_last, lambda done: self._bring_back_last())

    def _bring_back_last(self) -> None:
        if self._taken_back:
            self._saved.append(self._taken_back.pop())
        if self._is_over:
            self._finish()

    def action_copy_update(self) -> None:
        if self._saved:
            self.copy_updates(self._saved, lambda texts: None)

    def action_open_editor(self) -> None:
        from okrtui.screens.editor import edit_text

        field: Any = self.focused
        if not isinstance(field, TextField | LineField):
            return
        self.keep()
        try:
            field.typed = edit_text(self.okrtui, field.typed)
            self._note_draft()
            self.keep()
        except OkrtuiError as error:
            self.warn(str(error))
        except SuspendNotSupported:
            self.warn("this terminal can't be handed to an editor")
