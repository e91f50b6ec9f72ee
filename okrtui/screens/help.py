"""The keys that are valid on the page beneath, searchable by name, key or words; Enter runs one.

It reads the same registry as the bindings do and shows a person's own keys where they remapped any.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from okrtui.okr.text import clean_line, cut, fit
from okrtui.screens.action import EVERYWHERE, Action
from okrtui.screens.actions_table import actions_of, bindings_for, keys_of
from okrtui.screens.key_names import show_key
from okrtui.screens.page import Page
from okrtui.widgets.line_list import LineList, LineOpened, LineSelected

KEYS_WIDTH, NAME_WIDTH = 18, 17


class HelpPage(Page):
    """A list of actions with their keys over the page that asked for it."""

    SCOPE = "help"
    CSS_PATH = "help.tcss"
    BINDINGS = [
        *bindings_for("help"),
        Binding("down,ctrl+n", "move('line_down')", show=False, priority=True),
        Binding("up", "move('line_up')", show=False, priority=True),
        Binding("pagedown", "move('whole_page_down')", show=False, priority=True),
        Binding("pageup", "move('whole_page_up')", show=False, priority=True),
    ]

    def __init__(self, beneath: Page) -> None:
        super().__init__()
        self._beneath = beneath
        scopes = (beneath.SCOPE, *(("list",) if beneath.LISTS else ()), EVERYWHERE)
        self._actions = sorted(
            actions_of(*scopes), key=lambda action: scopes.index(_scope_in(action, scopes))
        )

    def compose_body(self) -> Iterable[Widget]:
        yield Input(placeholder="type a word or a key to search", id="help-search", compact=True)
        yield LineList(self._draw, key_of=lambda action: action.id, id="help-list")
        yield Static(id="help-about", classes="about", markup=False)

    def on_mount(self) -> None:
        self.set_header("Keys of this page", right=f"{len(self._actions)} actions")
        self.query_one("#help-search").focus()
        self._show("")

    @on(Input.Changed, "#help-search")
    def search(self, event: Input.Changed) -> None:
        self._show(event.value)

    @on(Input.Submitted, "#help-search")
    def run_selected(self) -> None:
        action = self.query_one(LineList).selected_row
        if action is not None:
            self._run(action)

    @on(LineSelected)
    def tell_all_of_it(self, event: LineSelected) -> None:
        about = self._about(event.row) if event.row is not None else ""
        self.query_one("#help-about", Static).update(Content.styled(about, ".muted"))

    @on(LineOpened)
    def run_opened(self, event: LineOpened) -> None:
        self._run(event.row)

    def action_move(self, way: str) -> None:
        getattr(self.query_one(LineList), f"action_{way}")()

    def _run(self, action: Action) -> None:
        """Go back to the page and run the action there, or in its list where it is a list's."""
        self.okrtui.go_back()
        place = self._beneath.focused if "list" in action.scopes else None
        self.okrtui.call_later(self.okrtui.run_action, action.id, place or self._beneath)

    def _show(self, searched: str) -> None:
        words = clean_line(searched).casefold().split()
        shown = [action for action in self._actions if self._fits(action, words)]
        self.query_one(LineList).show(shown)
        self.say("" if shown else "no action has these words")

    def _fits(self, action: Action, words: list[str]) -> bool:
        """Whether each word is one of the action's keys, or part of its name or help."""
        keys = {key.casefold() for key in self._keys(action)}
        text = f"{action.name} {action.help}".casefold()
        return all(word in keys or word in text for word in words)

    def _keys(self, action: Action) -> list[str]:
        return [show_key(key, self.okrtui.is_ascii) for key in keys_of(action, self.okrtui.own_keys)]

    def _about(self, action: Action) -> str:
        """What the action does, or why not now."""
        reason = clean_line(self._beneath.why_not(action.id))
        return f"not now: {reason}" if reason else action.help

    def _draw(self, action: Action, width: int, selected: bool) -> Content:
        reason = self._beneath.why_not(action.id)
        return Content.assemble(
            (fit("  ".join(self._keys(action)), KEYS_WIDTH), ".faint" if reason else ".key"), " ",
            (fit(action.name, NAME_WIDTH), ".faint" if reason else ".strong" if selected else ""), " ",
            (cut(self._about(action), max(width - KEYS_WIDTH - NAME_WIDTH - 2, 0)), ".muted"),
        )  # fmt: skip


def _scope_in(action: Action, scopes: tuple[str, ...]) -> str:
    """The first of the page's scopes that an action has: the page's own actions stand first."""
    return next(scope for scope in scopes if scope in action.scopes)
