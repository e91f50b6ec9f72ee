"""The footer: the few keys that matter now, at most seven, made from the registry of actions.

A key that makes no sense now is faint; pressing it says why. A click presses the key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.content import Content
from textual.widget import Widget

from okrtui.screens.actions_table import footer_actions, keys_of, show_key

if TYPE_CHECKING:
    from okrtui.screens.page import Page


class KeyFooter(Widget):
    """One line of keys and names."""

    def __init__(self, scope: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self._scope = scope
        self._places: list[tuple[int, int, str]] = []

    def render(self) -> Content:
        page = cast("Page", self.screen)
        own = page.okrtui.own_keys
        parts: list[Content] = [Content(" ")]
        at = 1
        self._places = []
        for action in footer_actions(self._scope):
            keys = keys_of(action, own)
            if not keys:
                continue
            key = show_key(keys[0], page.okrtui.is_ascii)
            length = len(key) + 1 + len(action.name)
            if at + length > self.size.width:
                break
            is_out_of_place = bool(page.why_not(action.id))
            parts.append(Content.assemble((key, ".faint" if is_out_of_place else ".key"), " "))
            parts.append(Content.assemble((action.name, ".faint" if is_out_of_place else ".muted"), "   "))
            self._places.append((at, at + length, action.id))
            at += length + 3
        return Content("").join(parts)

    async def on_click(self, event: events.Click) -> None:
        for start, end, action in self._places:
            if start <= event.x < end:
                await self.app.run_action(action, self.screen)
                return
