"""An objective's page: the outcome, where its score comes from, its key results, and what is said of it.

Playbook, dashboard per objective: baseline, actual, target and trend of every key result at one glance, its drivers
beneath it and the decision log beside it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from okrtui import home
from okrtui.okr.weeks import calendar_of
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.objective_text import Talk, about_rows, decision_rows, rows_below, rows_of_key_result
from okrtui.screens.page import Page
from okrtui.widgets.ascii_signs import in_ascii
from okrtui.widgets.hanging_text import HangingText
from okrtui.widgets.key_result_columns import Columns, columns_for, heading, row
from okrtui.widgets.line_list import LineList, LineOpened, LineSelected
from okrtui.widgets.reading_pane import ReadingPane

if TYPE_CHECKING:
    from okrtui.screens.edit_forms import Choices
    from okrtui.views.lines import KeyResultLine
    from okrtui.views.lists import ChangeRow
    from okrtui.views.objective_page import ObjectivePage as ObjectiveView
    from okrtui.views.workspace import WorkspaceRow

RIGHT_MARGIN = 1
LOG_WIDTH, WIDE_LOG_WIDTH = 40, 60
"""Cells of the decision log, which stands beside the key results from 120 columns on; as in the stylesheet."""


class ObjectiveData(NamedTuple):
    """What one reading gives: the objective, the workspace, and what is proposed for it and its key results."""

    view: ObjectiveView
    workspace: WorkspaceRow
    proposals: list[ChangeRow]


class ObjectivePage(Page):
    """The page of one objective."""

    SCOPE = "objective"
    CSS_PATH = "objective.tcss"
    LISTS = True
    BINDINGS = bindings_for("objective")

    def __init__(self, objective: str) -> None:
        super().__init__()
        self.objective = objective
        self._data: ObjectiveData | None = None
        self._columns: tuple[int, Columns] | None = None

    def compose_body(self) -> Iterable[Widget]:
        mark = ">" if self.okrtui.is_ascii else "▌"
        yield HangingText(id="about")
        with Horizontal(id="dashboard"):
            yield LineList(self._draw, is_selectable=_is_selectable, key_of=_key, mark=mark, id="key-results")
            with ReadingPane(id="log"):
                yield HangingText(id="decisions")

    def on_mount(self) -> None:
        self.query_one("#key-results").focus()

    def reload(self) -> None:
        objective, now = self.objective, home.now()

        def fetch(connection: sqlite3.Connection) -> ObjectiveData:
            from okrtui.views.lists import changes
            from okrtui.views.objective_page import objective_page
            from okrtui.views.workspace import workspace

            view = objective_page(connection, objective, now)
            proposals = [change for change in view.changes if change.state == "proposed"]
            for line in view.key_results:
                proposals += changes(connection, key_result=line.id, state="proposed")
            return ObjectiveData(view, workspace(connection), proposals)

        self.read(fetch, self._take)

    def why_not(self, action: str) -> str:
        if self._data is None:
            return ""
        view = self._data.view
        line = self._line
        if action == "open" and line is None:
            return "select a key result to open it"
        if action == "check_in":
            if line is None:
                return "select a key result to check in"
            return "" if line.is_in_force else "this key result is a draft: publish the objective first"
        if action == "decide_change" and self._open_change() is None:
            return "no proposal is open"
        if action == "publish" and not self._has_drafts:
            return "it is published already"
        if action in ("publish", "archive", "postpone", "edit", "edit_fields") and view.row.phase == "closed":
            return "the cycle is closed and read-only"
        return super().why_not(action)

    @property
    def _has_drafts(self) -> bool:
        lines = self._data.view.key_results if self._data else []
        return not lines or any(not line.is_in_force and not line.is_archived for line in lines)

    @property
    def _line(self) -> KeyResultLine | None:
        selected = self.query_one("#key-results", LineList).selected_row
        return selected if hasattr(selected, "is_in_force") else None

    def _take(self, data: ObjectiveData) -> None:
        self._data = data
        view, now = data.view, home.now()
        self.set_header(f"{view.row.code}  {view.row.title}", right=view.row.cycle_name)
        self.query_one("#about", HangingText).show(about_rows(view, data.workspace.scale, now))
        self.query_one("#decisions", HangingText).show(decision_rows(view.decisions, now))
        self._show_rows()

    def _show_rows(self) -> None:
        if self._data is None:
            return
        view, scale = self._data.view, self._data.workspace.scale
        is_beside = self.has_class("-wide") or self.has_class("-widest")
        beside = (LOG_WIDTH if self.has_class("-wide") else WIDE_LOG_WIDTH) if is_beside else 0
        width = max(self.size.width - 6 - beside, 20)
        rows: list[Any] = ["heading"]
        for line in view.key_results:
            rows.append(line)
            bets, movers = view.initiatives.get(line.id, []), view.contributors.get(line.id, [])
            rows += rows_of_key_result(line, bets, movers, width, scale)
        if not view.key_results:
            rows = [Talk(Content.styled("No key results yet: e writes them.", ".muted"))]
        decided = [] if is_beside else view.decisions
        rows += rows_below(self._data.proposals, view.comments, decided, home.now(), width)
        self._columns = None
        self.query_one("#key-results", LineList).show(rows)
        self.refresh_footer()

    def on_resize(self) -> None:
        self._show_rows()

    def _columns_in(self, width: int) -> Columns:
        assert self._data is not None
        if self._columns is None or self._columns[0] != width:
            workspace = self._data.workspace
            columns = columns_for(
                self._data.view.key_results,
                width - RIGHT_MARGIN,
                scale=workspace.scale,
                calendar=calendar_of(workspace.timezone, workspace.deadline),
                now=home.now(),
                is_ascii=self.okrtui.is_ascii,
            )
            if columns.trend:  # it stands beneath each key result, with its insight
                columns = columns._replace(title=columns.title + columns.trend + 2, trend=0)
            self._columns = (width, columns)
        return self._columns[1]

    def _draw(self, item: Any, width: int, is_selected: bool) -> Content:
        if isinstance(item, Talk):
            return in_ascii(item.content) if self.okrtui.is_ascii else item.content
        columns = self._columns_in(width)
        return (
            heading(columns, "KEY RESULTS")
            if item == "heading"
            else row(columns, item, is_selected=is_selected)
        )

    @on(LineSelected)
    def follow_the_selection(self) -> None:
        self.refresh_footer()

    @on(LineOpened)
    def open_it(self) -> None:
        self.action_open()

    def _open_change(self) -> ChangeRow | None:
        proposals = self._data.proposals if self._data else []
        selected = _key(self.query_one("#key-results", LineList).selected_row)
        return next((each for each in proposals if each.id == selected), proposals[0] if proposals else None)

    def action_open(self) -> None:
        if self._line is not None:
            self.okrtui.open_card(self._line.id)

    def action_check_in(self) -> None:
        if self._line is not None:
            self.okrtui.open_sitting(self._line.id)

    def action_edit(self) -> None:
        self.okrtui.open_writing(self.objective)

    def action_edit_fields(self) -> None:
        if self._data is None:
            return
        row, above = self._data.view.row, self._data.view.contributes_to

        def ask(choices: Choices) -> None:
            from okrtui.screens.edit_forms import objective_form

            self.okrtui.push_screen(objective_form(self, row, above.id if above else "", choices))

        def fetch(connection: sqlite3.Connection) -> Choices:
            from okrtui.screens.edit_forms import read_choices

            return read_choices(connection, row.id)

        self.read(fetch, ask, group="choices")

    def action_add_comment(self) -> None:
        from okrtui.screens.comment_form import comment_form

        if self._data:
            self.okrtui.push_screen(comment_form(self, self._data.view.row.title, objective=self.objective))

    def action_raise_escalation(self) -> None:
        from okrtui.screens.escalation_forms import raise_form
        from okrtui.views.people import team_choices

        def ask(teams: tuple[tuple[str, str], ...]) -> None:
            if self._data:
                self.okrtui.push_screen(
                    raise_form(self, self._data.view.row.title, teams, objective=self.objective)
                )

        self.read(team_choices, ask, group="teams")

    def action_show_decisions(self) -> None:
        self.okrtui.open_decisions(objective=self.objective)

    def action_decide_change(self) -> None:
        from okrtui.screens.change_forms import decision_form

        change = self._open_change()
        if change:
            self.okrtui.push_screen(decision_form(self, change))

    def action_archive(self) -> None:
        from okrtui.screens.change_forms import archive_objective_form

        if self._data:
            self.okrtui.push_screen(archive_objective_form(self, self._data.view.row))

    def action_postpone(self) -> None:
        from okrtui.screens.change_forms import postpone_objective_form

        if self._data:
            view = self._data.view
            is_postponed = any(line.postponed for line in view.key_results)
            self.okrtui.push_screen(postpone_objective_form(self, view.row, is_postponed))

    def action_publish(self) -> None:
        from okrtui.screens.publish_form import ask_to_publish

        if self._data:
            ask_to_publish(self, self._data.view.row)


def _is_selectable(item: Any) -> bool:
    return item is not None and item != "heading" and (not isinstance(item, Talk) or bool(item.key))


def _key(item: Any) -> str:
    return str(item.key if isinstance(item, Talk) else getattr(item, "id", ""))
