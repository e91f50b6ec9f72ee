"""The exchange as the app sees it: its threads, and what the header tells of them."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from okrtui import home
from okrtui.okr.errors import OkrtuiError
from okrtui.screens.sync_keeper import SyncKeeper
from okrtui.screens.sync_words import sync_signs, sync_words

if TYPE_CHECKING:
    from okrtui.screens.app import OkrtuiApp
    from okrtui.sync.rounds import Outcome

MUCH = 2000
"""From so many entries on a transfer shows how far it has come."""


class SyncOfApp:
    """Keeps one replica in step and the header true."""

    def __init__(self, app: OkrtuiApp, path: str) -> None:
        self._app = app
        self._path = path
        self._keeper: SyncKeeper | None = None
        self._other_side = ("", "")
        self._is_over = False
        self._is_hopeless = False
        self._asking: Callable[[Outcome], object] | None = None
        self._looking = threading.Lock()

    def start(self) -> None:
        """Begin, in threads."""
        self.note_change()

    def stop(self) -> None:
        """End the threads at their next step."""
        self._is_over = True
        if self._keeper:
            self._keeper.stop()

    def note_change(self) -> None:
        """Something was written to the replica: send it if it is ours, and tell how things stand."""
        if self._keeper:
            self._keeper.wake()
        threading.Thread(target=self._look, name="okrtui-sync-state", daemon=True).start()

    def sync_now(self, tell: Callable[[Outcome], object]) -> None:
        """Run a round now, and tell whoever asked last how it went."""
        if self._keeper:
            self._asking = tell
            self._keeper.sync_now()

    def _tell(self, outcome: Outcome) -> None:
        self._is_hopeless = outcome.is_hopeless
        asking, self._asking = self._asking, None
        if asking and not self._app.is_leaving and self._app.is_running:
            self._app.call_later(asking, outcome)
        self._look()

    def _progress(self, done: int, total: int) -> None:
        if total >= MUCH:
            share = 100 * done // total
            self._show(f"syncing {share} %", f"{share} %")

    def _look(self) -> None:
        """Read how the exchange stands and tell the header; one look at a time."""
        from okrtui.views.connect import connect
        from okrtui.views.sync_state import sync_state
        from okrtui.views.workspace import zone_name

        try:
            with self._looking, closing(connect(self._path)) as connection:
                state = sync_state(connection)
                self._keep_in_step((state.kind, state.place))
                zone = ZoneInfo(zone_name(connection))
        except (OkrtuiError, sqlite3.Error):
            return  # the pages say what is wrong with the replica
        words = sync_words(state, zone, home.now(), self._is_hopeless)
        self._show(words, sync_signs(state, self._is_hopeless))

    def _keep_in_step(self, other_side: tuple[str, str]) -> None:
        """Begin to exchange with this side: the first one, or another since the workspace was moved elsewhere."""
        if other_side == self._other_side or self._is_over:
            return
        if self._keeper:
            self._keeper.stop()
        self._other_side = other_side
        self._keeper = SyncKeeper(self._path, self._tell, self._progress)
        self._keeper.start()

    def _show(self, *told: str) -> None:
        if told != self._app.sync_told and not self._app.is_leaving and self._app.is_running:
            self._app.call_later(self._app.show_sync, *told)
