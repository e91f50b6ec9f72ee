"""One check-in's form under the shell's prompt: the sitting of a single key result, without the full screen.

It takes at most twenty lines, ends with the save, and leaves nothing behind; what it ended with is told by the
command line (architecture, The command line). Leaving keeps the draft.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import events, on
from textual._compositor import InlineUpdate
from textual.binding import Binding
from textual.screen import Screen

from okrtui.screens import terminal
from okrtui.screens.app import OkrtuiApp
from okrtui.screens.inline_driver import ChangedLines, InlineDriver
from okrtui.screens.sitting import SittingPage
from okrtui.screens.sitting_queue import Turn, turn_of

if TYPE_CHECKING:
    import sqlite3

    from rich.console import RenderableType
    from textual.strip import Strip

    from okrtui.actions.session import Done

LEFT = 130
"""The exit code of a form that was left without saving."""

_ELSEWHERE = frozenset(
    ("show_tree", "show_settings", "command_palette", "import_files", "new_objective", "copy_update", "undo")
)


class InlineEnd(NamedTuple):
    """How the form ended: `done` where it was saved, else whether a draft is kept, and the exit code."""

    code: int
    done: Done | None
    has_draft: bool


class InlineSittingPage(SittingPage):
    """The form of one key result and nothing else.

    Args:
        key_result: its id.
        week: the week to check in for; None: the one that is due.
    """

    BINDINGS = [Binding("ctrl+c", "leave", show=False, priority=True)]

    def __init__(self, key_result: str, week: str | None) -> None:
        super().__init__(key_result, week)
        self._only = key_result
        self.done: Done | None = None

    def on_mount(self) -> None:
        self.show_footer_of("inline_sitting")

    def open_turn(self, connection: sqlite3.Connection) -> Turn | None:
        return turn_of(connection, self._only, [self._only], self._week)

    def set_header(self, left: str, middle: str = "", right: str = "") -> None:
        super().set_header(left.partition(" · ")[0], middle, right)

    def why_not(self, action: str) -> str:
        if action in _ELSEWHERE:
            return "that is in the full screen: okrtui without a command opens it"
        if action == "skip":
            return "there is only this one: ctrl+g leaves and keeps the draft"
        return super().why_not(action)

    @property
    def has_draft(self) -> bool:
        """Whether something half typed is kept."""
        return self._has_draft

    def _checked_in(self, key_result: str, done: Done) -> None:
        self.done = done
        self.okrtui.exit(0, return_code=0)

    def action_leave(self) -> None:
        if self.close_question():
            return
        self.okrtui.leave(LEFT)

    def action_quit(self) -> None:
        self.action_leave()


class InlineApp(OkrtuiApp):
    """The app of that one form."""

    INLINE_PADDING = 0

    def __init__(self, path: str, acting_as: str | None, key_result: str, week: str | None) -> None:
        super().__init__(path, acting_as=acting_as)
        self.driver_class = InlineDriver
        self.form = InlineSittingPage(key_result, week)
        self._drawn: list[Strip] = []

    def get_default_screen(self) -> Screen[Any]:
        """Nothing stands beneath the form."""
        return Screen(id="_default")

    def on_mount(self) -> None:
        self.push_screen(self.form)

    async def action_quit(self) -> None:
        self.form.action_leave()

    def action_suspend_process(self) -> None:
        """Give the terminal back to the shell until `fg`."""
        with self.suspend():
            os.kill(os.getpid(), signal.SIGTSTP)

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Take the form away meanwhile, and draw all of it again after."""
        with super().suspend():
            self._drawn.clear()
            yield

    @on(events.Resize)
    def draw_all_again(self) -> None:
        self._drawn.clear()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Draw the lines that changed; nothing once the form is gone."""
        if isinstance(renderable, InlineUpdate):
            if not self._screen_stack:
                return
            renderable = ChangedLines(renderable.strips, self._drawn, renderable.clear)
        super()._display(screen, renderable)


def check_in_inline(
    workspace: str | None, acting_as: str | None, key_result: str, week: str | None
) -> InlineEnd:
    """Open the form under the prompt and wait for its end.

    Args:
        workspace: a workspace's short name, or the path of a replica; None takes the current one.
        acting_as: the handle to act as.
        key_result: the id of the key result.
        week: the week to check in for; None: the one that is due.

    Raises:
        BadInput: this is no terminal that could show a form.
        NotFound: there is no such workspace.
    """
    terminal.refuse_what_is_no_terminal()
    path = terminal.path_of(workspace)
    assert path is not None
    early = terminal.EarlySignals()
    app = InlineApp(path, acting_as, key_result, week)
    app.early_signals = early
    code = app.run(mouse=app.has_mouse)
    return InlineEnd((app.return_code or 0) if code is None else code, app.form.done, app.form.has_draft)
