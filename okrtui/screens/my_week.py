"""Home: what is due this week, what is done, and the rest of a person's key results, one line each (Playbook, weekly check-in)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.content import Content
from textual.widget import Widget

from okrtui.screens.actions_table import bindings_for
from okrtui.screens.page import Page
from okrtui.widgets.line_list import LineList


class MyWeekPage(Page):
    """The list of a person's key results."""

    SCOPE = "my_week"
    BINDINGS = bindings_for("my_week")

    def compose_body(self) -> Iterable[Widget]:
        yield LineList(self._draw, id="lines")

    def _draw(self, row: Any, width: int, selected: bool) -> Content:
        return Content(str(row))
