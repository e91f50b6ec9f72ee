"""Conflicts: what was written without seeing each other, both texts side by side, settled with one key.

Nothing is lost by settling: the version that does not stand stays readable, and undo brings the conflict back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from okrtui import home
from okrtui.okr.text import clean_line, cut, fit
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.page import Page
from okrtui.screens.sync_words import moment
from okrtui.widgets.hanging_text import Hanging, HangingText
from okrtui.widgets.line_list import LineList, LineOpened, LineSelected

if TYPE_CHECKING:
    from okrtui.views.conflicts import Conflict, Version

MOST_VERSIONS = 4
SCOPE_OF_MOST = "conflicts_of_four"
FOOTER_OF = {0: "conflicts_over", 2: "conflicts", 3: "conflicts_of_three"}
"""The footer for so many versions; of more the one of the most."""
WHAT_WIDTH = 18


class ConflictsPage(Page):
    """All conflicts as a list, and the versions of the selected one beside each other."""

    SCOPE = "conflicts"
    CSS_PATH = "conflicts.tcss"
    LISTS = True
    BINDINGS = bindings_for("conflicts")

    def __init__(self) -> None:
        super().__init__()
        self._zone = ZoneInfo("UTC")

    def compose_body(self) -> Iterable[Widget]:
        mark = ">" if self.okrtui.is_ascii else "▌"
        yield LineList(_draw, is_selectable=_is_conflict, key_of=_key, mark=mark, id="conflicts")
        yield Versions(id="versions")

    def on_mount(self) -> None:
        self.set_header("Conflicts")
        self.query_one("#conflicts").focus()
        super().on_mount()

    def reload(self) -> None:
        def fetch(c: sqlite3.Connection) -> tuple[list[Conflict], str]:
            from okrtui.views.conflicts import conflicts
            from okrtui.views.workspace import workspace

            return conflicts(c), workspace(c).timezone

        self.read(fetch, self._show)

    def why_not(self, action: str) -> str:
        conflict = self._selected
        if action.startswith("keep_") or action == "open":
            if conflict is None:
                return "nothing stands in conflict"
            if action == "open" and not conflict.key_result:
                return "it belongs to no key result"
            if action.startswith("keep_") and int(action[-1]) > len(conflict.versions):
                return f"there are {len(conflict.versions)} versions"
        return ""

    @property
    def _selected(self) -> Conflict | None:
        row = self.query_one("#conflicts", LineList).selected_row
        return row if _is_conflict(row) else None

    def _show(self, found: tuple[list[Conflict], str]) -> None:
        conflicts, zone = found
        self._zone = ZoneInfo(zone)
        self.set_header("Conflicts", right=f"{len(conflicts)} to settle" if conflicts else "none")
        rows: list[Any] = list(conflicts) or ["Nothing stands in conflict."]
        self.query_one("#conflicts", LineList).show(rows)
        self._show_versions()
        self.refresh_footer()

    @on(LineSelected)
    def show_selected(self) -> None:
        self._show_versions()
        self.refresh_footer()

    def _show_versions(self) -> None:
        conflict = self._selected
        versions = conflict.versions if conflict else ()
        texts = [_version(number, one, self._time(one)) for number, one in enumerate(versions, 1)]
        note = "agreed at publication: settling it proposes a change to the sponsor"
        self.query_one(Versions).show(texts, note if conflict and conflict.is_agreed else "")
        self.show_footer_of(FOOTER_OF.get(len(versions), SCOPE_OF_MOST))

    def _time(self, version: Version) -> str:
        return moment(version.at, self._zone, home.now())

    @on(LineOpened)
    def open_opened(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        if (conflict := self._selected) and conflict.key_result:
            self.okrtui.open_card(conflict.key_result)

    def action_keep_1(self) -> None:
        self._keep(0)

    def action_keep_2(self) -> None:
        self._keep(1)

    def action_keep_3(self) -> None:
        self._keep(2)

    def action_keep_4(self) -> None:
        self._keep(3)

    def _keep(self, place: int) -> None:
        from okrtui.screens.doing import settle_conflict

        if conflict := self._selected:
            key = (conflict.kind, conflict.entity, conflict.field, conflict.versions[place].entry)
            self.perform(lambda session: settle_conflict(session, *key))


class Versions(Container):
    """The versions of one thing side by side; below each other where there is little room."""

    def compose(self) -> ComposeResult:
        yield HangingText(id="note")
        with Container(id="columns"):
            for place in range(MOST_VERSIONS):
                with Vertical(classes="version"):
                    yield Static(id=f"head-{place}", classes="head", markup=False)
                    with VerticalScroll(can_focus=False):
                        yield HangingText(id=f"version-{place}")

    def show(self, versions: list[tuple[Content, list[Hanging]]], note: str) -> None:
        """Show these versions, each with its heading."""
        self.query_one("#note", HangingText).show([Hanging(Content.styled(note, ".muted"))] if note else [])
        nothing: tuple[Content, list[Hanging]] = (Content(""), [])
        for place, column in enumerate(self.query(".version")):
            column.display = place < len(versions)
            head, rows = versions[place] if place < len(versions) else nothing
            self.query_one(f"#head-{place}", Static).update(head)
            self.query_one(f"#version-{place}", HangingText).show(rows)


def _version(number: int, version: Version, time: str) -> tuple[Content, list[Hanging]]:
    """A version's heading, two lines that do not wrap so that columns stay level, and what it says."""
    head = Content.assemble(
        (f"{number}  ", ".key"),
        (clean_line(version.by), ".strong"),
        f"  {time}\n",
        ("   shown now" if version.is_shown else "", ".muted"),
    )
    rows: list[Hanging] = []
    for field, value in version.values:
        rows += [Hanging(Content.styled(clean_line(field), ".muted"))]
        rows += [Hanging(Content("  "), Content(line)) for line in (value.splitlines() or ["—"])]
    return head, rows


def _draw(row: Any, width: int, is_selected: bool) -> Content:
    if not _is_conflict(row):
        return Content.styled(str(row), ".muted")
    code, title = row.about
    room = max(width - WHAT_WIDTH - len(code) - 4, 0)
    return Content.assemble(
        (fit(row.what, WHAT_WIDTH), ".needed"),
        "  ",
        (code, ".muted"),
        "  ",
        (cut(title, room), ".strong" if is_selected else ""),
    )


def _is_conflict(row: Any) -> bool:
    return hasattr(row, "versions")


def _key(row: Any) -> tuple[str, ...]:
    return (row.kind, row.entity, row.field) if _is_conflict(row) else ()
