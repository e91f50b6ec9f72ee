"""Reading and doing off the UI's thread: no key waits on disk.

`read` and `perform` work in a thread and post what came of it; nothing heavy is imported before a person first does
something.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from textual import on
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from okrtui.okr.errors import OkrtuiError
from okrtui.okr.text import clean_line
from okrtui.widgets.message_line import MessageLine

if TYPE_CHECKING:
    import sqlite3

    from okrtui.actions.session import Done, Session
    from okrtui.screens.app import OkrtuiApp

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


class WorksOffTheUi(Screen[None]):
    """A screen that reads the replica and carries out actions in threads, and tells in its message line how it went."""

    def __init__(self) -> None:
        super().__init__()
        self._readings: dict[str, int] = {}
        self._unread = ""

    @property
    def okrtui(self) -> OkrtuiApp:
        """The app, by its own type."""
        return cast("OkrtuiApp", self.app)

    def say(self, text: str) -> None:
        """Tell what just happened, in the message line, until the next such text."""
        self.query_one(MessageLine).say(text)

    def warn(self, text: str) -> None:
        """Tell what went wrong and what to do."""
        self.query_one(MessageLine).warn(text)

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
