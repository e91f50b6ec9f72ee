"""What every page shares: a header line, one line for what just happened, the footer, and the ways to other pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from okrtui import home
from okrtui.screens import clipboard
from okrtui.screens.action import EVERYWHERE
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.off_the_ui import WorksOffTheUi
from okrtui.widgets.header_line import HeaderLine
from okrtui.widgets.key_footer import KeyFooter
from okrtui.widgets.message_line import MessageLine

if TYPE_CHECKING:
    import sqlite3


SMALLEST = (60, 16)


class Page(WorksOffTheUi):
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
            self.okrtui.look_what_can_be_undone()

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

    def action_show_team(self) -> None:
        self.okrtui.open_team()

    def action_show_decisions(self) -> None:
        self.okrtui.open_decisions()

    def action_show_monthly_review(self) -> None:
        self.okrtui.open_monthly_review()

    def action_show_adoption(self) -> None:
        self.okrtui.open_adoption()

    def action_show_inbox(self) -> None:
        self.okrtui.open_inbox()

    def action_show_settings(self) -> None:
        self.okrtui.open_settings()

    def action_show_sync(self) -> None:
        self.okrtui.open_sync()

    def action_show_conflicts(self) -> None:
        self.okrtui.open_conflicts()

    def action_hold_meeting(self) -> None:
        from okrtui.screens.meeting_choice import hold_meeting

        hold_meeting(self)

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
