"""Where a chart comes to stand once its library is there, for which nobody waits."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Container
from textual.message import Message

if TYPE_CHECKING:
    from okrtui.widgets.chart import ChartData


class ChartReady(Message):
    """The charts' library has been imported."""


class ChartPlace(Container):
    """Empty at first; `show` fills it, and fills it anew."""

    def __init__(self, *, id: str, ascii_only: bool) -> None:
        super().__init__(id=id)
        self._ascii_only = ascii_only
        self._make: Callable[[], ChartData] | None = None

    def show(self, make: Callable[[], ChartData]) -> None:
        """Draw what this gives; it is called once the library is there."""
        self._make = make
        self._import()

    @work(thread=True, exit_on_error=False, group="chart")
    def _import(self) -> None:
        import_module("okrtui.widgets.chart")
        self.post_message(ChartReady())

    @on(ChartReady)
    async def draw(self, event: ChartReady) -> None:
        event.stop()
        from okrtui.widgets.chart import Chart

        if self._make is None or not self.is_attached:
            return
        data = self._make()
        for chart in self.query(Chart):
            chart.show(data)
            return
        await self.remove_children()
        await self.mount(Chart(data, ascii_only=self._ascii_only))
