"""All OKRs, as the alignment tree or as a flat list, found by words (Playbook, Alignment over cascade).

The tree reads its branches when they are wanted: ten thousand objectives open as fast as a hundred. Drafts, postponed
and archived ones are marked in words; the tree leaves archived ones out, the list puts them last.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import on
from textual.content import Content
from textual.widget import Widget

from okrtui import home
from okrtui.okr.text import cell_width
from okrtui.okr.weeks import calendar_of
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.finds_lines import FindsLines
from okrtui.screens.tree_fold import MoreRow, TeamNode
from okrtui.screens.tree_rows import (
    lifted_title,
    link_rows,
    more_row,
    objective_row,
    team_row,
    title_step,
)
from okrtui.screens.tree_state import TreeState
from okrtui.widgets.find_line import holds_all
from okrtui.widgets.hanging_text import HangingText
from okrtui.widgets.key_result_columns import Columns, columns_for, heading, row
from okrtui.widgets.line_list import LineList, LineOpened, LineSelected

if TYPE_CHECKING:
    from okrtui.views.alignment import Coverage
    from okrtui.views.lines import KeyResultLine
    from okrtui.views.tree_branch import Branch
    from okrtui.views.workspace import CycleRow, WorkspaceRow

RIGHT_MARGIN = 1


class OkrData(NamedTuple):
    """What one reading gives; `cycle` is None for all open cycles together, `flat` None until the list was wanted."""

    workspace: WorkspaceRow
    cycles: list[CycleRow]
    cycle: CycleRow | None
    branches: list[Branch]
    flat: list[KeyResultLine] | None


class Heading(NamedTuple):
    """A line that names what follows; the first names the columns."""

    text: str
    is_first: bool


class AllOkrsPage(FindsLines):
    """The tree or the list."""

    SCOPE = "all_okrs"
    CSS_PATH = "all_okrs.tcss"
    LISTS = True
    LIST = "okrs"
    BINDINGS = bindings_for("all_okrs")

    def __init__(self) -> None:
        super().__init__()
        self._data: OkrData | None = None
        self._cycle: str | None = None
        self._is_flat = False
        self._tree = TreeState()
        self._columns: tuple[int, Columns] | None = None

    def compose_body(self) -> Iterable[Widget]:
        mark = ">" if self.okrtui.is_ascii else "▌"
        yield LineList(self._draw, is_selectable=_is_thing, key_of=_key, mark=mark, id="okrs")
        yield HangingText(id="links")

    def on_mount(self) -> None:
        self.set_header("OKRs")
        self.query_one("#okrs").focus()

    def reload(self) -> None:
        cycle_id, now, is_flat = self._cycle, home.now(), self._is_flat
        read = self._tree.loaded

        def fetch(connection: sqlite3.Connection) -> OkrData:
            from okrtui.views.lists import cycles, key_results
            from okrtui.views.tree_branch import branches
            from okrtui.views.workspace import workspace

            known = cycles(connection)
            chosen = next((each for each in known if each.id == cycle_id), None)
            id_ = chosen.id if chosen else None
            flat = key_results(connection, now, cycle=id_, with_archived=True) if is_flat else None
            return OkrData(
                workspace(connection),
                known,
                chosen,
                branches(connection, id_, now, read),
                None if flat is None else sorted(flat, key=lambda line: line.is_archived),
            )

        self.read(fetch, self._take)

    def why_not(self, action: str) -> str:
        if self._data is None:
            return ""
        if action in ("open", "edit") and self._selected is None:
            return "there is nothing here yet: n writes an objective, i imports a file"
        if action == "check_in":
            line = self._line
            if line is None:
                return "select a key result to check in"
            return "" if line.is_in_force else "this key result is a draft: publish its objective first"
        if action in ("next_cycle", "previous_cycle") and not self._data.cycles:
            return "there is no cycle yet"
        return super().why_not(action)

    @property
    def _selected(self) -> Any:
        selected = self.query_one("#okrs", LineList).selected_row
        return selected if _is_thing(selected) else None

    @property
    def _line(self) -> KeyResultLine | None:
        selected = self._selected
        return None if selected is None else _line_of(selected)

    def _take(self, data: OkrData) -> None:
        self._data = data
        self._tree.branches = data.branches
        self._show()
        if self._words and not self._tree.is_whole:
            self._search()
        self._read_coverage()

    def _read_coverage(self) -> None:
        """How much of each team reports and contributes: it looks at everything, so it comes a moment later."""
        cycle_id = self._cycle

        def fetch(connection: sqlite3.Connection) -> dict[str | None, Coverage]:
            from okrtui.views.alignment import coverage

            return {each.team: each for each in coverage(connection, cycle_id)}

        def take(found: dict[str | None, Coverage]) -> None:
            if found != self._tree.coverage:
                self._tree.coverage = found
                self._show()

        self.read(fetch, take, group="coverage")

    def _show(self) -> None:
        data = self._data
        if data is None:
            return
        name = f"{data.cycle.name} ({data.cycle.phase})" if data.cycle else "all open cycles"
        rows = self._flat_rows(data) if self._is_flat else self._tree_rows()
        is_listed = self._is_flat or bool(self._words)
        several = sum(_line_of(each) is not None for each in rows) if is_listed else self._tree.key_results()
        self.set_header(f"{data.workspace.name} · {name}", right=f"{several} KRs · {self._view_name}")
        if not rows:
            rows = [Heading(f"Nothing holds “{self._words}”." if self._words else "No OKRs here yet.", False)]
        self._columns = None
        self.query_one("#okrs", LineList).show(rows)
        self.refresh_footer()

    @property
    def _view_name(self) -> str:
        return "list" if self._is_flat else "tree"

    def _tree_rows(self) -> list[Any]:
        rows = self._tree.rows(self._words)
        return [Heading("", True), *rows] if rows else []

    def _flat_rows(self, data: OkrData) -> list[Any]:
        rows: list[Any] = []
        place = ""
        for line in data.flat or ():
            texts = (line.title, line.objective_title, line.owner_name, line.code)
            if not holds_all(self._words, *texts):
                continue
            if place != (place := "archived" if line.is_archived else line.cycle_name):
                rows += [*([Heading("", False)] if rows else []), Heading(place.upper(), not rows)]
            rows.append(line)
        return rows

    def _columns_in(self, width: int) -> Columns:
        assert self._data is not None
        if self._columns is None or self._columns[0] != width:
            workspace = self._data.workspace
            lines = (self._data.flat or []) if self._is_flat else self._tree.lines
            columns = columns_for(
                lines,
                width - RIGHT_MARGIN,
                scale=workspace.scale,
                calendar=calendar_of(workspace.timezone, workspace.deadline),
                now=home.now(),
                is_ascii=self.okrtui.is_ascii,
                indent=0 if self._is_flat else title_step(width) * self._tree.depth,
            )
            self._columns = (width, columns)
        return self._columns[1]

    def _draw(self, item: Any, width: int, is_selected: bool) -> Content:
        columns = self._columns_in(width)
        if isinstance(item, Heading):
            if not item.is_first and cell_width(item.text) > columns.title:
                return Content.styled(item.text, ".muted")
            return heading(columns, item.text, with_names=item.is_first)
        line = _line_of(item)
        if line is not None and item is line:
            return row(columns, line, is_selected=is_selected)
        step = title_step(width)
        if line is not None:
            indent = step * item.depth
            title = line.title if self.okrtui.is_ascii else lifted_title(item, columns.title - indent)
            return row(columns, line, is_selected=is_selected, title=title, indent=indent)
        if isinstance(item, TeamNode):
            return team_row(item, step, width - RIGHT_MARGIN, is_selected=is_selected)
        if isinstance(item, MoreRow):
            return more_row(item, step)
        return objective_row(columns, item, step, is_folded=not self._words and self._tree.is_folded(item.id))

    @on(LineSelected)
    def follow_the_selection(self) -> None:
        self.refresh_footer()
        self.query_one("#links", HangingText).show(link_rows(self._selected, self._scale))

    @property
    def _scale(self) -> str:
        return self._data.workspace.scale if self._data else "unit"

    @on(LineOpened)
    def open_it(self) -> None:
        self.action_open()

    def show_found(self) -> None:
        self._tree.found = None
        if self._words and not self._is_flat and not self._tree.is_whole:
            self._search()
        else:
            self._show()

    def _search(self) -> None:
        """Find the words in what was not read yet, too."""
        cycle_id, words, now = self._cycle, self._words, home.now()

        def fetch(connection: sqlite3.Connection) -> list[Branch]:
            from okrtui.views.tree_branch import found_branches

            return found_branches(connection, cycle_id, now, words)

        def take(found: list[Branch]) -> None:
            if words == self._words:
                self._tree.found = found
                self._show()

        self.read(fetch, take, group="find")

    def action_open(self) -> None:
        selected, line = self._selected, self._line
        if isinstance(selected, TeamNode):
            self.action_fold()
        elif isinstance(selected, MoreRow):
            self._grow(selected.branch)
        elif line is not None:
            self.okrtui.open_card(line.id)
        elif selected is not None:
            self.okrtui.open_objective(selected.id)

    def action_fold(self) -> None:
        unread = self._tree.fold(self._selected)
        if unread is not None:
            self._grow(unread)
        else:
            self._show()

    def action_fold_all(self) -> None:
        self._tree.fold_all()
        self._show()

    def _grow(self, branch: Branch) -> None:
        """Read more of a branch."""
        cycle_id, now = self._cycle, home.now()

        def fetch(connection: sqlite3.Connection) -> Branch:
            from okrtui.views.tree_branch import grown

            return grown(connection, branch, cycle_id, now)

        def take(found: Branch) -> None:
            self._tree.take(found)
            self._show()

        self.read(fetch, take, group="branch")

    def action_show_alignment(self) -> None:
        self.okrtui.open_alignment(self._cycle)

    def action_check_in(self) -> None:
        if self._line is not None:
            self.okrtui.open_sitting(self._line.id)

    def action_edit(self) -> None:
        line = self._line
        if line is not None:
            self.okrtui.open_writing(line.objective)
        elif self._selected is not None:
            self.okrtui.open_writing(self._selected.id)

    def action_switch_view(self) -> None:
        self._is_flat = not self._is_flat
        if self._is_flat and self._data is not None and self._data.flat is None:
            self.reload()
        else:
            self._show()

    def action_next_cycle(self) -> None:
        self._step(1)

    def action_previous_cycle(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        """To the next cycle in a ring: all open ones, then each by its start."""
        if self._data is None:
            return
        ring = [None, *(cycle.id for cycle in self._data.cycles)]
        self._cycle = ring[(ring.index(self._cycle) + by) % len(ring)]
        self._tree.forget()
        self.reload()


def _line_of(item: Any) -> KeyResultLine | None:
    """The key result of a row of either view, None for all other rows."""
    if isinstance(item, Heading | TeamNode | MoreRow):
        return None
    line: KeyResultLine | None = getattr(item, "line", item)
    return line


def _is_thing(item: Any) -> bool:
    return item is not None and not isinstance(item, Heading)


def _key(item: Any) -> str:
    if isinstance(item, TeamNode):
        return item.branch.key
    if isinstance(item, MoreRow):
        return f"more {item.branch.key}"
    return str(item.id) if _is_thing(item) else ""
