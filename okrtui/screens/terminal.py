"""What the terminal is and what it does to us: whether it can show a screen, its colours and letters, its signals.

Textual leaves the screen and the mouse as they are when a signal ends the process; here SIGTERM and SIGHUP keep the
drafts, restore the terminal and end with 128 + the signal's number.
"""

from __future__ import annotations

import asyncio
import locale
import os
import select
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from okrtui import home
from okrtui.okr.errors import BadInput, NotFound

if TYPE_CHECKING:
    from okrtui.screens.app import OkrtuiApp


def refuse_what_is_no_terminal() -> None:
    """Raise BadInput where no screen can be shown, naming the commands that do the same without one."""
    if os.environ.get("TERM", "") == "dumb":
        raise BadInput("TERM is dumb: use the plain commands, such as `okrtui status` and `okrtui checkin`")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadInput(
            "this is not a terminal: use the plain commands, such as `okrtui status` and `okrtui checkin`"
        )


def path_of(workspace: str | None) -> str | None:
    """The replica of a workspace given by short name or path; None where there is none on this machine.

    Raises:
        NotFound: a workspace was named and isn't there.
    """
    if workspace and os.sep in workspace:
        path = os.path.abspath(workspace)
    else:
        name = home.current_workspace(workspace)
        if name is None:
            return None
        path = home.replica_path(name)
    if not os.path.exists(path):
        raise NotFound(
            f"there is no workspace at {path}: see `okrtui workspace list`, or make one with `okrtui init`"
        )
    return path


def take_no_color() -> bool:
    """Whether NO_COLOR is set and not empty; it is taken out, for Textual turns it into 24-bit greys."""
    return bool(os.environ.pop("NO_COLOR", ""))


def is_ascii() -> bool:
    """Whether the locale's letters are not Unicode, so that bars and marks have to be plain ASCII."""
    encoding = (locale.getpreferredencoding(False) or "").lower().replace("-", "").replace("_", "")
    return "utf8" not in encoding


ENDING = (signal.SIGTERM, signal.SIGHUP)


class EarlySignals:
    """Signals that arrive before the first page stands, when the terminal is being taken over and can't be given
    back yet: the first is noted, and answered by `on_signals`.
    """

    def __init__(self) -> None:
        self.first: int | None = None
        for number in ENDING if threading.current_thread() is threading.main_thread() else ():
            signal.signal(number, self._note)

    def _note(self, number: int, frame: object) -> None:
        self.first = self.first or number


def on_signals(app: OkrtuiApp, early: EarlySignals | None = None) -> None:
    """Leave cleanly on SIGTERM and SIGHUP, at once where one has arrived already."""
    loop = asyncio.get_running_loop()
    for number in ENDING:
        try:
            loop.add_signal_handler(number, app.leave, 128 + number)
        except (RuntimeError, ValueError):
            return  # not the main thread: whoever runs us there handles signals
    if early is not None and early.first is not None:
        loop.call_soon(app.leave, 128 + early.first)
    _on_hangup(lambda: loop.call_soon_threadsafe(app.leave, 128 + signal.SIGHUP))


def _on_hangup(leave: Callable[[], object]) -> None:
    """Leave when the terminal is gone, signal or not: its input would be at an end for ever, and read for ever.

    The thread sleeps in the kernel until then. Where `poll` can't watch a terminal (older macOS) there is the signal.
    """
    if sys.__stdin__ is None or not sys.__stdin__.isatty():
        return
    poller = select.poll()
    poller.register(sys.__stdin__.fileno(), 0)

    def wait() -> None:
        gone = any(event & select.POLLHUP for _, event in poller.poll())
        with suppress(RuntimeError):  # the program ended first
            if gone:
                leave()

    threading.Thread(target=wait, name="hangup", daemon=True).start()


class Output:
    """The terminal as the screens write to it; once it is gone, the void.

    Textual's writing thread would end with the error, and the program wait for that thread for ever.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write, where somebody is there to read."""
        try:
            self._file.write(text)
        except OSError:
            into_the_void(self._file)

    def flush(self) -> None:
        """Let the terminal have it now."""
        try:
            self._file.flush()
        except OSError:
            into_the_void(self._file)

    def fileno(self) -> int:
        """The terminal's file descriptor."""
        return self._file.fileno()


def into_the_void(file: IO[str]) -> None:
    """Let a file that nobody takes anything from any more lead nowhere: with what is left in its buffer, too.

    Python would meet that at its end, and give an exit code of its own.
    """
    void = os.open(os.devnull, os.O_WRONLY)
    os.dup2(void, file.fileno())
    os.close(void)


def log_fault(error: BaseException) -> str:
    """Append a fault with its trace to the log; gives the line that tells of it."""
    path = home.log_path()
    try:
        home.make_private_dir(os.path.dirname(path))
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(handle, "a", encoding="utf-8") as file:
            file.write(f"{home.now().isoformat()}\n{''.join(traceback.format_exception(error))}\n")
    except OSError:
        return f"a fault of okrtui: {type(error).__name__}: {error}"
    return f"a fault of okrtui, written to {path}: {type(error).__name__}"
