"""Every version of a key result's check-ins: nothing that was typed is ever gone (domain rules, §3)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from okrtui import home
from okrtui.okr.text import cell_width
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.page import Page
from okrtui.screens.thread_text import check_in_rows, figure_of
from okrtui.widgets.hanging_text import Hanging, HangingText
from okrtui.widgets.reading_pane import ReadingPane

if TYPE_CHECKING:
    from okrtui.views.lines import KeyResultLine
    from okrtui.views.thread import Update


class RevisionsPage(Page):
    """The versions of all check-ins of one key result, week by week."""

    SCOPE = "revisions"
    CSS_PATH = "revisions.tcss"
    LISTS = True
    BINDINGS = bindings_for("revisions")

    def __init__(self, line: KeyResultLine, scale: str) -> None:
        super().__init__()
        self._line = line
        self._scale = scale

    def compose_body(self) -> Iterable[Widget]:
        with ReadingPane(id="revisions"):
            yield HangingText(id="versions")

    def on_mount(self) -> None:
        self.set_header(f"{self._line.code}  {self._line.title}", right="all versions")
        self.query_one(ReadingPane).focus()

    def reload(self) -> None:
        key_result = self._line.id

        def fetch(connection: sqlite3.Connection) -> list[Update]:
            from okrtui.views.card import revisions

            return revisions(connection, key_result)

        self.read(fetch, self._show)

    def _show(self, updates: list[Update]) -> None:
        rows: list[Hanging] = []
        width = max([cell_width(figure_of(each, self._line.unit)) for each in updates], default=1)
        for week, group in groupby(updates, key=lambda each: each.week):
            versions = list(group)
            about = "one version" if len(versions) == 1 else f"{len(versions)} versions, newest first"
            rows.append(Hanging(Content.assemble((week, ".heading"), "  ", (about, ".muted"))))
            for each in versions:
                rows += check_in_rows(each, self._line.unit, self._scale, home.now(), width)
            rows.append(Hanging())
        self.query_one("#versions", HangingText).show(rows)
