"""The preview of an import: what would be new, what differs, what could not be read; nothing is written before a yes.

In a home without a workspace a document of our JSON becomes the workspace (docs, Interchange formats).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, cast

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from okrtui.okr.errors import OkrtuiError
from okrtui.okr.text import clean_line
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.import_rows import plan_rows, problem_rows
from okrtui.screens.page import Page
from okrtui.widgets.hanging_text import HangingText
from okrtui.widgets.reading_pane import ReadingPane

if TYPE_CHECKING:
    from okrtui.actions.imports import ImportPlan
    from okrtui.actions.session import Done


class Planned(Message):
    """The files were read: this is what an import would do."""

    def __init__(self, plan: ImportPlan, names: dict[str, str]) -> None:
        super().__init__()
        self.plan = plan
        self.names = names


class NotPlanned(Message):
    """The files can't be imported; the error says why."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class Imported(Message):
    """The plan was carried out."""

    def __init__(self, done: Done) -> None:
        super().__init__()
        self.done = done


class ImportPreviewPage(Page):
    """Asks for a file where none was given, shows the plan, and carries it out."""

    SCOPE = "import"
    CSS_PATH = "import_preview.tcss"
    LISTS = True
    BINDINGS = bindings_for("import")

    def __init__(self, paths: Sequence[str] = ()) -> None:
        super().__init__()
        self._paths = tuple(paths)
        self._plan: ImportPlan | None = None
        self._is_busy = False

    def compose_body(self) -> Iterable[Widget]:
        with Horizontal(id="import-file"):
            yield Static(Content.styled("File", ".muted"))
            yield Input(
                " ".join(self._paths),
                placeholder="path of a text, Markdown, CSV or JSON file",
                id="path",
                compact=True,
            )
        with ReadingPane(id="preview"):
            yield HangingText(id="plan")

    def on_mount(self) -> None:
        self.set_header("Import")
        if self._paths:
            self.query_one("#preview").focus()
            self._read(self._paths)
        else:
            self.query_one("#path").focus()

    def why_not(self, action: str) -> str:
        if action == "confirm" and self._plan is None:
            return "name a file first; Enter shows what it holds"
        return (
            "choose what to begin with first"
            if self.okrtui.path is None and action.startswith("show_")
            else ""
        )

    @on(Input.Submitted, "#path")
    def read_the_file(self, event: Input.Submitted) -> None:
        event.stop()
        path = os.path.expanduser(event.value.strip())
        if path:
            self._read((path,))

    @on(Input.Changed, "#path")
    def forget_the_plan(self, event: Input.Changed) -> None:
        if self._plan is not None and event.value.strip() != " ".join(self._paths):
            self._plan = None
            self.refresh_footer()

    def _read(self, paths: Sequence[str]) -> None:
        self._paths = tuple(paths)

        def plan() -> Message:
            from okrtui.actions.imports import plan_import

            session = self.okrtui.session() if self.okrtui.path else None
            made = plan_import(session, paths)
            names: dict[str, str] = {}
            if session is not None:
                from okrtui.views.lists import member_names

                with session.reading() as connection:
                    names = member_names(connection)
            return Planned(made, names)

        self.say("reading …")
        self._work(plan)

    def _work(self, work: Callable[[], Message]) -> None:
        """Do it in a thread; what comes of it is a message."""

        def act() -> None:
            try:
                message = work()
            except Exception as error:  # noqa: BLE001 - told on the page, the fault logged
                message = NotPlanned(error)
            self.post_message(message)

        if not self._is_busy:
            self._is_busy = True
            self.run_worker(act, thread=True, exit_on_error=False, group="import")

    @on(Planned)
    def show_the_plan(self, event: Planned) -> None:
        event.stop()
        self._is_busy = False
        self._plan = event.plan
        self.set_header("Import", right=", ".join(clean_line(os.path.basename(path)) for path in self._paths))
        self.say("")
        self.query_one("#plan", HangingText).show(plan_rows(event.plan, event.names))
        self.query_one("#preview").focus()
        self.refresh_footer()

    @on(NotPlanned)
    def show_why_not(self, event: NotPlanned) -> None:
        event.stop()
        self._is_busy = False
        self._plan = None
        error = event.error
        self.warn(self.okrtui.log_fault(error))
        problems = (
            cast("list[str]", getattr(error, "candidates", [])) if isinstance(error, OkrtuiError) else []
        )
        self.query_one("#plan", HangingText).show(problem_rows(problems))
        self.refresh_footer()

    @on(Imported)
    def leave_with_the_news(self, event: Imported) -> None:
        event.stop()
        okrtui, done = self.okrtui, event.done
        if okrtui.path is None:
            okrtui.enter_workspace(str(done.details["path"]))
        else:
            okrtui.go_back()
            okrtui.workspace_changed()
        page = okrtui.screen
        if isinstance(page, Page):
            page.call_after_refresh(page.say, done.message)

    def action_confirm(self) -> None:
        plan = self._plan
        if plan is None:
            return

        def carry_out() -> Message:
            from okrtui.actions import imports

            return Imported(imports.carry_out(plan))

        self.say("importing …")
        self._work(carry_out)
