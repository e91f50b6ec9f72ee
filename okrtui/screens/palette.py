"""The command palette's commands: every action of the registry that the page shown can run.

It is one way among several, never the only one: each action has a key, and help lists them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider

from okrtui.screens.action import EVERYWHERE, Action
from okrtui.screens.actions_table import actions_of, bindings_for, keys_of
from okrtui.screens.key_names import show_key
from okrtui.screens.page import Page

if TYPE_CHECKING:
    from okrtui.screens.app import OkrtuiApp


class ActionCommands(Provider):
    """The actions of the page beneath the palette, with their keys."""

    @property
    def _okrtui(self) -> OkrtuiApp:
        return cast("OkrtuiApp", self.app)

    def _actions(self) -> Iterator[tuple[Action, str]]:
        """The actions that make sense now, each with its name and first key in one text."""
        page = self.screen
        scope = page.SCOPE if isinstance(page, Page) else EVERYWHERE
        for action in actions_of(scope, EVERYWHERE):
            if not action.from_palette or (isinstance(page, Page) and page.why_not(action.id)):
                continue
            keys = keys_of(action, self._okrtui.own_keys)
            key = f"  {show_key(keys[0], self._okrtui.is_ascii)}" if keys else ""
            yield action, f"{action.name}{key}"

    async def discover(self) -> Hits:
        for action, text in self._actions():
            yield DiscoveryHit(text, partial(self._run, action), help=action.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action, text in self._actions():
            score = max(matcher.match(text), matcher.match(action.help) * 0.8)
            if score > 0:
                yield Hit(
                    score, matcher.highlight(text), partial(self._run, action), text=text, help=action.help
                )

    async def _run(self, action: Action) -> None:
        await self._okrtui.run_action(action.id, self.screen)


class ActionPalette(CommandPalette):
    """Textual's palette, which a key of the registry closes at once."""

    BINDINGS = bindings_for("palette")

    def action_close_palette(self) -> None:
        self._action_escape()
