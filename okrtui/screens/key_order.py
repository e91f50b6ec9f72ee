"""One key after the other: the next is handed out when what the last one started has happened.

Textual queues keys at whichever widget has the focus when they arrive. A key that moves the focus, or a save, is
worked off elsewhere, so that a quick hand on a slow line would write into the field before, or save without its last
letters. Here a key waits until the focused widget, the widgets around it and the app have worked off what came before.
"""

from __future__ import annotations

from collections import deque
from typing import Any, TypeVar

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.timer import Timer

PATIENCE = 0.25
"""Seconds after which the next key is handed out although a widget (one being removed) has not answered."""

_ROUNDS = 2
"""A handler's own messages queue behind the first round at a widget; the second comes after them."""


T = TypeVar("T")


class KeyOrder(App[T]):
    """An app that hands out keys and pastes strictly one after the other."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._turn = 0
        self._is_busy = False
        self._patience: Timer | None = None

    async def on_event(self, event: events.Event) -> None:
        """Keep keys in order; everything else goes its way."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._waiting.append(event)
            if not self._is_busy:
                await self._hand_out()
            return
        await super().on_event(event)

    async def _hand_out(self) -> None:
        if not self._waiting or self._exit:
            self._is_busy = False
            return
        self._is_busy = True
        self._turn += 1
        turn = self._turn
        around = self._around()
        await super().on_event(self._waiting.popleft())
        self._patience = self.set_timer(PATIENCE, lambda: self._end(turn))
        self._pass_on(turn, [node for node in around for _ in range(_ROUNDS)])

    def _around(self) -> list[MessagePump]:
        """The focused widget, what it stands in, and the app."""
        focused: DOMNode = self.focused or self.screen
        return [*focused.ancestors_with_self]

    def _pass_on(self, turn: int, nodes: list[MessagePump]) -> None:
        """Let each of these work off its messages, the inner ones first."""
        for place, node in enumerate(nodes):
            if node.call_later(self._pass_on, turn, nodes[place + 1 :]):
                return
        self._end(turn)

    def _end(self, turn: int) -> None:
        if turn == self._turn and self._is_busy:
            self._turn += 1
            if self._patience:
                self._patience.stop()
            self.call_next(self._hand_out)
