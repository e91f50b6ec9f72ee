"""What every page shares: a header line, one line for what just happened, the footer, reading and doing off the UI.

No key waits on disk: `read` and `perform` work in a thread and post what came of it; nothing heavy is imported
before a person first does something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from okrtui import home
from okrtui.okr.errors import OkrtuiError
from okrtui.okr.text import clean_line
from okrtui.screens import clipboard
from okrtui.screens.action import EVERYWHERE
from okrtui.screens.actions_table import bindings_for
from okrtui.widgets.header_line import HeaderLine
from okrtui.widgets.key_footer import KeyFooter
from okrtui.widgets.message_line import MessageLine

if TYPE_CHECKING:
    import sqlite3

    from okrtui.actions.session import Done, Session
    from okrtui.screens.app import OkrtuiApp

SMALLEST = (60, 16)
_PAGE = "page"
"""The readings of what the page itself shows."""


class Fetched(Message):
    """A page's reading is there; `show` takes it on the UI's own thread."""

    def __init__(self, show: Callable[[Any], None], value: Any, reading: tuple[str, int]) -> None:
        super().__init__()
        self.show = show
        self.reading = reading
        self.value = value


class Performed(Message):
    """An action was carried out and written."""

    def __init__(self, done: Done, then: Callable[[Done], None] | None) -> None:
        super().__init__()
        self.done = done
        self.then = then


class Failed(Message):
    """Reading or doing failed; `otherwise` takes the error where the page wants to answer it itself."""

    def __init__(
        self,
        error: BaseException,
        otherwise: Callable[[OkrtuiError], None] | None,
        is_of_page: bool = False,
    ) -> None:
        super().__init__()
        self.error = error
        self.otherwise = otherwise
        self.is_of_page = is_of_page


class Page(Screen[None]):
    """A page of okrtui: override `compose_body`, `reload` and, where keys can be out of place, `why_not`."""

    SCOPE: ClassVar[str] = EVERYWHERE
    LISTS: ClassVar[bool] = False
    """Whether the keys of a list belong to this page's help."""

    BINDINGS = bindings_for(EVERYWHERE)
    COMPONENT_CLASSES = {
        "rag-red", "rag-amber", "rag-green", "rag-stretch", "rag-none", "muted", "faint", "strong", "heading",
        "needed", "key", "good", "warned", "mark",
    }  # fmt: skip
    HORIZONTAL_BREAKPOINTS = [
        (0, "-tiny"),
        (SMALLEST[0], "-narrow"),
        (80, "-normal"),
        (120, "-wide"),
        (180, "-widest"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (SMALLEST[1], "-low"), (24, "-tall")]

    def __init__(self) -> None:
        super().__init__()
        self._readings: dict[str, int] = {}
        self._unread = ""

    @property
    def okrtui(self) -> OkrtuiApp:
        """The app, by its own type."""
        return cast("OkrtuiApp", self.app)

    def compose(self) -> ComposeResult:
        self._fit_at_once()
        yield Static(
            f"make me larger: {SMALLEST[0]} columns and {SMALLEST[1]} lines", id="too-small", markup=False
        )
        yield HeaderLine(id="header")
        with Vertical(id="body"):
            yield from self.compose_body()
        yield MessageLine(id="message")
        yield KeyFooter(self.SCOPE, id="footer")

    def _fit_at_once(self) -> None:
        """Take the classes of the terminal's size before the first layout, which would have to be made again."""
        size = self.app.size
        for cells, points in (
            (size.width, self.HORIZONTAL_BREAKPOINTS),
            (size.height, self.VERTICAL_BREAKPOINTS),
        ):
            _, name = max(point for point in points if point[0] <= cells)
            self.set_class(True, name, update=False)

    def compose_body(self) -> Iterable[Widget]:
        """The widgets between header and message line."""
        return ()

    def on_mount(self) -> None:
        self.reload()

    def on_screen_resume(self) -> None:
        self.query_one(HeaderLine).show_sync(*self.okrtui.sync_told)
        if self.okrtui.has_changed_since(self):
            self.reload()

    def reload(self) -> None:
        """Read again what the page shows: after mounting, and whenever the workspace changed, here or elsewhere."""

    def keep(self) -> None:
        """Write down what is being typed; called before leaving, whatever the reason."""

    def why_not(self, action: str) -> str:
        """Why an action makes no sense now, in a few words; "" where it does. Its key is dim, and says this."""
        if action == "undo" and not self.okrtui.can_undo:
            return "there is nothing to undo"
        if action == "redo" and not self.okrtui.can_redo:
            return "there is nothing to redo"
        return ""

    def set_header(self, left: str, middle: str = "", right: str = "") -> None:
        """The header line: the place, what needs doing, the state."""
        self.query_one(HeaderLine).show(left, middle, right)

    def say(self, text: str) -> None:
        """Tell what just happened, in the message line, until the next such text."""
        self.query_one(MessageLine).say(text)

    def warn(self, text: str) -> None:
        """Tell what went wrong and what to do."""
        self.query_one(MessageLine).warn(text)

    def refresh_footer(self) -> None:
        """Show which keys make sense now, where that changed."""
        self.query_one(KeyFooter).refresh_state()

    def show_footer_of(self, scope: str) -> None:
        """Show another footer of the registry, where the page changes what it is about."""
        self.query_one(KeyFooter).show_scope(scope)

    def read_updates(self, key_results: Sequence[str], show: Callable[[list[str]], None]) -> None:
        """Call `show` with the lines of the 5–7-line updates of these key results (domain rules, §3)."""

        def fetch(connection: sqlite3.Connection) -> list[str]:
            from okrtui.okr.update import update_lines
            from okrtui.views.updates import update_facts

            updates = [update_lines(update_facts(connection, one, home.now())) for one in key_results]
            return "\n\n".join("\n".join(lines) for lines in updates).splitlines()

        self.read(fetch, show, group="updates")

    def copy_updates(self, key_results: Sequence[str], show: Callable[[list[str]], None]) -> None:
        """Send the updates to the terminal's clipboard and, for it can't be confirmed, to `show` as well."""

        def copy(texts: list[str]) -> None:
            sent = clipboard.send(self.okrtui, "\n".join(texts) + "\n")
            self.say(f"{'Updates' if len(key_results) > 1 else 'Update'} {sent}")
            show(texts)

        self.read_updates(key_results, copy)

    def read(
        self, fetch: Callable[[sqlite3.Connection], Any], show: Callable[[Any], None], group: str = _PAGE
    ) -> None:
        """Call `fetch` with a read connection in a thread, then `show` with what it gave, on the UI's thread.

        A newer reading of the same group takes the place of one that is not there yet.
        """
        number = self._readings[group] = self._readings.get(group, 0) + 1

        def work() -> None:
            try:
                with self.okrtui.reading() as connection:
                    value = fetch(connection)
            except Exception as error:  # noqa: BLE001 - told in the message line, the fault logged
                self.post_message(Failed(error, None, group == _PAGE))
            else:
                self.post_message(Fetched(show, value, (group, number)))

        self.okrtui.mark_fresh(self)
        self.run_worker(work, thread=True, exclusive=True, exit_on_error=False, group=f"read {group}")

    def read_at_once(self, fetch: Callable[[sqlite3.Connection], Any], show: Callable[[Any], None]) -> None:
        """Read where one stands, before anything is drawn, so that the page is laid out once and whole."""
        self.okrtui.mark_fresh(self)
        try:
            with self.okrtui.reading() as connection:
                value = fetch(connection)
        except Exception as error:  # noqa: BLE001 - told in the message line, the fault logged
            self.post_message(Failed(error, None, is_of_page=True))
        else:
            self._take_back_what_failed()
            show(value)

    def perform(
        self,
        work: Callable[[Session], Done],
        then: Callable[[Done], None] | None = None,
        otherwise: Callable[[OkrtuiError], None] | None = None,
    ) -> None:
        """Call an action with the session in a thread; its message is shown, pages reload, and `then` is called.

        `otherwise` is called with what a person can mend (BadInput, Refused, Unconfirmed, …); without it the
        error's line is shown.
        """

        def act() -> None:
            try:
                done = work(self.okrtui.session())
            except Exception as error:  # noqa: BLE001 - told in the message line, the fault logged
                self.post_message(Failed(error, otherwise))
            else:
                self.post_message(Performed(done, then))

        self.run_worker(act, thread=True, exit_on_error=False, group="perform")

    def post_failed(self, error: Exception) -> None:
        """Tell of an error from another thread."""
        self.post_message(Failed(error, None))

    @on(Fetched)
    def show_what_was_fetched(self, event: Fetched) -> None:
        event.stop()
        group, number = event.reading
        if self.is_mounted and not self.okrtui.is_leaving and self._readings[group] == number:
            if group == _PAGE:
                self._take_back_what_failed()
            event.show(event.value)

    @on(Performed)
    def tell_what_was_done(self, event: Performed) -> None:
        event.stop()
        self.say(event.done.message)
        self.okrtui.workspace_changed()
        if event.then:
            event.then(event.done)

    @on(Failed)
    def tell_what_failed(self, event: Failed) -> None:
        event.stop()
        if not isinstance(event.error, OkrtuiError):
            self.warn(self.okrtui.log_fault(event.error))
        elif event.otherwise:
            event.otherwise(event.error)
        else:
            self.warn(str(event.error))
            self._unread = str(event.error) if event.is_of_page else self._unread

    def _take_back_what_failed(self) -> None:
        """The page could be read: a line that says why it could not is over."""
        if self._unread and self.query_one(MessageLine).text == clean_line(self._unread):
            self.say("")
        self._unread = ""

    @on(Worker.StateChanged)
    def tell_of_a_fault(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and event.worker.error:
            self.warn(self.okrtui.log_fault(event.worker.error))

    def action_go_back(self) -> None:
        self.okrtui.go_back()

    def action_leave(self) -> None:
        self.okrtui.go_back()

    def action_undo(self) -> None:
        from okrtui.screens.doing import undo_last

        self.perform(undo_last)

    def action_redo(self) -> None:
        from okrtui.screens.doing import redo_last

        self.perform(redo_last)

    def action_show_tree(self) -> None:
        self.okrtui.open_tree()

    def action_show_settings(self) -> None:
        self.okrtui.open_settings()

    def action_show_sync(self) -> None:
        self.okrtui.open_sync()

    def action_show_conflicts(self) -> None:
        self.okrtui.open_conflicts()

    def action_new_objective(self) -> None:
        self.okrtui.open_writing()

    def action_import_files(self) -> None:
        self.okrtui.open_import()

    def action_quit(self) -> None:
        self.okrtui.leave(0)

    def action_command_palette(self) -> None:
        self.okrtui.action_command_palette()

    def action_suspend_process(self) -> None:
        self.keep()
        self.okrtui.action_suspend_process()

    def action_redraw(self) -> None:
        self.okrtui.action_redraw()

    def action_help(self) -> None:
        self.okrtui.open_help()
