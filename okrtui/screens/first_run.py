"""The first run: one calm page instead of a wall of questions.

Your name and the workspace's are filled in already; then one choice: an empty cycle, a file, or the demo. Nothing
is written before the choice is made.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from okrtui import home
from okrtui.okr.errors import BadInput, NotFound
from okrtui.okr.text import clean_line, cut, fit
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.days import show_day
from okrtui.screens.page import Page
from okrtui.widgets.line_list import LineList, LineOpened

if TYPE_CHECKING:
    from okrtui.actions.session import Session

EMPTY, FILE, DEMO = "empty", "file", "demo"


LABEL_WIDTH = 17


class Choice(NamedTuple):
    """One way to begin: its id, its name and what it does."""

    id: str
    name: str
    about: str


class Quarter(NamedTuple):
    """The quarter that runs: its name and its first and last day."""

    name: str
    start: date
    end: date


class WorkspaceMade(Message):
    """There is a workspace now; with `file` its import is shown on top of *My week*.

    `path` is None where the file is to become the workspace.
    """

    def __init__(self, path: str | None, file: str = "") -> None:
        super().__init__()
        self.path = path
        self.file = file


class NotMade(Message):
    """It could not be made; the error says why."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class FirstRunPage(Page):
    """Two names and one choice."""

    SCOPE = "first_run"
    CSS_PATH = "first_run.tcss"
    BINDINGS = bindings_for("first_run")

    def __init__(self) -> None:
        super().__init__()
        self._quarter = running_quarter(home.now().astimezone().date())
        self._is_making = False

    def compose_body(self) -> Iterable[Widget]:
        name = clean_line(home.unix_name())
        with VerticalScroll(id="first-run", can_focus=False):
            yield Static(Content.styled("What should be different by the end of the quarter?", ".strong"))
            yield Static(
                Content.styled(
                    "okrtui keeps your objectives and key results; one check-in a week.", ".muted"
                ),
                id="first-run-about",
            )
            with Horizontal(classes="first-run-field"):
                yield Static(Content.styled("Your name", ".muted"))
                yield Input(name, id="name", compact=True, select_on_focus=True)
            with Horizontal(classes="first-run-field"):
                yield Static(Content.styled("Workspace", ".muted"))
                yield Input(f"{name.capitalize()}’s OKRs", id="workspace", compact=True, select_on_focus=True)
            with Horizontal(classes="first-run-field", id="file-line"):
                yield Static(Content.styled("File", ".muted"))
                yield Input(id="file", compact=True)
            begin = Content.assemble(
                ("BEGIN WITH", ".heading"), ("  enter begins, tab goes to the names", ".faint")
            )
            yield Static(begin, id="first-run-begin")
            yield LineList(_draw_choice, key_of=lambda choice: choice[0], id="choices")
            yield Static(Content.styled(_where_it_stays(), ".faint"), id="first-run-where")

    def on_mount(self) -> None:
        span = f"{show_day(self._quarter.start)} – {show_day(self._quarter.end)}"
        choices = self.query_one(LineList)
        choices.show(
            (
                Choice(EMPTY, "an empty cycle", f"{self._quarter.name}, {span}, made for you"),
                Choice(FILE, "a file", "text, Markdown, CSV or JSON, with a preview"),
                Choice(DEMO, "the demo", "a company in week 8; nothing of yours is touched"),
            )
        )
        choices.focus()
        self.set_header("okrtui", right="first run")

    def why_not(self, action: str) -> str:
        if action in ("show_tree", "show_settings"):
            return "first choose what to begin with"
        return ""

    @on(Input.Submitted)
    def go_to_the_next_field(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "file":
            self.query_one(LineList).action_open_line()
        else:
            self.focus_next()

    @on(LineOpened)
    def begin(self, event: LineOpened) -> None:
        event.stop()
        if self._is_making:
            return
        choice: Choice = event.row
        if choice.id == DEMO:
            self._make(_make_demo, "making the demo …")
            return
        name = self.query_one("#name", Input).value
        title = self.query_one("#workspace", Input).value
        quarter = self._quarter
        field = self.query_one("#file", Input)
        file = os.path.expanduser(field.value.strip()) if choice.id == FILE else ""
        if choice.id == FILE and not file:
            self.query_one("#file-line").display = True
            field.focus()
            self.say("name the file; Enter shows what it holds")
            return
        self._make(lambda: _make_workspace(name, title, quarter, file), "making the workspace …")

    def _make(self, make: Callable[[], WorkspaceMade], says: str) -> None:
        """Make it in a thread; what comes of it is a message."""

        def work() -> None:
            try:
                made: Message = make()
            except Exception as error:  # noqa: BLE001 - told in the message line, the fault logged
                made = NotMade(error)
            self.post_message(made)

        self._is_making = True
        self.say(says)
        self.run_worker(work, thread=True, exit_on_error=False, group="make")

    @on(WorkspaceMade)
    def enter_it(self, event: WorkspaceMade) -> None:
        event.stop()
        okrtui = self.okrtui
        self._is_making = False
        if event.path is not None:
            okrtui.enter_workspace(event.path)
        if event.file:
            okrtui.open_import([event.file])

    @on(NotMade)
    def tell_why_not(self, event: NotMade) -> None:
        event.stop()
        self._is_making = False
        self.warn(self.okrtui.log_fault(event.error))
        if isinstance(event.error, BadInput) and event.error.field in ("name", "workspace"):
            self.query_one(f"#{event.error.field}", Input).focus()


def running_quarter(today: date) -> Quarter:
    """The calendar quarter that holds a day, named as in "Q4 2026"."""
    number = (today.month - 1) // 3 + 1
    start = date(today.year, 3 * number - 2, 1)
    following = date(today.year + number // 4, 3 * number % 12 + 1, 1)
    return Quarter(f"Q{number} {today.year}", start, date.fromordinal(following.toordinal() - 1))


def _make_workspace(name: str, title: str, quarter: Quarter, file: str) -> WorkspaceMade:
    """The workspace with the running quarter in it, unless the file becomes the workspace.

    Raises:
        BadInput: a field or the file can't be used.
    """
    from okrtui.actions import cycles, workspaces

    if file and _becomes_the_workspace(file):
        return WorkspaceMade(None, file)

    name, title = clean_line(name), clean_line(title)
    if not title:
        raise BadInput("give the workspace a name", field="workspace")
    session: Session = workspaces.create_workspace(title, handle=_handle(name), display_name=name)
    cycles.new_cycle(session, quarter.name, "quarter", quarter.start.isoformat(), quarter.end.isoformat())
    return WorkspaceMade(session.path, file)


def _becomes_the_workspace(file: str) -> bool:
    """Whether the file is a document that holds a workspace; BadInput where it can't be read."""
    from okrtui.actions.imports import plan_import

    try:
        plan_import(None, [file])
    except NotFound:
        return False
    return True


def _handle(name: str) -> str:
    """The Unix name's handle, else one of the name as typed."""
    for candidate in (home.unix_name(), name):
        try:
            return home.handle_of(candidate)
        except home.HomeError:
            continue
    raise BadInput("write your name with letters a–z or digits: a handle is made of it", field="name")


def _make_demo() -> WorkspaceMade:
    """A throw-away demo in a folder of its own."""
    from tempfile import mkdtemp

    from okrtui.actions.demo import make_demo

    return WorkspaceMade(make_demo(mkdtemp(prefix="okrtui-demo-")))


def _draw_choice(choice: Choice, width: int, selected: bool) -> Content:
    name = fit(choice.name, LABEL_WIDTH)
    return Content.assemble(
        (name, ".strong" if selected else ""), (cut(choice.about, max(width - LABEL_WIDTH, 0)), ".muted")
    )


def _where_it_stays() -> str:
    folder = home.data_dir()
    own = os.path.expanduser("~")
    shown = f"~{folder.removeprefix(own)}" if folder.startswith(own + os.sep) else folder
    return f"Everything stays on this machine, in {clean_line(shown)}"
