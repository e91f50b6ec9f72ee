"""A team's week on one page: who has checked in, how its key results stand, what turned and what waits.

It is *My week* with people as sections (Playbook, Weekly check-in; Escalation path). Other teams and earlier weeks are
a key away; the teams below it are listed with figures of their own and never counted twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import on
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget

from okrtui import home
from okrtui.okr.weeks import add_weeks, calendar_of, show_deadline, week_of
from okrtui.screens.actions_table import bindings_for
from okrtui.screens.finds_lines import FindsLines
from okrtui.screens.team_lines import (
    FIRST_CLOCKS,
    GROUPS,
    SORTS,
    Below,
    Clock,
    Heading,
    draw_below,
    draw_clock,
    draw_heading,
    marked_title,
    rows_of,
)
from okrtui.screens.team_told import aside_rows, header_texts, measure_rows, note_rows
from okrtui.widgets.detail_strip import DetailStrip
from okrtui.widgets.hanging_text import Hanging, HangingText
from okrtui.widgets.key_result_columns import Columns, columns_for, heading, row
from okrtui.widgets.line_list import LineList, LineOpened, LineSelected

if TYPE_CHECKING:
    from okrtui.okr.weeks import Calendar
    from okrtui.views.lines import KeyResultLine
    from okrtui.views.sub_teams import SubTeam
    from okrtui.views.team_names import TeamName
    from okrtui.views.team_week import TeamWeek

RIGHT_MARGIN = 1
ROOMY = (20, 22, 24, 30, 36)
"""From so many lines on there is room for one more note above the key results."""
FIRST_LINES = 100
"""So many key results are read before the first paint; a larger team sees the rest a moment later."""


class TeamData(NamedTuple):
    """What one reading gives: the teams in their order, the one shown, its week, the teams below, who looks."""

    ring: list[TeamName]
    at: int
    week: TeamWeek
    below: list[SubTeam]
    member: str


class TeamPage(FindsLines):
    """The week of one team.

    Args:
        team: its id; None for the person's own.
    """

    SCOPE = "team"
    CSS_PATH = "team.tcss"
    LISTS = True
    LIST = "lines"
    BINDINGS = bindings_for("team")

    def __init__(self, team: str | None = None) -> None:
        super().__init__()
        self._team = team
        self._is_chosen = team is not None
        self._week: str | None = None
        self._data: TeamData | None = None
        self._grouping = GROUPS[0]
        self._sorting = SORTS[0]
        self._columns: tuple[int, Columns] | None = None

    @property
    def team(self) -> str | None:
        """The id of the team that is shown; None for the OKRs of no team."""
        return self._data.week.team if self._data else self._team

    @property
    def team_week(self) -> TeamWeek | None:
        """The week that is shown, once it was read."""
        return self._data.week if self._data else None

    def compose_body(self) -> Iterable[Widget]:
        mark = ">" if self.okrtui.is_ascii else "▌"
        yield HangingText(id="told")
        with Container(id="week"):
            yield LineList(self._draw, is_selectable=_is_selectable, key_of=_key, mark=mark, id="lines")
            yield DetailStrip(id="detail")
            yield HangingText(id="aside")

    def on_mount(self) -> None:
        self.query_one("#lines").focus()
        self.set_header("Team")

    def reload(self) -> None:
        if self._data is None:
            self.read_at_once(lambda connection: self._fetch(connection, FIRST_LINES), self._show_first)
        else:
            self.read(self._fetch, self._show)

    def _fetch(self, connection: sqlite3.Connection, first: int | None = None) -> TeamData:
        from okrtui.views.sub_teams import sub_teams
        from okrtui.views.team_names import team_names
        from okrtui.views.team_week import team_week
        from okrtui.views.workspace import acting_member

        member = acting_member(connection, self.okrtui.acting_as, home.unix_name())
        ring = team_names(connection, member.id)
        at = next((at for at, each in enumerate(ring) if self._is_chosen and each.id == self._team), 0)
        team, now = ring[at].id, home.now()
        below = [] if first is not None else sub_teams(connection, team, now, self._week)
        return TeamData(ring, at, team_week(connection, team, now, self._week, first), below, member.id)

    def _show_first(self, data: TeamData) -> None:
        """What was read before the first paint; the rest is read after it."""
        self._show(data)
        if data.week.is_whole:
            self.call_after_refresh(self._read_below, data, (self._team, self._week))
        else:
            self.call_after_refresh(self.reload)

    def _read_below(self, data: TeamData, asked: tuple[str | None, str | None]) -> None:
        """The teams below, where all else is there; where one has gone on meanwhile, that is being read."""
        if asked != (self._team, self._week):
            return

        def fetch(connection: sqlite3.Connection) -> TeamData:
            from okrtui.views.sub_teams import sub_teams

            return data._replace(below=sub_teams(connection, data.week.team, home.now(), self._week))

        self.read(fetch, self._show)

    def _show(self, data: TeamData) -> None:
        if data == self._data:
            return
        self._data = data
        self._columns = None
        self._tell()
        self.show_found()

    def _tell(self) -> None:
        """The line that tells the week, and what stands above and beside the lines."""
        assert self._data is not None
        week, now, width = self._data.week, home.now(), self.app.size.width
        self.set_header(*header_texts(week, now, width), self._place)
        rows = [
            *measure_rows(week, width - 7),
            *note_rows(week, width - 7, sum(self.app.size.height >= lines for lines in ROOMY)),
        ]
        self.query_one("#told", HangingText).show([Hanging(each) for each in rows])
        self.query_one("#aside", HangingText).show(aside_rows(week, now))

    @property
    def _place(self) -> str:
        assert self._data is not None
        several = [each for each in self._data.ring if each.has_objectives]
        team = f"team {self._data.at + 1} of {len(self._data.ring)}" if len(several) > 1 else ""
        week = self._data.week
        until = show_deadline(week.deadline, home.now(), self._calendar)
        return " · ".join(filter(None, [team, f"until {until}" if week.is_running else "an earlier week"]))

    @property
    def _calendar(self) -> Calendar:
        assert self._data is not None
        of = self._data.week.workspace
        return calendar_of(of.timezone, of.deadline)

    def show_found(self) -> None:
        if self._data is None:
            return
        is_beside, most = self.has_class("-widest"), 1 if self.app.size.height < ROOMY[0] else FIRST_CLOCKS
        rows = rows_of(
            self._data.week, self._data.below, self._grouping, self._sorting, self._words, is_beside, most
        )
        self.query_one("#lines", LineList).show(rows)

    def why_not(self, action: str) -> str:
        data = self._data
        if data is None:
            return ""
        if action in ("open", "copy_update", "show_objective", "check_in") and self._selected is None:
            return "there is no key result here yet"
        if action in ("copy_update", "show_objective", "check_in") and self._line is None:
            return "select a key result first"
        if action == "check_in" and not data.week.is_running:
            return "this week is over: its card shows what was said (enter)"
        if action in ("next_team", "previous_team", "choose_team") and len(data.ring) < 2:
            return "there is no other team"
        if action == "week_after" and data.week.is_running:
            return "this is the week that runs"
        return super().why_not(action)

    @property
    def _selected(self) -> Any:
        selected = self.query_one("#lines", LineList).selected_row
        return selected if _is_selectable(selected) else None

    @property
    def _line(self) -> KeyResultLine | None:
        """The selected key result, or the one that the selected escalation is about."""
        selected = self._selected
        if isinstance(selected, Clock) and self._data:
            about = selected.escalation.key_result
            return next((one.line for one in self._data.week.lines if one.line.id == about), None)
        return None if isinstance(selected, Below | Clock) else getattr(selected, "line", None)

    def _draw(self, item: Any, width: int, is_selected: bool) -> Content:
        if isinstance(item, str):
            return Content.assemble((item, ".muted"))
        if isinstance(item, Heading):
            return heading(self._columns_in(width), "") if item.names_columns else draw_heading(item, width)
        if isinstance(item, Clock):
            return draw_clock(item, width, home.now(), is_selected=is_selected)
        if isinstance(item, Below):
            return draw_below(item, width, is_selected=is_selected)
        return row(self._columns_in(width), item.line, is_selected=is_selected, title=marked_title(item))

    def _columns_in(self, width: int) -> Columns:
        assert self._data is not None
        if self._columns is None or self._columns[0] != width:
            of = self._data.week.workspace
            columns = columns_for(
                [one.line for one in self._data.week.lines],
                width - RIGHT_MARGIN,
                scale=of.scale,
                calendar=self._calendar,
                now=home.now(),
                is_ascii=self.okrtui.is_ascii,
                indent=3,
            )
            self._columns = (width, columns if self._grouping != "person" else columns._replace(owner=0))
        return self._columns[1]

    @on(LineSelected)
    def show_what_was_said(self) -> None:
        if self._data is None:
            return
        of = self._data.week.workspace
        self.query_one("#detail", DetailStrip).show_line(
            self._line, member=self._data.member, scale=of.scale, is_ascii=self.okrtui.is_ascii
        )
        self.refresh_footer()

    @on(LineOpened)
    def open_it(self) -> None:
        self.action_open()

    def on_resize(self) -> None:
        if self._data is not None:
            self._tell()

    def action_open(self) -> None:
        selected = self._selected
        if isinstance(selected, Below):
            self._go_to(selected.team.id)
        elif self._line is not None:
            self.okrtui.open_card(self._line.id)

    def action_check_in(self) -> None:
        if self._line is not None:
            self.okrtui.open_sitting(self._line.id)

    def action_show_objective(self) -> None:
        if self._line is not None:
            self.okrtui.open_objective(self._line.objective)

    def action_copy_update(self) -> None:
        if self._line is not None:
            self.copy_updates([self._line.id], self.query_one("#detail", DetailStrip).show_texts)

    def action_group_lines(self) -> None:
        self._grouping = GROUPS[(GROUPS.index(self._grouping) + 1) % len(GROUPS)]
        self._columns = None
        self.show_found()
        self.say(f"Grouped by {self._grouping}" if self._grouping != "nothing" else "Not grouped")

    def action_sort_lines(self) -> None:
        self._sorting = SORTS[(SORTS.index(self._sorting) + 1) % len(SORTS)]
        self.show_found()
        self.say(f"Sorted by {self._sorting}")

    def action_next_team(self) -> None:
        self._step(1)

    def action_previous_team(self) -> None:
        self._step(-1)

    def action_show_monthly_review(self) -> None:
        self.okrtui.open_monthly_review(self.team)

    def action_show_adoption(self) -> None:
        self.okrtui.open_adoption(self.team or "")

    def action_choose_team(self) -> None:
        from okrtui.screens.import_choice import Choice, ImportChoicePage

        if self._data is None:
            return
        names = {each.id: each.name for each in self._data.ring}
        choices = [
            Choice(each.id or "", each.name, _about(each, names.get(each.parent, "")))
            for each in self._data.ring
        ]
        now = self._data.week.team or ""
        self.okrtui.push_screen(
            ImportChoicePage("Teams", choices, now, lambda value: self._go_to(value or None))
        )

    def action_week_before(self) -> None:
        self._step_week(-1)

    def action_week_after(self) -> None:
        self._step_week(1)

    def _step(self, by: int) -> None:
        if self._data is not None:
            ids = [each.id for each in self._data.ring]
            at = ids.index(self._team) if self._is_chosen and self._team in ids else self._data.at
            self._go_to(ids[(at + by) % len(ids)])

    def _go_to(self, team: str | None) -> None:
        self._team, self._is_chosen = team, True
        self.reload()

    def _step_week(self, by: int) -> None:
        if self._data is None:
            return
        running = week_of(home.now(), self._calendar)
        wanted = add_weeks(self._week or running, by)
        self._week = wanted if wanted < running else None
        self.reload()


def _about(team: TeamName, parent: str) -> str:
    said = "yours" if team.is_own else "" if team.has_objectives else "no objectives"
    return " · ".join(filter(None, [said, f"below {parent}" if parent else ""]))


def _is_selectable(item: Any) -> bool:
    return item is not None and not isinstance(item, str | Heading)


def _key(item: Any) -> str:
    if isinstance(item, Clock):
        return f"escalation {item.escalation.id}"
    if isinstance(item, Below):
        return f"team {item.team.id}"
    return str(item.line.id) if _is_selectable(item) else ""
