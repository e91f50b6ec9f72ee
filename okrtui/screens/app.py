"""The terminal UI's frame: it opens pages, watches the workspace for changes made elsewhere, and leaves cleanly.

Nothing heavy stands before the first paint: `actions` is imported in a thread once the first
page stands, other pages when they are first opened.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from rich.console import COLOR_SYSTEMS
from rich.text import Text
from textual import on, work
from textual.app import App
from textual.command import CommandPalette, Provider
from textual.filter import LineFilter
from textual.screen import Screen

from okrtui import home, settings
from okrtui.okr.errors import BadInput, OkrtuiError
from okrtui.okr.unreachable import unreachable_line
from okrtui.screens import terminal
from okrtui.screens.changed_cells import ChangedCells
from okrtui.screens.key_order import KeyOrder
from okrtui.screens.keymap import bound_keys, key_clashes, keys_that_hold, own_keys
from okrtui.screens.opening import OpensPages
from okrtui.screens.page import Page
from okrtui.screens.themes import THEMES, colours_for, theme_for
from okrtui.screens.watching import ReplicaWatch, WorkspaceChanged
from okrtui.widgets.ascii_signs import AsciiSigns
from okrtui.widgets.header_line import HeaderLine

if TYPE_CHECKING:
    import sqlite3

    from textual.driver import Driver

    from okrtui.actions.session import Session
    from okrtui.screens.sync_of_app import SyncOfApp
    from okrtui.sync.rounds import Outcome

TITLE = "okrtui"
ASCII_SIGNS = AsciiSigns()


def _palette() -> type[Provider]:
    return cast("type[Provider]", import_module("okrtui.screens.palette").ActionCommands)


def _my_week() -> Page:
    return cast("Page", import_module("okrtui.screens.my_week").MyWeekPage())


class OkrtuiApp(OpensPages[int], ChangedCells[int], KeyOrder[int]):
    """The app: one replica, one person, a stack of pages with *My week* at the bottom."""

    CSS_PATH = ["app.tcss", "my_week.tcss"]  # the first page's among them, so that they are parsed once
    TITLE = TITLE
    ENABLE_COMMAND_PALETTE = False  # its key stands in our registry
    COMMANDS = {_palette}

    def __init__(
        self,
        path: str | None,
        *,
        acting_as: str | None = None,
        open_check_in: str | None = None,
        open_meeting: str | None = None,
    ) -> None:
        """Make the app; nothing is read yet.

        Args:
            path: the replica; None opens the first-run guide.
            acting_as: the handle to act as; None for OKRTUI_AS's, else the Unix name's.
            open_check_in: id of a key result whose sitting is opened at once.
            open_meeting: id of a team whose meeting is opened at once.
        """
        no_color = terminal.take_no_color()
        super().__init__()
        self._own_colours = self.console._color_system
        self.path = path
        self.acting_as = acting_as or os.environ.get("OKRTUI_AS") or None
        self.open_check_in = open_check_in
        self._first_meeting = open_meeting
        self.is_ascii = False
        self.own_keys: dict[str, str] = {}
        self.has_mouse = True
        self.is_slow = False
        self.is_leaving = False
        self.early_signals: terminal.EarlySignals | None = None
        self._trouble = ""
        self._no_color = no_color
        self._session: Session | None = None
        self._session_lock = threading.Lock()
        self._watch: ReplicaWatch | None = None
        self._sync: SyncOfApp | None = None
        self.can_undo = self.can_redo = True
        self.sync_told = ("", "")
        self._version = 0
        self._seen: dict[int, int] = {}
        for theme in THEMES:
            self.register_theme(theme)
        self.take_settings()

    def on_mount(self) -> None:
        terminal.on_signals(self, self.early_signals)
        self.animation_level = "none"
        if self.path is None:
            self._open("first_run", "FirstRunPage")
            return
        self._watch_replica(self.path)
        if self.open_check_in:
            self.open_sitting(self.open_check_in)
        if self._first_meeting:
            self.open_meeting(self._first_meeting)
        self.call_after_refresh(self._begin)

    def on_unmount(self) -> None:
        if self._watch:
            self._watch.stop()
        if self._sync:
            self._sync.stop()

    def _build_driver(
        self, headless: bool, inline: bool, mouse: bool, size: tuple[int, int] | None
    ) -> Driver:
        """Textual's driver, that outlives its terminal; Textual has no other way to say where it writes."""
        driver: Any = super()._build_driver(headless, inline, mouse, size)
        if hasattr(driver, "_file"):
            driver._file = terminal.Output(driver._file)
        return cast("Driver", driver)

    def get_default_screen(self) -> Screen[Any]:
        """The page at the bottom: *My week*; nothing where there is no workspace, for the first-run guide goes."""
        return super().get_default_screen() if self.path is None else _my_week()

    def enter_workspace(self, path: str) -> None:
        """Take up the workspace of a replica and show its *My week*, after the first run."""
        self.path = path
        self._session = None
        self._watch_replica(path)
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(_my_week())
        self.call_after_refresh(self._begin)

    def _watch_replica(self, path: str) -> None:
        if self._watch:
            self._watch.stop()
        self._watch = ReplicaWatch(path, lambda: self.post_message(WorkspaceChanged()))
        self._watch.start()

    def _begin(self) -> None:
        """What comes after the first paint."""
        if self._trouble and isinstance(self.screen, Page):
            self.screen.warn(self._trouble)
        self._warm_up()
        self._begin_to_sync()

    def _begin_to_sync(self) -> None:
        """Keep a shared workspace in step from now on; what that needs is imported now, after the first paint."""
        if self._sync:
            self._sync.stop()
        if self.path is not None and not self.is_leaving:
            self._sync = cast(
                "SyncOfApp", import_module("okrtui.screens.sync_of_app").SyncOfApp(self, self.path)
            )
            self._sync.start()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, and our signs in ASCII where the terminal's letters are not Unicode."""
        filters = super().get_line_filters()
        return [*filters, ASCII_SIGNS] if self.is_ascii else filters

    # What pages ask of the app

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A read connection to the replica, closed afterwards; for a worker's thread."""
        from okrtui.views.connect import connect

        if self.path is None:
            raise BadInput("there is no workspace yet")
        connection = connect(self.path)
        try:
            yield connection
        finally:
            connection.close()

    def session(self) -> Session:
        """The person's session, opened once; call it from a worker's thread, for it imports `actions`."""
        with self._session_lock:
            if self._session is None:
                from okrtui.actions.session import Session

                if self.path is None:
                    raise BadInput("there is no workspace yet")
                self._session = Session.at(self.path, self.acting_as)
            return self._session

    def workspace_changed(self) -> None:
        """Let every page read again: now the one that is shown, the others when they are shown again."""
        self._version += 1
        if isinstance(self.screen, Page):
            self.screen.reload()
            self.look_what_can_be_undone()
        if self._sync:
            self._sync.note_change()

    def look_what_can_be_undone(self) -> None:
        """Let the keys for undo and redo be dim where there is nothing for them; a page that goes learns it no more."""
        self.can_undo = self.can_redo = True
        page = self.screen
        if not isinstance(page, Page):
            return

        def fetch(connection: sqlite3.Connection) -> tuple[bool, bool]:
            from okrtui.screens.undoable import undoable

            return undoable(connection, self.acting_as)

        def show(found: tuple[bool, bool]) -> None:
            self.can_undo, self.can_redo = found
            page.refresh_footer()

        page.read(fetch, show, group="undo")

    def has_changed_since(self, page: Screen[Any]) -> bool:
        """Whether something was written since a page last read."""
        return self._seen.get(id(page), self._version) != self._version

    def mark_fresh(self, page: Screen[Any]) -> None:
        """Note that a page reads now."""
        self._seen[id(page)] = self._version

    def log_fault(self, error: BaseException) -> str:
        """Write a fault of ours to the log; gives the line that tells of it, or of what can't be reached."""
        if isinstance(error, OkrtuiError | home.HomeError | settings.SettingsError):
            return str(error)
        return unreachable_line(error, self.path or "") or terminal.log_fault(error)

    def sync_now(self, tell: Callable[[Outcome], object]) -> None:
        """Exchange with the others now, in a thread; tell how it went."""
        if self._sync:
            self._sync.sync_now(tell)

    def show_sync(self, words: str, signs: str) -> None:
        """Show in the header how the exchange stands, in words or, where there is less room, in signs."""
        self.sync_told = (words, signs)
        if isinstance(self.screen, Page):
            self.screen.query_one(HeaderLine).show_sync(words, signs)

    def _take_theme(self, name: str) -> None:
        """Show this theme; before the start without the watcher that would parse all styles again."""
        if self.is_running:
            self.theme = name
            return
        self.set_reactive(App.theme, name)
        is_dark = self.current_theme.dark
        classes = {f"-theme-{name}": True, "-dark-mode": is_dark, "-light-mode": not is_dark}
        self.update_classes(classes, update=False)
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())

    # Keys and messages

    async def run_action(self, action: Any, default_namespace: Any = None, namespaces: Any = None) -> bool:
        """Run an action, or say why it makes no sense now."""
        name = action if isinstance(action, str) else action[1]
        page = self.screen
        if isinstance(page, Page) and (reason := page.why_not(name)):
            page.say(reason)
            return True
        return await super().run_action(action, default_namespace, namespaces)

    @on(WorkspaceChanged)
    def reload_pages(self) -> None:
        if self.screen_stack:  # on the way out there is no page left to read again
            self.workspace_changed()

    def action_command_palette(self) -> None:
        if not CommandPalette.is_open(cast("KeyOrder[object]", self)):
            self.push_screen(import_module("okrtui.screens.palette").ActionPalette(id="--command-palette"))

    async def action_quit(self) -> None:
        self.leave(0)

    def action_help_quit(self) -> None:
        if isinstance(self.screen, Page):
            self.screen.say("q or ctrl+q leaves okrtui")

    def leave(self, code: int) -> None:
        """Keep what is being typed, restore the terminal, end with this exit code."""
        self.is_leaving = True
        self._keep_all()
        self.exit(code, return_code=code)

    def _keep_all(self) -> None:
        for page in self.screen_stack:
            if isinstance(page, Page):
                page.keep()

    def _fatal_error(self) -> None:
        """A fault of ours: what is being typed is kept, the trace goes to the log, and one line tells of it."""
        if not self.is_leaving and self._exception:
            self.is_leaving = True
            self._exit_renderables.append(Text(f"okrtui: {self.log_fault(self._exception)}"))
            with suppress(Exception):
                self._keep_all()
        self._close_messages_no_wait()

    @work(thread=True, exit_on_error=False, group="warm up")
    def _warm_up(self) -> None:
        """Import what the first save needs, so that it needn't wait for it; what is in its way, the save will tell."""
        if os.environ.get("OKRTUI_NO_WARM_UP"):
            return
        import_module("okrtui.actions.check_ins")
        with suppress(OkrtuiError):
            self.session()

    def take_settings(self) -> None:
        """Theme, letters and keys as the person set them; what can't be used is told once the first page stands."""
        try:
            values = settings.read_settings()
        except settings.SettingsError as error:
            self._trouble = str(error)
            values = {}
        self.is_slow = bool(values.get("slow", False))
        colours = "standard" if self.is_slow else colours_for(str(values.get("colours", "auto")))
        self.console._color_system = COLOR_SYSTEMS.get(colours, self._own_colours)
        has_few = colours == "standard"
        self._take_theme(theme_for(str(values.get("theme", "auto")), self._no_color, is_slow=has_few))
        self.is_ascii = {"always": True, "never": False}.get(str(values.get("ascii")), terminal.is_ascii())
        own = own_keys(values.get("keys", {}))
        self.own_keys = keys_that_hold(own)
        self.has_mouse = bool(values.get("mouse", True))
        self.set_keymap(bound_keys(self.own_keys))
        if clashes := key_clashes(own):
            more = len(clashes) - 1
            self._trouble = f"{clashes[0]} (and {more} more)" if more else clashes[0]


def run(
    workspace: str | None = None,
    acting_as: str | None = None,
    open_check_in: str | None = None,
    open_meeting: str | None = None,
) -> int:
    """Open the terminal UI and give its exit code.

    Args:
        workspace: a workspace's short name, or the path of a replica; None takes the current one, and the
            first-run guide where there is none.
        acting_as: the handle to act as.
        open_check_in: id of a key result whose check-in is opened at once.
        open_meeting: id of a team whose meeting is opened at once.

    Returns:
        What `leave` was given, whatever of a page that was being opened breaks on the way out; else Textual's code.

    Raises:
        BadInput: this is no terminal that could show a screen; the line names the plain commands.
    """
    terminal.refuse_what_is_no_terminal()
    early = terminal.EarlySignals()
    app = OkrtuiApp(
        terminal.path_of(workspace),
        acting_as=acting_as,
        open_check_in=open_check_in,
        open_meeting=open_meeting,
    )
    app.early_signals = early
    code = app.run(mouse=app.has_mouse)
    return (app.return_code or 0) if code is None else code
