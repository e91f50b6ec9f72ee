"""The preview of an import: what would be new, what differs, what could not be read; nothing is written before a yes.

In a home without a workspace a document of our JSON becomes the workspace (docs, Interchange formats).
"""

from __future__ import annotations

import os
import time
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
from okrtui.screens.mapping_words import said_here
from okrtui.screens.page import Page
from okrtui.widgets.hanging_text import HangingText
from okrtui.widgets.reading_pane import ReadingPane

if TYPE_CHECKING:
    from okrtui.actions.import_files import Source
    from okrtui.actions.imports import ImportOptions, ImportPlan
    from okrtui.actions.session import Done


TELL_EVERY = 0.5
"""Seconds between two words about long work."""


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


class ColumnsAsked(Message):
    """A table has columns of its own: a person says what they mean, or sees what was guessed."""

    def __init__(self, sources: list[Source]) -> None:
        super().__init__()
        self.sources = sources


class Progressed(Message):
    """Long work went on: how many of how many are done."""

    def __init__(self, what: str, done: int, total: int) -> None:
        super().__init__()
        self.what = what
        self.done = done
        self.total = total


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
        self._sources: list[Source] = []
        self._options: ImportOptions | None = None

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
        if action == "map_columns" and self._table is None:
            return "only tables (CSV) have columns"
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

    @property
    def _table(self) -> Source | None:
        """The first table among the files."""
        return next((source for source in self._sources if source.format == "csv"), None)

    def _read(self, paths: Sequence[str]) -> None:
        self._paths = tuple(paths)
        self._options = None

        def read() -> Message:
            from okrtui.actions.import_files import read_sources
            from okrtui.actions.imports import ImportOptions, headers_of

            sources = read_sources(paths)
            headers = headers_of(sources, ImportOptions())
            is_foreign = any(header.is_foreign or not header.kind for _, header in headers)
            return ColumnsAsked(sources) if is_foreign and self.okrtui.path else self._planned(sources)

        self.say("reading …")
        self._work(read)

    def _planned(self, sources: list[Source]) -> Planned:
        """What an import of the files would do, worked out in a thread."""
        from okrtui.actions.imports import ImportOptions, plan_sources

        session = self.okrtui.session() if self.okrtui.path else None
        made = plan_sources(session, sources, self._options or ImportOptions(), self._progress("reading"))
        names: dict[str, str] = {}
        if session is not None:
            from okrtui.views.lists import member_names

            with session.reading() as connection:
                names = member_names(connection)
        return Planned(made, names)

    def _progress(self, what: str) -> Callable[[int, int], None]:
        """Tell of long work, now and then."""
        told = time.monotonic()

        def tell(done: int, total: int) -> None:
            nonlocal told
            if time.monotonic() - told > TELL_EVERY:
                told = time.monotonic()
                self.post_message(Progressed(what, done, total))

        return tell

    @on(Progressed)
    def show_progress(self, event: Progressed) -> None:
        event.stop()
        if self._is_busy:
            self.say(f"{event.what} … {100 * event.done // max(event.total, 1)} %")

    @on(ColumnsAsked)
    def ask_for_columns(self, event: ColumnsAsked) -> None:
        event.stop()
        self._is_busy = False
        self._sources = event.sources
        self.say("")
        self.action_map_columns()

    def action_map_columns(self) -> None:
        table = self._table
        if table is None:
            return
        from okrtui.actions.imports import ImportOptions
        from okrtui.screens.import_mapping import ImportMappingPage

        options = self._options or ImportOptions()
        self.okrtui.push_screen(ImportMappingPage(table, self._paths[0], options, self._go_on))

    def _go_on(self, options: ImportOptions) -> None:
        """Show what an import would do, now that the columns are known."""
        self._options = options
        self.say("reading …")
        self._work(lambda: self._planned(self._sources))

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
        self._sources = event.plan.sources
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
        self.warn(said_here(self.okrtui.log_fault(error)))
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

            return Imported(imports.carry_out(plan, self._progress("importing")))

        self.say("importing …")
        self._work(carry_out)
