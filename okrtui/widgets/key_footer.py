"""The footer: the few keys that matter now, at most seven, made from the registry of actions.

A key that makes no sense now is faint; pressing it says why. A click presses the key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.content import Content
from textual.widget import Widget

from okrtui.screens.action import Action
from okrtui.screens.actions_table import footer_actions, keys_of
from okrtui.screens.key_names import show_key, types_something

if TYPE_CHECKING:
    from okrtui.screens.page import Page


GAP = 3
FORMS = ("sitting", "inline_sitting", "writing")
"""Where one types text, so that a key which is a character is none."""


class KeyFooter(Widget):
    """One line of keys and names."""

    def __init__(self, scope: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self._scope = scope
        self._places: list[tuple[int, int, str]] = []
        self._state: tuple[bool, ...] = ()

    def show_scope(self, scope: str) -> None:
        """Show the keys of another scope."""
        self._scope = scope
        self.refresh()

    def refresh_state(self) -> None:
        """Draw the footer again where a key became possible or stopped being it."""
        page = cast("Page", self.screen)
        state = tuple(bool(page.why_not(action.id)) for action in footer_actions(self._scope))
        if state != self._state:
            self._state = state
            self.refresh()

    def render(self) -> Content:
        page = cast("Page", self.screen)
        parts: list[Content] = [Content(" ")]
        at = 1
        self._places = []
        for action, key in self._that_fit(page):
            length = len(key) + 1 + len(action.name)
            is_out_of_place = bool(page.why_not(action.id))
            parts.append(Content.assemble((key, ".faint" if is_out_of_place else ".key"), " "))
            parts.append(
                Content.assemble((action.name, ".faint" if is_out_of_place else ".muted"), " " * GAP)
            )
            self._places.append((at, at + length, action.id))
            at += length + GAP
        return Content("").join(parts)

    def _that_fit(self, page: Page) -> list[tuple[Action, str]]:
        """The actions that have keys and room; the last one, help, is never left out for want of room."""
        shown = []
        for action in footer_actions(self._scope):
            keys = keys_of(action, page.okrtui.own_keys)
            if self._scope in FORMS:
                keys = tuple(key for key in keys if not types_something(key)) or keys
            if keys:
                shown.append((action, show_key(keys[0], page.okrtui.is_ascii)))
        while (
            len(shown) > 1
            and sum(len(key) + len(a.name) + 1 + GAP for a, key in shown) - GAP + 1 > self.size.width
        ):
            shown.pop(-2)
        return shown

    async def on_click(self, event: events.Click) -> None:
        for start, end, action in self._places:
            if start <= event.x < end:
                await self.app.run_action(action, self.screen)
                return
